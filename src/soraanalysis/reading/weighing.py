"""Weighing: the log-odds that characters are a person's Chinese name where they stand.

Every family name with one or two characters behind it is weighed by a logistic regression: by
its characters, by what the dictionary has of them, by how the segmenter cuts the place, and by
what stands beside it. The weights (`data/lexicon/name_weights.tsv`) were learnt by
`tools/train_names.py`, which measures what they are worth. All places of a text are weighed at
once: what is seen of them are arrays, with an entry a place.
"""

from __future__ import annotations

import functools
import re
import string
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from soraanalysis._data import lexicon, words
from soraanalysis.reading.finding import code_points
from soraanalysis.reading.language import jieba_tags
from soraanalysis.reading.names import descriptions, dictionary, forms_of_address, verbs

# how many characters the family name and the given name have; the last is Japanese
SHAPES = ((1, 1), (1, 2), (2, 1), (2, 2), (2, 3))
_DOTTED = re.compile("(?<![\u3400-\u9fff])[\u3400-\u9fff]*+(?:[·・•．‧][\u3400-\u9fff]++)+")
_DESCRIBED = re.compile(  # 李明（42岁）, 李明（Ming Li）, 李明女士
    r"（(?:[A-Z]|[^（）]{0,8}[\d一二三四五六七八九十]岁|[男女])|，?(?:今年|现年)?\d{1,3}岁"
    "|女士|先生|小姐|教授|博士|医生|律师"
)
# the classes of the dictionary's words, `-` for none: its tags, most of them by the first letter
_CLASSES = ("-", "nr", "ns", "nt", *string.ascii_lowercase)
_SIZES = ("11", "11j", "12", "12j", "21", "21j", "22", "22j", "23", "23j")
_DESCRIBING = frozenset("（，今现女先小教博医律0123456789")
_SIZE, _MARGIN = 1 << 16, 8  # code points told apart; line breaks put around a text
_CHANCE = -13.0  # log-odds by characters and cut below which nothing else makes a name

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


class Place(NamedTuple):
    """Characters that may be a name: where, how many are of the family name, their log-odds."""

    start: int
    end: int
    family: int
    odds: float


class Seen(NamedTuple):
    """What is seen of each candidate: kind, the name of its possible values, which of them it is.

    `values_of` gives the values; None weighs nothing.
    """

    kind: str
    values: str
    which: Ints


def weigh(text: str, least: Sequence[float] = (-5, -10)) -> Iterator[Place]:
    """Every family name of one or two characters with a given name behind it, with its log-odds.

    `least`: log-odds below which a place with a family name of that length is left out.

    >>> [(p.start, p.end, p.odds > 0) for p in weigh("市长李明说，")]
    [(2, 4, True)]
    """
    view = View(text)
    for family, given in SHAPES:
        at = view.candidates(family, given)
        odds = weight("bias", "") + _sum(view.inside(at, family, given))
        at, odds = at[odds > _CHANCE], odds[odds > _CHANCE]
        odds += _sum(view.around(at, family, given))
        for i in np.flatnonzero(odds > least[family - 1]).tolist():
            start = int(at[i]) - _MARGIN
            yield Place(start, start + family + given, family, float(odds[i]))


