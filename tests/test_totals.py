"""Totals of the shipped corpus. A count that changes needs a line in CHANGELOG.md."""

from __future__ import annotations

import soraanalysis as sa
from soraanalysis.corpus import SCHEMAS


def test_rows_of_every_frame(corpus: sa.Corpus) -> None:
    assert {name: len(getattr(corpus, name)) for name in SCHEMAS} == {
        "documents": 5,
        "spans": 627,
        "speakers": 27,
        "appearances": 34,
        "utterances": 150,
        "sentences": 726,
        "tokens": 17024,
        "repairs": 1885,
    }


def test_spans_and_utterances_by_kind(corpus: sa.Corpus) -> None:
    assert corpus.spans["kind"].value_counts().to_dict() == {
        "narration": 168,
        "turn": 140,
        "boilerplate": 91,
        "label": 64,
        "paraphrase": 49,
        "quote": 45,
        "metadata": 23,
        "heading": 16,
        "caption": 15,
        "sidebar": 7,
        "summary": 7,
        "editor_note": 2,
    }
    counts = corpus.utterances["kind"].value_counts().to_dict()
    assert counts == {"turn": 64, "paraphrase": 47, "quote": 39}


def test_repairs_by_rule(corpus: sa.Corpus) -> None:
    counts = corpus.repairs["rule"].value_counts().to_dict()
    assert counts == {
        "punctuation": 1649,
        "gloss": 191,
        "spacing": 38,
        "gbk-shift": 6,
        "decision": 1,
    }


def test_words(corpus: sa.Corpus) -> None:
    assert corpus.tokens[["is_word", "is_content"]].sum().tolist() == [14650, 6730]


def test_spans_that_needed_the_curated_layer(corpus: sa.Corpus) -> None:
    curated = corpus.spans[corpus.spans["method"] == "curated"]
    counts = curated["doc_id"].value_counts()
    assert counts[counts > 0].to_dict() == {"002_essay": 13}
