"""Errors: what is wrong with a corpus, and what was probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class CorpusError(ValueError):
    """A corpus folder cannot be read as it is; the message names file, place, value, remedy."""


def did_you_mean(value: object, known: Iterable[str]) -> str:
    """The known name most like `value`, as the end of a message; empty where none is like it.

    >>> did_you_mean("titel", ["title", "date"])
    "; did you mean 'title'?"
    """
    close = difflib.get_close_matches(str(value), list(known), n=1, cutoff=0.5)
    return f"; did you mean {close[0]!r}?" if close else ""
