"""Measures: a frame in (or a Corpus, which stands for the right frame), a tidy DataFrame out."""

from __future__ import annotations

from typing import Any

import pandas as pd

from soraanalysis._errors import CorpusError
from soraanalysis.corpus import Corpus
from soraanalysis.noticing import some


def frame_of(data: Corpus | pd.DataFrame, name: str, needs: list[str]) -> pd.DataFrame:
    """The frame `name` of a corpus, or the given frame if it has the columns a measure needs.

    KeyError for a column that is not there, CorpusError where words were left out.
    """
    frame = getattr(data, name) if isinstance(data, Corpus) else data
    if missing := [c for c in needs if c not in frame.columns]:
        raise KeyError(
            f"{name} needs column {missing[0]!r}; there are {', '.join(map(str, frame.columns))}"
        )
    for column in {"token", "text"}.intersection(needs):
        if (gone := frame[column].isna()).any():
            of = frame.loc[gone, "doc_id"].astype("str").unique() if "doc_id" in frame else ["?"]
            raise CorpusError(
                f"the words of {some(list(of))} were left out of this corpus; with copies of the "
                'texts, load_corpus(folder, texts="my-copies/") puts them back'
            )
    return frame


def listed(by: str | list[str] | None) -> list[str]:
    """Grouping columns as a list."""
    return [] if by is None else [by] if isinstance(by, str) else list(by)


def joined(data: Corpus | pd.DataFrame, name: str, by: list[str], needs: list[str]) -> pd.DataFrame:
    """`frame_of`, with grouping columns that only `documents` has joined on `doc_id`."""
    frame = frame_of(data, name, needs)
    more: list[Any] = [c for c in by if c not in frame.columns]
    if more and isinstance(data, Corpus):
        documents = data.documents
        if missing := [c for c in more if c not in documents.columns]:
            raise KeyError(
                f"no column {missing[0]!r}; {name} has {', '.join(frame.columns)}; "
                f"documents has {', '.join(map(str, documents.columns))}"
            )
        frame = frame.join(documents[more], on="doc_id")
    return frame_of(frame, name, [*needs, *by])
