"""Textless: the frames of a corpus without their words, and with them again.

A text that may not be passed on stays at home: of its words only offsets go out. Who has a copy
of the text gets the words back from it. What is not in the text (what repairs put in its place,
the headings above a row) is sealed with the text as the key: it opens for a copy only. A text so
short that it can be guessed is no key, and its hash no secret.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from soraanalysis._errors import CorpusError
from soraanalysis.reading.edits import Edit, align, replay
from soraanalysis.reading.script import strays, to_simplified
from soraanalysis.reading.spans import Page
from soraanalysis.schemas import SCHEMAS

_PEOPLE = ("documents", "speakers", "appearances")  # metadata, kept whole but for `strays`
# columns of strings that are no words of a text; any other column of strings is left out
_OPEN = frozenset(
    {"doc_id", "span_id", "utt_id", "sent_id", "orth_id", "reply_to", "kind", "speaker", "method"}
    | {"confidence", "pos", "rule"}
)
_CUT = ("text", "original", "token", "raw")  # stand in the text, so that offsets give them back


def worded(name: str) -> list[str]:
    """The columns of a frame that hold words.

    >>> worded("tokens"), worded("repairs")
    (['token'], ['raw', 'repaired', 'why'])
    """
    if name in _PEOPLE:
        return ["strays"] if name == "documents" else []
    return [
        column
        for column, (dtype, *_) in SCHEMAS[name].items()
        if dtype in ("str", "category") and column not in _OPEN
    ]


def without_words(frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The frames with the columns of words left out."""
    return {name: frame.drop(columns=worded(name)) for name, frame in frames.items()}


