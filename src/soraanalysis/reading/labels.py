"""Labels: which paragraphs of a transcript begin with the name of who speaks.

A candidate is a short head before a colon or in 【】. It is a label where the page introduces it
(`李明（以下简称李）：`, a guest list), where the lexicon knows it (主持人, 问), or where it
looks like a name and labels repeat. `结论是：…` and `时间：2024年` are not labels.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from soraanalysis.reading.cast import REPORTER, Cast
from soraanalysis.reading.heads import (
    AGED,
    ASKED,
    AUDIENCE,
    SCREENED,
    Heads,
    parts_of_talk,
    parts_with_names,
)
from soraanalysis.reading.legends import (
    Line,
    answerer,
    asker,
    introduces,
)
from soraanalysis.reading.names import DOTS, dictionary, is_name, titles
from soraanalysis.reading.naming import is_likely


class Label(NamedTuple):
    """A line's label: who speaks, in which role, and where in the line the words begin."""

    name: str
    role: str
    words: int


# what adorns a label: ●, ▍, ##, **, a picture; no quotation mark, bracket, dash or digit
_ADORNED = re.compile(
    r"(?:[^\w\s“”‘’「」『』《》〈〉（）()\[\]【】〔〕—–…\"'：:，。？！；、-]+\s*)*"
)
_HEAD = (
    r"(?:[^\W\d_①-⑳]|《|@|\d{1,4}(?=号))(?:(?![（(]\d)[^。！？；，“”‘’「」：:【】*—｜丨\[]){0,23}"
)
_DAY = r"(?:\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}(?:月|[-/])\d{1,2}日?|昨天|今天)"
_CLOCK = rf"(?:{_DAY}\s+)?(?:[上下]午\s*)?\d{{1,2}}:\d{{2}}(?::\d{{2}})?"
_TIME = rf"[（(\[]?(?:{_CLOCK}|\d{{1,2}}时\d{{1,2}}分)[）)\]]?"
_SHORT = 30  # characters: a label on a line of its own, with what adorns it, is shorter
_EDGE = r"[^\w“”‘’「」『』《》〈〉（）()\[\]【】〔〕…\"'：:，。？！；、]+"
_EDGES = re.compile(rf"^{_EDGE}|{_EDGE}$|^\d{{1,2}}[.、．]\s*")
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        r"[\[（〈「](?P<head>(?:[^\W\d_]|《)[^，。！？；：:\[\]（）〈〉「」]{0,11})[\]）〉」]\s*[：:]?\s*(?P<rest>\S.*)",
        r"“(?P<head>(?:[^\W\d_]|《)[^，。！？；：:“”]{0,11})”[：:]\s*(?P<rest>\S.*)",
        r"\*\*(?P<head>(?:[^\W\d_]|《)[^，。！？；：:*]{0,11})\*\*\s*(?P<rest>\S.*)",
        r"(?P<head>(?:[^\W\d_]|《)[^\s，。！？；：:]{0,11}?)\s*(?:\||>|-|–|—|~|～|．|\.)\s*(?P<rest>\S.*)",
        r"(?P<head>(?:[^\W\d_]|《)[^\s，。！？；：:]{0,11})\s+(?P<rest>\S.*)",
        r"\d{1,2}[.、．]\s*(?P<head>(?:[^\W\d_]|《)[^\s，。！？；：:]{0,11})[：:]\s*(?P<rest>\S.*)",
    )
)
_MARKS = frozenset("：:】｜丨／.．—")  # one of which every label has
_BYLINES = ("记者", "采访", "采访者", "主持", "整理", "文", "撰文", "摄影", "编辑")
_MENU = frozenset(("Tags", "Tag", "Next", "Previous", "Prev", "Source", "Photo", "Text", "Related"))
_SAID = re.compile(r".(?:[说称道]|表示|指出|认为|强调|告诉记者)$")
_DASH = re.compile(r"(?P<dash>[—─–]{1,2}\s*)[^—─–].*[。！？!?]$")
_TOLD_LEAST = 30  # characters of a line of narration
_TELLS = ("口述", "口述人", "口述者", "讲述", "讲述人", "讲述者", "自述")
_TOLD = re.compile("我.*。")
_NOTED = re.compile("[（【]?(?:整理者|编者|采访者|编辑部?)?按")
_SENTENCE = re.compile(r"[。！？!?…][”’」』）)]*$")
_QUOTED = re.compile('[“「][^“”「」]*[”」]$|"[^"]*"$')
BITE = "bite"  # the role of who speaks for one paragraph of a broadcast
_BARE = ("受访者", "受访人", "回答者", "答主")  # who is the only one that answers
UNNAMED = "受访者"  # who answers where the page gives no name
_TIMED = re.compile(  # [00:19] 阿洁, 00:42 沐恩
    rf"(?:[（(\[]{_CLOCK}[）)\]]\s*|{_CLOCK}\s+)(?P<head>{_HEAD})$(?P<rest>)"
)
_NAMELESS = re.sub("[?]P<[a-z]+>", "?:", f"{ASKED.pattern}|{SCREENED.pattern}")
_BITES = "同期声?|采访|现场声?|SOT|(?:记者)?出镜(?:记者)?"
_BITE = re.compile(  # 【同期声】县文化局局长 祝春生：…, 同期声：祝春生（县文化局局长）：…
    rf"(?:[【（(\[<]\s*(?:{_BITES})\s*[】）)\]>]\s*[：:]?|(?:同期声?|现场声|SOT)[：:])"
    r"\s*(?P<head>[^：:。“「]{2,40}?)\s*(?:[：:]\s*(?P<rest>.+)|$)"
)
_TOLD_BY = ("正文", "导语", "字幕", "片花")  # parts of a broadcast in which nobody speaks
_CANDIDATES = (
    _BITE,
    re.compile(r"【\s*(?P<head>[^【】。！？，]{1,40}?)\s*】\s*[：:]?\s*(?P<rest>.*)"),
    re.compile(rf"(?P<head>{_HEAD}?)\s*{_TIME}\s*[：:]?$(?P<rest>)"),
    _TIMED,
    re.compile(rf"(?P<head>[^\W\d_]{{2,10}}\s?\d{{1,2}})\s+{_TIME}\s+(?P<rest>.+)"),
    re.compile(
        rf"(?:{_TIME}\s*)?(?:\*\*)?(?P<head>{_HEAD})(?:\*\*)?(?:\s*{_TIME})?[：:](?:\*\*)?\s*(?P<rest>.*)"
    ),
    re.compile(  # 郑月桂（67岁，家庭主妇）：
        rf"(?P<head>{AGED})[：:]\s*(?P<rest>.+)"
    ),
    re.compile(rf"(?P<head>{_NAMELESS})[：:｜]\s*(?P<rest>.*)"),
    re.compile(r"(?:\*\*)?(?P<head>[QA]\d{1,2})\s*[.．、｜丨]\s*(?P<rest>[^\d\s].*)"),
    re.compile(rf"(?P<head>{_HEAD}?)\s*(?:[｜丨／]|——(?!—))\s*(?P<rest>[^—\s].*)"),
)


