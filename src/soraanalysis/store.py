"""Store: a corpus in a folder of Parquet or JSON Lines files, read back without loss.

One file a frame, `texts` with the three forms of each text (or, without text, their hashes), and
`soraanalysis.json` with dtypes and names. Nothing is read anew, so that another version of the
reader changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from soraanalysis import textless
from soraanalysis._errors import CorpusError, warn
from soraanalysis._files import PAGES, TEXTS, writing
from soraanalysis.reading.spans import Page
from soraanalysis.schemas import SCHEMAS

FORMATS = ("parquet", "jsonl")
_MANIFEST = "soraanalysis.json"
_INDEX = {"documents": "doc_id", "speakers": "speaker", "utterances": "utt_id"} | {
    "sentences": "sent_id"
}


class Stored(NamedTuple):
    """What a folder holds: frames, texts that were read (without spans), names of people."""

    frames: dict[str, pd.DataFrame]
    pages: dict[str, Page]
    aliases: dict[str, str]


def is_store(folder: Path) -> bool:
    """Whether `write` made the folder."""
    return (folder / _MANIFEST).is_file()


def new_folder(folder: str | Path, without_text: bool) -> Path:
    """The folder to write into, made if need be; refused where it would mix with other texts."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    if without_text and any(folder.iterdir()):
        raise CorpusError(
            f"{folder}: not empty; a corpus without its text goes into a new folder, so that no "
            "file with words lies beside it"
        )
    if (folder / "corpus.toml").is_file():
        raise CorpusError(f"{folder}: a corpus is read from here (corpus.toml); write elsewhere")
    return folder


def refuse_texts(folder: Path) -> None:
    """CorpusError where texts are read from: a corpus written beside them would be read instead."""
    texts = [f.name for f in sorted(folder.iterdir()) if f.suffix.lower() in (*TEXTS, *PAGES)]
    if texts and not is_store(folder):
        raise CorpusError(f"{folder}: texts are read from here ({texts[0]}); write elsewhere")


def write(stored: Stored, folder: Path, form: str, without_text: bool) -> list[Path]:
    """Write frames, texts and `soraanalysis.json` into a folder; the paths."""
    frames, pages, aliases = stored
    dtypes = {name: _dtypes(frame) for name, frame in frames.items()}
    if without_text:
        texts = textless.sealed(frames, pages)
        for name in frames:
            for column in textless.worded(name):
                if isinstance(dtypes[name][column], dict) and dtypes[name][column]["categories"]:
                    dtypes[name][column] = "category"
            if (places := textless.places(frames[name], pages)) is not None:
                frames = {**frames, name: frames[name].assign(places=places)}
        frames = textless.without_words(frames)
    else:
        rows = [
            (d, p.raw, p.original, p.clean, json.dumps([e.at for e in p.repairs]))
            for d, p in pages.items()
        ]
        columns = ["doc_id", "raw", "original", "clean", "at"]
        texts = pd.DataFrame(rows, columns=columns, dtype="str")
    paths = []
    for name, frame in {**frames, "texts": texts}.items():
        paths.append(folder / f"{name}.{form}")
        flat = frame.reset_index() if frame.index.name else frame
        with writing(paths[-1]) as file:
            if form == "parquet":
                flat.to_parquet(file, index=False)
            else:
                _write_jsonl(flat, file)
    about = {"format": 1, "files": form, "without_text": without_text, "aliases": aliases}
    paths.append(folder / _MANIFEST)
    text = json.dumps({**about, "dtypes": dtypes}, ensure_ascii=False, indent=1)
    with writing(paths[-1]) as file:
        file.write_text(text + "\n", encoding="utf-8", newline="\n")
    return paths


def _dtypes(frame: pd.DataFrame) -> dict[str, Any]:
    """The dtype of every column: its name, or its categories where they are not `_usual`.

    Those of `sent_id` in tokens are the sentences.
    """
    found: dict[str, Any] = {}
    for column in frame.columns:
        dtype = frame[column].dtype
        found[str(column)] = str(dtype)
        if not isinstance(dtype, pd.CategoricalDtype) or column == "sent_id":
            continue
        names, usual = dtype.categories, _usual(frame[column]).categories
        if dtype.ordered or names.dtype != usual.dtype or names.tolist() != usual.tolist():
            found[str(column)] = {
                "categories": names.tolist(),
                "dtype": str(names.dtype),
                "ordered": dtype.ordered,
            }
    return found


