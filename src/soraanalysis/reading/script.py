"""Script: which one a page is in, and its text in Simplified characters, one for one.

Pages in Traditional script go through OpenCC's `tw2s` (it turns the aspect particle 著 into 着,
which `t2s` leaves) and a reviewed phrase table (`data/lexicon/phrases.tsv`); pages in Simplified
script are left alone, since `tw2s` would turn 显著 into 显着. Lengths never change, so that a
position means the same in both.
"""

from __future__ import annotations

import functools
import re
from typing import Literal

import numpy as np
import numpy.typing as npt
import opencc

from soraanalysis._data import lexicon
from soraanalysis.reading.finding import code_points

Script = Literal["Hans", "Hant"]


@functools.cache
def _converter(config: str) -> opencc.OpenCC:
    return opencc.OpenCC(config)


@functools.cache
def _distinctive() -> tuple[frozenset[str], frozenset[str]]:
    """The characters that only Simplified, and only Traditional text has (by OpenCC, t2s, s2t).

    A character that either direction may leave alone (台, 后, 里 …) tells nothing.
    """
    basic = "".join(map(chr, range(0x4E00, 0xA000)))
    simple = _converter("t2s").convert(basic)
    traditional = _converter("s2t").convert(basic)
    hant = frozenset(c for c, s in zip(basic, simple, strict=True) if s != c)
    hans = frozenset(c for c, t in zip(basic, traditional, strict=True) if t != c)
    return hans - hant, hant - hans


@functools.cache
def _only(script: Script) -> npt.NDArray[np.bool_]:
    """Whether only this script has a character, by code."""
    hans, hant = _distinctive()
    found = np.zeros(1 << 16, dtype=bool)
    found[[ord(c) for c in (hans if script == "Hans" else hant)]] = True
    return found


def distinct(text: str, script: Script) -> str:
    """The characters of a text that only this script has, in order, each as often as it stands.

    >>> distinct("一個人，兩個人", "Hant")
    '個兩個'
    """
    codes = code_points(text)
    codes = codes[codes < 1 << 16]
    return codes[_only(script)[codes]].tobytes().decode("utf-32-le")


def script_of(text: str) -> Script:
    """`Hant` where more characters are distinctly Traditional than Simplified, else `Hans`.

    >>> script_of("龍年伊始"), script_of("龙年伊始"), script_of("OpenAI")
    ('Hant', 'Hans', 'Hans')
    """
    return "Hant" if len(distinct(text, "Hant")) > len(distinct(text, "Hans")) else "Hans"


def strays(text: str, script: Script) -> str:
    """The distinct characters of the other script in a page, in code-point order.

    >>> strays("这里有一個", "Hans")
    '個'
    """
    return "".join(sorted(set(distinct(text, other(script)))))


def other(script: Script) -> Script:
    """The other script."""
    return "Hant" if script == "Hans" else "Hans"


def to_simplified(text: str, script: Script | None = None) -> str:
    """`text` in Simplified characters, of the same length; unchanged where it is Simplified.

    A line whose length OpenCC would change is converted character by character instead.

    >>> to_simplified("矽谷的創業者看著顯著的變化")
    '硅谷的创业者看着显著的变化'
    """
    if (script or script_of(text)) == "Hans":
        return text
    converted = _converter("tw2s").convert(text)
    if len(converted) != len(text):
        converted = "\n".join(map(_convert_line, text.split("\n")))
    pattern, table = _phrases()
    return pattern.sub(lambda m: table[m[0]], converted)


def _convert_line(line: str) -> str:
    convert = _converter("tw2s").convert
    whole = convert(line)
    if len(whole) == len(line):
        return str(whole)
    return "".join(new if len(new := convert(c)) == 1 else c for c in line)


@functools.cache
def _phrases() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {row["from"]: row["to"] for row in lexicon("phrases")}
    for source, target in table.items():
        if len(source) != len(target):
            raise ValueError(f"data/lexicon/phrases.tsv: {source} and {target} differ in length")
    return re.compile("|".join(sorted(map(re.escape, table), key=len, reverse=True))), table
