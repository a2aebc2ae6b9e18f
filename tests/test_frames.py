"""The frames keep what the data dictionary and the design promise."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

import soraanalysis as sa
from soraanalysis.corpus import SCHEMAS
from soraanalysis.frames import Column, SchemaError, check
from soraanalysis.reading.spans import BODY, SPEECH


@pytest.mark.parametrize("name", SCHEMAS)
def test_frame_matches_its_data_dictionary(corpus: sa.Corpus, name: str) -> None:
    check(getattr(corpus, name), SCHEMAS[name], name)
    assert (sa.describe(name)["meaning"] != "").all()


def test_check_refuses_a_wrong_column_dtype_or_gap() -> None:
    schema = {"n": Column("int64", "a number")}
    with pytest.raises(SchemaError, match="columns"):
        check(pd.DataFrame({"m": [1]}), schema, "f")
    with pytest.raises(SchemaError, match="dtype"):
        check(pd.DataFrame({"n": [1.0]}), schema, "f")
    with pytest.raises(SchemaError, match="missing in row 0"):
        check(pd.DataFrame({"n": [None]}, dtype="str"), {"n": Column("str", "")}, "f")


def test_spans_tile_each_raw_file(corpus: sa.Corpus) -> None:
    for doc_id, spans in corpus.spans.groupby("doc_id", observed=True):
        ends = [0, *spans["end"]]
        assert ends[:-1] == spans["start"].tolist()
        assert ends[-1] == len(corpus.text(str(doc_id), "raw"))


def test_replayed_repairs_give_original_and_conversion_gives_clean(corpus: sa.Corpus) -> None:
    repairs = corpus.repairs
    for doc_id, script in corpus.documents["script"].items():
        raw = corpus.text(str(doc_id), "raw")
        own = repairs[repairs["doc_id"] == doc_id]
        assert (own["start"].to_numpy()[1:] >= own["end"].to_numpy()[:-1]).all()
        assert [raw[a:b] for a, b in zip(own["start"], own["end"], strict=True)] == list(own["raw"])
        original = sa.replay(raw, own)
        assert original == corpus.text(str(doc_id), "original")
        assert sa.to_simplified(original, script) == corpus.text(str(doc_id), "clean")


@pytest.mark.parametrize("name", ["spans", "sentences", "tokens", "utterances"])
def test_rows_are_found_again_in_their_raw_characters(corpus: sa.Corpus, name: str) -> None:
    frame = getattr(corpus, name)
    texts = frame["token"] if name == "tokens" else frame["text"]
    for doc_id, start, end, text in zip(
        frame["doc_id"], frame["start"], frame["end"], texts, strict=True
    ):
        if start == end:  # its characters share the raw one before: only where bytes vanished
            assert doc_id == "002_essay"
            continue
        clean = corpus.locate(doc_id, start, end).clean
        for part in str(text).split("\n"):
            assert part in clean


def test_in_undamaged_text_raw_converts_to_the_row_exactly(corpus: sa.Corpus) -> None:
    sentences = corpus.sentences[corpus.sentences["doc_id"] != "002_essay"]
    for row in sentences.itertuples():
        raw = corpus.text(str(row.doc_id), "raw")[row.start : row.end]
        assert len(raw.rstrip()) - len(str(row.text)) in (0, 1, 2)  # a space or two taken out


def test_offsets_nest_and_never_decrease(corpus: sa.Corpus) -> None:
    spans = corpus.spans.set_index("span_id")
    sentences = corpus.sentences
    outer = spans.loc[sentences["span_id"].astype(str)]
    assert (sentences["start"].to_numpy() >= outer["start"].to_numpy()).all()
    assert (sentences["end"].to_numpy() <= outer["end"].to_numpy()).all()
    tokens = corpus.tokens
    outer = sentences.loc[tokens["sent_id"].astype(str)]
    assert (tokens["start"].to_numpy() >= outer["start"].to_numpy()).all()
    assert (tokens["end"].to_numpy() <= outer["end"].to_numpy()).all()
    for _, own in tokens.groupby("doc_id", observed=True):
        assert (np.diff(own["start"]) >= 0).all()


def test_words_of_a_sentence_are_its_characters_without_white_space(corpus: sa.Corpus) -> None:
    joined = corpus.tokens.astype({"token": "str"}).groupby("sent_id", observed=True)["token"].sum()
    expected = corpus.sentences["text"].str.replace(r"\s", "", regex=True)
    assert joined.to_dict() == expected.to_dict()


def test_sentences_exist_for_the_body_only_and_cover_it(corpus: sa.Corpus) -> None:
    spans, sentences = corpus.spans, corpus.sentences
    assert set(sentences["kind"]) <= set(BODY)
    body = spans[spans["kind"].isin(BODY)]
    worth = body[body["text"].str.contains(r"[^\W_]")]
    assert set(worth["span_id"]) == set(sentences["span_id"].astype(str))


def test_speech_has_a_speaker_and_an_utterance_and_nothing_else_has(corpus: sa.Corpus) -> None:
    spans = corpus.spans
    speech = spans["kind"].isin(SPEECH)
    assert spans.loc[speech, ["speaker", "utt_id"]].notna().all(axis=None)
    assert spans.loc[~speech, "utt_id"].isna().all()
    assert spans.loc[~speech & (spans["kind"] != "label"), "speaker"].isna().all()


def test_ids_are_unique_readable_and_survive_select(corpus: sa.Corpus) -> None:
    for frame in (corpus.utterances, corpus.sentences):
        assert frame.index.is_unique
        assert frame.index.str.fullmatch(r"\d{3}_\w+/[us]\d{4}").all()
    smaller = corpus.select(doc_id="003_interview")
    assert smaller.utterances.index.isin(corpus.utterances.index).all()
    same = corpus.utterances.loc[smaller.utterances.index, "text"]
    assert same.equals(smaller.utterances["text"])


def test_pieces_that_a_mark_cuts_apart_share_the_printed_sentence(corpus: sa.Corpus) -> None:
    sentences = corpus.sentences
    orth = sentences.groupby("orth_id", observed=True)
    assert (orth["paragraph"].nunique() == 1).all()
    mixed = orth["kind"].nunique()
    assert (mixed > 1).any()


def test_frames_are_copies(corpus: sa.Corpus) -> None:
    handed_out = corpus.utterances
    handed_out["text"] = "changed"
    assert not (corpus.utterances["text"] == "changed").any()


def test_reading_is_deterministic() -> None:
    one, two = sa.load_corpus(), sa.load_corpus()
    for name in SCHEMAS:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(two, name))


def test_clean_text_is_left_alone_when_read_again(corpus: sa.Corpus) -> None:
    for doc_id in corpus.documents.index:
        clean = corpus.text(doc_id)
        assert sa.clean_text(clean) == clean


def test_no_person_has_two_names_and_joint_speech_counts_for_each(corpus: sa.Corpus) -> None:
    names = [n for a in corpus.speakers["aliases"] for n in a.split("|") if n]
    assert not set(names) & set(corpus.speakers.index)
    assert corpus.speakers["n_chars"].sum() == corpus.appearances["n_chars"].sum()


def test_no_pinyin_gloss_or_half_width_mark_stays_between_han(corpus: sa.Corpus) -> None:
    for text in corpus.sentences["text"]:
        assert not re.search(r"[\u4e00-\u9fff][,:;?!][\u4e00-\u9fff]", text)
        assert not re.search(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]", text)
