"""A mistake in a corpus folder is named with file, line, key, value and what would be right."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import soraanalysis as sa
from soraanalysis.corrections import check

DOCUMENT = '[[document]]\nfile = "a.txt"\nid = "a"\n'


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        (DOCUMENT + "date = 2024-02-30\n", "corpus.toml: not valid TOML"),
        (DOCUMENT + 'date = "spring"\n', r"corpus\.toml:4: document\.0\.date: .*'spring'"),
        (
            DOCUMENT + 'titel = "x"\n',
            r"corpus\.toml:4: .*titel: no such key; known are .*title.*did you mean 'title'\?",
        ),
        ('titel = "x"\n' + DOCUMENT, r"corpus\.toml:1: titel: .*did you mean 'title'\?"),
        (DOCUMENT + 'layout = "poem"\n', r"corpus\.toml:4: .*layout: .*'transcript'.*'poem'"),
        (DOCUMENT + DOCUMENT, r"corpus\.toml:6: .*'a' is the id of two documents"),
        ('[[document]]\nfile = "../x.txt"\n', r"corpus\.toml:2: .*points outside"),
        ('[[document]]\nfile = "/etc/passwd"\n', r"corpus\.toml:2: .*'/etc/passwd' points outside"),
        ('[[document]]\nfile = "."\n', "cannot be read: Is a directory"),
        ('[[document]]\nid = "a"\n', r"corpus\.toml:1: document\.0\.file: Field required"),
        (
            DOCUMENT + '[[person]]\nname = "A"\naliases = ["X"]\n[[person]]\nname = "B"\n'
            'aliases = ["X"]\n',
            r"corpus\.toml:9: .*'X' is already a name of person\.0 \('A'\)",
        ),
        (
            DOCUMENT + '[[person]]\nname = "A"\n[[person]]\nname = "A"\n',
            r"corpus\.toml:7: person\.1\.name: 'A' is already a name of person\.0",
        ),
        (DOCUMENT.replace("a.txt", "nowhere/a.txt"), r"nowhere/a\.txt: cannot be read: No such"),
        ('dictionary = "a.txt"\n' + DOCUMENT, r"a\.txt:1: expected 'word \[frequency\] \[tag\]'"),
        (DOCUMENT + f'sha256 = "{"0" * 64}"\n', r"a\.txt: the text has sha256"),
        ('[[document]]\nfile = "b.txt"\n', r"b\.txt: cannot be read: No such file"),
    ],
)
def test_mistakes_in_a_manifest(folder: Callable[..., Path], toml: str, message: str) -> None:
    with pytest.raises(sa.CorpusError, match=message):
        sa.load_corpus(folder(toml, a_txt="李明：好 的 呀。\n"))


def test_settings_that_are_no_utf8_name_the_byte(folder: Callable[..., Path]) -> None:
    root = folder(DOCUMENT, a_txt="好。\n")
    (root / "corpus.toml").write_bytes(DOCUMENT.encode() + 'title = "好"\n'.encode("gb18030"))
    with pytest.raises(sa.CorpusError, match=r"corpus\.toml: not UTF-8 at byte 46; save it"):
        sa.load_corpus(root)
    (root / "corpus.toml").write_text('stop_words = "s.txt"\n' + DOCUMENT, encoding="utf-8")
    (root / "s.txt").write_bytes("的".encode("gb18030"))
    with pytest.raises(sa.CorpusError, match=r"s\.txt: not UTF-8 at byte 0"):
        sa.load_corpus(root)


def test_a_huge_file_is_read_like_any_other(tmp_path: Path) -> None:
    text = "世界模型很好，" * 300_000 + "\n" + "他说：“好。”\n" * 20_000
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    corpus = sa.load_corpus(tmp_path)
    spans = corpus.spans
    assert corpus.text("a", "raw") == text
    assert spans["end"].iloc[-1] == len(text)
    assert (spans["start"].iloc[1:].to_numpy() == spans["end"].iloc[:-1].to_numpy()).all()


def test_all_mistakes_are_named_at_once(folder: Callable[..., Path]) -> None:
    toml = DOCUMENT + 'layout = "poem"\ndate = "spring"\n'
    with pytest.raises(sa.CorpusError) as error:
        sa.load_corpus(folder(toml, a_txt="x"))
    assert len(str(error.value).split("\n")) == 2


def test_a_folder_of_bare_texts_works(folder: Callable[..., Path]) -> None:
    corpus = sa.load_corpus(folder(a_txt="今天的天气很好，大家都出去走走。\n", b_txt="好。\n"))
    assert corpus.documents.index.tolist() == ["a", "b"]


def test_a_manifest_without_documents_is_about_the_texts_of_its_folder(
    folder: Callable[..., Path],
) -> None:
    toml = 'stop_words = "s.txt"\n[[person]]\nname = "李小明"\naliases = ["李明"]\n'
    talk = "李明：今天的事情大家怎么看呢？\n王芳：我看很好。\n李明：那就这样定了。\n"
    root = folder(toml, a_txt=talk, b_txt="好。\n", s_txt="的\n")
    corpus = sa.load_corpus(root)
    assert corpus.documents.index.tolist() == ["a", "b"]
    assert corpus.speakers["aliases"].to_dict() == {"李小明": "李明", "王芳": ""}
    for name in ("a.txt", "b.txt"):
        (root / name).unlink()
    with pytest.raises(sa.CorpusError, match=r"neither a corpus\.toml with a \[\[document\]\]"):
        sa.load_corpus(root)


def test_texts_that_a_manifest_leaves_out_are_named(folder: Callable[..., Path]) -> None:
    root = folder(DOCUMENT.replace("a.txt", "./a.txt"), a_txt="好。\n", b_txt="好。\n")
    (root / "old").mkdir()
    (root / "old" / "c.txt").write_text("好。\n", encoding="utf-8")
    for read in (sa.load_corpus, check):
        with pytest.warns(sa.CorpusWarning, match=r"1 text is not in corpus\.toml: b\.txt$"):
            read(root)
    folder(d_txt="好。\n")
    with pytest.warns(sa.CorpusWarning, match=r"2 texts are not in corpus\.toml: b\.txt, d\.txt$"):
        sa.load_corpus(root)


def test_no_folder_and_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(sa.CorpusError, match="no such folder"):
        sa.load_corpus(tmp_path / "nowhere")
    with pytest.raises(sa.CorpusError, match=r"neither a corpus\.toml .* nor a \.txt"):
        sa.load_corpus(tmp_path)


TEXT = "今天天气很好，我们出去走走。大家都说好。\n"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "big5", "utf-16", "utf-16-le"])
def test_encodings_are_found_and_reported(tmp_path: Path, encoding: str) -> None:
    text = TEXT if encoding != "big5" else "今天天氣很好，我們出去走走。大家都說好。\n"
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    corpus = sa.load_corpus(tmp_path)
    assert corpus.text("a", "raw") == text
    assert corpus.documents.loc["a", "encoding"].startswith(encoding.removesuffix("-sig"))
    assert corpus.repairs.empty


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
def test_one_broken_byte_is_named_and_nothing_else_lost(tmp_path: Path, encoding: str) -> None:
    text = "今天天氣很好，我們出去走走。大家都說好。\n"
    content = text.encode(encoding)
    at = len("今天天氣很好，".encode(encoding))
    (tmp_path / "a.txt").write_bytes(content[:at] + b"\xff" + content[at:])
    corpus = sa.load_corpus(tmp_path)
    (row,) = corpus.repairs.itertuples()
    assert row.rule == "undecodable+lost" and f"byte {at} " in str(row.why)
    assert corpus.text("a", "raw")[row.start] == "\ufffd"
    assert corpus.text("a", "raw").replace("\ufffd", "").endswith("大家都說好。\n")


def test_the_manifest_overrides_the_encoding(folder: Callable[..., Path]) -> None:
    root = folder('[[document]]\nfile = "a.txt"\nencoding = "latin-1"\n')
    (root / "a.txt").write_bytes(b"caf\xe9")
    assert sa.load_corpus(root).text("a", "raw") == "café"
    folder('[[document]]\nfile = "a.txt"\nencoding = "klingon"\n')
    with pytest.raises(sa.CorpusError, match="'klingon' is unknown; gb18030"):
        sa.load_corpus(root)


def test_a_binary_file_and_a_directory_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(bytes(range(32)) * 50)
    with pytest.raises(sa.CorpusError, match=r"a\.txt: .* are no text"):
        sa.load_corpus(tmp_path)
    (tmp_path / "a.txt").unlink()
    (tmp_path / "b.txt").mkdir()
    with pytest.raises(sa.CorpusError, match=r"b\.txt: cannot be read: Is a directory"):
        sa.load_corpus(tmp_path)


def _annotated(folder: Callable[..., Path], row: str) -> Path:
    root = folder(a_txt="甲说好。")
    (root / "annotations").mkdir(exist_ok=True)
    (root / "annotations" / "speech.jsonl").write_text(row + "\n", encoding="utf-8")
    return root


def test_an_override_is_held_to_its_text(folder: Callable[..., Path]) -> None:
    row = '{"doc_id": "a", "start": 2, "end": 4, "kind": "quote", "speaker": "甲", "text": "好。"}'
    corpus = sa.load_corpus(_annotated(folder, row))
    assert corpus.utterances[["speaker", "text"]].to_numpy().tolist() == [["甲", "好。"]]
    with pytest.raises(sa.CorpusError, match=r"speech\.jsonl:1: a 2:4 holds '好。'.*'坏。'"):
        sa.load_corpus(_annotated(folder, row.replace("好", "坏")))
    with pytest.raises(sa.CorpusError, match="kind 'qoute', expected one of"):
        sa.load_corpus(_annotated(folder, row.replace("quote", "qoute")))
    with pytest.raises(sa.CorpusError, match="did you mean 'quote'"):
        sa.load_corpus(_annotated(folder, row.replace("quote", "qoute")))
    with pytest.raises(sa.CorpusError, match="2:40 is outside a, which has 4 characters"):
        sa.load_corpus(_annotated(folder, row.replace('"end": 4', '"end": 40')))
    with pytest.raises(sa.CorpusError, match="no document 'z'"):
        sa.load_corpus(_annotated(folder, row.replace('"a"', '"z"')))
    with pytest.raises(sa.CorpusError, match=r"speech\.jsonl:1: expected a JSON object"):
        sa.load_corpus(_annotated(folder, "{"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"speaker": 7}, "speaker is 7, expected a string"),
        ({"kind": ["quote"]}, r"kind is \['quote'\], expected a string"),
        ({"doc_id": ["a"]}, r"doc_id is \['a'\], expected a string"),
        ({"start": 2.5}, "start is 2.5, expected a whole number"),
        ({"text": None}, "text is None, expected a string"),
        ({"annotator": 1}, "annotator is 1, expected a string"),
        ({"speaker": None}, "kind 'quote' with speaker None: speech has a speaker, else none"),
        ({"kind": "narration"}, "kind 'narration' with speaker '甲': speech has a speaker"),
    ],
)
def test_a_row_holds_what_a_row_holds(
    folder: Callable[..., Path], change: dict[str, object], message: str
) -> None:
    row = {"doc_id": "a", "start": 2, "end": 4, "kind": "quote", "speaker": "甲", "text": "好。"}
    with pytest.raises(sa.CorpusError, match=rf"speech\.jsonl:1: {message}"):
        sa.load_corpus(_annotated(folder, json.dumps({**row, **change})))


def test_an_annotator_must_be_known(folder: Callable[..., Path]) -> None:
    row = '{"doc_id": "a", "start": 2, "end": 4, "kind": "caption", "text": "好。", '
    root = _annotated(folder, row + '"annotator": "me"}')
    assert sa.load_corpus(root).speakers.empty  # nor did anybody write down who read
    (root / "annotations" / "annotators.toml").write_text('[me2]\nkind = "person"\n')
    with pytest.raises(sa.CorpusError, match=r"jsonl:1: annotator 'me' .*did you mean 'me2'"):
        sa.load_corpus(root)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("a\t0\t1\t乙\t丙\twhy", r"a 0:1 holds '甲', the row was made for '乙'"),
        ("a\tx\t1\t甲\t丙\twhy", r"expected columns doc_id, start, end \(numbers\)"),
        ("z\t0\t1\t甲\t丙\twhy", "no document 'z'; there are a"),
        ("a\t0\t1\t甲\t丙\twhy\tmore", r"repairs\.tsv:2: 7 fields, the header has 6"),
    ],
)
def test_a_decision_is_held_to_its_text(
    folder: Callable[..., Path], row: str, message: str
) -> None:
    root = folder(a_txt="甲说好。")
    (root / "decisions").mkdir()
    table = f"doc_id\tstart\tend\traw\trepaired\twhy\n{row}\n"
    (root / "decisions" / "repairs.tsv").write_text(table, encoding="utf-8")
    with pytest.raises(sa.CorpusError, match=message):
        sa.load_corpus(root)
