"""Who says what, against what a user would pick instead (`make bench`).

One table of character-level F1 of direct speech with the right speaker: on the five articles, the
example pages and the invented ones. The baseline takes `^(.{1,10}):` for a label and the nearest
name before a quotation for its speaker; its names come from jieba's tagger. textacy's extraction
of direct quotations, in an environment of its own (`.venv-textacy`), says what it does instead.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import jieba.posseg
import numpy as np
import pandas as pd

import soraanalysis as sa
from soraanalysis import evaluate
from soraanalysis.corpus import Corpus
from soraanalysis.reading.script import to_simplified

DATA = Path(__file__).parents[1] / "data"
_LABEL = re.compile(r"^[ 　]*(.{1,10})[:：](.+)$", re.M)
_QUOTATION = re.compile(r"[“「\"]([^“”「」\"]+)[”」\"]")


def baseline(raw: str) -> list[tuple[int, int, str]]:
    """Start, end and speaker by two regular expressions and jieba's names."""
    text = to_simplified(raw, "Hant")
    labels = [(m.start(2), m.end(2), m[1].strip()) for m in _LABEL.finditer(text)]
    if len(labels) > 5:
        return labels
    names, at = [], 0
    for word, tag in jieba.posseg.cut(text):
        if tag.startswith("nr") and len(word) > 1:
            names.append((at, word))
        at += len(word)
    found = []
    for m in _QUOTATION.finditer(text):
        before = [name for start, name in names if start < m.start()]
        if before and len(m[1]) > 7:
            found.append((m.start(1), m.end(1), before[-1]))
    return found


def f1(gold: Corpus) -> float:
    """F1 of the baseline over all documents of a gold corpus."""
    right = ours = its = 0
    for doc_id in gold.documents.index:
        raw = gold.text(doc_id, "raw")
        speakers, _, ink = evaluate._canvas(gold, gold, doc_id, evaluate.DIRECT)
        canvas = np.full(len(raw), "", dtype=object)
        for start, end, speaker in baseline(raw):
            canvas[start:end] = gold.canonical(speaker)
        right += int(((canvas == speakers) & (speakers != "") & ink).sum())
        ours += int((speakers[ink] != "").sum())
        its += int((canvas[ink] != "").sum())
    return 2 * right / max(1, ours + its)


TEXTACY = Path(".venv-textacy") / "bin" / "python"
_TRIED = """
import spacy, textacy
from textacy.extract import direct_quotations
for lang, text in (("zh", "他说：“好。”"), ("en", "他说：“好。”"), ("en", "“好。他说：“好。”")):
    try:
        found = direct_quotations(spacy.blank(lang)(text))
        said = [f"{q.speaker} {q.cue}: {q.content}" for q in found]
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
    print(f"textacy {textacy.__version__}, read as {lang}: {text} -> {said}")
"""


def textacy_says() -> str:
    """What textacy does with Chinese, read as Chinese, read as English, and with an odd mark."""
    if not TEXTACY.exists():
        return "textacy: not installed"
    done = subprocess.run([TEXTACY, "-c", _TRIED], capture_output=True, text=True, check=False)
    return (done.stdout or done.stderr).strip()


def main() -> None:
    rows = []
    readings = {
        "the five articles": (sa.load_corpus(), sa.load_corpus(curated=False)),
        "example pages": evaluate.read_pages(DATA / "examples"),
        "invented pages": evaluate.read_pages(DATA / "articles"),
    }
    for name, (gold, alone) in readings.items():
        table = evaluate.speech(gold, alone).set_index(["measure", "doc_id"])["f1"]
        direct, indirect = table["direct", "pooled"], table["paraphrase", "pooled"]
        rows.append((name, len(gold), f1(gold), direct, indirect))
    columns = ["pages", "n", "baseline", "soraanalysis", "its indirect speech"]
    print("F1 of direct speech with the right speaker, by characters")
    print(pd.DataFrame(rows, columns=columns).round(3).to_string(index=False))
    print(textacy_says())


if __name__ == "__main__":
    main()
