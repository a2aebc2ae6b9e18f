"""Sentiment: how a sentence evaluates, by a small reviewed word list of our own.

A word's polarity (`data/lexicon/sentiment.tsv`) is turned by a negation and scaled by degree
words before it in the same clause (`modifiers.tsv`). Every score names the words that made it.
The measure is not validated against coding by reading yet: no interval stands beside it.
"""

from __future__ import annotations

import pandas as pd

from soraanalysis._data import lexicon
from soraanalysis.corpus import Corpus
from soraanalysis.measures import frame_of

WINDOW = 4  # words before an evaluating word that may turn or scale it
_BREAKS = frozenset("，。；：！？、,;:!?“”「」")


def score(data: Corpus | pd.DataFrame) -> pd.DataFrame:
    """Score of every sentence of a `tokens` frame (or of a corpus).

    Columns: `sent_id` (the index), `doc_id`, `speaker`, `kind`, `n_words`, `n_hits` (evaluating
    words), `score` (sum of their polarities after negation and degree; 0 without any; positive
    is favourable), `evidence` (the words with the polarity that each was given).
    """
    needs = ["sent_id", "doc_id", "speaker", "kind", "token", "is_word"]
    tokens = frame_of(data, "tokens", needs)
    polarity = {row["word"]: float(row["polarity"]) for row in lexicon("sentiment")}
    factors = {row["word"]: float(row["factor"]) for row in lexicon("modifiers")}
    grouped = tokens.groupby("sent_id", observed=True, sort=False)
    rows = []
    for sent_id, group in grouped:
        words = group["token"].astype("str").tolist()
        hits = evaluations(words, polarity, factors)
        evidence = " ".join(f"{word}{value:+.2f}" for word, value in hits)
        first = group.iloc[0]
        rows.append(
            (sent_id, first["doc_id"], first["speaker"], first["kind"], int(group["is_word"].sum()))
            + (len(hits), round(sum(value for _, value in hits), 6), evidence)
        )
    columns = ["sent_id", "doc_id", "speaker", "kind", "n_words", "n_hits", "score", "evidence"]
    return pd.DataFrame(rows, columns=columns).set_index("sent_id")


def evaluations(
    words: list[str], polarity: dict[str, float], factors: dict[str, float]
) -> list[tuple[str, float]]:
    """The evaluating words of a sentence, as cut, with the polarity each has in its place.

    Words of the same clause, at most WINDOW before, multiply: a negation by -1, a degree word
    by its factor.

    >>> evaluations(["不", "是", "非常", "好"], {"好": 1.0}, {"不": -1.0, "非常": 1.5})
    [('不非常好', -1.5)]
    """
    hits = []
    for i, word in enumerate(words):
        if word not in polarity:
            continue
        value, used = polarity[word], word
        for k in range(i - 1, max(-1, i - 1 - WINDOW), -1):
            if words[k] in _BREAKS or words[k] in polarity:
                break
            if words[k] in factors:
                value *= factors[words[k]]
                used = words[k] + used
        hits.append((used, value))
    return hits


def by_speaker(scores: pd.DataFrame, *, min_sentences: int = 5) -> pd.DataFrame:
    """Mean score of each speaker's sentences.

    Columns: `speaker` (the index), `n` (sentences), `n_hits` (sentences with an evaluating
    word), `mean` (score a sentence), `positive` and `negative` (shares of sentences with a score
    above and below 0, 0 to 1). Speakers with fewer than `min_sentences` are left out; sorted by
    mean, highest first, ties by name.
    """
    said = scores.dropna(subset=["speaker"]).astype({"speaker": "str"})
    table = said.groupby("speaker").agg(
        n=("score", "size"),
        n_hits=("n_hits", lambda hits: int((hits > 0).sum())),
        mean=("score", "mean"),
        positive=("score", lambda s: float((s > 0).mean())),
        negative=("score", lambda s: float((s < 0).mean())),
    )
    table = table[table["n"] >= min_sentences].reset_index()
    return table.sort_values(["mean", "speaker"], ascending=[False, True]).set_index("speaker")
