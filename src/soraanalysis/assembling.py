"""Assembling: pages that were read become a corpus, with the names and metadata of a manifest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from soraanalysis.corpus import Corpus
from soraanalysis.frames import build
from soraanalysis.people import described, people_frames
from soraanalysis.reading import tables, words
from soraanalysis.reading.script import strays, to_simplified
from soraanalysis.reading.spans import BODY, Page
from soraanalysis.schemas import DOCUMENTS, SCHEMAS
from soraanalysis.tabular import plain

if TYPE_CHECKING:  # pydantic takes as long to import as pandas: only for a manifest
    from soraanalysis.manifest import Document, Manifest


def assemble(
    found: Iterable[tuple[str, Page]],
    documents: list[Document],
    manifest: Manifest,
    cutter: words.Segmenter,
    curated: bool = True,
) -> Corpus:
    """Frames of pages, as they are read, with the manifest's names and metadata."""
    aliases: dict[str, str] = {}
    for person in manifest.person:
        for name in (person.name, *person.aliases):
            aliases[name] = person.name
            aliases[to_simplified(name, "Hant")] = person.name
    there = [  # who stands where, as a curator says
        (document.id, aliases.get(p.name, p.name), p)
        for document in documents
        for p in document.person
        if curated
    ]
    hosts = {(doc_id, name) for doc_id, name, p in there if p.role == "host"}
    heard = {(doc_id, name) for doc_id, name, p in there if p.translated}
    pages: dict[str, Page] = {}

    def renamed() -> Iterator[tuple[str, Page]]:
        for doc_id, page in found:
            pages[doc_id] = _renamed(page, aliases, {name for d, name in hosts if d == doc_id})
            yield doc_id, pages[doc_id]

    frames = tables.tables(renamed())
    spoken = frames["utterances"]
    spoken["translated"] = [
        p in heard for p in zip(spoken["doc_id"], spoken["speaker"], strict=True)
    ]
    spans = frames["spans"]
    body = spans[spans["kind"].isin(BODY)]
    size = body["text"].str.replace(r"\s", "", regex=True).str.len()
    n_body = size.groupby(body["doc_id"].astype(str)).sum()
    rows = []
    for document in documents:
        page = pages[document.id]
        given = document.model_dump(exclude={"person", "labels", "id", "script", "layout"})
        if not curated:
            given = {
                k: v if k in ("file", "sha256", "encoding") else None if k == "date" else ""
                for k, v in given.items()
            }
        rows.append(
            {
                **given,
                "doc_id": document.id,
                "script": page.script,
                "layout": (curated and document.layout) or page.layout,
                "n_chars_raw": len(page.raw),
                "n_chars_body": int(n_body.get(document.id, 0)),
                "strays": strays(page.original, page.script),
            }
        )
    columns: dict[str, Any] = {name: [row[name] for row in rows] for name in DOCUMENTS}
    columns["date"] = pd.to_datetime(columns["date"])
    frames["documents"] = build(DOCUMENTS, columns).set_index("doc_id")
    appearances = [(doc_id, name, p.role, p.affiliation) for doc_id, name, p in there]
    appearances += _found(pages, aliases, {row[:2] for row in appearances})
    other = {
        person.name: "|".join(a for a in person.aliases if a != person.name)
        for person in manifest.person
    }
    roles = pd.DataFrame(
        appearances, columns=["doc_id", "speaker", "role", "affiliation"], dtype="str"
    )
    frames |= people_frames(frames["utterances"], roles, pd.Series(other, dtype="str"))
    return Corpus(frames, pages, aliases, cutter)


def _found(
    pages: Mapping[str, Page], aliases: Mapping[str, str], known: set[tuple[str, str]]
) -> list[tuple[str, str, str, str]]:
    """Role and affiliation as the pages give them, of speakers that no curator described."""
    rows = []
    for doc_id, page in pages.items():
        for name, (role, place) in page.people.items():
            who = aliases.get(name, name)
            if (doc_id, who) not in known:
                known.add((doc_id, who))
                rows.append(
                    (doc_id, who, role, page.original[slice(*place)].strip() if place else "")
                )
    return rows


