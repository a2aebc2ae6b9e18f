"""Foreign names: which characters that spell foreign sounds may be a person's name.

Dotted names (伊尔莎·范霍文, 让-吕克·莫兰) may begin and end anywhere in the characters beside
their dots; names without dots (基普鲁托) are three to seven characters that names are spelt with.
Weighed by their characters, by what the segmenter makes of them and what stands beside them
(`weighing`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from soraanalysis.reading.names import DOT, DOTS, dictionary, sounds
from soraanalysis.reading.weighing import (
    MARGIN,
    Flags,
    Ints,
    Place,
    Seen,
    View,
    among,
    bits,
    characters,
    classes_of_words,
    flags,
    number_of_class,
    numbers,
    places,
    total,
    weight,
)

_PART = "[\u3400-\u9fff]{1,8}"
_RUN = re.compile(
    rf"(?P<first>{_PART})(?:[{DOTS}-](?:{_PART}|[A-Z](?![A-Za-z])))*[{DOTS}](?P<last>{_PART})"
)
_JOINED = re.compile(f"[\u3400-\u9fffA-Za-z{DOTS}-]++")  # what `_RUN` is looked for in
_LONGEST = MARGIN - 2
_UNDOTTED = range(3, 8)  # characters


class _Candidates(NamedTuple):
    """Where candidates begin and end, how long their first and last parts are (0: no dots)."""

    at: Ints
    end: Ints
    first: Ints
    last: Ints


def weigh(view: View, least: float) -> Iterator[Place]:
    """Every place that may be a foreign name, with its log-odds, if they are more than `least`.

    >>> text = "站长伊尔莎·范霍文来了。"
    >>> text[slice(*max(weigh(View(text), -9.0), key=lambda place: place.odds)[:2])]
    '伊尔莎·范霍文'
    """
    found = _candidates(view)
    odds = weight("foreign", "bias") + total("foreign", _seen(view, found))
    yield from places(found.at, found.end, 0, odds, least)


def observed(view: View) -> Iterator[tuple[Ints, Ints, Iterator[Seen]]]:
    """Every candidate, for learning: where they start and end, and what is seen of them."""
    found = _candidates(view)
    yield found.at - MARGIN, found.end - MARGIN, _seen(view, found)


def _candidates(view: View) -> _Candidates:
    """The candidates of a text: those without dots, then dotted ones."""
    spelt, dots = among(sounds())[view.codes], among(DOTS)[view.codes]
    fits, starts, ends = spelt[:-1] & spelt[1:], [], []
    for n in _UNDOTTED:
        fits = fits[:-1] & spelt[n - 1 :]
        at = np.flatnonzero(fits)
        at = at[~(dots[at - 1] | dots[at + n])]  # a part of a dotted name is none
        starts.append(at)
        ends.append(at + n)
    at = np.concatenate(starts)
    rows = [
        (start, end, m.end("first") - start, end - m.start("last"))
        for run in (_JOINED.finditer(view.text) if DOT.search(view.text) else ())
        for m in (_RUN.finditer(view.text, *run.span()) if DOT.search(run[0]) else ())
        for start in range(*m.span("first"))
        for end in range(m.start("last") + 1, m.end() + 1)
        if end - start <= _LONGEST
    ]
    dotted = np.array(rows, dtype=int).reshape(-1, 4).T
    plain = (at, np.concatenate(ends), at * 0, at * 0)
    return _Candidates(*map(np.append, plain, dotted))


def _seen(view: View, found: _Candidates) -> Iterator[Seen]:
    """What is seen of candidates."""
    at, end, first, last = found
    size = end - at
    yield Seen("first part", numbers(8), first)
    yield Seen("last part", numbers(8), last)
    yield Seen("size", numbers(7), np.where(first > 0, 0, size))
    for k in range(size.max(initial=0)):
        yield Seen("sound", characters, np.where(k < size, view.codes[at + k], 0))
    yield Seen("first", characters, view.codes[at])
    yield Seen("last", characters, view.codes[end - 1])
    yield bits("cut", [view.ends[at], view.ends[end]])
    cuts = np.cumsum(view.ends)
    joined = size - 1 - (cuts[end - 1] - cuts[at])  # how many places within are no cuts
    yield Seen("joined", numbers(_LONGEST), joined)
    yield Seen("word", classes_of_words, _word(view, found, joined == size - 1))
    spelt = among(sounds())
    yield Seen("before", flags, spelt[view.codes[at - 1]].astype(int))  # what could be of it
    yield Seen("behind", flags, spelt[view.codes[end]].astype(int))
    yield view.class_of("left joined", at - 1, 2)
    yield view.class_of("last class", end - 1, 1)
    yield view.called("called", end, (1, 2))
    yield from view.beside(at, end)


def _word(view: View, found: _Candidates, joined: Flags) -> Ints:
    """The dictionary's class of candidates that it has whole."""
    classes = np.zeros(len(joined), dtype=int)
    for i in np.flatnonzero(joined & view.ends[found.at] & view.ends[found.end]).tolist():
        word = view.text[found.at[i] : found.end[i]]
        if dictionary().knows(word):
            classes[i] = number_of_class(dictionary().tag(word))
    return classes