def _usual(column: pd.Series[Any]) -> pd.CategoricalDtype:
    """The values as sorted categories, as `build` makes them."""
    values = sorted(column.dropna().unique(), key=str)
    return pd.CategoricalDtype(pd.Index(values, dtype=None if values else "str"))


def _write_jsonl(frame: pd.DataFrame, path: Path) -> None:
    columns = []
    for name in frame.columns:
        values = frame[name].astype(object)
        values = values.where(frame[name].notna(), None)
        columns.append([v.isoformat() if hasattr(v, "isoformat") else v for v in values])
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in zip(*columns, strict=True):
            record = dict(zip(frame.columns, row, strict=True))
            file.write(json.dumps(record, ensure_ascii=False, default=_plain) + "\n")


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else str(value)


def read(folder: Path, copies: Mapping[str, str] | None = None) -> Stored:
    """What `write` wrote. `copies`: texts by their `digest`, for a corpus without its own."""
    about = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
    if about["format"] != 1:
        raise CorpusError(f"{folder}: format {about['format']} of a newer soraanalysis")
    frames = {
        name: _read(folder / f"{name}.{about['files']}", name) for name in [*SCHEMAS, "texts"]
    }
    texts = frames.pop("texts")
    frames["documents"] = frames["documents"].set_index("doc_id")
    if about["without_text"]:
        frames, pages = textless.opened(texts, frames, copies or {})
        _missing(folder, texts["doc_id"].tolist(), pages, copies)
    else:
        scripts = frames["documents"]["script"].astype("str").to_dict()
        rows = {r["doc_id"]: r for r in texts.to_dict("records")}
        ats = {doc_id: json.loads(row["at"]) for doc_id, row in rows.items()}
        edits = textless.edits_of(frames["repairs"], ats)
        pages = {
            d: textless.page_of(r["raw"], r["original"], r["clean"], edits[d], scripts[d])
            for d, r in rows.items()
        }
    for name in frames:
        frames[name] = _typed(name, frames, about["dtypes"][name])
    return Stored(frames, pages, about["aliases"])


def encodings(folder: Path) -> dict[str, str]:
    """The encoding of every file that the corpus was read from, by the file's hash."""
    about = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
    documents = _read(folder / f"documents.{about['files']}", "documents")
    return dict(zip(documents["sha256"], documents["encoding"], strict=True))


def _missing(
    folder: Path, ids: list[str], pages: Mapping[str, Page], copies: Mapping[str, str] | None
) -> None:
    """Say which documents have no copy; none at all is an error."""
    missing = [doc_id for doc_id in ids if doc_id not in pages]
    if copies is None or not missing:
        return
    message = f"{folder}: no copy of {len(missing)} of {len(ids)} texts: {', '.join(missing[:20])}"
    if len(missing) == len(ids):
        raise CorpusError(f"{message}; a copy must be the same text to the last character")
    warn(f"{message}; their words are missing")


def _read(path: Path, name: str) -> pd.DataFrame:
    if not path.is_file():
        raise CorpusError(
            f"{path}: no such file, but {path.parent / _MANIFEST} says it was written"
        )
    if path.suffix == ".parquet":
        return pd.read_parquet(path)
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    columns = None if rows else [*SCHEMAS.get(name, ()), "places"]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def _typed(
    name: str, frames: Mapping[str, pd.DataFrame], dtypes: Mapping[str, Any]
) -> pd.DataFrame:
    """A frame with its columns in order, its dtypes and its index."""
    frame = frames[name]
    columns: dict[str, Any] = {}
    for column, dtype in dtypes.items():
        values = frame[column] if column in frame.columns else pd.Series([], dtype=object)
        if dtype == "category" and column == "sent_id":
            dtype = pd.CategoricalDtype(frames["sentences"].index.rename(None))
        elif dtype == "category":
            dtype = _usual(values)
        elif isinstance(dtype, dict):
            names = pd.Index(dtype["categories"], dtype=dtype["dtype"])
            dtype = pd.CategoricalDtype(names, dtype["ordered"])
        elif dtype.startswith("datetime64"):
            values = pd.to_datetime(values, format="ISO8601", utc="," in dtype)
        columns[column] = values.astype(dtype).array
    if (index := _INDEX.get(name)) is None:
        return pd.DataFrame(columns)
    keys: Any = frame.index if frame.index.name == index else frame.get(index, [])
    return pd.DataFrame(columns).set_axis(pd.Index(keys, dtype="str", name=index), axis=0)
