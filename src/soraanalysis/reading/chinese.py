"""Chinese names: which family name, with one or two characters behind it, may be a person's.

Weighed by its characters, by what the dictionary has of them, by how the segmenter cuts the
place, and by what stands beside it (`weighing`).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

import numpy as np

from soraanalysis._data import words
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
    total,
    weight,
)

# how many characters the family name and the given name have; the last is Japanese
SHAPES = ((1, 1), (1, 2), (2, 1), (2, 2), (2, 3))
_SIZES = ("11", "11j", "12", "12j", "21", "21j", "22", "22j", "23", "23j")
_DOTTED = re.compile("(?<![\u3400-\u9fff])[\u3400-\u9fff]*+(?:[·・•．‧][\u3400-\u9fff]++)+")
_CHANCE = -13.0  # log-odds by characters and cut below which nothing else makes a name


def weigh(view: View, least: Sequence[float] = (-5, -10)) -> Iterator[Place]:
    """Every family name of one or two characters with a given name behind it, with its log-odds.

    `least`: log-odds below which a place with a family name of that length is left out.

    >>> max(weigh(View("市长李明说，")), key=lambda place: place.odds)[:3]
    (2, 4, 1)
    """
    doubles = _doubles_in(view)
    for family, given in SHAPES:
        at = candidates(view, doubles, family, given)
        if not len(at):
            continue
        odds = weight("chinese", "bias") + total(
            "chinese", inside(view, doubles, at, family, given)
        )
        at, odds = at[odds > _CHANCE], odds[odds > _CHANCE]
        odds += total("chinese", around(view, at, family, given))
        for i in np.flatnonzero(odds > least[family - 1]).tolist():
            start = int(at[i]) - MARGIN
            yield Place(start, start + family + given, family, float(odds[i]))


def observed(view: View) -> Iterator[tuple[Ints, int, Iterator[Seen]]]:
    """Every candidate, for learning: where they start, their length, and what is seen of them."""
    doubles = _doubles_in(view)
    for family, given in SHAPES:
        at = candidates(view, doubles, family, given)
        seen = (*inside(view, doubles, at, family, given), *around(view, at, family, given))
        yield at - MARGIN, family + given, iter(seen)


def _doubles_in(view: View) -> Ints:
    """Which family name of two characters begins at each place; -1 for none."""
    known = _codes_of_doubles()
    grams = np.append(view.grams(np.arange(len(view.codes) - 1), 2), 0)
    i = np.minimum(np.searchsorted(known, grams), len(known) - 1)
    return np.where(known[i] == grams, i, -1)


def candidates(view: View, doubles: Ints, family: int, given: int) -> Ints:
    """Where a family name and as many characters as a given name of these lengths stand."""
    if family == 1:
        fits = among(families()[0])[view.codes] & (doubles < 0)
        for m in _DOTTED.finditer(view.text):  # in 乔安娜·韦斯
            fits[m.start() : m.end()] = False
    else:
        fits = doubles >= 0
        if given == 3:
            fits &= _is_japanese()[doubles]
    for k in range(family, family + given):
        fits[:-k] &= view.han[k:]
    return np.flatnonzero(fits)


def inside(view: View, doubles: Ints, at: Ints, family: int, given: int) -> Iterator[Seen]:
    """What the characters of candidates and the segmenter say of them."""
    codes, first, end = view.codes, at + family, at + family + given
    double = family == 2
    own = doubles[at] if double else codes[at]
    yield Seen("family", _doubles if double else characters, own)
    japanese = _is_japanese()[own] if double else at < 0
    yield Seen("size", _sizes, _SIZES.index(f"{family}{given}") + japanese)
    usual = among(next(iter(words("given_names", "characters"))))
    yield bits("usual", [usual[codes[first + k]] for k in range(given)])
    if given == 1:
        yield Seen("given", characters, codes[first])
    else:
        yield Seen("first", characters, codes[first])
        yield Seen("last", characters, codes[end - 1])
    yield bits("cut", [view.ends[at + k] for k in range(family + given + 1)])


def around(view: View, at: Ints, family: int, given: int) -> Iterator[Seen]:
    """What the dictionary says of candidates and what joins them, and what stands beside them."""
    first, end = at + family, at + family + given
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
def _codes_of_doubles() -> Ints:
    return np.array([ord(name[0]) << 16 | ord(name[1]) for name in _doubles()])


@functools.cache
def _doubles() -> tuple[str, ...]:
    return tuple(sorted(families()[1]))


def _sizes() -> tuple[str, ...]:
    return _SIZES


@functools.cache
def _is_japanese() -> Flags:
    return np.array([name in families()[2] for name in _doubles()])
