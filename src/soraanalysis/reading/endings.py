"""Endings: where a personal name ends in running text, and what only looks like a name.

Chinese writes names without spaces: in `李明说` the name has two characters, in `李明远说` three.
What the article repeats, the segmenter, and the next word's first character decide.
"""

from __future__ import annotations

import itertools
import re

from soraanalysis._data import words
from soraanalysis.reading.names import (
    HAN,
    SEX,
    dictionary,
    family,
    is_common_word,
    is_name,
    rare,
    sounds,
)

DOT = re.compile("[·・•．‧]")
# what a name's last character is not, unless the article repeats it: the next word's first
_NEXT = frozenset(
    "说称问答写讲道则也又还都均就对向和与及的是在曾已将把被从认表指告因不有没到这那来去为给"
    "很再更最才仍转并"
)
_VERB = "说称问答"  # no name ends in these
_PREPOSITION = frozenset("以可多都也就里向对和与特")  # which names from abroad may have inside
_ROLE = "家员师长授手者官"  # last characters of titles that no name from abroad has
_ADVERB = "又也则还并均续再曾即就都"
PLACE = "市县区省镇乡署局院馆厂校"  # last characters of places and offices, not of names
_GIVEN = ("和也", "裕也", "达也", "哲也", "拓也", "直也", "真也", "晋也")  # where 也 is not "also"
LANDMARK = PLACE + "站湖江河岛桥村街路港湾埠屯寨坝滩坡寺庙楼园山城"


class Times(dict[str, int]):
    """How often a string that begins with a family name stands in a text, counted when asked."""

    def __init__(self, text: str):
        super().__init__()
        self.text = text

    def __missing__(self, name: str) -> int:
        self[name] = self.text.count(name) if family(name) else 0
        return self[name]


def is_called(name: str) -> bool:
    """Whether it is a family name with a title or sex, and no name: 魏校长, 林男."""
    rest = name[len(own) :] if (own := family(name)) else ""
    if rest[:1] in ("副", "姓") or (rest[:1] in ("男", "女", "太") and rest[1:] in _NEXT):
        return True
    return rest in words("titles", "title") or bool(re.fullmatch(SEX, rest))


def is_phrase(name: str, times: Times) -> bool:
    """Whether what looks like a name before a verb is rather other words: 罗低头, 但被告."""
    if name[0].isascii() or DOT.search(name):
        return False
    tagger, rest = dictionary(), name[len(family(name)) :]
    if family(name) in rare() and (times[name] < 2 or tagger.knows(rest)):
        return True
    if len(rest) < 2 or not tagger.knows(rest):
        return False
    return times[name] < 2 or tagger.tag(rest)[0] in "vdpcrmtf"


def is_unknown(name: str) -> bool:
    """Whether the dictionary lacks a string, or has it as a name."""
    return not dictionary().knows(name) or dictionary().tag(name).startswith("nr")


def word_ends(text: str) -> list[int]:
    """Where the words of a text end."""
    ends = [0]
    for word in dictionary().cut(text):
        ends.append(ends[-1] + len(word))
    return ends[1:]


def whole(text: str, at: int, found: str, times: Times) -> str | None:
    """The name that stands at a place, without the next word's first character, or None."""
    if found[0].isascii() or DOT.search(found):
        found = _without_title(_dotted(text, at, found) if DOT.search(found) else found)
        return found[:-1] if _one_more(text, found) else found.rstrip(".")
    if long := undotted(text, at):
        return long
    if len(found) > 2 and found[-1] in "的了着":
        found = found[:-1]
    if (longer := _of_two(text, at, found, own := family(found))) is None:
        return None
    found, double = longer, len(own) > 1
    if _is_other(found, double, times):
        return None
    apart = is_common_word(found[:2]) and is_common_word(text[at + 2 : at + 4])
    if len(found) == 3 and apart and not is_common_word(found[1:]):
        return None  # 宣布|全国, 银行|职员
    name: str | None = found
    if len(found) > 2 and not double and times[found] < 2 and _is_verb(found[:2]):
        return _foreign(text, found)
    if not family(found) or (len(found) > 3 and not double):
        return _foreign(text, found)
    name = _shorter(text, at, found, double, times) if len(found) > 2 else None
    if len(found) == 2:
        if found[1] in _ADVERB and times[found] < 3:
            return None
        name = _longer(text, at, found, times)
    if name is None:
        return None
    return name if is_name(name) and name[-1] not in PLACE else _foreign(text, found)


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
    if not re.match(HAN, text) or text[0] in _NEXT or is_common_word(text[:2]):
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


