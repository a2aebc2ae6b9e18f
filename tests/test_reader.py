"""The reader on texts made up for one claim each."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import soraanalysis as sa
from soraanalysis._data import lexicon
from soraanalysis.reading.edits import replay
from soraanalysis.reading.page import read_page
from soraanalysis.reading.quotes import find_quotations
from soraanalysis.reading.repair import repair
from soraanalysis.reading.script import to_simplified
from soraanalysis.reading.tables import sentence_bounds


def speech(text: str) -> list[tuple[str | None, str]]:
    page = read_page(text)
    return [
        (s.speaker, page.clean[s.start : s.end].strip())
        for s in page.spans
        if s.kind in ("turn", "quote", "paraphrase")
    ]


TALK = "李明：今天天气很好。\n王芳：是的，我们出去走走。\n李明：好，这就走。\n"


def test_labelled_turns() -> None:
    assert speech(TALK) == [
        ("李明", "今天天气很好。"),
        ("王芳", "是的，我们出去走走。"),
        ("李明", "好，这就走。"),
    ]


def test_half_width_labels_and_brackets_read_alike() -> None:
    assert speech(TALK.replace("：", ":")) == speech(TALK)
    bracketed = TALK.replace("李明：", "【李明】").replace("王芳：", "【王芳】")
    assert speech(bracketed) == speech(TALK)


def test_a_word_before_a_colon_is_not_a_label() -> None:
    talk = TALK + "结论是：出去走走很好。\n"
    assert speech(talk)[-1] == ("李明", "结论是：出去走走很好。")


def test_renaming_a_speaker_changes_only_the_name() -> None:
    renamed = speech(TALK.replace("李明", "赵强"))
    assert [text for _, text in renamed] == [text for _, text in speech(TALK)]
    assert {name for name, _ in renamed} == {"赵强", "王芳"}


PROSE = "大学教授李明说，“这件事情我们已经想了很久。”大家没有回答，会议到此结束了，第二天继续。\n"


def test_a_quotation_with_a_name_and_a_verb_beside_it() -> None:
    assert speech(PROSE) == [("李明", "这件事情我们已经想了很久。")]
    behind = "“这件事情我们已经想了很久。”大学教授李明说。大家没有回答，会议到此就结束了。\n"
    assert speech(behind) == [("李明", "这件事情我们已经想了很久。")]


def test_quotation_style_does_not_matter() -> None:
    corner = PROSE.replace("“", "「").replace("”", "」")
    assert speech(corner) == speech(PROSE)


def test_a_quoted_term_is_not_speech() -> None:
    text = "大学教授李明认为这是一个“世界模拟器”，而且已经很有用，大家都应该试一试。\n"
    (reported,) = read_page(text).spans[1:]
    assert (reported.kind, reported.speaker) == ("paraphrase", "李明")


def test_straight_odd_and_crossed_marks_do_not_raise() -> None:
    for text in ('他说"好', "”“", "“‘”’", "「", "“" * 50 + "”" * 3):
        for start, end in find_quotations(text):
            assert 0 <= start <= end <= len(text)


def test_sentences_are_not_cut_inside_brackets_or_numbers() -> None:
    text = "它（甲。乙！）有3.5和GPT-4.0两种。“好！”他说。"
    pieces = [text[a:b] for a, b, _ in sentence_bounds(text)]
    assert pieces == ["它（甲。乙！）有3.5和GPT-4.0两种。", "“好！”", "他说。"]


@pytest.mark.parametrize(
    "text",
    [
        "The price is 1,000 (one thousand); see https://example.org/?q=1:2, at 10:30!",
        "if (x): print('a', b); c = d[1:2]",
        "你(nǐ)好(hǎo),是问候语".replace(",", "，"),
        "高兴 :) 难过 :(",
        "（王某, 2019: 35）".replace("（", "(").replace("）", ")"),
    ],
)
def test_texts_that_must_not_change(text: str) -> None:
    assert replay(text, repair(text)) == text


def test_simplified_pages_are_not_converted_and_strays_are_reported() -> None:
    assert to_simplified("显著的变化") == "显著的变化"
    corpus = sa.Corpus.from_frame(pd.DataFrame({"text": ["这是一个显著的變化。我们来说说。"]}))
    assert corpus.documents["strays"].tolist() == ["變"]


def test_from_frame_keeps_further_columns_and_selects_by_them() -> None:
    frame = pd.DataFrame({"text": [TALK, PROSE], "outlet": ["甲报", "乙报"]}, index=["a", "b"])
    corpus = sa.Corpus.from_frame(frame)
    assert corpus.documents["outlet"].tolist() == ["甲报", "乙报"]
    assert corpus.select(outlet="乙报").documents.index.tolist() == ["b"]
    by = sa.terms.frequency(corpus, "outlet")
    assert set(by["outlet"]) == {"甲报", "乙报"}


@pytest.mark.parametrize(
    ("frame", "error"),
    [
        (pd.DataFrame({"正文": ["x"]}), KeyError),
        (pd.DataFrame({"text": ["x", "y"], "doc_id": ["a", "a"]}), ValueError),
        (pd.DataFrame({"text": [3]}), ValueError),
        (pd.DataFrame({"text": ["好\ud800"]}, dtype=object), ValueError),
    ],
)
def test_from_frame_says_what_is_wrong(frame: pd.DataFrame, error: type[Exception]) -> None:
    with pytest.raises(error):
        sa.Corpus.from_frame(frame)


def test_empty_text_gives_empty_frames() -> None:
    with pytest.warns(sa.CorpusWarning, match="2 of 2 texts are empty: 0, 1"):
        corpus = sa.Corpus.from_frame(pd.DataFrame({"text": ["", "\n \n"]}))
    assert len(corpus.documents) == 2
    assert len(corpus.sentences) == len(corpus.tokens) == 0


def test_furniture_that_begins_a_line_has_no_other_beginning() -> None:
    """Such patterns are tried together at the line's first character: `^a|b` would lose its b."""
    for row in lexicon("furniture"):
        rest = re.sub(r"\\.|\[[^\]]*\]", "", row["pattern"])
        while "(" in rest:
            rest = re.sub(r"\([^()]*\)", "", rest)
        assert not row["pattern"].startswith("^") or "|" not in rest, row["pattern"]
        assert not re.search(r"\\\d|\(\?P", row["pattern"]), row["pattern"]


