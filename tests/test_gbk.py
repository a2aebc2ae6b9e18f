"""GBK one byte out of step: damage and repair are inverse where the text is proved."""

from __future__ import annotations

from pathlib import Path

import pytest

import soraanalysis as sa
from soraanalysis.reading.edits import replay
from soraanalysis.reading.gbk import damage
from soraanalysis.reading.repair import repair
from soraanalysis.reading.shifts import shifts

EXAMPLES = Path(__file__).parent / "data" / "examples"
GLOSSED = {"內": "nèi", "現": "xiàn"}


@pytest.mark.parametrize(
    ("clean", "damaged"),
    [
        ("突破。“對于Sora這樣", "突破?!皩τ赟ora這樣"),
        ("算力。”</p>", "算力?!?/p>"),
        ("理解。“但如果你說它", "理解?!暗绻阏f它"),
        ("DGX-1。”現在", "DGX-1?!爆F(xiàn)在"),
        ("他們全力以赴，從而", "他們?nèi)σ愿?,從而"),
        ("四次。現在是", "四次?,F(xiàn)在是"),
        ("劈柴。“對柴要像對人，脾氣", "劈柴?!皩Σ褚駥θ?,脾氣"),
        ("他們全憑一雙眼睛。”</p>", "他們?nèi)珣{一雙眼睛?!?/p>"),
    ],
)
def test_damage_reproduces_what_stands_on_real_pages(clean: str, damaged: str) -> None:
    assert damage(clean, GLOSSED) == damaged


def test_repairs_of_the_essay_are_proved_by_damaging_them_again(alone: sa.Corpus) -> None:
    repairs = alone.repairs
    shifted = repairs[repairs["rule"].str.contains("gbk-shift")]
    assert len(shifted) == 7
    assert shifted["certain"].sum() == 6
    original = alone.text("002_essay", "original")
    for words in ("。“對于Sora這樣", "算力。”\n", "DGX-1。”現在", "他們全力以赴，從而"):
        assert words in original
    assert "。“但如果\ufffd說它" in original  # 便 and 足 are possible too: nothing is guessed


def test_the_example_page_is_repaired_but_for_what_nothing_proves() -> None:
    raw = (EXAMPLES / "w12_kiln_q.txt").read_text(encoding="utf-8")
    clean = (EXAMPLES / "w12_kiln_q.clean.txt").read_text(encoding="utf-8")
    mended = replay(raw, repair(raw))
    # a line that the damage dropped, a mark that became `?`, two characters in doubt
    mended = mended.replace("很多人不知道的是，\n", "").replace("Copyright ?", "Copyright ©")
    assert mended.replace("要\ufffd對\ufffd,", "要像對人，") == clean


@pytest.mark.parametrize(
    "text",
    [
        "真的嗎?!我不信。",
        "What?!No way?,he said",
        "螞蟻怎么只有四條腿?!\n還有",
        "a?b=c??d",
        "真的嗎?!?!?!我不信。",
        "真的嗎?!?!好的呀",
        "真的嗎???好的呀",
        "真的嗎?!?\n好",
        "?!?!?!?!",
        "?!",
        "?a)",
    ],
)
def test_marks_that_are_meant_are_left_alone(text: str) -> None:
    assert shifts(text) == []


@pytest.mark.parametrize(
    "quote", ["這件事很難說", "我們要學會看火", "未來的世界會更好", "他沒有告訴任何人"]
)
@pytest.mark.parametrize("before", ["他想了很久", "天已經黑了"])
def test_what_is_put_back_stood_there_and_doubt_is_marked(before: str, quote: str) -> None:
    clean = f"{before}。“{quote}AI也一樣。”現在是冬天。"
    for edit in shifts(damage(clean)):
        if edit.rule == "gbk-shift":
            known = edit.new.split("\ufffd")
            assert all(part in clean for part in known), edit
            assert not edit.certain or len(known) == 1
