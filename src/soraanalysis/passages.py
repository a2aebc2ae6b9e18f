"""Passages: places in a text that was read, in its three forms; words in their places."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from soraanalysis.reading import words
from soraanalysis.reading.spans import Page


class Passage(NamedTuple):
    """A passage in its three forms, with what stands around it. Renders in Jupyter."""

    doc_id: str
    start: int
    end: int
    raw: str
    original: str
    clean: str
    before: str
    after: str

    def _repr_html_(self) -> str:
        before, words_, after = map(html.escape, (self.before, self.clean, self.after))
        return (
            f"<p><small>{html.escape(self.doc_id)} {self.start}:{self.end}</small><br>"
            f"…{before}<mark>{words_}</mark>{after}…</p>".replace("\n", "<br>")
        )


def locate(page: Page, doc_id: str, start: int, end: int, context: int) -> Passage:
    """The passage at raw `start:end`, with clean `context` around it."""
    if not 0 <= start <= end <= len(page.raw):
        raise ValueError(f"{start}:{end} is outside {doc_id!r}, which has {len(page.raw)}")
    low, high = (int(i) for i in np.searchsorted(page.positions, [start, end]))
    high = min(high, len(page.clean))
    return Passage(
        doc_id,
        start,
        end,
        page.raw[start:end],
        page.original[low:high],
        page.clean[low:high],
        page.clean[max(0, low - context) : low],
        page.clean[high : high + context],
    )


def tokens(
    sentences: pd.DataFrame, page_of: Callable[[str], Page], cutter: words.Segmenter
) -> pd.DataFrame:
    """The frame `tokens` of sentences of some pages."""
    pages = {str(doc_id): page_of(str(doc_id)) for doc_id in sentences["doc_id"].unique()}
    texts = {doc_id: (page.clean, page.positions) for doc_id, page in pages.items()}
    return words.tokens(sentences, texts, cutter)
