"""Fonts: Chinese on a machine without Chinese fonts, without touching anybody's settings.

The package carries a subset of Noto Sans SC (`data/fonts/`, SIL Open Font License 1.1; made by
`tools/build_font.py`). Our drawing functions put it on their own artists; `chinese` lends it to
a user's plots.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.text import Text

from soraanalysis._data import data_dir


def font_path() -> Path:
    """The shipped font file."""
    return data_dir() / "fonts" / "NotoSansSC-subset.ttf"


@contextmanager
def chinese() -> Iterator[None]:
    """Plots made inside draw Chinese: `with sa.figures.chinese(): frame.plot()`.

    The settings are as before afterwards; the font stays known to matplotlib, since texts are
    drawn only when a figure is shown or saved.
    """
    path = str(font_path())
    if path not in {entry.fname for entry in fontManager.ttflist}:
        fontManager.addfont(path)
    family = FontProperties(fname=path).get_name()
    with mpl.rc_context({"font.family": [family, *mpl.rcParams["font.family"]]}):
        yield


def put_font(artists: Axes | Iterable[Artist]) -> None:
    """Set the shipped font on every text of an Axes, or of other artists; sizes stay."""
    given = [artists] if isinstance(artists, Artist) else artists
    for artist in given:
        for text in artist.findobj(Text):
            size = text.get_fontsize()
            text.set_fontproperties(FontProperties(fname=str(font_path()), size=size))
