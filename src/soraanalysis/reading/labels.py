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
from typing import NamedTuple

from soraanalysis._data import lexicon, words
from soraanalysis.reading.words import Segmenter


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


_HEAD = r"[^\s·•▸▲①-⑳\d。！？；，“”‘’「」：:【】][^。！？；，“”‘’「」：:【】]{0,23}"
_COLON = re.compile(rf"(?P<head>{_HEAD})[：:]\s*(?P<rest>.*)")
_BRACKETS = re.compile(r"【\s*(?P<head>[^【】。！？，]{1,20}?)\s*】\s*[：:]?\s*(?P<rest>.*)")
_SHORT = re.compile(r"(?P<name>.+?)\s*（以下简?称(?:为)?[“‘「]?(?P<short>[^”’」）]+)[”’」]?）$")
_GUEST = re.compile(
    r"[①-⑳\d\s.、丨|•·]*(?P<name>[^\s（(：:，、]{1,20})\s*(?:[（(](?P<alias>[^）)]+)[）)])?[\s：:、]"
)
_LATIN = re.compile(r"[A-Z][\w.'-]*(?: [A-Z][\w.'-]*){0,3}$")
_HAN = re.compile(r"[\u3400-\u9fff]{2,4}$")
_FOREIGN = re.compile(r"[\u3400-\u9fff]{1,7}(?:·[\u3400-\u9fffA-Z.]{1,7})+$")


@functools.cache
def _dictionary() -> Segmenter:
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
    tagger = _dictionary()
    return not tagger.knows(text) or tagger.tag(text).startswith("nr")


def guests(lines: Sequence[Line], rows: Sequence[int]) -> dict[str, str]:
    """Names (and the names in brackets behind them) that the rows of a guest list give."""
    found: dict[str, str] = {}
    for i in rows:
        text = lines[i].text
        if (
            (m := _COLON.match(text))
            and m["head"] in words("labels", "label")
            and is_name(m["rest"])
        ):
            found[m["head"]] = m["rest"]
            found[m["rest"]] = m["rest"]
        elif m := _GUEST.match(text + " "):
            found[m["name"]] = m["name"]
            if m["alias"]:
                found[m["alias"]] = m["alias"]
    return found


def find(lines: Sequence[Line], known: dict[str, str]) -> dict[int, Label]:
    """The labels of a page by line number; empty where the page is no transcript.

    `known` are the names that its guest list gives, each with the name to use for it.
    """
    repeated = {text for text, n in Counter(line.text for line in lines).items() if n > 1}
    heads: dict[int, tuple[str, int]] = {}
    for i, line in enumerate(lines):
        m = _BRACKETS.match(line.text) or _COLON.match(line.text)
        if m and (m["rest"] or m.re is _COLON) and line.text not in repeated:
            heads[i] = (m["head"].strip(), m.start("rest"))
    times = Counter(head for head, _ in heads.values())
    names = dict(known)
    for head in times:
        if m := _SHORT.match(head):
            names[m["short"]] = names[head] = _person(m["name"], m["short"])
    labels = {
        i: Label(*who, at)
        for i, (head, at) in heads.items()
        if (who := _who(head, names, times[head])) is not None
    }
    enough = len(labels) >= 3 or len({label.name for label in labels.values()}) >= 2
    return labels if enough else {}


def _who(head: str, names: dict[str, str], times: int) -> tuple[str, str] | None:
    """Name and role behind a head, or None where it is no label."""
    roles = {row["label"]: row["role"] for row in lexicon("labels")}
    if head in names:
        return names[head], roles.get(head, "")
    bare = re.sub(r"\s*\d+$|[A-Z甲乙丙丁]$", "", head) if head not in roles else head
    if bare in roles:
        return head, roles[bare]
    generic = "|".join(sorted(roles, key=len, reverse=True))
    m = re.match(rf"({generic})[\s·（(]*(.+?)[）)]?$", head)
    if m and is_name(m[2]):
        return m[2], roles[m[1]]
    name = re.sub(r"\s*[（(][^）)]*[）)]$", "", head)
    if is_name(name):
        return name, ""
    person = _person(name)
    if person != name:
        return person, ""
    if times >= 3 and len(head) <= 8 and not re.search(r"[是为说道称下有的]$", head):
        return head, ""
    return None


def _person(text: str, short: str = "") -> str:
    """The name at the end of a description such as 晨报记者王瑞.

    >>> _person("晨报记者王瑞", "王"), _person("李明远", "李")
    ('王瑞', '李明远')
    """
    if is_name(text):
        return text
    for n in (4, 3, 2):
        name, before = text[-n:], text[:-n].rstrip()
        if (
            is_name(name)
            and (name.startswith(short or name))
            and (short or any(before.endswith(t) for t in words("titles", "title")))
        ):
            return name
    return text
