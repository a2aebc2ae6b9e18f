"""Draw: one function a picture. A result and an optional Axes in, the Axes out.

Nothing is computed here but places on paper. Colours are Okabe and Ito's (2008), which readers
with colour-blindness tell apart; every picture says in words what a colour means.
"""

from __future__ import annotations

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.offsetbox import AnnotationBbox, HPacker, TextArea

from soraanalysis.figures.fonts import put_font

COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")
NARRATION, OTHERS = "#D9D9D9", "#7F7F7F"


def _axes(ax: Axes | None, width: float = 6.5, height: float = 4.0) -> Axes:
    """The given Axes, or one of its own at a paper's width (inches)."""
    if ax is None:
        _, ax = plt.subplots(figsize=(width, height), layout="constrained")
    return ax


def _finish(ax: Axes, *, xlabel: str = "", ylabel: str = "") -> Axes:
    ax.set_xlabel(xlabel)
    ax.set_ylabel(ylabel)
    ax.spines[["top", "right"]].set_visible(False)
    put_font(ax)
    return ax


def voices(strips: pd.DataFrame, ax: Axes | None = None, *, n: int = 5) -> Axes:
    """In whose voice each document runs, from its first body character to its last.

    `strips`: `doc_id`, `start`, `length` (characters of the body), `speaker` (missing in the
    reporter's own words), as `build.voices` gives them. The `n` speakers who say most in a
    document have a colour and their name above it.
    """
    documents = list(dict.fromkeys(strips["doc_id"]))
    ax = _axes(ax, height=0.9 * len(documents) + 0.8)
    for row, doc_id in enumerate(documents):
        own = strips[strips["doc_id"] == doc_id]
        said = own.dropna(subset=["speaker"]).groupby("speaker")["length"].sum()
        ranked = sorted(said.index, key=lambda name: (-said[name], name))
        colours = dict(zip(ranked[:n], COLOURS, strict=False))
        shade = [
            NARRATION if pd.isna(name) else colours.get(name, OTHERS) for name in own["speaker"]
        ]
        places = list(zip(own["start"], own["length"], strict=True))
        ax.broken_barh(places, (row - 0.18, 0.36), facecolors=shade, linewidth=0)
        legend: list[tuple[str, str]] = [(name, colours[name]) for name in colours]
        if len(ranked) > n:
            legend.append((f"{len(ranked) - n} others", OTHERS))
        if own["speaker"].isna().any():
            legend.append(("narration", NARRATION))
        _names(ax, row - 0.36, legend)
    ax.set_yticks(range(len(documents)), documents)
    ax.set_ylim(len(documents) - 0.6, -0.7)
    ax.set_xlim(0, None)
    return _finish(ax, xlabel="characters of the body, in reading order")


def _names(ax: Axes, y: float, legend: list[tuple[str, str]]) -> None:
    """A line of names, each behind a square of its colour, at height `y`."""
    parts: list[Any] = []
    for name, colour in legend:
        parts.append(TextArea("■", textprops={"color": colour, "fontsize": 7}))
        parts.append(TextArea(f"{name}  ", textprops={"fontsize": 7}))
    packed = HPacker(children=parts, pad=0, sep=2, align="baseline")
    box = AnnotationBbox(packed, (0, y), xybox=(0, 0), frameon=False, box_alignment=(0, 0.5), pad=0)
    box.xyann = (0, y)
    ax.add_artist(box)


def speakers(words: pd.DataFrame, ax: Axes | None = None, *, n: int = 20) -> Axes:
    """Words by speaker, stacked by document.

    `words`: rows are speakers (most words first), columns documents, values numbers of words.
    The first `n` speakers are drawn. Of more documents than colours the smaller ones are one.
    """
    if len(words.columns) > len(COLOURS):
        ranked = words.sum().sort_values(ascending=False, kind="stable").index
        few = [c for c in words.columns if c in ranked[: len(COLOURS) - 1]]
        rest = words.drop(columns=few)
        words = words[few].assign(**{f"{len(rest.columns)} others": rest.sum(axis=1)})
    shown = words.iloc[:n]
    ax = _axes(ax, height=0.22 * max(shown.shape) + 0.9)  # room for the names of documents
    left = np.zeros(len(shown))
    for colour, doc_id in zip(COLOURS, shown.columns, strict=False):
        values = shown[doc_id].to_numpy(dtype=float)
        ax.barh(range(len(shown)), values, left=left, color=colour, height=0.7, label=doc_id)
        left += values
    ax.set_yticks(range(len(shown)), list(shown.index))
    ax.set_ylim(len(shown) - 0.4, -0.6)
    ax.legend(frameon=False, fontsize=8, loc="lower right")
    ax.tick_params(axis="y", labelsize=8)
    return _finish(ax, xlabel="words")


def terms(table: pd.DataFrame, ax: Axes | None = None, *, value: str = "rate") -> Axes:
    """Terms as horizontal bars, the first on top. `table`: `token` and the column `value`."""
    ax = _axes(ax, width=3.0, height=0.2 * len(table) + 0.7)
    ax.barh(range(len(table)), table[value], color=COLOURS[0], height=0.7)
    ax.set_yticks(range(len(table)), list(table["token"]))
    ax.set_ylim(len(table) - 0.4, -0.6)
    ax.tick_params(labelsize=7.5)
    return _finish(ax)


def clusters(table: pd.DataFrame, terms: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """How many units of each cluster each document has, as shaded counts.

    `table`: rows clusters, columns documents; `terms`: the terms of each cluster, of which the
    first five name it.
    """
    ax = _axes(ax, height=0.55 * len(table) + 1.0)
    values = table.to_numpy()
    ax.imshow(values, cmap="Blues", aspect="auto", vmin=0, vmax=values.max() * 2)
    for i, j in np.ndindex(*values.shape):
        ax.text(j, i, str(values[i, j]), ha="center", va="center", fontsize=9)
    best = terms[terms["rank"] <= 5].groupby("cluster")["term"].agg(" ".join)
    ax.set_yticks(range(len(table)), [f"{c}: {best[c]}" for c in table.index])
    ax.set_xticks(range(table.shape[1]), [str(d) for d in table.columns], rotation=20, ha="right")
    ax.tick_params(labelsize=8, length=0)
    ax.spines[["left", "bottom"]].set_visible(False)
    return _finish(ax)


def sentiment(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Mean score of each speaker's sentences, with their number; no interval: not validated.

    `table`: what `sentiment.by_speaker` gives.
    """
    ax = _axes(ax, height=0.22 * len(table) + 0.9)
    y = range(len(table))
    ax.axvline(0, color="#B0B0B0", linewidth=0.8)
    ax.hlines(y, 0, table["mean"], color=NARRATION, linewidth=1.5)
    ax.scatter(table["mean"], y, s=14 + table["n"], color=COLOURS[0], zorder=3)
    names = [f"{name}  (n = {n})" for name, n in table["n"].items()]
    ax.set_yticks(y, names)
    ax.set_ylim(len(table) - 0.4, -0.6)
    ax.tick_params(axis="y", labelsize=8)
    return _finish(ax, xlabel="mean score of a sentence (0: no evaluation, or balanced)")
