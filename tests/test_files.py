"""A file is written whole or not at all, on a full disk and in a folder that is read only."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.figure import Figure

import soraanalysis as sa
from soraanalysis._files import writing


def full_disk(path: Any) -> None:
    """Writes a little, and then there is no room."""
    Path(path).write_text("half a f")
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def only_the_third(write: Callable[..., None]) -> Callable[..., None]:
    """The writer given, with a full disk at its third file."""
    calls: list[int] = []

    def written(self: Any, path: Any, *args: Any, **kwargs: Any) -> None:
        calls.append(1)
        if len(calls) == 3:
            full_disk(path)
        write(self, path, *args, **kwargs)

    return written


def test_a_file_takes_its_place_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old")
    with pytest.raises(OSError, match=r"No space left on device: .*a\.csv"), writing(path) as file:
        full_disk(file)
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]
    assert path.read_text() == "old"
    with writing(path) as file:
        file.write_text("new")
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]
    assert path.read_text() == "new"


def test_whatever_stops_the_writing_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), writing(tmp_path / "a.csv") as file:
        file.write_text("half")
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_while_exporting(
    corpus: sa.Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "speakers.csv").write_text("old")
    monkeypatch.setattr(pd.DataFrame, "to_csv", only_the_third(pd.DataFrame.to_csv))
    with pytest.raises(OSError, match=r"No space left on device: .*speakers\.csv"):
        corpus.to_csv(tmp_path)
    names = ["documents.csv", "spans.csv", "speakers.csv"]
    assert sorted(p.name for p in tmp_path.iterdir()) == names
    assert (tmp_path / "speakers.csv").read_text() == "old"
    assert len(pd.read_csv(tmp_path / "spans.csv")) == len(corpus.spans)


def test_a_full_disk_while_drawing(
    corpus: sa.Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Figure, "savefig", only_the_third(Figure.savefig))
    with pytest.raises(OSError, match=r"No space left on device: .*figure1_voices\.png"):
        sa.figures.build(corpus, tmp_path)
    names = ["figure1_voices.pdf", "figure1_voices.svg"]
    assert sorted(p.name for p in tmp_path.iterdir()) == names
    assert plt.get_fignums() == []


def test_the_system_refuses_a_file_that_grows_too_large(tmp_path: Path) -> None:
    """The same from a shell, with a limit that the kernel sets on every file."""
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)); "
        "from soraanalysis.cli import main; main()"
    )
    command = [sys.executable, "-c", code, "export", "--out", str(tmp_path)]
    shown = subprocess.run(command, capture_output=True, text=True, check=False)
    assert shown.returncode == 1
    assert shown.stderr.startswith("soraanalysis: [Errno 27] File too large: ")
    assert shown.stderr.rstrip().endswith("spans.csv'")
    assert [p.name for p in tmp_path.iterdir()] == ["documents.csv"]


def test_a_folder_that_cannot_be_written_to(
    corpus: sa.Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*args: Any, **kwargs: Any) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr("tempfile.mkstemp", refused)
    with pytest.raises(OSError, match=r"Read-only file system: .*documents\.csv"):
        corpus.to_csv(tmp_path)
    with pytest.raises(OSError, match=r"Read-only file system: .*figure1_voices\.pdf"):
        sa.figures.build(corpus, tmp_path)
    assert list(tmp_path.iterdir()) == []
