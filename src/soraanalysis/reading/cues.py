"""Cues: a reporting verb, who does it, and where the reported words begin.

A cue is found in a chunk of narration, which is prose with every quotation cut out of it. Its
subject is the phrase before the verb that only adverbs and prepositional phrases part from it
(`彭煦潭向南都记者解释称`), or the subject of the clauses before (`他停了一下，说`).
"""

from __future__ import annotations

import functools
import re
from itertools import zip_longest
from typing import NamedTuple

from soraanalysis._data import words
from soraanalysis.reading.cast import Mention
from soraanalysis.reading.names import adverbs, one_of, roles
from soraanalysis.reading.sources import noun_phrase


class Cue(NamedTuple):
    """A reporting verb in a chunk: its subject, its place, where reported words begin."""

    subject: Mention | None  # None: that of the clauses before
    sort: str  # person, pronoun, phrase (a source without a name), topic, frame
    verb: tuple[int, int]
    content: int
    takes: str  # quote, both, clause


@functools.cache
def _verbs() -> tuple[re.Pattern[str], dict[str, str]]:
    from soraanalysis._data import lexicon

    rows = lexicon("cue_verbs")
    return (
        re.compile(one_of(words("cue_verbs", "verb"))),
        {row["verb"]: row["takes"] for row in rows if row["kind"] != "not"},
    )


@functools.cache
def _gap() -> re.Pattern[str]:
    """What may stand between a subject and its verb."""
    titles = one_of(words("titles", "title"))
    return re.compile(rf"(?:{titles})?(?:（[^（）]*）)?(?:{adverbs()}){{0,5}}$")


_NOBODY = re.compile(r"(?:有人|不知(?:是)?谁|谁)(?:[^，的]{0,8})$")
_CLAUSE = re.compile(r"[，；：。！？、■\n]")


@functools.cache
def _object() -> re.Pattern[str]:
    """Whom the verb addresses: 告诉记者, 提醒民众."""
    return re.compile(
        r"了?(?:[^，。：；！？■“”]{0,12}?记者|本报|本刊|媒体|我们|我|他们|他|她们|她|大家|对方"
        rf"|[^，。：；！？■“”]{{0,6}}?(?:{roles()})(?=[，：■]))"
    )


_NOT_SUBJECT = re.compile(
    r"(?:对于|[对向跟与和给让请把被叫找替为从用由]|采访|访问|询问|转告|告诉)$"
)
_FRAME = re.compile(
    r"(?:在|依|按|照)(?P<who>[^，。；：！？■]{1,30}?)(?:看来|的说法|的话说|眼[中里])，"
    r"|(?:根据|据|按照|依据)(?P<whose>[^，。；：！？■]{2,24}?)(?:发布|公布|发表|提供|披露|的)[^，。；：！？■]{0,8}?"
    r"(?:声明|报告|数据|统计|资料|介绍|消息|说法|通报|公告|测算|研究|调查)(?:显示)?，"
)


def find(chunk: str, mentions: list[Mention], known: frozenset[str] = frozenset()) -> list[Cue]:
    """The cues of a chunk in order; `mentions` are its naming phrases, `known` further sources."""
    pattern, takes = _verbs()
    found: list[Cue] = []
    for m in _FRAME.finditer(chunk):
        low, high = m.span("who" if m["who"] else "whose")
        inside = [n for n in mentions if low <= n.start and n.end <= high]
        if inside:
            found.append(Cue(inside[-1], "frame", m.span(), m.end(), "clause"))
        elif phrase := noun_phrase(chunk[low:high], known):
            a, b, name, _ = phrase
            whose = Mention(low + a, low + b, name, chunk[low + a : low + b])
            found.append(Cue(whose, "phrase", m.span(), m.end(), "clause"))
    verbs = [m for m in pattern.finditer(chunk) if m[0] in takes]
    for m, following in zip_longest(verbs, verbs[1:]):
        if following and _serial(chunk, m.end(), following):
            continue
        cue = _cue(chunk, m, takes[m[0]], mentions, found, known)
        if cue is not None:
            found.append(cue)
    return sorted(found, key=lambda cue: cue.verb)


