"""Quotations: the words between quotation marks, and whether they have the shape of speech."""

from __future__ import annotations

import re

_PAIRS = {"“": "”", "「": "」", "‘": "’", "『": "』"}
_MARKS = re.compile(r"[“”「」『』‘’\"]")
_TERM = re.compile(
    r"(?:所谓|名为|题为|叫做|叫作|名叫|称为|称之为|称作|被称|俗称|简称|自称为|誉为|视为|描述为|写着|印着|贴着|刻着|挂着|标着|"
    r"写上|写有|标有|贴上|印有|口号|标语|横幅|一首|歌曲|节目|主题|标题|话题|[是的个种有与和及、把将“])$"
)
_SAID = re.compile(
    r"(?<![被自号简堪人俗统戏名])(?:[说称道喊问答叹写呼呛批言讽指骂笑劝赞夸嘲]|表示|认为|指出|强调|反问|感叹|留言|回应|回复|写道|笑称)$"
)
_THING = re.compile(
    r"(?:写|印|贴|刻|挂|标|题|书)[着有上了][：，]?$|(?:纸牌|牌子|横幅|标语|告示|字条|条幅|招牌|海报|对联|木牌|路牌|红字|大字|几个字|一行字|字样|铭文|题字|规矩|口号|校训|家训|店规)[：]?$"
    r"|(?:条例|办法|规定|合同|》|第[一二三四五六七八九十百\d]+条)(?:还|明确|清楚)?(?:规定|载明|订明|写明|要求|指出)[：，]?$"
)


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
    inner, before, after = text[start:end], text[: start - 1].rstrip(), text[end + 1 : end + 2]
    closed = inner.rstrip("”’」』'\"）").endswith(tuple("。！？…，!?,～~"))
    last = re.split(r"[。！？\n]", before[-40:])[-1]
    if _THING.search(last):
        return "term"
    opens = not before or before[-1] in "，：,:。！？”」\n…）；"
    if not opens:
        if (_SAID.search(before) and (closed or len(inner) >= 6)) or before[-1] in "」”":
            return "either"
        if before[-1] == "、" and len(before) > 1 and before[-2] in "」”":
            return "either"
        if _TERM.search(before) or not (closed or len(inner) >= (8 if after in ("。", "") else 12)):
            return "term"
        return "either"
    if closed:
        return (
            "speech" if len(inner) >= 4 or before.endswith(("：", "，")) or not before else "either"
        )
    if after and after not in "。，；！？、 \n…（" and len(inner) < 12:
        return (
            "either"
            if before.endswith(("：", "，")) and after not in "的得和与及等是或中里上地"
            else "term"
        )
    return "either" if len(inner) >= 4 else "term"


_BRACKET = re.compile(r"（[^（）\n]{0,60}）")


def masked(text: str, quotations: list[tuple[int, int]], spoken: list[tuple[int, int]]) -> str:
    """The text with its quotations filled in: ■ for what may be speech, □ for terms.

    Commas and full stops in brackets become ○, so that no clause or sentence ends there.
    """
    parts, at = [], 0
    for start, end in quotations:
        close = min(end + 1, len(text))
        mark = "■" if (start, end) in spoken else "□"
        parts += [text[at : start - 1], mark * (close - start + 1)]
        at = close
    filled = "".join([*parts, text[at:]])
    return _BRACKET.sub(lambda m: re.sub("[，。；：！？]", "○", m[0]), filled)
