"""The command says what it does, and a mistake is one line, never a stack trace."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import soraanalysis as sa


def run(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from soraanalysis.cli import main; main()", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_help_names_the_commands() -> None:
    shown = run("--help")
    assert shown.returncode == 0
    assert all(word in shown.stdout for word in ("info", "figures", "export"))


def test_info_shows_documents_speakers_and_repairs() -> None:
    shown = run("info")
    assert shown.returncode == 0
    assert all(word in shown.stdout for word in ("000_roundtable", "傅盛", "gloss"))
    assert shown.stderr == ""


def test_export_opens_right_in_a_spreadsheet(tmp_path: Path) -> None:
    assert run("export", "--out", str(tmp_path)).returncode == 0
    assert (tmp_path / "utterances.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert len(pd.read_csv(tmp_path / "utterances.csv")) == 150


@pytest.mark.parametrize("form", ["excel", "parquet", "jsonl"])
def test_export_knows_formats_and_leaves_the_text_out(tmp_path: Path, form: str) -> None:
    words = ("export", "--format", form, "--without-text", "--out", str(tmp_path / "out"))
    shown = run(*words)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert all(Path(line).is_file() for line in shown.stdout.splitlines())
    assert run(*words).returncode == (0 if form == "excel" else 1)
    if form != "excel":
        assert len(sa.load_corpus(tmp_path / "out").utterances) == 150


def test_init_and_check_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("李明：好。\n王芳：我也说好。\n", encoding="utf-8")
    shown = run("init", str(tmp_path))
    assert (shown.returncode, shown.stdout) == (0, f"{tmp_path / 'corpus.toml'}\n")
    assert "every text and annotation fits" in run("check", str(tmp_path)).stdout
    (tmp_path / "a.txt").write_text("李明：不好。\n", encoding="utf-8")
    shown = run("check", str(tmp_path))
    assert shown.returncode == 1
    assert "the text has sha256" in shown.stderr and "1 do not fit" in shown.stderr


@pytest.mark.parametrize(
    ("gold", "said"),
    [
        ('{"start": 3\n', "a.gold.jsonl:1: expected a JSON object with start, end, kind, speaker"),
        ('{"start": 3, "end": 8, "kind": "quote"}\n', ":1: kind 'quote' with speaker None"),
        ('\n{"start": 3, "end": 99, "kind": "turn", "speaker": "甲"}', ":2: 3:99 is outside a, "),
        ("甲\n", "a.gold.jsonl: not UTF-8 at byte 0"),
    ],
)
def test_gold_that_does_not_fit_is_named(tmp_path: Path, gold: str, said: str) -> None:
    (tmp_path / "a.txt").write_text("甲说：“好的。”\n", encoding="gb18030")
    (tmp_path / "a.gold.jsonl").write_text(gold, encoding="gb18030" if gold == "甲\n" else "utf-8")
    shown = run("evaluate", "speech", "--pages", str(tmp_path))
    assert (shown.returncode, len(shown.stderr.splitlines())) == (1, 1)
    assert said in shown.stderr


def test_a_page_of_any_encoding_is_scored(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("甲说：“好的。”\n", encoding="gb18030")
    row = '{"start": 3, "end": 8, "kind": "quote", "speaker": "甲"}\n'
    (tmp_path / "a.gold.jsonl").write_text(row, encoding="utf-8")
    shown = run("evaluate", "speech", "--pages", str(tmp_path))
    assert (shown.returncode, shown.stderr) == (0, "")


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("text,sha256\nx,y\n", "t.csv: column 'sha256' has the name of a column that is computed"),
        ("text,date\nx,gone\n", "t.csv: row0002: date is 'gone', expected a day"),
    ],
)
def test_a_table_that_does_not_fit_is_named(tmp_path: Path, table: str, said: str) -> None:
    (tmp_path / "t.csv").write_text(table, encoding="utf-8")
    shown = run("info", "--corpus", str(tmp_path / "t.csv"))
    assert (shown.returncode, len(shown.stderr.splitlines())) == (1, 1)
    assert said in shown.stderr


def test_a_warning_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("", encoding="utf-8")
    assert run("info", "--corpus", str(tmp_path)).stderr == (
        "soraanalysis: 1 of 1 texts are empty: a; they stay in documents\n"
    )


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("info", "--corpus", "/nowhere"), 1, "no such folder"),
        (("info", "--corpus", "data/examples/wechat.xlsx"), 1, "no column 'text'; there are 标题"),
        (("init", "data"), 1, "corpus.toml: is there already"),
        (("check", "/nowhere"), 1, "/nowhere: no such folder"),
        (("figurs",), 2, "figures"),
        (("export", "--out", "/dev/null/x"), 1, "/dev/null"),
    ],
)
def test_a_mistake_is_explained(words: tuple[str, ...], code: int, said: str) -> None:
    shown = run(*words)
    assert shown.returncode == code
    assert said in shown.stderr
    assert "Traceback" not in shown.stderr
