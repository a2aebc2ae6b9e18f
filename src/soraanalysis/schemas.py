"""Schemas: the columns of every frame, and the data dictionary made of them."""

from __future__ import annotations

import pandas as pd

from soraanalysis.frames import Column, Schema, dictionary
from soraanalysis.reading import tables, words

DOCUMENTS = {
    "doc_id": Column("str", "readable id of the document"),
    "file": Column("str", "file of the text in the corpus folder", missing="empty without a file"),
    "sha256": Column("str", "hash of the file", missing="empty without a file"),
    "encoding": Column("str", "encoding of the file", missing="empty without a file"),
    "title": Column("str", "headline", missing="empty where not stated"),
    "publisher": Column("str", "who published it", missing="empty where not stated"),
    "author": Column("str", "who wrote it", missing="empty where not stated"),
    "date": Column("datetime64[us]", "day of publication", missing="NaT where not stated"),
    "url": Column("str", "address of the page", missing="empty where not stated"),
    "rights": Column("str", "rights line of the page", missing="empty where not stated"),
    "script": Column("category", "Hans or Hant: the script of the page"),
    "layout": Column("category", "transcript, prose or mixed: how it is read"),
    "genre": Column("str", "a free word of the manifest", missing="empty where not stated"),
    "n_chars_raw": Column("int64", "characters of the raw text", "code points"),
    "n_chars_body": Column("int64", "characters of body spans, without white space", "code points"),
    "strays": Column("str", "characters of the other script in a page", missing="empty if none"),
}
SPEAKERS = {
    "speaker": Column("str", "canonical name, Simplified or Latin"),
    "aliases": Column("str", "other names, joined with |", missing="empty if none"),
    "n_documents": Column("int64", "documents the speaker speaks in"),
    "n_utterances": Column("int64", "utterances"),
    "n_chars": Column("int64", "characters of the utterances", "code points"),
}
APPEARANCES = {
    "doc_id": Column("category", "document"),
    "speaker": Column("category", "canonical name"),
    "role": Column("str", "host, guest, expert, executive, institution …", missing="empty"),
    "affiliation": Column("str", "as the page gives it", missing="empty where not stated"),
    "n_utterances": Column("int64", "utterances in the document"),
    "n_chars": Column("int64", "characters of the utterances", "code points"),
    "first_start": Column("int64", "raw position of the first utterance", "code points"),
}
SCHEMAS: dict[str, Schema] = {
    "documents": DOCUMENTS,
    "spans": tables.SPANS,
    "speakers": SPEAKERS,
    "appearances": APPEARANCES,
    "utterances": tables.UTTERANCES,
    "sentences": tables.SENTENCES,
    "tokens": words.SCHEMA,
    "repairs": tables.REPAIRS,
}


def describe(frame: str) -> pd.DataFrame:
    """The data dictionary of a frame: one row a column, with dtype, meaning, unit, when missing.

    >>> describe("repairs").loc["certain", "dtype"]
    'bool'
    """
    if frame not in SCHEMAS:
        raise KeyError(f"no frame {frame!r}; there are {', '.join(SCHEMAS)}")
    return dictionary(SCHEMAS[frame])
