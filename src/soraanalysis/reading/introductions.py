"""Introductions: the persons whom an article introduces.

By a title, a bracket or a reporting verb (`馆长李明`, `李明（42岁）`, `李明说`), or because it
repeats them. Where a name ends is decided in `endings`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from soraanalysis._data import words
from soraanalysis.reading.endings import (
    DOT,
    LANDMARK,
    Times,
    is_called,
    is_phrase,
    is_unknown,
    whole,
    word_ends,
)
from soraanalysis.reading.finding import Finder, repeated
from soraanalysis.reading.names import (
    HAN,
    LATIN,
    adverbs,
    common_surname,
    dictionary,
    is_common_word,
    is_name,
    one_of,
    rare,
    surname,
    titles,
    verbs,
)


class Introduction(NamedTuple):
    """A name, the title beside it, the same in Latin letters, and the sex that is stated."""

    name: str
    title: str = ""
    latin: str = ""
    sex: str = ""


class _Found(NamedTuple):
    """What may be a name: its place, the title and Latin form beside it, why it may be one."""

    start: int
    end: int
    title: str = ""
    latin: str = ""
    by: str = ""


@functools.cache
def _shapes() -> dict[str, str]:
    """Patterns of names: Chinese (`short` as short as may be), foreign, any."""
    sounds = f"[{next(iter(words('transliteration', 'characters')))}]"
    dotted = rf"{sounds}{{1,7}}(?:[·・•．](?:{sounds}{{1,7}}|{surname()}(?!{HAN})))+"
    name = rf"{surname()}{HAN}{{1,2}}(?![·・•．])"
    foreign = rf"{dotted}|{LATIN}"
    return {
        "dotted": dotted,
        "name": name,
        "short": rf"{surname()}{HAN}{{1,2}}?(?![·・•．])",
        "sounds": sounds,
        "foreign": foreign,
        "any": rf"{foreign}|{name}|{sounds}{{2,6}}",
    }


def introductions(text: str) -> Iterator[Introduction]:
    """Every place where the text introduces a person, and names that it only repeats."""
    times, found = Times(text), set()
    titled = list(_titled().finditer(text))
    for place in _places(text, titled):
        shown = text[place.start : place.end]
        free = place.by == "known" and (is_unknown(shown) or dictionary().tag(shown) == "ns")
        name = shown if free else whole(text, place.start, shown, times)
        if name is None and place.title and place.title != "记者":
            name = _also_place(shown, times)
        if name is None or is_called(name) or (place.by == "verb" and is_phrase(name, times)):
            continue
        unlikely = name[0] in rare() and not (name[0].isascii() or DOT.search(name))
        if unlikely and not _parted(text[place.start :][:6], name, bool(place.title)):
            continue
        found.add(name)
        sex = _sex(place.title, text[place.end :][:12])
        yield Introduction(name, place.title, place.latin, sex)
    others = {*_at_heads(text, times), *_again(text, times), *_speaking(text, times)}
    others |= _short(text, times)
    others = (others | _persons(text, times, titled)) - found
    others = {name for name in others if name[:-1] not in found}  # 石维笑 beside 石维
    yield from (Introduction(name) for name in sorted(others))


def _also_place(shown: str, times: Times) -> str | None:
    """A name behind a title that the dictionary has as a place: 预报员高洋."""
    fits = (shown[:n] for n in (3, 2) if dictionary().tag(shown[:n]) == "ns")
    return next((name for name in fits if times[name] > 1), None)


def _parted(text: str, name: str, titled: bool) -> bool:
    """Whether words end where a name with a rare family name does: 发言人|何咏诗."""
    likely = (
        titled
        and name[0] in words("surnames", "surname", kind="both")
        and len(name) == 3
        and not is_common_word(name[:2])
        and dictionary().tag(name[1:])[0] not in "vdpcmtf"
    )
    return likely or word_ends(text)[0] == len(name)


def _sex(title: str, after: str) -> str:
    if title in words("titles", "title", sex="f") or re.match(
        r"（[^（）]{0,8}女|，女，|女士|小姐", after
    ):
        return "女"
    return "男" if re.match(r"（[^（）]{0,8}男|，男，|先生", after) else ""


_AGE = r"[\d一二三四五六七八九十]{1,3}岁"


@functools.cache
def _titled() -> Finder:
    shapes, title = _shapes(), one_of(words("titles", "title"))
    latin = rf"[A-Z][a-z]{{2,}}{common_surname()}?"
    return Finder(
        titles(),
        rf"(?P<title>{title})"
        rf"(?P<name>{shapes['foreign']}|{shapes['name']}|{HAN}{{1,7}}(?:[·・•．]{HAN}{{1,4}})+"
        rf"|{shapes['sounds']}{{2,6}}|{latin})",
    )


@functools.cache
def _patterns() -> tuple[tuple[str, re.Pattern[str] | Finder], ...]:
    """Patterns with a name in them, and what it is introduced by."""
    shapes, title = _shapes(), one_of(words("titles", "title"))
    foreign, name, sounds = shapes["foreign"], shapes["name"], shapes["sounds"]
    return (
        (
            "verb",
            re.compile(
                rf"(?:^|[，。；：！？”」\n、和与及])(?P<name>{foreign}|{shapes['short']}|{sounds}{{2,6}})"
                rf"(?=(?:{title})?(?:{adverbs()}){{0,3}}{verbs()})"
            ),
        ),
        ("known", re.compile(rf"的(?P<name>{HAN}{{2,3}})(?=今年{_AGE}|（[^（）]{{0,8}}{_AGE})")),
        ("", re.compile(rf"岁的?(?P<name>{foreign}|{name})")),
        ("known", re.compile(rf"的(?P<name>{sounds}{{2,4}})(?=说|表示|告诉|认为)")),
        ("", Finder(_ASKED, rf"({'|'.join(_ASKED)})(?P<name>{foreign}|{name})")),
        ("known", re.compile(rf"叫(?P<name>{foreign}|{name})(?=[，。、；])")),
        ("letters", re.compile(rf"(?P<name>{LATIN})(?=是|，|（|{HAN})")),
    )


_BEHIND = (  # what stands behind a name: Latin letters, age or sex in brackets or without
    re.compile(
        r"（(?:(?P<latin>[A-Z][A-Za-zÀ-ž .'·-]+)[，）]"
        rf"|(?:[^（）]{{0,8}}，)?(?:{_AGE}|[男女]))"
    ),
    re.compile(_AGE),
    re.compile("，[男女]，"),
)
_NOW = re.compile("，?(?:今年|现年)?$")
_ASKED = ("专访", "对话", "采访", "访问", "名叫", "都叫", "对谈")
_LATIN_AFTER = frozenset(("", *"，。；：！？”」\n、的与和同由对"))
_HONORIFIC = re.compile("女士|先生|小姐|教授|博士|医生|律师")


@functools.cache
def _dotted() -> re.Pattern[str]:
    return re.compile(_shapes()["dotted"])


@functools.cache
def _speaking_foreigner() -> re.Pattern[str]:
    """A name from abroad without dots, before a verb."""
    return re.compile(rf"{_shapes()['sounds']}{{3,7}}?(?=(?:{adverbs()}){{0,2}}{verbs()})")


@functools.cache
def _before() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A name that ends a text: any, Chinese."""
    shapes = _shapes()
    dotted = rf"{shapes['sounds']}{{1,7}}(?:[·・•．]{HAN}{{1,6}})+"  # 尤纳斯・彼得（Jonas Peter）
    return re.compile(rf"(?:{dotted}|{shapes['any']})$"), re.compile(rf"{shapes['name']}$")


