"""Chinese names: what is one, where it ends, and that fast and slow weighing agree."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soraanalysis.reading import naming, weighing
from soraanalysis.reading.names import family, is_name
from soraanalysis.reading.page import read_page
from soraanalysis.reading.script import to_simplified

EXAMPLES = Path(__file__).parent / "data" / "examples"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("馆长李明来了。李馆长表示，这里很好。", ["李明"]),
        ("馆长李明和医生王芳都来了。", ["李明", "王芳"]),
        ("馆长李明很高兴。他说，“好。”", ["李明"]),
        ("教授刘洋指出，雨水少了。", ["刘洋"]),
        ("欧阳静怡告诉记者，她明天出发。", ["欧阳静怡"]),
        ("陈志强（42岁）笑了笑。", ["陈志强"]),
        ("林男与王女士到庭，闻教授没有来。", []),
        ("乔安娜·韦斯来自北方，平安路上车很多。", []),
        ("今天和昨天一样，时间不早了，方法很多。", []),
    ],
)
def test_names_end_where_a_reader_ends_them(text: str, names: list[str]) -> None:
    assert naming.likely(text) == names


def test_the_names_of_the_example_pages_are_found() -> None:
    """None of these pages was learnt from."""
    for path in sorted(EXAMPLES.glob("*.gold.jsonl")):
        rows = path.read_text(encoding="utf-8").splitlines()
        speakers = {to_simplified(json.loads(row)["speaker"], "Hant") for row in rows}
        text = read_page(path.with_name(path.name.split(".")[0] + ".txt").read_text("utf-8")).clean
        names = {s for s in speakers if family(s) and len(s) < 5 and is_name(s)}
        assert names <= set(naming.likely(text)), path.stem


PARTS = ("李明远", "欧阳静", "佐藤健二", "阿里·高", "馆长", "说", "，", "。\n", "和")


@given(st.lists(st.sampled_from(PARTS)))
def test_weighing_a_text_at_once_is_weighing_place_by_place(parts: list[str]) -> None:
    text = "".join(parts)
    ends, slow = weighing.word_ends(text), {}
    for start, end, size in weighing.candidates(text):
        pairs = [("bias", ""), ("cut", weighing.cut_of(ends[start : end + 1]))]
        pairs += [
            *weighing.inside(text, start, end, size),
            *weighing.around(text, start, end, size),
        ]
        slow[start, end, size] = sum(weighing.weight(*pair) for pair in pairs)
    found = {place[:3]: place.odds for place in weighing.weigh(text)}
    assert found == {place: pytest.approx(slow[place]) for place in found}
    assert all(odds < 0 for place, odds in slow.items() if place not in found)
