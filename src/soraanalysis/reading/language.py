"""Language: how probable characters and texts are as Chinese, by jieba's word frequencies.

Small and coarse on purpose: it ranks the few readings that damaged bytes or an unknown encoding
allow, and never decides alone. Both scripts are weighed alike, as Simplified.
"""

from __future__ import annotations

import csv
import functools
import importlib.util
import math
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from soraanalysis.reading.script import strays, to_simplified

_LONGEST = 6  # characters of a word
_MARK, _COMMON_MARK = -12.0, -3.0


class _Words(NamedTuple):
    """Log-probabilities of words, of a character that is none, and the ends of longer words."""

    costs: dict[str, float]
    unknown: float
    tails: frozenset[str]  # the last two characters of every word: most pairs end none


@functools.cache
def jieba_table() -> pd.DataFrame:
    """Word, count and tag of jieba's table (the package is not imported: only this is read)."""
    spec = importlib.util.find_spec("jieba")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("jieba is not installed; its dictionary is needed here")
    path = Path(spec.origin).with_name("dict.txt")
    table = pd.read_csv(
        path, sep=" ", names=["word", "count", "tag"], keep_default_na=False, quoting=csv.QUOTE_NONE
    )
    return table.drop_duplicates("word", keep="last")


@functools.cache
def _words() -> _Words:
    """jieba's words with their probabilities."""
    table = jieba_table()
    total = math.log(table["count"].sum())
    fits = (table["word"].str.len() <= _LONGEST) & table["word"].between("\u3400", "\ua000")
    known = table[fits]
    costs = np.log(known["count"].clip(lower=1)) - total
    tails = known["word"].str[-2:]
    return _Words(
        dict(zip(known["word"].tolist(), costs.tolist(), strict=True)),
        -total,
        frozenset(tails[tails.str.len() > 1].unique().tolist()),
    )


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


def _mark_cost(character: str) -> float:
    return _COMMON_MARK if character in "“”。，" else _MARK


@functools.cache
def _basic() -> dict[str, float]:
    """Log-probabilities of the Han characters that jieba knows, in Simplified script, as words."""
    basic = "".join(map(chr, range(0x4E00, 0x9FA6)))
    known = _words().costs
    simple = to_simplified(basic, "Hant")
    return {c: known[s] for c, s in zip(basic, simple, strict=True) if s in known}


@functools.lru_cache(maxsize=16)
def character_costs(script: str = "") -> dict[str, float]:
    """Log-probability of the characters that a text may hold: those of its script (`Hans` or
    `Hant`, then the characters of the other script that it has all the same), or all."""
    costs = _basic()
    if script:
        strange = set(strays("".join(costs), script[:4])) - set(script[4:])  # type: ignore[arg-type]
        costs = {c: cost for c, cost in costs.items() if c not in strange}
    marks = dict.fromkeys("，。、《》；：？！—…（）‘’", _MARK) | dict.fromkeys("“”", _COMMON_MARK)
    return costs | marks


def probabilities(texts: Iterable[str]) -> list[float]:
    """Log-probabilities of texts as words of the dictionary: of each its best segmentation.

    Texts that begin alike are weighed together, so that many variants of one cost little more
    than what they differ in.

    >>> one, two = probabilities(["但如果你说", "但渐果你说"])
    >>> one > two
    True
    """
    lines = [text.replace("\n", " ") for text in texts]
    simple = to_simplified("\n".join(lines), "Hant").split("\n") if lines else []
    costs, unknown, tails = _words()
    found: dict[str, float] = {}
    best, last = [0.0], ""  # of every beginning of the last text
    for text in sorted(set(simple)):
        shared = len(last)
        while not text.startswith(last[:shared]):
            shared -= 1
        del best[shared + 1 :]
        for end in range(shared + 1, len(text) + 1):
            character = text[end - 1]
            cost = costs.get(character)
            if cost is None:
                cost = unknown if _is_han(character) else _mark_cost(character)
            score = best[-1] + cost
            if text[end - 2 : end] in tails:
                for start in range(max(0, end - _LONGEST), end - 1):
                    if (word := text[start:end]) in costs:
                        score = max(score, best[start] + costs[word])
            best.append(score)
        found[text], last = best[-1], text
    return [found[text] for text in simple]