def _places(text: str, titled: Sequence[re.Match[str]]) -> Iterator[_Found]:
    """Every place where the text may introduce a person."""
    speaking = _speaking_foreigner()
    for m in titled:
        if foreign := speaking.match(text, m.start("name")):
            yield _Found(*foreign.span(), title=m["title"], by="known")
        yield _Found(*m.span("name"), title=m["title"])
    for by, pattern in _patterns():
        for m in pattern.finditer(text):
            if by != "letters" or text[max(0, m.start() - 1) : m.start()] in _LATIN_AFTER:
                yield _Found(*m.span("name"), by=by)
    if DOT.search(text):
        for m in _dotted().finditer(text):
            yield _Found(_behind(text, m.start()), m.end())
    anyone, chinese = _before()
    for m in (m for pattern in _BEHIND for m in pattern.finditer(text)):
        low = max(0, m.start() - 40)
        before = _NOW.sub("", text[low : m.start()])
        latin = (m.groupdict().get("latin") or "").strip()
        size = _behind_title(before) if latin else 0
        if size:  # 作家高桥由美（Yumi Takahashi）
            end = low + len(before)
            yield _Found(end - size, end, latin=latin, by="known")
        elif named := anyone.search(before):
            start = _behind(text, low + named.start())
            yield _Found(start, low + len(before), latin=latin)
    for m in _HONORIFIC.finditer(text):
        low = max(0, m.start() - 4)
        if named := chinese.search(text[low : m.start()]):
            yield _Found(low + named.start(), m.start(), title=m[0])


