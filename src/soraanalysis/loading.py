"""Loading: from a folder of texts or a table, with what is known of them, to a corpus.

A folder is ours, a user's with or without a `corpus.toml`, or one that a corpus was written to.
Files are decoded and read page by page; names become canonical; frames are built once for all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from soraanalysis import segmented, store, tabular
from soraanalysis._data import data_dir
from soraanalysis._errors import CorpusError, warn
from soraanalysis._files import PAGES, TEXTS
from soraanalysis._memory import no_cycles
from soraanalysis.annotations import Curated, read_curated
from soraanalysis.assembling import assemble
from soraanalysis.corpus import Corpus, Source
from soraanalysis.noticing import labelled, notice, some
from soraanalysis.passages import tokens as cut
from soraanalysis.reading import words
from soraanalysis.reading.decode import Decoded, decode
from soraanalysis.reading.edits import Edit
from soraanalysis.reading.many import Told, read_many
from soraanalysis.reading.spans import SPEECH
from soraanalysis.textless import digest

if TYPE_CHECKING:  # pydantic takes as long to import as pandas: only for a manifest
    from soraanalysis.manifest import Document, Manifest


def load_corpus(
    path: str | Path | None = None,
    *,
    curated: bool = True,
    text: str = "text",
    id: str | None = None,
    texts: str | Path | None = None,
    dictionary: str | Path | None = None,
    stop_words: str | Path | None = None,
    progress: bool | None = None,
) -> Corpus:
    """The corpus at `path`: a folder, or a table of texts; ours (five articles) without one.

    A folder holds texts (`.txt`, `.html`), with or without a `corpus.toml`, or what `to_parquet`
    or `to_jsonl` wrote; `texts` is a folder or table of copies for one written without text. A
    table (`.xlsx`, `.csv`, `.jsonl`, `.parquet`) has a text a row in the column `text`; all
    other columns are kept in `documents`, as `Corpus.from_frame` says. Column `id` names the
    documents, or the number of the row does.

    `curated=False` reads with the reader alone: files and their ids, and the lexicon; no aliases,
    decisions or annotations. `dictionary` and `stop_words` replace ours (one word a line, jieba's
    format, or a table). `progress` shows how far reading has come on stderr; left out, it does
    for more than 200 texts at a terminal. More than two million characters are read on all cores
    (the environment variable LOKY_MAX_CPU_COUNT sets how many). CorpusError says what is wrong;
    CorpusWarning what is odd.

    >>> load_corpus().documents.index.tolist()
    ['000_roundtable', '001_feature', '002_essay', '003_interview', '004_news']
    """
    root = data_dir() if path is None else Path(path)
    options = {"dictionary": dictionary, "stop_words": stop_words}
    if root.suffix.lower() in tabular.TABLES and not root.is_dir():
        table = tabular.read_table(root, text, id)
        cutter = words.segmenter(dictionary, stop_words)
        return read_frame(table, text, cutter=cutter, progress=progress, place=f"{root}: ")
    if store.is_store(root):
        copies = None if texts is None else _copies(Path(texts), text, store.encodings(root))
        return Corpus(*store.read(root, copies), words.segmenter(dictionary, stop_words))
    if texts is not None:
        raise CorpusError(f"{root}: holds its own texts; texts= is for what was written without")
    manifest = manifest_of(root)
    source = Source(root, options) if path is not None and curated else None
    return _read_folder(root, manifest, curated, options, progress, source)


@no_cycles()
def _read_folder(
    root: Path,
    manifest: Manifest,
    curated: bool,
    options: Mapping[str, Any],
    progress: bool | None,
    source: Source | None,
) -> Corpus:
    from soraanalysis.manifest import Manifest

    raws, documents, broken = {}, {}, {}
    for document in manifest.document:
        doc_id = document.id or Path(document.file).stem
        if doc_id in raws:
            raise CorpusError(f"{root}: {doc_id!r} is the id of two documents; give them ids")
        decoded, sha256 = read_text(root / document.file, document)
        raws[doc_id], broken[doc_id] = decoded.text, _broken(decoded)
        known = {"id": doc_id, "sha256": sha256, "encoding": decoded.encoding}
        if document.labels and not document.layout:
            known["layout"] = "transcript"
        documents[doc_id] = document.model_copy(update=known)
    rows = read_curated(root, raws) if curated else Curated({}, {}, frozenset(), [])
    if rows.problems:
        raise CorpusError("\n".join(rows.problems))
    told = {
        d: _told(raw, documents[d], broken[d], rows) if curated else {"decisions": broken[d]}
        for d, raw in raws.items()
    }
    pages = read_many(raws, told, progress)
    cutter = words.segmenter(
        options["dictionary"] or (manifest.dictionary and root / manifest.dictionary),
        options["stop_words"] or (manifest.stop_words and root / manifest.stop_words),
    )
    names = manifest if curated else Manifest()
    corpus = assemble(pages, list(documents.values()), names, cutter, curated)
    notice(corpus._pages, documents.values() if curated else ())
    warn_of_unlisted(root, manifest)
    corpus._source = source
    return corpus


def manifest_of(root: Path) -> Manifest:
    """What is known of a folder: its `corpus.toml`, and the texts in it if that lists none."""
    from soraanalysis.manifest import Document, Manifest, read_manifest

    if not root.is_dir():
        known = ", ".join(tabular.TABLES)
        raise CorpusError(
            f"{root}: neither a folder nor a table of texts ({known})"
            if root.exists()
            else f"{root}: no such folder or file"
        )
    given = (root / "corpus.toml").is_file()
    manifest = read_manifest(root / "corpus.toml") if given else Manifest()
    if manifest.document:
        return manifest
    files = _unlisted(root, manifest, (*TEXTS, *PAGES))
    if not files:
        raise CorpusError(
            f"{root}: neither a corpus.toml with a [[document]] nor a .txt file (nor .html) in it; "
            "a table of texts is loaded by its own path"
        )
    documents = [Document(file=file.name) for file in files]
    return manifest.model_copy(update={"document": documents})


def _unlisted(root: Path, manifest: Manifest, kinds: tuple[str, ...]) -> list[Path]:
    """The files of some kinds in a folder, sub-folders left out, that a manifest does not name."""
    named = [*(document.file for document in manifest.document)]
    named += [name for name in (manifest.dictionary, manifest.stop_words) if name]
    known = {(root / name).resolve() for name in named}
    files = sorted(file for file in root.iterdir() if file.suffix.lower() in kinds)
    return [file for file in files if file.resolve() not in known]


def warn_of_unlisted(root: Path, manifest: Manifest) -> None:
    """CorpusWarning for texts that lie beside a `corpus.toml` which lists others."""
    if names := [file.name for file in _unlisted(root, manifest, TEXTS)]:
        are = "text is" if len(names) == 1 else "texts are"
        warn(f"{root}: {len(names)} {are} not in corpus.toml: {some(names)}")


def read_text(path: Path, document: Document) -> tuple[Decoded, str]:
    """The text of a file and its hash."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read: {error.strerror}") from None
    from soraanalysis.manifest import check_hash

    sha256 = check_hash(path, document, content)
    try:
        decoded = _decoded(path, content, document.encoding or None)
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