def find(
    lines: Sequence[Line], names: dict[str, str], persons: Callable[[], Cast]
) -> dict[int, Label]:
    """The labels of a page by line number; empty where the page is no transcript.

    `names` are those that its legends and guest list give, each with the name to use for it,
    `persons` gives those of the whole page.
    """
    if dashes := _dashed(lines, persons):
        return dashes
    return _labelled(lines, names, persons) or _asked(lines, names, persons)


def _labelled(
    lines: Sequence[Line], names: dict[str, str], persons: Callable[[], Cast]
) -> dict[int, Label]:
    """The labels of a page that has some."""
    heads = _by_shape(lines, names, persons) | _heads(lines, names)
    first = min((i for i, (head, _) in heads.items() if _asks_or_answers(head)), default=0)
    times = Counter(head for head, _ in heads.values())
    begun = first or min((i for i, (h, _) in heads.items() if times[h] > 1), default=0)
    cast = persons() if begun else None
    introduced = cast.persons(lines[begun].start) if cast else []
    plain = Heads(names, None, introduced)
    _drop(heads, lines, plain)
    heads |= _met_once(lines, heads, plain)
    before = "\n".join(line.text for line in lines[:begun])
    found = _named(lines, heads, Heads(names, cast, introduced), before)
    if cast:
        found = {i: label._replace(name=_fullest(label.name, cast)) for i, label in found.items()}
        found |= _by_title(cast, heads, found)
        talk = {i: head for i, head in heads.items() if i >= begun}
        found |= _in_introduction(before, talk, found)
    teller = next((names[part] for part in _TELLS if part in names), None)
    if len(found) < 3 and len({label.name for label in found.values()}) < 2 and not teller:
        return {}
    if any(label.role == BITE for label in found.values()):
        found = {i: label for i, label in found.items() if heads[i][0] not in _TOLD_BY}
    if _are_bites(lines, heads, found):
        found = {i: label._replace(role=BITE) for i, label in found.items()}
    answers = teller or _guest(names)
    answers = answers or (answerer(lines[:begun], cast) if cast else None)
    labels = _in_turn(found, heads, asker(lines[:first]), answers)
    if labels and min(labels) < first and len(labels) > 3:
        rest = {i: label for i, label in labels.items() if i > min(labels)}
        if {label.role for label in rest.values()} == {"question"}:
            labels = rest  # without a headline such as 对话罗翊：今天没风
    if {label.role for label in labels.values()} == {"question"} or (teller and not labels):
        answers = answers or UNNAMED
        labels |= _unlabelled(lines, sorted(labels), answers)
    if teller and (begins := _begins(lines)) is not None:
        labels.setdefault(begins, Label(teller, "answer", 0))
    return labels


