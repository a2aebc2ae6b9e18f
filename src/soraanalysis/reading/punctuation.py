"""Punctuation and spacing of Chinese text that came through half width.

A half-width mark becomes full width where the context is Chinese; inside numbers, times,
addresses and Latin text it stays. The context of a mark is the nearest Han character or Chinese
mark on either side, quotation marks, brackets and one Latin word or number between not counted.
"""

from __future__ import annotations

import re

from soraanalysis.reading.edits import Edit

FULL = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）"}

_MARK = re.compile(r"[,:;?!]|\([^()\n]*\)|[()]")
_NEUTRAL = "“”‘’「」『』《》()（）[]【】 \u00a0\"'"
_WORD = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.%+&_-]*[A-Za-z0-9%+])?$")
_LATIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9.%+&_-]*(?=[\u3001-\u9fff])")
_TONES = re.compile(r"[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]")
_FACE = re.compile(r"[:;]-?[)(DPpoO|/\\^](?!\w)")
_CITATION = re.compile(
    r"\([^()]*[A-Za-z\u3400-\u9fff][^()]*, ?(?:1[89]|20)\d\d[a-z]?(?:[:;,] ?[^()]*)?\)"
)


def _chinese(char: str) -> bool:
    """Han characters and the marks that only Chinese text has; not curly quotation marks."""
    return "\u3001" <= char <= "\u9fff" or "\uff01" <= char <= "\uff5e" or char in "…—·"


def _left(text: str, i: int) -> bool:
    """Whether what stands before position `i` is Chinese, a single Latin word passed over."""
    low = max(0, text.rfind("\n", 0, i) + 1, i - 40)
    before = text[low:i].rstrip(_NEUTRAL)
    if before and not _chinese(before[-1]):
        word = _WORD.search(before)
        before = before[: word.start()].rstrip("“”‘’「」『』《》(（【\"'") if word else ""
    return bool(before) and _chinese(before[-1])


def _right(text: str, i: int) -> bool:
    """Whether what stands at position `i` is Chinese, or a Latin word grown onto a Han one."""
    after = text[i : i + 4].lstrip(_NEUTRAL)
    return (bool(after) and _chinese(after[0])) or bool(_LATIN.match(text, i))


def full_width(text: str) -> list[Edit]:
    """Half-width marks in Chinese context, as edits; `certain` where the page has no full one.

    >>> text = "王:Sora在10:30发布,价格1,000元(约数),more compression, more intelligence!"
    >>> "".join(e.new for e in full_width(text))
    '：，（），'
    """
    known = {mark: full not in text for mark, full in FULL.items()}
    edits: list[Edit] = []

    def change(i: int) -> None:
        edits.append(Edit(i, i + 1, FULL[text[i]], "punctuation", known[text[i]]))

    for m in _MARK.finditer(text):
        i, j = m.span()
        if text[i] == "(" and j > i + 1:
            if _CITATION.match(text, i):
                continue
            brackets = _bracket(text, i, j)
            for k in range(i, j):
                if brackets if k in (i, j - 1) else text[k] in ",:;?!" and _mark(text, k):
                    change(k)
        elif text[i] in "()":
            if _left(text, i) and (text[i] == ")" or _right(text, j)):
                change(i)
        elif _mark(text, i):
            change(i)
    return edits


def _bracket(text: str, i: int, j: int) -> bool:
    """Whether the brackets at `i` and `j - 1` belong to Chinese text: it holds or touches Han."""
    if _FACE.match(text, i - 1) or _FACE.match(text, max(0, i - 2)):
        return False
    if _TONES.search(text, i, j):
        return False  # a textbook's pinyin
    if any("\u3400" <= c <= "\u9fff" for c in text[i:j]):
        return True
    return j > i + 2 and (_left(text, i) or _right(text, j)) and text[i - 1 : i] not in "_^"


def _mark(text: str, i: int) -> bool:
    """Whether the mark at `i` belongs to Chinese text."""
    before, mark, after = text[i - 1 : i], text[i], text[i + 1 : i + 2]
    if before.isdigit() and after.isdigit() and mark in ",:":
        return False
    if mark in ":;" and _FACE.match(text, i):
        return False
    if mark in ":?" and text[i + 1 : i + 3] == "//":
        return False
    if mark in "?!":
        low = i - 3
        while text[i - 1 : i] in ("?", "!") and i > low:  # the first of a few marks decides
            i -= 1
        before = text[i - 1 : i]
        return bool(before) and (
            _chinese(before) or (_left(text, i) and not (after.isascii() and after.isalnum()))
        )
    first = i
    while text[first - 1 : first] == mark and first > i - 3:  # of a few, the first decides
        first -= 1
    if first < i:
        return _mark(text, first)
    if _left(text, i):
        # a Latin word on both sides and a space: Latin text inside Chinese
        latin = before.isascii() and before.isalnum() and after == " " and not _right(text, i + 2)
        return not latin and (
            mark != ":" or not before.isascii() or before == ")" or _right(text, i + 1)
        )
    return _right(text, i + 1) and (before.isalnum() or before in _NEUTRAL)


_SPACING = re.compile(
    r"(?P<gap>(?<=[，。：；！？、“‘（《「『])[ \u00a0]+(?=[^\s])"
    r"|(?<=[^\s])[ \u00a0]+(?=[，。：；！？、”’）》」』])"
    r"|(?<=[\u3400-\u9fff])[ \u00a0]+(?=[“‘（《「『])"
    r"|(?<=[”’）》」』])[ \u00a0]+(?=[\u3400-\u9fff]))"
    r"|(?P<nbsp>\u00a0+)"
)


def spacing(text: str) -> list[Edit]:
    """Spaces beside a Chinese mark, which has its space built in; no-break spaces.

    >>> [e.new for e in spacing("他说： “好 。”\\u00a0")]
    ['', '', ' ']
    """
    return [
        Edit(m.start(), m.end(), " " * len(m["nbsp"] or ""), "spacing")
        for m in _SPACING.finditer(text)
    ]
