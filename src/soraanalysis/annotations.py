"""Annotations: a curator's rows beside the texts, held to them, and one more row at a time.

A row of `annotations/*.jsonl` gives raw characters a kind and a speaker; a row of
`decisions/repairs.tsv` repairs them. Each keeps its passage, so that a changed text is noticed.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from soraanalysis._data import read_table
from soraanalysis._errors import CorpusError, did_you_mean, nearest
from soraanalysis._files import read_utf8
from soraanalysis.reading.edits import Edit
from soraanalysis.reading.spans import SPEECH, Override

KINDS = frozenset(
    {"turn", "quote", "paraphrase", "narration", "sidebar", "heading", "caption", "summary"}
    | {"editor_note", "label", "metadata", "boilerplate"}
)
_KEYS = ("doc_id", "start", "end", "kind", "speaker", "text")


class Curated(NamedTuple):
    """The curated layer of a folder by document; `complete`: documents whose speech is all there.

    `problems` are lines for the user: rows that do not fit their text, or are no rows.
    """

    decisions: dict[str, list[Edit]]
    overrides: dict[str, list[Override]]
    complete: frozenset[str]
    problems: list[str]


def read_curated(root: Path, raws: Mapping[str, str]) -> Curated:
    """The rows of `annotations/` and `decisions/`; of two over the same place the later counts."""
    folder = root / "annotations"
    problems: list[str] = []
    overrides: dict[str, list[Override]] = {doc_id: [] for doc_id in raws}
    for name in ("layout.jsonl", "speech.jsonl"):
        for doc_id, row in _overrides(folder / name, raws, problems):
            overrides[doc_id] = painted(overrides[doc_id], row)
    decisions = _decisions(root / "decisions" / "repairs.tsv", raws, problems)
    listed = folder / "complete.tsv"
    complete = {row["doc_id"] for row in read_table(listed)} if listed.is_file() else set()
    return Curated(decisions, overrides, frozenset(complete), problems)


def fingerprint(text: str) -> str:
    """What an override keeps of its passage, so that it can be checked: whole, or both ends.

    >>> fingerprint("一二三四五六七八九十一二三四")
    '一二三四五六…九十一二三四'
    """
    return text if len(text) <= 12 else f"{text[:6]}…{text[-6:]}"


def painted(rows: list[Override], row: Override) -> list[Override]:
    """Disjoint rows with one more painted over them.

    >>> painted([Override(0, 9, "turn", "甲")], Override(3, 5, "turn", "乙"))[0]
    Override(start=0, end=3, kind='turn', speaker='甲')
    """
    result = []
    for old in rows:
        if old.end <= row.start or row.end <= old.start:
            result.append(old)
            continue
        if old.start < row.start:
            result.append(old._replace(end=row.start))
        if row.end < old.end:
            result.append(old._replace(start=row.end))
    return [*result, row]


def _overrides(
    path: Path, raws: Mapping[str, str], problems: list[str]
) -> Iterable[tuple[str, Override]]:
    """The rows of an annotation file (JSON Lines) that fit; the others become `problems`."""
    if not path.is_file():
        return
    annotators = _annotators(path.with_name("annotators.toml"))
    for n, line in enumerate(read_utf8(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = parsed(line)
            _check(row, raws, annotators)
        except CorpusError as error:
            problems.append(f"{path}:{n}: {error}")
        else:
            yield row["doc_id"], Override(row["start"], row["end"], row["kind"], row["speaker"])


def parsed(line: str, keys: Iterable[str] = _KEYS) -> dict[str, Any]:
    """The row in a line of JSON, with speaker and annotator, if only None.

    CorpusError unless it has all `keys`, values of their types, and a kind that goes with its
    speaker.
    """
    try:
        row = {"speaker": None, "annotator": None} | json.loads(line)
        missing = [key for key in keys if key not in row]
    except (ValueError, TypeError) as error:
        missing = [repr(error)]
    if missing:
        raise CorpusError(
            f"expected a JSON object with {', '.join(keys)}, "
            f"found {line[:60]!r} ({', '.join(missing)})"
        )
    for key in (*keys, "annotator"):
        kind, name = (int, "a whole number") if key in ("start", "end") else (str, "a string")
        may_miss = key in ("speaker", "annotator") and row[key] is None
        if type(row[key]) is not kind and not may_miss:
            raise CorpusError(f"{key} is {row[key]!r:.60}, expected {name}")
    if problem := unfit(row["kind"], row["speaker"]):
        raise CorpusError(problem)
    return {**row, "speaker": row["speaker"] or None}


def unfit(kind: str, speaker: str | None) -> str:
    """Why there is no such kind, or not with this speaker, or nothing; labels may have one."""
    if kind not in KINDS:
        expected = ", ".join(sorted(KINDS)) + did_you_mean(kind, KINDS)
        return f"kind {kind!r}, expected one of {expected}"
    named = bool((speaker or "").strip())
    if named == (kind in SPEECH) or (named and kind == "label"):
        return ""
    return f"kind {kind!r} with speaker {speaker!r}: speech has a speaker, else none"


def _check(row: Mapping[str, Any], raws: Mapping[str, str], annotators: list[str] | None) -> None:
    """CorpusError where a row does not fit its text, or nobody knows who read."""
    problem = _misfit(raws, row["doc_id"], row["start"], row["end"], row["text"])
    if problem := problem or _unknown(row["annotator"] or "", annotators):
        raise CorpusError(problem)


def _annotators(path: Path) -> list[str] | None:
    """The names of who read, or None where nobody wrote them down."""
    if not path.is_file():
        return None
    try:
        return list(tomllib.loads(read_utf8(path)))
    except tomllib.TOMLDecodeError as error:
        raise CorpusError(f"{path}: not valid TOML: {error}") from None


def _unknown(who: str, annotators: list[str] | None) -> str:
    """Who of the annotators of a row (joined with +) is not known, or nothing."""
    names = [name for name in who.split("+") if name and name not in (annotators or [])]
    if annotators is None or not names:
        return ""
    known = f"which has {', '.join(annotators)}{did_you_mean(names[0], annotators)}"
    return f"annotator {names[0]!r} is not in annotators.toml, {known}"


def _misfit(raws: Mapping[str, str], doc_id: str, start: int, end: int, text: str) -> str:
    """Why a row does not fit, or nothing."""
    if problem := elsewhere(raws, doc_id, start, end):
        return problem
    raw = raws[doc_id]
    if fingerprint(raw[start:end]) == text:
        return ""
    head, gap, tail = text.partition("…") if end - start > 12 else (text, "", "")
    inside = "." * (end - start - len(head) - len(tail)) if gap else ""
    moved = list(re.finditer(re.escape(head) + inside + re.escape(tail), raw, re.DOTALL))
    where = f"; that stands now at {moved[0].start()}:{moved[0].end()}" if len(moved) == 1 else ""
    found = fingerprint(raw[start:end])
    return f"{doc_id} {start}:{end} holds {found!r}, the row was made for {text!r}{where}"


def elsewhere(raws: Mapping[str, str], doc_id: str, start: int, end: int) -> str:
    """Why a row is about no passage of any text, or nothing."""
    if doc_id not in raws:
        return f"no document {doc_id!r}; {nearest(doc_id, raws)}"
    if not 0 <= start <= end <= len(raws[doc_id]):
        return f"{start}:{end} is outside {doc_id}, which has {len(raws[doc_id])} characters"
    return ""


def _decisions(path: Path, raws: Mapping[str, str], problems: list[str]) -> dict[str, list[Edit]]:
    """The rows of `decisions/repairs.tsv` by document, each held to its text."""
    found: dict[str, list[Edit]] = {doc_id: [] for doc_id in raws}
    for row in read_table(path) if path.is_file() else []:
        try:
            doc_id, start, end = row["doc_id"], int(row["start"]), int(row["end"])
            before, after, why = row["raw"], row["repaired"], row["why"]
        except (KeyError, ValueError) as error:
            raise CorpusError(
                f"{path}: expected columns doc_id, start, end (numbers), raw, repaired, why, "
                f"found {row} ({error!r})"
            ) from None
        if problem := elsewhere(raws, doc_id, start, end):
            problems.append(f"{path}: {problem}")
        elif raws[doc_id][start:end] != before:
            problems.append(
                f"{path}: {doc_id} {start}:{end} holds {raws[doc_id][start:end]!r}, "
                f"the row was made for {before!r}"
            )
        else:
            found[doc_id].append(Edit(start, end, after, "decision", False, why))
    return {doc_id: sorted(edits) for doc_id, edits in found.items()}


def add_rows(root: Path, raw: str, spans: Iterable[Any], new: Mapping[str, Any]) -> None:
    """Append a row to `annotations/speech.jsonl` for each span (rows of the frame) of a passage.

    `new` holds `kind`, `speaker`, `why`, `annotator`. A row that could not be read back is a
    CorpusError, and nothing is written.
    """
    annotators = _annotators(root / "annotations" / "annotators.toml")
    lines = []
    for span in spans:
        end = span.start + len(raw[span.start : span.end].rstrip())
        place = {"doc_id": span.doc_id, "start": span.start, "end": end, "kind": new["kind"]}
        text = fingerprint(raw[span.start : end])
        row = {**place, "speaker": new["speaker"], "text": text, "annotator": new["annotator"]}
        lines.append(json.dumps({**row, "why": new["why"]}, ensure_ascii=False) + "\n")
        _check(parsed(lines[-1]), {span.doc_id: raw}, annotators)
    path = root / "annotations" / "speech.jsonl"
    path.parent.mkdir(exist_ok=True)
    if path.is_file() and (before := path.read_bytes()) and not before.endswith(b"\n"):
        lines.insert(0, "\n")
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write("".join(lines))
