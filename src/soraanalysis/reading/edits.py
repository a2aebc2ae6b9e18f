"""Edits: the only way a text changes here, so that every change can be replayed and located.

An edit replaces `raw[start:end]` by `new`. Fixers return edits on the text they are given;
`compose` expresses the edits of a later step in the coordinates of the raw text; `replay` applies
them; `align` says for each character of the result where in the raw text it sits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Positions = npt.NDArray[np.int64]


class Edit(NamedTuple):
    """`text[start:end]` becomes `new`; `at`: offsets of the new characters from `start`."""

    start: int
    end: int
    new: str
    rule: str
    certain: bool = True
    why: str = ""
    at: tuple[int, ...] | None = None


def moved(edit: Edit, by: int) -> Edit:
    """The same edit, `by` characters further on."""
    return Edit(edit.start + by, edit.end + by, *edit[2:])


def replay(raw: str, repairs: Iterable[Any]) -> str:
    """`raw` with the repairs applied: the text in its own script, as a paper cites it.

    `repairs` is a list of edits or the rows of one document in the `repairs` frame (anything
    with `start`, `end` and `new` or `repaired`), sorted and disjoint; ValueError otherwise.

    >>> replay("发(fā)现", [Edit(1, 5, "", "gloss")])
    '发现'
    """
    if hasattr(repairs, "itertuples"):
        repairs = repairs.itertuples()
    parts, last = [], 0
    for row in repairs:
        if row.start < last:
            raise ValueError(f"repairs overlap or are unsorted at {row.start} (after {last})")
        parts += [raw[last : row.start], row.new if hasattr(row, "new") else row.repaired]
        last = row.end
    return "".join([*parts, raw[last:]])


def compose(first: Sequence[Edit], second: Sequence[Edit], middle: str) -> list[Edit]:
    """One list of edits that does what `first` (raw to `middle`) and then `second` do.

    Both are sorted and disjoint, and so is the result. Where an edit of `second` touches what
    an edit of `first` made, the two become one, their rules joined with `+`.
    """
    if not first or not second:
        return list(first or second)
    result: list[Edit] = []
    group: list[Edit] = []  # edits of `first` touched by the pending edits of `second`
    pending: list[Edit] = []
    shift, shift_before, reach = 0, 0, -1  # middle minus raw: behind, and before the group
    i = 0

    def flush() -> None:
        nonlocal group, pending
        if pending and not group:
            result.extend(moved(e, -shift) for e in pending)
        elif pending:
            result.append(_join(group, pending, middle, shift_before, shift))
        else:
            result.extend(group)
        group, pending = [], []

    for edit in second:
        if (group or pending) and edit.start >= reach:
            flush()
        while i < len(first):
            made = first[i].start + shift, first[i].start + shift + len(first[i].new)
            if _touch(edit, *made) or (pending and made[0] < reach):
                if not group:
                    shift_before = shift
                group.append(first[i])
                reach = max(reach, made[1])
            elif made[0] < edit.start or made == (edit.start, edit.start):
                if group or pending:
                    flush()
                result.append(first[i])
            else:
                break
            shift += len(first[i].new) - (first[i].end - first[i].start)
            i += 1
        pending.append(edit)
        reach = max(reach, edit.end)
    flush()
    return [*result, *first[i:]]


def _touch(edit: Edit, start: int, end: int) -> bool:
    """Whether the edit changes something inside `[start, end)`, or reaches across it if empty."""
    if start == end:
        return edit.start < start < edit.end
    return edit.start < end and start < max(edit.end, edit.start + 1)


def _join(made: list[Edit], edits: list[Edit], middle: str, before: int, after: int) -> Edit:
    """The edits of two steps over one stretch, as one."""
    low = min(edits[0].start, made[0].start + before)
    high = max(edits[-1].end, made[-1].end + after)
    start, end = low - before, high - after
    inside = [moved(e, -low) for e in edits]
    new = replay(middle[low:high], inside)
    inner = align(end - start, [moved(e, -start) for e in made])
    outer = align(high - low, inside)
    both = [*made, *edits]
    return Edit(
        start,
        end,
        new,
        "+".join(dict.fromkeys(e.rule for e in both)),
        all(e.certain for e in both),
        "; ".join(dict.fromkeys(e.why for e in both if e.why)),
        tuple(int(i) for i in inner[outer[:-1]]),
    )


def align(n_raw: int, edits: Iterable[Edit]) -> Positions:
    """Raw position of every character of the edited text, and of its end (length + 1).

    A replaced character keeps its place where lengths agree; otherwise the edit says (`at`), or
    the new characters stand one by one on the old, the surplus on the last. Never decreasing.

    >>> align(6, [Edit(1, 5, "", "gloss")]).tolist()
    [0, 5, 6]
    """
    parts, last = [], 0
    for start, end, new, *_, at in edits:
        if len(new) == end - start and at is None:
            continue
        parts.append(np.arange(last, start))
        if at is None:
            at = tuple(min(k, max(end - start - 1, 0)) for k in range(len(new)))
        parts.append(np.asarray(at, dtype=np.int64) + start)
        last = end
    parts.append(np.arange(last, n_raw + 1))
    return np.concatenate(parts).astype(np.int64)
