"""Quotations: which words in marks are direct speech in a reporter's prose, and whose.

A quotation is speech where a reporting verb with a name stands beside it (before it in the same
sentence, or directly behind its closing mark), or where it has the shape of speech: sentences of
its own. Scare quotes, titles and quoted terms are neither. Where no name is beside it, the
speaker is unknown.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from soraanalysis._data import words
from soraanalysis.reading.labels import is_name

UNKNOWN = "UNKNOWN"

_PAIRS = {"“": "”", "「": "」", "‘": "’", "『": "』"}
_MARKS = re.compile(r"[“”「」『』‘’\"]")
_SENTENCE_END = re.compile(r"[。！？!?…]+[”’」』）]*|\n")
_LATIN = r"[A-Z][a-z]+(?:[ ·][A-Z][a-zA-Z.]+)+"
_AFTER_NAMES = "说称问答写讲道则也又还都均就对向和与及的是在曾已将把被从认表指告"
_HAN = r"[\u3400-\u9fff]"


class Quotation(NamedTuple):
    """Words in marks: offsets of the words (the marks stand around them) and who says them."""

    start: int
    end: int
    speaker: str | None
    method: str


def find_quotations(text: str) -> list[tuple[int, int]]:
    """Offsets of the words between outer quotation marks; an unclosed one ends with the text.

    Linear in the length of the text, however the marks nest; a closing mark without an opening
    one is passed over, and straight marks open and close in turn.

    >>> find_quotations("他说“甲‘乙’丙”和「丁」")
    [(3, 8), (11, 12)]
    """
    found: list[tuple[int, int]] = []
    stack: list[str] = []
    start = 0
    for m in _MARKS.finditer(text):
        mark = m[0]
        if mark == '"':
            mark = '"' if '"' not in stack else "close"
        if mark in _PAIRS or mark == '"':
            if not stack:
                start = m.end()
            stack.append(_PAIRS.get(mark, "close"))
            if mark == '"':
                stack[-1] = '"'
        elif stack:
            closes = '"' if mark == "close" else mark
            if closes in stack[-2:]:
                while stack.pop() != closes:
                    pass
                if not stack:
                    found.append((start, m.start()))
    if stack:
        found.append((start, len(text)))
    return found


@functools.cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """A reporting verb; a title with what follows; a name before a reporting verb."""
    verbs = "|".join(sorted(words("cue_verbs", "verb"), key=len, reverse=True))
    titles = "|".join(sorted(map(re.escape, words("titles", "title")), key=len, reverse=True))
    doubles = "|".join(w for w in words("surnames", "surname") if len(w) == 2)
    singles = "".join(w for w in words("surnames", "surname") if len(w) == 1)
    name = rf"(?:{doubles}|[{singles}]){_HAN}{{1,2}}"
    foreign = rf"{_HAN}{{1,6}}(?:·{_HAN}{{1,7}})+"
    return (
        re.compile(rf"(?:{verbs})"),
        re.compile(rf"(?:{titles})(?P<name>{foreign}|{_LATIN}|{name})"),
        re.compile(
            rf"(?:^|[。，；：！？”」\n])(?P<name>{foreign}|{_LATIN}|{name}?)"
            rf"(?=(?:博士|教授|先生|女士)?(?:则|也|还|并|又|均|都|就|更|随后|同样|进一步|近日|曾)*(?:{verbs}))"
        ),
    )


def people(text: str) -> list[str]:
    """Names of persons that the text gives beside a title or before a reporting verb.

    Of two readings of one place the name that the text has more often wins, the longer where
    they tie.
    """
    _, titled, saying = _patterns()
    places: Counter[str] = Counter()
    for pattern in (titled, saying):
        for m in pattern.finditer(text):
            name = m["name"]
            if not name[0].isascii() and "·" not in name and len(name) > 2:
                name = _shortened(text, name)
            if name[0].isascii() or "·" in name or is_name(name):
                places[name] += 1
    return sorted(places, key=lambda n: (-len(n), n))


def _shortened(text: str, name: str) -> str:
    """A name without its last character where that is the next word's (李明 of 李明说)."""
    shorter = name[:-1]
    times, times_shorter = text.count(name), text.count(shorter)
    grown = name[-1] in _AFTER_NAMES and (times == 1 or times < times_shorter)
    return shorter if is_name(shorter) and (grown or times < times_shorter) else name


def attribute(text: str, known: Iterable[str]) -> list[Quotation]:
    """The quotations of one paragraph that are speech, each with its speaker.

    `known` are the names of persons in the document.
    """
    names = _alternatives(known)
    found: list[Quotation] = []
    spans = find_quotations(text)
    for k, (start, end) in enumerate(spans):
        low = max((m.end() for m in _SENTENCE_END.finditer(text, 0, start - 1)), default=0)
        before = text[low : start - 1]
        limit = spans[k + 1][0] - 1 if k + 1 < len(spans) else len(text)
        after = re.split(r"[。！？\n]", text[end + 1 : limit], maxsplit=1)[0]
        speaker, method = _cue_after(after, names), "cue-after"
        if speaker is None:
            speaker, method = _cue_before(before, names), "cue-before"
        if found and speaker is None and _continues(text, found[-1], start):
            speaker, method = found[-1].speaker, "continuation"
        if not _is_speech(text, start, end, method if speaker else ""):
            continue
        found.append(Quotation(start, end, speaker or UNKNOWN, method if speaker else "marks"))
    return found


def _alternatives(known: Iterable[str]) -> re.Pattern[str] | None:
    names = sorted(set(known), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names))) if names else None


def _cue_after(after: str, names: re.Pattern[str] | None) -> str | None:
    """Who speaks according to the words behind the closing mark: a name, soon a verb."""
    verb, *_ = _patterns()
    head = after.lstrip("，, ")
    name = names.search(head[:40]) if names else None
    if (
        name
        and "，" not in head[: name.start()]
        and verb.search(head[name.end() : name.end() + 12])
    ):
        return name[0]
    return None


def _cue_before(before: str, names: re.Pattern[str] | None) -> str | None:
    """Who speaks according to the sentence before the opening mark: a name, later a verb."""
    verb, *_ = _patterns()
    name = names.search(before) if names else None
    if name and re.search(r"[对向跟与和]$", before[: name.start()]) and names:
        name = names.search(before, name.end()) or name
    if name and (verb.search(before, name.end()) or before.endswith("：")):
        return name[0]
    return None


def _continues(text: str, last: Quotation, start: int) -> bool:
    """Whether a quotation goes on after attributing words inside one sentence."""
    between = text[last.end + 1 : start - 1]
    return last.method == "cue-after" and not re.search(r"[。！？]", between)


def _is_speech(text: str, start: int, end: int, method: str) -> bool:
    """Whether words in marks are somebody's words, and not a term, a title or irony."""
    inner, before, after = text[start:end], text[start - 2 : start - 1], text[end + 1 : end + 2]
    closed = inner.endswith(tuple("。！？…，!?,"))
    if method == "cue-after":
        return closed or len(inner) >= 6
    opens = before in "，：,:。！？”」\n" or start < 2
    ends = after in "。；！？\n" or not after
    if method:
        return opens and (closed or ends or len(inner) >= 12)
    return opens and closed and inner[-1] != "，" and len(inner) >= 8
