"""What holds for every page: generated ones, damaged ones, real ones in the other script."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import opencc
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from soraanalysis._data import data_dir
from soraanalysis.reading.edits import replay
from soraanalysis.reading.gbk import damage
from soraanalysis.reading.page import Page, read_page
from soraanalysis.reading.script import to_simplified
from soraanalysis.reading.spans import BODY

ROOT = Path(__file__).parent.parent
NAMES = ("李明", "王芳", "赵志强", "Anna Lee")
SAYINGS = st.text(alphabet="我们今天说的事情很重要世界模型和数据，、", min_size=4, max_size=40).map(
    "我".__add__
)


@st.composite
def pages(draw: st.DrawFn) -> str:
    """A page: furniture, a headline, prose with quotations or labelled turns, a tail."""
    lines = draw(
        st.lists(st.sampled_from(["首页 > 新闻", "来源：晨报", "登录", "广告"]), max_size=3)
    )
    lines.append("关于世界模型的一次谈话")
    for _ in range(draw(st.integers(1, 6))):
        name, saying = draw(st.sampled_from(NAMES)), draw(SAYINGS)
        lines.append(
            draw(
                st.sampled_from(
                    [
                        f"{name}：{saying}。",
                        f"大学教授{name}说，“{saying}。”这件事情以后还会有人再提起来。",
                        f"“{saying}，”{name}说，“{saying}‘{saying}’。",
                        f"{saying}。{saying}。",
                        f"{name}{saying}",
                    ]
                )
            )
        )
    lines += draw(st.lists(st.sampled_from(["责任编辑：张三", "版权所有", "相关阅读"]), max_size=2))
    return draw(st.sampled_from(["\n", "\n\n", "\n　　"])).join(lines)


ANY = st.text(alphabet="甲乙丙，。：“”‘’（）()\n :,?!ABC12「」…\u200b\xa0&;<>/p", max_size=80)


def check(page: Page) -> None:
    ends = [0, *[s.end for s in page.spans]]
    assert ends[:-1] == [s.start for s in page.spans]
    assert ends[-1] == len(page.clean)
    assert replay(page.raw, page.repairs) == page.original
    assert to_simplified(page.original, page.script) == page.clean
    assert len(page.positions) == len(page.clean) + 1
    assert (np.diff(page.positions) >= 0).all()


@given(st.one_of(pages(), ANY))
@example("?!\u200b")
def test_spans_tile_repairs_replay_positions_never_decrease(text: str) -> None:
    check(read_page(text))


@given(pages())
def test_reading_is_deterministic_and_clean_text_stays(text: str) -> None:
    page = read_page(text)
    assert [tuple(s) for s in page.spans] == [tuple(s) for s in read_page(text).spans]
    again = read_page(page.clean)
    assert again.clean == page.clean
    assert [s[2:5] for s in again.spans] == [s[2:5] for s in page.spans]


# one page in ten: reading all twice more takes longer than it tells
SAMPLE = """
from pathlib import Path
from soraanalysis.reading.page import read_page
for path in sorted(Path("tests/data/articles").glob("*6_*.txt")):
    print(path.name, read_page(path.read_bytes().decode()).spans)
"""


def test_every_process_reads_the_same() -> None:
    """Strings hash differently in each process, and sets go in another order."""
    command = [sys.executable, "-c", SAMPLE]
    seeds = ({**os.environ, "PYTHONHASHSEED": seed} for seed in ("1", "2"))
    shown = [subprocess.run(command, env=env, capture_output=True, cwd=ROOT) for env in seeds]
    assert shown[0].stdout.count(b"\n") > 50, shown[0].stderr
    assert shown[0].stdout == shown[1].stdout


@given(pages())
def test_no_character_of_the_body_is_lost(text: str) -> None:
    page = read_page(text)
    assert "".join(page.clean.split()) == "".join(
        "".join(page.clean[s.start : s.end].split()) for s in page.spans
    )


@given(pages())
def test_half_width_marks_change_nothing_but_the_repairs(text: str) -> None:
    half = text.replace("，", ",").replace("：", ":")
    assert [s[2:4] for s in read_page(half).spans] == [s[2:4] for s in read_page(text).spans]


@given(pages())
def test_whatever_is_damaged_still_tiles_and_replays(text: str) -> None:
    check(read_page(damage(text, {"世": "shì"})))


@pytest.mark.parametrize(
    "text",
    [
        "“‘" * 5_000 + "’”" * 5_000,
        "“" * 10_000,
        "他说“" * 3_000,
        "好" + "," * 10_000,
        "好？，" * 3_000 + "。",
        "好?!" * 3_000,
        "（" * 10_000 + "(" * 10_000,
        "(甲, 2020; " * 2_000,
        "好<p " * 3_000 + "&amp;" * 3_000,
        "好" + " \xa0" * 5_000 + "x",
        "世界模型很好?!皩τ赟ora這樣的" * 500,
    ],
    ids=lambda text: text[:4],
)
def test_endless_rows_of_anything_are_read_to_their_end(text: str) -> None:
    check(read_page(text))


RAWS = sorted((data_dir() / "raw").glob("*.txt"))


@pytest.mark.parametrize("path", [RAWS[0], RAWS[3], RAWS[4]], ids=lambda p: p.stem[:3])
def test_the_other_script_changes_no_kind_no_speaker_and_no_offset(path) -> None:  # type: ignore[no-untyped-def]
    raw = path.read_text(encoding="utf-8")
    converted = opencc.OpenCC("s2tw").convert(raw)
    assert len(converted) == len(raw)
    one, two = read_page(raw), read_page(converted)
    assert (one.script, two.script) == ("Hans", "Hant")
    spans = [[(s.start, s.end, s.kind, s.method) for s in p.spans] for p in (one, two)]
    assert spans[0] == spans[1]
    assert [s.speaker for s in one.spans] == [s.speaker for s in two.spans]


@pytest.mark.parametrize("path", RAWS, ids=lambda p: p.stem[:3])
def test_without_the_furniture_the_body_is_the_same(path) -> None:  # type: ignore[no-untyped-def]
    page = read_page(path.read_text(encoding="utf-8"))
    kept = [s for s in page.spans if s.kind != "boilerplate"]
    again = read_page("".join(page.clean[s.start : s.end] for s in kept))
    body = [
        [(p.clean[s.start : s.end].strip(), s.kind, s.speaker) for s in p.spans if s.kind in BODY]
        for p in (page, again)
    ]
    assert body[0] == body[1]
