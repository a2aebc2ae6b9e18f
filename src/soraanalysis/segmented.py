"""Segmented: words that another segmenter cut, put in their places in our clean text.

Cleaning may take characters out or convert them; so words are found in the raw text (or, if they
were cut from it, in the original or clean one), and their bounds carried over.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from itertools import pairwise

import pandas as pd

from soraanalysis._errors import CorpusError
from soraanalysis.reading.spans import Page
from soraanalysis.reading.words import Segmenter, clean_offsets


class Given(Segmenter):
    """Gives back the words of sentences in the order of the frame; tags as the segmenter does."""

    def __init__(
        self,
        sentences: pd.DataFrame,
        pages: Mapping[str, Page],
        words: Mapping[str, list[str]],
        tagger: Segmenter,
    ):
        self.stop_words = tagger.stop_words
        self._tagger = tagger
        cuts: list[list[str]] = [[] for _ in range(len(sentences))]
        groups = sentences.groupby("doc_id", observed=True, sort=False).indices
        for doc_id, page in pages.items():  # all, so that a misfit is found in every document
            found = bounds(page, words[doc_id], doc_id)
            rows = groups.get(doc_id, [])
            own = sentences.iloc[rows]
            starts, wording = own["start"].to_numpy(), own["text"].tolist()
            begin = clean_offsets(page.clean, page.positions, starts, wording)
            for row, at, text in zip(rows, begin.tolist(), wording, strict=True):
                inside = found[bisect_right(found, at) : bisect_left(found, at + len(text))]
                edges = [at, *inside, at + len(text)]
                cuts[row] = [page.clean[a:b] for a, b in pairwise(edges)]
        self._cuts: Iterator[list[str]] = iter(cuts)

    def cut(self, text: str) -> list[str]:
        """The words of the next sentence."""
        return next(self._cuts)

    def tag(self, word: str) -> str:
        """The dictionary's tag of the word."""
        return self._tagger.tag(word)


def bounds(page: Page, words: list[str], doc_id: str) -> list[int]:
    """The clean offsets at which words begin and end, sorted.

    CorpusError with document, place and word where the words are not those of the text.
    """
    misfits = []
    for text in (page.raw, page.original, page.clean):
        found, at = _walk(text, words)
        if at == len(text) and len(found) == 2 * len(words):
            if text is page.raw:
                found = page.positions.searchsorted(found, "left").tolist()
            return sorted(set(found))
        misfits.append((len(found) // 2, at, text))
    n, at, text = max(misfits, key=lambda misfit: misfit[0])
    word = f"word {n + 1} is {words[n]!r}" if n < len(words) else f"the {n} words end"
    raise CorpusError(
        f"{doc_id}: {word}, where the text goes on with {text[at : at + 12]!r} (character {at}); "
        "the words of a document must be its whole text, only white space may differ"
    )


def _walk(text: str, words: list[str]) -> tuple[list[int], int]:
    """Begins and ends of the words that fit, and how far in the text they reach.

    >>> _walk("甲 乙丙", ["甲", "乙丙"])
    ([0, 1, 2, 4], 4)
    """
    found: list[int] = []
    at = _skip(text, 0)
    for word in words:
        start = end = at
        for character in word:
            if character.isspace():
                continue
            at = _skip(text, at)
            if not text.startswith(character, at):
                return found, start
            at = end = at + 1
        found += [start, end]
        at = _skip(text, at)
    return found, at


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at
