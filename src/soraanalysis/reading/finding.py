"""Finding: where words stand in a text, and patterns that begin with one of many words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

_SIZE = 1 << 16

Codes = npt.NDArray[np.uint32]


class Pairs:
    """Tells by two characters at which places of a text one of many words may begin, or end.

    A table has the pairs of characters, by a number that a few other pairs share.
    """

    def __init__(self, entries: Iterable[str], *, ends: bool = False):
        self._pairs, self._single = np.zeros(_SIZE, dtype=bool), np.zeros(_SIZE, dtype=bool)
        self._which = int(ends)
        for entry in entries:
            if len(entry) == 1:
                self._single[ord(entry) % _SIZE] = True
            else:
                first, second = code_points(entry[-2:] if ends else entry[:2])
                self._pairs[_number(first, second)] = True

    def may(self, first: Codes, second: Codes) -> npt.NDArray[np.bool_]:
        """Whether a word may begin with, or end in, each of the pairs of characters."""
        single = self._single[(second if self._which else first) % _SIZE]
        return self._pairs[_number(first, second)] | single


class Finder:
    """Finds a pattern as `re.finditer` does, but tries only places where an entry may begin.

    The next match may begin behind the first group of the one before: 教师|代表叶俊 hides
    代表|叶俊.
    """

    def __init__(self, entries: Iterable[str], pattern: str):
        self._pattern, self._heads = re.compile(pattern), Pairs(entries)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Matches in order."""
        codes, end = code_points(text), 0
        for at in np.flatnonzero(self._heads.may(codes[:-1], codes[1:])).tolist():
            if at >= end and (m := self._pattern.match(text, at)):
                end = m.end(1)
                yield m


def places(part: str, text: str) -> Iterator[int]:
    """Where a part of a text stands in it."""
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + len(part))


def code_points(text: str) -> Codes:
    """The code points of a text as an array."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _number(first: Codes, second: Codes) -> Codes:
    return (first * np.uint32(31) + second) % np.uint32(_SIZE)