def _renamed(page: Page, aliases: Mapping[str, str], hosts: set[str]) -> Page:
    """The page with canonical names of speakers, in joint speech too; its hosts ask."""

    def canonical(speaker: str | None) -> str | None:
        if speaker is None:
            return None
        return "、".join(aliases.get(name, name) for name in speaker.split("、"))

    if not aliases and not hosts:
        return page
    spans = [s._replace(speaker=canonical(s.speaker)) for s in page.spans]
    return page._replace(spans=[s._replace(asks=s.asks or s.speaker in hosts) for s in spans])


def concat(corpora: Iterable[Corpus]) -> Corpus:
    """One corpus of several: documents one after the other, names of people joined.

    Speakers and appearances are counted anew; a name is an alias in all if it is in one.
    ValueError for ids that stand in two corpora, and for a name that means two people.
    """
    corpora = list(corpora)
    if not corpora:
        raise ValueError("nothing to join: give one corpus or more")
    ids = pd.Index([str(d) for corpus in corpora for d in corpus.documents.index])
    if ids.duplicated().any():
        twice = sorted(set(ids[ids.duplicated()]))
        raise ValueError(f"{len(twice)} ids stand in two corpora: {', '.join(twice[:20])}")
    aliases: dict[str, str] = {}
    for corpus in corpora:
        for name, person in corpus._aliases.items():
            if aliases.setdefault(name, person) != person:
                raise ValueError(
                    f"{name!r} is a name of {aliases[name]!r} in one corpus and of {person!r} in "
                    "another; give one name in both manifests"
                )
    cutters = {id(corpus._cutter) for corpus in corpora}
    cut = len(cutters) > 1 or any("tokens" in corpus._frames for corpus in corpora)
    names = [n for n in SCHEMAS if n != "speakers" and (cut or n != "tokens")]
    frames = {n: _joined(n, [getattr(c, n) for c in corpora], aliases) for n in names}
    frames["documents"] = frames["documents"].rename_axis("doc_id")
    if cut:
        order: Any = frames["sentences"].index.rename(None)
        frames["tokens"]["sent_id"] = frames["tokens"]["sent_id"].cat.set_categories(order)
    roles = described(frames["appearances"])
    others = pd.concat([corpus.speakers["aliases"] for corpus in corpora])
    others = (
        others[others != ""]
        .groupby(level=0)
        .agg(lambda lists: "|".join(dict.fromkeys("|".join(lists).split("|"))))
    )
    frames |= people_frames(frames["utterances"], roles, others)
    pages = {d: page for corpus in corpora for d, page in corpus._pages.items()}
    return Corpus(frames, pages, aliases, corpora[0]._cutter)


def _joined(name: str, parts: list[pd.DataFrame], aliases: Mapping[str, str]) -> pd.DataFrame:
    """Rows one after the other; categories are united, and sorted as `build` sorts them.

    Columns of a user that hold values of several kinds become text.
    """
    united = [c for c in parts[0].columns if SCHEMAS[name].get(c, ("",))[0] == "category"]
    whole = pd.concat(
        [part.astype(dict.fromkeys(united, "object")) for part in parts],
        ignore_index=parts[0].index.name is None,
    ).infer_objects()
    for column in united:
        values = whole[column].astype("str")
        if column == "speaker":
            values = values.map(
                lambda name: "、".join(aliases.get(n, n) for n in name.split("、")),
                na_action="ignore",
            )
        whole[column] = values.astype("category")
    for column in whole.columns[whole.dtypes == "object"]:
        if whole[column].dropna().map(type).nunique() > 1:
            whole[column] = plain(whole[column])
    return whole
