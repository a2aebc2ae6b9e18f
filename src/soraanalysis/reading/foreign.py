"""Foreign names: which characters that spell foreign sounds may be a person's name.

Dotted names (伊尔莎·范霍文, 让-吕克·莫兰) may begin and end anywhere in the characters beside
their dots; names without dots (基普鲁托) are three to seven characters that names are spelt with.
Weighed by their characters, by what the segmenter makes of them and what stands beside them
(`weighing`).
"""

from __future__ import annotations

import functools
import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from soraanalysis.reading.names import DOT, dictionary, sounds
from soraanalysis.reading.weighing import (
    MARGIN,
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
    total,
    weight,
)

_PART = "[\u3400-\u9fff]{1,8}"
_RUN = re.compile(
    rf"(?P<first>{_PART})(?:[·・•．‧-](?:{_PART}|[A-Z](?![A-Za-z])))*[·・•．‧](?P<last>{_PART})"
)
_LONGEST = MARGIN - 2


class _Block(NamedTuple):
    """Candidates of one length: where they start, how long their first and last parts are."""

    at: Ints
    size: int
    first: Ints
    last: Ints


def weigh(view: View, least: float) -> Iterator[Place]:
    """Every place that may be a foreign name, with its log-odds, if they are more than `least`.

    >>> text = "站长伊尔莎·范霍文来了。"
    >>> text[slice(*max(weigh(View(text), -9.0), key=lambda place: place.odds)[:2])]
    '伊尔莎·范霍文'
    """
    for block in _blocks(view):
        odds = weight("foreign", "bias") + total("foreign", _seen(view, block))
        for i in np.flatnonzero(odds > least).tolist():
            start = int(block.at[i]) - MARGIN
            yield Place(start, start + block.size, 0, float(odds[i]))


def observed(view: View) -> Iterator[tuple[Ints, int, Iterator[Seen]]]:
    """Every candidate, for learning: where they start, their length, and what is seen of them."""
    for block in _blocks(view):
        yield block.at - MARGIN, block.size, _seen(view, block)


def _blocks(view: View) -> Iterator[_Block]:
    """The candidates of a text, those of one length together; none without any."""
    spelt, dots = among(sounds())[view.codes], among("·・•．‧")[view.codes]
    fits = spelt[:-1] & spelt[1:]
    for n in range(3, 8):
        fits = fits[:-1] & spelt[n - 1 :]
        at = np.flatnonzero(fits)
        at = at[~(dots[at - 1] | dots[at + n])]  # a part of a dotted name is none
        if len(at):
            yield _Block(at, n, at * 0, at * 0)
    dotted = defaultdict(list)
    for m in _RUN.finditer(view.text) if DOT.search(view.text) else ():
        places = itertools.product(range(*m.span("first")), range(m.start("last") + 1, m.end() + 1))
        for start, end in places:
            if end - start <= _LONGEST:
                parts = (start, m.end("first") - start, end - m.start("last"))
                dotted[end - start].append(parts)
    for n, rows in dotted.items():
        at, first, last = (np.array(column) for column in zip(*rows, strict=True))
        yield _Block(at, n, first, last)


def _seen(view: View, block: _Block) -> Iterator[Seen]:
    """What is seen of candidates."""
    at, n = block.at, block.size
    end = at + n
    yield Seen("first part", numbers(8), block.first)  # 0: no dots
    yield Seen("last part", numbers(8), block.last)
    size = np.where(block.first > 0, 0, n)
    yield Seen("size", numbers(7), size)
    for k in range(n):
        yield Seen("sound", characters, view.codes[at + k])
    yield Seen("first", characters, view.codes[at])
    yield Seen("last", characters, view.codes[end - 1])
    yield bits("cut", [view.ends[at], view.ends[end]])
    inner = functools.reduce(np.add, (view.ends[at + k].astype(int) for k in range(1, n)))
    yield Seen("joined", numbers(_LONGEST), n - 1 - inner)
    yield Seen("word", classes_of_words, _word(view, at, n, inner))
    spelt = among(sounds())
    yield Seen("before", flags, spelt[view.codes[at - 1]].astype(int))  # what could be of it
    yield Seen("behind", flags, spelt[view.codes[end]].astype(int))
    yield view.class_of("left joined", at - 1, 2)
    yield view.class_of("last class", end - 1, 1)
    yield view.called("called", end, (1, 2))
    yield from view.beside(at, end)


def _word(view: View, at: Ints, n: int, inner: Ints) -> Ints:
    """The dictionary's class of candidates that it has whole."""
    found = np.zeros(len(at), dtype=int)
    for i in np.flatnonzero((inner == 0) & view.ends[at] & view.ends[at + n]).tolist():
        word = view.text[at[i] : at[i] + n]
        if dictionary().knows(word):
            found[i] = number_of_class(dictionary().tag(word))
    return found
