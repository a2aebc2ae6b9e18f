"""Manifest: what `corpus.toml` says about a folder of texts, checked all at once.

A mistake is reported with file, line, key and value, and what would be right.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import pydantic

from soraanalysis._data import read_table
from soraanalysis._errors import CorpusError, did_you_mean
from soraanalysis._files import read_utf8
from soraanalysis.reading.edits import Edit
from soraanalysis.reading.page import Override

KINDS = frozenset(
    {"turn", "quote", "paraphrase", "narration", "sidebar", "heading", "caption", "summary"}
    | {"editor_note", "label", "metadata", "boilerplate"}
)


class _Strict(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)


class Appearance(_Strict):
    """A person in one document."""

    name: str
    role: str = ""
    affiliation: str = ""


class Document(_Strict):
    """One text of the corpus; what is not stated stays empty."""

    file: str
    id: str = pydantic.Field(default="", pattern=r"^[\w.-]*$")
    encoding: str = ""
    sha256: str = pydantic.Field(default="", pattern=r"^([0-9a-f]{64})?$")
    title: str = ""
    publisher: str = ""
    author: str = ""
    date: datetime.date | None = None
    url: str = ""
    rights: str = ""
    script: Literal["Hans", "Hant"] | None = None
    layout: Literal["transcript", "prose", "mixed"] | None = None
    genre: str = ""
    person: list[Appearance] = []


class Person(_Strict):
    """A person or institution with every name the texts use."""

    name: str
    aliases: list[str] = []


class Manifest(_Strict):
    """The whole of a `corpus.toml`."""

    title: str = ""
    dictionary: str | None = None
    stop_words: str | None = None
    person: list[Person] = []
    document: list[Document] = []


def read_manifest(path: Path) -> Manifest:
    """The manifest at `path`; CorpusError lists every mistake with its line."""
    source = read_utf8(path)
    content = _toml(path, source)
    try:
        manifest = Manifest.model_validate(content)
    except pydantic.ValidationError as error:
        lines = [_explain(path, source, mistake) for mistake in error.errors(include_url=False)]
        raise CorpusError("\n".join(lines)) from None
    problems = [*_twice(path, source, manifest), *_outside(path, source, manifest)]
    if problems:
        raise CorpusError("\n".join(problems))
    return manifest


def _toml(path: Path, source: str) -> dict[str, Any]:
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise CorpusError(f"{path}: not valid TOML: {error}") from None


def _explain(path: Path, source: str, mistake: Any) -> str:
    location = list(mistake["loc"])
    key = ".".join(str(part) for part in location)
    value = "" if mistake["type"] == "missing" else f", found {mistake['input']!r}"
    message = mistake["msg"]
    if mistake["type"] == "extra_forbidden":
        models: dict[str, type[_Strict]] = {"document": Document, "person": Person}
        model = Manifest if len(location) == 1 else models.get(str(location[0]), Manifest)
        if len(location) > 3 and location[0] == "document":
            model = Appearance
        meant = did_you_mean(location[-1], model.model_fields)
        message = f"no such key; known are {', '.join(model.model_fields)}{meant}"
    return f"{path}:{_line(source, location)}: {key}: {message}{value}"


def _line(source: str, location: Sequence[Any]) -> int:
    """The line of a key path such as `("document", 1, "date")`, counted from 1."""
    lines = source.split("\n")
    at, prefix = 0, ""
    for k, part in enumerate(location):
        if isinstance(part, int):
            headers = [
                n for n, text in enumerate(lines) if n >= at and text.strip() == f"[[{prefix}]]"
            ]
            if part < len(headers):
                at = headers[part]
        else:
            prefix = f"{prefix}.{part}" if prefix else str(part)
            following = location[k + 1] if k + 1 < len(location) else None
            if not isinstance(following, int):
                for n in range(at, len(lines)):
                    if re.match(rf"\s*\"?{re.escape(str(part))}\"?\s*=", lines[n]):
                        return n + 1
                    if n > at and lines[n].startswith("[["):
                        break
    return at + 1


def _twice(path: Path, source: str, manifest: Manifest) -> list[str]:
    """Ids and names that stand for two things."""
    problems, seen = [], {}
    for n, document in enumerate(manifest.document):
        identity = document.id or Path(document.file).stem
        if identity in seen:
            line = _line(source, ("document", n, "id"))
            problems.append(
                f"{path}:{line}: document.{n}.id: {identity!r} is the id of two documents"
            )
        seen[identity] = n
    owner: dict[str, int] = {}
    for n, person in enumerate(manifest.person):
        for name in (person.name, *person.aliases):
            first = owner.setdefault(name, n)
            if first != n:
                key = "name" if name == person.name else "aliases"
                line = _line(source, ("person", n, key))
                problems.append(
                    f"{path}:{line}: person.{n}.{key}: {name!r} is already a name of person.{first}"
                    f" ({manifest.person[first].name!r}); a name belongs to one person"
                )
    return problems


def _outside(path: Path, source: str, manifest: Manifest) -> list[str]:
    """Files that the manifest names outside its folder."""
    root = path.parent.resolve()
    return [
        f"{path}:{_line(source, ('document', n, 'file'))}: document.{n}.file: {document.file!r} "
        f"points outside {root}; name a file inside the corpus folder"
        for n, document in enumerate(manifest.document)
        if not (root / document.file).resolve().is_relative_to(root)
    ]


def check_hash(path: Path, document: Document, content: bytes) -> str:
    """The sha256 of a text, which must be the one the manifest gives."""
    found = hashlib.sha256(content).hexdigest()
    if document.sha256 and found != document.sha256:
        raise CorpusError(
            f"{path}: the text has sha256 {found}, the manifest says {document.sha256}: "
            "put the original file back, or correct sha256"
        )
    return found


def fingerprint(text: str) -> str:
    """What an override keeps of its passage, so that it can be checked: whole, or both ends.

    >>> fingerprint("一二三四五六七八九十一二三四")
    '一二三四五六…九十一二三四'
    """
    return text if len(text) <= 12 else f"{text[:6]}…{text[-6:]}"


def read_overrides(path: Path, raws: dict[str, str]) -> dict[str, list[Override]]:
    """The rows of an annotation file (JSON Lines) by document, each held to its text."""
    found: dict[str, list[Override]] = {}
    if not path.is_file():
        return found
    annotators = _annotators(path.with_name("annotators.toml"))
    for n, line in enumerate(read_utf8(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            doc_id, start, end = row["doc_id"], int(row["start"]), int(row["end"])
            kind, text = row["kind"], row["text"]
        except (ValueError, KeyError, TypeError) as error:
            raise CorpusError(
                f"{path}:{n}: expected a JSON object with doc_id, start, end, kind, speaker, text, "
                f"found {line[:60]!r} ({error!r})"
            ) from None
        if kind not in KINDS:
            raise CorpusError(
                f"{path}:{n}: kind {kind!r}, expected one of {', '.join(sorted(KINDS))}"
                + did_you_mean(kind, KINDS)
            )
        for who in str(row.get("annotator") or "").split("+"):
            if who and annotators is not None and who not in annotators:
                raise CorpusError(
                    f"{path}:{n}: annotator {who!r} is not in annotators.toml, which has "
                    + ", ".join(annotators)
                    + did_you_mean(who, annotators)
                )
        there = _passage(f"{path}:{n}", raws, doc_id, start, end)
        if fingerprint(there) != text:
            raise CorpusError(
                f"{path}:{n}: {doc_id} {start}:{end} holds {fingerprint(there)!r}, "
                f"the row was made for {text!r}"
            )
        found.setdefault(doc_id, []).append(Override(start, end, kind, row.get("speaker")))
    return found


def _annotators(path: Path) -> list[str] | None:
    """The names of who read, or None where nobody wrote them down."""
    return list(_toml(path, read_utf8(path))) if path.is_file() else None


def _passage(place: str, raws: dict[str, str], doc_id: str, start: int, end: int) -> str:
    """The raw passage that a row at `place` is about."""
    if doc_id not in raws:
        raise CorpusError(
            f"{place}: no document {doc_id!r}; there are {', '.join(raws)}"
            + did_you_mean(doc_id, raws)
        )
    if not 0 <= start <= end <= len(raws[doc_id]):
        raise CorpusError(
            f"{place}: {start}:{end} is outside {doc_id}, which has {len(raws[doc_id])} characters"
        )
    return raws[doc_id][start:end]


def read_decisions(folder: Path, raws: dict[str, str]) -> dict[str, list[Edit]]:
    """The rows of `decisions/repairs.tsv` by document, each held to its text."""
    path = folder / "repairs.tsv"
    found: dict[str, list[Edit]] = {doc_id: [] for doc_id in raws}
    if not path.is_file():
        return found
    for row in read_table(path):
        try:
            doc_id, start, end = row["doc_id"], int(row["start"]), int(row["end"])
            before, after, why = row["raw"], row["repaired"], row["why"]
        except (KeyError, ValueError) as error:
            raise CorpusError(
                f"{path}: expected columns doc_id, start, end (numbers), raw, repaired, why, "
                f"found {row} ({error!r})"
            ) from None
        there = _passage(str(path), raws, doc_id, start, end)
        if there != before:
            raise CorpusError(
                f"{path}: {doc_id} {start}:{end} holds {there!r}, the row was made for {before!r}"
            )
        found[doc_id].append(Edit(start, end, after, "decision", False, why))
    return {doc_id: sorted(edits) for doc_id, edits in found.items()}
