"""Spans: stretches of a page with one kind and one speaker, the page that they tile, and a
curator's word on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from soraanalysis.reading.edits import Edit, Positions
from soraanalysis.reading.script import Script

Place = tuple[int, int]

BODY = ("turn", "quote", "paraphrase", "narration", "sidebar")
SPEECH = ("turn", "quote", "paraphrase")
UNKNOWN = "UNKNOWN"  # who speaks where the reader cannot tell

# How sure a method is; `evaluate.reliability` measures what the levels are worth.
CONFIDENCE = {
    "label": "high",
    "cue-before": "high",
    "cue-after": "high",
    "continuation": "high",
    "announced": "medium",
    "frame": "high",
    "pronoun": "medium",
    "topic": "medium",
    "narrated": "medium",
    "paragraph": "medium",
    "dialogue": "low",
    "marks": "low",
    "curated": "high",
}


class Span(NamedTuple):
    """A stretch of the clean text with one kind and one speaker.

    `turn` numbers a label's turn; `asks`: its label is an asker's (问, 主持人); `cue` and
    `source` are places of the reporting verb and of the phrase that names the speaker.
    """

    start: int
    end: int
    kind: str
    speaker: str | None
    method: str
    paragraph: int
    section: str | None
    turn: int
    asks: bool = False
    cue: Place | None = None
    source: Place | None = None


class Description(NamedTuple):
    """Role (host, guest, expert, executive, official, reporter, institution; empty if unknown)
    and the place of the words that describe a speaker."""

    role: str = ""
    place: Place | None = None


class Page(NamedTuple):
    """A page that was read: raw, original (repaired) and clean (Simplified) text, and its spans."""

    raw: str
    original: str
    clean: str
    repairs: list[Edit]
    positions: Positions
    script: Script
    layout: str
    spans: list[Span]
    people: dict[str, Description]


class Override(NamedTuple):
    """A curator's word on raw characters `start:end`: this kind, this speaker."""

    start: int
    end: int
    kind: str
    speaker: str | None


def located(
    overrides: Sequence[Override], positions: Positions, clean: str
) -> list[tuple[int, int, Override]]:
    """Overrides with clean offsets: the clean characters whose raw ones lie inside."""
    found = []
    for row in overrides:
        start = int(positions.searchsorted(row.start, "left"))
        end = int(positions.searchsorted(row.end, "left"))
        found.append((start, min(end, len(clean)), row))
    return sorted(found, key=lambda item: item[:2])


def override(
    clean: str,
    spans: list[Span],
    rows: list[tuple[int, int, Override]],
    complete: Sequence[str],
) -> list[Span]:
    """The reader's spans with a curator's painted over them.

    Speech of a kind that the curator has annotated completely, and that he does not name, is
    narration.
    """
    base = [
        s._replace(kind="narration", speaker=None, method="curated", cue=None, source=None)
        if s.kind in complete
        else s
        for s in spans
    ]
    result: list[Span] = []
    i = 0
    for span in base:
        at = span.start
        while i < len(rows) and rows[i][1] <= at:
            i += 1
        k = i
        while k < len(rows) and rows[k][0] < span.end:
            start, end = max(rows[k][0], at), min(rows[k][1], span.end)
            if at < start:
                result.append(span._replace(start=at, end=start))
            row = rows[k][2]
            last = result[-1] if result else None
            if last and last.end == start > rows[k][0] and last.paragraph == span.paragraph:
                # one row over two of the reader's spans
                result[-1] = last._replace(end=end, method="curated")
            else:
                alike = _agreeing(spans, row, start, end, span)
                result.append(Span(start, end, row.kind, row.speaker, *alike[4:]))
            at = end
            k += 1
        if at < span.end:
            result.append(span._replace(start=at))
    return _merge(result, clean)


def _agreeing(spans: list[Span], row: Override, start: int, end: int, span: Span) -> Span:
    """The reader's span that says what a curator says of a place; or `span`, as curated."""
    for other in spans:
        inside = other.start <= start and end <= other.end
        if inside and (other.kind, other.speaker) == (row.kind, row.speaker):
            return other._replace(turn=span.turn)
    return span._replace(method="curated", cue=None, source=None, asks=False)


def _merge(spans: list[Span], clean: str) -> list[Span]:
    """Neighbours in one paragraph with the same kind, speaker and turn become one span."""
    result: list[Span] = []
    for span in spans:
        last = result[-1] if result else None
        if (
            last is not None
            and last.end == span.start
            and last[2:4] == span[2:4]
            and last.paragraph == span.paragraph
            and span.kind not in ("quote", "paraphrase")
        ):
            result[-1] = last._replace(end=span.end)
        else:
            result.append(span)
    return result


def tile(spans: list[Span], clean: str) -> list[Span]:
    """The same spans without gaps: white space belongs to the span before it."""
    if not spans:
        return [Span(0, len(clean), "boilerplate", None, "outside", 0, None, 0)] if clean else []
    starts = [0] + [s.start for s in spans[1:]] + [len(clean)]
    return [Span(a, b, *s[2:]) for s, a, b in zip(spans, starts, starts[1:], strict=False)]
