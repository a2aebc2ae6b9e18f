"""Weighing: the log-odds that characters are a person's Chinese name where they stand.

Every family name with one or two characters behind it is weighed by a logistic regression: by
its characters, by what the dictionary has of them, by how the segmenter cuts the place, and by
what stands beside it. The weights (`data/lexicon/name_weights.tsv`) were learnt by
`tools/train_names.py`, which measures what they are worth.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from soraanalysis._data import lexicon, words
from soraanalysis.reading.finding import code_points
from soraanalysis.reading.names import descriptions, dictionary, forms_of_address, one_of, verbs

_RUN = re.compile("[\u3400-\u9fff]{1,3}")  # as long as a given name may be
_DOTTED = re.compile("(?<![\u3400-\u9fff])[\u3400-\u9fff]*+(?:[·・•．‧][\u3400-\u9fff]++)+")
_SIZE, _LINE = 1 << 16, ord("\n")
_CHANCE = -13.0  # log-odds below which what is not summed yet makes no name
_HOPE = -9.0  # the same once the dictionary has said what it knows of the name
_ASPECT = ("了", "着", "过")
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


def weigh(text: str) -> Iterator[Place]:
    """Every family name with one or two characters behind it that has a chance, with its log-odds.

    What single characters and the segmenter say is summed for the whole text at once; the rest
    is looked at where that leaves a chance.
    """
    ends = word_ends(text)
    weights = _weights()
    for start, end, family, odds in _chances(text, ends):
        pairs = around(text, start, end, family)
        odds += sum(weights.get(pair, 0.0) for pair in itertools.islice(pairs, 3))
        if odds > _HOPE:
            yield Place(start, end, family, odds + sum(weights.get(pair, 0.0) for pair in pairs))


def _chances(text: str, ends: npt.NDArray[np.bool_]) -> Iterator[Place]:
    """The candidates whose characters, neighbours and cuts leave them a chance."""
    codes = np.minimum(code_points(text), _SIZE - 1)
    table, bias = _tables(), weight("bias", "")
    other = _elsewhere(text)
    left = table["left"][np.concatenate(([_LINE], codes))]  # of the character before each place
    right = table["right"][np.concatenate((codes, [_LINE]))]
    for start, end, family in _double_families(text):
        sure = bias + sum(weight(k, v) for k, v in inside(text, start, end, family))
        yield Place(start, end, family, sure + weight("cut", cut_of(ends[start : end + 1])))
    for size in (1, 2):
        last = len(codes) - size
        if last < 1:
            return
        fits = (table["is family"][codes[:last]] > 0) & ~other[:last]
        for n in range(1, size + 1):
            fits &= table["is han"][codes[n : n + last]] > 0
        at = np.flatnonzero(fits)
        given, behind = codes[at + 1], codes[at + size]
        odds = bias + weight("size", f"1{size}") + table["family"][codes[at]]
        odds += left[at] + right[at + size + 1]
        usual, cut = table["usual"][given].astype(int), ends[at].astype(int)
        for n in range(1, size + 2):
            cut = 2 * cut + ends[at + n]
        if size == 1:
            odds += table["given"][given]
        else:
            odds += table["first"][given] + table["last"][behind]
            usual = 2 * usual + table["usual"][behind].astype(int)
        odds += _by_pattern("usual", size)[usual] + _by_pattern("cut", size + 2)[cut]
        for i in np.flatnonzero(odds > _CHANCE).tolist():
            yield Place(int(at[i]), int(at[i]) + size + 1, 1, float(odds[i]))


def _elsewhere(text: str) -> npt.NDArray[np.bool_]:
    """Where no name with a family name of one character begins: in 乔安娜·韦斯, at 欧阳."""
    found = np.zeros(len(text), dtype=bool)
    for m in _DOTTED.finditer(text):
        found[m.start() : m.end()] = True
    found[[m.start() for m in _double().finditer(text)]] = True
    return found


def _double_families(text: str) -> Iterator[tuple[int, int, int]]:
    """The candidates with a family name of two characters."""
    japanese = families()[2]
    for m in _double().finditer(text):
        most = 3 if m[0] in japanese else 2
        run = _RUN.match(text, m.end())
        for n in range(1, min(most, len(run[0]) if run else 0) + 1):
            yield m.start(), m.end() + n, 2


def candidates(text: str) -> Iterator[tuple[int, int, int]]:
    """Start, end and length of the family name of whatever may be a name, for learning."""
    single, other = families()[0], _elsewhere(text)
    yield from _double_families(text)
    for start in range(len(text) - 1):
        run = _RUN.match(text, start + 1)
        if text[start] in single and run and not other[start]:
            for n in range(1, min(2, len(run[0])) + 1):
                yield start, start + 1 + n, 1


def inside(text: str, start: int, end: int, family: int) -> Iterator[tuple[str, str]]:
    """What single characters say, those of the name and those beside it: kind and value."""
    own, given = text[start : start + family], text[start + family : end]
    yield "family", own
    yield "size", f"{family}{len(given)}{'j' if own in families()[2] else ''}"
    yield "usual", "".join("1" if c in _usual() else "0" for c in given)
    if len(given) == 1:
        yield "given", given
    else:
        yield "first", given[0]
        yield "last", given[-1]
    left, right = _beside(text, start, end)
    yield "left", left
    yield "right", right


def around(text: str, start: int, end: int, family: int) -> Iterator[tuple[str, str]]:
    """What the dictionary says, and words beside the name: kind and value."""
    given, name = text[start + family : end], text[start:end]
    yield f"word{end - start}", _class(name)
    if len(given) == 2:
        yield "given word", _class(given)
        yield "family word", _class(name[:-1])
    left, right = _beside(text, start, end)
    yield "last class", _class(given[-1])
    yield "right class", _class(right)
    yield "left joined", _class(left + text[start : start + family])
    yield "right joined", _class(given[-1] + right)
    for n, kind in ((0, "aspect"), (1, "acts")):  # not 李明来|了, but 李明|来了
        aspect = text[end + n : end + n + 1] in _ASPECT
        if aspect and not dictionary().knows(text[end + n : end + n + 2]):
            yield kind, ""
    if is_titled(text, start + family, family):
        yield "title end", ""  # 主席|文忠
    behind = text[start + family : end + 2]
    if behind in forms_of_address() or behind[:-1] in forms_of_address():
        yield "called", ""  # 孔阿|姨
    if speaks(text, end):
        yield "speaks", ""
    if is_described(text, end):
        yield "described", ""
    if is_titled(text, start):
        yield "title", ""


def is_titled(text: str, end: int, more: int = 0) -> bool:
    """Whether a title that is longer than `more` ends at a place."""
    if text[end - 1 : end] not in _last_ofdescriptions():
        return False
    return any(text[max(0, end - n) : end] in descriptions() for n in range(more + 1, 6))


def is_described(text: str, end: int) -> bool:
    """Whether an age, Latin letters or an honorific stand behind a place."""
    return _DESCRIBED.match(text, end) is not None


def speaks(text: str, end: int) -> bool:
    """Whether a verb of saying stands behind a place."""
    return _says().match(text, end) is not None


@functools.cache
def _says() -> re.Pattern[str]:
    return re.compile(rf"[也则还]?{verbs()}")


@functools.cache
def _last_ofdescriptions() -> frozenset[str]:
    return frozenset(title[-1] for title in descriptions())


@functools.cache
def _usual() -> frozenset[str]:
    """Characters of which given names are often made."""
    return frozenset(next(iter(words("given_names", "characters"))))


@functools.lru_cache(maxsize=1 << 16)
def _class(word: str) -> str:
    """The dictionary's class of a word, `-` if it has none."""
    if not word or not dictionary().knows(word):
        return "-"
    tag = dictionary().tag(word)
    return tag[:2] if tag[:2] in ("nr", "ns", "nt") else tag[0]