POINTS = "馆长李明来了.他说,书要有人看.\n医生王芳说,书不会自己看.\n大家都点头.\n"


def test_points_that_end_sentences_are_full_stops() -> None:
    stops = POINTS.replace(".", "。").replace(",", "，")
    assert read_page(POINTS).clean == stops
    assert speech(POINTS) == speech(stops)


@pytest.mark.parametrize(
    "text",
    [
        "李明说,好.\n王芳说,好.\n",  # too few to tell
        "今天很好。\n昨天也好。\n前天也好。\n后天再说。\n李明说,好.\n王芳说,好.\n大家说,好.\n",
    ],
)
def test_points_beside_full_stops_are_left(text: str) -> None:
    assert read_page(text).clean.count(".") == text.count(".")


def test_points_of_numbers_names_and_lists_are_left() -> None:
    text = POINTS + "一.标题\n版本3.14和www.example.com都很好...\nJ.K.来了.\n"
    clean = read_page(text).clean
    assert all(kept in clean for kept in ("一.标题", "3.14", "www.example.com", "J.K."))


POSTS = [
    "国足又输了，真的太失望了，什么时候才能赢一场啊",
    "今天天气真好\n出去走走\n遇见了老朋友",
    "支持！",
    "#话题# 转发微博 //@小明: 哈哈哈",
]


@pytest.mark.parametrize("post", POSTS)
def test_a_post_is_all_body(post: str) -> None:
    assert {span.kind for span in read_page(post).spans} <= {"narration", "quote", "paraphrase"}


@pytest.mark.parametrize(
    "first",
    [
        "昨天，老街图书馆重新开门。",
        "“今年会多开一天。”图书馆馆长李明昨天说。",
        "李明说：“好，我来。”",
    ],
)
def test_a_short_first_sentence_is_no_headline(first: str) -> None:
    page = read_page(first + "\n\n图书馆位于老街，去年共接待读者四万人次，其中一半是学生。\n")
    assert page.spans[0].kind != "metadata"
    assert read_page("老街图书馆重新开门" + page.raw[len(first) :]).spans[0].kind == "metadata"
