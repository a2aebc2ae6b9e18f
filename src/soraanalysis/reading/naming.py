"""Naming: which characters of a text are persons' Chinese names.

Places are weighed each for itself (`weighing`); here the rest of the text speaks: how often a name
comes, whether its given name stands alone elsewhere, and which of two that overlap is one.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping

from soraanalysis.reading.names import NEXT, is_called
from soraanalysis.reading.weighing import Place, families, is_described, is_titled, speaks, weigh

# log-odds of a place that still counts, what each repetition adds, and of a name that is taken
_DOUBTFUL, _AGAIN, _LEAST = -2.5, 0.8, -0.2
_SHOWN = 1.4  # what a title, or a verb of saying, adds to a name that is taken, beyond its weight
_HEADS = frozenset(("", *"，。；：！？”」\n"))
_BOTH = 6.0  # what it adds that both halves of a name begin names, as Tibetan ones do
_JOINED = 4.0  # what a last character takes that begins other words, in a name met once
_WEAK, _GIVEN = -4.0, 1.5  # what it adds, from here, that the given name stands alone elsewhere
_NUMERALS = frozenset("0123456789一二两三四五六七八九十百千几数")


def names_in(text: str, least: float = 0.0) -> list[Place]:
    """The places of a text that are more likely a Chinese name than not, in order.

    >>> [(p.start, p.end) for p in names_in("市长李明远说，李明远的话不多。")]
    [(2, 5), (7, 10)]
    """
    times = _Times(text)
    weighed = list(weigh(text, (_WEAK, _WEAK - _BOTH)))
    alone = {p[:2]: p.odds for p in weighed}
    weighed = [_in_text(text, p, times, alone) for p in weighed]
    weighed = [p for p in weighed if p.odds > least]
    taken: list[Place] = []
    free = bytearray(b"\1" * len(text))
    for place in sorted(weighed, key=lambda p: -p.odds):
        if all(free[place.start : place.end]):
            free[place.start : place.end] = bytes(place.end - place.start)
            taken.append(place)
    return sorted(taken)


def likely(text: str) -> list[str]:
    """The names of a text: its places weighed together, and no name inside another.

    >>> likely("市长李明远说，李明远的话不多。")
    ['李明远']
    """
    odds: dict[str, list[float]] = defaultdict(list)
    for place in names_in(text, _DOUBTFUL):
        name = text[place.start : place.end]
        heads = text[place.start - 1 : place.start] in _HEADS
        shown = is_described(text, place.end) or (heads and speaks(text, place.end))
        shown = shown or is_titled(text, place.start)
        if not is_called(name):  # 林男, 闻教授
            odds[name].append(place.odds + (_SHOWN if shown else 0))
    sure = {n for n, own in odds.items() if max(own) + _AGAIN * math.log(len(own)) > _LEAST}
    for name in [name for name in sure if name[:-1] in sure]:  # 高翊第 beside 高翊, 杨芷 of 杨芷晴
        sure.discard(name if text.count(name[:-1]) > text.count(name) else name[:-1])
    return [name for name in odds if name in sure]


class _Times(dict[str, int]):
    """How often a string stands in a text, counted when first asked."""

    def __init__(self, text: str):
        super().__init__()
        self.text = text

    def __missing__(self, key: str) -> int:
        self[key] = self.text.count(key)
        return self[key]


def _in_text(
    text: str, place: Place, times: _Times, alone: Mapping[tuple[int, int], float]
) -> Place:
    """A place, with what the rest of the text says for and against it.

    `alone` are the log-odds of places by start and end, each for itself.
    """
    start, end, family, odds = place
    name, given = text[start:end], text[start + family : end]
    shorter = alone.get((start, end - 1), _WEAK) > _DOUBTFUL
    if given[-1] in NEXT and times[name] < 2 and shorter:
        odds -= _JOINED  # 李明|很高兴
    if len(given) == 2 and given[0] not in families()[0] and times[given] > times[name]:
        odds += _GIVEN
    if given in families()[1]:
        odds += _BOTH  # 扎西|顿珠
    if name[0] == "万" and text[start - 1 : start] in _NUMERALS:
        odds -= _JOINED  # 18万令吉
    return place._replace(odds=odds)
