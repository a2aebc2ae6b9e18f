"""A corpus of one's own, as a newcomer meets it: tables, folders, names, corrections, mistakes."""

from __future__ import annotations

import datetime
import json
import re
import shutil
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import soraanalysis as sa
from soraanalysis import corrections
from soraanalysis._data import data_dir
from soraanalysis.corrections import check
from soraanalysis.reading import many
from soraanalysis.scaffold import write_manifest
from soraanalysis.schemas import SCHEMAS

SAID = "老街上的书屋已经开放了一百天，来的人比预计的多得多。\n馆长林小满说，“请把书放回原处。”\n"
TALK = "李明：今天的事情大家怎么看呢？\n王芳：我看很好，没有什么要说的。\n李明：那就这样定了。\n"
ROWS = [
    {
        "标题": "一",
        "正文": SAID,
        "账号类型": "机构",
        "阅读数": 120,
        "日期": datetime.date(2024, 5, 6),
    },
    {"标题": "二", "正文": TALK, "账号类型": "个人", "阅读数": None, "日期": None},
]


def same(one: sa.Corpus, two: sa.Corpus, *names: str) -> None:
    for name in names or SCHEMAS:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(two, name))


def sheet(path: Path, rows: list[dict[str, Any]]) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(list(rows[0]))
    for row in rows:
        book.active.append(list(row.values()))
    book.save(path)
    return path


def table(folder: Path, suffix: str, rows: list[dict[str, Any]]) -> Path:
    path = folder / f"articles.{suffix.partition('-')[0]}"
    frame = pd.DataFrame(rows)
    if suffix == "xlsx":
        return sheet(path, rows)
    if suffix == "parquet":
        frame.to_parquet(path)
    elif suffix == "jsonl":
        lines = [json.dumps(row, ensure_ascii=False, default=str) for row in rows]
        path.write_text("\n".join(lines), encoding="utf-8")
    else:
        frame.to_csv(path, index=False, encoding=suffix.partition("-")[2])
    return path


# -- tables -----------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["xlsx", "csv-utf-8-sig", "csv-gb18030", "jsonl", "parquet"])
def test_a_table_of_texts_by_path(tmp_path: Path, suffix: str) -> None:
    corpus = sa.load_corpus(table(tmp_path, suffix, ROWS), text="正文")
    assert corpus.documents["账号类型"].tolist() == ["机构", "个人"]
    assert corpus.documents["阅读数"].isna().tolist() == [False, True]
    assert corpus.documents["阅读数"].dtype == "float64"
    assert corpus.documents["layout"].tolist() == ["prose", "transcript"]
    assert corpus.speakers.index.tolist() == ["李明", "王芳", "林小满"]
    assert corpus.text(corpus.documents.index[1], "raw") == TALK
    assert set(sa.terms.frequency(corpus, "账号类型")["账号类型"]) == {"机构", "个人"}
    assert len(corpus.select(账号类型="个人", 阅读数=[120.0]).documents) == 0


def test_rows_are_named_as_the_user_sees_them_or_by_a_column(tmp_path: Path) -> None:
    rows = [
        {"正文": SAID, "编号": "007"},
        {"正文": None, "编号": None},
        {"正文": TALK, "编号": "9"},
    ]
    path = sheet(tmp_path / "a.xlsx", rows)
    assert sa.load_corpus(path, text="正文").documents.index.tolist() == ["row0002", "row0004"]
    assert sa.load_corpus(path, text="正文", id="编号").documents.index.tolist() == ["007", "9"]
    csv = tmp_path / "a.csv"
    csv.write_text(f'编号,正文\n007,"{SAID}"\n,\n9,"{TALK}"\n', encoding="utf-8")
    assert sa.load_corpus(csv, text="正文").documents.index.tolist() == ["row0002", "row0004"]
    assert sa.load_corpus(csv, text="正文", id="编号").documents.index.tolist() == ["007", "9"]


