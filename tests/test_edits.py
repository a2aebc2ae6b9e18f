"""Edits compose, replay and align, whatever the edits are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from soraanalysis.reading.edits import Edit, align, compose, replay


@st.composite
def edits(draw: st.DrawFn, length: int) -> list[Edit]:
    """Sorted, disjoint edits of a text of this length; no two insertions at one place."""
    points = sorted(draw(st.sets(st.integers(0, length), max_size=8)))
    rows = []
    for start, end in zip(points[::2], points[1::2], strict=False):
        rows.append(Edit(start, end, draw(st.text("XYZ", max_size=3)), "rule"))
    return rows


@st.composite
def steps(draw: st.DrawFn) -> tuple[str, list[Edit], list[Edit]]:
    raw = draw(st.text("abcdef", max_size=12))
    first = draw(edits(len(raw)))
    return raw, first, draw(edits(len(replay(raw, first))))


@given(steps())
def test_composed_edits_do_what_both_steps_do(case: tuple[str, list[Edit], list[Edit]]) -> None:
    raw, first, second = case
    middle = replay(raw, first)
    assert replay(raw, compose(first, second, middle)) == replay(middle, second)


@given(steps())
def test_alignment_covers_the_result_and_never_decreases(
    case: tuple[str, list[Edit], list[Edit]],
) -> None:
    raw, first, second = case
    done = compose(first, second, replay(raw, first))
    positions = align(len(raw), done)
    assert len(positions) == len(replay(raw, done)) + 1
    assert (np.diff(positions) >= 0).all()
    assert positions[-1] == len(raw)


def test_an_edit_on_an_edit_becomes_one_row_with_both_rules() -> None:
    done = compose([Edit(1, 2, "XY", "first")], [Edit(2, 3, "Z", "second")], "aXYb")
    assert done == [Edit(1, 2, "XZ", "first+second", True, "", (0, 0))]


def test_overlapping_repairs_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        replay("abc", [Edit(0, 2, "", "r"), Edit(1, 3, "", "r")])
