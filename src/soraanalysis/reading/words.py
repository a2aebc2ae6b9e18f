"""Words: jieba's segmentation of clean sentences, at the speed of its Rust port.

`rjieba` cuts as `jieba.lcut` does, with the same dictionary and hidden Markov model; only Latin
words with hyphens or full stops differ, and those are cut again here by jieba's own pattern.
Tags are the dictionary's for the word, not a tagging in context.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sized
from pathlib import Path

import numpy as np
import pandas as pd

from soraanalysis._data import data_dir, read_table
from soraanalysis._errors import CorpusError
from soraanalysis._files import read_utf8
from soraanalysis.frames import Column, build
from soraanalysis.reading.edits import Positions

SCHEMA = {
    "doc_id": Column("category", "document"),
    "sent_id": Column("category", "sentence"),
    "utt_id": Column("category", "utterance", missing="outside speech"),
    "speaker": Column("category", "who speaks", missing="where nobody speaks"),
    "kind": Column("category", "kind of the span"),
    "token": Column("category", "the word as cut, in Simplified script"),
    "pos": Column("category", "the dictionary's tag of the word (jieba's tag set), not in context"),
    "start": Column("int64", "first raw character", "code points"),
    "end": Column("int64", "behind the last raw character", "code points"),
    "is_word": Column("bool", "has a letter, a Han character or a digit: what rates count"),
    "is_content": Column("bool", "a word of an open class that is no stop word"),
}

# jieba's tags of open classes: nouns, verbs, adjectives, idioms and Latin words
_OPEN = ("n", "v", "a", "i", "l", "j", "eng", "z")
_CLOSED = frozenset({"vshi", "vyou"})
_WORD = re.compile(r"[^\W_]")
_JOINT = re.compile(r"[A-Za-z0-9%][-._+&#%]|[-._+&#%][-._+&#%A-Za-z0-9]")  # what may be joined
_ASCII_PARTS = re.compile(r"[a-zA-Z0-9]+(?:\.\d+)?%?|[^a-zA-Z0-9]+")


class Segmenter:
    """Cuts sentences into words and knows each word's tag; made by `segmenter`."""

    def __init__(self, entries: Iterable[tuple[str, int | None, str]], stop_words: Iterable[str]):
        import rjieba  # loads its dictionary when imported

        self._jieba = rjieba.Jieba()
        self.stop_words = frozenset(stop_words)
        for word, freq, tag in entries:
            self._jieba.add_word(word, freq, tag)

    def cut(self, text: str) -> list[str]:
        """The words of one sentence, white space included: `"".join(cut(text)) == text`.

        >>> segmenter().cut("GPT-4.0让文生视频火了")
        ['GPT', '-', '4.0', '让', '文生视频', '火', '了']
        """
        words: list[str] = self._jieba.cut(text)
        if not _JOINT.search(text):
            return words
        parts: list[str] = []
        for word in words:
            parts += _ASCII_PARTS.findall(word) if self._joined(word) else (word,)
        return parts

    def cut_known(self, text: str) -> list[str]:
        """The words of a text by the dictionary alone: jieba guesses no others."""
        words: list[str] = self._jieba.cut(text, False)
        return words

    def _joined(self, word: str) -> bool:
        """Whether jieba would cut what its port keeps whole: Latin words around marks."""
        return len(word) > 1 and word.isascii() and not word.isalnum() and not self.knows(word)

    def knows(self, word: str) -> bool:
        """Whether the dictionary holds the word."""
        return bool(self._jieba.has_word(word))

    def tag(self, word: str) -> str:
        """The dictionary's tag of the word; `eng`, `m` or `x` for what it does not hold."""
        tagged = self._jieba.tag(word)
        return str(tagged[0][1]) if len(tagged) == 1 else "x"


def _stop_words(path: str | Path) -> frozenset[str]:
    """Stop words: the first column of a table of ours, or one word a line."""
    path = Path(path)
    if path.suffix == ".tsv":
        rows = read_table(path)
        return frozenset(row[next(iter(row))] for row in rows)
    lines = read_utf8(path).split("\n")
    return frozenset(w for line in lines if (w := line.strip()) and not w.startswith("#"))


def _dictionary(path: str | Path) -> list[tuple[str, int | None, str]]:
    """Entries of a dictionary: a table with word, freq, tag, or jieba's `word [freq] [tag]`."""
    path = Path(path)
    if path.suffix == ".tsv":
        rows = read_table(path)
        if rows and "word" not in rows[0]:
            raise CorpusError(f"{path}: no column 'word', found {', '.join(rows[0])}")
        for row in rows:
            if row.get("freq") and not row["freq"].isdecimal():
                raise CorpusError(
                    f"{path}: freq of {row['word']!r} is {row['freq']!r}, expected a number"
                )
        return [
            (r["word"], int(r["freq"]) if r.get("freq") else None, r.get("tag") or "n")
            for r in rows
        ]
    entries: list[tuple[str, int | None, str]] = []
    for n, line in enumerate(read_utf8(path).split("\n"), 1):
        word, *rest = line.split() or [""]
        freq = int(rest.pop(0)) if rest and rest[0].isdigit() else None
        if len(rest) > 1:
            raise CorpusError(f"{path}:{n}: expected 'word [frequency] [tag]', found {line!r}")
        if word and not word.startswith("#"):
            entries.append((word, freq, rest[0] if rest else "n"))
    return entries


