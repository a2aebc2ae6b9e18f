"""Tables: pages that were read become the frames of a corpus.

Each frame's columns are declared here, beside the function that fills them. Rows are gathered in
plain lists and turned into DataFrames once, whatever the number of documents.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import pandas as pd

from soraanalysis.frames import Column, build
from soraanalysis.reading.edits import Edit
from soraanalysis.reading.spans import BODY, CONFIDENCE, SPEECH, Page, Span

_PLACE = {
    "start": Column("int64", "first raw character", "code points"),
    "end": Column("int64", "behind the last raw character", "code points"),
}
_WORDING = {
    "text": Column("str", "the words, repaired, in Simplified script, stripped"),
    "original": Column("str", "the words, repaired, in the page's own script, stripped"),
}
REPAIRS = {
    "doc_id": Column("category", "document"),
    "start": Column("int64", "first raw character replaced", "code points"),
    "end": Column("int64", "behind the last raw character replaced", "code points"),
    "raw": Column("str", "what stood there"),
    "repaired": Column("str", "what stands there now; empty where characters were taken out"),
    "rule": Column("category", "rules that made the change, joined with + where several did"),
    "certain": Column("bool", "the bytes, or the whole document, force the change"),
    "why": Column("str", "the reason, for a reader; empty where the rule says it all"),
}
SPANS = {
    "span_id": Column("str", "id of the span: document/pNNNN"),
    "doc_id": Column("category", "document"),
    "paragraph": Column("int64", "number of the line in the page, blank lines not counted, from 0"),
    **_PLACE,
    "kind": Column("category", "turn, quote, paraphrase, narration, sidebar, heading, caption …"),
    "speaker": Column("category", "who speaks", missing="where nobody speaks"),
    "section": Column("category", "the heading above", missing="before the first heading"),
    "utt_id": Column("category", "utterance", missing="outside speech"),
    "method": Column("category", "how kind and speaker were decided: a rule, or `curated`"),
    "confidence": Column(
        "category", "high, medium or low: how sure the method is", missing="outside speech"
    ),
    "cue": Column("str", "the reporting verb as printed", missing="empty where there is none"),
    "cue_start": Column("Int64", "its first raw character", "code points", "where there is none"),
    "cue_end": Column("Int64", "behind its last raw character", "code points", "likewise"),
    "source": Column("str", "the phrase that names the speaker, as printed", missing="likewise"),
    **_WORDING,
}
UTTERANCES = {
    "utt_id": Column("str", "id of the utterance: document/uNNNN"),
    "doc_id": Column("category", "document"),
    "speaker": Column("category", "who speaks; UNKNOWN where the reader can't tell"),
    "kind": Column("category", "turn, quote or paraphrase"),
    "section": Column("category", "the heading above", missing="before the first heading"),
    "position": Column("int64", "place in the document's order of utterances, from 0"),
    **_PLACE,
    **_WORDING,
    "n_chars": Column("int64", "characters of its spans, white space not counted", "code points"),
    "reply_to": Column("str", "the question that it answers: an utt_id", missing="empty if none"),
    "translated": Column("bool", "whether the speaker was heard through a translator"),
}
SENTENCES = {
    "sent_id": Column("str", "id of the sentence: document/sNNNN"),
    "doc_id": Column("category", "document"),
    "span_id": Column("category", "the span it was cut from"),
    "utt_id": Column("category", "utterance", missing="outside speech"),
    "orth_id": Column("category", "the sentence as printed: pieces cut by a mark share it"),
    "speaker": Column("category", "who speaks", missing="where nobody speaks"),
    "kind": Column("category", "kind of the span"),
    "section": Column("category", "the heading above", missing="before the first heading"),
    "paragraph": Column("int64", "number of the line in the page, from 0"),
    **_PLACE,
    **_WORDING,
}

_SENTENCE = re.compile(r"[。！？!?]+[”’」』）》\")]*|…{2,}(?=[”’」』]|$)[”’」』]*|\n")
_BRACKET = re.compile(r"（[^（）\n]*）|\([^()\n]*\)")
_WORTH = re.compile(r"[^\W_]")


def tables(pages: Iterable[tuple[str, Page]]) -> dict[str, pd.DataFrame]:
    """The frames `spans`, `utterances`, `sentences` and `repairs` of pages with their ids."""
    rows: dict[str, list[tuple[Any, ...]]] = {"spans": [], "utterances": [], "sentences": []}
    repairs: dict[str, list[Any]] = {name: [] for name in REPAIRS}
    for doc_id, page in pages:
        utterances = _utterances(page)
        _add_spans(rows, doc_id, page, utterances)
        repairs["doc_id"] += [doc_id] * len(page.repairs)
        for name, column in _replaced(page.raw, page.repairs).items():
            repairs[name] += column
    schemas = {"spans": SPANS, "utterances": UTTERANCES, "sentences": SENTENCES}
    found = {name: _frame(schema, rows[name]) for name, schema in schemas.items()}
    found["utterances"] = found["utterances"].set_index("utt_id")
    found["sentences"] = found["sentences"].set_index("sent_id")
    return {**found, "repairs": build(REPAIRS, repairs)}


def _replaced(raw: str, edits: Sequence[Edit]) -> dict[str, list[Any]]:
    """The edits as columns of the `repairs` frame, without the document."""
    return {
        "start": [e.start for e in edits],
        "end": [e.end for e in edits],
        "raw": [raw[e.start : e.end] for e in edits],
        "repaired": [e.new for e in edits],
        "rule": [e.rule for e in edits],
        "certain": [e.certain for e in edits],
        "why": [e.why for e in edits],
    }


def _frame(schema: Mapping[str, Column], rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    return build(schema, {name: [row[k] for row in rows] for k, name in enumerate(schema)})


def _utterances(page: Page) -> list[int | None]:
    """For each span the number of its utterance, or None outside speech.

    A turn runs to the next label. A quotation goes on after attributing words of the same
    sentence; paraphrase is an utterance of its own, on through its paragraph.
    """
    numbers: list[int | None] = []
    count, last = 0, None
    turns: dict[int, int] = {}
    for k, span in enumerate(page.spans):
        if span.kind not in SPEECH:
            numbers.append(None)
            continue
        if span.kind == "turn" and span.turn:
            number = turns.setdefault(span.turn, count)
        elif last is not None and _goes_on(page, last, k):
            number = numbers[last] or 0
        else:
            number = count
        count = max(count, number + 1)
        numbers.append(number)
        last = k
    return numbers


def _goes_on(page: Page, i: int, k: int) -> bool:
    """Whether span `k` continues the utterance of the speech span `i` before it."""
    before, span = page.spans[i], page.spans[k]
    if (before.kind, before.speaker) != (span.kind, span.speaker):
        return False
    between = page.clean[before.end : span.start]
    if before.kind == "turn":
        return between.strip() == ""
    if before.paragraph != span.paragraph:
        return k == i + 1
    if before.kind == "paraphrase":
        return len(_SENTENCE.findall(between)) == 0
    words = between.strip('”’」』"“‘「『 ')
    return len(words) <= 40 and len(_SENTENCE.findall(words.rstrip("。！？"))) == 0


def _add_spans(
    rows: dict[str, list[tuple[Any, ...]]], doc_id: str, page: Page, numbers: list[int | None]
) -> None:
    """Rows of one page."""
    raw_at = page.positions.tolist()
    raw_at[0] = 0
    parts: dict[int, list[Span]] = defaultdict(list)
    count, orth, paragraph = 0, 0, -1
    for k, (span, number) in enumerate(zip(page.spans, numbers, strict=True)):
        utt_id = None if number is None else f"{doc_id}/u{number:04d}"
        span_id = f"{doc_id}/p{k:04d}"
        text, original = _wording(page, span.start, span.end)
        place = raw_at[span.start], raw_at[span.end]
        rows["spans"].append(
            (span_id, doc_id, span.paragraph, *place, span.kind, span.speaker, span.section)
            + (utt_id, span.method, *_attributed(page, span, raw_at))
            + (text.strip(), original.strip())
        )
        if number is not None:
            parts[number].append(span)
        if span.kind not in BODY:
            continue
        if span.paragraph != paragraph:
            orth, paragraph = orth + 1, span.paragraph
        for low, high, closed in sentence_bounds(text):
            start, end = span.start + low, span.start + high
            if _WORTH.search(page.clean, start, end):
                rows["sentences"].append(
                    (f"{doc_id}/s{count:04d}", doc_id, span_id, utt_id)
                    + (f"{doc_id}/o{orth:04d}", span.speaker, span.kind, span.section)
                    + (span.paragraph, raw_at[start], raw_at[end])
                    + _wording(page, start, end)
                )
                count += 1
            orth += closed
    replies = _replies(page, parts)
    for position, (number, spans) in enumerate(sorted(parts.items())):
        reply = f"{doc_id}/u{replies[number]:04d}" if number in replies else ""
        rows["utterances"].append(
            (*_utterance_row(doc_id, page, number, position, spans, raw_at), reply, False)
        )


def _attributed(page: Page, span: Span, raw_at: list[int]) -> tuple[Any, ...]:
    """Confidence, and the verb and source with the verb's place, of a span."""
    confidence = CONFIDENCE[span.method] if span.kind in SPEECH else None
    cue, source = span.cue, span.source
    verb = (
        ("", None, None) if cue is None else (page.original[slice(*cue)], *(raw_at[i] for i in cue))
    )
    return confidence, *verb, page.original[slice(*source)] if source else ""


