"""Weighing: the log-odds that characters are a person's name, for all places of a text at once.

A model is a logistic regression whose weights (`data/lexicon/name_weights.tsv`) were learnt by
`tools/train_names.py`, which measures what they are worth. What is seen of candidates are arrays
with an entry a candidate; `chinese` and `foreign` say what is looked at.
"""

from __future__ import annotations

import functools
import re
import string
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from soraanalysis._data import lexicon, words
from soraanalysis.reading.finding import Pairs, code_points
from soraanalysis.reading.language import jieba_table
from soraanalysis.reading.names import descriptions, dictionary, forms_of_address, verbs

MARGIN = 24  # line breaks put around a text, so that every candidate has neighbours
_SIZE = 1 << 16  # code points told apart
_DESCRIBED = re.compile(  # 李明（42岁）, 李明（Ming Li）, 李明女士
    r"（(?:[A-Z]|[^（）]{0,8}[\d一二三四五六七八九十]岁|[男女])|，?(?:今年|现年)?\d{1,3}岁"
    "|女士|先生|小姐|教授|博士|医生|律师"
)
_MARKS = dict(zip("「」『』", "“”‘’", strict=True))  # either style of quotation marks is the same
# the classes of the dictionary's words, `-` for none: its tags, most of them by the first letter
_CLASSES = ("-", "nr", "ns", "nt", *string.ascii_lowercase)

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Odds = npt.NDArray[np.float64]
Values = Callable[[], Sequence[str | None]]  # what may be seen; None weighs nothing


class Place(NamedTuple):
    """Characters that may be a name: where, how many are of the family name, their log-odds."""

    start: int
    end: int
    family: int
    odds: float


class Seen(NamedTuple):
    """What is seen of each candidate: the kind of observation, what may be seen, which it is."""

    kind: str
    values: Values
    which: Ints


class Grams(NamedTuple):
    """Strings of one length, at most three characters, in order; found by their codes."""

    strings: tuple[str, ...]
    table: pd.Index
    size: int

    @classmethod
    def of(cls, strings: Iterable[str]) -> Grams:
        """The strings, in order."""
        ordered = tuple(sorted(strings))
        codes = code_points("".join(ordered)).reshape(len(ordered), -1).astype(np.int64)
        grams = functools.reduce(lambda gram, code: gram << 16 | code, codes.T)
        return cls(ordered, pd.Index(grams), codes.shape[1])


class View:
    """A text as arrays. Its places are counted from the line breaks that are put before it."""

    def __init__(self, text: str):
        edge = "\n" * MARGIN
        self.text = edge + text + edge
        self.points = codes = code_points(self.text)
        self.codes = _alike()[np.minimum(codes, _SIZE - 1)]
        self.ends = np.zeros(len(self.text) + 1, dtype=bool)  # where words begin and end
        self.ends[np.cumsum([0, *map(len, dictionary().cut_known(self.text))])] = True
        self.han = (codes >= 0x3400) & (codes <= 0x9FFF)
        self.classes = {  # the dictionary's class of the n characters from each place on
            n: classes[self.which(known)] for n, (known, classes) in _dictionary().items()
        }

    def which(self, known: Grams) -> Ints:
        """Which of the known strings, all of one length, stands at each place; -1 for none."""
        found = self.codes
        for k in range(1, known.size):
            found = found[:-1] << 16 | self.codes[k:]
        found = np.pad(found, (0, known.size - 1))
        return known.table.get_indexer(pd.Index(found))

    def class_of(self, kind: str, at: Ints, n: int) -> Seen:
        """The dictionary's class of the n characters, at most three, from each place on."""
        return Seen(kind, classes_of_words, self.classes[n][at])

    def flag(
        self, kind: str, at: Ints, hint: Ints, may: Pairs, test: Callable[[int], bool]
    ) -> Seen:
        """Whether a test holds at each place; it is made where the hinted characters may be so."""
        found = np.zeros(len(at), dtype=int)
        for i in np.flatnonzero(may.may(self.points[hint], self.points[hint + 1])).tolist():
            found[i] = test(int(at[i]))
        return Seen(kind, flags, found)

    def beside(self, at: Ints, end: Ints) -> Iterator[Seen]:
        """What stands beside candidates: characters, words that these join, titles, verbs."""
        codes, text = self.codes, self.text
        yield Seen("left", characters, codes[at - 1])
        yield Seen("right", characters, codes[end])
        yield self.class_of("right class", end, 1)
        yield self.class_of("right joined", end - 1, 2)
        yield self.class_of("left word", at - 2, 2)
        yield self.class_of("right word", end, 2)
        for n, kind in ((0, "aspect"), (1, "acts")):  # not 李明来|了, but 李明|来了
            aspect = among("了着过")[codes[end + n]] & (self.classes[2][end + n] == 0)
            yield Seen(kind, flags, aspect.astype(int))
        yield self.titled("title", at, 0)
        yield self.flag("speaks", end, end, _verbs(), lambda i: speaks(text, i))
        yield self.flag("described", end, end, _describing(), lambda i: is_described(text, i))

    def titled(self, kind: str, at: Ints, more: int) -> Seen:
        """Whether titles of more than so many characters end at places."""
        test = functools.partial(is_titled, self.text, more=more)
        return self.flag(kind, at, at - 2, _titles(), test)

    def called(self, kind: str, at: Ints, sizes: Sequence[int]) -> Seen:
        """Whether forms of address of these lengths begin at places: 阿姨, 先生."""
        text, known = self.text, forms_of_address()
        return self.flag(
            kind, at, at, _forms(), lambda i: any(text[i : i + n] in known for n in sizes)
        )


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
def _verbs() -> Pairs:
    return Pairs(words("cue_verbs", "verb") | set("也则还说称问"))