@pytest.mark.parametrize(
    ("rows", "error", "message"),
    [
        (
            [{"正文内容": "x"}],
            sa.CorpusError,
            r"a\.xlsx: no column '正文'; .*did you mean '正文内容'",
        ),
        (
            [{"正文": 2024}],
            ValueError,
            r"row0002: column '正文' holds 2024 \(int\), expected",
        ),
        ([{"正文": "x", "sha256": "y"}], ValueError, "'sha256' has the name of a column that is"),
        ([{"正文": "x", "speaker": "y"}], ValueError, "rename it, for instance to 'my_speaker'"),
        ([{"正文": "x", "date": "去年"}], ValueError, "row0002: date is '去年', expected a day"),
        ([{"正文": "x", "date": 45343}], ValueError, "row0002: date is 45343, expected a day"),
        ([{"正文": "x", "date": "2024-2-30"}], ValueError, "date is '2024-2-30', expected a day"),
        ([{"正文": "x", "script": "trad"}], ValueError, "row0002: script is 'trad', expected Hans"),
        ([{"正文": "x", "layout": "poem"}], ValueError, "layout is 'poem', expected transcript"),
    ],
)
def test_mistakes_in_a_spreadsheet(
    tmp_path: Path, rows: list[dict[str, Any]], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        sa.load_corpus(sheet(tmp_path / "a.xlsx", rows), text="正文")


def test_merged_cells_are_named_with_the_remedy(tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", ROWS * 2)
    book = openpyxl.load_workbook(path)
    assert book.active is not None
    book.active.merge_cells("C3:C4")
    book.save(path)
    with pytest.raises(sa.CorpusError, match=r"cells C3:C4 of sheet 'Sheet' are merged.*unmerge"):
        sa.load_corpus(path, text="正文")


def test_sheets_that_are_not_read_are_named(tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", ROWS)
    book = openpyxl.load_workbook(path)
    book.create_sheet("空的")
    more = book.create_sheet("更多")
    for row in (list(ROWS[0]), *(list(row.values()) for row in ROWS)):
        more.append(row)
    book.save(path)
    with pytest.warns(
        sa.CorpusWarning, match=r"only the first sheet, 'Sheet', is read, not '更多'"
    ):
        sa.load_corpus(path, text="正文")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.jsonl", '{"text": "x"}\n{"text": \n', r"a\.jsonl:2: not JSON"),
        ("a.jsonl", '["x"]\n', r"a\.jsonl:1: expected an object a line"),
        ("a.csv", "", "not a table"),
        ("a.csv", 'text,b\nx,"y\n', "not a table"),
        ("a.xlsx", "text", r"not an \.xlsx file"),
        ("a.docx", "text", "neither a folder nor a table of texts"),
    ],
)
def test_a_file_that_is_no_table(tmp_path: Path, name: str, content: str, message: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(sa.CorpusError, match=message):
        sa.load_corpus(tmp_path / name)
    with pytest.raises(sa.CorpusError, match=r"no such folder or file|cannot be read"):
        sa.load_corpus(tmp_path / f"no{name}")


def test_ids_must_be_there_and_unique(tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", [{"text": SAID, "编号": "a"}, {"text": TALK, "编号": "a"}])
    with pytest.raises(sa.CorpusError, match="ids must be unique; 1 stand twice, the first 'a'"):
        sa.load_corpus(path, id="编号")
    path = sheet(tmp_path / "b.xlsx", [{"text": SAID, "编号": None}])
    with pytest.raises(sa.CorpusError, match="row0002 has no '编号'"):
        sa.load_corpus(path, id="编号")
    with pytest.raises(sa.CorpusError, match="no column 'id'"):
        sa.load_corpus(path, id="id")
    for frame in (
        pd.DataFrame({"text": [SAID, TALK], "doc_id": ["x", None]}),
        pd.DataFrame({"text": [SAID, TALK]}, index=["x", float("nan")]),
    ):
        with pytest.raises(sa.CorpusError, match="1 ids are missing, the first of row 2"):
            sa.Corpus.from_frame(frame)
    with pytest.raises(sa.CorpusError, match="id 'a/b' holds a /"):
        sa.Corpus.from_frame(pd.DataFrame({"text": ["x"]}, index=["a/b"]))


def test_a_warning_points_to_the_line_that_called_us(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("", encoding="utf-8")
    table(tmp_path, "csv-utf-8", [{"text": "", "n": 1}])
    with pytest.warns(sa.CorpusWarning) as seen:
        sa.Corpus.from_frame(pd.DataFrame({"text": [""]}))
        sa.load_corpus(tmp_path)
        sa.load_corpus(tmp_path / "articles.csv")
    assert [w.filename for w in seen] == [__file__] * 3


def test_empty_texts_are_counted_and_named_and_stay() -> None:
    frame = pd.DataFrame({"text": ["", SAID, None, float("nan")]}, index=list("abcd"))
    with pytest.warns(sa.CorpusWarning, match="3 of 4 texts are empty: a, c, d; they stay"):
        corpus = sa.Corpus.from_frame(frame)
    assert len(corpus.documents) == 4


def test_an_extra_that_is_not_installed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sheet(tmp_path / "a.xlsx", ROWS)
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(ImportError, match=r'needs openpyxl: pip install "soraanalysis\[excel\]"'):
        sa.load_corpus(path, text="正文")


def test_columns_of_our_names_fill_ours_and_script_and_layout_decide() -> None:
    frame = pd.DataFrame(
        {
            "text": [SAID, TALK, "甲說乙說。"],
            "title": ["书屋", None, "x"],
            "date": ["2024年2月21日", datetime.date(2024, 3, 1), None],
            "script": [None, None, "Hans"],
            "layout": ["mixed", None, None],
            "mixed": [1, "二", None],
        }
    )
    documents = (corpus := sa.Corpus.from_frame(frame)).documents
    assert documents["title"].tolist() == ["书屋", "", "x"]
    assert documents["date"].tolist() == [
        pd.Timestamp("2024-02-21"),
        pd.Timestamp("2024-03-01"),
        pd.NaT,
    ]
    assert documents["layout"].tolist() == ["mixed", "transcript", "prose"]
    assert corpus.text("2") == "甲說乙說。"
    assert documents["mixed"].tolist()[:2] == ["1", "二"] and documents["mixed"].isna().iloc[2]
    assert (
        list(documents.columns[: len(SCHEMAS["documents"]) - 1]) == list(SCHEMAS["documents"])[1:]
    )


# -- odd texts --------------------------------------------------------------------------------


def test_a_text_in_two_scripts_is_named(folder: Callable[..., Path]) -> None:
    text = "这里说的是书屋，还有读书的人们。這裡說的是書屋，還有讀書的人們，門還開著。\n"
    with pytest.warns(sa.CorpusWarning, match="1 texts are in two scripts: a; "):
        corpus = sa.load_corpus(folder(a_txt=text, b_txt=SAID))
    assert corpus.documents.loc["a", "strays"]


UNLABELLED = (
    "甲　今天的事情大家怎么看呢？说说吧。\n乙　我看很好。\n没有什么要说的。\n甲　那就这样定了。\n"
)
TRANSCRIPT = '[[document]]\nfile = "a.txt"\nlayout = "transcript"\n'


def test_labels_that_the_reader_cannot_find_can_be_told(folder: Callable[..., Path]) -> None:
    with pytest.warns(sa.CorpusWarning, match=r"no labels were found.*no line with a colon.*甲"):
        sa.load_corpus(folder(TRANSCRIPT, a_txt=UNLABELLED))
    toml = TRANSCRIPT.replace("layout", "#") + 'labels = { "甲" = "张三", "乙" = "李四" }\n'
    root = folder(toml, a_txt=UNLABELLED)
    corpus = sa.load_corpus(root)
    said = corpus.utterances
    assert corpus.documents["layout"].tolist() == ["transcript"]
    assert said["speaker"].tolist() == ["张三", "李四", "张三"]
    assert said["text"].tolist()[1] == "我看很好。\n没有什么要说的。"


def test_what_lines_begin_with_is_counted(folder: Callable[..., Path]) -> None:
    text = "地点在一条很长很长很长的老街上：那里有一家书屋。\n" * 2
    with pytest.warns(
        sa.CorpusWarning, match="lines begin with '地点在一条很长很长很长的老街上' \\(2\\)"
    ):
        sa.load_corpus(folder(TRANSCRIPT, a_txt=text))


def test_ten_thousand_short_texts_show_how_far_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    frame = pd.DataFrame({"text": [f"第{n}条消息：今天的天气很好。" for n in range(10_000)]})
    corpus = sa.Corpus.from_frame(frame, progress=True)
    assert len(corpus) == 10_000 and len(corpus.sentences) > 0
    shown = capsys.readouterr().err
    assert "\rread 10,000 of 10,000 texts, " in shown and shown.endswith("a second\n")
    sa.Corpus.from_frame(frame.head(300))
    assert capsys.readouterr().err == ""


def test_texts_read_side_by_side_are_read_as_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = pd.DataFrame({"text": [f"{TRANSCRIPT}\n{n}月，李明说：“好。”" for n in range(60)]})
    alone = sa.Corpus.from_frame(frame)
    monkeypatch.setattr(many, "_MUCH", 0)
    together = sa.Corpus.from_frame(frame)
    for name in ("documents", "spans", "utterances", "sentences", "repairs"):
        pd.testing.assert_frame_equal(getattr(together, name), getattr(alone, name))


def test_html_pages_are_read_whole(tmp_path: Path) -> None:
    page = (
        "<html><head><title>x</title><script>var no;</script></head><body><h1>书屋</h1>"
        "<ul><li>第一</li><li>第二</li></ul><table><tr><td>甲</td><td>乙</td></tr></table>"
        "<p><b>李明：</b>今天的事情大家<a href='x'>怎么看</a>呢？</p><p>王芳：很&nbsp;好&amp;。<br>"
        "没有什么要说的。</p><p>李明：好。</p></body></html>"
    )
    (tmp_path / "a.html").write_text(page, encoding="gb18030")
    corpus = sa.load_corpus(tmp_path)
    seen = "书屋第一第二甲乙李明：今天的事情大家怎么看呢？王芳：很好&。没有什么要说的。李明：好。"
    assert "".join(c for c in corpus.text("a", "raw") if c in seen) == seen
    assert corpus.speakers.index.tolist() == ["李明", "王芳"]


# -- words cut elsewhere ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("书屋开放了。", ["书", "屋", "开放", "了", "。"], ["书", "屋", "开放", "了", "。"]),
        (
            "書屋開放了，門開著。",
            "書 屋 開放 了 ， 門 開著 。",
            ["书", "屋", "开放", "了", "，", "门", "开着", "。"],
        ),
        (
            "书(shū)屋开了。书(shū)开。",
            "书(shū)屋 开 了 。 书(shū) 开 。",
            ["书屋", "开", "了", "。", "书", "开", "。"],
        ),
        (
            "书(shū)屋开了。书(shū)开。",
            "书屋 开 了 。 书 开 。",
            ["书屋", "开", "了", "。", "书", "开", "。"],
        ),
    ],
    ids=["list", "other script", "glossed", "cut from the clean text"],
)
def test_words_of_another_segmenter(text: str, words: Any, expected: list[str]) -> None:
    frame = pd.DataFrame({"text": [text], "分词": [words]})
    corpus = sa.Corpus.from_frame(frame, tokens="分词")
    assert corpus.tokens["token"].tolist() == expected
    assert "分词" not in corpus.documents
    assert corpus.tokens.attrs == {} and set(corpus.tokens["is_word"]) == {True, False}


@settings(max_examples=50)
@given(st.data())
def test_any_cutting_of_a_text_is_kept(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([SAID, TALK, "書屋，已經 開放。\n門開著，燈亮著，人不多。"]))
    cuts = data.draw(st.sets(st.integers(1, len(text) - 1)))
    edges = [0, *sorted(cuts), len(text)]
    words = [text[a:b] for a, b in pairwise(edges)]
    corpus = sa.Corpus.from_frame(pd.DataFrame({"text": [text], "w": [words]}), tokens="w")
    raw = corpus.text("0", "raw")
    for row in corpus.tokens.itertuples():
        own = raw[row.start : row.end].strip()
        assert any(own in word for word in words)
        assert sa.to_simplified(own, corpus.documents["script"].iloc[0]) == row.token


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("书屋 开 了 。 吗", "b: word 5 is '吗', where the text goes on with ''"),
        ("书屋 开", "b: the 2 words end, where the text goes on with '了。'"),
        (
            "书屋 关 了 。",
            r"b: word 2 is '关', where the text goes on with '开了。' \(character 2\)",
        ),
        (3, "b: column 'w' holds 3, expected words"),
    ],
)
def test_words_that_do_not_add_up(words: Any, message: str) -> None:
    frame = pd.DataFrame({"text": ["好。", "书屋开了。"], "w": ["好 。", words]}, index=["a", "b"])
    with pytest.raises(sa.CorpusError, match=message):
        sa.Corpus.from_frame(frame, tokens="w")


