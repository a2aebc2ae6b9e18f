"""Damage that its own characters prove: mojibake, entities, tags, invisible and wide characters.

Each function looks for one kind and returns edits. Nothing is guessed: bytes that are lost for
good (U+FFFD, 锟斤拷) become rows that change nothing and say so.
"""

from __future__ import annotations

import html
import re
from statistics import median

from soraanalysis.reading.edits import Edit

_HAN = re.compile(r"[\u3400-\u9fff]")

_ENTITY = re.compile(r"&(?:amp;)*(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,9});")
_TAG = re.compile(
    r"</?(?:p|br|div|span|strong|em|b|i|u|a|font|section|img|h[1-6]|li|ul|td|tr)(?:\s[^<>\n]*)?/?>",
    re.IGNORECASE,
)


def markup(text: str) -> list[Edit]:
    """Character references, escaped once or twice, and tags left over in a Chinese page.

    >>> [e.new for e in markup("他说&amp;ldquo;好&rdquo;</p>")]
    ['“', '”', '']
    """
    if ("&" not in text and "<" not in text) or not _HAN.search(text):
        return []
    edits = [Edit(m.start(), m.end(), "", "tag", True, "a tag") for m in _TAG.finditer(text)]
    for m in _ENTITY.finditer(text):
        character = html.unescape(html.unescape(html.unescape(m[0])))
        if len(character) == 1:
            edits.append(Edit(m.start(), m.end(), character, "entity", True, "a reference"))
    return sorted(edits)


_LATIN_RUN = re.compile(r"[\u00c2-\u00f4][\u0080-\u00ff\u0152-\u0192\u02c6\u02dc\u2013-\u2122]+")
_WIDE_RUN = r"[\u3400-\u9fff\u20ac\ue000-\uf8ff]"
# the first two bytes of a Han character in UTF-8, read as GBK: with one such a run must begin
_FIRST = "".join(
    bytes((lead, second)).decode("gbk", "ignore")
    for lead in range(0xE3, 0xEA)
    for second in range(0x80, 0xC0)
)
_HAN_RUN = re.compile(rf"[{_FIRST}](?<!{_WIDE_RUN}.){_WIDE_RUN}{{3,}}")


def mojibake(text: str) -> list[Edit]:
    """UTF-8 that was read as Latin-1, CP1252 or GBK, where reading it again gives Chinese.

    >>> [e.new for e in mojibake("\u4eba\u5de5".encode().decode("cp1252"))]
    ['人工']
    """
    edits = []
    for m in _LATIN_RUN.finditer(text):
        if (again := _as_utf8(m[0], ("cp1252", "latin-1"))) and _HAN.search(again):
            edits.append(Edit(m.start(), m.end(), again, "mojibake", True, "UTF-8 read as Latin-1"))
    for m in _HAN_RUN.finditer(text):
        again = _as_utf8(m[0], ("gbk",))
        if again and len(_HAN.findall(again)) >= 2 and len(again) < len(m[0]):
            edits.append(Edit(m.start(), m.end(), again, "mojibake", True, "UTF-8 read as GBK"))
    return sorted(edits)


def _as_utf8(text: str, encodings: tuple[str, ...]) -> str | None:
    """The text as bytes of one of the encodings, read as UTF-8, where that is possible."""
    for encoding in encodings:
        data = bytearray()
        try:
            for c in text:
                # CP1252 leaves five bytes without a character; they come through as they are
                data += c.encode("latin-1" if encoding != "gbk" and c < "\u0100" else encoding)
            return data.decode("utf-8")
        except UnicodeError:
            continue
    return None


_LOST = re.compile("\ufffd+|锟斤拷(?:锟斤拷|锟斤|锟)*")


def lost(text: str) -> list[Edit]:
    """Characters that were lost for good: reported, not changed."""
    why = "characters were lost here for good"
    return [Edit(m.start(), m.end(), m[0], "lost", False, why) for m in _LOST.finditer(text)]


_INVISIBLE = re.compile(
    r"[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
)
_WIDE = re.compile(r"[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+")


def characters(text: str) -> list[Edit]:
    """Invisible and control characters out; full-width letters and digits to ASCII.

    >>> [e.new for e in characters("Ｓｏｒａ\\u200b火了")]
    ['Sora', '']
    """
    edits = [Edit(m.start(), m.end(), "", "invisible") for m in _INVISIBLE.finditer(text)]
    for m in _WIDE.finditer(text):
        narrow = "".join(chr(ord(c) - 0xFEE0) for c in m[0])
        edits.append(Edit(m.start(), m.end(), narrow, "full-width"))
    return sorted(edits)


# whole rows only, so that a row without an end is looked at once
_DOUBLED = re.compile(
    r"(?P<mark>[，、；：])(?<!(?P=mark)(?P=mark))(?P=mark)+(?![，、；：。])"
    r"|[，、；](?<![，、；]{2})[，、；]*(?=。(?!。))"
)


def doubled(text: str) -> list[Edit]:
    """Marks printed twice, and a comma before a full stop.

    >>> [(e.start, e.end) for e in doubled("好，，很好，。")]
    [(2, 3), (5, 6)]
    """
    return [
        Edit(m.start() + bool(m["mark"]), m.end(), "", "doubled") for m in _DOUBLED.finditer(text)
    ]


def broken_lines(text: str) -> list[Edit]:
    """Line breaks inside sentences, on pages whose lines were cut at one width.

    Lines of verse end with a mark or are short; here at least five lines of 20 and more
    characters end at nearly one width without any, and the next line goes on.
    """
    lines = text.split("\n")
    open_ends = [
        n
        for n, line in enumerate(lines[:-1])
        if len(line) >= 20 and _HAN.match(line[-1]) and _HAN.match(lines[n + 1][:1])
    ]
    if len(open_ends) < 5:
        return []
    width = median(len(lines[n]) for n in open_ends)
    same = [n for n in open_ends if abs(len(lines[n]) - width) <= 1]
    if len(same) < 0.8 * len(open_ends):
        return []
    starts, at = [], 0
    for line in lines:
        at += len(line) + 1
        starts.append(at - 1)
    why = f"the lines of the page were cut at {width:.0f} characters"
    return [Edit(starts[n], starts[n] + 1, "", "line-break", True, why) for n in same]
