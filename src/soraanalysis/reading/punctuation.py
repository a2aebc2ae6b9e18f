"""Punctuation and spacing of Chinese text that came through half width.

A half-width mark becomes full width where the context is Chinese; inside numbers, times,
addresses and Latin text it stays. The context of a mark is the nearest Han character or Chinese
mark on either side, quotation marks, brackets and one Latin word or number between not counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from soraanalysis.reading.edits import Edit

FULL = {".": "。", ",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）"}

_MARK = re.compile(r",+|:+|;+|[?!]|\([^()\n]*\)|[()]")  # of a row of one mark the first decides
_NEUTRAL = "“”‘’「」『』《》()（）[]【】 \u00a0\"'"
_WORD = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.%+&_-]*[A-Za-z0-9%+])?$")
_LATIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9.%+&_-]*(?=[\u3001-\u9fff])")
_TONES = re.compile(r"[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]")
_FACE = re.compile(r"[:;]-?[)(DPpoO|/\\^](?!\w)")
_LETTER = re.compile(r"[A-Za-z\u3400-\u9fff]")
# a sentence's end, where a page uses it for 。: not an ellipsis, nor the numeral of a list
_STOP = re.compile(r"(?<![.\s])\.(?![.\w/])|(?<=[\u3400-\u9fff])\.(?=[\u3400-\u9fff])")
_ITEM = re.compile(r"[^\S\n]*[（(]?[一二三四五六七八九十]{1,3}$")
_LINE_END = re.compile(r"[\u3400-\u9fff]\.[」』”\"]?\s*$", re.M)
_STOPS = 3  # lines that end so, from which a page is one that ends its sentences with a point
_YEAR = re.compile(r", ?(?:1[89]|20)\d\d[a-z]?[:;,)]")  # of a citation: (Name, 2020: 17)


def _chinese(char: str) -> bool:
    """Han characters and the marks that only Chinese text has; not curly quotation marks."""
    return "\u3001" <= char <= "\u9fff" or "\uff01" <= char <= "\uff5e" or char in "…—·"


def _left(text: str, i: int) -> bool:
    """Whether what stands before position `i` is Chinese, a single Latin word passed over."""
    low = max(0, i - 40)
    before = text[max(low, text.rfind("\n", low, i) + 1) : i].rstrip(_NEUTRAL)
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
    places: list[int] = []
    for m in _MARK.finditer(text):
        i, j = m.span()
        if text[i] not in "()":
            places += _row(text, i, j)
        elif j > i + 1:
            if not _citation(text, i, j):
                brackets = _bracket(text, i, j)
                places += [i] * brackets
                for inner in _MARK.finditer(text, i + 1, j - 1):
                    places += _row(text, *inner.span())
                places += [j - 1] * brackets
        elif _left(text, i) and (text[i] == ")" or _right(text, j)):
            places.append(i)
    places = sorted({*places, *_stops(text)})
    return [Edit(i, i + 1, FULL[text[i]], "punctuation", known[text[i]]) for i in places]


def _stops(text: str) -> list[int]:
    """The points that end sentences, of a page on which more lines end so than have a 。."""
    ends = len(_LINE_END.findall(text))
    if ends < _STOPS or ends <= text.count("。"):
        return []
    found = (m.start() for m in _STOP.finditer(text))
    begins = ((i, text[text.rfind("\n", 0, i) + 1 : i]) for i in found)
    return [i for i, before in begins if not _ITEM.fullmatch(before) and _left(text, i)]


def _citation(text: str, i: int, j: int) -> bool:
    """Whether the brackets at `i` and `j - 1` hold names and a year."""
    letter = _LETTER.search(text, i, j)
    return letter is not None and _YEAR.search(text, letter.end(), j) is not None


def _bracket(text: str, i: int, j: int) -> bool:
    """Whether the brackets at `i` and `j - 1` belong to Chinese text: it holds or touches Han."""
    if _FACE.match(text, i - 1) or _FACE.match(text, max(0, i - 2)):
        return False
    if _TONES.search(text, i, j):
        return False  # a textbook's pinyin
    if any("\u3400" <= c <= "\u9fff" for c in text[i:j]):
        return True
    return j > i + 2 and (_left(text, i) or _right(text, j)) and text[i - 1 : i] not in "_^"


def _row(text: str, i: int, j: int) -> Iterable[int]:
    """The marks of a row of one and the same that belong to Chinese text."""
    if text[i] == "," and "\u3400" <= text[i - 1 : i] <= "\u9fff":  # most marks: no need to look on
        return range(i, j)
    return [k for k in range(i, j) if not _of_other(text, k)] if _mark(text, i) else []


def _of_other(text: str, i: int) -> bool:
    """Whether the mark at `i` belongs to a number, a time, a face or an address."""
    mark = text[i]
    return (
        (mark in ",:" and text[i - 1 : i].isdigit() and text[i + 1 : i + 2].isdigit())
        or (mark in ":;" and _FACE.match(text, i) is not None)
        or (mark in ":?" and text[i + 1 : i + 3] == "//")
    )


def _mark(text: str, i: int) -> bool:
    """Whether the mark at `i`, the first of its row, stands in Chinese text."""
    before, mark, after = text[i - 1 : i], text[i], text[i + 1 : i + 2]
    if mark in "?!":
        low = i - 3
        while text[i - 1 : i] in ("?", "!") and i > low:  # the first of a few marks decides
            i -= 1
        before = text[i - 1 : i]
        return bool(before) and (
            _chinese(before) or (_left(text, i) and not (after.isascii() and after.isalnum()))
        )
    if _left(text, i):
        # a Latin word on both sides and a space: Latin text inside Chinese
        latin = before.isascii() and before.isalnum() and after == " " and not _right(text, i + 2)
        return not latin and (
            mark != ":" or not before.isascii() or before == ")" or _right(text, i + 1)
        )
    return _right(text, i + 1) and (before.isalnum() or before in _NEUTRAL)


_GAP = re.compile(r"[ \u00a0]+")
_NO_BREAK = re.compile(r"\u00a0+")
_AFTER = frozenset("，。：；！？、“‘（《「『")  # marks that have their space built in behind
_BEFORE = frozenset("，。：；！？、”’）》」』")  # and before
_HAN = re.compile(r"[\u3400-\u9fff]")


def _needless(before: str, after: str) -> bool:
    """Whether a Chinese mark and what is on the other side need no space between them."""
    return (
        (before in _AFTER and bool(after) and not after.isspace())
        or (after in _BEFORE and bool(before) and not before.isspace())
        or (after in "“‘（《「『" and bool(after) and _HAN.match(before) is not None)
        or (before in "”’）》」』" and bool(before) and _HAN.match(after) is not None)
    )


def spacing(text: str) -> list[Edit]:
    """Spaces beside a Chinese mark, which has its space built in; no-break spaces.

    >>> [e.new for e in spacing("他说： “好 。”\\u00a0")]
    ['', '', ' ']
    """
    edits = []
    for m in _GAP.finditer(text):
        start, end = m.span()
        if _needless(text[start - 1 : start], text[end : end + 1]):
            edits.append(Edit(start, end, "", "spacing"))
        else:
            for nbsp in _NO_BREAK.finditer(text, start, end):
                edits.append(Edit(*nbsp.span(), " " * len(nbsp[0]), "spacing"))
    return edits
