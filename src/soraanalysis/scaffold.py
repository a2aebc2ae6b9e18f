"""Scaffold: a commented `corpus.toml` for a folder of texts, to be filled in by who knows them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from soraanalysis._errors import CorpusError
from soraanalysis.corpus import Corpus
from soraanalysis.loading import load_corpus
from soraanalysis.reading.spans import UNKNOWN

_HEAD = """\
# What is known of each text. Only `file` is needed: take the # away from a line to say more than
# the reader finds, or other than it does. `soraanalysis check FOLDER` tells whether all fits.
# title = ""
# dictionary = "words.tsv"      # a word list of your own, beside this file
# stop_words = "stop_words.txt"
"""
_PERSON = """
# People, with every name the texts use for them, so that they are counted as one:
# [[person]]
# name = {name}
# aliases = []
"""


def write_manifest(folder: str | Path) -> Path:
    """Write `corpus.toml` for the texts in `folder`, as the reader finds them; its path.

    The corpus stays the same: what the reader found stands in comments. CorpusError if there is a
    `corpus.toml` already, or no text.
    """
    path = Path(folder) / "corpus.toml"
    if path.exists():
        raise CorpusError(f"{path}: is there already; move it away to start anew")
    corpus = load_corpus(folder)
    entries = [_entry(corpus, doc_id) for doc_id in corpus.documents.index]
    names = [name for name in corpus.speakers.index if name != UNKNOWN]
    head = _HEAD + (_PERSON.format(name=_quoted(names[0])) if names else "")
    path.write_text("\n".join([head, *entries]), encoding="utf-8", newline="\n")
    return path


def _entry(corpus: Corpus, doc_id: str) -> str:
    row: Any = corpus.documents.loc[doc_id]
    seen = corpus.appearances
    names = [n for n in seen.loc[seen["doc_id"] == doc_id, "speaker"].tolist() if n != UNKNOWN]
    given = {"file": row["file"], "id": doc_id}
    given |= {key: row[key] for key in ("encoding", "sha256")}
    found = dict.fromkeys(("title", "publisher", "author", "url"), "")
    found |= {key: row[key] for key in ("script", "layout")}
    people = [f'#     {{ name = {_quoted(n)}, role = "", affiliation = "" }},' for n in names]
    return "\n".join(
        [
            "[[document]]",
            *(f"{key} = {_quoted(value)}" for key, value in given.items()),
            "# date = 2024-02-21",
            *(f"# {key} = {_quoted(value)}" for key, value in found.items()),
            *(["# person = [", *people, "# ]"] if people else []),
            "",
        ]
    )


def _quoted(text: object) -> str:
    """A TOML string; JSON's escapes are TOML's too."""
    return json.dumps(str(text), ensure_ascii=False)
