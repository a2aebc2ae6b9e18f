"""The command says what it does, and a mistake is one line, never a stack trace."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest


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


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("info", "--corpus", "/nowhere"), 1, "no such folder"),
        (("figurs",), 2, "figures"),
        (("export", "--out", "/dev/null/x"), 1, "/dev/null"),
    ],
)
def test_a_mistake_is_explained(words: tuple[str, ...], code: int, said: str) -> None:
    shown = run(*words)
    assert shown.returncode == code
    assert said in shown.stderr
    assert "Traceback" not in shown.stderr
