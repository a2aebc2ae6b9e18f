"""Chinese news pages in, tidy pandas DataFrames of who says what out.

    import soraanalysis as sa
    corpus = sa.load_corpus()
    corpus.utterances

The measures `terms`, `topics`, `sentiment` and the `figures` are imported when first used.
"""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import TYPE_CHECKING

from soraanalysis._errors import CorpusError, CorpusWarning
from soraanalysis.assembling import concat
from soraanalysis.corpus import Corpus, Passage, describe
from soraanalysis.loading import load_corpus
from soraanalysis.reading import clean_text
from soraanalysis.reading.edits import replay
from soraanalysis.reading.script import to_simplified
from soraanalysis.reading.spans import UNKNOWN

if TYPE_CHECKING:
    from soraanalysis import figures
    from soraanalysis.measures import sentiment, terms, topics

__version__ = "0.1.0"
__all__ = [
    "UNKNOWN",
    "Corpus",
    "CorpusError",
    "CorpusWarning",
    "Passage",
    "clean_text",
    "concat",
    "describe",
    "figures",
    "load_corpus",
    "replay",
    "sentiment",
    "terms",
    "to_simplified",
    "topics",
]

_LAZY = {
    "figures": "soraanalysis.figures",
    "terms": "soraanalysis.measures.terms",
    "topics": "soraanalysis.measures.topics",
    "sentiment": "soraanalysis.measures.sentiment",
}


def __getattr__(name: str) -> ModuleType:
    if name in _LAZY:
        return importlib.import_module(_LAZY[name])
    raise AttributeError(f"module 'soraanalysis' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
