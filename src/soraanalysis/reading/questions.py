"""Questions: interviews in which nobody labels who answers.

Questions behind a dash, or set alike (■ 为什么？, **为什么？**), and the paragraphs behind them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from soraanalysis.reading.cast import Cast
from soraanalysis.reading.heads import Label, parts_of_talk
from soraanalysis.reading.legends import Line, answerer, asker
from soraanalysis.reading.names import SIGN

_DASH = re.compile(r"(?P<dash>[—─–]{1,2}\s*)[^—─–].*[。！？!?]$")
UNNAMED = "受访者"  # who answers where the page gives no name
_DASHED, _SEVERAL = 3, 4  # questions from which their answers need no label
_NUMBER = re.compile("[\\d一二三四五六七八九十]+")
_QUESTION = re.compile(
    rf"(?P<mark>(?:{SIGN}+|【|\d{{1,2}}[.、．]|[一二三四五六七八九十][、.]|第[一二三四五六七八九十]问[：:]?)?\s*)"
    r"[^。“「：:]{5,80}[？?](?:\*\*|】)?$"
)


def dashed(lines: Sequence[Line], persons: Callable[[], Cast]) -> dict[int, Label]:
    """Questions behind a dash, and the paragraphs after them."""
    begin = {i: m.end("dash") for i, line in enumerate(lines) if (m := _DASH.match(line.text))}
    if sum(lines[i].text.endswith(("？", "?")) for i in begin) < _DASHED:
        return {}
    return _interview(lines, begin, answerer(lines[: min(begin)], persons()) or UNNAMED)


def asked(
    lines: Sequence[Line], names: Mapping[str, str], persons: Callable[[], Cast]
) -> dict[int, Label]:
    """Questions set alike, and the answers.

    Somebody is asked (您, 你) and speaks of himself (我), without marks; no answer names him.
    """
    alike: dict[str, dict[int, int]] = {}
    for i, line in enumerate(lines):
        if m := _QUESTION.match(line.text):
            alike.setdefault(_NUMBER.sub("1", m["mark"].strip()), {})[i] = m.end("mark")
    begin = max(alike.values(), key=len, default={})
    if len(begin) < _SEVERAL or not any(re.search("[你您]", lines[i].text) for i in begin):
        return {}
    bounds = [*begin, min(max(begin) + 3, len(lines))]
    answers = ["".join(n.text for n in lines[i + 1 : end]) for i, end in pairwise(bounds)]
    name = guest(names) or answerer(lines[: bounds[0]], persons()) or UNNAMED
    own = sum("我" in text and text[0] not in "“「" for text in answers if text)
    if not all(answers) or own < 2 or any(name in text for text in answers):
        return {}
    return _interview(lines, begin, name)


def _interview(lines: Sequence[Line], begin: Mapping[int, int], name: str) -> dict[int, Label]:
    """Questions by line, with the place where their words begin, and the answers."""
    asks = asker(lines[: min(begin)])
    found = {i: Label(asks, "question", at) for i, at in begin.items()}
    return found | unlabelled(lines, list(begin), name)


def unlabelled(lines: Sequence[Line], asked: Sequence[int], name: str) -> dict[int, Label]:
    """The paragraphs behind questions, where nobody labels the answers."""
    behind = (i + 1 for i in asked if i + 1 < len(lines) and i + 1 not in asked)
    return {i: Label(name, "answer", 0) for i in behind}


def guest(names: Mapping[str, str]) -> str | None:
    """The only guest whom a guest list names."""
    guests = {names[p] for p, role in parts_of_talk().items() if role == "guest" and p in names}
    return guests.pop() if len(guests) == 1 else None
