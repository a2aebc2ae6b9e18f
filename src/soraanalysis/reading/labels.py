"""Labels: which paragraphs of a transcript begin with the name of who speaks.

A candidate is a short head before a colon or in 【】. It is a label where the page introduces it
(`李明（以下简称李）：`, a guest list), where the lexicon knows it (主持人, 问), or where it
looks like a name and labels repeat. `结论是：…` and `时间：2024年` are not labels.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from soraanalysis._data import lexicon, words
from soraanalysis.reading.words import Segmenter

if TYPE_CHECKING:
    from soraanalysis.reading.cast import Cast


class Line(NamedTuple):
    """A line that is not blank: its clean offsets without the white space around it."""

    start: int
    end: int
    text: str


class Label(NamedTuple):
    """A line's label: who speaks, in which role, and where in the line the words begin."""

    name: str
    role: str
    words: int


_HEAD = r"[^\s·•▸▲①-⑳\d。！？；，“”‘’「」：:【】*（(—-][^。！？；，“”‘’「」：:【】*]{0,23}"
_TIME = r"[（(\[]?\d{1,2}:\d{2}(?::\d{2})?[）)\]]?"
_CANDIDATES = (
    re.compile(r"【\s*(?P<head>[^【】。！？，]{1,20}?)\s*】\s*[：:]?\s*(?P<rest>.*)"),
    re.compile(rf"(?P<head>{_HEAD}?)\s*{_TIME}\s*[：:]?$(?P<rest>)"),
    re.compile(rf"(?P<head>[^\W\d_]{{2,10}}\s?\d{{1,2}})\s+{_TIME}\s+(?P<rest>.+)"),
    re.compile(
        rf"(?:{_TIME}\s*)?(?:\*\*)?(?P<head>{_HEAD})(?:\s*{_TIME})?[：:](?:\*\*)?\s*(?P<rest>.*)"
    ),
    re.compile(rf"(?P<head>{_HEAD}?)\s*[｜丨]\s*(?P<rest>.+)"),
)
_SHORT = re.compile(
    r"(?P<name>[^，。；：（）、\n]{2,40}?)\s*（以下简?称(?:为)?[“‘「]?(?P<short>[^”’」），]{1,8})[”’」]?）"
)
_INITIAL = re.compile(
    r"(?P<name>[\u3400-\u9fff·]{2,16}|[A-Z][\w.]+(?: [A-Z][\w.]+)*)（(?P<short>[A-Z]{1,2})(?=[）；，])"
)
_LEGEND = re.compile(  # M：莫绰妍（主持）, 讲者A＝庄以恩（主持人）
    r"(?:^|\s)(?P<short>[A-Z]{1,2}|(?:讲者|说话人|发言人|嘉宾)\s?[A-Z\d]{1,2})(?P<mark>[：:＝=])\s?"
    r"(?P<name>[\u3400-\u9fff·]{2,8}|[A-Z][\w.]+(?: [A-Z][\w.]+)*)(?=（|$|[\s])"
)
_GUEST = re.compile(
    r"[①-⑳\d\s.、丨|•·]*(?P<name>[^\s（(：:，、]{1,20})\s*(?:[（(](?P<alias>[^）)]+)[）)])?[\s：:、]"
)
_ANSWERS = re.compile(
    r"(?:^|[，。；：、\n]|由|以下为|以下是)(?P<who>[^，。；：、\n]{2,30}?)(?:就[^，。\n]{1,40}?)?"
    r"(?:会后|现场|一一|分别|日前|近日)*(?:回答|答复|答覆|解答|接受|答)了?(?:的?)"
    r"(?:[^，。；：、\n]{0,8}?(?:本报|本刊|本台|媒体|记者|大家|网友|读者|公众|网民|社会|专访|采访|访问|提问|快问快答))"
)
_HAN_ANY = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Z][\w.'-]*(?: [A-Z][\w.'-]*){0,3}$")
_HAN = re.compile(r"[\u3400-\u9fff]{2,4}$")
_FOREIGN = re.compile(r"[\u3400-\u9fff]{1,7}(?:·[\u3400-\u9fffA-Z.]{1,7})+$")
ASKER = "记者"  # who asks where the page gives no name: 问, Q, 记者问


@functools.cache
def dictionary() -> Segmenter:
    """jieba's own dictionary: a name is not found because our word list has it."""
    return Segmenter((), ())


