"""Tabular: texts that stand in a table, one a row, and what the other columns say of them.

Spreadsheets, CSV, JSON Lines and Parquet become a DataFrame whose index names the rows as the
user sees them: `row0002` is the second row of the sheet. Mistakes are named with row and column.
"""

from __future__ import annotations

import datetime
import importlib
import io
import json
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from soraanalysis._errors import CorpusError, nearest, warn
from soraanalysis.frames import day, missing
from soraanalysis.reading.decode import decode
from soraanalysis.schemas import SCHEMAS

TABLES = (".xlsx", ".xlsm", ".csv", ".tsv", ".jsonl", ".parquet")
# columns of `documents` that a user's column of that name fills; all others of ours are computed
GIVEN = ("title", "publisher", "author", "date", "url", "rights", "genre", "script", "layout")
_ALLOWED = {"script": ("Hans", "Hant"), "layout": ("transcript", "prose", "mixed")}
_RESERVED = {column for schema in SCHEMAS.values() for column in schema} - {*GIVEN, "doc_id"}


def read_table(path: Path, text: str, ids: str | None) -> pd.DataFrame:
    """The table in a file, its index the documents' ids: those of column `ids`, or row numbers."""
    readers = {".csv": _delimited, ".tsv": _delimited, ".jsonl": _jsonl, ".parquet": _parquet}
    reader = readers.get(path.suffix.lower(), _excel)
    try:
        frame = reader(path, [c for c in (text, ids) if c])
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read: {error.strerror}") from None
    if ids is None:
        return frame
    _column(frame, ids, f"{path}: ")
    if frame[ids].isna().any():
        raise CorpusError(f"{path}: {frame.index[frame[ids].isna()][0]} has no {ids!r}")
    return frame.set_index(frame.pop(ids).map(str).rename(None))


def _numbered(rows: Any, columns: list[str] | None, numbers: Iterable[int]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=columns, dtype=object)
    return frame.set_axis([f"row{n:04d}" for n in numbers], axis=0)


