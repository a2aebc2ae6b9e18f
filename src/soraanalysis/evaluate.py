"""Evaluate: who says what by the reader alone, character by character, against reading.

The gold is the curated layer (`data/annotations/`, read by models: see `annotators.toml`), or a
folder of pages with `NAME.gold.jsonl` beside `NAME.txt`. The reader never sees it. Scores of the
corpus that `load_corpus()` ships would be scores of the gold against itself, and are not made.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from soraanalysis._data import data_dir
from soraanalysis._errors import CorpusError
from soraanalysis._files import read_utf8
from soraanalysis.annotations import elsewhere, parsed
from soraanalysis.corpus import Corpus
from soraanalysis.loading import load_corpus, read_text
from soraanalysis.manifest import Document
from soraanalysis.reading.page import read_page
from soraanalysis.reading.script import to_simplified
from soraanalysis.reading.spans import Override

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


def read_pages(folder: str | Path) -> tuple[Corpus, Corpus]:
    """Pages of a folder that somebody read (`NAME.txt`, `NAME.gold.jsonl`): by the gold, and alone.

    A row of gold has `start`, `end` (raw offsets), `kind` and `speaker`, the name as the page
    writes it. Pages are decoded as `load_corpus` does. CorpusError where there is no gold, or a row
    does not fit. The two go into `speech`, `misses`, `reliability`.
    """
    texts = {path.stem: path for path in sorted(Path(folder).glob("*.txt"))}
    rows = {name: path.with_suffix(".gold.jsonl") for name, path in texts.items()}
    rows = {name: path for name, path in rows.items() if path.is_file()}
    if not rows:
        raise CorpusError(f"{folder}: no NAME.txt with a NAME.gold.jsonl beside it")
    raws = {name: read_text(texts[name], Document(file=name))[0].text for name in rows}
    overrides = {name: _gold(path, name, raws[name]) for name, path in rows.items()}
    readings = {
        name: read_page(raw, overrides=overrides[name], complete=(*DIRECT, *INDIRECT))
        for name, raw in raws.items()
    }
    gold = Corpus.from_pages(readings)
    return gold, Corpus.from_pages({name: read_page(raw) for name, raw in raws.items()})


def _gold(path: Path, name: str, raw: str) -> list[Override]:
    """The rows of gold of a page; CorpusError names file and line of the first that is none."""
    found = []
    for n, line in enumerate(read_utf8(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = parsed(line, ("start", "end", "kind", "speaker"))
        except CorpusError as error:
            raise CorpusError(f"{path}:{n}: {error}") from None
        if problem := elsewhere({name: raw}, name, row["start"], row["end"]):
            raise CorpusError(f"{path}:{n}: {problem}")
        speaker = row["speaker"] and to_simplified(row["speaker"], "Hant")
        found.append(Override(row["start"], row["end"], row["kind"], speaker))
    return found


def reliability(gold: Corpus | None = None, alone: Corpus | None = None) -> pd.DataFrame:
    """How far each level of `spans.confidence` can be trusted: speech with the right speaker.

    One row a level and one a method (`level`, `method`; empty in the rows of whole levels):
    `n_spans`, `n_chars`, `precision` by characters, `low` and `high`: the 2.5th and 97.5th
    percentile of 2,000 samples of documents drawn with replacement, since errors of one page go
    together (missing with fewer than five documents).
    """
    gold, alone = gold or load_corpus(), alone or load_corpus(curated=False)
    spans = alone.spans[alone.spans["kind"].isin((*DIRECT, *INDIRECT))].copy()
    right, size = [], []
    for doc_id, rows in spans.groupby("doc_id", observed=True, sort=False):
        speakers, kinds, ink = _canvas(gold, gold, str(doc_id), (*DIRECT, *INDIRECT))
        for start, end, speaker, kind in rows[["start", "end", "speaker", "kind"]].to_numpy():
            same = (speakers[start:end] == gold.canonical(speaker)) & (kinds[start:end] == kind)
            right.append(int((same & ink[start:end]).sum()))
            size.append(int(ink[start:end].sum()))
    spans["right"], spans["size"] = right, size
    spans["method"] = spans["method"].astype(str)
    spans["level"] = spans["confidence"].astype(str)
    by_level = [(level, "", part) for level, part in spans.groupby("level")]
    by_method = [(level, m, part) for (level, m), part in spans.groupby(["level", "method"])]
    found = [
        (level, method, len(part), part["size"].sum(), *_interval(part))
        for level, method, part in sorted(by_level + by_method, key=lambda row: row[:2])
    ]
    columns = ["level", "method", "n_spans", "n_chars", "precision", "low", "high"]
    order = {"high": 0, "medium": 1, "low": 2}
    table = pd.DataFrame(found, columns=columns)
    return table.sort_values("level", key=lambda c: c.map(order), kind="stable", ignore_index=True)


def _interval(part: pd.DataFrame) -> tuple[float, float, float]:
    """Share of right characters, and its bootstrap interval over documents."""
    sums = part.groupby("doc_id", observed=True)[["right", "size"]].sum().to_numpy()
    share = float(sums[:, 0].sum() / max(1, sums[:, 1].sum()))
    if len(sums) < 5:
        return share, np.nan, np.nan
    rng = np.random.default_rng(0)
    drawn = sums[rng.integers(0, len(sums), (2000, len(sums)))].sum(axis=1)
    low, high = np.percentile(drawn[:, 0] / np.maximum(1, drawn[:, 1]), [2.5, 97.5])
    return share, float(low), float(high)


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
    ours, _, ink = _canvas(gold, gold, doc_id, kinds)
    its, _, _ = _canvas(alone, gold, doc_id, kinds)
    return ours, its, ink


def _canvas(
    corpus: Corpus, names: Corpus, doc_id: str, kinds: tuple[str, ...]
) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.object_], npt.NDArray[np.bool_]]:
    """For each raw character its speaker (by the names of a corpus) and kind, and if it is ink."""
    raw = corpus.text(doc_id, "raw")
    speakers, kind_of = np.full(len(raw), "", dtype=object), np.full(len(raw), "", dtype=object)
    spans = corpus._frames["spans"]
    own = spans[(spans["doc_id"] == doc_id) & spans["kind"].isin(kinds)]
    for start, end, speaker, kind in own[["start", "end", "speaker", "kind"]].to_numpy():
        speakers[start:end] = names.canonical(speaker)
        kind_of[start:end] = kind
    return speakers, kind_of, np.array([not c.isspace() for c in raw], dtype=bool)
