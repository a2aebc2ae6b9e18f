"""The reader alone against the readings: what the README claims, and arithmetic by hand."""

from __future__ import annotations

import pandas as pd
import pytest

import soraanalysis as sa
from soraanalysis import evaluate


def test_transcripts_are_read_right_by_the_reader_alone(
    corpus: sa.Corpus, alone: sa.Corpus
) -> None:
    table = evaluate.speech(corpus, alone).set_index(["measure", "doc_id"])
    for doc_id in ("000_roundtable", "003_interview"):
        assert table.loc[("direct", doc_id), "f1"] >= 0.98
    features = [table.loc[("direct", d), "f1"] for d in ("001_feature", "002_essay", "004_news")]
    assert [round(f, 2) for f in features] == [1.00, 0.91, 1.00]  # as the README says
    assert round(table.loc[("paraphrase", "pooled"), "f1"], 2) == 0.92


def test_the_gold_against_itself_is_perfect_and_has_no_misses(corpus: sa.Corpus) -> None:
    table = evaluate.speech(corpus, corpus)
    assert (table["f1"].dropna() == 1).all()
    assert evaluate.misses(corpus, corpus).empty


def test_misses_name_the_stretch_and_both_speakers(corpus: sa.Corpus, alone: sa.Corpus) -> None:
    worst = evaluate.misses(corpus, alone, 3)
    lengths = worst["end"] - worst["start"]
    assert lengths.is_monotonic_decreasing
    assert (worst["gold"] != worst["found"]).all()


def test_agreement_by_hand() -> None:
    one = pd.DataFrame([("d", 0, 4, "quote", "A")], columns=list(COLUMNS))
    two = pd.DataFrame([("d", 2, 4, "quote", "A")], columns=list(COLUMNS))
    table = evaluate.agreement(one, two, {"d": 8}).set_index("doc_id")
    assert table.loc["d", "f1"] == pytest.approx(2 * 2 / (4 + 2))
    # 6 of 8 alike; by chance (4 * 2 + 4 * 6) / 64 = 1/2
    assert table.loc["pooled", "kappa_kind"] == pytest.approx((0.75 - 0.5) / 0.5)


COLUMNS = ("doc_id", "start", "end", "kind", "speaker")


def test_the_two_readings_agree() -> None:
    table = evaluate.two_readings().set_index("doc_id")
    assert table.loc["pooled", "kappa_kind"] == pytest.approx(0.994, abs=5e-4)
    assert set(table.index) == {"001_feature", "002_essay", "004_news", "pooled"}
