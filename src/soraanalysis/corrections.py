"""Corrections: a reader's better knowledge, written beside the texts and held to them."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from soraanalysis._errors import CorpusError
from soraanalysis.annotations import add_rows, read_curated
from soraanalysis.corpus import Corpus, Source
from soraanalysis.loading import load_corpus, manifest_of, read_text, warn_of_unlisted
from soraanalysis.people import simplified
from soraanalysis.reading.spans import SPEECH


def correct(
    corpus: Corpus, source: Source | None, utt_id: str, new: Mapping[str, str | None]
) -> Corpus:
    """Write a correction into the folder of a corpus and load it anew: see `Corpus.correct`."""
    if source is None:
        raise CorpusError(
            "only a corpus just as load_corpus(folder) gives it can be corrected, since the "
            "correction goes into that folder; not a selection, a table, or the shipped articles"
        )
    if Path(__file__).resolve().parent in source.folder.resolve().parents:
        raise CorpusError(f"{source.folder}: belongs to the installed package; copy it first")
    for key, value in new.items():
        if not isinstance(value, str | None):
            raise CorpusError(f"{key} is {value!r} ({type(value).__name__}), expected a str")
    if not (new["why"] or "").strip():
        raise CorpusError("why is empty: a correction says its reason")
    if new["speaker"] is None and new["kind"] is None:
        raise CorpusError("nothing to correct: give speaker=, kind=, or both")
    utterance: Any = corpus.utterances.loc[utt_id]
    kind = new["kind"] or str(utterance["kind"])
    speaker = new["speaker"]
    if speaker is not None:
        speaker = simplified(speaker, {*corpus.speakers.index, *corpus._aliases})
    elif kind in SPEECH:
        speaker = str(utterance["speaker"])
    spans = corpus.spans
    own = spans[spans["utt_id"] == utt_id]
    raw = corpus.text(str(utterance["doc_id"]), "raw")
    document: Any = corpus.documents.loc[str(utterance["doc_id"])]
    path = source.folder / document["file"]
    if hashlib.sha256(path.read_bytes()).hexdigest() != document["sha256"]:
        raise CorpusError(f"{path}: is another text than when it was loaded; load it anew")
    add_rows(source.folder, raw, own.itertuples(), {**new, "kind": kind, "speaker": speaker})
    return load_corpus(source.folder, **source.options)


def check(path: str | Path) -> list[str]:
    """What no longer fits in a folder: texts with another hash, rows made for another text.

    CorpusWarning for texts that its manifest does not list.
    """
    root, raws, problems = Path(path), {}, []
    manifest = manifest_of(root)
    for document in manifest.document:
        try:
            read_text(root / document.file, document)
        except CorpusError as error:
            problems.append(str(error))
        with contextlib.suppress(CorpusError):
            bare = document.model_copy(update={"sha256": ""})
            raws[document.id or Path(document.file).stem] = read_text(root / document.file, bare)[
                0
            ].text
    warn_of_unlisted(root, manifest)
    return [*problems, *read_curated(root, raws).problems]
