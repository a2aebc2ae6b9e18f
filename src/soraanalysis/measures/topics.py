"""Topics: units of text grouped by the words they share.

Units are cut from the body, each in one document; words weighted by TF-IDF; k-means puts them
into clusters. Clusters are numbered by size, so that a run can be compared with the next.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from soraanalysis._errors import CorpusError, warn
from soraanalysis.corpus import Corpus
from soraanalysis.measures import frame_of


class Clusters(NamedTuple):
    """What `cluster` found: `units` with their cluster, `terms` of each cluster, `silhouette`."""

    units: pd.DataFrame
    terms: pd.DataFrame
    silhouette: float


def units(corpus: Corpus, *, min_words: int = 15) -> pd.DataFrame:
    """Paragraphs of the body with their content words.

    Columns: `unit_id` (document/paragraph, the index), `doc_id`, `paragraph`, `n_words`
    (content words), `words` (them, joined by a blank). Paragraphs with fewer than `min_words`
    content words are left out: they hold too little to be about something.
    """
    sentences = corpus.sentences[["paragraph"]]
    tokens = frame_of(corpus, "tokens", ["doc_id", "sent_id", "token", "is_content"])
    tokens = tokens[tokens["is_content"]].astype({"token": "str", "doc_id": "str"})
    tokens = tokens.join(sentences, on="sent_id")
    groups = tokens.groupby(["doc_id", "paragraph"], sort=True)["token"]
    found = groups.agg(n_words="size", words=" ".join).reset_index()
    found = found[found["n_words"] >= min_words]
    ids = [f"{d}/{p:03d}" for d, p in zip(found["doc_id"], found["paragraph"], strict=True)]
    found.insert(0, "unit_id", ids)
    return found.set_index("unit_id").astype({"doc_id": "category"})


def cluster(units: pd.DataFrame, k: int = 5, *, seed: int = 0, n_terms: int = 10) -> Clusters:
    """k-means on TF-IDF vectors of length 1 (terms of at least two units).

    `units`: the input with `cluster` (0 is the largest; ties by first unit) and `silhouette`
    (-1 to 1: cosine distance to the own cluster against the next; about 0 means no boundary).
    `terms`: `cluster`, `rank`, `term`, `weight` (mean TF-IDF in the cluster, above 0 to 1).
    A unit that shares no word with others is near none; CorpusWarning says how many there are.
    `silhouette`: the mean. ValueError unless 2 <= k < number of units. Seeded; weights are
    rounded to 9 digits before they are ordered, since the last ones differ between processors.
    """
    from sklearn.cluster import KMeans
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.metrics import silhouette_samples

    if not 2 <= k < len(units):
        raise ValueError(f"k is {k}; with {len(units)} units it must be 2 to {len(units) - 1}")
    vectorizer = TfidfVectorizer(tokenizer=str.split, token_pattern=None, lowercase=False, min_df=2)
    if not (shared := _shared(units["words"])):
        raise CorpusError(f"the {len(units)} units share no word: nothing to group them by")
    if alone := sum(shared.isdisjoint(words.split()) for words in units["words"]):
        warn(
            f"{alone} of {len(units)} units share no word with others; their cluster means nothing"
        )
    vectors = vectorizer.fit_transform(units["words"])
    found = KMeans(n_clusters=k, n_init=20, random_state=seed).fit(vectors).labels_
    sizes = np.bincount(found, minlength=k)
    first = [int(np.flatnonzero(found == c)[0]) for c in range(k)]
    order = sorted(range(k), key=lambda c: (-sizes[c], first[c]))
    number = np.empty(k, dtype=np.int64)
    number[order] = np.arange(k)
    labels = number[found]
    samples = silhouette_samples(vectors, labels, metric="cosine")
    names = vectorizer.get_feature_names_out()
    rows = []
    for c in range(k):
        weights = np.round(np.asarray(vectors[labels == c].mean(axis=0)).ravel(), 9)
        used = np.flatnonzero(weights).tolist()
        best = sorted(used, key=lambda i: (-weights[i], names[i]))[:n_terms]
        rows += [(c, rank, str(names[i]), float(weights[i])) for rank, i in enumerate(best, 1)]
    return Clusters(
        units.assign(cluster=labels, silhouette=samples),
        pd.DataFrame(rows, columns=["cluster", "rank", "term", "weight"]),
        float(samples.mean()),
    )


def _shared(texts: Iterable[str]) -> set[str]:
    """The words of at least two units."""
    times = Counter(word for text in texts for word in set(text.split()))
    return {word for word, n in times.items() if n > 1}


def crosstab(clusters: pd.DataFrame) -> pd.DataFrame:
    """Units of each cluster by document: rows are clusters, columns documents, values counts."""
    return pd.crosstab(clusters["cluster"], clusters["doc_id"])
