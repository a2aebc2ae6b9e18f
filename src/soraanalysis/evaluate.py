"""Evaluate: who says what by the reader alone, character by character, against reading.

The gold is the curated layer (`data/annotations/`, read by models: see `annotators.toml`). The
reader never sees it here. Scores of the corpus that `load_corpus()` ships would be scores of the
gold against itself, and are not made.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from soraanalysis._data import data_dir
from soraanalysis.corpus import Corpus
from soraanalysis.loading import load_corpus

DIRECT, INDIRECT = ("turn", "quote"), ("paraphrase",)


def speech(gold: Corpus | None = None, alone: Corpus | None = None) -> pd.DataFrame:
    """Precision, recall and F1 of speech with the right speaker, per document and pooled.

    One row a document and measure (`direct`: turns and quotations; `paraphrase`), and `pooled`
    over all characters: `n_gold`, `n_found` (raw characters, white space not counted), `n_right`
    (found, of that kind, with the right speaker), `precision`, `recall`, `f1` (0 to 1; missing
    where there is nothing to find or nothing found). Names are compared after the aliases.
    """
    gold, alone = gold or load_corpus(), alone or load_corpus(curated=False)
    rows = []
    for measure, kinds in (("direct", DIRECT), ("paraphrase", INDIRECT)):
        counts = []
        for doc_id in gold.documents.index:
            ours, its, ink = _painted(gold, alone, doc_id, kinds)
            right = (ours == its) & (its != "") & ink
            counts.append((int((ours[ink] != "").sum()), int((its[ink] != "").sum()), right.sum()))
            rows.append((measure, doc_id, *counts[-1]))
        rows.append((measure, "pooled", *np.sum(counts, axis=0)))
    table = pd.DataFrame(rows, columns=["measure", "doc_id", "n_gold", "n_found", "n_right"])
    table["precision"] = table["n_right"] / table["n_found"].where(table["n_found"] > 0)
    table["recall"] = table["n_right"] / table["n_gold"].where(table["n_gold"] > 0)
    total = table["n_gold"] + table["n_found"]
    table["f1"] = 2 * table["n_right"] / total.where(total > 0)
    return table


def misses(gold: Corpus | None = None, alone: Corpus | None = None, n: int = 10) -> pd.DataFrame:
    """The longest stretches on which the reader alone and the gold differ, longest first.

    Columns: `doc_id`, `start`, `end` (raw), `gold` and `found` (speaker; empty for none),
    `text` (clean).
    """
    gold, alone = gold or load_corpus(), alone or load_corpus(curated=False)
    rows = []
    for doc_id in gold.documents.index:
        ours, its, _ = _painted(gold, alone, doc_id, DIRECT)
        differ = np.flatnonzero(ours != its)
        same = (np.diff(differ) != 1) | (ours[differ[1:]] != ours[differ[:-1]])
        for stretch in np.split(differ, np.flatnonzero(same) + 1):
            if len(stretch):
                start, end = int(stretch[0]), int(stretch[-1]) + 1
                text = gold.locate(doc_id, start, end).clean.strip()
                rows.append((doc_id, start, end, ours[start], its[start], text))
    rows.sort(key=lambda row: (row[1] - row[2], row[:2]))
    return pd.DataFrame(rows[:n], columns=["doc_id", "start", "end", "gold", "found", "text"])


def agreement(one: pd.DataFrame, two: pd.DataFrame, lengths: dict[str, int]) -> pd.DataFrame:
    """How far two readings agree, character by character, on the documents that both read.

    `one`, `two`: annotation rows with `doc_id`, `start`, `end`, `kind`, `speaker`; `lengths`:
    raw characters of each document. One row a document and `pooled`: `f1` of speech with the
    same kind and speaker, `kappa_kind` and `kappa_speaker` (Cohen 1960, over all characters;
    1 is perfect, 0 what chance would give).
    """
    from sklearn.metrics import cohen_kappa_score

    def painted(rows: pd.DataFrame, doc_id: str, column: str) -> npt.NDArray[np.object_]:
        canvas = np.full(lengths[doc_id], "", dtype=object)
        for row in rows[rows["doc_id"] == doc_id].to_dict("records"):
            canvas[row["start"] : row["end"]] = row[column]
        return canvas

    shared = [d for d in dict.fromkeys(one["doc_id"]) if (two["doc_id"] == d).any()]
    parts = {
        d: [painted(rows, d, column) for column in ("kind", "speaker") for rows in (one, two)]
        for d in shared
    }
    pooled = [np.concatenate([parts[d][k] for d in shared]) for k in range(4)]
    rows = []
    for name, (kind_1, kind_2, who_1, who_2) in {**parts, "pooled": pooled}.items():
        both = (kind_1 == kind_2) & (who_1 == who_2) & (kind_1 != "")
        f1 = 2 * both.sum() / ((kind_1 != "").sum() + (kind_2 != "").sum())
        kappas = cohen_kappa_score(kind_1, kind_2), cohen_kappa_score(who_1, who_2)
        rows.append((name, float(f1), *map(float, kappas)))
    return pd.DataFrame(rows, columns=["doc_id", "f1", "kappa_kind", "kappa_speaker"])


def two_readings() -> pd.DataFrame:
    """`agreement` of the two independent passes over our articles.

    What both marked alike, or one alone did, stands in `speech.jsonl` with its annotator; what
    was decided otherwise stands in `disagreements.jsonl`.
    """
    folder = data_dir() / "annotations"
    files = [folder / "speech.jsonl", folder / "disagreements.jsonl"]
    rows = pd.concat([pd.read_json(file, lines=True) for file in files], ignore_index=True)
    first = rows[rows["annotator"].str.contains("model-1")]
    second = rows[rows["annotator"].str.contains("model-2")]
    corpus = load_corpus()
    sizes = {str(doc_id): int(n) for doc_id, n in corpus.documents["n_chars_raw"].items()}
    return agreement(first, second, sizes)


def _painted(
    gold: Corpus, alone: Corpus, doc_id: str, kinds: tuple[str, ...]
) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.object_], npt.NDArray[np.bool_]]:
    """For each raw character who speaks by the gold and by the reader, and whether it is ink."""
    raw = gold.text(doc_id, "raw")
    canvases = []
    for corpus in (gold, alone):
        canvas = np.full(len(raw), "", dtype=object)
        spans = corpus.spans
        own = spans[(spans["doc_id"] == doc_id) & spans["kind"].isin(kinds)]
        for start, end, speaker in zip(own["start"], own["end"], own["speaker"], strict=True):
            canvas[start:end] = gold.canonical(speaker)
        canvases.append(canvas)
    ink = np.array([not c.isspace() for c in raw], dtype=bool)
    return canvases[0], canvases[1], ink
