"""Quotations: the words between quotation marks, and whether they have the shape of speech."""

from __future__ import annotations

import functools
import re

from soraanalysis._data import words

_PAIRS = {"“": "”", "「": "」", "‘": "’", "『": "』"}
_MARKS = re.compile(r"[“”「」『』‘’\"]")
_CLOSES = tuple("。！？…，!?,～~—")
_GOES_ON = "的得和与及等是或中里上地"  # behind the marks: the sentence runs through them
_WRITTEN = re.compile(
    r"(?:写|印|贴|刻|挂|标|题|书)[着有上了][：，]?$"
    r"|(?:条例|办法|规定|合同|》|第[一二三四五六七八九十百\d]+条)(?:还|明确|清楚)?"
    r"(?:规定|载明|订明|写明|要求|指出)[：，]?$|第[一二三四五六七八九十百\d]+条[：，]$"
)


@functools.cache
def _endings(kind: str) -> tuple[str, ...]:
    return tuple(words("quotation_frames", "ending", kind=kind))


@functools.cache
def addressed() -> re.Pattern[str]:
    """A verb of saying and whom it is said to, at the end: 痛批县府."""
    verb = "|".join(sorted(_endings("to"), key=len, reverse=True))
    return re.compile(rf"(?:{verb})(?P<whom>[^，。：；！？“”「」『』的了着过是]{{1,8}})$")


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


def shape(text: str, start: int, end: int) -> str:
    """`speech`, `term` or `either`: what words in marks look like, before anybody is their source.

    Speech is a sentence of its own, or stands where one would; a term, a title, a slogan or the
    words on a sign stand inside a sentence.
    """
    before = text[max(0, start - 41) : start - 1].rstrip()
    after, length = text[end + 1 : end + 2], end - start
    closed = text[max(start, end - 8) : end].rstrip("”’」』'\"）").endswith(_CLOSES)
    clause = re.split(r"[。！？\n]", before)[-1]
    if _WRITTEN.search(clause) or clause.rstrip("：，").endswith(_endings("sign")):
        return "term"
    if before and before[-1] not in "，：,:。！？”」\n…）；":
        return _inside(before, after, length, closed)
    announced = not before or before[-1] in "：，"
    if closed:
        return "speech" if length >= 4 or announced else "either"
    if after and after not in "。，；！？、 \n…（" and length < 12:
        named = length <= 4 and re.match(r"[\u3400-\u9fff]", after)  # “沙鸥”移动较慢
        return "either" if before and announced and after not in _GOES_ON and not named else "term"
    return "either" if length >= 4 else "term"


def _inside(before: str, after: str, length: int, closed: bool) -> str:
    """The shape of words in marks that no punctuation parts from the words before them."""
    said = before.endswith(_endings("said")) and not before.endswith(_endings("called"))
    said = said or (length >= 8 and addressed().search(before) is not None)  # 痛批县府「…」
    # all that somebody says, however few the words: 负责人称“不清楚”。, not 听见人说“快啲”
    few = length > 1 and after in ("。", "，", "；") and before.endswith(_endings("whole"))
    few = few and not before.endswith("人说")
    if (said and (closed or length >= 6 or few)) or before.endswith(("”、", "」、")):
        return "either"
    sentence = re.split("[。！？\n]", before)[-1]
    reported = any(verb in sentence for verb in _endings("said"))
    whole = closed or (reported and length >= (8 if after in ("。", "") else 12))
    return "either" if whole and not before.endswith(_endings("term")) else "term"


_BRACKET = re.compile(r"（[^（）\n]{0,60}）")


def masked(text: str, quotations: list[tuple[int, int]], spoken: list[tuple[int, int]]) -> str:
    """The text with its quotations filled in: ■ for what may be speech, □ for terms.

    Commas and full stops in brackets become ○, so that no clause or sentence ends there.
    """
    parts, at, speech = [], 0, set(spoken)
    for start, end in quotations:
        close = min(end + 1, len(text))
        mark = "■" if (start, end) in speech else "□"
        parts += [text[at : start - 1], mark * (close - start + 1)]
        at = close
    filled = "".join([*parts, text[at:]])
    return _BRACKET.sub(lambda m: re.sub("[，。；：！？]", "○", m[0]), filled)
