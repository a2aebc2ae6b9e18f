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

from soraanalysis._data import CorpusError
from soraanalysis.reading.edits import Edit, align, replay
from soraanalysis.reading.page import Page
from soraanalysis.reading.script import strays, to_simplified
from soraanalysis.schemas import SCHEMAS

_PEOPLE = ("documents", "speakers", "appearances")  # metadata, kept whole but for `strays`
# columns of strings that are no words of a text; any other column of strings is left out
_OPEN = frozenset(
    {"doc_id", "span_id", "utt_id", "sent_id", "orth_id", "kind", "speaker", "method", "pos"}
    | {"rule"}
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
    texts: pd.DataFrame, frames: dict[str, pd.DataFrame], copies: Mapping[str, str]
) -> tuple[dict[str, pd.DataFrame], dict[str, Page]]:
    """The frames with words again, for the documents whose text is among `copies` (by `digest`).

    Words of the others are missing. CorpusError where a text reads otherwise than it did.
    """
    scripts = frames["documents"]["script"].astype("str").to_dict()
    pages: dict[str, Page] = {}
    contents: dict[str, dict[str, Any]] = {}
    repairs = frames["repairs"]
    for row in (r for r in texts.to_dict("records") if r["text_sha256"] in copies):
        doc_id, raw = row["doc_id"], copies[row["text_sha256"]]
        content = contents[doc_id] = _unseal(raw, row["sealed"])
        own = repairs[repairs["doc_id"] == doc_id]
        fresh = own.assign(
            repaired=content.get("repairs.repaired", []), why=content.get("repairs.why", [])
        )
        pages[doc_id] = page_of(raw, None, None, fresh, content["at"], scripts[doc_id])
        if digest(pages[doc_id].clean) != row["clean_sha256"]:
            raise CorpusError(
                f"{doc_id}: converts to Simplified otherwise than when the corpus was written: "
                "use the versions of soraanalysis and opencc of then"
            )
    return {n: _filled(n, f, pages, contents) for n, f in frames.items()}, pages


def page_of(
    raw: str,
    original: str | None,
    clean: str | None,
    repairs: pd.DataFrame,
    ats: list[Any],
    script: Any,
) -> Page:
    """A page as it was read, without its spans, from a document's rows of `repairs`."""
    fields: Any = repairs[["start", "end", "repaired", "rule", "certain", "why"]].itertuples(
        index=False, name=None
    )
    edits = [
        Edit(*row)._replace(at=None if at is None else tuple(at))
        for row, at in zip(fields, ats, strict=True)
    ]
    original = replay(raw, edits) if original is None else original
    clean = to_simplified(original, script) if clean is None else clean
    return Page(raw, original, clean, edits, align(len(raw), edits), script, "", [])


def _filled(
    name: str,
    frame: pd.DataFrame,
    pages: Mapping[str, Page],
    contents: Mapping[str, Mapping[str, Any]],
) -> pd.DataFrame:
    """A frame with its columns of words."""
    if name in _PEOPLE[1:]:
        return frame
    if name == "documents":
        found = [
            strays(pages[d].original, pages[d].script) if d in pages else None for d in frame.index
        ]
        return frame.assign(strays=pd.Series(found, frame.index, dtype="str"))
    ids = frame["doc_id"].astype("str").tolist()
    frame = frame.copy()
    for column in worded(name):
        if column == "raw":
            places_ = [f"{a}:{b}" for a, b in zip(frame["start"], frame["end"], strict=True)]
        elif column in _CUT:
            places_ = frame["places"].tolist()
        else:
            rows = {d: iter(c.get(f"{name}.{column}", [])) for d, c in contents.items()}
            frame[column] = [next(rows[d]) if d in rows else None for d in ids]
            continue
        form = column if column in ("raw", "original") else "clean"
        whole = {doc_id: getattr(page, form) for doc_id, page in pages.items()}
        frame[column] = [
            "\n".join(whole[d][slice(*map(int, p.split(":")))] for p in place.split(" "))
            if d in whole
            else None
            for d, place in zip(ids, places_, strict=True)
        ]
    return frame.drop(columns="places", errors="ignore")
