"""Decode: bytes to text, in the encoding under which they are most like Chinese.

A byte order mark decides; then strict UTF-8; then the encoding whose text has the largest sum of
character log-probabilities (jieba's dictionary, both scripts), damaged bytes allowed. Strict
detectors give up on one broken byte, which is what real pages have.
"""

from __future__ import annotations

import codecs
from typing import NamedTuple

from soraanalysis.reading.language import character_costs

ENCODINGS = ("utf-8", "gb18030", "big5", "big5hkscs", "utf-16-le", "utf-16-be")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNKNOWN = -20.0
_HERE = "\ufdd0"  # never a character of a text
_SAMPLE = 200_000  # bytes that are tried; all are decoded


class Decoded(NamedTuple):
    """A text, its encoding, and the places of bytes that could not be read (character, byte)."""

    text: str
    encoding: str
    broken: list[tuple[int, int]]


def decode(content: bytes, encoding: str | None = None) -> Decoded:
    """The text of a file. What cannot be read becomes U+FFFD and is listed in `broken`.

    >>> decode("今天天气很好".encode("gb18030")).encoding
    'gb18030'
    """
    for mark, name in _MARKS:
        if content.startswith(mark) and encoding in (None, name):
            return _decoded(content[len(mark) :], name, len(mark))
    return _decoded(content, encoding or detect(content), 0)


def detect(content: bytes) -> str:
    """The encoding under which the bytes are most like Chinese text."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if b"\x00" not in content:
            return "utf-8"
    costs = character_costs()
    sample = content[:_SAMPLE]

    def fit(name: str) -> float:
        text = sample.decode(name, errors="replace")
        known = sum(costs.get(c, -8.0 if c.isascii() and c != "\x00" else _UNKNOWN) for c in text)
        return known / max(1, len(sample))

    return max(ENCODINGS, key=fit)


def _decoded(content: bytes, name: str, skipped: int) -> Decoded:
    """Decode, noting the place of every broken byte."""
    places: list[int] = []

    def broken(error: UnicodeError) -> tuple[str, int]:
        assert isinstance(error, UnicodeDecodeError)
        places.append(skipped + error.start)
        return _HERE, max(error.end, error.start + 1)

    codecs.register_error("soraanalysis.broken", broken)
    parts = content.decode(name, errors="soraanalysis.broken").split(_HERE)
    at, found = 0, []
    for part, place in zip(parts, places, strict=False):
        at += len(part)
        found.append((at, place))
        at += 1
    return Decoded("\ufffd".join(parts), name, found)
