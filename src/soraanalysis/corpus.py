"""Corpus: the frames of a set of documents, and the texts behind them.

`sa.load_corpus` reads a folder (ours by default) into a `Corpus`; `Corpus.from_frame` reads a
DataFrame of texts. Frames are handed out as copies, so that changing one changes nothing here.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from soraanalysis import people, sheets, store, tabular, textless
from soraanalysis._errors import CorpusError, nearest
from soraanalysis._memory import no_cycles
from soraanalysis.passages import Passage, locate, tokens
from soraanalysis.reading import words
from soraanalysis.reading.spans import Page
from soraanalysis.schemas import SCHEMAS, describe

__all__ = ["SCHEMAS", "Corpus", "Passage", "Source", "describe"]


class Source(NamedTuple):
    """The folder that a corpus was loaded from, and how."""

    folder: Path
    options: Mapping[str, Any]


class Corpus:
    """Frames of documents. Make one with `load_corpus` or `Corpus.from_frame`."""

    def __init__(
        self,
        frames: Mapping[str, pd.DataFrame],
        pages: Mapping[str, Page],
        aliases: Mapping[str, str],
        cutter: words.Segmenter,
        source: Source | None = None,
    ):
        self._frames = dict(frames)
        self._pages = pages
        self._aliases = dict(aliases)
        self._cutter = cutter
        self._source = source

    @classmethod
    def from_frame(
        cls,
        df: pd.DataFrame,
        *,
        text: str = "text",
        tokens: str | None = None,
        dictionary: str | Path | None = None,
        stop_words: str | Path | None = None,
        progress: bool | None = None,
    ) -> Corpus:
        """Read a DataFrame with a text a row; all further columns are kept in `documents`.

        The index gives the ids unless there is a column `doc_id`. Columns `title`, `publisher`,
        `author`, `date`, `url`, `rights`, `genre` fill ours; `script` and `layout` decide how a
        text is read. `tokens` names a column of words cut elsewhere: a list of str, or a str with
        spaces between words. `progress`: see `load_corpus`. KeyError if a column is not there;
        CorpusError for ids that are missing or not unique, texts that are no strings, words that
        do not add up to the text, and names that stand for a computed column. CorpusWarning for
        empty texts.
        """
        from soraanalysis.loading import read_frame

        return read_frame(
            df.set_index("doc_id") if "doc_id" in df.columns else df,
            text,
            tokens=tokens,
            cutter=words.segmenter(dictionary, stop_words),
            progress=progress,
        )

    @classmethod
    def from_pages(cls, pages: Mapping[str, Page]) -> Corpus:
        """A corpus of pages that `reading.page.read_page` read, by id."""
        from soraanalysis.assembling import assemble
        from soraanalysis.manifest import Document, Manifest

        documents = [Document(file="", id=doc_id) for doc_id in pages]
        return assemble(pages.items(), documents, Manifest(), words.segmenter(None, None))

    # -- frames ---------------------------------------------------------------------------------

    @property
    def documents(self) -> pd.DataFrame:
        """One row a document (index `doc_id`): `describe("documents")` and a user's own columns."""
        return self._frames["documents"].copy()

    @property
    def spans(self) -> pd.DataFrame:
        """One row a span; the spans of a document tile its raw text: `describe("spans")`."""
        return self._frames["spans"].copy()

    @property
    def speakers(self) -> pd.DataFrame:
        """One row a speaker (index `speaker`): `describe("speakers")`."""
        return self._frames["speakers"].copy()

    @property
    def appearances(self) -> pd.DataFrame:
        """One row a speaker in a document: `describe("appearances")`."""
        return self._frames["appearances"].copy()

    @property
    def utterances(self) -> pd.DataFrame:
        """One row an utterance (index `utt_id`): `describe("utterances")`."""
        return self._frames["utterances"].copy()

    @property
    def sentences(self) -> pd.DataFrame:
        """One row a sentence of the body (index `sent_id`): `describe("sentences")`."""
        return self._frames["sentences"].copy()

    @property
    def repairs(self) -> pd.DataFrame:
        """One row a repair, sorted and disjoint within a document: `describe("repairs")`."""
        return self._frames["repairs"].copy()

    @property
    def tokens(self) -> pd.DataFrame:
        """One row a token, computed when first asked for: `describe("tokens")`."""
        if "tokens" not in self._frames:
            with no_cycles():
                self._frames["tokens"] = tokens(self._frames["sentences"], self._page, self._cutter)
        return self._frames["tokens"].copy()

    # -- texts ----------------------------------------------------------------------------------

    def text(self, doc_id: str, form: str = "clean") -> str:
        """The whole text of a document: `raw`, `original` (repaired) or `clean` (Simplified)."""
        if form not in ("raw", "original", "clean"):
            raise ValueError(f"form {form!r}, expected raw, original or clean")
        return str(getattr(self._page(doc_id), form))

    def locate(self, doc_id: str, start: int, end: int, context: int = 30) -> Passage:
        """The passage at raw `start:end` in its three forms, with clean `context` around it."""
        return locate(self._page(doc_id), doc_id, start, end, context)

    def passage(self, utt_id: str, context: int = 60) -> Passage:
        """An utterance in its surroundings."""
        utterances = self._frames["utterances"]
        if utt_id not in utterances.index:
            known = f"ids look like {utterances.index[0]!r}" if len(utterances) else "there is none"
            raise KeyError(f"no utterance {utt_id!r}; {known}")
        row: Any = utterances.loc[utt_id]
        return self.locate(str(row["doc_id"]), int(row["start"]), int(row["end"]), context)

    def _page(self, doc_id: str) -> Page:
        ids = self._frames["documents"].index
        if doc_id not in ids:
            raise KeyError(f"no document {doc_id!r}; {nearest(doc_id, ids)}")
        if doc_id not in self._pages:
            raise CorpusError(
                f"the text of {doc_id!r} was left out of this corpus; with copies of the texts, "
                'load_corpus(folder, texts="my-copies/") puts it back'
            )
        return self._pages[doc_id]

    # -- selecting ------------------------------------------------------------------------------

    def select(
        self,
        *,
        speaker: str | Iterable[str] | None = None,
        kind: str | Iterable[str] | None = None,
        **columns: Any,
    ) -> Corpus:
        """A smaller corpus: all conditions hold, any value of a list will do.

        `speaker` finds aliases, Traditional names and members of joint speech; `columns` are
        columns of `documents` (and `doc_id`). A day may be a str or a date. An unknown speaker,
        kind, column or `doc_id` raises and says what there is.
        """
        frames = people.select(self._frames, self._aliases, speaker, kind, columns)
        return self._with(frames)

    def canonical(self, speaker: str) -> str:
        """The canonical name of a speaker, or of each of several joined by 、."""
        return "、".join(self._aliases.get(name, name) for name in speaker.split("、"))

    def _with(self, frames: Mapping[str, pd.DataFrame]) -> Corpus:
        """These frames over the same texts; no longer what a folder holds."""
        ids = frames["documents"].index
        pages = {doc_id: self._pages[doc_id] for doc_id in ids if doc_id in self._pages}
        return Corpus(frames, pages, self._aliases, self._cutter)

    # -- one's own knowledge ----------------------------------------------------------------

    def with_documents(self, df: pd.DataFrame) -> Corpus:
        """A new corpus with the columns of `df` in `documents`; this one stays as it is.

        The ids stand in the index or a column `doc_id`. Documents that `df` leaves out keep what
        they have, or miss a new column. KeyError for unknown ids; CorpusError for doubled ones and
        for a column that is computed here.
        """
        documents = tabular.joined(self._frames["documents"], df)
        return self._with({**self._frames, "documents": documents})

    def correct(
        self,
        utt_id: str,
        *,
        why: str,
        speaker: str | None = None,
        kind: str | None = None,
        annotator: str = "curator",
    ) -> Corpus:
        """Say who speaks in an utterance, or what it is; the corrected corpus, loaded anew.

        Appends a row for each of its spans to `annotations/speech.jsonl` in the corpus folder. A
        `kind` that is no speech (narration, heading …) takes the speaker away. KeyError for an
        unknown utterance; CorpusError for a corpus that is not just as loaded from a folder.
        """
        from soraanalysis.corrections import correct

        self.passage(utt_id)
        new = {"speaker": speaker, "kind": kind, "why": why, "annotator": annotator}
        return correct(self, self._source, utt_id, new)

    def compare(self, other: Corpus) -> pd.DataFrame:
        """The counts that `other` has otherwise, as after a correction.

        Columns: `frame`, `count` (what is counted there), `of` (a document, speaker, kind or
        rule), `before` (here), `after` (in `other`), `difference`.
        """
        return people.moved(self._frames, other._frames)

    # -- out ------------------------------------------------------------------------------------

    def to_csv(self, folder: str | Path, *, without_text: bool = False) -> list[Path]:
        """Write every frame as CSV that spreadsheets open right (UTF-8 with mark); the paths.

        A text that a spreadsheet would take for a formula gets an apostrophe before it.
        """
        folder = store.new_folder(folder, without_text)
        return sheets.write_csv(self._all(without_text), folder)

    def to_excel(self, path: str | Path, *, without_text: bool = False) -> Path:
        """Write a workbook with a sheet a frame (needs the extra `excel`); the path.

        Cells beyond 32,767 characters are cut, with a CorpusWarning that names them; CorpusError
        for a frame longer than a sheet.
        """
        return sheets.write_excel(self._all(without_text), Path(path))

    def to_parquet(self, folder: str | Path, *, without_text: bool = False) -> list[Path]:
        """Write all that the corpus holds; `load_corpus(folder)` reads it without loss.

        `without_text`: no words but names and metadata, into a new folder; who has copies of the
        texts gets them back with `load_corpus(folder, texts="copies/")`.
        """
        return self._store(folder, "parquet", without_text)

    def to_jsonl(self, folder: str | Path, *, without_text: bool = False) -> list[Path]:
        """`to_parquet` as JSON Lines, which every language reads."""
        return self._store(folder, "jsonl", without_text)

    def _store(self, folder: str | Path, form: str, without_text: bool) -> list[Path]:
        for doc_id in self._frames["documents"].index:
            self._page(doc_id)
        stored = store.Stored(self._all(False), dict(self._pages), self._aliases)
        folder = store.new_folder(folder, without_text)
        store.refuse_texts(folder)
        return store.write(stored, folder, form, without_text)

    def _all(self, without_text: bool) -> dict[str, pd.DataFrame]:
        """Every frame, tokens too, in the order of the data dictionary."""
        frames = {name: getattr(self, name) for name in SCHEMAS}
        return textless.without_words(frames) if without_text else frames

    def __len__(self) -> int:
        return len(self._frames["documents"])

    def __repr__(self) -> str:
        counts = ", ".join(
            f"{len(self._frames[name]):,} {name}"
            for name in ("speakers", "utterances", "sentences")
        )
        return f"Corpus of {len(self)} documents: {counts}"

    def _repr_html_(self) -> str:
        shown = ["title", "publisher", "date", "script", "layout", "n_chars_body"]
        table = self._frames["documents"][shown]
        return f"<p>{html.escape(repr(self))}</p>{table.to_html()}"
