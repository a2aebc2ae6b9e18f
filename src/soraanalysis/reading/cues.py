"""Cues: a reporting verb, who does it, and where the reported words begin.

A cue is found in a sentence of narration, in which quotations are masked. Its subject is the
phrase before the verb that only adverbs and prepositional phrases part from it
(`李明向本报记者解释称`), or the subject of the clauses before (`他停了一下，说`).
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from soraanalysis._data import lexicon, words
from soraanalysis.reading.cast import Mention
from soraanalysis.reading.framing import framed
from soraanalysis.reading.names import HAN, adverbs, one_of, roles
from soraanalysis.reading.quotes import addressed as to_whom
from soraanalysis.reading.sources import noun_phrase
from soraanalysis.reading.spans import Place


class Cue(NamedTuple):
    """A reporting verb in a sentence: its subject, its place, where reported words begin.

    `sort` of the subject: `person`, `pronoun`, `phrase` (a source without a name), `topic` (none
    of its own: that of the clauses before), `frame` (在他看来), `nobody` (有人). What it `takes`:
    `quote` (direct speech), `both` (indirect speech behind a comma), `clause` (without one too).
    """

    subject: Mention | None
    sort: str
    verb: Place
    content: int
    takes: str


_REACH = 80  # how far before a verb its clause is looked at
_CLAUSE = re.compile(r"[，；：。！？、■\n]")
_COMMA = ("，", "：", ":")
_NOBODY = re.compile(r"(?:有人|不知(?:是)?谁|谁)(?:[^，的]{0,8})$")
# before a verb
_NOT_DONE = re.compile("(?:不|没|没有|未|不[愿便肯如]|拒绝|无法|难以|符合|[低高]于)$")
_NO_CUE = ("了", "的", "过", "着", "得", "完", "罢", "起")  # behind a verb that reports nothing
_POINTS = frozenset("向出数标令责控导示南引定挥纹甲派点望代明着触尖针")  # 指标 is another word
_LED_OUT = re.compile("了?[^，。；：！？■□“”]{1,10}：")  # 列出几个征兆：
_OTHER = {"指": _POINTS, "促": frozenset("进成使销膝请迫动发生")}
_ADDRESSED = re.compile(r"[^，。：；！？■“”]{1,10}(?=[，：■])")
_STANCE = re.compile(r"[^，。：；！？■□“”]{1,3}[。；，]")  # 表示欢迎, 表示谨慎: no words of theirs
# what may part a verb from the colon behind it: 谈了自己的看法：, 发出声明，全文如下：
_LED = re.compile(r"(?:(?:了|过|出)[^，。；：！？■□“”]{0,10}|，?(?:全文|内容)?如下|看法|意见)：")
_ABOUT = re.compile("对|针对|关于|面对|至于|就")
_SPLIT = {"人称": "责言办举证当讼", "据说": "单收票证数依"}
_TOGETHER = re.compile("(?:（[^（）]*）)?[也则]?(?:均|都|皆|一致|异口同声|同声)")
_JOINS = re.compile(rf"(?:（[^（）]*）)?(?:和|与|及|、|以及){HAN}{{0,10}}")
_FOR = re.compile("[也还又则都便就]{0,2}[替对向为给][^，。：；]*")
_NOT_SUBJECT = (
    *"对向跟与和给让请把被叫找替为从用由",
    "采访",
    "访问",
    "询问",
    "转告",
    "告诉",
)


@functools.cache
def _verbs() -> tuple[re.Pattern[str], dict[str, str]]:
    rows = lexicon("cue_verbs")
    takes = {row["verb"]: row["takes"] for row in rows if row["kind"] != "not"}
    return re.compile(one_of(words("cue_verbs", "verb"))), takes


@functools.cache
def _nouns() -> frozenset[str]:
    """Verbs that are nouns behind 的."""
    return words("cue_verbs", "verb", kind="think") | words("cue_verbs", "verb", kind="emotion")


def _verbs_in(sentence: str) -> list[re.Match[str]]:
    """The reporting verbs of a sentence, without the words that only contain one."""
    pattern, takes = _verbs()
    found, at = [], 0
    while m := pattern.search(sentence, at):
        split = m[0] in _SPLIT and sentence[max(0, m.start() - 1) : m.start()] in _SPLIT[m[0]]
        at = m.end() - 1 if split else m.end()  # 该负责|人称, 拿出单|据说
        noun = m[0] in _nouns() and sentence[m.start() - 1 : m.start()] == "的"  # 外界的担心
        if m[0] in takes and not noun:
            found.append(m)
    return found


@functools.cache
def _gap() -> re.Pattern[str]:
    """What may stand between a subject and its verb."""
    titles = one_of(words("titles", "title"))
    return re.compile(rf"(?:{titles})?(?:（[^（）]*）)?(?:{adverbs()}){{0,5}}$")


@functools.cache
def _aside() -> re.Pattern[str]:
    """What may stand between a subject and its verb and names others: 在律师陪同下, 与她通话时."""
    met = "通话|见面|会面|碰面|交谈|对话|聊天|谈话|争执|沟通|讨论|会谈|合影|交接|同行|吃饭"
    beside = "下|前|后|中|里|时|间|上|旁|旁边|身[边旁后]|之[后前]|期间|家"
    led = "在|于|趁|当着|听[完了到]|应|[拉握望看盯对牵搂扶等]着|坐在|站在|[谈提说]到|[谈提]起"
    led += "|反驳|批评|面对|接受|随|陪"
    return re.compile(
        rf"(?:{adverbs()}){{0,3}}(?:(?:{led})[^，。：；■]{{1,18}}?"
        rf"(?:{beside}|采访|访问|专访|的面|的手|的要求|的邀请|的话)|[与和跟同][^，。：；■在]{{1,10}}?(?:{met})[^，。：；■]{{0,2}})"
        rf"(?:{adverbs()}){{0,5}}$"
    )


@functools.cache
def _friend() -> re.Pattern[str]:
    """Somebody without a name whom the clause before a pronoun tells of."""
    return re.compile(
        rf"(?:有|认识|遇[到见]|采访过)(?P<who>[一某][位名个][^，。：；■]{{0,20}}?(?:{roles()}))，$"
    )


@functools.cache
def _object() -> re.Pattern[str]:
    """Whom the verb addresses: 告诉记者, 提醒民众."""
    return re.compile(
        r"了?(?:[^，。：；！？■“”]{0,12}?记者|本报|本刊|媒体|我们|我|他们|他|她们|她|大家|对方"
        rf"|[^，。：；！？■“”]{{0,6}}?(?:{roles()})(?=[，：■]))"
    )


@functools.cache
def _idle() -> re.Pattern[str]:
    """A clause before its verb that names no subject."""
    return re.compile(rf"(?:{adverbs()}|然后|于是|但|而|同时|此外|另外|对此|忽然|突然)*")


@functools.cache
def _joiner() -> re.Pattern[str]:
    """What joins two subjects: 和, 与女友."""
    title = one_of(words("titles", "title"))
    return re.compile(rf"(?:和|与|及|、|以及)(?:另外?[一两][名位]{HAN}{{0,4}}?|副)?(?:{title})?")


def find(sentence: str, mentions: Sequence[Mention], known: Sequence[str] = ()) -> list[Cue]:
    """The cues of a sentence in order; `mentions` name persons, `known` are further sources."""
    takes = _verbs()[1]
    found = _frames(sentence, mentions, known)
    framed = [cue.verb for cue in found]
    verbs = [m for m in _verbs_in(sentence) if not any(a <= m.start() < b for a, b in framed)]
    for k, m in enumerate(verbs):
        if not any(_serial(sentence, m.end(), following) for following in verbs[k + 1 : k + 3]):
            cue = _cue(sentence, m, takes[m[0]], mentions, known)
            if cue is not None and found and _same_subject(cue, found[-1], sentence, takes):
                found[-1] = cue._replace(subject=found[-1].subject, sort=found[-1].sort)
            elif cue is not None and not (found and _inside(cue, found[-1], sentence)):
                found.append(cue)
    return sorted(found, key=lambda cue: cue.verb)


def _frames(sentence: str, mentions: Sequence[Mention], known: Sequence[str]) -> list[Cue]:
    """Frames: 在他看来，; 根据某某局发布的数据，."""
    found = []
    for place, (low, high) in framed(sentence):
        inside = [n for n in mentions if low <= n.start and n.end <= high]
        if inside:
            found.append(Cue(inside[-1], "frame", place, place[1], "clause"))
        elif phrase := noun_phrase(sentence[low:high], known):
            found.append(Cue(_moved(phrase, low, sentence), "phrase", place, place[1], "clause"))
    return found


def _serial(sentence: str, end: int, following: re.Match[str]) -> bool:
    """Whether a verb only leads to the next one of its clause: 回复查询时指，."""
    between = sentence[end : following.start()]
    marked = sentence[following.end() : following.end() + 1] in (*_COMMA, "■")
    return len(between) <= 10 and marked and not _CLAUSE.search(between)


def _same_subject(cue: Cue, before: Cue, sentence: str, takes: Mapping[str, str]) -> bool:
    """Whether a verb goes on from one that says only that somebody speaks: 发表声明，称…."""
    only = takes.get(sentence[slice(*before.verb)]) == "quote"
    return cue.subject is None and only and not sentence[before.content : cue.verb[0]].strip("，")


def _inside(cue: Cue, before: Cue, sentence: str) -> bool:
    """Whether a cue belongs to what the cue before it reports: 她说，老师写过…."""
    if before.sort == "frame" or sentence[cue.content - 1 : cue.content] == "：":
        return False
    rest = sentence[cue.content :].strip()
    at_end = rest != "" and not rest.strip("。！？")
    if at_end or not _marked(sentence, cue.content) or cue.sort == "phrase":
        return True
    name, other = cue.subject and cue.subject.name, before.subject and before.subject.name
    return bool(cue.subject and before.subject and name and name != other)


def _marked(sentence: str, content: int) -> bool:
    """Whether punctuation or a quotation stands before the reported words."""
    behind = sentence[content : content + 2].strip(" ")
    return (
        sentence[content - 1 : content] in _COMMA
        or behind[:1] in ("■", "“")
        or not sentence[content : content + 4].strip("。！？ ")
    )


def _clause(sentence: str, window: int, at: int) -> int:
    """Where the clause begins in which a place is."""
    return window + max((c.end() for c in _CLAUSE.finditer(sentence[window:at])), default=0)


def _cue(
    sentence: str, m: re.Match[str], takes: str, mentions: Sequence[Mention], known: Sequence[str]
) -> Cue | None:
    start, end = m.span()
    led = m[0] != "写" and (_LED_OUT if m[0][-1] == "出" else _LED).match(sentence, end)
    done = sentence[end : end + 2] in ("过，", "过：")  # 对我抱怨过，
    if sentence[end : end + 1] in _NO_CUE and not (led or done):
        return None
    if _NOT_DONE.search(sentence, max(0, start - 2), start):
        return None
    addressed = _object().match(sentence, end) or (
        m[0] == "告诉" and _ADDRESSED.match(sentence, end)
    )
    if not addressed:
        quoted = sentence.find("■", end, end + 10) % (len(sentence) + 1)  # -1: the end
        told = to_whom().search(sentence, start, quoted) if quoted - end < 10 else None
        addressed = told if told and told.start() == start else None  # 痛批县府「…」
    content = addressed.end() if addressed else end + done
    content += sentence[content : content + 1] in _COMMA
    if led and not _marked(sentence, content):
        content, takes = led.end(), "both"
    stance = _STANCE.match(sentence, end) if m[0] == "表示" else None
    if stance and stance[0][-1] != "，":
        return None
    content = stance.end() if stance else content
    marked = _marked(sentence, content)
    free = len(m[0]) > 1 or sentence[end : end + 1] not in _OTHER.get(m[0], sentence[end:])
    if m[0] == "促" and (marked or not free):  # 气促，
        return None
    alone = takes == "both" and free and len(sentence) - end >= 12
    if not (marked or takes == "clause" or alone):
        return None
    window = max(0, start - _REACH)
    low = _clause(sentence, window, start)
    ends = {n.end: n.start for n in mentions}
    while sentence[low - 1 : low] == "、" and low - 1 in ends:  # 某某、某某均表示
        low = _clause(sentence, window, ends[low - 1])
    subject, sort = _subject(sentence, low, start, mentions, marked, known)
    if not sort or (sort == "topic" and m[0].endswith(("到", "及", "起"))):  # 谈到打算，他说
        return None
    gap = sentence[subject.end if subject else low : start]
    if not marked and takes == "both" and re.sub("（[^（）]*）", "", gap):
        return None
    return Cue(subject, sort, (start, end), content, takes)


_CALLED = re.compile("(?:名叫|叫做|叫作|自称|名为|取名|绰号)[“「]?$")


def _subject(
    sentence: str,
    low: int,
    verb: int,
    mentions: Sequence[Mention],
    marked: bool,
    known: Sequence[str],
) -> tuple[Mention | None, str]:
    """The subject of a verb in the clause that begins at `low`, and its sort; empty if none."""
    first = bisect_left(mentions, (low,))
    own = [n for n in mentions[first : bisect_left(mentions, (verb,))] if n.end <= verb]
    if far := _far(sentence, own, verb):
        return far
    for n in reversed(own):
        whole = _joined(sentence, own, n, _TOGETHER.match(sentence, n.end) is not None)
        before, behind = sentence[: whole.start][-2:], sentence[n.end : n.end + 1]
        joined = behind in ("的", "、", "和", "与") or _PLACE_OF.match(sentence, n.end)
        if joined or before.endswith(_NOT_SUBJECT):
            continue
        if own[0].end < whole.start and _FOR.fullmatch(sentence[own[0].end : whole.start]):
            continue  # 她也替近况低迷的四棒古振廷缓颊
        gap = sentence[n.end : verb]
        if _gap().match(gap) or (marked and _loose(gap)):
            return whole, "pronoun" if whole.name is None else "person"
    clause = sentence[low:verb]
    if _NOBODY.search(clause):
        return Mention(low, verb, None, clause), "nobody"
    phrase = noun_phrase(clause, known)
    if phrase and own and own[0].start == low + phrase[0] and "着" in phrase[2]:
        return own[0], "pronoun" if own[0].name is None else "person"  # 李萌指着父亲笑道
    if phrase:
        called = (n for n in own if n.name and _CALLED.search(sentence[low : n.start]))
        if one := next(called, None):
            return one, "person"  # 名叫某某的工程师
        return _moved(phrase, low, sentence), "phrase"
    if not marked and _ABOUT.match(clause):  # 对于果农反映价格低迷，
        return None, ""
    if not own and (_idle().fullmatch(clause) or (marked and len(clause) <= 6)):
        return None, "topic"
    return None, ""


def _far(sentence: str, own: Sequence[Mention], verb: int) -> tuple[Mention, str] | None:
    """A subject that an aside, which names others, parts from its verb; whom 她 means if none."""
    friend = _friend().search(sentence[: own[0].start]) if len(own) == 1 else None
    if friend and own[0].phrase in ("他", "她"):  # 我有一位做翻译的朋友，她说
        return Mention(*friend.span("who"), friend["who"], friend["who"]), "phrase"
    for n in own:  # 她在律师施朗晴陪同下|说
        free = not (
            sentence.startswith(("的", "、"), n.end) or sentence[: n.start].endswith(_NOT_SUBJECT)
        )
        if free and n.end < verb and _aside().match(sentence[n.end : verb]):
            return _joined(sentence, own, n, False), "pronoun" if n.name is None else "person"
    return None


_PLACE_OF = re.compile(  # a place that looks like a person: 塔维尼亚|通讯社
    "通讯社|[日晚邮时早]报|大学|学院|公司|集团|政府|法院|电视台|警方|军方|检方|当局|议会|国会|央行"
    "|[外国卫内交财教][\u3400-\u9fff]{1,2}部|警察局|总统府"
)


def _loose(gap: str) -> bool:
    """Whether some other words between subject and verb leave them together."""
    return len(gap) <= 14 and not re.search("[的是有（）]", gap) and not noun_phrase(gap)


def _moved(phrase: tuple[int, int, str], by: int, sentence: str) -> Mention:
    start, end, name = phrase
    return Mention(by + start, by + end, name, sentence[by + start : by + end])


def _joined(sentence: str, own: Sequence[Mention], last: Mention, together: bool) -> Mention:
    """The mention with those that 和, 与, 及 or 、 join to it; `together`: 均, 都 stands behind."""
    names, first = [last.name], last
    for n in reversed(own):
        between = sentence[n.end : first.start]
        joins = _joiner().fullmatch(between) or (together and _JOINS.fullmatch(between))
        if n.end <= first.start and joins:
            names.insert(0, n.name)
            first = n
    if len(names) == 1 or None in names:
        return last
    joined = "、".join(name for name in names if name)
    return Mention(first.start, last.end, joined, sentence[first.start : last.end])