def _behind_title(before: str) -> int:
    """The length of the name at the end of a text, right behind a title; 0 where none is."""
    fits = (n for n in range(2, 8) if re.fullmatch(rf"{HAN}{{{n}}}", before[-n:]))
    return next((n for n in fits if before[:-n].endswith(titles())), 0)


def _behind(text: str, start: int) -> int:
    """Where a foreign name begins whose first characters may still be of a title: 经理|科尔姆."""
    for end in (start + 1, start + 2):
        dotted = DOT.search(text, start, end + 8)
        if dotted and text[max(0, end - 8) : end].endswith(titles()):
            return end
    return start


_HEAD = re.compile(rf"(?P<before>^|[，。；：！？”」\n])(?=(?P<words>{HAN}{{2,12}}))")
_SUBJECT = frozenset("，。、的是在也和与对把被从就还曾则又不没给将让向笑说称今去当站坐")


def _at_heads(text: str, times: Times) -> set[str]:
    """Names of three characters at the head of clauses that no title or verb introduces.

    The text has them more than once, or the segmenter takes one at the head of a sentence for a
    word that its dictionary lacks; and somewhere a word follows that may follow a subject.
    """
    heads: dict[str, tuple[str, str]] = {}
    for m in _HEAD.finditer(text):
        heads.setdefault(m["words"][:3], (m["before"], m["words"]))
    found = set()
    for name, (before, following) in heads.items():
        if name[0] in rare() or name[-1] in LANDMARK or len(name) < 3 or not is_name(name):
            continue
        if times[name[:2]] > 2 * times[name]:  # the beginning is a word of its own
            continue
        if is_common_word(following[2:4]):  # 南湾|铁路
            continue
        single = times[name] < 2 and before in "。\n"
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
    table[[ord(name[0]) for name in words("surnames", "surname") if name[0] not in rare()]] = True
    return table


def _again(text: str, times: Times) -> set[str]:
    """Names of three characters that the text repeats and the segmenter takes for new words."""
    found = set()
    for name in repeated(text, _first(), 3):
        if name[-1] in LANDMARK or not is_name(name) or is_phrase(name, times) or is_called(name):
            continue
        at = text.find(name)
        places = (at, text.find(name, at + 1))
        if all(name in dictionary().cut(text[max(0, i - 4) : i + 7]) for i in places):
            found.add(name)
    return found


def _short(text: str, times: Times) -> set[str]:
    """Names of two characters that the text repeats as subjects, and the segmenter sees whole."""
    found = set()
    for name in repeated(text, _first(), 2):
        if not is_name(name) or name[-1] in LANDMARK or is_called(name) or name in titles():
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


_SAYS = re.compile("说[，：]|表示|称[，：]|指出|认为|坦言|透露|强调|告诉|直言|解释")
_SPEAKING = re.compile(rf"(?P<words>{HAN}{{5,14}}?)(?:则|也|还|又|并|均|笑着|随后|后来|昨日)?$")


def _speaking(text: str, times: Times) -> set[str]:
    """Names of three characters before a verb, behind a title that no list has."""
    found = set()
    for verb in _SAYS.finditer(text):
        m = _SPEAKING.search(text, max(0, verb.start() - 16), verb.start())
        name = m["words"][-3:] if m else ""
        if not name or name[0] in rare() or not is_name(name):
            continue
        ends = word_ends(m["words"]) if m else []
        known = is_called(name) or (is_phrase(name, times) and times[name] < 2)
        if len(ends) > 1 and ends[-2] == ends[-1] - 3 and not known:
            found.add(name)
    return found
