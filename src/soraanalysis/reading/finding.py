"""Finding: where words stand in a text, and patterns that begin with one of many words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

_SIZE = 1 << 16


class Finder:
    """Finds a pattern as `re.finditer` does, but tries only places where an entry may begin.

    A text's pairs of characters are looked up in a table at once; most places fail there. The
    next match may begin behind the first group of the one before: 教师|代表叶俊 hides 代表|叶俊.
    """

    def __init__(self, entries: Iterable[str], pattern: str):
        self._pattern = re.compile(pattern)
        self._pairs = np.zeros(_SIZE, dtype=bool)
        self._single = np.zeros(_SIZE, dtype=bool)
        for entry in entries:
            codes = code_points(entry)
            if len(entry) == 1:
                self._single[codes[0] % _SIZE] = True
            else:
                self._pairs[_pairs(codes)[0]] = True

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Matches in order."""
        codes = code_points(text)
        if len(codes) < 2:
            return
        may = self._pairs[_pairs(codes)] | self._single[codes[:-1] % _SIZE]
        end = 0
        for at in np.flatnonzero(may).tolist():
            if at >= end and (m := self._pattern.match(text, at)):
                end = m.end(1)
                yield m


def places(part: str, text: str) -> Iterator[int]:
    """Where a part of a text stands in it."""
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + len(part))


def code_points(text: str) -> npt.NDArray[np.uint32]:
    """The code points of a text as an array."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _pairs(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    return (codes[:-1] * np.uint32(31) + codes[1:]) % np.uint32(_SIZE)