def _guest(names: Mapping[str, str]) -> str | None:
    """The only guest whom a guest list names."""
    guests = {names[p] for p, role in parts_of_talk().items() if role == "guest" and p in names}
    return guests.pop() if len(guests) == 1 else None


def _asks_or_answers(head: str) -> bool:
    """Whether a head says that somebody asks or answers: Q1, 问, 何太问."""
    role = parts_of_talk().get(head.rstrip("0123456789"))
    return role in ("question", "answer") or (head[-1] in "答问" and len(head) < 9)


def _named(
    lines: Sequence[Line], heads: Mapping[int, tuple[str, int]], known: Heads, before: str
) -> dict[int, Label]:
    """The heads that name somebody."""
    times = Counter(head for head, _ in heads.values())
    named = {head: known.who(head, n) for head, n in times.items()}
    bites = {i: head for i, (head, _) in heads.items() if _BITE.match(lines[i].text)}
    for head in bites.values():  # 【同期】前摊主（声音处理）：
        named[head] = named[head] or (re.sub("（[^（）]*）$", "", head), "")
    first_words = [(head, _words(lines, i, at)) for i, (head, at) in heads.items()]
    named |= parts_with_names(named, first_words, known.persons, before)
    found = {i: Label(*whom, at) for i, (h, at) in heads.items() if (whom := named[h]) is not None}
    return {i: n._replace(role=BITE) if i in bites else n for i, n in found.items()}


def _in_turn(
    found: Mapping[int, Label],
    heads: Mapping[int, tuple[str, int]],
    asks: str,
    answers: str | None,
) -> dict[int, Label]:
    """The labels in order, whoever asks and answers by the name that the page gives."""
    labels = {}
    for i, label in sorted(found.items()):
        name, head = label.name, heads[i][0]
        if label.role == "answer" or (label.role == "guest" and name in _BARE):
            bare = name in (head, head.rstrip("0123456789"))
            name = answers if bare and answers else name
            answers = answers or name
        if label.role == "question":  # Q：, behind Q（糖糖妈）：
            asks = name = name if name != REPORTER else asks
        labels[i] = label._replace(name=name)
    return labels


def _of_bite(head: str) -> str:
    """Who speaks in a bite: 祝春生 of 县文化局局长 祝春生, 祝春生 县文化局局长, 祝春生（…）."""
    parts = re.sub("（[^（）]*）$", "", head).split() or [head]
    named = [part for part in (parts[-1], parts[0]) if is_name(part)]
    return named[0] if named else head