def _replies(page: Page, utterances: Mapping[int, list[Span]]) -> dict[int, int]:
    """For each utterance that answers a question the number of the question.

    A turn answers the last turn of whoever asks on the page: under the label of an asker, or
    mostly in questions. A quotation answers one directly before it.
    """
    asks: dict[str, list[bool]] = defaultdict(list)
    for spans in utterances.values():
        last = page.clean[spans[-1].start : spans[-1].end].rstrip("”’」』 \n")
        asks[spans[0].speaker or ""].append(last.endswith(("？", "?")))
    labelled = {s.speaker for spans in utterances.values() for s in spans if s.asks}
    askers = labelled or {n for n, qs in asks.items() if len(qs) > 1 and sum(qs) > 0.6 * len(qs)}
    found: dict[int, int] = {}
    question: int | None = None
    before: tuple[int, Span] | None = None
    seen: dict[str, int] = defaultdict(int)
    for number, spans in sorted(utterances.items()):
        first, speaker = spans[0], spans[0].speaker or ""
        if first.kind == "turn" and speaker in askers:
            question = number
        elif first.kind == "turn" and question is not None:
            found[number] = question
        elif first.kind == "quote" and before is not None and before[1].speaker != speaker:
            near = first.paragraph - before[1].paragraph <= 1
            if near and asks[before[1].speaker or ""][seen[before[1].speaker or ""] - 1]:
                found[number] = before[0]
        seen[speaker] += 1
        before = (number, spans[-1])
    return found