def test_words_that_are_not_there() -> None:
    frame = pd.DataFrame({"text": [SAID], "词": [SAID]})
    with pytest.raises(KeyError, match="no column '分词'; there are text, 词"):
        sa.Corpus.from_frame(frame, tokens="分词")
    for option in ({"dictionary": "no.txt"}, {"stop_words": "no.tsv"}):
        with pytest.raises(sa.CorpusError, match=r"no\.t..: cannot be read: No such file"):
            sa.Corpus.from_frame(frame, **option)  # type: ignore[arg-type]


def test_a_dictionary_and_stop_words_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "d.txt").write_text("书屋已经 9999 n\n", encoding="utf-8")
    (tmp_path / "s.txt").write_text("开放\n", encoding="utf-8")
    frame = pd.DataFrame({"text": [SAID]})
    corpus = sa.Corpus.from_frame(
        frame, dictionary=tmp_path / "d.txt", stop_words=tmp_path / "s.txt"
    )
    tokens = corpus.tokens.set_index("token")["is_content"]
    assert "书屋已经" in tokens.index and not tokens["开放"]


# -- adding and joining -----------------------------------------------------------------------


def test_metadata_can_be_added_later(corpus: sa.Corpus) -> None:
    more = pd.DataFrame({"doc_id": ["004_news", "003_interview"], "地区": ["北京", "美国"]})
    added = corpus.with_documents(more)
    assert "地区" not in corpus.documents
    assert added.documents["地区"].notna().sum() == 2
    assert added.select(地区="北京").documents.index.tolist() == ["004_news"]
    newer = pd.DataFrame({"title": ["x"], "date": 20240229, "地区": ["上海"]}, ["004_news"])
    renamed = added.with_documents(newer)
    assert renamed.documents.loc["004_news", ["title", "地区"]].tolist() == ["x", "上海"]
    assert renamed.documents.loc["004_news", "date"] == pd.Timestamp("2024-02-29")
    assert renamed.documents["date"].dtype == "datetime64[us]"
    assert renamed.documents.loc["003_interview", "地区"] == "美国"
    same(corpus, added, *(n for n in SCHEMAS if n != "documents"))


