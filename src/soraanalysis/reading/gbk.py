"""GBK one byte out of step: what byte-wise replacements do to a text.

Pages kept as GBK were edited by replacing *pairs of bytes* without regard to where characters
begin. A pair that straddles two characters leaves its neighbours' bytes orphaned, and what
follows is read one byte late, until a byte of ASCII or a replaced mark brings the text back into
step. `damage` does this to a clean text; `soraanalysis.reading.shifts` undoes it.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping

MARKS = {b"\xa3\xa1": "!", b"\xa3\xac": ",", b"\xa3\xbf": "?"}


def damage(text: str, glossed: Mapping[str, str] | None = None) -> str:
    """What a text looks like after the byte-wise replacements, read as GBK again.

    `glossed`: characters that were replaced by themselves with their pinyin in brackets.

    >>> damage("重大突破。“對于Sora這樣"), damage("他們全力以赴，從而", {"內": "nèi"})
    ('重大突破?!皩τ赟ora這樣', '他們?nèi)σ愿?,從而')
    """
    data = text.encode("gb18030")
    for character, pinyin in (glossed or {}).items():
        written = character.encode("gb18030")
        data = data.replace(written, written + f"({pinyin})".encode("gb18030"))
    for replaced, mark in MARKS.items():
        data = data.replace(replaced, b"\x00" + mark.encode())  # \x00: no trail byte
    return "".join(_read(data))


def _read(data: bytes) -> Iterator[str]:
    """Bytes read as GBK: an orphan is `?` and takes the ASCII byte behind it along."""
    i = 0
    while i < len(data):
        byte = data[i]
        if byte < 0x80:
            if byte:
                yield chr(byte)
            i += 1
        elif i + 1 == len(data) or data[i + 1] == 0:
            yield "?"
            i += 1
        else:
            yield pair(byte, data[i + 1])
            i += 2


@functools.cache
def pair(first: int, second: int) -> str:
    """Two bytes as GBK reads them."""
    if not (0x40 <= second <= 0xFE and second != 0x7F):
        return "?"
    try:
        return bytes((first, second)).decode("gbk")
    except UnicodeDecodeError:
        return ""  # the areas for users' own characters: nothing is shown
