"""Many: texts read one after the other or, if they are long together, side by side on all cores.

Pages know nothing of each other, so that nothing but the time depends on how they are read. The
processes are joblib's (its environment variable `LOKY_MAX_CPU_COUNT` sets how many).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from typing import Any

from soraanalysis._memory import no_cycles
from soraanalysis.reading.spans import Page

_MANY = 200  # texts from which a user at a terminal is shown how far reading has come
_MUCH = 2_000_000  # characters from which the start of processes, some seconds, pays

Told = Mapping[str, Any]  # what is known of a text: arguments of `read_page`


def read_many(
    raws: Mapping[str, str], told: Mapping[str, Told], progress: bool | None = None
) -> Iterator[tuple[str, Page]]:
    """Each text's name and page, in order; `told` are further arguments of `read_page` by text.

    Where processes read, they go on while a page is used.

    `progress` shows how far reading has come on stderr; left out, it does for more than 200
    texts at a terminal.
    """
    if sum(map(len, raws.values())) > _MUCH:
        from joblib import Parallel, delayed  # takes a while to import

        work = (delayed(_read)(raw, told[name]) for name, raw in raws.items())
        pages = Parallel(n_jobs=-1, return_as="generator")(work)
    else:
        pages = (_read(raw, told[name]) for name, raw in raws.items())
    shown = sys.stderr.isatty() and len(raws) > _MANY if progress is None else progress
    paced = _paced(pages, len(raws)) if shown else pages
    return zip(raws, paced, strict=True)


@no_cycles()
def _read(raw: str, told: Told) -> Page:
    from soraanalysis.reading.page import read_page  # makes its patterns, which takes a while

    return read_page(raw, **told)


def _paced(pages: Iterator[Page], n: int) -> Iterator[Page]:
    """The pages; on stderr how many are read, and how many a second."""
    begun = last = time.monotonic()
    for k, page in enumerate(pages, 1):
        yield page
        now = time.monotonic()
        if now - last > 0.2 or k == n:
            rate, last = k / max(now - begun, 1e-9), now
            sys.stderr.write(f"\rread {k:,} of {n:,} texts, {rate:,.0f} a second")
    if n:
        sys.stderr.write("\n")