def is_name(text: str) -> bool:
    """Whether a string looks like a person's name: Chinese, foreign in Han or Latin letters.

    >>> [is_name(s) for s in ("李明", "伊尔莎·范霍文", "Jim Fan", "时间", "结论是")]
    [True, True, True, False, False]
    """
    if _LATIN.match(text) or _FOREIGN.match(text):
        return True
    surname = text[:2] if text[:2] in words("surnames", "surname") else text[:1]
    if not _HAN.match(text) or surname not in words("surnames", "surname"):
        return False
    if not 1 <= len(text) - len(surname) <= 2:
        return False
    tagger = dictionary()
    return not tagger.knows(text) or tagger.tag(text).startswith("nr")


def guests(lines: Sequence[Line], rows: Sequence[int]) -> dict[str, str]:
    """Names (and the names in brackets behind them) that the rows of a guest list give."""
    found: dict[str, str] = {}
    for i in rows:
        text = lines[i].text
        if (
            (m := _CANDIDATES[3].match(text))
            and m["head"] in words("labels", "label")
            and is_name(name := (m["rest"].split() or [""])[0])
        ):
            found[m["head"]] = name
            found[name] = name
        elif m := _GUEST.match(text + " "):
            found[m["name"]] = m["name"]
            if m["alias"]:
                found[m["alias"]] = m["alias"]
    return found


def find(lines: Sequence[Line], known: dict[str, str]) -> dict[int, Label]:
    """The labels of a page by line number; empty where the page is no transcript.

    `known` are the names that its guest list gives, each with the name to use for it.
    """
    heads = _heads(lines)
    times = Counter(head for head, _ in heads.values())
    names = {**_shorts(lines), **known}
    roles = {row["label"]: row["role"] for row in lexicon("labels")}
    asked = [
        i
        for i, (h, _) in heads.items()
        if (h[-1] in "答问" and len(h) < 9)
        or roles.get(h.rstrip("0123456789")) in ("question", "answer")
    ]
    first = min(asked, default=0)
    cast = _cast(lines[:first]) if any(h.endswith(("答", "问")) for h in times) else None
    found = {
        i: Label(*who, at)
        for i, (head, at) in heads.items()
        if (who := _who(head, names, times[head], cast)) is not None
    }
    if len(found) < 3 and len({label.name for label in found.values()}) < 2:
        return {}
    answers, named = _answerer(lines[:first]) if first else None, {}
    for i, label in sorted(found.items()):
        head = heads[i][0].rstrip("0123456789")
        if label.role == "answer" and label.name in (head, heads[i][0]) and answers:
            label = label._replace(name=answers)
        if label.role == "answer":
            answers = label.name
        named[i] = label
    return named


def _heads(lines: Sequence[Line]) -> dict[int, tuple[str, int]]:
    """What might be a label, by line, and where in the line the words behind it begin."""
    repeated = {text for text, n in Counter(line.text for line in lines).items() if n > 1}
    heads = {}
    for i, line in enumerate(lines):
        m = next((m for pattern in _CANDIDATES if (m := pattern.match(line.text))), None)
        if m and ((line.text in repeated and m["rest"]) or _introduces(line.text, m)):
            continue
        if m:
            heads[i] = (m["head"].strip(), m.start("rest"))
    piped = Counter(h for i, (h, _) in heads.items() if _CANDIDATES[4].match(lines[i].text))
    heads = {
        i: head
        for i, head in heads.items()
        if not _CANDIDATES[4].match(lines[i].text) or piped[head[0]] > 1
    }
    return heads


def _introduces(text: str, m: re.Match[str]) -> bool:
    """Whether a line only says who somebody is: M：莫绰妍（主持）; 主持人：邬晓峰　市政府."""
    if _LEGEND.match(text):
        return True
    name = re.match(r"([^\s（(。，]{2,12})(?:[\s（(][^。！？]*)?$", m["rest"])
    return bool(name) and m["head"] in words("labels", "label") and is_name(name[1])


def _shorts(lines: Sequence[Line]) -> dict[str, str]:
    """Short names that the page introduces: 翟明澈（以下简称翟）, 戴立诚（D，清洁队队员）."""
    names = {}
    for line in lines:
        for m in _INITIAL.finditer(line.text):
            names[m["short"]] = _last_name(m["name"])
        for m in _LEGEND.finditer(line.text):
            if is_name(m["name"]) or m["mark"] in "＝=":
                names[m["short"]] = m["name"]
        for m in _SHORT.finditer(line.text) if "称" in line.text else ():
            names[m["short"]] = names[m[0]] = _person(m["name"], m["short"])
    return names


