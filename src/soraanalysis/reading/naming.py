"""Naming: how likely characters are a person's Chinese name where they stand.

Every family name with one or two characters behind it is weighed by a logistic regression: by
its characters, by what the dictionary has of them, by how the segmenter cuts the place, and by
what stands beside it. The weights (`data/lexicon/name_weights.tsv`) were learnt by
`tools/train_names.py`; what they are worth is measured there.
"""

from __future__ import annotations

import functools
import math
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from soraanalysis._data import lexicon, words
from soraanalysis.reading.names import dictionary, is_called

_RUN = re.compile(r"(?<![\u3400-\u9fff·・•．‧])[\u3400-\u9fff]++(?![·・•．‧])")  # not 乔安娜·韦斯
_FLOOR = -40.0  # log-odds of a family and given name below which nothing beside them helps


# log-odds of a place that still counts, what each repetition adds, and of a name that is taken
_DOUBTFUL, _AGAIN, _LEAST = -2.5, 0.8, -0.6
_WEAK, _GIVEN = -4.0, 1.5  # what it adds, from here, that the given name stands alone elsewhere
_DESCRIBED = re.compile(  # 李明（42岁）, 李明（Ming Li）, 李明女士
    r"（(?:[A-Z]|[^（）]{0,8}[\d一二三四五六七八九十]岁|[男女])|，?(?:今年|现年)?\d{1,3}岁"
    "|女士|先生|小姐|教授|博士|医生|律师"
)


class Place(NamedTuple):
    """Characters that may be a name: where, how many are of the family name, their log-odds."""

    start: int
    end: int
    family: int
    odds: float


def names_in(text: str, least: float = 0.0) -> list[Place]:
    """The places of a text that are more likely a Chinese name than not, in order.

    >>> [(p.start, p.end) for p in names_in("市长李明远说，李明远的话不多。")]
    [(3, 6), (9, 12)]
    """
    weighed = [p for p in weigh(text) if p.odds > least]
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
        if not is_called(name):  # 林男, 闻教授
            odds[name].append(place.odds)
    sure = {n for n, own in odds.items() if max(own) + _AGAIN * math.log(len(own)) > _LEAST}
    for name in [name for name in sure if name[:-1] in sure]:  # 高翊第 beside 高翊, 杨芷 of 杨芷晴
        sure.discard(name if text.count(name[:-1]) > text.count(name) else name[:-1])
    return [name for name in odds if name in sure]


def weigh(text: str) -> Iterator[Place]:
    """Every family name with one or two characters behind it, with its log-odds."""
    weight = _weights()
    ends: set[int] | None = None
    for start, end, family in candidates(text):
        odds = weight["bias"][""] + sum(weight[k][v] for k, v in inside(text, start, end, family))
        if odds < _FLOOR:
            continue
        ends = _ends(text) if ends is None else ends
        odds += sum(weight[kind][value] for kind, value in around(text, start, end, family, ends))
        given = text[start + family : end]
        alone = odds > _WEAK and len(given) == 2 and given[0] not in _families()[0]
        if alone and text.count(given) > text.count(text[start:end]):
            odds += _GIVEN
        yield Place(start, end, family, odds)


def candidates(text: str) -> Iterator[tuple[int, int, int]]:
    """Start, end and length of the family name of whatever may be a name."""
    single, double, japanese = _families()
    for run in _RUN.finditer(text):
        last = run.end()
        for start in range(run.start(), last - 1):
            family = 2 if text[start : start + 2] in double else 1
            if family == 2 or text[start] in single:
                most = 3 if text[start : start + 2] in japanese else 2
                for end in range(start + family + 1, min(start + family + most, last) + 1):
                    yield start, end, family


def inside(text: str, start: int, end: int, family: int) -> Iterator[tuple[str, str]]:
    """What counts of the characters alone: kind and value."""
    own, given = text[start : start + family], text[start + family : end]
    yield "family", own
    yield "size", f"{family}{len(given)}{'j' if own in _families()[2] else ''}"
    yield "usual", "".join("1" if c in _usual() else "0" for c in given)
    if len(given) == 1:
        yield "given", given
    else:
        yield "first", given[0]
        yield "last", given[-1]


def around(
    text: str, start: int, end: int, family: int, ends: set[int]
) -> Iterator[tuple[str, str]]:
    """What else counts: the dictionary, the segmenter, what stands beside: kind and value."""
    given, name = text[start + family : end], text[start:end]
    yield f"word{end - start}", _class(name)
    if len(given) == 2:
        yield "given word", _class(given)
        yield "family word", _class(name[:-1])
    left, right = text[start - 1 : start] or "^", text[end : end + 1] or "$"
    yield "left", left
    yield "left joined", _class(left + text[start : start + family])
    yield "right", right
    yield "right joined", _class(given[-1] + right)
    yield "cut", "".join("1" if i in ends else "0" for i in range(start, end + 1))
    if any(text[max(0, start - n) : start + family] in _titles() for n in range(1, 4)):
        yield "title end", ""  # 主席|文忠
    if is_called(text[start : end + 1]) or is_called(text[start : end + 2]):
        yield "called", ""  # 孔阿|姨
    if _DESCRIBED.match(text, end):
        yield "described", ""
    if any(text[max(0, start - n) : start] in _titles() for n in range(1, 6)):
        yield "title", ""


@functools.cache
def _usual() -> frozenset[str]:
    """Characters of which given names are often made."""
    return frozenset(next(iter(words("given_names", "characters"))))


@functools.cache
def _titles() -> frozenset[str]:
    return words("titles", "title") | words("sources", "word", kind="role")


@functools.lru_cache(maxsize=1 << 16)
def _class(word: str) -> str:
    """The dictionary's class of a word, `-` if it has none."""
    if not word or not dictionary().knows(word):
        return "-"
    tag = dictionary().tag(word)
    return tag[:2] if tag[:2] in ("nr", "ns", "nt") else tag[0]


def _ends(text: str) -> set[int]:
    """Where words begin and end."""
    found, at = {0}, 0
    for word in dictionary().cut(text):
        at += len(word)
        found.add(at)
    return found


@functools.cache
def _families() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Family names of one character, of two, and Japanese ones."""
    known, japanese = words("surnames", "surname"), words("surnames", "surname", kind="japanese")
    single, double = (frozenset(s for s in known if len(s) == n) for n in (1, 2))
    return single, double, japanese


@functools.cache
def _weights() -> dict[str, dict[str, float]]:
    weights: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for row in lexicon("name_weights"):
        weights[row["kind"]][row["value"]] = float(row["weight"])
    return weights
