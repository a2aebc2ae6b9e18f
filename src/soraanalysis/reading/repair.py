"""Repair: from the raw text to the text as it was written, as a list of edits with reasons.

Each fixer looks for one kind of damage and returns edits on the text it was given; they run in
the order of `FIXERS`, and what each did stays visible in the `repairs` frame. A fixer repairs
what the characters themselves or the whole document prove; what only a reader can decide stands
as a row in `data/decisions/`.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from soraanalysis.reading.damage import (
    broken_lines,
    characters,
    doubled,
    lost,
    markup,
    mojibake,
)
from soraanalysis.reading.edits import Edit, compose, replay
from soraanalysis.reading.punctuation import full_width, spacing
from soraanalysis.reading.shifts import readings, shifts

Fixer = Callable[[str], list[Edit]]


def repair(raw: str, decisions: Sequence[Edit] = ()) -> list[Edit]:
    """All edits that turn `raw` into its repaired text, sorted, disjoint, in raw coordinates.

    `decisions` are a curator's edits on the raw text; they come first.
    """
    for edit in decisions:
        if edit.end > len(raw):
            raise ValueError(f"decision {edit.start}:{edit.end} is outside a text of {len(raw)}")
    done, text = list(decisions), replay(raw, decisions)
    for fixer in FIXERS:
        if edits := fixer(text):
            done = compose(done, edits, text)
            text = replay(text, edits)
    return done


# -- pinyin glosses ---------------------------------------------------------------------------

_LETTERS = "a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹ"
_GLOSS = re.compile(rf"[(（](?<=([\u3400-\u9fff]).)([{_LETTERS}]+)[)）]")


def glosses(text: str) -> list[Edit]:
    """Pinyin in brackets that a search-and-replace put behind every occurrence of a character.

    The bracket must be a reading of the character before it and look like one (two letters or a
    tone mark); the document must gloss that character at every occurrence, and at least one
    character more than once. A textbook glosses words, one character after the other: where
    most glosses stand side by side, all are left.

    >>> [(e.start, e.end) for e in glosses("发(fā)现是发(fā)展,块(pathes)不是")]
    [(1, 5), (8, 12)]
    """
    found = [m for m in _GLOSS.finditer(text) if is_reading(m[1], m[2])]
    if not found:
        return []
    times, printed = Counter(m[1] for m in found), Counter(text)
    found = [m for m in found if times[m[1]] == printed[m[1]]]
    beside = sum(a.end() + 1 == b.start() for a, b in pairwise(found))
    if not found or max(times.values()) < 2 or 2 * beside >= len(found):
        return []
    why = "a reading of the character, and every occurrence of it in the text bears one"
    return [Edit(*m.span(), "", "gloss", True, why) for m in found]


@functools.lru_cache(maxsize=65536)
def is_reading(character: str, letters: str) -> bool:
    """Whether `letters`, with tone marks, are one of the character's readings.

    >>> is_reading("發", "fā"), is_reading("塊", "pathes"), is_reading("啊", "a")
    (True, False, False)
    """
    if len(letters) < 2 and letters.isascii():
        return False
    return letters in readings(character)


FIXERS: tuple[Fixer, ...] = (
    mojibake,
    markup,
    shifts,
    glosses,
    characters,
    broken_lines,
    full_width,
    doubled,
    spacing,
    lost,
)