def digest(text: str) -> str:
    """The hash by which a copy of a text is known, whatever its file's encoding."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def places(frame: pd.DataFrame, pages: Mapping[str, Page]) -> list[str] | None:
    """Where in the clean text the words of each row stand: `12:30`, or several with blanks.

    None for a frame whose words are not cut from it.
    """
    words = next((c for c in ("text", "token") if c in frame.columns), None)
    if words is None:
        return None
    found = [""] * len(frame)
    starts, texts = frame["start"].to_numpy(), frame[words].astype("str").tolist()
    originals = frame["original"].tolist() if "original" in frame.columns else texts
    own = "original" in frame.columns
    apart = frame.index.name != "utt_id"  # utterances can interlace, all other rows follow
    groups: Any = frame.groupby("doc_id", observed=True).indices
    for doc_id, rows in groups.items():
        page, last = pages[str(doc_id)], 0
        guesses = np.where(starts[rows] > 0, np.searchsorted(page.positions, starts[rows]), 0)
        for row, guess in zip(rows.tolist(), guesses.tolist(), strict=True):
            at, parts = max(guess, last) if apart else guess, []
            for text, original in zip(
                texts[row].split("\n"), originals[row].split("\n"), strict=True
            ):
                at = page.clean.index(text, at)
                while own and not page.original.startswith(original, at):
                    at = page.clean.index(text, at + 1)
                parts.append(f"{at}:{at + len(text)}")
                at += len(text)
            found[row], last = " ".join(parts), at
    return found


def sealed(frames: Mapping[str, pd.DataFrame], pages: Mapping[str, Page]) -> pd.DataFrame:
    """A row a document: hashes of its raw and its clean text, and what only a copy opens."""
    content: dict[str, dict[str, Any]] = {d: {} for d in pages}
    for name, frame in frames.items():
        for column in (c for c in worded(name) if c not in _CUT and name not in _PEOPLE):
            values = frame[column].astype(object).where(frame[column].notna(), None)
            for doc_id, own in values.groupby(frame["doc_id"].astype("str"), sort=False):
                content[str(doc_id)][f"{name}.{column}"] = own.tolist()
    rows = []
    for doc_id, page in pages.items():
        content[doc_id]["at"] = [edit.at for edit in page.repairs]
        seal = _seal(page.raw, content[doc_id])
        rows.append((doc_id, digest(page.raw), digest(page.clean), seal))
    columns = ["doc_id", "text_sha256", "clean_sha256", "sealed"]
    return pd.DataFrame(rows, columns=columns, dtype="str")


def _seal(raw: str, content: Any) -> str:
    plain = zlib.compress(json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    salt = bytes.fromhex(digest(raw + plain.hex()))[:16]  # no two contents under one key
    return base64.b64encode(salt + _xor(raw, salt, plain)).decode("ascii")


def _unseal(raw: str, seal: str) -> Any:
    content = base64.b64decode(seal)
    return json.loads(zlib.decompress(_xor(raw, content[:16], content[16:])))


def _xor(raw: str, salt: bytes, data: bytes) -> bytes:
    key = hashlib.shake_256(salt + raw.encode("utf-8", "surrogatepass")).digest(len(data))
    return bytes(a ^ b for a, b in zip(data, key, strict=True))


def opened(
    texts: pd.DataFrame, frames: Mapping[str, pd.DataFrame], copies: Mapping[str, str]
) -> tuple[dict[str, pd.DataFrame], dict[str, Page]]:
    """The frames with words again, for the documents whose text is among `copies` (by `digest`).

    Words of the others are missing. CorpusError where a text reads otherwise than it did.
    """
    rows = {r["doc_id"]: r for r in texts.to_dict("records") if r["text_sha256"] in copies}
    raws = {doc_id: copies[row["text_sha256"]] for doc_id, row in rows.items()}
    contents = {doc_id: _unseal(raws[doc_id], row["sealed"]) for doc_id, row in rows.items()}
    frames = {name: _unsealed(name, frame, contents) for name, frame in frames.items()}
    edits = edits_of(frames["repairs"], {d: content["at"] for d, content in contents.items()})
    scripts: dict[Any, Any] = frames["documents"]["script"].astype("str").to_dict()
    pages = {}
    for doc_id, raw in raws.items():
        original = replay(raw, edits[doc_id])
        clean = to_simplified(original, scripts[doc_id])
        if digest(clean) != rows[doc_id]["clean_sha256"]:
            raise CorpusError(
                f"{doc_id}: converts to Simplified otherwise than when the corpus was written: "
                "use the versions of soraanalysis and opencc of then"
            )
        pages[doc_id] = page_of(raw, original, clean, edits[doc_id], scripts[doc_id])
    return {name: _cut(name, frame, pages) for name, frame in frames.items()}, pages


def edits_of(repairs: pd.DataFrame, ats: Mapping[str, list[Any]]) -> dict[str, list[Edit]]:
    """The edits behind the rows of `repairs`, by document; `ats`: the `at` of each."""
    found: dict[str, list[Edit]] = {doc_id: [] for doc_id in ats}
    columns = ["doc_id", "start", "end", "repaired", "rule", "certain", "why"]
    rows: Any = zip(*(repairs[column].tolist() for column in columns), strict=True)
    for doc_id, *row in rows:
        if doc_id in found:
            at = ats[doc_id][len(found[doc_id])]
            found[doc_id].append(Edit(*row)._replace(at=None if at is None else tuple(at)))
    return found


def page_of(raw: str, original: str, clean: str, edits: list[Edit], script: Any) -> Page:
    """A page as it was read, without its spans."""
    return Page(raw, original, clean, edits, align(len(raw), edits), script, "", [], {})


def _unsealed(
    name: str, frame: pd.DataFrame, contents: Mapping[str, Mapping[str, Any]]
) -> pd.DataFrame:
    """A frame with the columns that were sealed."""
    if name in _PEOPLE:
        return frame
    ids, frame = frame["doc_id"].tolist(), frame.copy()
    for column in (c for c in worded(name) if c not in _CUT):
        values = {d: iter(c.get(f"{name}.{column}", ())) for d, c in contents.items()}
        frame[column] = [next(values[d]) if d in values else None for d in ids]
    return frame


def _cut(name: str, frame: pd.DataFrame, pages: Mapping[str, Page]) -> pd.DataFrame:
    """A frame with the columns that are cut from the texts."""
    if name == "documents":
        own = [pages.get(doc_id) for doc_id in frame.index]
        found = [None if page is None else strays(page.original, page.script) for page in own]
        return frame.assign(strays=pd.Series(found, frame.index, dtype="str"))
    columns = [column for column in worded(name) if column in _CUT]
    if not columns:
        return frame
    ids, frame = frame["doc_id"].tolist(), frame.copy()
    where = frame.pop("places") if "places" in frame.columns else None
    if where is None:  # raw of repairs
        where = frame["start"].astype("str") + ":" + frame["end"].astype("str")
    slices = [[slice(*map(int, p.split(":"))) for p in place.split(" ")] for place in where]
    for column in columns:
        form = column if column in ("raw", "original") else "clean"
        texts = {doc_id: getattr(page, form) for doc_id, page in pages.items()}
        frame[column] = [
            "\n".join([texts[d][s] for s in own]) if d in texts else None
            for d, own in zip(ids, slices, strict=True)
        ]
    return frame
