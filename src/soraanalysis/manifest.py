"""Manifest: what `corpus.toml` says about a folder of texts, checked all at once.

A mistake is reported with file, line, key and value, and what would be right.
"""

from __future__ import annotations

import datetime
import hashlib
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import pydantic

from soraanalysis._errors import CorpusError, did_you_mean
from soraanalysis._files import read_utf8


class _Strict(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)


class Appearance(_Strict):
    """A person in one document."""

    name: str
    role: str = ""
    affiliation: str = ""
    translated: bool = False  # heard through a translator


class Document(_Strict):
    """One text of the corpus; what is not stated stays empty."""

    file: str
    id: str = pydantic.Field(default="", pattern=r"^[^/\r\n]*$")  # ids of rows are id/u0012
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
    labels: dict[str, str] = {}
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
