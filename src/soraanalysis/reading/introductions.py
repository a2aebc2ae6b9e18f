"""Introductions: the persons whom an article introduces, and what it says beside their names.

Names are found by `naming`; others by what stands around them (`副院长乌兰告诉记者`,
`科瓦尔（Koval）`), and names in Latin letters.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from soraanalysis._data import words
from soraanalysis.reading import naming
from soraanalysis.reading.finding import Finder, places
from soraanalysis.reading.names import (
    DOT,
    DOTS,
    HAN,
    LATIN,
    NEXT,
    TIME,
    adverbs,
    common_surname,
    descriptions,
    dictionary,
    ends,
    family,
    is_called,
    is_common_word,
    one_of,
    sounds,
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


def introductions(text: str) -> Iterator[Introduction]:
    """Every person whom the text introduces, once for each title that stands beside the name."""
    names = naming.likely(text)
    for name in names:
        yield from _beside(text, name)
    yield from _shown(text, frozenset(names))


def _beside(text: str, name: str) -> Iterator[Introduction]:
    """What stands beside a name: titles, the name in Latin letters, the sex."""
    found = set[Introduction]()
    for at in places(name, text):
        if len(found) == _TITLES:
            break
        if DOT.match(text, at - 1):
            continue  # 尤纳斯·克鲁格 is another name
        fits = (n for n in range(min(8, at), 0, -1) if text[at - n : at] in descriptions())
        title = text[at - size : at] if (size := next(fits, 0)) else ""
        after = text[at + len(name) :][:40]
        latin = m["latin"].strip() if (m := _IN_LATIN.match(after)) else ""
        found.add(Introduction(name, title, latin, _sex(title, after[:12])))
    yield from sorted(found)


def _sex(title: str, after: str) -> str:
    if title in words("titles", "title", sex="f") or re.match(
        r"（[^（）]{0,8}女|，女，|女士|小姐", after
    ):
        return "女"
    return "男" if re.match(r"（[^（）]{0,8}男|，男，|先生", after) else ""


_AGE = r"[\d一二三四五六七八九十]{1,3}岁"
_BRACKET = r"（(?P<latin>[A-Z][A-Za-zÀ-ž .'·-]+)[，）]"
_FUNCTION = frozenset("我你他她它这什么怎没只等着了过时以们地得之其此该各每某两几多少边一所")
_IN_LATIN = re.compile(_BRACKET)
_RELATIONS = (
    "妻子|丈夫|太太|女儿|儿子|母亲|父亲|哥哥|弟弟|姐姐|妹妹|孙女|孙子|女友|男友|未婚妻|未婚夫"
)
_AFTER = "，。；：！？”」\n、的与和同由对 "


@functools.cache
def _says() -> str:
    return rf"(?=(?:{adverbs()}){{0,2}}{verbs()})"


@functools.cache
def _speaks() -> re.Pattern[str]:
    return re.compile(_says())


@functools.cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Places where what stands around it shows that something is a name, whatever it is."""
    return (
        re.compile(rf"(?<![{DOTS}-])(?P<name>[{sounds()}]{{2,7}}){_BRACKET}"),
        re.compile(rf"的(?P<name>{HAN}{{2,3}})(?=今年{_AGE}|（[^（）]{{0,8}}{_AGE})"),
        re.compile(rf"的(?P<name>[{sounds()}]{{2,4}}){_says()}"),
        re.compile(  # 妻子卡佳站在一旁
            rf"(?:{_RELATIONS})(?P<name>[{sounds()}]{{2,5}})(?=[站坐在也则还却又正从把抱拉说笑叹问喊，（])"
        ),
        re.compile(rf"叫(?P<name>[{sounds()}]{{2,6}}|{LATIN})(?=[，。、；])"),
    )


@functools.cache
def speaking() -> Finder:
    """Who speaks behind a title: 副院长乌兰告诉记者."""
    title = one_of(titles())
    return Finder(titles(), rf"(?P<title>{title})(?P<name>{HAN}{{2,4}}?){_says()}")


@functools.cache
def _short() -> Finder:
    """Two characters that foreign names are spelt with, behind a title: 总统普京周三抵达."""
    title = one_of(titles())
    when = rf"{TIME}|近日|日前|随后|在|于|将|已|则|对"
    return Finder(titles(), rf"(?P<title>{title})(?P<name>[{sounds()}]{{2}})(?P<when>{when})?")


@functools.cache
def _spelt() -> re.Pattern[str]:
    """A name behind a title, before the same in Latin letters: 作家高桥由美（Yumi Takahashi）."""
    return re.compile(rf"(?P<title>{one_of(titles())})(?P<name>{HAN}{{2,7}})$")


@functools.cache
def _capital() -> re.Pattern[str]:
    """Where Latin letters begin behind what a description ends with."""
    return re.compile(f"(?<=[{''.join({d[-1] for d in descriptions()})}])[A-Z]")


@functools.cache
def _latin() -> tuple[re.Pattern[str], ...]:
    """Names in Latin letters, by what stands around them; the first behind a title."""
    return (
        re.compile(rf"(?P<name>{LATIN}|[A-Z][a-z]{{2,}}{common_surname()}?)"),
        re.compile(rf"(?P<name>{LATIN})(?=（|{verbs()})"),
        re.compile(rf"(?<![^{_AFTER}])(?P<name>{LATIN})(?=是|[，。]| ?{HAN})"),
    )