def _serial(chunk: str, end: int, following: re.Match[str]) -> bool:
    """Whether a verb only leads to the next one of its clause: 回复查询时指，."""
    between = chunk[end : following.start()]
    marked = chunk[following.end() : following.end() + 1] in ("，", "：", ":", "■")
    return len(between) <= 8 and marked and not _CLAUSE.search(between)


def _cue(
    chunk: str,
    m: re.Match[str],
    takes: str,
    mentions: list[Mention],
    before: list[Cue],
    known: frozenset[str],
) -> Cue | None:
    start, end = m.span()
    rest = chunk[end:]
    if rest[:1] in ("了", "的", "过", "着", "得", "完", "罢", "起") and not re.match(
        r"了?(?:自己)?的?(?:看法|观点|意见)?[：]", rest
    ):
        return None
    after = end + (o.end() if (o := _object().match(rest)) else 0)
    mark = chunk[after : after + 1]
    marked = mark in ("，", "：", ":", "■", "◆", "“") or not chunk[after:].strip("。！？ ")
    if mark in ("，", "：", ":"):
        after += 1
    if (
        not marked
        and takes != "clause"
        and not (takes == "both" and len(m[0]) > 1 and len(rest) >= 12)
    ):
        return None
    if before and before[-1].sort != "frame" and not marked:
        return None  # inside what the cue before it reports
    low = max((c.end() for c in _CLAUSE.finditer(chunk, 0, start)), default=0)
    subject, sort = _subject(chunk, low, start, mentions, marked, known)
    if subject is None and sort == "":
        return None
    if not marked and takes == "both" and (subject.end if subject else low) != start:
        return None
    if before and before[-1].sort != "frame":
        last = before[-1].subject
        if sort == "phrase" or (subject and last and subject.name != last.name and subject.name):
            return None
    return Cue(subject, sort, (start, end), after, takes)


def _subject(
    chunk: str, low: int, verb: int, mentions: list[Mention], marked: bool, known: frozenset[str]
) -> tuple[Mention | None, str]:
    """The subject of a verb at `verb` in the clause that begins at `low`."""
    own = [n for n in mentions if low <= n.start and n.end <= verb]
    for n in reversed(own):
        gap = chunk[n.end : verb]
        first = _joined(chunk, own, n).start
        if _NOT_SUBJECT.search(chunk[:first]) or chunk[n.end : n.end + 1] in (
            "的",
            "、",
            "和",
            "与",
        ):
            continue
        loose = (
            marked
            and len(gap) <= 14
            and not re.search(r"[的是有（）]", gap)
            and not noun_phrase(gap)
        )
        if _gap().match(gap) or loose:
            n = _joined(chunk, own, n)
            return n, "pronoun" if n.name is None else "person"
    clause = chunk[low:verb]
    if _NOBODY.search(clause):
        return Mention(low, verb, None, clause), "nobody"
    if phrase := noun_phrase(clause, known):
        start, end, name, _ = phrase
        return Mention(low + start, low + end, name, chunk[low + start : low + end]), "phrase"
    if not own and (_idle().fullmatch(clause) or (marked and len(clause) <= 6)):
        return None, "topic"
    return None, ""


@functools.cache
def _idle() -> re.Pattern[str]:
    """A clause before its verb that names no subject."""
    return re.compile(rf"(?:{adverbs()}|然后|于是|但|而|同时|此外|另外|对此|忽然|突然)*")


def _joined(chunk: str, own: list[Mention], last: Mention) -> Mention:
    """The mention with those that 和, 与, 及 or 、 join to it."""
    names, first = [last.name], last
    for n in reversed(own):
        if n.end <= first.start and chunk[n.end : first.start] in ("和", "与", "及", "、", "以及"):
            names.insert(0, n.name)
            first = n
    if len(names) == 1 or None in names:
        return last
    joined = "、".join(name for name in names if name)
    return Mention(first.start, last.end, joined, chunk[first.start : last.end])
