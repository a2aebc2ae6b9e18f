"""Legends: what a page says about who will speak, before anybody does.

A guest list, `翟明澈（以下简称翟）`, `M：莫绰妍（主持）`, or the sentence that introduces whoever
answers the questions.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from soraanalysis._data import words
from soraanalysis.reading.cast import REPORTER, Cast
from soraanalysis.reading.names import described, is_name


class Line(NamedTuple):
    """A line that is not blank: its clean offsets without the white space around it."""

    start: int
    end: int
    text: str


_SHORT = re.compile(
    r"(?P<name>[^，。；：（）、\n]{2,40}?)\s*"
    r"(?:（(?:(?:本名|原名|真名)(?P<real>[^，）]{2,6})，)?(?:[^（）]*，)?(?:以下简?|下)称(?:为)?[“‘「]?(?P<short>[^”’」），]{1,8})[”’」]?）"
    r"|(?:以下)?简称(?:为)?[“‘「](?P<marked>[^”’」]{1,4})[”’」])"
)
_CALLED = re.compile("下称|简称")  # what a line must have for `_SHORT`
_INITIAL = re.compile(
    r"(?P<name>[\u3400-\u9fff·]{2,16}|[A-Z][\w.]+(?: [A-Z][\w.]+)*)"
    r"（(?P<short>[A-Z]{1,2})(?=[）；，])"
)
_INNER = re.compile(r"（(?P<lead>[^（）]*，)?(?P<inner>[\u3400-\u9fff]{1,4})）")
_RUN = re.compile(r"[\u3400-\u9fff]+$")
_INITIALS = re.compile("（[A-Z]{1,2}[）；，]")  # what a line must have for `_INITIAL`
_LEGEND = re.compile(  # M：莫绰妍（主持）, 讲者A＝庄以恩（主持人）
    r"(?:^|\s)(?P<short>[A-Z]{1,2}|(?:讲者|说话人|发言人|嘉宾)\s?[A-Z\d]{1,2})(?P<mark>[：:＝=])\s?"
    r"(?P<name>[\u3400-\u9fff·]{2,8}|[A-Z][\w.]+(?: [A-Z][\w.]+)*)"
    r"(?=（|$|\s|，[^，。！？?!]{2,30}$)"
)
_LONG = 200  # characters: a legend is a short line
_HOST = re.compile(r"主持人?[：:]\s*(?P<name>[\u3400-\u9fff]{2,4})(?=\s*[｜|、/　])")
_MEANS = re.compile(  # Q为本刊记者的提问，A为某某的回答
    r"(?P<short>[A-Z]|(?:说话人|发言人|讲者)\s?[A-Z\d]{1,2})(?:为|是|代表)(?:本刊|本报)?"
    r"(?P<name>记者|[\u3400-\u9fff·]{2,8}?)(?=的|，|。|；|）)"
)
_GUEST = re.compile(
    r"[①-⑳\d\s.、丨|•·]*(?P<name>[^\s（(：:，、]{1,20})\s*(?:[（(](?P<alias>[^）)]+)[）)])?[\s：:、]"
)
_ANSWERS = re.compile(
    r"(?:^|[，。；：、\n]|由|以下为|以下是)(?P<who>[^，。；：、\n]{2,30}?)(?:就[^，。\n]{1,40}?)?"
    r"(?:会后|现场|一一|分别|日前|近日)*(?:回答|答复|答覆|解答|接受|答)了?(?:的?)"
    r"(?:[^，。；：、\n]{0,8}?(?:本报|本刊|本台|媒体|记者|大家|网友|读者|公众|网民|社会|专访|采访|访问|提问|快问快答))"
)
_BRACKETED = re.compile(r"[\u3400-\u9fff·]{2,8}[（(][^。！？）)]*[）)]$")
_ROLE = re.compile(r"(?P<head>[^：:]{1,8})[：:]\s*(?P<rest>\S.*)")


def guests(lines: Sequence[Line], rows: Sequence[int]) -> dict[str, str]:
    """Names (and the names in brackets behind them) that the rows of a guest list give."""
    found: dict[str, str] = {}
    for i in rows:
        text = lines[i].text
        if named := _role_of(text):
            role, name = named
            found[role] = found[name] = name
        elif m := _GUEST.match(text + " "):
            found[m["name"]] = m["name"]
            if m["alias"]:
                found[m["alias"]] = m["name"] if m["alias"] in m["name"] else m["alias"]
    return found


def introduces(text: str) -> bool:
    """Whether a line only says who somebody is: M：莫绰妍（主持）; 主持人：邬晓峰　市政府."""
    if _LEGEND.match(text):
        return True
    return _role_of(text) is not None


def _role_of(text: str) -> tuple[str, str] | None:
    """Role and name of a line such as 主持人：邬晓峰　市政府."""
    m = _ROLE.match(text)
    if m is None or m["head"] not in words("labels", "label"):
        return None
    name = re.match(r"([^\s（(。，]{2,12})(?:[\s（(][^。！？]*)?$", m["rest"])
    if name is None or not (is_name(name[1]) or _BRACKETED.match(m["rest"])):
        return None
    return m["head"], name[1]


def _bracketed(text: str) -> Iterator[tuple[str, str]]:
    """Short and full names in 游锦堂（国中数学教师，游）, 叶咏怡（怡）, 阿洁（林洁）."""
    for m in _INNER.finditer(text):
        inner, run = m["inner"], _RUN.search(text[max(0, m.start() - 12) : m.start()])
        before = run[0] if run else ""
        full = (name for n in (3, 2, 4) if inner in (name := before[-n:]) and is_name(name))
        if len(inner) < 3 and (name := next(full, "")):
            yield inner, name
        elif not m["lead"] and 1 < len(before) < 4 and is_name(inner) and len(text) < _LONG:
            longer = len(inner) > len(before) or before[0] in "阿小老"
            yield (before, inner) if longer else (inner, inner)


def short_names(lines: Sequence[Line]) -> dict[str, str]:
    """Short names that the page introduces: 翟明澈（以下简称翟）, 戴立诚（D，清洁队队员）."""
    names = {}
    for line in lines:
        for m in _INITIAL.finditer(line.text) if _INITIALS.search(line.text) else ():
            names[m["short"]] = _last_name(m["name"])
        for short, name in _bracketed(line.text):
            names[short] = names[name] = name
        for m in _LEGEND.finditer(line.text) if len(line.text) < _LONG else ():
            if is_name(m["name"]) or m["mark"] in "＝=":
                names[m["short"]] = m["name"]
        if named := _role_of(line.text):
            role, name = named
            names[role] = names[name] = name
        for m in _HOST.finditer(line.text) if len(line.text) < _LONG else ():
            if is_name(m["name"]):
                names["主持"] = names["主持人"] = names[m["name"]] = m["name"]
        for m in _MEANS.finditer(line.text):
            names[m["short"]] = _last_name(m["name"])
        for m in _SHORT.finditer(line.text) if _CALLED.search(line.text) else ():
            short = m["short"] or m["marked"]
            names[short] = names[m[0]] = m["real"] or described(m["name"], short)
    return names


def answerer(introduction: Sequence[Line]) -> str | None:
    """Who answers on a page of questions and answers, by what stands before the first."""
    cast = cast_of(introduction)
    phrases = [m for line in introduction for m in _ANSWERS.finditer(line.text)]
    for m in reversed(phrases):
        people = [n.name for n in cast.mentions(m["who"]) if n.name]
        if people:
            return people[0]
    everybody = list(dict.fromkeys(cast.aliases.values()))
    if len(everybody) == 1:
        return everybody[0]
    if phrases:
        return max((m["who"] for m in phrases), key=len)
    times = Counter(m.name for line in introduction for m in cast.mentions(line.text) if m.name)
    return times.most_common(1)[0][0] if times else None


def cast_of(lines: Sequence[Line]) -> Cast:
    """The persons that some lines introduce."""
    return Cast("\n".join(line.text for line in lines))


def _last_name(text: str) -> str:
    """The name at the end of a phrase: behind a title, behind 和, or the whole."""
    text = re.split(r"[与和及为是、]", text)[-1]
    return REPORTER if text in ("记者", "笔者") else described(text)