def _delimited(path: Path, as_text: list[str]) -> pd.DataFrame:
    separator = "\t" if path.suffix.lower() == ".tsv" else ","
    types: Any = dict.fromkeys(as_text, "str")
    try:
        frame = pd.read_csv(
            io.StringIO(decode(path.read_bytes()).text, newline=""),
            sep=separator,
            dtype=types,
            keep_default_na=False,
            na_values=[""],
            skip_blank_lines=False,
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise CorpusError(f"{path}: not a table: {error}") from None
    frame.index = pd.Index([f"row{n + 2:04d}" for n in range(len(frame))])
    return frame.dropna(how="all")


def _jsonl(path: Path, as_text: list[str]) -> pd.DataFrame:
    rows, numbers = [], []
    for n, line in enumerate(decode(path.read_bytes()).text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise CorpusError(f"{path}:{n}: not JSON: {error}; found {line[:60]!r}") from None
        if not isinstance(row, dict):
            raise CorpusError(f"{path}:{n}: expected an object a line, found {line[:60]!r}")
        rows.append(row)
        numbers.append(n)
    return _numbered(rows, None, numbers)


def _parquet(path: Path, as_text: list[str]) -> pd.DataFrame:
    frame = pd.read_parquet(path)
    if isinstance(frame.index, pd.RangeIndex):
        frame.index = pd.Index([f"row{n + 1:04d}" for n in range(len(frame))])
    return frame


def _excel(path: Path, as_text: list[str]) -> pd.DataFrame:
    """The first sheet. Merged cells are refused: only one of them holds the value."""
    openpyxl = needs("openpyxl", "excel", path)
    try:
        with warnings.catch_warnings():  # of drop-down lists and such, which are not read
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise CorpusError(f"{path}: not an .xlsx file ({error}); save it as .xlsx") from None
    sheet, *others = book.worksheets
    if filled := [repr(other.title) for other in others if other.max_row > 1]:
        warn(
            f"{path}: only the first sheet, {sheet.title!r}, is read, not {', '.join(filled)}; "
            "save each as a table of its own and join them with sa.concat"
        )
    if sheet.merged_cells.ranges:
        area = min(sheet.merged_cells.ranges, key=lambda r: (r.min_row, r.min_col))
        more = len(sheet.merged_cells.ranges) - 1
        raise CorpusError(
            f"{path}: cells {area.coord}{f' and {more} more areas' if more else ''} of sheet "
            f"{sheet.title!r} are merged, and only the first of merged cells holds their value: "
            "unmerge them, fill the value into each row, and keep one row of column names on top"
        )
    header, *rows = [*sheet.iter_rows(values_only=True)] or [()]
    names = [f"column {k}" if name is None else str(name) for k, name in enumerate(header, 1)]
    kept = {n: row for n, row in enumerate(rows, 2) if any(value is not None for value in row)}
    frame = _numbered([*kept.values()], names, kept)
    nameless = [n for n, h in zip(names, header, strict=True) if h is None]
    return frame.drop(columns=[n for n in nameless if frame[n].isna().all()])


def needs(module: str, extra: str, path: Path) -> Any:
    """An optional module, or an ImportError that says how to get it."""
    try:
        return importlib.import_module(module)
    except ImportError:
        raise ImportError(
            f'{path.name} needs {module.partition(".")[0]}: pip install "soraanalysis[{extra}]"'
        ) from None


def _column(frame: pd.DataFrame, name: str, place: str) -> None:
    if name not in frame.columns:
        kind = CorpusError if place else KeyError  # a file's mistake, or the caller's
        raise kind(f"{place}no column {name!r}; {nearest(name, frame.columns)}")
    if not frame.columns.is_unique:
        raise CorpusError(f"{place}two columns {frame.columns[frame.columns.duplicated()][0]!r}")


def texts(frame: pd.DataFrame, column: str, place: str = "") -> dict[str, str]:
    """The text of every document; missing cells give empty texts, numbers an error."""
    _column(frame, column, place)
    if nameless := [k for k, i in enumerate(frame.index, 1) if missing(i)]:
        raise CorpusError(f"{place}{len(nameless)} ids are missing, the first of row {nameless[0]}")
    ids = frame.index.map(str)
    if ids.duplicated().any():
        twice = sorted(set(ids[ids.duplicated()]))
        raise CorpusError(
            f"{place}ids must be unique; {len(twice)} stand twice, the first {twice[0]!r}"
        )
    if odd := [i for i in ids if "/" in i or "\n" in i]:
        raise CorpusError(f"{place}id {odd[0]!r} holds a / or a line feed, which ids may not")
    found = {}
    for doc_id, value in zip(ids, frame[column], strict=True):
        if not isinstance(value, str) and not missing(value):
            kind = type(value).__name__
            raise CorpusError(
                f"{place}{doc_id}: column {column!r} holds {value!r} ({kind}), expected a text"
            )
        found[doc_id] = "" if missing(value) else str(value)
        if half := re.search("[\ud800-\udfff]", found[doc_id]):
            raise CorpusError(
                f"{place}{doc_id}: column {column!r} has half a character at {half.start()} "
                f"({half[0]!r}): decode the text again"
            )
    return found


def metadata(frame: pd.DataFrame, place: str = "") -> tuple[pd.DataFrame, pd.DataFrame]:
    """What a user's columns say: those that fill ours, as `documents` has them, and the others.

    CorpusError for a name that the frames use for what they compute, and for values of `date`,
    `script` and `layout` that are none. Columns of mixed values become text.
    """
    if clash := [c for c in frame.columns if c in _RESERVED]:
        raise CorpusError(
            f"{place}column {clash[0]!r} has the name of a column that is computed here; rename "
            f"it, for instance to {f'my_{clash[0]}'!r}"
        )
    frame = frame.set_axis(frame.index.map(str)).rename(columns=str)
    given = pd.DataFrame(index=frame.index)
    for name in (n for n in GIVEN if n in frame.columns):
        values = frame.pop(name)
        if name == "date":
            given[name] = pd.Series([*_days(values, place)], values.index, dtype=object)
        elif name in _ALLOWED:
            for doc_id, value in values.dropna().items():
                if value not in _ALLOWED[name]:
                    allowed = ", ".join(_ALLOWED[name])
                    raise CorpusError(f"{place}{doc_id}: {name} is {value!r}, expected {allowed}")
            given[name] = values.astype(object).where(values.notna(), None)
        else:
            given[name] = values.map(str, na_action="ignore").astype("str").fillna("")
    return given, pd.DataFrame({c: plain(frame[c]) for c in frame.columns}, index=frame.index)


def _days(values: pd.Series[Any], place: str) -> Iterator[datetime.date | None]:
    for doc_id, value in values.items():
        try:
            yield day(value)
        except ValueError as error:
            raise CorpusError(f"{place}{doc_id}: date is {error}") from None


def plain(column: pd.Series[Any]) -> pd.Series[Any]:
    """The column with a dtype that sorts and can be written: numbers, or text where mixed."""
    column = column.infer_objects()
    if column.dtype != object:
        return column
    if {type(value) for value in column.dropna()} <= {int, float}:
        return pd.to_numeric(column)
    return column.map(str, na_action="ignore").astype("str")


def joined(documents: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    """`documents` with the columns of `more` (index or column `doc_id`) set for its rows."""
    more = more.set_index("doc_id") if "doc_id" in more.columns else more
    ids = more.index.map(str)
    if unknown := [i for i in ids if i not in documents.index]:
        raise KeyError(
            f"{len(unknown)} ids are not in the corpus, the first {unknown[0]!r}; "
            + nearest(unknown[0], documents.index)
        )
    if ids.duplicated().any():
        raise CorpusError(f"doc_id {ids[ids.duplicated()][0]!r} stands twice")
    if fixed := [c for c in more.columns if c in _ALLOWED]:
        raise CorpusError(f"{fixed[0]!r} decides how a text is read; give it when it is loaded")
    given, own = metadata(more)
    result = documents.copy()
    for name in given.columns:
        result.loc[given.index, name] = given[name].astype(documents[name].dtype)
    for name in own.columns:
        if name in result.columns:
            kept = result[name].astype(object)
            kept.loc[own.index] = own[name].astype(object)
            result[name] = plain(kept)
        else:
            result[name] = own[name].reindex(result.index)
    return result


def words_of(frame: pd.DataFrame, column: str, place: str = "") -> Mapping[str, list[str]]:
    """The words of a text that is segmented already: a list, or a string with spaces between."""
    _column(frame, column, place)
    found = {}
    for doc_id, value in zip(frame.index.map(str), frame[column], strict=True):
        words = value.split() if isinstance(value, str) else value
        if not isinstance(words, Iterable) or not all(isinstance(w, str) for w in words):
            raise CorpusError(
                f"{place}{doc_id}: column {column!r} holds {value!r:.60}, expected words: a list "
                "of str, or a string with spaces between words"
            )
        found[doc_id] = list(words)
    return found