def _beside(text: str, start: int, end: int) -> tuple[str, str]:
    """The characters beside a name; `^` begins a line, `$` ends one."""
    return text[start - 1 : start].strip("\n") or "^", text[end : end + 1].strip("\n") or "$"


def word_ends(text: str) -> npt.NDArray[np.bool_]:
    """For every place of a text, and behind it, whether a word begins or ends there."""
    ends = np.zeros(len(text) + 1, dtype=bool)
    ends[np.cumsum([0, *map(len, dictionary().cut_known(text))])] = True
    return ends


def cut_of(ends: npt.NDArray[np.bool_]) -> str:
    """How the segmenter cuts a candidate: `1011` begins a word and ends one, as `1101`."""
    return "".join("1" if end else "0" for end in ends)


@functools.cache
def families() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Family names of one character, of two, and Japanese ones."""
    known, japanese = words("surnames", "surname"), words("surnames", "surname", kind="japanese")
    single, double = (frozenset(s for s in known if len(s) == n) for n in (1, 2))
    return single, double, japanese


@functools.cache
def _double() -> re.Pattern[str]:
    return re.compile(one_of(families()[1]))


def weight(kind: str, value: str) -> float:
    """What a kind of observation with this value adds to the log-odds."""
    return _weights().get((kind, value), 0.0)


@functools.cache
def _weights() -> dict[tuple[str, str], float]:
    return {(row["kind"], row["value"]): float(row["weight"]) for row in lexicon("name_weights")}


@functools.cache
def _tables() -> dict[str, npt.NDArray[np.float64]]:
    """The weights of single characters by kind and code point, and what the characters are."""
    kinds = ("family", "given", "first", "last", "left", "right", "usual", "is family", "is han")
    tables = {kind: np.zeros(_SIZE) for kind in kinds}
    for (kind, value), odds in _weights().items():
        if kind in tables and len(value) == 1 and kind != "usual":
            tables[kind][ord(value)] = odds
    tables["left"][_LINE], tables["right"][_LINE] = weight("left", "^"), weight("right", "$")
    tables["usual"][[ord(c) for c in _usual()]] = 1
    tables["is family"][[ord(c) for c in families()[0]]] = 1
    tables["is han"][0x3400:0xA000] = 1
    return tables


@functools.cache
def _by_pattern(kind: str, size: int) -> npt.NDArray[np.float64]:
    """The weights of patterns of a length, by the number that they are as binary digits."""
    return np.array([weight(kind, f"{n:0{size}b}") for n in range(2**size)])