@pytest.mark.parametrize(
    ("frame", "error", "message"),
    [
        (pd.DataFrame({"a": [1]}, ["004_new"]), KeyError, "1 ids .*'004_new'.*mean '004_news'"),
        (pd.DataFrame({"a": [1, 2]}, ["004_news"] * 2), ValueError, "'004_news' stands twice"),
        (
            pd.DataFrame({"n_chars_raw": [1]}, ["004_news"]),
            ValueError,
            "'n_chars_raw' has the name",
        ),
        (pd.DataFrame({"script": ["Hans"]}, ["004_news"]), ValueError, "give it when it is loaded"),
    ],
)
def test_metadata_that_does_not_fit(
    corpus: sa.Corpus, frame: pd.DataFrame, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        corpus.with_documents(frame)


def test_parts_joined_again_are_the_whole(corpus: sa.Corpus) -> None:
    ids = corpus.documents.index
    joined = sa.concat([corpus.select(doc_id=ids[:2]), corpus.select(doc_id=ids[2:])])
    same(corpus, joined)
    assert joined.text(ids[3]) == corpus.text(ids[3])
    assert joined.select(speaker="LeCun").speakers.index.tolist() == (
        corpus.select(speaker="LeCun").speakers.index.tolist()
    )
    with pytest.raises(ValueError, match="1 ids stand in two corpora: 000_roundtable"):
        sa.concat([corpus, corpus.select(doc_id=ids[0])])
    with pytest.raises(ValueError, match="nothing to join"):
        sa.concat([])


def test_columns_of_several_kinds_are_joined_as_text(tmp_path: Path) -> None:
    columns = [{"n": [1], "b": [True]}, {"n": ["二"]}, {"n": [None]}]
    parts = [
        sa.Corpus.from_frame(pd.DataFrame({"text": [SAID], **more}, index=[f"d{k}"]))
        for k, more in enumerate(columns)
    ]
    joined = sa.concat(parts)
    assert joined.documents["n"].dtype == "str"
    assert joined.documents["n"].dropna().tolist() == ["1", "二"]
    assert joined.select(b=True).documents.index.tolist() == ["d0"]
    joined.to_parquet(tmp_path / "out")
    assert sa.load_corpus(tmp_path / "out").documents["n"].equals(joined.documents["n"])


def test_a_day_is_selected_however_it_is_given() -> None:
    times = [pd.Timestamp("2024-02-21 08:00"), pd.Timestamp("2024-02-22 08:00"), pd.NaT]
    frame = pd.DataFrame({"text": [SAID] * 3, "date": ["2024-02-21", "2024-02-22", None]})
    corpus = sa.Corpus.from_frame(frame.assign(上线=times))
    day = datetime.date(2024, 2, 21)
    for value in ("2024-02-21", "2024年2月21日", day, pd.Timestamp(day), [day, "2030-01-01"]):
        assert corpus.select(date=value).documents.index.tolist() == ["0"]
        assert corpus.select(上线=value).documents.index.tolist() == ["0"]
    assert corpus.select(上线=times[1]).documents.index.tolist() == ["1"]
    assert corpus.select(date=None).documents.index.tolist() == ["2"]
    with pytest.raises(sa.CorpusError, match="date: 'spring', expected a day such as 2024-02-21"):
        corpus.select(date="spring")


def test_an_unknown_document_or_utterance_is_named() -> None:
    corpus = sa.Corpus.from_frame(pd.DataFrame({"text": [SAID]}, index=["书屋"]))
    with pytest.raises(KeyError, match="no document '书店'; there are 书屋; did you mean '书屋'"):
        corpus.select(doc_id=["书屋", "书店"])
    empty = corpus.select(title="x")
    with pytest.raises(KeyError, match="no utterance '书屋/u0001'; there is none"):
        empty.passage("书屋/u0001")


def test_corpora_with_other_columns_and_names_are_joined(folder: Callable[..., Path]) -> None:
    toml = '[[document]]\nfile = "a.txt"\n[[person]]\nname = "林小满"\naliases = ["李明"]\n'
    one = sa.load_corpus(folder(toml, a_txt=SAID))
    two = sa.Corpus.from_frame(pd.DataFrame({"text": [TALK], "账号类型": ["个人"]}, index=["b"]))
    both = sa.concat([one, two])
    assert both.speakers["n_documents"].to_dict() == {"林小满": 2, "王芳": 1}
    assert sa.concat([two, one]).speakers["aliases"].to_dict() == {"林小满": "李明", "王芳": ""}
    assert both.documents["账号类型"].isna().tolist() == [True, False]
    assert len(both.tokens) == len(one.tokens) + len(two.tokens)
    (folder() / "a.txt").unlink()
    other = sa.load_corpus(folder(toml.replace("林小满", "王芳").replace('"a.', '"c.'), c_txt=TALK))
    with pytest.raises(
        ValueError, match="'李明' is a name of '林小满' in one corpus and of '王芳'"
    ):
        sa.concat([one, other])


# -- manifests and corrections ----------------------------------------------------------------


@pytest.fixture
def book_house(tmp_path: Path) -> Path:
    return Path(shutil.copytree(data_dir() / "examples" / "book_house", tmp_path / "书屋 一"))


def test_init_writes_a_manifest_that_changes_nothing(book_house: Path) -> None:
    (book_house / "我的 文章（1）.txt").write_text(SAID, encoding="utf-16")
    before = sa.load_corpus(book_house)
    path = write_manifest(book_house)
    same(before, sa.load_corpus(book_house))
    text = path.read_text(encoding="utf-8")
    assert '# layout = "transcript"' in text and '{ name = "林小满", role = ""' in text
    with pytest.raises(sa.CorpusError, match="is there already"):
        write_manifest(book_house)
    bare = re.sub(r"(?m)^# (?=\[|\w+ = |\]|    \{)", "", text)
    path.write_text(re.sub("(?m)^(dictionary|stop_words).*", "", bare), encoding="utf-8")
    opened = sa.load_corpus(book_house)  # what stands in comments is a manifest, too
    assert opened.speakers.index.tolist() == before.speakers.index.tolist()


def test_a_correction_is_written_and_holds(book_house: Path) -> None:
    corpus = sa.load_corpus(book_house)
    (utt_id,) = corpus.select(speaker=sa.UNKNOWN).utterances.index
    corrected = corpus.correct(utt_id, speaker="何嘉树", why="his data")
    same(corrected, sa.load_corpus(book_house))
    assert corrected.utterances.loc[utt_id, "speaker"] == "何嘉树"
    path = book_house / "annotations" / "speech.jsonl"
    (row,) = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert row["text"] == "来得最多的不…四十岁的人。" and row["why"] == "his data"
    moved = corpus.compare(corrected)
    assert moved.columns.tolist() == ["frame", "count", "of", "before", "after", "difference"]
    assert moved["difference"].sum() == 0 and set(moved["of"]) == {"何嘉树", sa.UNKNOWN}
    again = corrected.correct(utt_id, kind="narration", why="a thought, not said")
    assert (
        utt_id not in again.utterances.index or again.utterances.loc[utt_id, "text"] != row["text"]
    )
    assert "何嘉树" not in again.speakers.index
    assert corpus.compare(corpus).empty


def test_a_name_may_be_given_as_the_page_prints_it(folder: Callable[..., Path]) -> None:
    talk = "主持人：今天的事情大家怎麼看呢？\n張宏達：我看很好，沒有什麼要說的。\n主持人：好。\n"
    corpus = sa.load_corpus(folder(a_txt=talk))
    assert corpus.select(speaker="張宏達").speakers.index.tolist() == ["张宏达"]
    with pytest.raises(KeyError, match=r"no speaker '張宏'; .*did you mean '张宏达'"):
        corpus.select(speaker="張宏")
    corrected = corpus.correct("a/u0001", speaker="張宏達、陳靜", why="both say so")
    assert corrected.utterances["speaker"].tolist() == ["主持人", "张宏达、陈静", "主持人"]


def test_a_turn_of_several_paragraphs_is_corrected_whole(folder: Callable[..., Path]) -> None:
    root = folder(a_txt=TALK.replace("没有", "\n没有") + "大家都走吧。\n")
    corpus = sa.load_corpus(root)
    utt_id = corpus.utterances.index[1]
    corrected = corpus.correct(utt_id, speaker="赵刚", why="a wrong label")
    assert corrected.utterances.loc[utt_id, "text"] == corpus.utterances.loc[utt_id, "text"]
    assert corrected.utterances["speaker"].tolist() == ["李明", "赵刚", "李明"]
    lines = (root / "annotations" / "speech.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2
    again = corrected.correct(utt_id, speaker="王芳", why="the label was right")
    same(again, corpus, "utterances", "speakers", "tokens")


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"utt_id": "x/u0001", "speaker": "甲", "why": "y"}, KeyError, "no utterance 'x/u0001'"),
        ({"speaker": "甲", "why": " "}, sa.CorpusError, "a correction says its reason"),
        ({"why": "y"}, sa.CorpusError, "give speaker=, kind=, or both"),
        ({"kind": "qoute", "why": "y"}, sa.CorpusError, "kind 'qoute', expected one of"),
        (
            {"kind": "narration", "speaker": "甲", "why": "y"},
            sa.CorpusError,
            "speech has a speaker",
        ),
        ({"speaker": "  ", "why": "y"}, sa.CorpusError, "'turn' with speaker '  ': speech has"),
        ({"speaker": 5, "why": "y"}, sa.CorpusError, r"speaker is 5 \(int\), expected a str"),
        ({"speaker": "甲", "why": 5}, sa.CorpusError, r"why is 5 \(int\), expected a str"),
    ],
)
def test_corrections_that_are_none(
    book_house: Path, given: dict[str, str], error: type[Exception], message: str
) -> None:
    corpus = sa.load_corpus(book_house)
    with pytest.raises(error, match=message):
        corpus.correct(**{"utt_id": corpus.utterances.index[0], **given})  # type: ignore[arg-type]
    assert not (book_house / "annotations").exists()


