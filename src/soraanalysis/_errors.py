"""Errors: what is wrong with a corpus, and what was probably meant."""

from __future__ import annotations

import contextlib
import difflib
import sys
import warnings
from collections.abc import Iterable
from pathlib import Path

# frames of ours, and of context managers between them, are not where a user made a mistake
_OURS = (str(Path(__file__).parent), contextlib.__file__)


class CorpusError(ValueError):
    """A corpus folder cannot be read as it is; the message names file, place, value, remedy."""


class CorpusWarning(UserWarning):
    """A corpus was read, but something in it is probably not as its user thinks."""


def warn(message: str) -> None:
    """A CorpusWarning that points to the line outside this package that called it."""
    frame, level = sys._getframe(), 1
    while frame.f_back and frame.f_code.co_filename.startswith(_OURS):
        frame, level = frame.f_back, level + 1
    warnings.warn(message, CorpusWarning, stacklevel=level)


def did_you_mean(value: object, known: Iterable[str]) -> str:
    """The known name most like `value`, as the end of a message; empty where none is like it.

    >>> did_you_mean("titel", ["title", "date"])
    "; did you mean 'title'?"
    """
    close = difflib.get_close_matches(str(value), list(known), n=1, cutoff=0.5)
    return f"; did you mean {close[0]!r}?" if close else ""


def nearest(name: object, known: Iterable[object]) -> str:
    """The known names for an error message, and the one probably meant.

    >>> nearest("正文", ["标题", "正文内容"])
    "there are 标题, 正文内容; did you mean '正文内容'?"
    """
    names = [str(k) for k in known]
    shown = ", ".join(names[:20]) + (f" and {len(names) - 20} more" if len(names) > 20 else "")
    return f"there are {shown}{did_you_mean(name, names)}"
