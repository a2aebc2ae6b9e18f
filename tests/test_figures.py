"""Figures draw what the tables hold, in Chinese, the same on every run, and touch no settings."""

from __future__ import annotations

import warnings
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from fontTools.ttLib import TTFont

import soraanalysis as sa
from soraanalysis import CorpusWarning
from soraanalysis.figures.fonts import font_path


@pytest.fixture(autouse=True)
def _close() -> object:
    yield
    plt.close("all")


def test_bars_of_terms_have_the_heights_of_the_table() -> None:
    table = pd.DataFrame({"token": ["视频", "模型"], "rate": [3.0, 2.0]})
    ax = sa.figures.draw.terms(table)
    assert [bar.get_width() for bar in ax.patches] == [3.0, 2.0]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["视频", "模型"]


def test_strips_cover_the_body_and_name_the_speakers(corpus: sa.Corpus) -> None:
    strips = sa.figures.voices(corpus)
    totals = strips.groupby("doc_id")["length"].sum()
    assert totals.to_dict() == corpus.documents["n_chars_body"].to_dict()
    ax = sa.figures.draw.voices(strips)
    assert len(ax.collections) == 5
    texts = {text.get_text().strip() for text in ax.findobj(mpl.text.Text)}
    assert {"傅盛", "肖仰华", "王金桥"} <= texts


def test_stacked_bars_add_up_to_the_words_of_a_speaker(corpus: sa.Corpus) -> None:
    words = sa.figures.words_by_speaker(corpus)
    ax = sa.figures.draw.speakers(words, n=3)
    drawn = [sum(c.patches[row].get_width() for c in ax.containers) for row in range(3)]
    assert drawn == words.iloc[:3].sum(axis=1).tolist()


def test_more_documents_than_colours_still_add_up(corpus: sa.Corpus) -> None:
    words = sa.figures.words_by_speaker(corpus)
    wide = pd.concat([words.add_suffix(f"_{n}") for n in range(3)], axis=1)
    ax = sa.figures.draw.speakers(wide, n=3)
    drawn = [sum(c.patches[row].get_width() for c in ax.containers) for row in range(3)]
    assert drawn == wide.iloc[:3].sum(axis=1).tolist()
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert len(labels) == 6 and labels[-1] == "10 others"


def test_cells_of_clusters_show_the_counts(corpus: sa.Corpus) -> None:
    found = sa.topics.cluster(sa.topics.units(corpus))
    table = sa.topics.crosstab(found.units)
    ax = sa.figures.draw.clusters(table, found.terms)
    assert [t.get_text() for t in ax.texts] == [str(n) for n in table.to_numpy().ravel()]


def test_points_of_sentiment_are_the_means_with_n(corpus: sa.Corpus) -> None:
    table = sa.sentiment.by_speaker(sa.sentiment.score(corpus))
    ax = sa.figures.draw.sentiment(table)
    points = ax.collections[-1].get_offsets()
    assert points[:, 0].tolist() == table["mean"].tolist()
    assert all("n = " in label.get_text() for label in ax.get_yticklabels())


def test_a_users_own_axes_is_drawn_on_and_settings_stay(corpus: sa.Corpus) -> None:
    before = dict(mpl.rcParams)
    _, ax = plt.subplots()
    strips = sa.figures.voices(corpus)
    assert sa.figures.draw.voices(strips, ax) is ax
    with sa.figures.chinese():
        assert mpl.rcParams["font.family"][0] == "Noto Sans SC"
    assert dict(mpl.rcParams) == before


def test_chinese_lends_the_font_to_a_users_plot() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with sa.figures.chinese():
            figure, ax = plt.subplots()
            ax.set_title("通用人工智能、龍與門")
        figure.canvas.draw()


def test_figures_are_byte_identical_from_run_to_run(corpus: sa.Corpus, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a missing glyph is a warning
        one = sa.figures.build(corpus, tmp_path / "one")
    two = sa.figures.build(corpus, tmp_path / "two")
    assert len(one) == 15
    for a, b in zip(one, two, strict=True):
        assert a.read_bytes() == b.read_bytes(), a.name
    assert {p.name for p in (tmp_path / "one").iterdir()} == {p.name for p in one}


def test_the_font_has_every_character_of_the_corpus_and_gb2312(corpus: sa.Corpus) -> None:
    known = set(TTFont(font_path())["cmap"].getBestCmap())
    for doc_id in corpus.documents.index:
        for form in ("original", "clean"):
            missing = {c for c in corpus.text(doc_id, form) if c.isprintable()} - {
                chr(c) for c in known
            }
            assert not missing
    lead = [bytes([a, b]) for a in range(0xB0, 0xF8) for b in range(0xA1, 0xFF)]
    hanzi = {c for pair in lead for c in pair.decode("gb2312", errors="ignore")}
    assert len(hanzi) == 6763
    assert {ord(c) for c in hanzi} <= known
    assert font_path().stat().st_size < 3.1e6
    assert "glyf" in TTFont(font_path())


def test_a_figure_that_a_corpus_cannot_show_is_left_out(tmp_path: Path) -> None:
    told = "馆长李明说：“今年会多开一天。”门口的路灯坏了两盏，没有人修。"
    small = sa.Corpus.from_frame(pd.DataFrame({"text": [told]}))
    with pytest.warns(CorpusWarning) as caught:
        paths = sa.figures.build(small, tmp_path)
    assert "figure4_clusters is left out: 0 paragraphs" in str(caught[0].message)
    assert [path.stem for path in paths[::3]] == [
        "figure1_voices",
        "figure2_speakers",
        "figure3_terms",
    ]


def test_figures_of_many_documents_show_the_first(tmp_path: Path) -> None:
    told = [f"馆长李明说：“今年会多开{n}天。”门口的路灯坏了。" for n in range(40)]
    many = sa.Corpus.from_frame(pd.DataFrame({"text": told}))
    with pytest.warns(CorpusWarning):
        sa.figures.build(many, tmp_path)
    for name in ("figure1_voices", "figure3_terms"):
        assert "first 12 of 40" in (tmp_path / f"{name}.svg").read_text("utf-8")
        assert plt.imread(tmp_path / f"{name}.png").shape[0] < 4000