class View:
    """A text as arrays. Its places are counted from the line breaks that are put before it."""

    def __init__(self, text: str):
        edge = "\n" * _MARGIN
        self.text = edge + text + edge
        self.codes = np.minimum(code_points(self.text), _SIZE - 1).astype(np.int64)
        self.ends = np.zeros(len(self.text) + 1, dtype=bool)  # where words begin and end
        self.ends[np.cumsum([0, *map(len, dictionary().cut_known(self.text))])] = True
        self._han = _between(0x3400, 0x9FFF)[self.codes]
        self._double = np.full(len(self.codes), -1)  # which family name of two characters begins
        self._double[:-1] = _found(self._grams(np.arange(len(self.codes) - 1), 2), _doubles())

    def candidates(self, family: int, given: int) -> Ints:
        """Where a family name and as many characters as a given name of these lengths stand."""
        if family == 1:
            fits = _among(families()[0])[self.codes] & (self._double < 0)
            for m in _DOTTED.finditer(self.text):  # in 乔安娜·韦斯
                fits[m.start() : m.end()] = False
        else:
            fits = self._double >= 0
            if given == 3:
                fits &= _is_japanese()[self._double]
        for k in range(family, family + given):
            fits[:-k] &= self._han[k:]
        return np.flatnonzero(fits)

    def inside(self, at: Ints, family: int, given: int) -> Iterator[Seen]:
        """What characters and the segmenter say of candidates, and the characters beside them."""
        codes, first, end = self.codes, at + family, at + family + given
        double = family == 2
        own = self._double[at] if double else codes[at]
        yield Seen("family", "family" if double else "character", own)
        japanese = _is_japanese()[own] if double else at < 0
        size = _SIZES.index(f"{family}{given}")
        yield Seen("size", "size", size + japanese)
        usual = _among(next(iter(words("given_names", "characters"))))
        yield _bits("usual", [usual[codes[first + k]] for k in range(given)])
        if given == 1:
            yield Seen("given", "character", codes[first])
        else:
            yield Seen("first", "character", codes[first])
            yield Seen("last", "character", codes[end - 1])
        yield Seen("left", "character", codes[at - 1])
        yield Seen("right", "character", codes[end])
        yield _bits("cut", [self.ends[at + k] for k in range(family + given + 1)])

    def around(self, at: Ints, family: int, given: int) -> Iterator[Seen]:
        """What the dictionary says of candidates and what joins them, and words beside them."""
        first, end, text = at + family, at + family + given, self.text
        if family + given < 4:
            yield self._class(f"word{family + given}", at, family + given)
        if given == 2:
            yield self._class("given word", first, 2)
            yield self._class("family word", at, family + 1)
        yield self._class("last class", end - 1, 1)
        yield self._class("right class", end, 1)
        yield self._class("left joined", at - 1, family + 1)
        yield self._class("right joined", end - 1, 2)
        for n, kind in ((0, "aspect"), (1, "acts")):  # not 李明来|了, but 李明|来了
            aspect = _among("了着过")[self.codes[end + n]]
            aspect &= self._class("", end + n, 2).which == 0
            yield Seen(kind, "flag", aspect.astype(int))
        yield self._flag("title", at, at - 1, _last_of_titles(), lambda i: is_titled(text, i))
        yield self._flag(  # 主席|文忠
            "title end", first, first - 1, _last_of_titles(), lambda i: is_titled(text, i, family)
        )
        called = forms_of_address()
        yield self._flag(  # 孔阿|姨
            "called",
            first,
            first,
            _first_of_called(),
            lambda i: text[i : i + given + 1] in called or text[i : i + given + 2] in called,
        )
        yield self._flag("speaks", end, end, _first_of_verbs(), lambda i: speaks(text, i))
        yield self._flag("described", end, end, _DESCRIBING, lambda i: is_described(text, i))

    def _grams(self, at: Ints, n: int) -> Ints:
        """The code of the n characters from each place on."""
        found = self.codes[at]
        for k in range(1, n):
            found = found << 16 | self.codes[at + k]
        return found

    def _class(self, kind: str, at: Ints, n: int) -> Seen:
        """The dictionary's class of the n characters from each place on."""
        grams = self._grams(at, n)
        known, classes = _dictionary()[n]
        i = np.minimum(np.searchsorted(known, grams), len(known) - 1)
        return Seen(kind, "class", np.where(known[i] == grams, classes[i], 0))

    def _flag(
        self, kind: str, at: Ints, hint: Ints, may: frozenset[str], test: Callable[[int], bool]
    ) -> Seen:
        """Whether a test holds at each place; it is made where the hinted character may be one."""
        found = np.zeros(len(at), dtype=int)
        for i in np.flatnonzero(_among(may)[self.codes[hint]]).tolist():
            found[i] = test(int(at[i]))
        return Seen(kind, "flag", found)