def _of_two(text: str, at: int, found: str, own: str) -> str | None:
    """A name with a family name of two or three characters, or None where other words follow."""
    behind = text[at + len(own) :][:2]
    tag = dictionary().tag(behind)[0] if is_common_word(behind) else ""
    if own in words("surnames", "surname", kind="japanese"):
        if tag and tag in "vtdpf":
            return None  # 古贺|赛后
        more = text[at + len(found) :][:1] in ("子", "郎") and len(found) == len(own) + 2
        return found + text[at + len(found)] if more else found
    return own if len(own) > 1 and tag and tag in "mtp" else found  # 宗政|第二天


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


def _one_more(text: str, name: str) -> bool:
    """Whether a foreign name ends one character too late: Leo和, 丹尼尔·基普科里尔以."""
    last = DOT.split(name)[-1]
    if name[:-1].isascii() and not name[-1].isascii():
        return text.count(name) < 2  # Leo高
    return last[-1:] in _PREPOSITION and text.count(last[:-1]) > text.count(last)


def _is_other(name: str, double: bool, times: Times) -> bool:
    """Whether other words only look like a name: 申报补, 陈词时, 曾向业."""
    if not double and times[name] < times[name[:2]] and is_common_word(name[:2]):
        return True
    if name[-1] == "时" and is_common_word(name[:-1]):
        return True
    if name[0] == "曾" and _is_verb(name[1:]):
        return True  # 老板曾承诺
    if (name[1] in "向对" and times[name] < 2) or name[-1] in "的了着":
        return True
    inside = re.search("[的了着是在与]", name[1:-1]) and times[name] < 3  # 龙在田
    return bool(inside) or name[:2] in words("titles", "title")


def _shorter(text: str, at: int, name: str, double: bool, times: Times) -> str | None:
    """A name without the next word's first character; None where nothing tells."""
    once = times[name] == 1
    if family(name) in words("surnames", "surname", kind="japanese") and name.endswith(_GIVEN):
        return name  # 岛袋裕也
    alone = times[name] < times[name[:-1]] and not _shared(name, times)
    grown = name[-1] in _VERB or (name[-1] in _NEXT and (once or alone))
    if double and len(name) > 3:
        grown = name[-1] in _NEXT or 3 in word_ends(text[at : at + 8])
    if name[-1] not in _VERB and {2, 3} & set(word_ends(text[at : at + 8])) == {3} and family(name):
        grown = grown and text[at + 3 : at + 4] not in _ADVERB  # 官|大为|则
    grown = grown or (once and not double and _parts_off(text[at : at + 8], name))
    grown = grown and not (name[-1] == "和" and _does(text[at + 3 : at + 9]))
    if is_name(name[:-1]) and (grown or alone):
        return name[:-1]
    return None if grown and once else name


def _parts_off(text: str, name: str) -> bool:
    """Whether the third character of a name is of the next word: 庞宁|回应, 南湾|铁路."""
    ends = word_ends(text)
    apart = 2 in ends and 3 not in ends and is_common_word(text[2:4])
    return apart and not is_called(name) and text[3:4] not in (*_ADVERB, "说", "称")


def _longer(text: str, at: int, name: str, times: Times) -> str:
    """A name of two characters with a third one that belongs to it."""
    ends, longer = word_ends(text[at : at + 8]), text[at : at + 3]
    fits = (2 not in ends and 3 in ends) or times[longer] == times[name] > 1
    return longer if fits and longer[-1] not in _NEXT and is_name(longer) else name


def _shared(name: str, times: Times) -> bool:
    """Whether others are named alike, so that the beginning alone is no name: 邢大江, 邢大河."""
    first = name[:-1]
    alike = {n for n in re.findall(first + HAN, times.text) if n[-1] not in _NEXT}
    often = sum(times[n] for n in alike if times[n] > 1)
    behind = [times.text[times.text.find(n) + 2 :][:3] for n in alike]  # 韦志勇|坦言, 韦志强|打趣
    brothers = all(is_common_word(b[1:]) and not is_common_word(b[:2]) for b in behind)
    many = often >= times[first] - 1 if often else brothers and len(alike) == times[first]
    return len(alike) > 1 and not is_called(first) and many


def _is_verb(word: str) -> bool:
    """Whether the dictionary knows a word as a verb."""
    return dictionary().knows(word) and dictionary().tag(word).startswith("v")


def _does(text: str) -> bool:
    """Whether a text begins with a verb, an adverb or a preposition: 和 before it joins nothing."""
    first = next(iter(dictionary().cut(text)), "")
    return bool(first) and dictionary().tag(first)[0] in "vdp"


def _foreign(text: str, name: str) -> str | None:
    """A transliterated name without dots: no word, and in the text twice or with a bracket."""
    if not all(c in sounds() for c in name) or not is_unknown(name):
        return None
    first = text.find(name)
    return name if text[first + len(name) :][:1] == "（" or text.find(name, first + 1) > 0 else None
