"""Endings: where a foreign name ends in running text: 马耀·比吼|说, 买买提江·阿布都|第, Leo|和.

Chinese writes names without spaces. What the article repeats, the characters that transliterate
foreign sounds, the segmenter, and the next word's first character decide.
"""

from __future__ import annotations

import itertools
import re

from soraanalysis._data import words
from soraanalysis.reading.names import HAN, NEXT, dictionary, is_common_word, sounds

DOT = re.compile("[·・•．‧]")
_PREPOSITION = frozenset("以可多都也就里向对和与特")  # which names from abroad may have inside
_ROLE = "家员师长授手者官"  # last characters of titles that no name from abroad has
# behind what is a firm or a place, and nobody
_BODY = "(?:公司|集团|团队|科技|研究|人工|大学|官方|[市州省县区镇村队])"


def whole(text: str, at: int, found: str) -> str | None:
    """The foreign name that stands at a place, without the next word's first character, or None."""
    if found[0].isascii() or DOT.search(found):
        found = _without_title(_dotted(text, at, found) if DOT.search(found) else found)
        return found[:-1] if _one_more(text, found) else found.rstrip(".")
    return undotted(text, at) or _foreign(text, found)


def is_unknown(name: str) -> bool:
    """Whether the dictionary lacks a string, or has it as a name."""
    return not dictionary().knows(name) or dictionary().tag(name).startswith("nr")


def undotted(text: str, at: int) -> str | None:
    """A name from abroad without dots, of four to seven characters, that the text repeats."""
    characters = sounds()
    for n in range(7, 3, -1):
        name = text[at : at + n]
        spelt = len(name) == n and all(c in characters for c in name) and name[-1] not in "语族裔"
        if spelt and is_unknown(name):
            ends = word_ends(text[at : at + n + 4])
            one_word = n in ends and 2 not in ends and 3 not in ends
            if text.count(name) > 1 or text[at + n : at + n + 1] == "（" or one_word:
                return name
    return None


def _dotted(text: str, at: int, found: str) -> str:
    """A dotted name up to where its last part ends: 瓦历斯·尤命|来自, 买买提江·阿布都|第.

    What the places where the text has it have in common, then the characters that transliterate,
    then the next word tell.
    """
    first = DOT.split(found)[-1]
    low = len(found) - len(first)
    again = re.finditer(re.escape(found[:low]), text)
    places = [m.end() for m in itertools.islice(again, 8)]
    runs = [m[0] for i in places if (m := re.match(rf"{HAN}{{1,8}}", text[i : i + 8]))]
    same = [len(set(column)) == 1 for column in zip(*runs, strict=False)]
    run = runs[0][: [*same, False].index(False)] if runs else ""
    if len(runs) > 1 and run in runs and len(run) > 1:
        return found[:low] + run
    spelt = sounds() + "合吐买肉孜依木江汗别才"  # only in names with a dot
    n = next((k for k, c in enumerate(run) if c not in spelt), len(run))
    behind = text[at + low :][: len(run) + 4]
    for size in dict.fromkeys((n, n + 1, n + 2, n - 1, 2)):
        if 1 < size <= len(run) and _new_word(behind[size:]):
            return found[:low] + run[:size]
    return found


def _new_word(text: str) -> bool:
    """Whether a text begins with a word of its own, or with none."""
    if not re.match(HAN, text) or text[0] in NEXT or is_common_word(text[:2]):
        return True
    return dictionary().tag(text[0])[:1] in ("p", "v", "d")


def _without_title(name: str) -> str:
    """A dotted name without the title in front: 研究员阿米尔·侯赛尼."""
    name = re.sub("^(?:名叫|名为|叫做)", "", name)
    known, first = words("titles", "title"), DOT.split(name)[0]
    if len(first) > 2 and first[0] in "由经据与对向被让给请和跟邀":
        return _without_title(name[1:])
    ends = (n for n in range(len(first) - 1, 0, -1) if first[:n] in known or first[n - 1] in _ROLE)
    return name[next(ends, 0) :]


def _one_more(text: str, name: str) -> bool:
    """Whether a foreign name ends one character too late: Leo和, 丹尼尔·基普科里尔以."""
    last = DOT.split(name)[-1]
    if name[:-1].isascii() and not name[-1].isascii():
        return text.count(name) < 2  # Leo高
    return last[-1:] in _PREPOSITION and text.count(last[:-1]) > text.count(last)


def _foreign(text: str, name: str) -> str | None:
    """A transliterated name without dots: no word, and in the text twice or with a bracket."""
    if not all(c in sounds() for c in name) or not is_unknown(name):
        return None
    if re.search(name + _BODY, text):
        return None  # 谷歌公司, 英伟达研究院
    first = text.find(name)
    return name if text[first + len(name) :][:1] == "（" or text.find(name, first + 1) > 0 else None


def word_ends(text: str) -> list[int]:
    """Where the words of a text end."""
    ends = [0]
    for word in dictionary().cut(text):
        ends.append(ends[-1] + len(word))
    return ends[1:]
