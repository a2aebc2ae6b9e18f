"""Corpus: the frames of a set of documents, and the texts behind them.

`sa.load_corpus` reads a folder (ours by default) into a `Corpus`; `Corpus.from_frame` reads a
DataFrame of texts. Frames are handed out as copies, so that changing one changes nothing here.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from soraanalysis._errors import did_you_mean
from soraanalysis._files import writing
from soraanalysis._memory import no_cycles
from soraanalysis.frames import Column, Schema, build, dictionary
from soraanalysis.reading import tables, words
from soraanalysis.reading.page import Page, read_page
from soraanalysis.reading.repair import SCHEMA as REPAIRS

if TYPE_CHECKING:  # pydantic takes as long to import as pandas: only for a manifest
    pass

DOCUMENTS = {
    "doc_id": Column("str", "readable id of the document"),
    "file": Column("str", "file of the text in the corpus folder", missing="empty without a file"),
    "sha256": Column("str", "hash of the file", missing="empty without a file"),
    "encoding": Column("str", "encoding of the file", missing="empty without a file"),
    "title": Column("str", "headline", missing="empty where not stated"),
    "publisher": Column("str", "who published it", missing="empty where not stated"),
    "author": Column("str", "who wrote it", missing="empty where not stated"),
    "date": Column("datetime64[us]", "day of publication", missing="NaT where not stated"),
    "url": Column("str", "address of the page", missing="empty where not stated"),
    "rights": Column("str", "rights line of the page", missing="empty where not stated"),
    "script": Column("category", "Hans or Hant: the script of the page"),
    "layout": Column("category", "transcript, prose or mixed: how it is read"),
    "genre": Column("str", "a free word of the manifest", missing="empty where not stated"),
    "n_chars_raw": Column("int64", "characters of the raw text", "code points"),
    "n_chars_body": Column("int64", "characters of body spans, without white space", "code points"),
    "strays": Column("str", "characters of the other script in a page", missing="empty if none"),
}
SPEAKERS = {
    "speaker": Column("str", "canonical name, Simplified or Latin"),
    "aliases": Column("str", "other names, joined with |", missing="empty if none"),
    "n_documents": Column("int64", "documents the speaker speaks in"),
    "n_utterances": Column("int64", "utterances"),
    "n_chars": Column("int64", "characters of the utterances", "code points"),
}
APPEARANCES = {
    "doc_id": Column("category", "document"),
    "speaker": Column("category", "canonical name"),
    "role": Column("str", "host, guest, expert, executive, institution …", missing="empty"),
    "affiliation": Column("str", "as the page gives it", missing="empty where not stated"),
    "n_utterances": Column("int64", "utterances in the document"),
    "n_chars": Column("int64", "characters of the utterances", "code points"),
    "first_start": Column("int64", "raw position of the first utterance", "code points"),
}
SCHEMAS: dict[str, Schema] = {
    "documents": DOCUMENTS,
    "spans": tables.SPANS,
    "speakers": SPEAKERS,
    "appearances": APPEARANCES,
    "utterances": tables.UTTERANCES,
    "sentences": tables.SENTENCES,
    "tokens": words.SCHEMA,
    "repairs": REPAIRS,
}


def describe(frame: str) -> pd.DataFrame:
    """The data dictionary of a frame: one row a column, with dtype, meaning, unit, when missing.

    >>> describe("repairs").loc["certain", "dtype"]
    'bool'
    """
    if frame not in SCHEMAS:
        raise KeyError(f"no frame {frame!r}; there are {', '.join(SCHEMAS)}")
    return dictionary(SCHEMAS[frame])


class Passage(NamedTuple):
    """A passage in its three forms, with what stands around it. Renders in Jupyter."""

    doc_id: str
    start: int
    end: int
    raw: str
    original: str
    clean: str
    before: str
    after: str

    def _repr_html_(self) -> str:
        before, words_, after = map(html.escape, (self.before, self.clean, self.after))
        return (
            f"<p><small>{html.escape(self.doc_id)} {self.start}:{self.end}</small><br>"
            f"…{before}<mark>{words_}</mark>{after}…</p>".replace("\n", "<br>")
        )


class Corpus:
    """Frames of documents. Make one with `load_corpus` or `Corpus.from_frame`."""

    def __init__(
        self,
        frames: Mapping[str, pd.DataFrame],
        pages: Mapping[str, Page],
        aliases: Mapping[str, str],
        cutter: words.Segmenter,
    ):
        self._frames = dict(frames)
        self._pages = pages
        self._aliases = dict(aliases)
        self._cutter = cutter

    @classmethod
    def from_frame(
        cls,
        df: pd.DataFrame,
        *,
        text: str = "text",
        dictionary: str | Path | None = None,
        stop_words: str | Path | None = None,
    ) -> Corpus:
        """Read a DataFrame with a text a row; all further columns are kept in `documents`.

        The index gives the ids unless there is a column `doc_id`. KeyError if the column of the
        text is not there; ValueError for ids that are not unique or texts that are no strings.
        """
        if text not in df.columns:
            raise KeyError(f"no column {text!r}; there are {', '.join(map(str, df.columns))}")
        ids = (df["doc_id"] if "doc_id" in df.columns else df.index.to_series()).astype(str)
        if ids.duplicated().any():
            raise ValueError(f"doc_id {ids[ids.duplicated()].iloc[0]!r} stands twice")
        for doc_id, value in zip(ids, df[text], strict=True):
            if not isinstance(value, str):
                raise ValueError(f"{text!r} of {doc_id!r} is {value!r}, expected a string")
            if half := re.search("[\ud800-\udfff]", value):
                raise ValueError(
                    f"{text!r} of {doc_id!r} has half a character at {half.start()} ({half[0]!r}): "
                    "decode the text again"
                )
        from soraanalysis.loading import assemble
        from soraanalysis.manifest import Document, Manifest

        cutter = words.segmenter(dictionary, stop_words)
        with no_cycles():
            pages = {d: read_page(t) for d, t in zip(ids, df[text], strict=True)}
            documents = [Document(file="", id=d) for d in ids]
            corpus = assemble(pages, documents, {}, Manifest(), cutter)
        own = df.drop(columns=[text, "doc_id"], errors="ignore").set_axis(list(ids), axis=0)
        kept = corpus._frames["documents"]
        for column in own.columns:
            kept[str(column)] = own[column].reindex(kept.index)
        return corpus

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
            texts = {d: (page.clean, page.positions) for d, page in self._pages.items()}
            sentences = self._frames["sentences"]
            with no_cycles():
                self._frames["tokens"] = words.tokens(sentences, texts, self._cutter)
        return self._frames["tokens"].copy()

    # -- texts ----------------------------------------------------------------------------------

    def text(self, doc_id: str, form: str = "clean") -> str:
        """The whole text of a document: `raw`, `original` (repaired) or `clean` (Simplified)."""
        if form not in ("raw", "original", "clean"):
            raise ValueError(f"form {form!r}, expected raw, original or clean")
        return str(getattr(self._page(doc_id), form))

    def locate(self, doc_id: str, start: int, end: int, context: int = 30) -> Passage:
        """The passage at raw `start:end` in its three forms, with clean `context` around it."""
        page = self._page(doc_id)
        if not 0 <= start <= end <= len(page.raw):
            raise ValueError(f"{start}:{end} is outside {doc_id!r}, which has {len(page.raw)}")
        low, high = (int(i) for i in np.searchsorted(page.positions, [start, end]))
        high = min(high, len(page.clean))
        return Passage(
            doc_id,
            start,
            end,
            page.raw[start:end],
            page.original[low:high],
            page.clean[low:high],
            page.clean[max(0, low - context) : low],
            page.clean[high : high + context],
        )

    def passage(self, utt_id: str, context: int = 60) -> Passage:
        """An utterance in its surroundings."""
        utterances = self._frames["utterances"]
        if utt_id not in utterances.index:
            raise KeyError(f"no utterance {utt_id!r}; ids look like {utterances.index[0]!r}")
        row: Any = utterances.loc[utt_id]
        return self.locate(str(row["doc_id"]), int(row["start"]), int(row["end"]), context)

    def _page(self, doc_id: str) -> Page:
        if doc_id not in self._pages:
            raise KeyError(f"no document {doc_id!r}; there are {', '.join(self._pages)}")
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

        `speaker` finds aliases and members of joint speech; `columns` are columns of `documents`
        (and `doc_id`). An unknown speaker, kind or column raises and says what there is.
        """
        documents, spans = self._frames["documents"], self._frames["spans"]
        keep_docs = pd.Series(True, index=documents.index)
        for column, value in columns.items():
            if column != "doc_id" and column not in documents.columns:
                raise KeyError(
                    f"no column {column!r} in documents; there are doc_id, "
                    + ", ".join(map(str, documents.columns))
                    + did_you_mean(column, ["doc_id", *map(str, documents.columns)])
                )
            have = documents.index.to_series() if column == "doc_id" else documents[column]
            keep_docs &= have.isin(_listed(value))
        keep = spans["doc_id"].isin(keep_docs.index[keep_docs])
        if speaker is not None:
            keep &= spans["speaker"].isin(self._named(_listed(speaker)))
        if kind is not None:
            known = set(spans["kind"].cat.categories)
            for one in _listed(kind):
                if one not in known:
                    raise KeyError(
                        f"no span of kind {one!r}; there are {', '.join(sorted(known))}"
                        + did_you_mean(one, known)
                    )
            keep &= spans["kind"].isin(_listed(kind))
        spans = spans[keep]
        narrowed = speaker is not None or kind is not None
        if narrowed:
            keep_docs &= documents.index.isin(spans["doc_id"])
        frames = {
            "documents": documents[keep_docs],
            "spans": spans,
            "utterances": self._frames["utterances"].loc[
                self._frames["utterances"].index.isin(spans["utt_id"])
            ],
            "sentences": self._frames["sentences"][
                self._frames["sentences"]["span_id"].isin(spans["span_id"])
            ],
            "repairs": self._frames["repairs"][
                self._frames["repairs"]["doc_id"].isin(keep_docs.index[keep_docs])
            ],
        }
        appearances = self._frames["appearances"]
        described = appearances.drop(columns=["n_utterances", "n_chars", "first_start"])
        frames |= people_frames(
            frames["utterances"], described, self._frames["speakers"]["aliases"]
        )
        if "tokens" in self._frames:
            tokens = self._frames["tokens"]
            frames["tokens"] = tokens[tokens["sent_id"].isin(frames["sentences"].index)]
        frames = {name: _fewer_categories(frame) for name, frame in frames.items()}
        pages = {doc_id: self._pages[doc_id] for doc_id in frames["documents"].index}
        return Corpus(frames, pages, self._aliases, self._cutter)

    def canonical(self, speaker: str) -> str:
        """The canonical name of a speaker, or of each of several joined by 、."""
        return "、".join(self._aliases.get(name, name) for name in speaker.split("、"))

    def _named(self, names: list[Any]) -> list[str]:
        """The speaker values that the given names, aliases or members of joint speech mean."""
        have = list(self._frames["spans"]["speaker"].cat.categories)
        found: list[str] = []
        for name in names:
            canonical = self._aliases.get(name, name)
            hits = [s for s in have if canonical == s or canonical in s.split("、")]
            if not hits:
                raise KeyError(
                    f"no speaker {name!r}; there are {', '.join(map(str, have))}"
                    + (did_you_mean(name, have) or did_you_mean(name, self._aliases))
                )
            found += hits
        return found

    # -- out ------------------------------------------------------------------------------------

    def to_csv(self, folder: str | Path) -> list[Path]:
        """Write every frame as CSV that spreadsheets open right (UTF-8 with mark); the paths.

        A file is replaced only when it is whole; OSError names the one that could not be written.
        """
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        paths = []
        for name in SCHEMAS:
            frame = getattr(self, name)
            paths.append(folder / f"{name}.csv")
            with writing(paths[-1]) as file:
                frame.to_csv(file, encoding="utf-8-sig", index=frame.index.name is not None)
        return paths

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