def _wording(page: Page, start: int, end: int) -> tuple[str, str]:
    """A stretch of the clean and of the original text: one string where the two are the same."""
    text = page.clean[start:end]
    return text, text if page.original is page.clean else page.original[start:end]


def _utterance_row(
    doc_id: str, page: Page, number: int, position: int, spans: list[Span], raw_at: list[int]
) -> tuple[Any, ...]:
    wordings = [_wording(page, s.start, s.end) for s in spans]
    texts, originals = ([part.strip() for part in parts] for parts in zip(*wordings, strict=True))
    first = spans[0]
    return (
        (f"{doc_id}/u{number:04d}", doc_id, first.speaker, first.kind, first.section, position)
        + (raw_at[first.start], raw_at[spans[-1].end], "\n".join(texts), "\n".join(originals))
        + (sum(len("".join(text.split())) for text in texts),)
    )


def sentence_bounds(text: str) -> list[tuple[int, int, bool]]:
    """Sentences of a text: offsets without white space around, and whether an end mark closes it.

    Closing marks stay with their sentence; nothing is cut inside brackets.

    >>> [ "甲（乙。丙）丁。”戊？"[a:b] for a, b, _ in sentence_bounds("甲（乙。丙）丁。”戊？")]
    ['甲（乙。丙）丁。”', '戊？']
    """
    brackets = (m.span() for m in _BRACKET.finditer(text))
    bracket = next(brackets, None)
    cuts = [0]
    closed = {}
    for m in _SENTENCE.finditer(text):
        while bracket is not None and bracket[1] <= m.start():
            bracket = next(brackets, None)
        inside = bracket is not None and bracket[0] < m.start()
        if inside and bracket is not None and (m.end() < bracket[1] or bracket[0] > cuts[-1]):
            continue  # a bracket that is a sentence of its own ends like one
        cuts.append(m.end())
        closed[m.end()] = True
    if cuts[-1] < len(text):
        cuts.append(len(text))
    bounds = []
    for low, high in pairwise(cuts):
        piece = text[low:high]
        left = low + len(piece) - len(piece.lstrip())
        right = low + len(piece.rstrip())
        if left < right:
            bounds.append((left, right, high in closed))
    return bounds
