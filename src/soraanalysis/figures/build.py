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


def voices(corpus: Corpus) -> pd.DataFrame:
    """Body spans in reading order: `doc_id`, `start` and `length` in body characters, `speaker`."""
    spans = corpus.spans
    body = spans[spans["kind"].isin(BODY)].astype({"doc_id": "str", "speaker": "str"})
    length = body["text"].str.replace(r"\s", "", regex=True).str.len()
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
    return _of(draw.voices(voices(corpus)))


def _speakers(corpus: Corpus) -> Figure:
    return _of(draw.speakers(words_by_speaker(corpus)))


def _terms(corpus: Corpus) -> Figure:
    return top_terms(terms.top(terms.frequency(corpus, "doc_id"), "doc_id", "rate"))


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
    found = topics.cluster(topics.units(corpus))
    return _of(draw.clusters(topics.crosstab(found.units), found.terms))


def _sentiment(corpus: Corpus) -> Figure:
    return _of(draw.sentiment(sentiment.by_speaker(sentiment.score(corpus))))


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
    names the one that could not be written.
    """
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, make in FIGURES.items():
        with _quiet_backend():
            figure = make(corpus)
            for suffix, metadata in _METADATA.items():
                paths.append(out / f"{name}.{suffix}")
                with writing(paths[-1]) as file:
                    figure.savefig(file, metadata=metadata)
    return paths