def _decoded(path: Path, content: bytes, encoding: str | None) -> Decoded:
    """The text of a file; of an HTML page all that a reader of the page sees, block by block."""
    decoded = decode(content, encoding)
    if path.suffix.lower() not in PAGES:
        return decoded
    extract = tabular.needs("resiliparse.extract.html2text", "html", path)
    return decoded._replace(text=extract.extract_plain_text(decoded.text), broken=[])


def _broken(decoded: Decoded) -> list[Edit]:
    """Broken bytes as rows of `repairs` that change nothing and name the place of the byte."""
    return [
        Edit(at, at + 1, "\ufffd", "undecodable", False, f"byte {byte} is no {decoded.encoding}")
        for at, byte in decoded.broken
    ]


def _told(raw: str, document: Document, broken: list[Edit], rows: Curated) -> Told:
    """What the folder knows of a page: its decisions and annotations."""
    doc_id, overrides = document.id, rows.overrides[document.id]
    if document.labels:
        from soraanalysis.reading.page import read_page  # see `read_many`

        overrides = [*labelled(read_page(raw, script=document.script), document.labels), *overrides]
    return {
        "decisions": sorted([*rows.decisions[doc_id], *broken]),
        "overrides": overrides,
        "complete": SPEECH if doc_id in rows.complete else (),
        "script": document.script,
    }


@no_cycles()
def read_frame(
    frame: pd.DataFrame,
    text: str,
    *,
    cutter: words.Segmenter,
    tokens: str | None = None,
    progress: bool | None = None,
    place: str = "",
) -> Corpus:
    """The corpus of a DataFrame whose index names the documents: see `Corpus.from_frame`."""
    from soraanalysis.manifest import Document, Manifest

    raws = tabular.texts(frame, text, place)
    segmentation = None if tokens is None else tabular.words_of(frame, tokens, place)
    given, own = tabular.metadata(frame.drop(columns=[c for c in (text, tokens) if c]), place)
    fields: Any = given.to_dict("records")
    documents = {
        doc_id: Document(file="", id=doc_id).model_copy(update=row)
        for doc_id, row in zip(raws, fields, strict=True)
    }
    pages = read_many(raws, {d: {"script": documents[d].script} for d in raws}, progress)
    corpus = assemble(pages, list(documents.values()), Manifest(), cutter)
    notice(corpus._pages, documents.values())
    for column in own.columns:
        corpus._frames["documents"][column] = own[column]
    if segmentation is not None:
        sentences = corpus.sentences
        words_ = segmented.Given(sentences, corpus._pages, segmentation, cutter)
        corpus._frames["tokens"] = cut(sentences, corpus._pages.__getitem__, words_)
    return corpus


def _copies(path: Path, column: str, encodings: Mapping[str, str]) -> dict[str, str]:
    """A reader's own copies of texts, by their `digest`: a folder of files, or a table.

    A file that was in the corpus is decoded as it was then (`encodings` by the file's hash).
    """
    if path.suffix.lower() in tabular.TABLES and path.is_file():
        found = tabular.texts(tabular.read_table(path, column, None), column, f"{path}: ")
        return {digest(text): text for text in found.values()}
    if not path.is_dir():
        raise CorpusError(f"{path}: no such folder or table of texts")
    files = [f for f in sorted(path.rglob("*")) if f.suffix.lower() in (*TEXTS, *PAGES)]
    contents = [(file, file.read_bytes()) for file in files]
    copies = [
        _decoded(file, content, encodings.get(hashlib.sha256(content).hexdigest())).text
        for file, content in contents
    ]
    return {digest(text): text for text in copies}