@functools.cache
def segmenter(
    dictionary: str | Path | None = None, stop_words: str | Path | None = None
) -> Segmenter:
    """A segmenter with the given files, or with ours (`data/lexicon/words.tsv`, `stop_words.tsv`).

    A user's dictionary replaces our domain words; jieba's own dictionary is always there.
    """
    ours = data_dir() / "lexicon"
    return Segmenter(
        _dictionary(dictionary or ours / "words.tsv"),
        _stop_words(stop_words or ours / "stop_words.tsv"),
    )


def tokens(
    sentences: pd.DataFrame,
    texts: Mapping[str, tuple[str, Positions]],
    cutter: Segmenter,
) -> pd.DataFrame:
    """The `tokens` frame of a `sentences` frame: a row a token, white space left out, words sorted.

    `texts` gives each document's clean text, and the raw position of each of its characters.
    """
    wording = sentences["text"].tolist()
    everywhere, base = _places(sentences, wording, texts)
    numbers: defaultdict[str, int] = defaultdict(itertools.count().__next__)
    codes: list[int] = []
    counts: list[int] = []
    for text in wording:
        cut = cutter.cut(text)
        codes += map(numbers.__getitem__, cut)
        counts.append(len(cut))
    words, known = list(numbers), _properties(list(numbers), cutter)
    row, which = np.repeat(np.arange(len(wording)), counts), np.array(codes, dtype=np.int64)
    lengths, sizes = _lengths(words)[which], _lengths(wording)
    ends = np.cumsum(lengths)
    high = ends + (base - np.cumsum(sizes) + sizes)[row]
    start, end = everywhere[high - lengths], everywhere[high]
    order = [k for _, k in sorted(numbers.items()) if not words[k].isspace()]
    rank = np.full(len(words), -1)
    rank[order] = np.arange(len(order))
    keep = rank[which] >= 0
    row, which = row[keep], rank[which[keep]]
    known = known.iloc[order]
    meta = {
        name: sentences[name].array.take(row) for name in ("doc_id", "utt_id", "speaker", "kind")
    }
    names = pd.Index([words[k] for k in order], dtype="str")
    return build(
        SCHEMA,
        {
            **meta,
            "sent_id": pd.Categorical.from_codes(row, categories=sentences.index.rename(None)),
            "token": pd.Categorical.from_codes(which, categories=names),
            "pos": known["pos"].astype("category").array.take(which),
            "start": start[keep],
            "end": end[keep],
            "is_word": known["is_word"].to_numpy()[which],
            "is_content": known["is_content"].to_numpy()[which],
        },
    )


def _lengths(items: Collection[Sized]) -> Positions:
    return np.fromiter(map(len, items), dtype=np.int64, count=len(items))


def _places(
    sentences: pd.DataFrame, wording: list[str], texts: Mapping[str, tuple[str, Positions]]
) -> tuple[Positions, Positions]:
    """The alignments of all documents end to end, and where in them each sentence begins."""
    starts = sentences["start"].to_numpy()
    base, before = np.zeros(len(sentences), dtype=np.int64), 0
    parts = [np.zeros(0, dtype=np.int64)]
    groups = sentences.groupby("doc_id", observed=True, sort=False).indices
    for doc_id, rows in groups.items():
        clean, positions = texts[str(doc_id)]
        own = [wording[row] for row in rows]
        base[rows] = before + clean_offsets(clean, positions, starts[rows], own)
        parts.append(positions)
        before += len(positions)
    return np.concatenate(parts), base


def clean_offsets(
    clean: str, positions: Positions, starts: Positions, wording: Iterable[str]
) -> Positions:
    """Where sentences of a text begin in it: the last clean character at each raw start.

    Several clean characters can sit on one raw character; the sentence's own text decides.
    """
    low = np.searchsorted(positions, starts, "left")
    low[starts == 0] = 0
    for k, (at, text) in enumerate(zip(low.tolist(), wording, strict=True)):
        if not clean.startswith(text, at):
            low[k] = clean.index(text, at)
    return low


def _properties(words: list[str], cutter: Segmenter) -> pd.DataFrame:
    """What holds for a word wherever it stands: one row a distinct word."""
    tags = [cutter.tag(word) for word in words]
    is_word = [_WORD.search(word) is not None for word in words]
    content = [
        known
        and tag.startswith(_OPEN)
        and tag not in _CLOSED
        and word not in cutter.stop_words
        and word.lower() not in cutter.stop_words
        for word, tag, known in zip(words, tags, is_word, strict=True)
    ]
    return pd.DataFrame(
        {
            "pos": tags,
            "is_word": np.array(is_word, dtype=bool),
            "is_content": np.array(content, dtype=bool),
        }
    )
