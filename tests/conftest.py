"""What tests share: the shipped corpus, read once with and once without the curated layer."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import hypothesis
import matplotlib
import pytest

import soraanalysis as sa

matplotlib.use("agg")

# two hundred examples here, the same on every run, and ten thousand in `make test-deep`;
# no deadline, since machines are shared
hypothesis.settings.register_profile("default", max_examples=200, deadline=None, derandomize=True)
hypothesis.settings.register_profile("deep", max_examples=10_000, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

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
