"""Introductions: the persons whom an article introduces.

By a title, a bracket or a reporting verb (`馆长李明`, `李明（42岁）`, `李明说`), or because it
repeats them (`recurring`). Where a name ends is decided in `endings`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from soraanalysis._data import words
from soraanalysis.reading.endings import (
    DOT,
    Times,
    is_called,
    is_phrase,
    is_unknown,
    undotted,
    whole,
    word_ends,
)
from soraanalysis.reading.finding import Finder
from soraanalysis.reading.names import (
    HAN,
    LATIN,
    adverbs,
    common_surname,
    dictionary,
    family,
    is_common_word,
    one_of,
    rare,
    sounds,
    surname,
    titles,
    verbs,
)
from soraanalysis.reading.recurring import recurring


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
    sound = f"[{sounds()}]"
    dotted = rf"{sound}{{1,7}}(?:[·・•．‧](?:{sound}{{1,7}}|{surname()}(?!{HAN})))+"
    name = rf"{surname()}{HAN}{{1,2}}(?![·・•．‧])"
    foreign = rf"{dotted}|{LATIN}"
    return {
        "dotted": dotted,
        "name": name,
        "short": rf"{surname()}{HAN}{{1,2}}?(?![·・•．‧])",
        "sounds": sound,
        "foreign": foreign,
        "any": rf"{foreign}|{name}|{sound}{{2,6}}",
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
        unlikely = family(name) in rare() and not (name[0].isascii() or DOT.search(name))
        called = text[max(0, place.start - 1)] == "叫"
        words_end = (
            called or place.latin or _parted(text[place.start :][:6], name, bool(place.title))
        )
        if unlikely and not words_end:
            continue
        found.add(name)
        sex = _sex(place.title, text[place.end :][:12])
        yield Introduction(name, place.title, place.latin, sex)
    others = {undotted(text, text.find(n)) or n for n in recurring(text, times, titled)} - found
    others = {n for n in others if n[:-1] not in {*found, *others} or len(family(n)) > 1}
    others -= {n[:-1] for n in others if len(family(n)) > 1}  # 真野翔太; not 石维笑 beside 石维
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
    known = words("titles", "title") | words("sources", "word", kind="role")
    shapes, title = _shapes(), one_of(known)
    latin = rf"[A-Z][a-z]{{2,}}{common_surname()}?"
    return Finder(
        known,
        rf"(?P<title>{title})"
        rf"(?P<name>{shapes['foreign']}|{shapes['name']}|{HAN}{{1,7}}(?:[·・•．‧]{HAN}{{1,4}})+"
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
        ("known", re.compile(rf"的(?P<name>{sounds}{{2,4}})(?=(?:{adverbs()}){{0,2}}{verbs()})")),
        ("", Finder(_ASKED, rf"({'|'.join(_ASKED)})(?P<name>{foreign}|{name})")),
        ("known", re.compile(rf"叫(?P<name>{foreign}|{name})(?=[，。、；])")),
        ("letters", re.compile(rf"(?P<name>{LATIN})(?=是|[，。（]| ?{HAN})")),
    )


_BEHIND = (  # what stands behind a name: Latin letters, age or sex in brackets or without
    re.compile(
        r"（(?:(?P<latin>[A-Z][A-Za-zÀ-ž .'·-]+)[，）]"
        rf"|(?:[^（）]{{0,8}}，)?(?:{_AGE}|[男女]))"
    ),
    re.compile(_AGE),
    re.compile("，[男女]，"),
)
_BRACKETS = re.compile("（(?P<what>[^（）]{2,30})）")  # 彭柏玮（长泳选手）
# a dotted name that nothing introduces, at the head of a clause: 瓦旦·诺明今年72岁
_HEADED = re.compile(
    r"(?:(?:^|[，。；：！？”」\n])(?P<name>(?:(?![的是在和与])[\u3400-\u9fff]){1,5}·[\u3400-\u9fff]{1,4})"
    r"|的(?P<known>(?:(?![的是在和与])[\u3400-\u9fff]){2,3}·[\u3400-\u9fff]{1,4}))"
)
_NOW = re.compile("，?(?:今年|现年)?$")
_ASKED = ("专访", "对话", "采访", "访问", "名叫", "都叫", "对谈")
_LATIN_AFTER = frozenset(("", *"，。；：！？”」\n、的与和同由对 "))
_HONORIFIC = re.compile("女士|先生|小姐|教授|博士|医生|律师")


@functools.cache
def _dotted() -> re.Pattern[str]:
    return re.compile(_shapes()["dotted"])


@functools.cache
def _speaking_foreigner() -> re.Pattern[str]:
    """A name from abroad without dots, before a verb."""
    behind = rf"(?:{adverbs()}){{0,2}}{verbs()}|[在也则亦于，。（]"
    return re.compile(rf"{_shapes()['sounds']}{{3,7}}?(?={behind})")


@functools.cache
def _given_name() -> Finder:
    """Two characters between a title and a reporting verb."""
    title = one_of(words("titles", "title"))
    return Finder(
        words("titles", "title"),
        rf"(?P<title>{title})(?P<name>{HAN}{{2}})(?=(?:{adverbs()}){{0,2}}{verbs()})",
    )


@functools.cache
def _before() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A name that ends a text: any, Chinese."""
    shapes = _shapes()
    dotted = rf"{shapes['sounds']}{{1,7}}(?:[·・•．‧]{HAN}{{1,6}})+"  # 尤纳斯・彼得（Jonas Peter）
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
        for m in _HEADED.finditer(text):
            yield _Found(*m.span("name" if m["name"] else "known"))
    yield from _described(text)
    for m in _given_name().finditer(text):
        named = dictionary().tag(m["name"]) in ("nr", "nrt", "ns", "nz")
        if named and not is_called(text[m.start("name") :][:3]):  # 副院长乌兰告诉记者
            yield _Found(*m.span("name"), title=m["title"], by="known")


def _described(text: str) -> Iterator[_Found]:
    """Names before what describes them: Latin letters, age, sex, work, an honorific."""
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
    for m in _BRACKETS.finditer(text):
        if any(part.endswith(titles()) for part in m["what"].split("，")):
            low = max(0, m.start() - 4)
            if named := chinese.search(text[low : m.start()]):
                yield _Found(low + named.start(), m.start())
    for m in _HONORIFIC.finditer(text):
        low = max(0, m.start() - 4)
        if named := chinese.search(text[low : m.start()]):
            start = low + named.start()
            if not is_common_word(text[max(0, start - 1) : start + 1]):  # 辩方|大律师
                yield _Found(start, m.start(), title=m[0])


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