def _are_bites(
    lines: Sequence[Line], heads: Mapping[int, tuple[str, int]], found: Mapping[int, Label]
) -> bool:
    """Whether labels are a broadcast's: each with a title (乘客小葛), among as much narration."""
    titled = all(heads[i][0] != found[i].name and not found[i].role for i in found)
    behind = range(min(found, default=0), len(lines))
    told = sum(i not in found and len(lines[i].text) > _TOLD_LEAST for i in behind)
    return titled and len({label.name for label in found.values()}) > 1 and told + 1 >= len(found)


def _begins(lines: Sequence[Line]) -> int | None:
    """The first paragraph in which somebody tells of himself."""
    telling = (i for i, line in enumerate(lines) if _TOLD.search(line.text))
    return next((i for i in telling if not _NOTED.match(lines[i].text)), None)


def _unlabelled(lines: Sequence[Line], asked: Sequence[int], name: str) -> dict[int, Label]:
    """The paragraphs behind questions, where nobody labels the answers."""
    behind = (i + 1 for i in asked if i + 1 < len(lines) and i + 1 not in asked)
    return {i: Label(name, "answer", 0) for i in behind}


def _words(lines: Sequence[Line], i: int, at: int) -> str:
    """The first words behind a label, in its line or in the next."""
    line = lines[i].text[at:] or (lines[i + 1].text if i + 1 < len(lines) else "")
    return line[:80]


def _by_title(
    cast: Cast, heads: Mapping[int, tuple[str, int]], found: Mapping[int, Label]
) -> dict[int, Label]:
    """Labels between others that are the title of one person on the page: 会计."""
    open_ = {i: h for i, h in heads.items() if i not in found and h[0] in titles() and found}
    named = {i: cast.bearing(head) for i, (head, _) in open_.items()}
    between = range(min(found, default=0), max(found, default=0))
    return {i: Label(n, "", open_[i][1]) for i, n in named.items() if n and i in between}


def _in_introduction(
    before: str, heads: Mapping[int, tuple[str, int]], found: Mapping[int, Label]
) -> dict[int, Label]:
    """Labels between others that the introduction has, and that are no words: 哈斯其木格."""
    between = range(min(found, default=0), max(found, default=0) + 1)
    there = {i: h for i, h in heads.items() if i in between and i not in found and h[0] in before}
    known = dictionary().knows
    return {i: Label(h, "", at) for i, (h, at) in there.items() if 2 < len(h) < 9 and not known(h)}


def _fullest(name: str, cast: Cast) -> str:
    """The fullest form of a name of which a label has a part: 桑托斯."""
    whole = cast.aliases.get(name, name)
    return whole if name in whole else name


def _dashed(lines: Sequence[Line], persons: Callable[[], Cast]) -> dict[int, Label]:
    """Questions behind a dash, and the paragraphs after them, which nobody labels."""
    asked = [i for i, line in enumerate(lines) if _DASH.match(line.text)]
    if sum(lines[i].text.endswith(("？", "?")) for i in asked) < 3:
        return {}
    found = {}
    answers, asks = answerer(lines[: asked[0]], persons()) or UNNAMED, asker(lines[: asked[0]])
    for i in asked:
        m = _DASH.match(lines[i].text)
        found[i] = Label(asks, "question", m.end("dash") if m else 0)
    return {**found, **_unlabelled(lines, asked, answers)}


def _asked(
    lines: Sequence[Line], names: Mapping[str, str], persons: Callable[[], Cast]
) -> dict[int, Label]:
    """Questions set alike (■ 为什么？, **为什么？**), and the answers, which nobody labels.

    Somebody is asked (您, 你), and speaks of himself (我) in most answers, without marks.
    """
    questions: dict[str, list[int]] = {}
    for i, line in enumerate(lines):
        if m := _QUESTION.match(line.text):
            mark = re.sub(r"\d+|[一二三四五六七八九十]+", "1", m["mark"].strip())
            questions.setdefault(mark, []).append(i)
    asked = max(questions.values(), key=len, default=[])
    if len(asked) < _SEVERAL or not any(re.search("[你您]", lines[i].text) for i in asked):
        return {}
    ends = [*asked[1:], min(asked[-1] + 3, len(lines))]
    answers = [
        "".join(n.text for n in lines[i + 1 : end]) for i, end in zip(asked, ends, strict=True)
    ]
    before = lines[: asked[0]]
    name = _guest(names) or answerer(before, persons()) or UNNAMED
    own = sum("我" in text and text[0] not in "“「" for text in answers if text)
    if not all(answers) or own < 2 or any(name in text for text in answers):
        return {}
    begin = (_QUESTION.match(lines[i].text) for i in asked)
    found = {
        i: Label(asker(before), "question", m.end("mark") if m else 0)
        for i, m in zip(asked, begin, strict=True)
    }
    return {**found, **_unlabelled(lines, asked, name)}


