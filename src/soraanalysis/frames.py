"""What a frame is: named, typed, documented columns; built in one place and checked in one place.

Every stage of the reader declares its columns beside the function that fills them; this module
turns lists into a DataFrame of exactly those columns, and says how a frame deviates from them.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

_DAY = re.compile(r"\s*(\d{4})[-年./]?(\d{1,2})[-月./]?(\d{1,2})(?!\d)")


class Column(NamedTuple):
    """One column of a frame: its dtype, what it means, its unit, and when it is missing."""

    dtype: str
    meaning: str
    unit: str = ""
    missing: str = "never"


Schema = Mapping[str, Column]


class SchemaError(ValueError):
    """A frame does not hold the columns, dtypes or order that its data dictionary promises."""


def build(schema: Schema, columns: Mapping[str, Sequence[Any] | Any]) -> pd.DataFrame:
    """A frame with the schema's columns in the schema's order and dtypes.

    >>> build({"n": Column("int64", "a count")}, {"n": [1, 2]})["n"].sum()
    np.int64(3)
    """
    typed = {name: _typed(columns[name], column.dtype) for name, column in schema.items()}
    frame = pd.DataFrame(typed, copy=False)
    return frame.astype({name: column.dtype for name, column in schema.items()})


def _typed(values: Any, dtype: str) -> Any:
    """A list as an array: of strings where they become categories; pandas need not guess."""
    if not isinstance(values, list):
        return values
    known: Any = "str" if dtype == "category" else dtype
    return pd.array(values, dtype=known)


def check(frame: pd.DataFrame, schema: Schema, name: str) -> None:
    """Raise SchemaError unless `frame` has just the schema's columns.

    Index columns count: a frame whose first column became its index is looked at with it.
    """
    if frame.index.name is not None:
        frame = frame.reset_index()
    expected, found = list(schema), list(frame.columns)
    if found != expected:
        raise SchemaError(f"{name}: columns are {found}, expected {expected}")
    for column, (dtype, *_) in schema.items():
        if str(frame[column].dtype) != dtype:
            raise SchemaError(f"{name}.{column}: dtype is {frame[column].dtype}, expected {dtype}")
        if schema[column].missing == "never" and frame[column].isna().any():
            row = int(frame[column].isna().to_numpy().argmax())
            raise SchemaError(f"{name}.{column}: missing in row {row}, which is never allowed")


def dictionary(schema: Schema) -> pd.DataFrame:
    """The schema as a table: one row a column, with dtype, meaning, unit, when missing."""
    rows = [(name, *column) for name, column in schema.items()]
    return pd.DataFrame(rows, columns=["column", *Column._fields]).set_index("column")


def missing(value: Any) -> bool:
    """Whether a cell is empty, whatever stands for that."""
    return value is None or value is pd.NA or value is pd.NaT or value != value


def day(value: Any) -> datetime.date | None:
    """The day that a value stands for, None where it is missing; ValueError for what is no day.

    >>> day("2024年2月21日")
    datetime.date(2024, 2, 21)
    """
    if missing(value) or value == "":
        return None
    try:
        return datetime.date(*map(int, _DAY.match(str(value)).groups()))  # type: ignore[union-attr]
    except (AttributeError, ValueError):
        raise ValueError(f"{value!r}, expected a day such as 2024-02-21") from None
