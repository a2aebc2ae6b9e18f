"""A corpus that was written is read back without loss; without text, no word goes out."""

from __future__ import annotations

import json
import re
import shutil
import zlib
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import soraanalysis as sa
from soraanalysis import sheets, textless
from soraanalysis._data import data_dir
from soraanalysis.schemas import SCHEMAS

RAW = data_dir() / "raw"
FORMATS = ("parquet", "jsonl")


def write(corpus: sa.Corpus, folder: Path, form: str, without_text: bool = False) -> Path:
    getattr(corpus, f"to_{form}")(folder, without_text=without_text)
    return folder


def check_same(one: sa.Corpus, two: sa.Corpus) -> None:
    for name in SCHEMAS:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(two, name), check_exact=True)
    for doc_id in one.documents.index:
        for form in ("raw", "original", "clean"):
            assert one.text(doc_id, form) == two.text(doc_id, form)
        size = len(one.text(doc_id, "raw"))
        for start in range(0, size, max(1, size // 20)):
            assert one.locate(doc_id, start, size) == two.locate(doc_id, start, size)


def part(corpus: sa.Corpus, which: str) -> sa.Corpus:
    if which == "selected":
        return corpus.select(speaker=["傅盛", "杨立昆"], kind=["turn", "quote"])
    if which == "with metadata":
        more = pd.DataFrame({"n": [1, 2], "甲": ["x", "=1"], "d": pd.to_datetime("2024-02-21")})
        more["c"] = pd.Categorical(["z", "a"], categories=["z", "q", "a"], ordered=True)
        return corpus.with_documents(more.set_axis(corpus.documents.index[:2], axis=0))
    return corpus


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("without_text", [False, True], ids=["with text", "without text"])
@pytest.mark.parametrize("which", ["whole", "selected", "with metadata"])
def test_written_and_read_back_nothing_is_lost(
    corpus: sa.Corpus, tmp_path: Path, form: str, without_text: bool, which: str
) -> None:
    own = part(corpus, which)
    write(own, tmp_path / "out", form, without_text)
    again = sa.load_corpus(tmp_path / "out", texts=RAW if without_text else None)
    check_same(own, again)
    utt_id = own.utterances.index[-1]
    assert own.passage(utt_id) == again.passage(utt_id)
    check_same(own.select(kind="quote"), again.select(kind="quote"))
    assert again.canonical("LeCun") == own.canonical("LeCun")
    written = write(again, tmp_path / "again", form, without_text)
    for path in written.iterdir():
        assert path.read_bytes() == (tmp_path / "out" / path.name).read_bytes(), path.name


PIECES = st.sampled_from(
    [
        "书(shū)屋",
        "開著門",
        "李明说，“好的。”",
        "王芳：很好。",
        "\n",
        " ",
        "&quot;",
        "<p>",
        "。",
        ",",
        "\ufffd",
        "门",
    ]
)
TEXTS = st.lists(PIECES, min_size=1, max_size=25).map("".join)
COLUMNS = st.sampled_from(
    [[1, 2], [1.5, None], ["=x", None], [True, False], ["a", 3], [None, None]]
)


@settings(max_examples=40)
@given(st.lists(TEXTS, min_size=2, max_size=2), COLUMNS, st.sampled_from(FORMATS), st.booleans())
@pytest.mark.filterwarnings("ignore::soraanalysis.CorpusWarning")
def test_any_texts_and_columns_come_back(
    tmp_path_factory: pytest.TempPathFactory,
    texts: list[str],
    column: list[object],
    form: str,
    without_text: bool,
) -> None:
    frame = pd.DataFrame({"正文": texts, "我的": column}, index=["甲 1", "乙"])
    corpus = sa.Corpus.from_frame(frame, text="正文")
    folder = write(corpus, tmp_path_factory.mktemp("out") / "new", form, without_text)
    copies = folder.parent / "copies.jsonl"
    copies.write_text("\n".join(json.dumps({"t": t}) for t in texts), encoding="utf-8")
    again = sa.load_corpus(folder, texts=copies if without_text else None, text="t")
    check_same(corpus, again)


def test_joined_in_any_order_comes_back(corpus: sa.Corpus, tmp_path: Path) -> None:
    parts = [part(corpus, "with metadata").select(doc_id=d) for d in corpus.documents.index[::-1]]
    assert len(parts[0].tokens) > 0  # cut before they are joined
    joined = sa.concat(parts)
    assert joined.documents["c"].dropna().tolist() == ["a", "z"]
    assert joined.speakers.equals(corpus.speakers)
    check_same(joined, sa.load_corpus(write(joined, tmp_path / "out", "jsonl")))


def test_words_of_another_segmenter_come_back(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"text": ["书屋 开了。", "書屋開了。"], "w": ["书 屋开 了 。", "書屋 開了。"]}
    )
    corpus = sa.Corpus.from_frame(frame, tokens="w")
    check_same(corpus, sa.load_corpus(write(corpus, tmp_path / "out", "parquet")))


# -- without text -----------------------------------------------------------------------------


def _strings(folder: Path) -> set[str]:
    """Every string in the files of a folder."""
    found = {(folder / "soraanalysis.json").read_text(encoding="utf-8")}
    for path in folder.glob("*.parquet"):
        frame = pd.read_parquet(path)
        for column in frame.columns:
            found |= set(frame[column].dropna().astype("str"))
            if frame[column].dtype == "category":
                found |= set(frame[column].cat.categories.astype("str"))
    for path in folder.glob("*.jsonl"):
        found.add(path.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("form", FORMATS)
def test_no_words_leak(corpus: sa.Corpus, tmp_path: Path, form: str) -> None:
    """No four Han characters in a row, unless in names, titles and what a curator says of them."""
    folder = write(corpus, tmp_path / "out", form, without_text=True)
    known = [corpus.documents.astype("str"), corpus.appearances.astype("str")]
    known += [corpus.speakers.reset_index().astype("str")]
    allowed = "\n".join(str(v) for frame in known for v in frame.to_numpy().ravel())
    allowed += "\n".join(corpus._aliases) + "curated"
    leaks = set()
    grams = {
        text[i : i + 4]
        for doc_id in corpus.documents.index
        for text in (corpus.text(doc_id, "raw"), corpus.text(doc_id))
        for i in range(len(text) - 3)
        if re.fullmatch(r"[\u3400-\u9fff]{4}", text[i : i + 4])
    }
    for text in _strings(folder):
        leaks |= {text[i : i + 4] for i in range(len(text) - 3)} & grams
    assert not {gram for gram in leaks if gram not in allowed}
    assert len(grams) > 20_000
    for name in SCHEMAS:
        left_out = set(textless.worded(name))
        assert (
            not left_out & set(pd.read_parquet(folder / f"{name}.parquet"))
            if (form == "parquet")
            else True
        )


def test_a_column_of_strings_that_nobody_declared_open_is_left_out() -> None:
    assert textless.worded("spans") == ["section", "cue", "source", "text", "original"]
    assert textless.worded("tokens") == ["token"]


@pytest.fixture
def shared(tmp_path: Path) -> Callable[[sa.Corpus], Path]:
    return lambda corpus: write(corpus, tmp_path / "shared", "parquet", without_text=True)


def test_without_copies_counts_work_and_texts_say_what_is_missing(
    corpus: sa.Corpus, shared: Callable[[sa.Corpus], Path], tmp_path: Path
) -> None:
    bare = sa.load_corpus(shared(corpus))
    assert bare.utterances["text"].isna().all() and bare.tokens["token"].isna().all()
    assert bare.utterances["n_chars"].equals(corpus.utterances["n_chars"])
    assert bare.speakers.equals(corpus.speakers)
    assert len(bare.select(speaker="LeCun").utterances) == len(
        corpus.select(speaker="LeCun").utterances
    )
    for call in (lambda: bare.text("004_news"), lambda: bare.locate("004_news", 0, 1)):
        with pytest.raises(sa.CorpusError, match=r"text of '004_news' was left out.*texts="):
            call()
    with pytest.raises(sa.CorpusError, match="was left out"):
        bare.to_parquet(tmp_path / "again")
    with pytest.raises(KeyError, match=r"no document '004_new'; .*did you mean '004_news'"):
        bare.text("004_new")


def test_copies_are_found_by_content_whatever_their_names_and_encodings(
    corpus: sa.Corpus, shared: Callable[[sa.Corpus], Path], tmp_path: Path
) -> None:
    folder, copies = shared(corpus), tmp_path / "copies"
    (copies / "unten").mkdir(parents=True)
    for n, path in enumerate(sorted(RAW.glob("*.txt"))):
        text = path.read_bytes().decode("utf-8")
        (copies / "unten" / f"文{n}.txt").write_bytes(text.encode("gb18030" if n else "utf-16"))
    check_same(corpus, sa.load_corpus(folder, texts=copies))
    (copies / "unten" / "文4.txt").unlink()
    with pytest.warns(sa.CorpusWarning, match=r"no copy of 1 of 5 texts: 004_news; their words"):
        most = sa.load_corpus(folder, texts=copies)
    assert most.text("003_interview") == corpus.text("003_interview")
    missing = most.sentences["text"].isna()
    assert set(most.sentences.loc[missing, "doc_id"]) == {"004_news"}
    shutil.rmtree(copies / "unten")
    with pytest.raises(sa.CorpusError, match=r"no copy of 5 of 5 texts: 000_roundtable, "):
        sa.load_corpus(folder, texts=copies)
    with pytest.raises(sa.CorpusError, match="holds its own texts; texts= is for"):
        sa.load_corpus(data_dir(), texts=copies)
    with pytest.raises(sa.CorpusError, match="no such folder or table"):
        sa.load_corpus(folder, texts=tmp_path / "nowhere")


def test_a_copy_is_decoded_as_the_text_was(folder: Callable[..., Path], tmp_path: Path) -> None:
    root = folder('[[document]]\nfile = "a.txt"\nencoding = "latin-1"\n')
    (root / "a.txt").write_bytes(b"caf\xe9")
    corpus = sa.load_corpus(root)
    out = write(corpus, tmp_path / "out", "jsonl", without_text=True)
    check_same(corpus, sa.load_corpus(out, texts=root))


def test_a_seal_opens_for_the_text_only_and_is_another_for_other_contents() -> None:
    seal = textless._seal("书屋", ["门"])
    assert textless._unseal("书屋", seal) == ["门"]
    assert seal == textless._seal("书屋", ["门"]) != textless._seal("书屋", ["灯"])
    with pytest.raises(zlib.error):
        textless._unseal("书架", seal)


def test_a_text_that_converts_otherwise_now_is_refused(
    shared: Callable[[sa.Corpus], Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    frame = pd.DataFrame({"text": ["書屋開著門，燈也亮著。"]})
    folder = shared(sa.Corpus.from_frame(frame))
    frame.to_json(tmp_path / "t.jsonl", orient="records", lines=True)
    monkeypatch.setattr(textless, "to_simplified", lambda text, script: text)
    with pytest.raises(sa.CorpusError, match="0: converts to Simplified otherwise"):
        sa.load_corpus(folder, texts=tmp_path / "t.jsonl")


def test_words_are_not_written_beside_words(corpus: sa.Corpus, tmp_path: Path) -> None:
    (tmp_path / "old.csv").write_text("words", encoding="utf-8")
    for form in ("csv", *FORMATS):
        with pytest.raises(sa.CorpusError, match="not empty; a corpus without its text"):
            getattr(corpus, f"to_{form}")(tmp_path, without_text=True)
    (tmp_path / "corpus.toml").write_text("", encoding="utf-8")
    with pytest.raises(sa.CorpusError, match="a corpus is read from here"):
        corpus.to_parquet(tmp_path)


@pytest.mark.parametrize("form", FORMATS)
def test_a_corpus_is_not_written_beside_the_texts_it_is_read_from(
    folder: Callable[..., Path], form: str
) -> None:
    root = folder(a_txt="好。\n")
    corpus = sa.load_corpus(root)
    with pytest.raises(sa.CorpusError, match=r"texts are read from here \(a\.txt\); write else"):
        write(corpus, root, form)
    assert [path.name for path in root.iterdir()] == ["a.txt"]
    out = write(corpus, root / "out", form)
    folder(**{"out/readme_txt": "x"})
    check_same(corpus, sa.load_corpus(write(corpus, out, form)))


def test_a_store_of_the_future_or_with_a_file_missing_is_named(
    corpus: sa.Corpus, tmp_path: Path
) -> None:
    folder = write(corpus, tmp_path / "out", "parquet")
    about = (folder / "soraanalysis.json").read_text(encoding="utf-8")
    (folder / "spans.parquet").unlink()
    with pytest.raises(sa.CorpusError, match=r"spans\.parquet: no such file, but"):
        sa.load_corpus(folder)
    (folder / "soraanalysis.json").write_text(about.replace('"format": 1', '"format": 2'), "utf-8")
    with pytest.raises(sa.CorpusError, match="format 2 of a newer soraanalysis"):
        sa.load_corpus(folder)


# -- spreadsheets -----------------------------------------------------------------------------

ODD = pd.DataFrame(
    {
        "text": ["好。"],
        "甲": ["=1+1"],
        "乙": ["-2"],
        "丙": ["@x\x07"],
        "丁": ["长" * 40_000],
        "己": [pd.Timedelta("1h")],
        "庚": [float("inf")],
        "戊": ["—"],
    }
)


def test_excel_gets_no_formulas_no_control_characters_and_no_long_cells(tmp_path: Path) -> None:
    corpus = sa.Corpus.from_frame(ODD)
    with pytest.warns(sa.CorpusWarning, match="32,767 characters; cut: documents 0"):
        path = corpus.to_excel(tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == list(SCHEMAS)
    names, values = book["documents"].iter_rows()
    row = {name.value: cell for name, cell in zip(names, values, strict=True)}
    assert [row[c].value for c in "甲乙丙"] == ["=1+1", "-2", "@x"]
    assert all(row[c].data_type == "s" for c in "甲乙丙丁")
    assert len(row["丁"].value) == 32_767
    assert (row["己"].value, row["庚"].value) == ("0 days 01:00:00", "inf")
    tokens = pd.read_excel(path, sheet_name="tokens")
    assert tokens["token"].tolist() == ["好", "。"]


def test_csv_gets_no_formulas_either(tmp_path: Path) -> None:
    paths = sa.Corpus.from_frame(ODD).to_csv(tmp_path)
    assert [p.stem for p in paths] == list(SCHEMAS)
    row = pd.read_csv(tmp_path / "documents.csv", dtype="str").iloc[0]
    assert row[["甲", "乙", "戊"]].tolist() == ["'=1+1", "'-2", "—"]


def test_a_frame_longer_than_a_sheet_is_refused(
    corpus: sa.Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MAX_ROWS", 2_000)
    with pytest.raises(sa.CorpusError, match=r"tokens has \d+,\d\d\d rows, a sheet holds 2,000"):
        corpus.to_excel(tmp_path / "a.xlsx")
    assert not (tmp_path / "a.xlsx").exists()
