"""Names: what is one, where it ends, and that weighing and learning see the same."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from soraanalysis.reading import chinese, foreign, naming, weighing
from soraanalysis.reading.names import family, is_name
from soraanalysis.reading.page import read_page
from soraanalysis.reading.script import to_simplified
from soraanalysis.reading.weighing import View

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
        ("乔安娜·韦斯来自北方，平安路上车很多。", ["乔安娜·韦斯"]),
        ("站长伊尔莎·范霍文来了。让-吕克·莫兰也来了。", ["伊尔莎·范霍文", "让-吕克·莫兰"]),
        ("球员基普鲁托说，他很累。基普鲁托今年二十岁。", ["基普鲁托"]),
        ("斯里兰卡和奥斯托克镇都下雨。", []),
        ("栗川县很远。栗川县城和栗川师专都在下雨。", []),
        ("濑户海洋研究所研究员岸本遥来了。", ["岸本遥"]),
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


PARTS = ("李明远", "欧阳静", "佐藤健二", "阿里·高", "基普鲁托", "馆长", "说", "，", "。", "和")
TEXTS = st.lists(st.sampled_from(PARTS)).map("".join)


@given(TEXTS, TEXTS)
def test_lines_are_weighed_each_for_itself(first: str, second: str) -> None:
    def weighed(text: str) -> list[tuple[int, int, float]]:
        view = View(text)
        places = [*chinese.weigh(view, (-99, -99)), *foreign.weigh(view, -99)]
        return sorted((p.start, p.end, round(p.odds, 6)) for p in places)

    moved = [(a + len(first) + 1, b + len(first) + 1, odds) for a, b, odds in weighed(second)]
    assert weighed(f"{first}\n{second}") == sorted([*weighed(first), *moved])


@given(TEXTS)
def test_what_is_learnt_is_what_is_weighed(text: str) -> None:
    """The sum of the weights of what `observed` shows is what `weigh` finds."""
    view = View(text)
    for name, model in (("chinese", chinese), ("foreign", foreign)):
        slow = {}
        for at, end, seen in model.observed(view):
            odds = np.full(len(at), weighing.weight(name, "bias"))
            for kind, values, which in seen:
                found = [values()[i] for i in np.broadcast_to(which, len(at)).tolist()]
                odds += [0.0 if v is None else weighing.weight(name, kind, v) for v in found]
            slow |= dict(zip(zip(at.tolist(), end.tolist(), strict=True), odds, strict=True))
        least = (-99, -99) if name == "chinese" else -99
        fast = {(p.start, p.end): p.odds for p in model.weigh(view, least)}
        assert fast == {place: pytest.approx(slow[place]) for place in fast}
        assert all(odds < -5 for place, odds in slow.items() if place not in fast)
