"""Reading: from raw text to spans. repair → script → layout → speech → words."""

from __future__ import annotations

from soraanalysis.reading.edits import replay
from soraanalysis.reading.script import to_simplified


def clean_text(text: str) -> str:
    """One string repaired, in Simplified script, with Chinese punctuation.

    >>> clean_text("李明說,這個視頻很逼真.")
    '李明说，这个视频很逼真.'
    """
    from soraanalysis.reading.repair import repair  # its patterns take a while to make

    return to_simplified(replay(text, repair(text)))


__all__ = ["clean_text"]
