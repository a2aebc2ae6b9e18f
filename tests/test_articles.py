"""The awkward places of the five articles, each by name; and what select finds."""

from __future__ import annotations

import pytest

import soraanalysis as sa


def kinds_of(corpus: sa.Corpus, doc_id: str, words: str) -> list[str]:
    spans = corpus.spans
    own = spans[(spans["doc_id"] == doc_id) & spans["text"].str.contains(words, regex=False)]
    return own["kind"].astype(str).tolist()


def test_labels_of_the_round_table_are_full_names(corpus: sa.Corpus) -> None:
    turns = corpus.select(doc_id="000_roundtable", kind="turn")
    assert set(turns.speakers.index) == {"王瑞", "肖仰华", "傅盛", "倪闽景"}
    assert len(turns.utterances) == 21


def test_clip_captions_repeat_speech_and_are_not_speech(corpus: sa.Corpus) -> None:
    for words in ("（00:53）", "（00:43）", "（01:20）", "（00:52）"):
        assert kinds_of(corpus, "000_roundtable", words) == ["caption"]


def test_the_editors_note_inside_a_turn_is_not_the_speakers(corpus: sa.Corpus) -> None:
    assert kinds_of(corpus, "000_roundtable", "图灵奖得主") == ["editor_note"]
    said = corpus.select(doc_id="000_roundtable", speaker="肖仰华").utterances
    assert not said["text"].str.contains("图灵奖得主").any()
    (turn,) = [t for t in said["text"] if "最近杨立昆等专家指责Sora" in t]
    assert "杨立昆代表的是人类的意志" in turn


def test_captions_guests_and_credits_of_the_feature(corpus: sa.Corpus) -> None:
    assert kinds_of(corpus, "001_feature", "副教授金小刚。") == ["caption"]
    assert kinds_of(corpus, "001_feature", "本期嘉宾") == ["metadata"]
    assert kinds_of(corpus, "001_feature", "采写") == ["metadata"]
    assert kinds_of(corpus, "001_feature", "直播统筹") == ["metadata"]


def test_damage_of_the_essay_is_repaired(corpus: sa.Corpus) -> None:
    text = corpus.text("002_essay", "original")
    for words in (
        "。“對于Sora這樣",
        "算力。”\n",
        "。“但如果你說",
        "DGX-1。”現在",
        "他們全力以赴，從而",
    ):
        assert words in text
    assert "數據塊（pathes）" in text
    assert "/p>" not in text


def test_pull_quote_and_glossary_of_the_essay(corpus: sa.Corpus) -> None:
    assert kinds_of(corpus, "002_essay", "Sora不再是一个创意玩具") == ["caption", "paraphrase"]
    assert set(kinds_of(corpus, "002_essay", "涌现")) >= {"sidebar"}


def test_labels_of_the_interview(corpus: sa.Corpus) -> None:
    turns = corpus.select(doc_id="003_interview", kind="turn")
    assert set(turns.speakers.index) == {"腾讯科技", "鲁为民", "Shaun", "Ethan", "How"}
    assert corpus.appearances.set_index("speaker").loc["腾讯科技", "role"] == "host"


def test_title_as_alternative_text_guests_points_and_headings(corpus: sa.Corpus) -> None:
    title = kinds_of(corpus, "003_interview", "与硅谷创业者深聊Sora")
    assert sorted(title) == ["caption", "caption", "metadata"]
    assert kinds_of(corpus, "003_interview", "何宜晖") == ["metadata"]
    assert kinds_of(corpus, "003_interview", "① Sora") == ["summary"]
    assert kinds_of(corpus, "003_interview", "02 Sora真的") == ["heading"]
    assert kinds_of(corpus, "003_interview", "除了世界模型，AGI也") == ["editor_note"]


def test_picture_news_behind_the_report_is_not_its_body(corpus: sa.Corpus) -> None:
    assert kinds_of(corpus, "004_news", "巴南高铁") == ["boilerplate"]
    assert kinds_of(corpus, "004_news", "科技日报记者 崔爽") == ["metadata"]
    speakers = set(corpus.select(doc_id="004_news").speakers.index)
    assert {"王金桥", "周昕宇", "张杰", "段伟文"} <= speakers


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("肖仰華", "肖仰华"),
        ("Yann LeCun", "杨立昆"),
        ("Yaun Lecun", "杨立昆"),
        ("周鴻祎", "周鸿祎"),
        ("奧特曼", "山姆·奥特曼"),
        ("Sam Altman", "山姆·奥特曼"),
        ("何宜晖", "Ethan"),
        ("SHAUN.AGI", "Shaun"),
    ],
)
def test_one_person_across_articles_and_scripts(
    corpus: sa.Corpus, name: str, canonical: str
) -> None:
    assert set(corpus.select(speaker=name).speakers.index) == {canonical}


def test_transcripts_come_out_right_without_the_curated_layer(
    corpus: sa.Corpus, alone: sa.Corpus
) -> None:
    for doc_id in ("000_roundtable", "003_interview"):
        ours, its = corpus.select(doc_id=doc_id), alone.select(doc_id=doc_id)
        assert ours.utterances[["speaker", "text"]].equals(its.utterances[["speaker", "text"]])


def test_the_reader_alone_says_unknown_rather_than_guess(alone: sa.Corpus) -> None:
    assert (alone.documents["title"] == "").all()


def test_select_joins_conditions_with_and(corpus: sa.Corpus) -> None:
    found = corpus.select(speaker=["傅盛", "肖仰华"], kind=["quote", "paraphrase"], script="Hant")
    assert set(found.utterances["doc_id"]) == {"002_essay"}
    assert set(found.tokens["kind"]) <= {"quote", "paraphrase"}


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"speaker": "nobody"}, "傅盛"),
        ({"speaker": "傅晟"}, "did you mean '傅盛'"),
        ({"kind": "qoute"}, "did you mean 'quote'"),
        ({"colour": "red"}, "genre"),
        ({"gerne": "news"}, "did you mean 'genre'"),
    ],
)
def test_select_says_what_there_is(corpus: sa.Corpus, wrong: dict[str, str], named: str) -> None:
    with pytest.raises(KeyError, match=named):
        corpus.select(**wrong)  # type: ignore[arg-type]


def test_passage_shows_the_words_in_their_surroundings(corpus: sa.Corpus) -> None:
    utt_id = corpus.utterances.index[0]
    passage = corpus.passage(utt_id)
    assert corpus.utterances.loc[utt_id, "text"] in passage.clean
    assert "<mark>" in passage._repr_html_()
    assert "documents" in corpus._repr_html_()
