"""What the README and the notebooks show is what the package does."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from soraanalysis.reading.page import read_page
from soraanalysis.reading.spans import SPEECH

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def test_the_tour_of_the_readme_prints_what_it_shows() -> None:
    path = str(ROOT / "README.md")
    result = doctest.testfile(
        path, module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE, encoding="utf-8"
    )
    assert result.attempted >= 7
    assert result.failed == 0


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_notebooks_are_executed_short_and_hide_nothing(path: Path) -> None:
    book = nbformat.read(path, as_version=4)
    assert book.cells[0].source.startswith("# ")
    for cell in book.cells:
        if cell.cell_type == "code":
            assert cell.execution_count is not None
            assert cell.source.count("\n") <= 25
            assert "nbval" not in cell.source.lower()
            assert not set(cell.metadata.get("tags", []))
            assert all(out.output_type != "error" for out in cell.outputs)
            assert all(out.get("name") != "stderr" for out in cell.outputs)


def _nbval(path: Path) -> int:
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", "-q"]
    options = ["-p", "no:cacheprovider", "-p", "no:doctest", "-o", "addopts=", "-c", "/dev/null"]
    return subprocess.run(
        [*command, *options, "--rootdir", str(path.parent), str(path)],
        capture_output=True,
        check=False,
    ).returncode


@pytest.mark.parametrize(
    ("stored", "changed"),
    [
        ("", ""),
        ("150 utterances", "151 utterances"),
        ("</svg>", "<!-- another figure --></svg>"),
    ],
    ids=["unchanged passes", "a changed number fails", "a changed figure fails"],
)
def test_nbval_compares_numbers_and_figures(tmp_path: Path, stored: str, changed: str) -> None:
    book = nbformat.read(ROOT / "notebooks" / "01_corpus.ipynb", as_version=4)
    setup = book.cells[1]
    (drawing,) = (c for c in book.cells if "draw.voices(" in c.source)
    (strips,) = (c for c in book.cells if c.source.startswith("strips ="))
    text = nbformat.writes(nbformat.v4.new_notebook(cells=[setup, strips, drawing]))
    assert stored in text
    path = tmp_path / "small.ipynb"
    path.write_text(text.replace(stored, changed) if stored else text, encoding="utf-8")
    assert (_nbval(path) == 0) == (stored == changed)


FAILURES = re.findall(
    r"^\| ([^|\n]+) \| [^|\n]+ \| (\S+ (?:quote|paraphrase): \S+|nothing) \|$",
    (ROOT / "README.md").read_text(encoding="utf-8"),
    re.M,
)


@pytest.mark.parametrize(("text", "said"), FAILURES, ids=[text[:10] for text, _ in FAILURES])
def test_the_reader_fails_as_the_readme_says(text: str, said: str) -> None:
    page = read_page(text + "\n")
    found = [
        f"{s.speaker} {s.kind}: {page.clean[s.start : s.end].strip()}"
        for s in page.spans
        if s.kind in SPEECH
    ]
    assert found == ([] if said == "nothing" else [said])
