"""Noticing: what a newcomer would want to know of the texts just read, as warnings.

Empty texts, texts in two scripts, and transcripts whose labels the reader did not find; for the
last, a manifest can say the labels (`labels`), which become a curator's rows here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import TYPE_CHECKING

from soraanalysis._errors import warn
from soraanalysis.reading.script import distinct, other
from soraanalysis.reading.spans import BODY, Override, Page

if TYPE_CHECKING:
    from soraanalysis.manifest import Document

_HEAD = re.compile(
    r"^[^\S\n]*([^\s：:，。！？；“”「」][^：:，。！？；“”「」\n]{0,19})[：:]", re.MULTILINE
)
_MANY, _SHARE = 5, 0.1  # characters of the other script from which a text is in two


def notice(pages: Mapping[str, Page], documents: Iterable[Document]) -> None:
    """Warn of what is odd about the pages, one `CorpusWarning` a kind, the documents named."""
    if empty := [doc_id for doc_id, page in pages.items() if not page.raw.strip()]:
        warn(f"{len(empty)} of {len(pages)} texts are empty: {some(empty)}; they stay in documents")
    if two := [doc_id for doc_id, page in pages.items() if _in_two_scripts(page)]:
        warn(
            f"{len(two)} texts are in two scripts: {some(two)}; each is read in the script of "
            "most of its characters, and documents.strays holds the others"
        )
    for document in documents:
        page = pages[document.id]
        if document.layout == "transcript" and not any(s.kind == "turn" for s in page.spans):
            heads = Counter(_HEAD.findall(page.clean)).most_common(5)
            found = ", ".join(f"{head!r} ({n})" for head, n in heads) or "no line with a colon"
            warn(
                f"{document.id} is given as a transcript, but no labels were found in it; lines "
                f"begin with {found}; say in corpus.toml which are labels: "
                'labels = { "甲" = "张三" }'
            )


def some(names: list[str]) -> str:
    """The first ten names, and how many more there are."""
    return ", ".join(names[:10]) + (f" and {len(names) - 10} more" if len(names) > 10 else "")


def _in_two_scripts(page: Page) -> bool:
    few, own = (len(distinct(page.original, s)) for s in (other(page.script), page.script))
    return few >= max(_MANY, _SHARE * (few + own))


def labelled(page: Page, labels: Mapping[str, str]) -> list[Override]:
    """Rows that make the lines beginning with a label of `labels` turns of whom it means.

    A turn runs over the lines of the body behind it to the next label; a line of another kind
    (a heading, a caption) stays what it is.
    """
    heads = "|".join(re.escape(head) for head in sorted(labels, key=len, reverse=True))
    label = re.compile(rf"\s*(?P<head>{heads})(?:[：:】\])）>、|｜\s]+|(?<=[^\w\s])|$)")
    speaker, rows = None, []
    for _, line in groupby(page.spans, key=lambda span: span.paragraph):
        spans = list(line)
        start, end = (int(page.positions[i]) for i in (spans[0].start, spans[-1].end))
        end = start + len(page.raw[start:end].rstrip())
        if match := label.match(page.raw, start, end):
            speaker = labels[match["head"]]
            rows.append(Override(start, match.end(), "label", speaker))
            start = match.end()
        elif max(spans, key=lambda span: span.end - span.start).kind not in BODY:
            continue
        if speaker is not None and start < end:
            rows.append(Override(start, end, "turn", speaker))
    return rows
