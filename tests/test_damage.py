"""Each kind of damage: undone where it is proved, left alone where it only looks like it."""

from __future__ import annotations

import pytest

from soraanalysis.reading.edits import replay
from soraanalysis.reading.repair import repair


def mended(text: str) -> str:
    return replay(text, repair(text))


@pytest.mark.parametrize(
    ("damaged", "clean"),
    [
        ("人工智能很强大".encode().decode("latin-1"), "人工智能很强大"),
        (
            "人工智能很强大".encode().decode("gbk", "strict") if False else "浜哄伐鏅鸿兘",
            "人工智能",
        ),
        ("他说&ldquo;好&rdquo;&amp;hellip;", "他说“好”…"),
        ("第一段。</p><p>第二段。", "第一段。第二段。"),
        ("Ｓｏｒａ在２０２４年", "Sora在2024年"),
        ("零\u200b宽\ufeff字", "零宽字"),
        ("很好，，真的，。", "很好，真的。"),
        ("他说:“好 。”", "他说：“好。”"),
        ("发(fā)现了,又发(fā)现了", "发现了，又发现了"),
    ],
)
def test_damage_is_undone(damaged: str, clean: str) -> None:
    assert mended(damaged) == clean


def test_lines_cut_at_one_width_are_joined() -> None:
    text = (
        "这一段文字很长很长，它说的是许多年以前的事情，那时候人们还住在山上，每天都要到河边去打水，"
        * 5
    )
    cut = "\n".join(text[i : i + 24] for i in range(0, len(text), 24))
    joined = mended(cut)
    assert sum(a == "\n" for a in joined) < sum(a == "\n" for a in cut)
    assert joined.replace("\n", "") == text


@pytest.mark.parametrize("text", ["坏了\ufffd一个字", "乱码锟斤拷锟斤拷在这里"])
def test_what_is_lost_for_good_is_reported_not_guessed(text: str) -> None:
    (row,) = repair(text)
    assert (row.rule, row.certain) == ("lost", False)
    assert mended(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "床前明月光\n疑是地上霜\n举头望明月\n低头思故乡\n床前明月光\n疑是地上霜",
        "café, naïve, Ångström: déjà vu!",
        "a < b && c > d; x &= y",
        "好的 :) 不好 :( 嗯 ;-)",
        "省略。。。。。。就这样",
        "你(nǐ)好(hǎo)，他(tā)好(hǎo)，你(nǐ)好(hǎo)",
        "姓名\t年龄\t城市\n张三\t20\t北京",
        "见（王某, 2019）和(Li, 2020: 35)".replace("（王某, 2019）", "(王某, 2019)"),
        "数据块是可以的",
    ],
)
def test_what_must_not_change(text: str) -> None:
    assert mended(text) == text
