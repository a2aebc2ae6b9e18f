"""Words are jieba's, with our dictionary on top; jieba itself is the reference."""

from __future__ import annotations

import logging
from pathlib import Path

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

import soraanalysis as sa
from soraanalysis._data import data_dir, lexicon
from soraanalysis.reading.words import Segmenter, _dictionary, segmenter

PLAIN = Segmenter((), ())
ENTRIES = _dictionary(data_dir() / "lexicon" / "words.tsv")


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> jieba.Tokenizer:
    jieba.setLogLevel(logging.CRITICAL)
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = str(tmp_path_factory.mktemp("jieba"))
    tokenizer.initialize()
    for word, freq, tag in ENTRIES:
        tokenizer.add_word(word, freq, tag)
    return tokenizer


def test_sentences_are_cut_as_jieba_cuts_them(
    corpus: sa.Corpus, reference: jieba.Tokenizer
) -> None:
    for text in corpus.sentences["text"]:
        assert segmenter().cut(text) == reference.lcut(text)


@given(text=st.text("aB3.-_+%#& 好人，", max_size=12))
def test_latin_words_and_marks_are_cut_as_jieba_cuts_them(text: str) -> None:
    assert PLAIN.cut(text) == jieba.lcut(text)


@given(st.text("世界模型视频大算力人工智能的GPTx40.3%- ，", max_size=30))
def test_cutting_loses_nothing(text: str) -> None:
    assert "".join(segmenter().cut(text)) == text


def test_every_dictionary_entry_changes_a_cut(corpus: sa.Corpus) -> None:
    """The list of entries that change a cut is the dictionary: an entry without effect goes."""
    plain = Segmenter((), ())
    for word, _, _ in ENTRIES:
        texts = [t for t in corpus.sentences["text"] if word in t]
        assert any(segmenter().cut(t) != plain.cut(t) for t in texts), word


def test_no_entry_gives_a_small_frequency_to_a_word_that_jieba_knows() -> None:
    plain = Segmenter((), ())
    for word, freq, _ in ENTRIES:
        assert freq is None or not plain.knows(word)


def test_a_users_dictionary_and_stop_words_replace_ours(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("文生视频模型 n\n", encoding="utf-8")
    (tmp_path / "stop.txt").write_text("视频\n", encoding="utf-8")
    ours, mine = (
        sa.load_corpus(),
        sa.load_corpus(dictionary=tmp_path / "mine.txt", stop_words=tmp_path / "stop.txt"),
    )
    assert "文生视频模型" in set(mine.tokens["token"]) - set(ours.tokens["token"])
    assert "大模型" not in set(mine.tokens["token"])
    content = mine.tokens[mine.tokens["is_content"]]["token"]
    assert "视频" not in set(content)


def test_a_malformed_dictionary_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("好 n\n坏 字 典 了\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"mine\.txt:2"):
        sa.load_corpus(dictionary=tmp_path / "mine.txt")


@pytest.mark.parametrize("name", [p.stem for p in sorted((data_dir() / "lexicon").glob("*.tsv"))])
def test_lexicon_tables_are_sound(name: str) -> None:
    rows = lexicon(name)
    source = (data_dir() / "lexicon" / f"{name}.tsv").read_text(encoding="utf-8")
    assert "# source:" in source
    keys = [
        tuple(v for column, v in row.items() if column not in ("weight", "note")) for row in rows
    ]
    assert len(keys) == len(set(keys))
