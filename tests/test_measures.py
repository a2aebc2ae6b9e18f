"""Measures on toys that a person can count, against independent implementations, at the edges."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.feature_extraction.text import CountVectorizer

import soraanalysis as sa
from soraanalysis import CorpusError, CorpusWarning
from soraanalysis.measures.sentiment import evaluations

TOY = pd.DataFrame(
    {
        "doc_id": pd.Categorical(["x"] * 4 + ["y"] * 2),
        "token": ["a", "a", "b", "，", "a", "c"],
        "is_word": [True, True, True, False, True, True],
        "is_content": [True, True, False, False, True, True],
    }
)


def test_frequency_counted_by_hand() -> None:
    table = sa.terms.frequency(TOY, "doc_id").set_index(["doc_id", "token"])
    assert table["count"].to_dict() == {("x", "a"): 2, ("y", "a"): 1, ("y", "c"): 1}
    assert table["n_words"].to_dict() == {("x", "a"): 3, ("y", "a"): 2, ("y", "c"): 2}
    assert table.loc[("x", "a"), "rate"] == pytest.approx(20000 / 3)


def test_frequency_of_the_corpus_against_scikit_learn(corpus: sa.Corpus) -> None:
    tokens = corpus.tokens[corpus.tokens["is_content"]].astype({"token": "str"})
    texts = tokens.groupby("doc_id", observed=True)["token"].agg(" ".join)
    vectorizer = CountVectorizer(tokenizer=str.split, token_pattern=None, lowercase=False)
    counts = vectorizer.fit_transform(texts).toarray()
    ours = sa.terms.frequency(corpus, "doc_id").pivot(
        index="doc_id", columns="token", values="count"
    )
    ours = ours.fillna(0)[vectorizer.get_feature_names_out()]
    assert (ours.to_numpy() == counts).all()


def test_counts_of_groups_add_up_to_the_whole(corpus: sa.Corpus) -> None:
    whole = sa.terms.frequency(corpus).set_index("token")["count"]
    parts = sa.terms.frequency(corpus, ["doc_id", "kind"]).groupby("token")["count"].sum()
    assert whole.sort_index().equals(parts.sort_index())


def test_frequency_by_a_column_of_documents(corpus: sa.Corpus) -> None:
    assert set(sa.terms.frequency(corpus, "script")["script"]) == {"Hans", "Hant"}


def test_tfidf_by_hand_and_zero_where_all_groups_use_a_term() -> None:
    table = sa.terms.tfidf(TOY, "doc_id").set_index(["doc_id", "token"])["tfidf"]
    assert table[("y", "c")] == pytest.approx(1 / 2 * math.log(2))
    assert table[("x", "a")] == table[("y", "a")] == 0


def test_a_wrong_column_is_named_with_those_there_are(corpus: sa.Corpus) -> None:
    with pytest.raises(KeyError, match="genre"):
        sa.terms.frequency(corpus, "colour")
    with pytest.raises(KeyError, match="is_word"):
        sa.terms.frequency(TOY.drop(columns="is_word"))


def test_units_are_paragraphs_of_the_body(corpus: sa.Corpus) -> None:
    units = sa.topics.units(corpus, min_words=15)
    assert units.index.is_unique
    assert (units["words"].str.split().str.len() == units["n_words"]).all()
    assert units["n_words"].min() >= 15


def test_clusters_of_two_vocabularies_are_found_and_numbered_by_size() -> None:
    texts = ["猫 狗 鸟"] * 3 + ["车 船 路"] * 4
    units = pd.DataFrame({"doc_id": list("aabbbbb"), "words": texts})
    found = sa.topics.cluster(units, k=2)
    assert found.units["cluster"].tolist() == [1, 1, 1, 0, 0, 0, 0]
    assert found.silhouette == pytest.approx(1)
    assert found.terms.groupby("cluster")["term"].agg(set).tolist() == [
        {"车", "船", "路"},
        {"猫", "狗", "鸟"},
    ] or set(found.terms[found.terms["weight"] > 0]["term"]) == set("猫狗鸟车船路")
    assert sa.topics.crosstab(found.units).to_numpy().sum() == 7


def test_clusters_are_the_same_on_every_run_and_k_is_checked(corpus: sa.Corpus) -> None:
    units = sa.topics.units(corpus)
    one, two = sa.topics.cluster(units), sa.topics.cluster(units)
    pd.testing.assert_frame_equal(one.terms, two.terms)
    sizes = np.bincount(one.units["cluster"])
    assert (np.diff(sizes) <= 0).all()
    with pytest.raises(ValueError, match="must be 2 to"):
        sa.topics.cluster(units, k=len(units))


@pytest.mark.parametrize(
    ("words", "value"),
    [
        (["好"], 1.0),
        (["不", "好"], -1.0),
        (["非常", "好"], 1.5),
        (["不", "非常", "好"], -1.5),
        (["不", "，", "好"], 1.0),
        (["不", "坏"], 1.0),
        (["好", "坏"], 0.0),
        (["好", "不", "坏"], 2.0),
        (["不", "一", "二", "三", "四", "好"], 1.0),
    ],
)
def test_negation_degree_and_their_reach(words: list[str], value: float) -> None:
    hits = evaluations(words, {"好": 1.0, "坏": -1.0}, {"不": -1.0, "非常": 1.5})
    assert sum(v for _, v in hits) == value


def test_scores_name_their_evidence_and_speakers_their_n(corpus: sa.Corpus) -> None:
    scores = sa.sentiment.score(corpus)
    assert set(scores.index) == set(corpus.sentences.index)
    assert ((scores["evidence"] == "") == (scores["n_hits"] == 0)).all()
    assert (scores.loc[scores["n_hits"] == 0, "score"] == 0).all()
    table = sa.sentiment.by_speaker(scores, min_sentences=1)
    assert table["n"].sum() == scores["speaker"].notna().sum()


def test_words_that_were_left_out_are_not_counted_as_none(tmp_path: Path) -> None:
    sa.load_corpus().to_parquet(tmp_path / "shared", without_text=True)
    shared = sa.load_corpus(tmp_path / "shared")
    for measure in (sa.sentiment.score, sa.terms.frequency, sa.topics.units):
        with pytest.raises(CorpusError, match=r"words of 000_roundtable.* were left out"):
            measure(shared)


def test_units_that_share_no_word() -> None:
    words = ["甲 乙 丙", "甲 乙 丁", "戊 己", "庚 辛"]
    units = pd.DataFrame({"doc_id": ["a"] * 4, "words": words})
    with pytest.warns(CorpusWarning, match="2 of 4 units share no word"):
        found = sa.topics.cluster(units, 2)
    assert (found.terms["weight"] > 0).all()
    with pytest.raises(CorpusError, match="share no word"):
        sa.topics.cluster(units[1:], 2)


def test_units_of_no_text() -> None:
    nobody = sa.Corpus.from_frame(pd.DataFrame({"text": ["支持！"]}))
    assert sa.topics.units(nobody).empty


def test_a_column_called_as_one_of_the_result() -> None:
    own = sa.Corpus.from_frame(pd.DataFrame({"text": ["门口的路灯坏了。"], "rate": ["x"]}))
    with pytest.raises(ValueError, match="column 'rate' is one of the result's"):
        sa.terms.frequency(own, "rate")
