"""Figures: draw a measure on Axes (`draw`), build the numbered figures (`build`), Chinese fonts."""

from __future__ import annotations

from soraanalysis.figures import draw
from soraanalysis.figures.build import FIGURES, build, top_terms, voices, words_by_speaker
from soraanalysis.figures.fonts import chinese

__all__ = ["FIGURES", "build", "chinese", "draw", "top_terms", "voices", "words_by_speaker"]
