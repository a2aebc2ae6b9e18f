"""People: who speaks in which document, and choosing rows of all frames at once."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import pandas as pd

from soraanalysis._errors import CorpusError, did_you_mean, nearest
from soraanalysis.frames import build, day
from soraanalysis.reading.script import to_simplified
from soraanalysis.schemas import APPEARANCES, SPEAKERS

Frames = dict[str, pd.DataFrame]


def people_frames(
    utterances: pd.DataFrame, described: pd.DataFrame, aliases: pd.Series[str]
) -> Frames:
    """The frames `speakers` and `appearances`; joint speech counts for each who speaks."""
    said = utterances[["doc_id", "speaker", "n_chars", "start"]].astype(
        {"speaker": "str", "doc_id": "str"}
    )
    said = said.assign(speaker=said["speaker"].str.split("、")).explode("speaker")
    said = said.dropna(subset=["speaker"]).astype({"speaker": "str"})
    by = said.groupby(["doc_id", "speaker"], sort=False)
    counts = by.agg(
        n_utterances=("n_chars", "size"), n_chars=("n_chars", "sum"), first_start=("start", "min")
    ).reset_index()
    merged = counts.merge(
        described.astype({"doc_id": "str", "speaker": "str"}), on=["doc_id", "speaker"], how="left"
    )
    for column in ("role", "affiliation"):
        merged[column] = merged[column].astype("str").fillna("")
    totals = said.groupby("speaker").agg(
        n_documents=("doc_id", "nunique"),
        n_utterances=("n_chars", "size"),
        n_chars=("n_chars", "sum"),
    )
    totals = totals.reset_index().sort_values(["n_chars", "speaker"], ascending=[False, True])
    totals["aliases"] = totals["speaker"].map(aliases).astype("str").fillna("")
    return {
        "appearances": build(APPEARANCES, {name: merged[name] for name in APPEARANCES}),
        "speakers": build(SPEAKERS, {name: totals[name] for name in SPEAKERS}).set_index("speaker"),
    }


def described(appearances: pd.DataFrame) -> pd.DataFrame:
    """What a curator says of an appearance, without the counts."""
    return appearances.drop(columns=["n_utterances", "n_chars", "first_start"])


def select(
    frames: Frames, aliases: Mapping[str, str], speaker: Any, kind: Any, columns: Mapping[str, Any]
) -> Frames:
    """The rows of all frames on which `Corpus.select` decides."""
    documents, spans = frames["documents"], frames["spans"]
    keep_docs = pd.Series(True, index=documents.index)
    for column, value in columns.items():
        if column != "doc_id" and column not in documents.columns:
            raise KeyError(
                f"no column {column!r} in documents; "
                + nearest(column, ["doc_id", *documents.columns])
            )
        wanted = _listed(value)
        if column == "doc_id":
            if unknown := [one for one in wanted if one not in documents.index]:
                raise KeyError(
                    f"no document {unknown[0]!r}; {nearest(unknown[0], documents.index)}"
                )
            keep_docs &= documents.index.isin(wanted)
        elif pd.api.types.is_datetime64_any_dtype(documents[column]):
            keep_docs &= _at(documents[column], wanted)
        else:
            keep_docs &= documents[column].isin(wanted)
    keep = spans["doc_id"].isin(keep_docs.index[keep_docs])
    if speaker is not None:
        known = list(spans["speaker"].cat.categories)
        keep &= spans["speaker"].isin(_named(_listed(speaker), known, aliases))
    if kind is not None:
        kinds = set(spans["kind"].cat.categories)
        for one in _listed(kind):
            if one not in kinds:
                raise KeyError(f"no span of kind {one!r}; {nearest(one, sorted(kinds))}")
        keep &= spans["kind"].isin(_listed(kind))
    spans = spans[keep]
    if speaker is not None or kind is not None:
        keep_docs &= documents.index.isin(spans["doc_id"])
    utterances, sentences, repairs = (frames[n] for n in ("utterances", "sentences", "repairs"))
    found = {
        "documents": documents[keep_docs],
        "spans": spans,
        "utterances": utterances.loc[utterances.index.isin(spans["utt_id"])],
        "sentences": sentences[sentences["span_id"].isin(spans["span_id"])],
        "repairs": repairs[repairs["doc_id"].isin(keep_docs.index[keep_docs])],
    }
    found |= people_frames(
        found["utterances"], described(frames["appearances"]), frames["speakers"]["aliases"]
    )
    if "tokens" in frames:
        tokens = frames["tokens"]
        found["tokens"] = tokens[tokens["sent_id"].isin(found["sentences"].index)]
    return {name: _fewer_categories(frame) for name, frame in found.items()}


def moved(before: Frames, after: Frames) -> pd.DataFrame:
    """The counts that differ between two corpora: see `Corpus.compare`."""
    rows, others = [], _counts(after)
    for (frame, count, by), one in _counts(before).items():
        two = others[frame, count, by]
        both = pd.DataFrame({"before": one, "after": two}).fillna(0).astype("int64")
        for name, row in both[both["before"] != both["after"]].iterrows():
            rows.append((frame, count, name, row["before"], row["after"]))
    table = pd.DataFrame(rows, columns=["frame", "count", "of", "before", "after"])
    return table.assign(difference=table["after"] - table["before"])


def _counts(frames: Frames) -> dict[tuple[str, str, str], pd.Series[int]]:
    speakers, documents = frames["speakers"], frames["documents"]
    found = {
        ("documents", "n_chars_body", "doc_id"): documents["n_chars_body"],
        ("speakers", "n_utterances", "speaker"): speakers["n_utterances"],
        ("speakers", "n_chars", "speaker"): speakers["n_chars"],
    }
    for frame, by in (
        ("utterances", "doc_id"),
        ("sentences", "doc_id"),
        ("spans", "kind"),
        ("repairs", "rule"),
    ):
        found[frame, "rows", by] = frames[frame][by].astype("str").value_counts().sort_index()
    return found


def _listed(value: Any) -> list[Any]:
    """A single value or several, as a list."""
    single = isinstance(value, str) or not isinstance(value, Iterable)
    return [value] if single else list(value)


def _at(have: pd.Series[Any], wanted: list[Any]) -> pd.Series[bool]:
    """Which times are among the wanted ones, or on a day that is; a str stands for a day."""
    try:
        days: list[Any] = [v if isinstance(v, datetime.date) else day(v) for v in wanted]
        times = pd.to_datetime(days)
    except ValueError as error:
        raise CorpusError(f"{have.name}: {error}") from None
    found: pd.Series[bool] = have.isin(times) | have.dt.normalize().isin(times)
    return found


def _named(names: list[Any], have: list[Any], aliases: Mapping[str, str]) -> list[str]:
    """The speaker values that the given names, aliases or members of joint speech mean.

    A name that is not found as given may be the Traditional one that the page prints.
    """
    found: list[str] = []
    for name in names:
        hits: list[str] = []
        for form in (name, to_simplified(str(name), "Hant")):
            canonical = aliases.get(form, form)
            hits = hits or [s for s in have if canonical == s or canonical in s.split("、")]
        if not hits:
            meant = did_you_mean(form, have) or did_you_mean(form, aliases)
            raise KeyError(f"no speaker {name!r}; there are {', '.join(map(str, have))}{meant}")
        found += hits
    return found


def simplified(speaker: str, known: Collection[str]) -> str:
    """A speaker, or several joined by 、, as frames write them: known as given, or Simplified.

    >>> simplified("張宏達、陳靜", {"张宏达"})
    '张宏达、陈静'
    """

    def one(name: str) -> str:
        forms = (name, to_simplified(name, "Hant"))
        return next((form for form in forms if form in known), to_simplified(name))

    return "、".join(map(one, speaker.split("、")))


def _fewer_categories(frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame.copy() if frame.index.name else frame.reset_index(drop=True)
    for column in frame.columns[frame.dtypes == "category"]:
        frame[column] = frame[column].cat.remove_unused_categories()
    return frame
