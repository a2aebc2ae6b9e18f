"""Sheets: frames as spreadsheets open them right, CSV and Excel.

A spreadsheet runs what begins like a formula, cuts long cells and refuses control characters; so
formulas are disarmed, long texts cut with a warning that names them, such characters taken out.
To read a corpus back, write Parquet or JSON Lines.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from soraanalysis._errors import CorpusError, warn
from soraanalysis._files import writing
from soraanalysis.tabular import needs

MAX_ROWS, MAX_CHARS = 1_048_576, 32_767  # of a sheet, of a cell
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_csv(frames: Mapping[str, pd.DataFrame], folder: Path) -> list[Path]:
    """A CSV file a frame, UTF-8 with mark; a text like a formula gets an apostrophe before it."""
    paths = []
    for name, frame in frames.items():
        frame = frame.reset_index() if frame.index.name is not None else frame.copy()
        for column in frame.columns:
            if frame[column].dtype in ("str", "category", "object"):
                values = frame[column].astype("str")
                formula = values.str.match(r"[=+\-@\t\r](?!$)").fillna(False)
                frame[column] = values.where(~formula, "'" + values)
        paths.append(folder / f"{name}.csv")
        with writing(paths[-1]) as file:
            frame.to_csv(file, encoding="utf-8-sig", index=False)
    return paths


def write_excel(frames: Mapping[str, pd.DataFrame], path: Path) -> Path:
    """A workbook with a sheet a frame. CorpusError for a frame with more rows than a sheet."""
    openpyxl = needs("openpyxl", "excel", path)
    for name, frame in frames.items():
        if len(frame) >= MAX_ROWS:
            raise CorpusError(
                f"{path}: {name} has {len(frame):,} rows, a sheet holds {MAX_ROWS:,} with its "
                "header; write Parquet or CSV, or select less"
            )
    book = openpyxl.Workbook(write_only=True)
    long: list[str] = []
    for name, frame in frames.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        flat = frame.reset_index() if frame.index.name is not None else frame
        sheet.append(list(map(str, flat.columns)))
        keys = flat.iloc[:, 0].astype("str").tolist()
        columns = [flat[column].astype(object) for column in flat.columns]
        for key, row in zip(keys, zip(*columns, strict=True), strict=True):
            long += [f"{name} {key}" for v in row if isinstance(v, str) and len(v) > MAX_CHARS]
            sheet.append([_cell(openpyxl, sheet, value) for value in row])
    with writing(path) as file:
        book.save(file)
    if long:
        more = f" and {len(long) - 10} more" if len(long) > 10 else ""
        warn(f"{path}: a cell holds {MAX_CHARS:,} characters; cut: {', '.join(long[:10])}{more}")
    return path


def _cell(openpyxl: Any, sheet: Any, value: Any) -> Any:
    if isinstance(value, str):
        text = _CONTROL.sub("", value)[:MAX_CHARS]
        cell = openpyxl.cell.WriteOnlyCell(sheet, text)
        cell.data_type = "s"  # never a formula
        return cell
    if value is None or value is pd.NA or value != value:
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime().replace(tzinfo=None)
    if isinstance(value, (bool, int)) or (isinstance(value, float) and math.isfinite(value)):
        return value
    return _cell(openpyxl, sheet, str(value))