def _listed(value: Any) -> list[Any]:
    """A single value or several, as a list."""
    single = isinstance(value, str) or not isinstance(value, Iterable)
    return [value] if single else list(value)


def _fewer_categories(frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame.copy()
    for column in frame.columns[frame.dtypes == "category"]:
        frame[column] = frame[column].cat.remove_unused_categories()
    return frame


def people_frames(
    utterances: pd.DataFrame, described: pd.DataFrame, aliases: pd.Series[str]
) -> dict[str, pd.DataFrame]:
    """The frames `speakers` and `appearances`; joint speech counts for each who speaks."""
    said = utterances[["doc_id", "speaker", "n_chars", "start"]].astype(
        {"speaker": "str", "doc_id": "str"}
    )
    said = said.assign(speaker=said["speaker"].str.split("、")).explode("speaker")
    said = said.dropna(subset=["speaker"]).astype({"speaker": "str"})
    by = said.groupby(["doc_id", "speaker"], sort=False)
    counts = by.agg(
        n_utterances=("n_chars", "size"), n_chars=("n_chars", "sum"), first_start=("start", "min")
    ).reset_index()
    merged = counts.merge(
        described.astype({"doc_id": "str", "speaker": "str"}), on=["doc_id", "speaker"], how="left"
    )
    for column in ("role", "affiliation"):
        merged[column] = merged[column].astype("str").fillna("")
    totals = said.groupby("speaker").agg(
        n_documents=("doc_id", "nunique"),
        n_utterances=("n_chars", "size"),
        n_chars=("n_chars", "sum"),
    )
    totals = totals.reset_index().sort_values(["n_chars", "speaker"], ascending=[False, True])
    totals["aliases"] = totals["speaker"].map(aliases).astype("str").fillna("")
    return {
        "appearances": build(APPEARANCES, {name: merged[name] for name in APPEARANCES}),
        "speakers": build(SPEAKERS, {name: totals[name] for name in SPEAKERS}).set_index("speaker"),
    }
