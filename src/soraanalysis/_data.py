"""Where the shipped data are: inside an installed wheel, or in `data/` of a checkout."""

from __future__ import annotations

import csv
import functools
from pathlib import Path

from soraanalysis._errors import CorpusError
from soraanalysis._files import read_utf8


@functools.cache
def data_dir() -> Path:
    """The folder of the shipped data, with `corpus.toml`, `raw/`, `lexicon/` and the rest."""
    package = Path(__file__).resolve().parent
    for place in (package / "data", package.parents[1] / "data"):
        if (place / "corpus.toml").is_file():
            return place
    raise FileNotFoundError(
        f"the data of soraanalysis are neither in {package / 'data'} nor beside the source: "
        "install the wheel again, or run from a complete checkout"
    )


def read_table(path: Path) -> list[dict[str, str]]:
    """Rows of a tab-separated file of ours: `# ` comments, a header row, then the rows.

    A row that is too long raises CorpusError with file and line.
    """
    lines = read_utf8(path).splitlines()
    numbered = [(n, line) for n, line in enumerate(lines, 1) if line and not line.startswith("# ")]
    if not numbered:
        raise CorpusError(f"{path}: no header row")
    header, rows = numbered[0][1].split("\t"), []
    for n, fields in zip(
        (n for n, _ in numbered[1:]),
        csv.reader((line for _, line in numbered[1:]), delimiter="\t", quoting=csv.QUOTE_NONE),
        strict=True,
    ):
        if len(fields) > len(header):
            raise CorpusError(f"{path}:{n}: {len(fields)} fields, the header has {len(header)}")
        rows.append(dict(zip(header, fields + [""] * (len(header) - len(fields)), strict=True)))
    return rows


@functools.cache
def lexicon(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `data/lexicon/<name>.tsv`."""
    return tuple(read_table(data_dir() / "lexicon" / f"{name}.tsv"))


@functools.cache
def words(name: str, column: str, **where: str) -> frozenset[str]:
    """The distinct entries of one column of a lexicon, of the rows with the given values."""
    return frozenset(
        row[column] for row in lexicon(name) if all(row[k] == v for k, v in where.items())
    )
