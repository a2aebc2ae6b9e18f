"""Terms: how often words occur, in the whole corpus or by any grouping column.

Rates are per 10,000 words; words are tokens with a letter, a Han character or a digit, all of
them, stop words included, so that a rate says how often a reader meets the term.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from soraanalysis.corpus import Corpus
from soraanalysis.measures import joined, listed

PER = 10_000
_COLUMNS = ("token", "count", "n_words", "rate", "n_groups", "tfidf")  # of the results


def frequency(
    tokens: Corpus | pd.DataFrame, by: str | list[str] | None = None, *, content: bool = True
) -> pd.DataFrame:
    """Count and rate of every term, by group.

    Columns: the columns of `by`, `token`, `count` (occurrences, > 0), `n_words` (words of the
    group), `rate` (per 10,000 words, 0 to 10,000). Sorted by group, then most frequent first,
    ties by term. `content=False` counts function words and stop words too. Rows without a value
    in a grouping column (no speaker, say) are left out. KeyError for a column that is not there,
    ValueError for one of the user's that is called as a column of the result.

    >>> toy = pd.DataFrame({"token": list("aab"), "is_word": True, "is_content": True})
    >>> frequency(toy)
      token  count  n_words         rate
    0     a      2        3  6666.666667
    1     b      1        3  3333.333333
    """
    groups = listed(by)
    if clash := [name for name in groups if name in _COLUMNS]:
        raise ValueError(f"column {clash[0]!r} is one of the result's; rename it to group by it")
    frame = joined(tokens, "tokens", groups, ["token", "is_word", "is_content"])
    words = frame[frame["is_word"]].dropna(subset=groups)
    counted = words[words["is_content"]] if content else words
    counts = counted.groupby([*groups, "token"], observed=True).size().rename("count").reset_index()
    if groups:
        sizes = words.groupby(groups, observed=True).size().rename("n_words").reset_index()
        counts = counts.merge(sizes, on=groups)
    else:
        counts["n_words"] = len(words)
    counts["rate"] = counts["count"] / counts["n_words"] * PER
    counts["token"] = counts["token"].astype("str")
    order = [*groups, "count", "token"]
    ascending = [*[True] * len(groups), False, True]
    return counts.sort_values(order, ascending=ascending, ignore_index=True)


def tfidf(tokens: Corpus | pd.DataFrame, by: str | list[str] = "doc_id") -> pd.DataFrame:
    """What sets the groups apart: rate of a term times how few groups use it.

    Columns: those of `frequency`, `n_groups` (groups that use the term) and `tfidf`, which is
    count / n_words x ln(number of groups / n_groups): 0 for a term that all groups use, larger
    for a term that is frequent here and rare elsewhere (Salton and Buckley 1988, term frequency
    relative to length, plain idf). Sorted by group, then highest first, ties by term.
    """
    table = frequency(tokens, by)
    groups = listed(by)
    total = len(table[groups].drop_duplicates())
    table["n_groups"] = table.groupby("token")["token"].transform("size")
    table["tfidf"] = table["count"] / table["n_words"] * np.log(total / table["n_groups"])
    order, ascending = [*groups, "tfidf", "token"], [*[True] * len(groups), False, True]
    return table.sort_values(order, ascending=ascending, ignore_index=True)


def top(table: pd.DataFrame, by: str, value: str, n: int = 10) -> pd.DataFrame:
    """The first `n` terms of each group by `value`, ties by term; same columns as `table`."""
    ordered = table.sort_values([by, value, "token"], ascending=[True, False, True])
    return ordered.groupby(by, observed=True, sort=False).head(n).reset_index(drop=True)