def split(lines: Sequence[Line], labels: dict[int, Label]) -> list[Line]:
    """The lines, cut where a label that begins other lines stands inside one: two turns in it."""
    if not labels:
        return list(lines)
    heads = {head for i, (head, _) in _heads(lines).items() if i in labels}
    known = "|".join(re.escape(h) for h in sorted(heads, key=len, reverse=True))
    inside = re.compile(
        rf"(?<=[。？！…）”」\s])(?:\s+|(?=\*\*))(?=(?:\*\*)?(?:{known}|[QA]\d+|《[^》]{{2,12}}》记者)"
        rf"(?:[：:]|\s+{_TIME}\s))"
    )
    parts = []
    for line in lines:
        at = 0
        for m in inside.finditer(line.text):
            words = line.text[at : m.start()].rstrip()
            parts.append(Line(line.start + at, line.start + at + len(words), words))
            at = m.end()
        parts.append(Line(line.start + at, line.end, line.text[at:]))
    return parts


def _answerer(introduction: Sequence[Line]) -> str | None:
    """Who answers on a page of questions and answers, by what stands before the first."""
    cast = _cast(introduction)
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


def _cast(introduction: Sequence[Line]) -> Cast:
    """The persons of what stands before the first label."""
    from soraanalysis.reading.cast import Cast

    return Cast("\n".join(line.text for line in introduction))


def _who(
    head: str, names: dict[str, str], times: int, cast: Cast | None = None
) -> tuple[str, str] | None:
    """Name and role behind a head, or None where it is no label."""
    roles = {row["label"]: row["role"] for row in lexicon("labels")}
    if head in names:
        return names[head], roles.get(head, "")
    if "、" in head:
        several = [_who(part, names, times) for part in head.split("、")]
        known = [one[0] for one in several if one]
        return ("、".join(known), "") if len(known) == len(several) else None
    bare = re.sub(r"\s*\d+$|[A-Z甲乙丙丁]$", "", head) if head not in roles else head
    if bare in names:
        return names[bare], roles.get(bare, "")
    if bare in roles:
        role = roles[bare]
        return (ASKER if role == "question" else head), role
    generic = "|".join(sorted(roles, key=len, reverse=True))
    m = re.match(rf"({generic})[\s·（(]*(.+?)[）)]?$", head)
    if m and is_name(m[2]):
        return m[2], roles[m[1]]
    if (
        cast
        and head[-1] in "答问"
        and len(head) < 9
        and (called := cast.mentions(head[:-1]))
        and called[0].name
    ):
        return called[0].name, "answer" if head[-1] == "答" else "question"
    name = re.sub(r"\s*[（(][^）)]*[）)]$", "", head)
    same = {
        n for n in names.values() if head in n.split("·") or (len(head) <= 2 and n.startswith(head))
    }
    if len(same) == 1:
        return same.pop(), ""
    if is_name(name):
        return name, ""
    if len(head) <= 16 and re.search(r"》?(?:记者|主持人)$", head):
        return head, "reporter"
    person = _person(name)
    if person != name:
        return person, ""
    if times >= 3 and len(head) <= 8 and not re.search(r"[是为说道称下有的]$", head):
        return head, ""
    return None


def _last_name(text: str) -> str:
    """The name at the end of a phrase: behind a title, behind 和, or the whole."""
    text = re.split(r"[与和及为是、]", text)[-1]
    return ASKER if text in ("记者", "笔者") else _person(text)


def _person(text: str, short: str = "") -> str:
    """The name at the end of a description such as 晨报记者王瑞; `short`: a part of the name.

    >>> _person("晨报记者王瑞", "王"), _person("李明远", "李")
    ('王瑞', '李明远')
    """
    if is_name(text):
        return text
    if _HAN_ANY.match(short) and 0 < len(text) - text.rfind(short) <= 4:
        tail = text[text.rfind(short) :]
        if len(tail) > len(short):
            return tail
    for n in (4, 3, 2):
        name, before = text[-n:], text[:-n].rstrip()
        titled = any(before.endswith(t) for t in words("titles", "title"))
        if (is_name(name) and titled) or (short and short in name and is_name(name)):
            return name
    return text
