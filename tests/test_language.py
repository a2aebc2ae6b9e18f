"""How probable a text is: whole texts together as one by one, and never dearer for more words."""

from __future__ import annotations

import gc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soraanalysis._memory import no_cycles
from soraanalysis.reading.language import character_costs, probabilities

TEXTS = st.lists(st.text("世界模型很好視頻，“a\n 龘", max_size=8), max_size=8)


@given(TEXTS)
def test_texts_weighed_together_weigh_what_they_weigh_alone(texts: list[str]) -> None:
    assert probabilities(texts) == [probabilities([text])[0] for text in texts]


@given(st.text("世界模型很好的人工智能", max_size=12))
def test_words_only_make_a_text_more_probable(text: str) -> None:
    alone = sum(character_costs()[c] for c in text)
    assert probabilities([text])[0] >= alone - 1e-9


def test_both_scripts_weigh_alike() -> None:
    one, two = probabilities(["這個視頻", "这个视频"])
    assert one == two


def test_a_page_may_hold_characters_of_its_script_and_those_it_uses_anyway() -> None:
    hant = character_costs("Hant")
    assert "個" in hant and "个" not in hant
    assert "个" in character_costs("Hant个")


@pytest.mark.parametrize("before", [True, False])
def test_python_looks_for_cycles_again_afterwards(before: bool) -> None:
    was = gc.isenabled()
    try:
        (gc.enable if before else gc.disable)()
        with pytest.raises(ZeroDivisionError), no_cycles():
            assert not gc.isenabled()
            raise ZeroDivisionError
        assert gc.isenabled() == before
    finally:
        (gc.enable if was else gc.disable)()