@functools.cache
def _forms() -> Pairs:
    return Pairs(forms_of_address())


@functools.cache
def _titles() -> Pairs:
    return Pairs(descriptions(), ends=True)


@functools.cache
def _describing() -> Pairs:
    return Pairs("（，今现女先小教博医律0123456789")


@functools.cache
def _alike() -> Ints:
    """The code of each character, by its own, with one style of quotation marks."""
    codes = np.arange(_SIZE)
    codes[[ord(mark) for mark in _MARKS]] = [ord(mark) for mark in _MARKS.values()]
    return codes


@functools.cache
def characters() -> tuple[str | None, ...]:
    """Every character by its code; a line break, which begins or ends a line, is `^`."""
    known: list[str | None] = [None, *map(chr, range(1, _SIZE))]
    known[ord("^")], known[ord("\n")] = None, "^"
    return tuple(known)


def classes_of_words() -> tuple[str, ...]:
    """The classes of words by their number."""
    return _CLASSES


def flags() -> tuple[None, str]:
    """Not seen, and seen."""
    return None, ""


@functools.cache
def patterns(n: int) -> Values:
    """Patterns of n flags: `1011` for a cut begins a word and ends one, as `1101`."""
    found = tuple(f"{k:0{n}b}" for k in range(2**n))
    return lambda: found


@functools.cache
def numbers(most: int) -> Values:
    """Numbers up to one."""
    found = tuple(map(str, range(most + 1)))
    return lambda: found


def bits(kind: str, seen: Sequence[Flags]) -> Seen:
    """Flags as one pattern."""
    which = functools.reduce(lambda pattern, flag: 2 * pattern + flag, seen, np.zeros(1, int))
    return Seen(kind, patterns(len(seen)), which)


@functools.cache
def among(characters: frozenset[str] | str) -> Flags:
    """Whether a character is one of these, by code."""
    found = np.zeros(_SIZE, dtype=bool)
    found[[ord(c) for c in characters]] = True
    return found


@functools.cache
def _dictionary() -> dict[int, tuple[Grams, Ints]]:
    """The dictionary's words of one, two and three characters, their classes, and 0 for none."""
    found, table = {}, jieba_table()
    sizes = table["word"].str.len()
    for n in (1, 2, 3):
        rows = table[sizes == n].sort_values("word")
        which, tags = pd.factorize(rows["tag"])
        classes = np.array([number_of_class(tag) for tag in tags])
        found[n] = Grams.of(rows["word"].tolist()), np.append(classes[which], 0)
    return found


@functools.cache
def number_of_class(tag: str) -> int:
    """Which class a tag of the dictionary is of."""
    return _CLASSES.index(tag[:2] if tag[:2] in _CLASSES else tag[0])


def total(model: str, seen: Iterable[Seen]) -> Odds:
    """The weights of what is seen, together."""
    parts = (_table(model, kind, values)[which] for kind, values, which in seen)
    return functools.reduce(np.add, parts)


@functools.cache
def _table(model: str, kind: str, values: Values) -> Odds:
    """The weights of what may be seen, by its number."""
    number, table = _numbers(values), np.zeros(len(values()))
    for value, odds in _weights()[model, kind].items():
        if value in number:
            table[number[value]] = odds
    return table


@functools.cache
def _numbers(values: Values) -> dict[str, int]:
    return {value: k for k, value in enumerate(values()) if value is not None}


def places(at: Ints, end: Ints, family: int, odds: Odds, least: float) -> Iterator[Place]:
    """Candidates of a view, by their first and last places in it, as places of the text."""
    for i in np.flatnonzero(odds > least).tolist():
        yield Place(int(at[i]) - MARGIN, int(end[i]) - MARGIN, family, float(odds[i]))


def weight(model: str, kind: str, value: str = "") -> float:
    """What a kind of observation with this value adds to the log-odds."""
    return _weights()[model, kind].get(value, 0.0)


@functools.cache
def _weights() -> dict[tuple[str, str], dict[str, float]]:
    """Weights of the values by model and kind of observation."""
    found = defaultdict[tuple[str, str], dict[str, float]](dict)
    for row in lexicon("name_weights"):
        found[row["model"], row["kind"]][row["value"]] = float(row["weight"])
    return found