def test_a_correction_that_could_not_be_read_back_is_not_written(
    folder: Callable[..., Path],
) -> None:
    root = folder(a_txt=TALK)
    corpus = sa.load_corpus(root)
    (root / "annotations").mkdir()
    (root / "annotations" / "annotators.toml").write_text("[curators]\n")
    with pytest.raises(sa.CorpusError, match=r"annotator 'curator' .*did you mean 'curators'"):
        corpus.correct("a/u0001", speaker="甲", why="y")
    folder(a_txt="新" + TALK)
    with pytest.raises(sa.CorpusError, match=r"a\.txt: is another text than when it was loaded"):
        corpus.correct("a/u0001", speaker="甲", why="y", annotator="curators")
    assert not (root / "annotations" / "speech.jsonl").exists()


def test_only_a_folder_of_ones_own_is_corrected(corpus: sa.Corpus, book_house: Path) -> None:
    own = sa.load_corpus(book_house)
    for other in (
        corpus,
        own.select(doc_id="02_feature"),
        sa.load_corpus(book_house, curated=False),
    ):
        with pytest.raises(sa.CorpusError, match=r"only a corpus just as load_corpus\(folder\)"):
            other.correct(other.utterances.index[0], speaker="甲", why="y")


def test_the_installed_package_is_never_written_to(
    book_house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = sa.load_corpus(book_house)
    monkeypatch.setattr(corrections, "__file__", str(book_house.parent / "loading.py"))
    with pytest.raises(sa.CorpusError, match="belongs to the installed package; copy it first"):
        corpus.correct(corpus.utterances.index[0], speaker="甲", why="y")


def test_check_names_every_row_that_no_longer_fits(book_house: Path) -> None:
    corpus = sa.load_corpus(book_house)
    for utt_id in corpus.utterances.index[[0, 1, 10]]:
        corpus.correct(utt_id, speaker="甲", why="y")
    write_manifest(book_house)
    assert check(book_house) == []
    path = book_house / "01_roundtable.txt"
    path.write_bytes("新\n".encode("gb18030") + path.read_bytes())
    problems = check(book_house)
    assert [p.rpartition("/")[2].partition(":")[0] for p in problems] == [
        "01_roundtable.txt",
        "speech.jsonl",
        "speech.jsonl",
    ]
    assert "the text has sha256" in problems[0] and "that stands now at" in problems[1]
    (book_house / "corpus.toml").unlink()
    with pytest.raises(sa.CorpusError) as error:
        sa.load_corpus(book_house)
    assert str(error.value).split("\n") == problems[1:]
