"""Build: the numbered figures, from a corpus to files that are the same on every run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from soraanalysis._errors import CorpusError, warn
from soraanalysis._files import writing
from soraanalysis.corpus import Corpus
from soraanalysis.figures import draw
from soraanalysis.figures.fonts import put_font
from soraanalysis.measures import sentiment, terms, topics
from soraanalysis.reading.spans import BODY

_RC: Any = {
    "pdf.fonttype": 42,
    "svg.fonttype": "path",
    "svg.hashsalt": "soraanalysis",
    "savefig.dpi": 200,
}
_METADATA: dict[str, dict[str, Any]] = {
    "pdf": {"CreationDate": None, "ModDate": None},
    "svg": {"Date": None},
    "png": {"Software": None},
}


_MOST = 12  # documents that a figure has room for


def voices(corpus: Corpus) -> pd.DataFrame:
    """Body spans in reading order: `doc_id`, `start` and `length` in body characters, `speaker`."""
    spans = corpus.spans
    body = spans[spans["kind"].isin(BODY)].astype({"doc_id": "str", "speaker": "str"})
    length = body["text"].str.replace(r"\s", "", regex=True).str.len()
    length = length.fillna(body["end"] - body["start"]).astype("int64")  # words were left out
    return pd.DataFrame(
        {
            "doc_id": body["doc_id"],
            "start": length.groupby(body["doc_id"]).cumsum() - length,
            "length": length,
            "speaker": body["speaker"],
        }
    ).reset_index(drop=True)


def words_by_speaker(corpus: Corpus) -> pd.DataFrame:
    """Words by speaker (rows, most first) and document (columns)."""
    tokens = corpus.tokens
    said = tokens[tokens["is_word"]].dropna(subset=["speaker"])
    table = pd.crosstab(said["speaker"].astype("str"), said["doc_id"].astype("str"))
    order = sorted(table.index, key=lambda name: (-table.loc[name].sum(), name))
    return table.loc[order]


def _voices(corpus: Corpus) -> Figure:
    shown = _first(corpus)
    return _noted(_of(draw.voices(_some(voices(shown), "no text has a body"))), shown, corpus)


def _speakers(corpus: Corpus) -> Figure:
    return _of(draw.speakers(_some(words_by_speaker(corpus), "nobody speaks")))


def _terms(corpus: Corpus) -> Figure:
    shown = _first(corpus)
    table = _some(terms.frequency(shown, "doc_id"), "no text has a content word")
    return _noted(top_terms(terms.top(table, "doc_id", "rate")), shown, corpus)


def _first(corpus: Corpus) -> Corpus:
    """The documents that a figure has room for."""
    ids = corpus.documents.index[:_MOST]
    return corpus if len(corpus) <= _MOST else corpus.select(doc_id=ids.tolist())


def _noted(figure: Figure, shown: Corpus, corpus: Corpus) -> Figure:
    """A figure that says so if it shows the first documents only."""
    if len(shown) < len(corpus):
        note = f"the first {len(shown)} of {len(corpus):,} documents"
        figure.suptitle(note, fontsize=9)
        put_font([figure])
    return figure


def _some(table: pd.DataFrame, why: str) -> pd.DataFrame:
    """A table with rows; CorpusError says why there are none."""
    if table.empty:
        raise CorpusError(why)
    return table


def top_terms(table: pd.DataFrame, value: str = "rate") -> Figure:
    """Small panels of terms, one a document, with one scale."""
    documents = list(dict.fromkeys(table["doc_id"]))
    columns = min(3, len(documents))
    rows = int(np.ceil(len(documents) / columns))
    figure, axes = plt.subplots(
        rows, columns, figsize=(6.5, 2.3 * rows), layout="constrained", sharex=True, squeeze=False
    )
    for ax, doc_id in zip(axes.flat, documents, strict=False):
        draw.terms(table[table["doc_id"] == doc_id], ax, value=value)
        ax.set_title(doc_id, fontsize=9)
        ax.tick_params(labelbottom=True)
        put_font(ax)
    for ax in axes.flat[len(documents) :]:
        ax.set_axis_off()
    figure.supxlabel("occurrences per 10,000 words", fontsize=9)
    put_font([figure])
    return figure


def _clusters(corpus: Corpus) -> Figure:
    shown = _first(corpus)
    units = topics.units(shown)
    if len(units) < 3:
        raise CorpusError(f"{len(units)} paragraphs of 15 content words or more are no topics")
    found = topics.cluster(units, min(5, len(units) - 1))
    axes = draw.clusters(topics.crosstab(found.units), found.terms)
    return _noted(_of(axes), shown, corpus)


def _sentiment(corpus: Corpus) -> Figure:
    table = sentiment.by_speaker(sentiment.score(corpus))
    return _of(draw.sentiment(_some(table, "nobody speaks five sentences")))


def _of(ax: Any) -> Figure:
    figure = ax.get_figure()
    assert isinstance(figure, Figure)
    return figure


FIGURES: dict[str, Callable[[Corpus], Figure]] = {
    "figure1_voices": _voices,
    "figure2_speakers": _speakers,
    "figure3_terms": _terms,
    "figure4_clusters": _clusters,
    "figure5_sentiment": _sentiment,
}


@contextmanager
def _quiet_backend() -> Iterator[None]:
    """Figures are made without a window, whatever the user's backend is, and closed."""
    before = set(plt.get_fignums())
    with mpl.rc_context(_RC):
        try:
            yield
        finally:
            for number in set(plt.get_fignums()) - before:
                plt.close(number)


def build(corpus: Corpus, out: str | Path = "figures") -> list[Path]:
    """Write every figure as PDF, SVG and PNG into the folder `out`; the paths, in order.

    The same corpus gives the same bytes. A file is replaced only when it is whole; OSError
    names the one that could not be written. A figure that the corpus cannot show is left out, with
    a CorpusWarning that says why; of more than 12 documents, three show the first 12.
    """
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, make in FIGURES.items():
        with _quiet_backend():
            try:
                figure = make(corpus)
            except CorpusError as error:
                warn(f"{name} is left out: {error}")
                continue
            for suffix, metadata in _METADATA.items():
                paths.append(out / f"{name}.{suffix}")
                with writing(paths[-1]) as file:
                    figure.savefig(file, metadata=metadata)
    return paths
