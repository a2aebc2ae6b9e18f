"""Candidates: what on a line may be a label, by its shape.

A short head before a colon, in 【】, behind a time, on a line of its own, with what adorns it (●,
##, **); more seldom （邓可欣） or 邓可欣 |. Whom it names, and whether it is a label, is left to
`labels`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType

from soraanalysis.reading.cast import Cast
from soraanalysis.reading.heads import AGED, ASKED, AUDIENCE, SCREENED, Heads
from soraanalysis.reading.legends import Line, introduces
from soraanalysis.reading.names import DOTS, SIGN, is_name
from soraanalysis.reading.naming import is_likely

_ADORNED = re.compile(rf"(?:(?![—–-]){SIGN}\s*)*")
_HEAD = (
    r"(?:[^\W\d_①-⑳]|《|@|\d{1,4}(?=号))(?:(?![（(]\d)[^。！？；，“”‘’「」：:【】*—｜丨\[]){0,23}"
)
_EXPLAINED = "[（(](?:以下)?(?:简称|下称)[^（）()]{1,12}[）)]"  # 简沐恩（以下简称“简”）
_DAY = r"(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}(?:月|[-/])\d{1,2}日?|昨天|今天)"
_CLOCK = rf"(?:{_DAY}\s+)?(?:[上下]午\s*)?\d{{1,2}}:\d{{2}}(?::\d{{2}})?"
_TIME = rf"[（(\[]?(?:{_CLOCK}|\d{{1,2}}时\d{{1,2}}分)[）)\]]?"
_SHORT = 30  # characters: a label on a line of its own, with what adorns it, is shorter
_EDGE = rf"(?:{SIGN}|\s)+"
_EDGES = re.compile(rf"^{_EDGE}|{_EDGE}$|^\d{{1,2}}[.、．]\s*")
_NAME = r"(?:[^\W\d_]|《)[^，。！？；：:\[\]（）〈〉「」“”*%s]{0,11}"
_OPEN, _BARE = _NAME % "", _NAME % r"\s"
_SHAPES = tuple(
    re.compile(rf"{shape}\s*(?P<rest>\S.*)")
    for shape in (
        rf"[\[（〈「](?P<head>{_OPEN})[\]）〉」]\s*[：:]?",
        rf"“(?P<head>{_OPEN})”[：:]",
        rf"\*\*(?P<head>{_OPEN})\*\*",
        rf"(?P<head>{_BARE}?)\s*(?:\||>|-|–|—|~|～|．|\.)",
        rf"(?P<head>{_BARE})\s",
        rf"\d{{1,2}}[.、．]\s*(?P<head>{_BARE})[：:]",
    )
)
_MARKS = frozenset("：:】｜丨／.．—")  # one of which every label has
_BYLINES = ("记者", "采访", "采访者", "主持", "整理", "文", "撰文", "摄影", "编辑")
_MENU = frozenset(("Tags", "Tag", "Next", "Previous", "Prev", "Source", "Photo", "Text", "Related"))
_SAID = re.compile(r".(?:[说称道问答喊]|表示|指出|认为|强调|告诉记者)$")
_SENTENCE = re.compile(r"[。！？!?…][”’」』）)]*$")
_QUOTED = re.compile('[“「][^“”「」]*[”」]$|"[^"]*"$')
_TIMED = re.compile(  # [00:19] 阿洁, 00:42 沐恩
    rf"(?:[（(\[]{_CLOCK}[）)\]]\s*|{_CLOCK}\s+)(?P<head>{_HEAD})$(?P<rest>)"
)
_NAMELESS = re.sub("[?]P<[a-z]+>", "?:", f"{ASKED.pattern}|{SCREENED.pattern}")
_BITES = "同期声?|采访|现场声?|SOT|(?:记者)?出镜(?:记者)?"
_BITE = re.compile(  # 【同期声】县文化局局长 祝春生：…, 同期声：祝春生（县文化局局长）：…
    rf"(?:[【（(\[<]\s*(?:{_BITES})\s*[】）)\]>]\s*[：:]?|(?:同期声?|现场声|SOT)[：:])"
    r"\s*(?P<head>[^：:。“「]{2,40}?)\s*(?:[：:]\s*(?P<rest>.+)|$)"
)
_CANDIDATES = (
    _BITE,
    re.compile(r"【\s*(?P<head>[^【】。！？，]{1,40}?)\s*】\s*[：:]?\s*(?P<rest>.*)"),
    re.compile(rf"(?P<head>{_HEAD}?)\s*{_TIME}\s*[：:]?$(?P<rest>)"),
    _TIMED,
    re.compile(rf"(?P<head>[^\W\d_]{{2,10}}\s?\d{{1,2}})\s+{_TIME}\s+(?P<rest>.+)"),
    re.compile(
        rf"(?:{_TIME}\s*)?(?:\*\*)?(?P<head>{_HEAD}(?:{_EXPLAINED})?)(?:\*\*)?(?:\s*{_TIME})?[：:](?:\*\*)?\s*(?P<rest>.*)"
    ),
    re.compile(  # 郑月桂（67岁，家庭主妇）：
        rf"(?P<head>{AGED})[：:]\s*(?P<rest>.+)"
    ),
    re.compile(rf"(?P<head>{_NAMELESS})[：:｜]\s*(?P<rest>.*)"),
    re.compile(r"(?:\*\*)?(?P<head>[QA]\d{1,2})\s*[.．、｜丨]\s*(?P<rest>[^\d\s].*)"),
    re.compile(rf"(?P<head>{_HEAD}?)\s*(?:[｜丨／]|——(?!—))\s*(?P<rest>[^—\s].*)"),
)


def heads_of(
    lines: Sequence[Line], names: Mapping[str, str] = MappingProxyType({})
) -> dict[int, tuple[str, int]]:
    """What might be a label, by line, and where in the line the words behind it begin."""
    plain = [_plain(line.text) for line in lines]
    repeated = {text for text, n in Counter(plain).items() if n > 1}
    turns = _taking_turns(plain, repeated)
    heads = {}
    for i, (line, text) in enumerate(zip(lines, plain, strict=True)):
        m = None
        if line.text[:1] in names and not line.text[:1].isalnum():  # ■, which a legend explains
            heads[i] = (line.text[:1], len(line.text) - len(line.text[1:].lstrip()))
            continue
        if not _MARKS.isdisjoint(line.text[:48]):
            at = _begin(line.text)
            m = next((m for pattern in _CANDIDATES if (m := pattern.match(line.text, at))), None)
        if m is None and (text in turns or (text in repeated and _alone(text, names))):
            heads[i] = (text, len(line.text))  # a name on a line of its own
        again = m and ((line.text in repeated and m["rest"]) or introduces(line.text))
        if again and m and m.re is not _BITE:
            continue
        if m and (m["head"] in _MENU or (m["head"] in _BYLINES and is_name(m["rest"]))):
            continue
        if m and _SAID.search(m["head"]) and m["rest"] and m["rest"][0] in '“「"':
            continue  # 李明说：“…”
        if m and (head := m["head"].strip()):  # not of 【 】
            head = _of_bite(head) if m.re is _BITE else head
            heads[i] = (head, len(line.text) if m["rest"] is None else m.start("rest"))
    quoted = [i for i, (_, at) in heads.items() if _QUOTED.match(lines[i].text, at)]
    for i in quoted if len(quoted) < 6 else ():  # 施：「…」 is a quotation of a report
        del heads[i]
    return heads


def is_bite(text: str) -> bool:
    """Whether a line shows who speaks in a broadcast: 【同期声】县文化局局长 祝春生：…"""
    return _BITE.match(text) is not None


def _begin(text: str) -> int:
    """Where a line begins behind what adorns it."""
    m = _ADORNED.match(text)
    return m.end() if m else 0


def _plain(text: str) -> str:
    """A short line without what adorns it: ■ 邓可欣, **邓可欣**, — 邓可欣 —, 2、邓可欣."""
    return _EDGES.sub("", text) if len(text) < _SHORT else text


def _of_bite(head: str) -> str:
    """Who speaks in a bite: 祝春生 of 县文化局局长 祝春生, 祝春生 县文化局局长, 祝春生（…）."""
    parts = re.sub("（[^（）]*）$", "", head).split() or [head]
    named = [part for part in (parts[-1], parts[0]) if is_name(part)]
    return named[0] if named else head


def _alone(text: str, names: Mapping[str, str]) -> bool:
    """Whether a line may be nothing but the name of who speaks next."""
    given = len(text) == 2 and any(n.endswith(text) for n in names.values())
    named = is_name(text) and not text.isupper()  # ADVERTISEMENT
    return text in names or given or named or text.endswith("记者")


def _taking_turns(lines: Sequence[str], repeated: Collection[str]) -> set[str]:
    """Short lines that come again and again, each time above a sentence: 梁Sir, 乐晴."""
    short = {
        text
        for text in repeated
        if len(text) < 13 and not re.search(rf"[^\w\s{DOTS}()（）《》]", text)
    }
    above = Counter(
        text
        for text, below in pairwise(lines)
        if text in short and below not in short and _SENTENCE.search(below)
    )
    found = {text for text, n in above.items() if n > 1}
    return found if len(found) > 1 else set()


def by_shape(
    lines: Sequence[Line], names: Mapping[str, str], persons: Callable[[], Cast]
) -> dict[int, tuple[str, int]]:
    """Heads in a shape that labels have more seldom: （邓可欣）, 邓可欣 | , 1. 邓可欣：.

    Two must begin several lines in it, and name somebody.
    """
    best: dict[int, tuple[str, int]] = {}
    for shape in _SHAPES:
        found = ((i, shape.match(line.text)) for i, line in enumerate(lines))
        heads = {i: (m["head"].strip(), m.start("rest")) for i, m in found if m}
        times = Counter(head for head, _ in heads.values())
        if sum(n > 1 for n in times.values()) < 2:
            continue
        known = Heads(names, persons())
        named = {head for head, n in times.items() if n > 1 and known.who(head, n)}
        if len(named) > 1 and sum(times[head] for head in named) > len(best):
            best = {i: h for i, h in heads.items() if h[0] in named or known.who(h[0])}
    return best


def met_once(
    lines: Sequence[Line],
    heads: Mapping[int, tuple[str, int]],
    known: Heads,
) -> dict[int, tuple[str, int]]:
    """Names on lines of their own that come once, where others come again and again."""
    alone = Counter(h for i, (h, at) in heads.items() if at == len(lines[i].text))
    found = {}
    for i, line in enumerate(lines[:-1]) if sum(n - 1 for n in alone.values()) > 1 else ():
        text = _plain(line.text)
        shown = re.sub("（[^（）]*）$|[《》]", "", text)
        marks = rf"[^\w\s{DOTS}]" if " " in shown else r"[^\w\s]"
        plain = text in known.names or not re.search(marks, shown)
        once = i not in heads and 0 < len(text) < 15 and plain and not _is_heading(text, known)
        if "、" in text and all(part in alone for part in text.split("、")):
            found[i] = (text, len(line.text))  # two who answer together
        if once and (_alone(text, known.names) or known.who(text)):
            found[i] = (text, len(line.text))
    return found


def _is_heading(text: str, known: Heads) -> bool:
    """Whether what only looks like a name may be a heading: 谈人手."""
    there = text in known.names or text in known.persons
    return not there and is_name(text) and not text.isascii() and not is_likely(text)


def drop(
    heads: dict[int, tuple[str, int]],
    lines: Sequence[Line],
    known: Heads,
) -> None:
    """Take out what needs a second one of its kind to be a label."""
    every = Counter(head for head, _ in heads.values())
    timed = [i for i in heads if _TIMED.match(lines[i].text)]
    often = sum(every[heads[i][0]] > 1 for i in timed) > 3
    for i in timed:  # [00:19] 片尾音乐
        below = lines[i + 1].text if i + 1 < len(lines) and i + 1 not in timed else ""
        speaks = often and _SENTENCE.search(below)
        if heads[i][0] not in known.names and every[heads[i][0]] < 2 and not speaks:
            del heads[i]
    for i, (head, at) in list(heads.items()):
        if at == len(lines[i].text) and every[head] < 2 and _is_heading(head, known):
            del heads[i]
    weak = {i: h for i, (h, _) in heads.items() if _CANDIDATES[-1].match(lines[i].text)}
    times = Counter(weak.values())
    several = sum(n > 1 for n in times.values()) > 1
    for i, head in weak.items():
        there = head in known.names or head in known.persons or AUDIENCE.search(head)
        sure = there or not is_name(head)
        if times[head] < 2 and not (several and sure and known.who(head)):
            del heads[i]


_INSIDE = re.compile(  # where a label may begin inside a line
    rf"(?<=[。？！?!…）”」\s])\s*(?=(?:\*\*)?(?P<head>[^：:｜丨]{{1,40}}?)(?:[：:｜丨]|\s+{_TIME}\s))"
)
_ANY = re.compile("[QA]\\d+|《[^》]{2,12}》记者")  # one is, whether or not it begins other lines


def split(lines: Sequence[Line], labels: Collection[int]) -> list[Line]:
    """The lines, cut where a label that begins other lines stands inside one: two turns in it."""
    if not labels:
        return list(lines)
    heads = {head for i, (head, _) in heads_of(lines).items() if i in labels}
    parts, first = [], min(labels)
    for i, line in enumerate(lines):
        at = 0
        whole = i < first or _BITE.match(line.text)  # the headline; a title before a name
        for m in _INSIDE.finditer(line.text) if not whole else ():
            if m["head"] not in heads and not _ANY.fullmatch(m["head"]):
                continue
            words = line.text[at : m.start()].rstrip()
            if re.fullmatch(rf"{_TIME}[\s*]*", words):  # [00:00:12] 阿洁：
                continue
            parts.append(Line(line.start + at, line.start + at + len(words), words))
            at = m.end()
        parts.append(Line(line.start + at, line.end, line.text[at:]))
    return parts
