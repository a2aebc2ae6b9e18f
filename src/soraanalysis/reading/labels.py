"""Labels: which paragraphs of a transcript begin with the name of who speaks.

A head (`candidates`) is a label where the page introduces it (`李明（以下简称李）：`, a guest
list), where the lexicon knows it (主持人, 问), or where it looks like a name and labels repeat.
`结论是：…` and `时间：2024年` are not labels.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from soraanalysis.reading.candidates import by_shape, drop, heads_of, is_bite, met_once
from soraanalysis.reading.cast import REPORTER, Cast
from soraanalysis.reading.heads import Heads, Label, parts_of_talk, parts_with_names
from soraanalysis.reading.legends import Line, answerer, asker
from soraanalysis.reading.names import dictionary, titles
from soraanalysis.reading.questions import UNNAMED, asked, dashed, guest, unlabelled

_TOLD_LEAST = 30  # characters of a line of narration
_TELLS = ("口述", "口述人", "口述者", "讲述", "讲述人", "讲述者", "自述")
_TOLD = re.compile("我.*。")
_NOTED = re.compile("[（【]?(?:整理者|编者|采访者|编辑部?)?按")
BITE = "bite"  # the role of who speaks for one paragraph of a broadcast
_BARE = ("受访者", "受访人", "回答者", "答主")  # who is the only one that answers
_TOLD_BY = ("正文", "导语", "字幕", "片花")  # parts of a broadcast in which nobody speaks


def find(
    lines: Sequence[Line], names: dict[str, str], persons: Callable[[], Cast]
) -> dict[int, Label]:
    """The labels of a page by line number; empty where the page is no transcript.

    `names` are those that its legends and guest list give, each with the name to use for it,
    `persons` gives those of the whole page.
    """
    if dashes := dashed(lines, persons):
        return dashes
    return _labelled(lines, names, persons) or asked(lines, names, persons)


def _labelled(
    lines: Sequence[Line], names: dict[str, str], persons: Callable[[], Cast]
) -> dict[int, Label]:
    """The labels of a page that has some."""
    heads = by_shape(lines, names, persons) | heads_of(lines, names)
    first = min((i for i, (head, _) in heads.items() if _asks_or_answers(head)), default=0)
    times = Counter(head for head, _ in heads.values())
    begun = first or min((i for i, (h, _) in heads.items() if times[h] > 1), default=0)
    cast = persons() if begun else None
    introduced = cast.persons(lines[begun].start) if cast else []
    plain = Heads(names, None, introduced)
    drop(heads, lines, plain)
    heads |= met_once(lines, heads, plain)
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
        asks = {i for i in found if lines[i].text.endswith("？")}  # 记者：一天做多少斤？
        found = {i: x for i, x in found.items() if i in asks or heads[i][0] not in _TOLD_BY}
    if _are_bites(lines, heads, found):
        found = {i: label._replace(role=BITE) for i, label in found.items()}
    answers = teller or guest(names)
    answers = answers or (answerer(lines[:begun], cast) if cast else None)
    labels = _in_turn(found, heads, asker(lines[:first]), answers)
    if labels and min(labels) < first and len(labels) > 3:
        rest = {i: label for i, label in labels.items() if i > min(labels)}
        if {label.role for label in rest.values()} == {"question"}:
            labels = rest  # without a headline such as 对话罗翊：今天没风
    if {label.role for label in labels.values()} == {"question"} or (teller and not labels):
        answers = answers or UNNAMED
        labels |= unlabelled(lines, sorted(labels), answers)
    if teller and (begins := _begins(lines)) is not None:
        labels.setdefault(begins, Label(teller, "answer", 0))
    return labels


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
    bites = {i: head for i, (head, _) in heads.items() if is_bite(lines[i].text)}
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
