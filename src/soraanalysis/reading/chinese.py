"""Chinese names: which family name, with one or two characters behind it, may be a person's.

Weighed by its characters, by what the dictionary has of them, by how the segmenter cuts the
place, and by what stands beside it (`weighing`).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from soraanalysis._data import words
from soraanalysis.reading.names import DOTS
from soraanalysis.reading.weighing import (
    MARGIN,
    Flags,
    Grams,
    Ints,
    Place,
    Seen,
    View,
    among,
    bits,
    characters,
    places,
    total,
    weight,
)

# how many characters the family name and the given name have; the last is Japanese
_SHAPES = ((1, 1), (1, 2), (2, 1), (2, 2), (2, 3))
_SIZES = ("11", "11j", "12", "12j", "21", "21j", "22", "22j", "23", "23j")
_DOTTED = re.compile(f"(?<![\u3400-\u9fff])[\u3400-\u9fff]*+(?:[{DOTS}][\u3400-\u9fff]++)+")
_CHANCE = -13.0  # log-odds by characters and cut below which nothing else makes a name


class _Block(NamedTuple):
    """Candidates of one shape: their places, the lengths of both names, which family name of two
    characters each has (of one: its code)."""

    at: Ints
    family: int
    given: int
    own: Ints

    @property
    def end(self) -> Ints:
        return self.at + self.family + self.given


def weigh(view: View, least: Sequence[float] = (-5, -10)) -> Iterator[Place]:
    """Every family name of one or two characters with a given name behind it, with its log-odds.

    `least`: log-odds below which a place with a family name of that length is left out.

    >>> max(weigh(View("市长李明说，")), key=lambda place: place.odds)[:3]
    (2, 4, 1)
    """
    for block in _blocks(view):
        odds = weight("chinese", "bias") + total("chinese", _inside(view, block))
        likely = odds > _CHANCE
        block, odds = block._replace(at=block.at[likely], own=block.own[likely]), odds[likely]
        odds += total("chinese", _around(view, block))
        yield from places(block.at, block.end, block.family, odds, least[block.family - 1])


def observed(view: View) -> Iterator[tuple[Ints, Ints, Iterator[Seen]]]:
    """Every candidate, for learning: where they start and end, and what is seen of them."""
    for block in _blocks(view):
        seen = (*_inside(view, block), *_around(view, block))
        yield block.at - MARGIN, block.end - MARGIN, iter(seen)


def _blocks(view: View) -> Iterator[_Block]:
    """Where a family name and as many characters as a given name of each shape stand."""
    doubles = view.which(_doubles())
    single = among(families()[0])[view.codes] & (doubles < 0)
    for m in _DOTTED.finditer(view.text):  # in 乔安娜·韦斯
        single[m.start() : m.end()] = False
    for family, given in _SHAPES:
        fits = single.copy() if family == 1 else doubles >= 0
        if given == 3:
            fits &= _is_japanese()[doubles]
        for k in range(family, family + given):
            fits[:-k] &= view.han[k:]
        at = np.flatnonzero(fits)
        if len(at):
            yield _Block(at, family, given, (view.codes if family == 1 else doubles)[at])


def _inside(view: View, block: _Block) -> Iterator[Seen]:
    """What the characters of candidates and the segmenter say of them."""
    at, family, given, own = block
    codes, first = view.codes, at + family
    double = family == 2
    yield Seen("family", _names_of_two if double else characters, own)
    japanese = _is_japanese()[own] if double else at < 0
    yield Seen("size", _sizes, _SIZES.index(f"{family}{given}") + japanese)
    usual = among(next(iter(words("given_names", "characters"))))
    yield bits("usual", [usual[codes[first + k]] for k in range(given)])
    if given == 1:
        yield Seen("given", characters, codes[first])
    else:
        yield Seen("first", characters, codes[first])
        yield Seen("last", characters, codes[block.end - 1])
    yield bits("cut", [view.ends[at + k] for k in range(family + given + 1)])


def _around(view: View, block: _Block) -> Iterator[Seen]:
    """What the dictionary says of candidates and what joins them, and what stands beside them."""
    at, family, given, _ = block
    first, end = at + family, block.end
    if family + given < 4:
        yield view.class_of(f"word{family + given}", at, family + given)
    if given == 2:
        yield view.class_of("given word", first, 2)
        yield view.class_of("family word", at, family + 1)
    yield view.class_of("last class", end - 1, 1)
    yield view.class_of("left joined", at - 1, family + 1)
    yield view.titled("title end", first, family)  # 主席|文忠
    yield view.called("called", first, (given + 1, given + 2))  # 孔阿|姨
    yield from view.beside(at, end)


@functools.cache
def families() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Family names of one character, of two, and Japanese ones."""
    known, japanese = words("surnames", "surname"), words("surnames", "surname", kind="japanese")
    single, double = (frozenset(s for s in known if len(s) == n) for n in (1, 2))
    return single, double, japanese


@functools.cache
def _doubles() -> Grams:
    return Grams.of(families()[1])


def _names_of_two() -> tuple[str, ...]:
    return _doubles().strings


def _sizes() -> tuple[str, ...]:
    return _SIZES


@functools.cache
def _is_japanese() -> Flags:
    return np.array([name in families()[2] for name in _doubles().strings])