def _shown(text: str, known: frozenset[str]) -> Iterator[Introduction]:
    """Every place that shows something to be a name; `known` are found already."""
    for m in (m for pattern in _patterns() for m in pattern.finditer(text)):
        name = _without_titles(m["name"], text[max(0, m.start() - 4) : m.start()])
        if not is_common_word(name) or dictionary().tag(name) == "ns":
            yield from _introduction(text, m, name, latin=m.groupdict().get("latin") or "")
    for m in speaking().finditer(text):
        name = _without_titles(m["name"])
        if not any(name[:n] in known for n in (2, 3)) and _is_strange(name, text):
            yield from _introduction(text, m, name, m["title"])  # not 卢政宏|以
    judged: dict[tuple[str, str, bool], bool] = {}  # once each, as a text may be long
    for m in _short().finditer(text):
        name, (start, end) = m["name"], m.span("name")
        key = (text[start - 1 : end], text[start : end + 1], bool(m["when"]))
        if key not in judged:  # elsewhere, others stand beside it
            again = key[2] or all(text.count(b) < text.count(name) for b in key[:2])
            judged[key] = again and name not in known and _is_foreign(name, text)
        if judged[key]:
            yield from _introduction(text, m, name, m["title"])
    for bracket in _IN_LATIN.finditer(text):
        at = bracket.start()
        if led := _spelt().search(text, max(0, at - 15), at):
            name = _without_titles(led["name"])
            if not any(name[:n] in known for n in (2, 3)):
                yield from _introduction(text, led, name, led["title"], bracket["latin"])
    longer = "\n".join(known)
    yield from (Introduction(n) for n in _beside_quotations(text) if n[:2] not in longer)
    for m, title in _in_letters(text):
        once = not m["name"].isascii() and text.count(m["name"]) < 2  # Leo|高
        name = m["name"][:-1] if once else m["name"].rstrip(".")
        yield from _introduction(text, m, name, title)


def _in_letters(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Names in Latin letters, and the title before each."""
    behind, *others = _latin()
    for capital in _capital().finditer(text):
        at = capital.start()
        fits = (text[at - n : at] for n in range(min(8, at), 0, -1))
        title = next((t for t in fits if t in descriptions()), "")
        if title and (m := behind.match(text, at)):
            yield m, title
    yield from ((m, "") for pattern in others for m in pattern.finditer(text))


_MARK = re.compile("[“”「」]")
_BEHIND = re.compile(f"，?(?P<run>{HAN}{{3,16}})[。，：]")  # “…”住在街尾的央金告诉记者。
_BEFORE = re.compile(f"(?<![^，。；！？”」\n　 ])(?P<run>{HAN}{{3,16}})[，：]?$")  # 央金说：“…”


def _beside_quotations(text: str) -> Iterator[str]:
    """What stands before a verb of saying beside a quotation, if it can be no words.

    Names with a Chinese family name are found by `naming`, others as 央金 seldom.
    """
    for mark in _MARK.finditer(text):
        at = mark.start()
        opens = mark[0] in "“「"
        m = _BEFORE.search(text, max(0, at - 18), at) if opens else _BEHIND.match(text, at + 1)
        run = m["run"].split("的")[-1] if m else ""
        for n in range(min(5, len(run) - 1), 1, -1):
            if run.startswith(("方面", "官方", "团队", "公司"), n):
                break
            joined = dictionary().knows(run[n - 1 : n + 1])  # 央金笑|说
            if not joined and _speaks().match(run, n):
                if _is_foreign(_without_titles(run[:n]), text):
                    yield _without_titles(run[:n])
                break


def _is_foreign(name: str, text: str) -> bool:
    """Whether it may be a foreign name, and no word, title, nickname or Chinese name."""
    known = dictionary().tag(name) in ("nr", "nrfg", "nrt", "ns")
    spelt = not family(name) and set(name) <= {*sounds()}
    if len(name) < 2 or name[0] in "老小阿据" or not (known or spelt) or is_called(name):
        return False
    titled = ends(name, descriptions()) or not descriptions().isdisjoint((name[:2], name[:3]))
    return not titled and _is_strange(name, text, 1) and not naming.is_elsewhere(name, text)


def _is_strange(name: str, text: str, least: int = 2) -> bool:
    """Whether what stands between a title and a verb can be no words: 忽雪莹, but not 笑着.

    `least`: how often the text must have a name of two characters.
    """
    if len(name) == 2 and dictionary().tag(name) in ("nr", "nrt", "ns", "nz"):
        return True
    if not NEXT.isdisjoint(name) or not _FUNCTION.isdisjoint(name):
        return False
    pieces = dictionary().cut_known(name)
    whole = all(len(piece) == 1 or dictionary().tag(piece) == "nr" for piece in pieces)
    return whole and (len(name) > 2 or text.count(name) >= least)


def _without_titles(name: str, before: str = "") -> str:
    """A name without the titles of which it has a part: 主|席阿兹曼, 研究员裴多莉, 阮氏梅博士."""
    cut = (n for n in range(len(name) - 2, 0, -1) if ends(before + name[:n], titles()))
    name = name[next(cut, 0) :]
    behind = (n for n in (3, 2) if len(name) > n + 1 and name[-n:] in titles())
    return name[: len(name) - next(behind, 0)]


def _introduction(
    text: str, m: re.Match[str], name: str, title: str = "", latin: str = ""
) -> Iterator[Introduction]:
    """A name that a pattern has found, unless it is a form of address."""
    behind = m.end("name")
    at = behind - len(name)
    if not is_called(text[at : at + 3]) and not is_called(name):
        yield Introduction(name, title, latin.strip(), _sex(title, text[behind : behind + 12]))
