"""Loading: from a folder of texts, with its manifest and curated layer, to a corpus.

Files are decoded and read page by page; names become canonical; frames are built once for all.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from soraanalysis._data import data_dir, read_table
from soraanalysis._errors import CorpusError
from soraanalysis._memory import no_cycles
from soraanalysis.corpus import DOCUMENTS, Corpus, people_frames
from soraanalysis.frames import build
from soraanalysis.reading import tables, words
from soraanalysis.reading.decode import Decoded, decode
from soraanalysis.reading.edits import Edit
from soraanalysis.reading.page import BODY, SPEECH, Page, read_page
from soraanalysis.reading.script import strays, to_simplified

if TYPE_CHECKING:  # pydantic takes as long to import as pandas: only for a manifest
    from soraanalysis.manifest import Document, Manifest


def load_corpus(
    path: str | Path | None = None,
    *,
    curated: bool = True,
    dictionary: str | Path | None = None,
    stop_words: str | Path | None = None,
) -> Corpus:
    """The corpus in a folder: ours (five articles) or `path`, with or without a `corpus.toml`.

    `curated=False` reads with the reader alone: files and their ids, and the lexicon; no aliases,
    decisions or annotations. `dictionary` and `stop_words` replace ours (one word a line, jieba's
    format, or a table). CorpusError says what is wrong with a folder.

    >>> load_corpus().documents.index.tolist()
    ['000_roundtable', '001_feature', '002_essay', '003_interview', '004_news']
    """
    root = data_dir() if path is None else Path(path)
    if not root.is_dir():
        raise CorpusError(
            f"{root}: no such folder" if not root.exists() else f"{root}: not a folder"
        )
    with no_cycles():
        return _load(root, curated, dictionary, stop_words)


def _load(
    root: Path, curated: bool, dictionary: str | Path | None, stop_words: str | Path | None
) -> Corpus:
    from soraanalysis.manifest import Manifest

    manifest = _manifest(root)
    raws, documents, broken = {}, {}, {}
    for document in manifest.document:
        doc_id = document.id or Path(document.file).stem
        decoded, sha256 = _read(root / document.file, document)
        raws[doc_id], broken[doc_id] = decoded.text, _broken(decoded)
        known = {"id": doc_id, "sha256": sha256, "encoding": decoded.encoding}
        documents[doc_id] = document.model_copy(update=known)
    if curated:
        pages = _curated(root, raws, documents, broken)
    else:
        pages = {d: read_page(raw, decisions=broken[d]) for d, raw in raws.items()}
    cutter = words.segmenter(
        dictionary or (manifest.dictionary and root / manifest.dictionary),
        stop_words or (manifest.stop_words and root / manifest.stop_words),
    )
    names = manifest if curated else Manifest()
    return assemble(pages, list(documents.values()), {}, names, cutter, curated)


def _manifest(root: Path) -> Manifest:
    from soraanalysis.manifest import Document, Manifest, read_manifest

    if (root / "corpus.toml").is_file():
        return read_manifest(root / "corpus.toml")
    files = sorted(root.glob("*.txt"))
    if not files:
        raise CorpusError(f"{root}: neither a corpus.toml nor a .txt file in it")
    return Manifest(document=[Document(file=file.name) for file in files])


def _read(path: Path, document: Document) -> tuple[Decoded, str]:
    """The text of a file and its hash."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read: {error.strerror}") from None
    from soraanalysis.manifest import check_hash

    sha256 = check_hash(path, document, content)
    try:
        decoded = decode(content, document.encoding or None)
    except LookupError:
        raise CorpusError(
            f"{path}: encoding {document.encoding!r} is unknown; gb18030, big5, utf-8, utf-16 are"
        ) from None
    unreadable = sum(c in "\ufffd\x00" or (c < " " and c not in "\t\n\r") for c in decoded.text)
    if unreadable > 0.1 * len(decoded.text):
        raise CorpusError(
            f"{path}: {unreadable} of {len(decoded.text)} characters are no text; "
            "a binary file? (a .docx or .pdf must be saved as text first)"
        )
    return decoded, sha256


