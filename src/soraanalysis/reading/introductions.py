"""Introductions: the persons whom an article introduces, and what it says beside their names.

Chinese names are found by `naming`. Foreign ones by a title, a bracket, a reporting verb or their
dots (`馆长马耀·比吼`, `科瓦尔（Koval）`, `基普鲁托说`); where they end is decided in `endings`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from soraanalysis._data import words
from soraanalysis.reading import naming
from soraanalysis.reading.endings import DOT, is_unknown, whole
from soraanalysis.reading.finding import Finder
from soraanalysis.reading.names import (
    HAN,
    LATIN,
    adverbs,
    common_surname,
    descriptions,
    dictionary,
    is_called,
    one_of,
    sounds,
    surname,
    titles,
    verbs,
)

_TITLES = 8  # different ways in which a text describes one person


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
    """Patterns of foreign names: with dots, by their sounds alone, any."""
    sound = f"[{sounds()}]"
    dotted = rf"{sound}{{1,7}}(?:[·・•．‧](?:{sound}{{1,7}}|{surname()}(?!{HAN})))+"
    return {"dotted": dotted, "sounds": sound, "any": rf"{dotted}|{LATIN}|{sound}{{2,6}}"}


@functools.lru_cache(maxsize=4)
def introductions(text: str) -> tuple[Introduction, ...]:
    """Every person whom the text introduces, once for each title that stands beside the name."""
    return tuple(_introductions(text))


def _introductions(text: str) -> Iterator[Introduction]:
    foreign = list(_foreign(text, chinese := naming.likely(text)))
    for own in chinese:  # not 鲁艾娜 of 努鲁艾娜
        times = text.count(own)
        if not any(own in f.name != own and text.count(f.name) == times for f in foreign):
            yield from _beside(text, own)
    yield from foreign


def _foreign(text: str, chinese: Sequence[str]) -> Iterator[Introduction]:
    """Every place where the text introduces a foreigner."""
    known = set(chinese)
    for place in _places(text):
        shown = text[place.start : place.end]
        if any(text[place.start : place.start + n] in known for n in range(2, 6)):
            continue
        name: str | None
        free = place.by == "known" and (is_unknown(shown) or dictionary().tag(shown) == "ns")
        name = shown if free else whole(text, place.start, shown)
        if name and not is_called(name):
            sex = _sex(place.title, text[place.end :][:12])
            yield Introduction(name, place.title, place.latin, sex)


def _beside(text: str, name: str) -> Iterator[Introduction]:
    """What stands beside a Chinese name: titles, the name in Latin letters, the sex."""
    at, found = -1, set[Introduction]()
    while (at := text.find(name, at + 1)) >= 0 and len(found) < _TITLES:
        fits = (n for n in range(min(8, at), 0, -1) if text[at - n : at] in descriptions())
        title = text[at - size : at] if (size := next(fits, 0)) else ""
        after = text[at + len(name) :][:40]
        latin = m["latin"].strip() if (m := _BEHIND[0].match(after)) and m["latin"] else ""
        found.add(Introduction(name, title, latin, _sex(title, after[:12])))
    yield from sorted(found)


def _sex(title: str, after: str) -> str:
    if title in words("titles", "title", sex="f") or re.match(
        r"（[^（）]{0,8}女|，女，|女士|小姐", after
    ):
        return "女"
    return "男" if re.match(r"（[^（）]{0,8}男|，男，|先生", after) else ""


_AGE = r"[\d一二三四五六七八九十]{1,3}岁"


@functools.cache
def _titled() -> Finder:
    known = descriptions()
    latin = rf"[A-Z][a-z]{{2,}}{common_surname()}?"
    return Finder(
        known,
        rf"(?P<title>{one_of(known)})"
        rf"(?P<name>{_shapes()['any']}|{HAN}{{1,7}}(?:[·・•．‧]{HAN}{{1,4}})+|{latin})",
    )


@functools.cache
def _patterns() -> tuple[tuple[str, re.Pattern[str] | Finder], ...]:
    """Patterns with a name in them, and what it is introduced by."""
    title, name, sound = one_of(words("titles", "title")), _shapes()["any"], _shapes()["sounds"]
    return (
        (
            "verb",
            re.compile(
                rf"(?:^|[，。；：！？”」\n、和与及])(?P<name>{name})"
                rf"(?=(?:{title})?(?:{adverbs()}){{0,3}}{verbs()})"
            ),
        ),
        ("known", re.compile(rf"的(?P<name>{HAN}{{2,3}})(?=今年{_AGE}|（[^（）]{{0,8}}{_AGE})")),
        ("", re.compile(rf"岁的?(?P<name>{name})")),
        ("known", re.compile(rf"的(?P<name>{sound}{{2,4}})(?=(?:{adverbs()}){{0,2}}{verbs()})")),
        ("", Finder(_ASKED, rf"({'|'.join(_ASKED)})(?P<name>{name})")),
        ("known", re.compile(rf"叫(?P<name>{name})(?=[，。、；])")),
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
# a dotted name that nothing introduces, at the head of a clause: 瓦旦·诺明今年72岁
_HEADED = re.compile(
    r"(?:(?:^|[，。；：！？”」\n])(?P<name>(?:(?![的是在和与])[\u3400-\u9fff]){1,5}·[\u3400-\u9fff]{1,4})"
    r"|的(?P<known>(?:(?![的是在和与])[\u3400-\u9fff]){2,3}·[\u3400-\u9fff]{1,4}))"
)
_NOW = re.compile("，?(?:今年|现年)?$")
_ASKED = ("专访", "对话", "采访", "访问", "名叫", "都叫", "对谈")
_LATIN_AFTER = frozenset(("", *"，。；：！？”」\n、的与和同由对 "))


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
def _before() -> re.Pattern[str]:
    """A foreign name that ends a text."""
    sound = _shapes()["sounds"]
    dotted = rf"{sound}{{1,7}}(?:[·・•．‧]{HAN}{{1,6}})+"  # 尤纳斯・彼得（Jonas Peter）
    return re.compile(rf"(?:{dotted}|{_shapes()['any']})$")


def _places(text: str) -> Iterator[_Found]:
    """Every place where the text may introduce a foreigner."""
    speaking = _speaking_foreigner()
    for m in _titled().finditer(text):
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
    """Names before what describes them: Latin letters, age, sex."""
    for m in (m for pattern in _BEHIND for m in pattern.finditer(text)):
        low = max(0, m.start() - 40)
        before = _NOW.sub("", text[low : m.start()])
        latin = (m.groupdict().get("latin") or "").strip()
        size = _behind_title(before) if latin else 0
        if size:  # 作家高桥由美（Yumi Takahashi）
            end = low + len(before)
            yield _Found(end - size, end, latin=latin, by="known")
        elif named := _before().search(before):
            start = _behind(text, low + named.start())
            yield _Found(start, low + len(before), latin=latin)


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
