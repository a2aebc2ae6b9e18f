"""What tests share: the shipped corpus, read once with and once without the curated layer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import matplotlib
import pytest

import soraanalysis as sa

matplotlib.use("agg")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def corpus() -> sa.Corpus:
    return sa.load_corpus()


@pytest.fixture(scope="session")
def alone() -> sa.Corpus:
    return sa.load_corpus(curated=False)


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Writes a corpus folder: `folder(toml, **{"a.txt": text})`."""

    def write(toml: str = "", **files: str) -> Path:
        for name, text in files.items():
            (tmp_path / name.replace("_txt", ".txt")).write_text(text, encoding="utf-8")
        if toml:
            (tmp_path / "corpus.toml").write_text(toml, encoding="utf-8")
        return tmp_path

    return write