def is_titled(text: str, end: int, more: int = 0) -> bool:
    """Whether a title that is longer than `more` ends at a place."""
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
def _first_of_verbs() -> frozenset[str]:
    return frozenset(verb[0] for verb in words("cue_verbs", "verb")) | set("也则还说称问")


@functools.cache
def _first_of_called() -> frozenset[str]:
    return frozenset(form[0] for form in forms_of_address())


@functools.cache
def _last_of_titles() -> frozenset[str]:
    return frozenset(title[-1] for title in descriptions())


@functools.cache
def families() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Family names of one character, of two, and Japanese ones."""
    known, japanese = words("surnames", "surname"), words("surnames", "surname", kind="japanese")
    single, double = (frozenset(s for s in known if len(s) == n) for n in (1, 2))
    return single, double, japanese


@functools.cache
def _doubles() -> tuple[str, ...]:
    return tuple(sorted(families()[1]))


@functools.cache
def _is_japanese() -> Flags:
    return np.array([name in families()[2] for name in _doubles()])


@functools.cache
def values_of(name: str) -> tuple[str | None, ...]:
    """The values that are meant by numbers: characters by their code, flags, classes, patterns."""
    if name.isdecimal():  # a pattern of as many flags: `1011` for a cut begins a word and ends one
        return tuple(f"{n:0{name}b}" for n in range(2 ** int(name)))
    characters = (chr(code) if code != ord("\n") else "^" for code in range(_SIZE))
    return {
        "character": tuple(characters),  # `^`: a line begins or ends
        "family": _doubles(),
        "size": _SIZES,
        "class": _CLASSES,
        "flag": (None, ""),
    }[name]


@functools.cache
def _among(characters: frozenset[str] | str) -> Flags:
    """Whether a character is one of these, by code."""
    found = np.zeros(_SIZE, dtype=bool)
    found[[ord(c) for c in characters]] = True
    return found


@functools.cache
def _between(low: int, high: int) -> Flags:
    codes = np.arange(_SIZE)
    return (low <= codes) & (codes <= high)


def _found(grams: Ints, entries: Sequence[str]) -> Ints:
    """Which of the entries, sorted and of two characters, each code is; -1 for none."""
    known = np.array([ord(entry[0]) << 16 | ord(entry[1]) for entry in entries])
    i = np.minimum(np.searchsorted(known, grams), len(known) - 1)
    return np.where(known[i] == grams, i, -1)


def _bits(kind: str, flags: Sequence[Flags]) -> Seen:
    """Flags as one pattern."""
    which = functools.reduce(lambda bits, flag: 2 * bits + flag, flags, np.zeros(1, dtype=int))
    return Seen(kind, str(len(flags)), which)


@functools.cache
def _dictionary() -> dict[int, tuple[Ints, Ints]]:
    """Codes of the dictionary's words of one, two and three characters, sorted, and classes."""
    found = {}
    for n in (1, 2, 3):
        tags = {word: tag for word, tag in jieba_tags().items() if len(word) == n}
        codes = code_points("".join(tags)).reshape(-1, n).astype(np.int64)
        grams = functools.reduce(lambda gram, code: gram << 16 | code, codes.T)
        classes = np.array([_CLASSES.index(_class(tag)) for tag in tags.values()])
        order = np.argsort(grams)
        found[n] = grams[order], classes[order]
    return found


def _class(tag: str) -> str:
    return tag[:2] if tag[:2] in _CLASSES else tag[0]


def _sum(seen: Iterable[Seen]) -> npt.NDArray[np.float64]:
    """The weights of what is seen, together."""
    return functools.reduce(np.add, (_table(kind, name)[which] for kind, name, which in seen))


@functools.cache
def _table(kind: str, name: str) -> npt.NDArray[np.float64]:
    return np.array([0.0 if v is None else weight(kind, v) for v in values_of(name)])


def weight(kind: str, value: str) -> float:
    """What a kind of observation with this value adds to the log-odds."""
    return _weights().get((kind, value), 0.0)


@functools.cache
def _weights() -> dict[tuple[str, str], float]:
    return {(row["kind"], row["value"]): float(row["weight"]) for row in lexicon("name_weights")}
