"""Page: one raw text read from its first character to its last.

Repairs first, then script, layout and speech; the result holds the three forms of the text, the
alignment between them, and spans that tile it. Whatever a curator decided comes in as arguments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from soraanalysis.reading.edits import Edit, Positions, align, replay
from soraanalysis.reading.layout import BODY, Layout, read_layout
from soraanalysis.reading.quotes import UNKNOWN, attribute, people
from soraanalysis.reading.repair import repair
from soraanalysis.reading.script import Script, script_of, to_simplified

SPEECH = ("turn", "quote", "paraphrase")


class Span(NamedTuple):
    """A stretch of the clean text with one kind and one speaker; `turn` numbers a label's turn."""

    start: int
    end: int
    kind: str
    speaker: str | None
    method: str
    paragraph: int
    section: str | None
    turn: int


class Override(NamedTuple):
    """A curator's word on raw characters `start:end`: this kind, this speaker."""

    start: int
    end: int
    kind: str
    speaker: str | None


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


def read_page(
    raw: str,
    *,
    decisions: Sequence[Edit] = (),
    overrides: Sequence[Override] = (),
    complete: Sequence[str] = (),
    script: Script | None = None,
) -> Page:
    """Read one page. `complete`: kinds of which the overrides name every span of the page."""
    repairs = repair(raw, decisions)
    original = replay(raw, repairs)
    script = script or script_of(original)
    clean = to_simplified(original, script)
    positions = align(len(raw), repairs)
    layout = read_layout(clean)
    spans = _spans(clean, layout)
    if overrides or complete:
        spans = _override(clean, spans, _located(overrides, positions, clean), complete)
    kind = "prose"
    if layout.labels:
        quoted = sum(s.end - s.start for s in spans if s.kind in ("quote", "paraphrase"))
        kind = "mixed" if quoted > 0.1 * len(clean) else "transcript"
    return Page(raw, original, clean, repairs, positions, script, kind, _tile(spans, clean))


_NOTE = re.compile(r"（(?:编者|编辑)(?:注|按)[：:][^（）]*(?:（[^（）]*）[^（）]*)*）")
_ASIDE = re.compile(r"（[^（）]{8,}[。！？]）")
_CREDIT = re.compile(
    r"[（(][^（）()。]{0,12}(?:记者|实习生|编译|通讯员|作者)[^（）()。]{0,20}[）)]$"
)


_Piece = tuple[int, int, str, str | None, str]  # start, end, kind, speaker, method


def _spans(clean: str, layout: Layout) -> list[Span]:
    """Spans of the lines, in order; gaps between them are white space."""
    known = people(clean) if "body" in layout.kinds and not layout.labels else []
    speaker: str | None = None
    section: str | None = None
    turn, spans = 0, []
    for number, (line, kind, method) in enumerate(
        zip(layout.lines, layout.kinds, layout.methods, strict=True)
    ):
        pieces: Iterable[_Piece] = [(line.start, line.end, kind, None, method)]
        above = section
        if kind == "heading":
            above, section = None, line.text
        elif kind == "turn":
            turn, speaker = turn + 1, layout.labels[number].name
            words = line.start + layout.labels[number].words
            label: _Piece = (line.start, words, "label", speaker, method)
            pieces = [label, *_turn(clean, words, line.end, speaker, "label")]
        elif kind == "body" and speaker is not None:
            pieces = _turn(clean, line.start, line.end, speaker, "continuation")
        elif kind == "body":
            pieces = _prose(line.text, line.start, known)
        spans += [Span(*piece, number, above, turn) for piece in pieces if piece[0] < piece[1]]
    return spans


def _turn(clean: str, start: int, end: int, speaker: str, method: str) -> Iterator[_Piece]:
    """A paragraph of a turn, with an editor's notes cut out."""
    notes = [m.span() for m in _NOTE.finditer(clean, start, end)]
    if aside := _ASIDE.match(clean, start, end):
        notes.append(aside.span())
    for low, high in sorted(notes):
        yield start, low, "turn", speaker, method
        yield low, high, "editor_note", None, "note"
        start = high
    yield start, end, "turn", speaker, method


def _prose(text: str, offset: int, known: list[str]) -> Iterator[_Piece]:
    """A paragraph of prose: quotations that are speech, narration around them, a credit."""
    credit = _CREDIT.search(text)
    end = credit.start() if credit else len(text)
    at = offset
    for start, stop, speaker, method in attribute(text[:end], known):
        yield at, offset + start, "narration", None, "prose"
        yield offset + start, offset + stop, "quote", speaker, method
        at = offset + stop
    yield at, offset + end, "narration", None, "prose"
    yield offset + end, offset + len(text), "metadata", None, "credit"


def _located(
    overrides: Sequence[Override], positions: Positions, clean: str
) -> list[tuple[int, int, Override]]:
    """Overrides with clean offsets: the clean characters whose raw ones lie inside."""
    found = []
    for row in overrides:
        start = int(positions.searchsorted(row.start, "left"))
        end = int(positions.searchsorted(row.end, "left"))
        found.append((start, min(end, len(clean)), row))
    return sorted(found, key=lambda item: item[:2])


def _override(
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
        s._replace(kind="narration", speaker=None, method="curated") if s.kind in complete else s
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
            agreed = next(
                (
                    s.method
                    for s in spans
                    if s.start <= start
                    and end <= s.end
                    and (s.kind, s.speaker) == (row.kind, row.speaker)
                ),
                "curated",
            )
            result.append(
                span._replace(
                    start=start, end=end, kind=row.kind, speaker=row.speaker, method=agreed
                )
            )
            at = end
            k += 1
        if at < span.end:
            result.append(span._replace(start=at))
    return _merge(result, clean)


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


def _tile(spans: list[Span], clean: str) -> list[Span]:
    """The same spans without gaps: white space belongs to the span before it."""
    if not spans:
        return [Span(0, len(clean), "boilerplate", None, "outside", 0, None, 0)] if clean else []
    starts = [0] + [s.start for s in spans[1:]] + [len(clean)]
    return [Span(a, b, *s[2:]) for s, a, b in zip(spans, starts, starts[1:], strict=False)]


__all__ = ["BODY", "SPEECH", "UNKNOWN", "Override", "Page", "Span", "read_page"]