def _broken(decoded: Decoded) -> list[Edit]:
    """Broken bytes as rows of `repairs` that change nothing and name the place of the byte."""
    return [
        Edit(at, at + 1, "\ufffd", "undecodable", False, f"byte {byte} is no {decoded.encoding}")
        for at, byte in decoded.broken
    ]


def _curated(
    root: Path,
    raws: dict[str, str],
    documents: Mapping[str, Document],
    broken: Mapping[str, list[Edit]],
) -> dict[str, Page]:
    """Pages with the decisions and annotations of the folder applied."""
    from soraanalysis.manifest import read_decisions, read_overrides

    annotations = root / "annotations"
    decisions = read_decisions(root / "decisions", raws)
    layout = read_overrides(annotations / "layout.jsonl", raws)
    speech = read_overrides(annotations / "speech.jsonl", raws)
    complete = annotations / "complete.tsv"
    done = {row["doc_id"] for row in read_table(complete)} if complete.is_file() else set()
    return {
        doc_id: read_page(
            raw,
            decisions=sorted([*decisions[doc_id], *broken[doc_id]]),
            overrides=[*layout.get(doc_id, []), *speech.get(doc_id, [])],
            complete=SPEECH if doc_id in done else (),
            script=documents[doc_id].script,
        )
        for doc_id, raw in raws.items()
    }


def assemble(
    pages: dict[str, Page],
    documents: list[Document],
    aliases: dict[str, str],
    manifest: Manifest,
    cutter: words.Segmenter,
    curated: bool = True,
) -> Corpus:
    """Frames of pages that were read, with the manifest's names and metadata."""
    for person in manifest.person:
        for name in (person.name, *person.aliases):
            aliases[name] = person.name
            aliases[to_simplified(name, "Hant")] = person.name
    pages = {doc_id: _renamed(page, aliases) for doc_id, page in pages.items()}
    frames = tables.tables(pages)
    spans = frames["spans"]
    body = spans[spans["kind"].isin(BODY)]
    size = body["text"].str.replace(r"\s", "", regex=True).str.len()
    n_body = size.groupby(body["doc_id"].astype(str)).sum()
    rows = []
    for document in documents:
        page = pages[document.id]
        given = document.model_dump(exclude={"person", "id", "script", "layout"})
        if not curated:
            given = {
                k: v if k in ("file", "sha256", "encoding") else None if k == "date" else ""
                for k, v in given.items()
            }
        rows.append(
            {
                **given,
                "doc_id": document.id,
                "script": page.script,
                "layout": (curated and document.layout) or page.layout,
                "n_chars_raw": len(page.raw),
                "n_chars_body": int(n_body.get(document.id, 0)),
                "strays": strays(page.original, page.script),
            }
        )
    columns: dict[str, Any] = {name: [row[name] for row in rows] for name in DOCUMENTS}
    columns["date"] = pd.to_datetime(columns["date"])
    frames["documents"] = build(DOCUMENTS, columns).set_index("doc_id")
    described = [
        (document.id, aliases.get(p.name, p.name), p.role, p.affiliation)
        for document in documents
        if curated
        for p in document.person
    ]
    other = {
        person.name: "|".join(a for a in person.aliases if a != person.name)
        for person in manifest.person
    }
    roles = pd.DataFrame(
        described, columns=["doc_id", "speaker", "role", "affiliation"], dtype="str"
    )
    frames |= people_frames(frames["utterances"], roles, pd.Series(other, dtype="str"))
    return Corpus(frames, pages, aliases, cutter)


def _renamed(page: Page, aliases: Mapping[str, str]) -> Page:
    """The page with canonical names of speakers, in joint speech too."""

    def canonical(speaker: str | None) -> str | None:
        if speaker is None or not aliases:
            return speaker
        return "、".join(aliases.get(name, name) for name in speaker.split("、"))

    return page._replace(
        spans=[
            s if s.speaker is None else s._replace(speaker=canonical(s.speaker)) for s in page.spans
        ]
    )