_SEVERAL = 4  # questions from which their answers need no label
_QUESTION = re.compile(
    r"(?P<mark>(?:[^\w\s“”‘’「」『』《》（）()\[\]…\"'：:，。？！；、]+|\d{1,2}[.、．]|[一二三四五六七八九十][、.]"
    r"|第[一二三四五六七八九十]问[：:]?)?\s*)[^。“「：:]{5,80}[？?](?:\*\*|】)?$"
)


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


def _heads(
    lines: Sequence[Line], names: Mapping[str, str] = MappingProxyType({})
) -> dict[int, tuple[str, int]]:
    """What might be a label, by line, and where in the line the words behind it begin."""
    plain = [_plain(line.text) for line in lines]
    repeated = {text for text, n in Counter(plain).items() if n > 1}
    turns = _taking_turns(plain, repeated)
    heads = {}
    for i, (line, text) in enumerate(zip(lines, plain, strict=True)):
        m = None
        if not _MARKS.isdisjoint(line.text[:48]):
            at = _begin(line.text)
            m = next((m for pattern in _CANDIDATES if (m := pattern.match(line.text, at))), None)
        if m is None and (text in turns or (text in repeated and _alone(text, names))):
            heads[i] = (text, len(line.text))  # a name on a line of its own
        if (
            m
            and m.re is not _BITE
            and ((line.text in repeated and m["rest"]) or introduces(line.text))
        ):
            continue
        if m and (m["head"] in _MENU or (m["head"] in _BYLINES and is_name(m["rest"]))):
            continue
        if m and _SAID.search(m["head"]) and m["rest"][:1] in ("“", "「"):
            continue  # 李明说：“…”
        if m and (head := m["head"].strip()):  # not of 【 】
            head = _of_bite(head) if m.re is _BITE else head
            heads[i] = (head, len(line.text) if m["rest"] is None else m.start("rest"))
    quoted = [i for i, (_, at) in heads.items() if _QUOTED.match(lines[i].text, at)]
    for i in quoted if len(quoted) < 6 else ():  # 施：「…」 is a quotation of a report
        del heads[i]
    return heads


def _begin(text: str) -> int:
    """Where a line begins behind what adorns it."""
    m = _ADORNED.match(text)
    return m.end() if m else 0


def _plain(text: str) -> str:
    """A short line without what adorns it: ■ 邓可欣, **邓可欣**, — 邓可欣 —, 2、邓可欣."""
    return _EDGES.sub("", text) if len(text) < _SHORT else text


def _by_shape(
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


def _met_once(
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


def _drop(
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


def split(lines: Sequence[Line], labels: dict[int, Label]) -> list[Line]:
    """The lines, cut where a label that begins other lines stands inside one: two turns in it."""
    if not labels:
        return list(lines)
    heads = {head for i, (head, _) in _heads(lines).items() if i in labels}
    known = "|".join(re.escape(h) for h in sorted(heads, key=len, reverse=True))
    inside = re.compile(
        rf"(?<=[。？！?!…）”」\s])\s*(?=(?:\*\*)?(?:{known}|[QA]\d+|《[^》]{{2,12}}》记者)"
        rf"(?:[：:｜丨]|\s+{_TIME}\s))"
    )
    parts, first = [], min(labels)
    for i, line in enumerate(lines):
        at = 0
        whole = i < first or _BITE.match(line.text)  # the headline; a title before a name
        for m in inside.finditer(line.text) if not whole else ():
            words = line.text[at : m.start()].rstrip()
            if re.fullmatch(rf"{_TIME}[\s*]*", words):  # [00:00:12] 阿洁：
                continue
            parts.append(Line(line.start + at, line.start + at + len(words), words))
            at = m.end()
        parts.append(Line(line.start + at, line.end, line.text[at:]))
    return parts
