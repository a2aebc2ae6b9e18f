"""Recurring: names that a text repeats, or that speak, and that it does not introduce.

Nothing but their places shows them: at the head of clauses, before a verb, as one word to the
segmenter, with an age or a wife.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from soraanalysis._data import words
from soraanalysis.reading.endings import (
    LANDMARK,
    PLACE,
    Times,
    is_called,
    is_phrase,
    word_ends,
)
from soraanalysis.reading.finding import repeated
from soraanalysis.reading.names import (
    HAN,
    adverbs,
    common_surname,
    dictionary,
    family,
    is_common_word,
    is_name,
    one_of,
    rare,
    verbs,
)


def recurring(text: str, times: Times, titled: Sequence[re.Match[str]]) -> set[str]:
    """All of them; `titled` are the places where a title stands before what may be a name."""
    found = (
        _at_heads(text, times),
        _again(text, times),
        _short(text, times),
        _speaking(text, times),
        _persons(text, times, titled),
        _in_role(text),
        _japanese(text),
    )
    return {name for names in found for name in names if name[-1] not in "的了着"}


@functools.cache
def _head() -> re.Pattern[str]:
    """The head of a clause that may begin with a Chinese name."""
    return re.compile(
        rf"(?P<before>^|[，。；：！？”」\n])(?=(?P<words>[{_initials()}]{HAN}{{2,11}}))"
    )


@functools.cache
def _initials() -> str:
    """Every character that a Chinese name may begin with, save those that are mostly words."""
    firsts = {name[0] for name in words("surnames", "surname")}
    return "".join(sorted(firsts - rare()))


_SUBJECT = frozenset("，。、的是在也和与对把被从就还曾则又不没给将让向笑说称今去当站坐")


def _at_heads(text: str, times: Times) -> set[str]:
    """Names of three characters at the head of clauses that no title or verb introduces.

    The text has them more than once, or the segmenter takes one at the head of a sentence for a
    word that its dictionary lacks; and somewhere a word follows that may follow a subject.
    """
    heads: dict[str, tuple[str, str]] = {}
    for m in _head().finditer(text):
        heads.setdefault(m["words"][:3], (m["before"], m["words"]))
    found = set()
    for name, (before, following) in heads.items():
        if name[-1] in LANDMARK or not is_name(name):
            continue
        if times[name[:2]] > 2 * times[name]:  # the beginning is a word of its own
            continue
        if is_common_word(following[2:4]):  # 南湾|铁路
            continue
        known = any(p + family(name) in text for p in "老小阿")  # 邱德顺, later 老邱
        single = times[name] < 2 and (before in "。\n" or known)
        if (times[name] < 2 and not single) or not _follows(text, name):
            continue
        ends = word_ends(following)
        fits = ends[0] == 3 or (times[name] > 1 and 3 in ends and 2 not in ends)
        if fits and not is_phrase(name, times) and not is_called(name):
            found.add(name)
    return found


@functools.cache
def _first() -> npt.NDArray[np.bool_]:
    """For every code point, whether a Chinese name may begin with it."""
    table = np.zeros(1 << 16, dtype=bool)
    table[[ord(c) for c in _initials()]] = True
    return table


def _again(text: str, times: Times) -> set[str]:
    """Names of three characters that the text repeats, whole or by the given name alone."""
    given = {m[1] for m in _GIVEN.finditer(text)}
    once = (m[1] for m in _candidate().finditer(text) if m[1][1:] in given) if given else ()
    found = set()
    for name in (*repeated(text, _first(), 3), *once):
        if name in found or name[-1] in LANDMARK or name[-1] in _SUBJECT or not is_name(name):
            continue
        if is_phrase(name, times) or is_called(name) or is_common_word(name[:2]):
            continue
        at = text.find(name)
        places = {at, text.find(name, at + 1)} - {-1}
        if all(_stands(text, i, name) for i in places):
            found.add(name)
    return found


_GIVEN = re.compile(rf"(?:^|[，。；！？”」\n])({HAN}{{2}})(?=说|问|称|表示|认为|笑|告诉|坦言|透露)")


@functools.cache
def _candidate() -> re.Pattern[str]:
    return re.compile(rf"(?=([{_initials()}]{HAN}{{2}}))")


def _stands(text: str, at: int, name: str) -> bool:
    """Whether the segmenter takes a name for one word that it does not know, or for two."""
    low = max(0, at - 4)
    ends = [0, *word_ends(text[low : at + 7])]
    begin = at - low
    return begin in ends and begin + 3 in ends and begin + 1 not in ends


def _short(text: str, times: Times) -> set[str]:
    """Names of two characters that the text repeats as subjects and the dictionary lacks."""
    found = set()
    for name in repeated(text, _first(), 2):
        if dictionary().knows(name) or not is_name(name):  # it has 洪水 and 顾客 as names
            continue
        if name[-1] in LANDMARK or is_called(name):
            continue
        places = [m.start() for m in re.finditer(name, text)][:4]
        heads = (text[i - 1 : i] in _CLAUSE and text[i + 2 : i + 3] in _SUBJECT for i in places)
        if len(places) < 3 or not any(heads):
            continue
        if all(name in dictionary().cut(text[max(0, i - 4) : i + 6]) for i in places):
            found.add(name)
    return found


_CLAUSE = frozenset(("", *"，。；：！？”」\n"))


@functools.cache
def _as_person() -> tuple[re.Pattern[str], ...]:
    """A name where only a person stands: behind a title and before a verb, asked, with a wife."""
    name = rf"(?P<name>{common_surname()}{HAN})"
    return (
        re.compile(rf"{name}(?=[，（]|说|表示|告诉|认为)"),
        re.compile(rf"问{name}(?=[，：。？])"),
        re.compile(rf"{name}$"),
    )


_HIS = re.compile(r"的(?:妻子|丈夫|[父母]亲|[儿女][子儿]|爸爸|妈妈)|（(?:\d{1,3}岁|[男女])")


def _persons(text: str, times: Times, titled: Sequence[re.Match[str]]) -> set[str]:
    """Names of two characters, though the dictionary may have them as words: 温良, 高峰."""
    subject, asked, last = _as_person()
    places = [subject.match(text, m.start("name")) for m in titled]
    places += [last.search(text, max(0, m.start() - 2), m.start()) for m in _HIS.finditer(text)]
    found = {m["name"] for m in (*places, *asked.finditer(text)) if m}
    return {
        n for n in found if times[n] > 2 and not is_called(n) and re.search(rf"[。，；\n]{n}", text)
    }


@functools.cache
def _role() -> re.Pattern[str]:
    """A word that may be what somebody does, and three characters that may be a name."""
    return re.compile(
        rf"(?=(?P<role>{HAN}[员师家长者手工匠商农医兵生民人客贩户主警领星夫保])"
        rf"(?P<name>[{_initials()}]{HAN}{{2}}))"
    )


def _in_role(text: str) -> set[str]:
    """Names of three characters behind a noun for what somebody does: 教员伍子胤, 车工荆玉山."""
    found = set()
    for m in _role().finditer(text):
        role, name = m["role"], m["name"]
        if name in found or not is_common_word(role) or not is_name(name) or is_called(name):
            continue
        if dictionary().tag(role)[0] != "n" or is_common_word(name[:2]) or name[-1] in PLACE:
            continue
        ends = word_ends(text[m.start() : m.start() + 9])
        if 2 in ends and 5 in ends and dictionary().tag(name[1:])[0] not in "vdpcrmtf":
            found.add(name)
    return found


@functools.cache
def _japanese_surname() -> re.Pattern[str]:
    known = one_of(words("surnames", "surname", kind="japanese") - rare())
    given = rf"(?!家|氏|太太|先生){HAN}(?:{HAN}[子郎]?|(?=[，。；（、」”]))"
    return re.compile(rf"(?P<surname>{known})(?P<given>{given})")


def _japanese(text: str) -> set[str]:
    """Japanese names of which the text repeats the family name: 真野翔太, later 真野."""
    found: dict[str, str] = {}
    for m in _japanese_surname().finditer(text):
        given = m["given"]
        if given[1:2] in _SUBJECT:  # 早乙女凉|没有
            given = given[:1]
        other = given[0] in _SUBJECT or (len(given) < 3 and is_common_word(given))
        if not other and is_name(m["surname"] + given):
            found.setdefault(m["surname"], m["surname"] + given)
    return {name for own, name in found.items() if text.count(own) > 1}


def _follows(text: str, name: str) -> bool:
    """Whether a word that may follow a subject stands behind a name, the first ten times."""
    at = text.find(name)
    for _ in range(10):
        if at < 0:
            return False
        if text[at + 3 : at + 4] in _SUBJECT:
            return True
        at = text.find(name, at + 1)
    return False


@functools.cache
def _said() -> re.Pattern[str]:
    """Three characters that may be a name before a reporting verb, and the clause before them."""
    return re.compile(
        rf"(?:^|[，。；：！？”」\n、])(?P<words>[^，。；：！？、“”「」\n]{{2,20}}?(?P<name>[{_initials()}]{HAN}{{2}}))"
        rf"(?=(?:{adverbs()}){{0,3}}(?:[在于向对就用以]{HAN}{{1,14}}?)?(?:{verbs()}))"
    )


def _speaking(text: str, times: Times) -> set[str]:
    """Names of three characters before a verb, behind a noun that is in no list of titles."""
    found = set()
    for m in _said().finditer(text):
        name = m["name"]
        if name in found or not is_name(name) or name[-1] in _SUBJECT or is_called(name):
            continue
        if is_called(name[:2]):  # 林男供称
            continue
        ends = [0, *word_ends(m["words"])]
        at = ends[-1] - 3
        verb = dictionary().knows(name[1:]) and dictionary().tag(name[1:])[0] in "vdpcrmtf"
        if at not in ends or at + 2 in ends or (verb and times[name] < 2):
            continue
        if (name[0] in "商方" and at) or (name[0] == "曾" and dictionary().knows(name[1:])):
            continue  # 营办商, 院方, 曾报导
        before = m["words"][:at][ends[ends.index(at) - 1] :]
        noun = before == "的" or (len(before) > 1 and dictionary().tag(before)[0] == "n")
        if at + 1 not in ends or noun:
            found.add(name)
    return found
