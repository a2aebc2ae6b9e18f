"""Many ways to print the same talk: the shapes of labels and questions, cues, sources.

`data/ways.toml` lists them; each is put into an invented page, and must be understood there.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from soraanalysis.reading.page import Page, read_page
from soraanalysis.reading.spans import Span

WAYS = {
    name: [line.replace("␣", " ").replace("⏎", "\n") for line in lines.strip("\n").split("\n")]
    for name, lines in tomllib.loads(
        (Path(__file__).parent / "data" / "ways.toml").read_text(encoding="utf-8")
    ).items()
}
HEAD = "首页 > 地方 > 特写\n最后一台织机\n2024-05-06 09:12　来源：临水晚报\n\n"
TAIL = "\n\n　　镇里派人来看过，量了尺寸，没有下文。那天风很大。\n\n责任编辑：苗青\n"
WORDS, MORE = "机器坏了还可以修，人要是走了就没人知道怎么修了", "那几年我们连零件都买不到"
TALK = [  # the turns of two who talk with a host
    ("邓可欣", "两位好，先请你们说说，第一次听说这件事是在什么时候？"),
    ("罗翊", "我是去年冬天听说的。那时候村里下了大雪，路封了三天，我们靠对讲机联系。"),
    ("", "后来雪化了，大家才把这件事当成一件正经事来做。"),
    ("巴特尔", "我比他早一点。我父亲以前就守过那片林子，家里一直有那本记录。"),
    ("邓可欣", "记录里写了什么，方便透露吗？"),
    ("巴特尔", "主要是水位和鸟。哪一天来了几只，哪一天走了几只，写得很细。"),
    ("罗翊", "这四个字我印象很深，我们后来把它印在了手册的扉页上。"),
    ("邓可欣", "接下来有什么打算？"),
    ("罗翊", "先把三个观测点修好，再找两个年轻人来接手。钱不多，但是够用。"),
    ("巴特尔", "我同意。设备坏了可以买，人走了就没有了。"),
]
PARTS = {"邓可欣": "北原晚报记者", "罗翊": "观测站站长", "巴特尔": "前护林员"}
ASKED = {
    "你第一次到观测站是什么时候？": "是二〇〇三年的冬天。那年雪特别大，我们是踩着雪进去的。",
    "那时候站里有几个人？": "两个人，加上一条狗。白天记水位，晚上我们围着炉子抄数据。",
    "为什么一直没有走？": "也想过走。可是每次要走，都有一件事没做完，拖着就到了今天。",
    "现在最担心什么？": "担心没有人接着记。设备可以换，断了的数据补不回来。",
}


def at(page: Page, words: str) -> Span:
    """The span in which words stand."""
    start = page.clean.index(words)
    return next(s for s in page.spans if s.start <= start < s.end)


def talk(label: str, before: int = 0, interlude: str = "") -> Page:
    """The talk, each turn behind a label, an interlude before the turn of a number."""
    lines = [HEAD + "本报请来站长罗翊与前护林员巴特尔，由主持人邓可欣与他们对谈，以下为节录。"]
    for k, (name, words) in enumerate(TALK):
        lines += [interlude] * (interlude != "" and k == before)
        shown = label.format(name=name, role=PARTS.get(name), time=f"{k:02d}:{k * 7:02d}")
        lines.append((shown if name else "") + words)
    return read_page("\n\n".join(lines) + TAIL)


def assert_understood(page: Page) -> None:
    speaker = ""
    for name, words in TALK:
        speaker = name or speaker
        span = at(page, words)
        assert (span.kind, span.speaker) == ("turn", speaker)


@pytest.mark.parametrize("label", WAYS["labels"])
def test_labels(label: str) -> None:
    assert_understood(talk(label))


@pytest.mark.parametrize("interlude", WAYS["interludes"])
@pytest.mark.parametrize("before", [3, 6])
def test_interludes(interlude: str, before: int) -> None:
    for label in ("{name}：", "{name}\n", "【{name}】"):
        page = talk(label, before, interlude)
        assert_understood(page)
        assert at(page, interlude.strip("【】")[:8]).speaker is None


@pytest.mark.parametrize("shape", WAYS["questions"])
@pytest.mark.parametrize("told", WAYS["introductions"])
def test_questions_and_answers(shape: str, told: str) -> None:
    ask, answer = shape.split(" / ")
    ask = ask if "{q}" in ask else ask + "{q}"
    lines = [HEAD.strip() + "　记者：何苗", told]
    for question, words in ASKED.items():
        lines += [ask.format(q=question), answer + words]
    page = read_page("\n\n".join(lines) + "\n\n责任编辑：石磊\n")
    for words in ASKED.values():
        span = at(page, words)
        assert (span.kind, span.speaker) == ("turn", "罗翊")


BITES = [
    (
        "祝春生",
        "县文化局局长",
        "这台机器见证了一个时代，我们会尽最大努力把它保护好，让更多人看到。",
    ),
    ("丁若兰", "仓库保管员", "我舍不得，可是放在这里也没人看，搬走是好事，就怕路上磕着碰着。"),
    ("马小龙", "市民", "小时候我妈就在这里上班，下班我来接她，满耳朵都是机器声。"),
]
TOLD = [
    "老厂区的织机今年满六十岁，镇里打算把它搬进展览馆，消息传开以后不少人赶来拍照。",
    "机器旁边堆着旧零件，有的已经生锈，看护它的人每天都要擦一遍，冬天尤其费工夫。",
    "展览馆预计明年五月开放，届时织机会放在一楼大厅正中，旁边还要放一段旧录像。",
    "记者离开的时候天已经黑了，厂区里只剩下一盏路灯还亮着，照着那扇生锈的铁门。",
]


@pytest.mark.parametrize("bite", WAYS["bites"])
def test_bites_of_a_broadcast(bite: str) -> None:
    lines = [HEAD.strip(), TOLD[0]]
    for (name, role, words), told in zip(BITES, TOLD[1:], strict=True):
        lines += [bite.format(name=name, role=role, words=words), told]
    page = read_page("\n\n".join(lines) + TAIL)
    for name, _, words in BITES:
        assert at(page, words).speaker == name
    assert not any(at(page, told).speaker for told in TOLD)


def prose(told: str) -> Page:
    """A page on which two persons are introduced, and something is told of them."""
    return read_page(
        f"{HEAD}　　临水老厂区还剩一台织机。看着它的是修理工祝春生和仓库保管员丁若兰。\n\n"
        f"　　丁若兰管钥匙。“每天早上我先开门，再给它掸灰。”丁若兰说。\n\n　　{told}{TAIL}"
    )


@pytest.mark.parametrize("cue", WAYS["cues"])
@pytest.mark.parametrize("marks", ["“”", "「」"])
def test_cues(cue: str, marks: str) -> None:
    said, _, before = cue.rstrip("}").partition("{")
    told = (before + said).replace("X", "祝春生").replace("Q", WORDS).replace("R", MORE)
    page = prose(told.translate(str.maketrans("“”", marks)))
    for words in (WORDS, MORE) if "R" in cue else (WORDS,):
        span = at(page, words)
        assert (span.kind, span.speaker) == ("quote", "祝春生")


@pytest.mark.parametrize("report", WAYS["reports"])
@pytest.mark.parametrize("name", ["祝春生", "县文化局"])
def test_reports(report: str, name: str) -> None:
    words = {"X": name, "P2": "零件会从邻县调来", "P": "这台机器今年不会拆除"}
    page = prose(re.sub("P2|P|X", lambda m: words[m[0]], report) + "去年冬天厂区停了暖气。")
    for part in {"P", "P2"} & set(re.findall("P2|P", report)):
        span = at(page, words[part])
        assert (span.kind, span.speaker) == ("paraphrase", name)
    assert at(page, "镇里派人来看过").kind == "narration"


@pytest.mark.parametrize("source", WAYS["sources"])
def test_sources(source: str) -> None:
    phrase, _, name = source.partition("|")
    for told in (
        f"{phrase}说：“{WORDS}。”",
        f"“{WORDS}。”{phrase}说。",
        f"{phrase}在回复中称，“{WORDS}”。",
    ):
        span = at(read_page(f"{HEAD}　　厂里打算把织机搬走，议论不少。\n\n　　{told}{TAIL}"), WORDS)
        assert (span.kind, span.speaker) == ("quote", name or phrase)


@pytest.mark.parametrize("named", WAYS["institutions"])
def test_institutions(named: str) -> None:
    full, short = named.split("|")
    for cue in (f"{short}表示，{WORDS}。", f"“{WORDS}。”{short}说。"):
        told = f"老厂区还剩一台织机，{full}打算把它搬走。\n\n　　{full}昨日发布通告，公布了时间表。"
        assert at(read_page(f"{HEAD}　　{told}{cue}{TAIL}"), WORDS).speaker == full.split("（")[0]


@pytest.mark.parametrize("report", WAYS["together"])
def test_who_speaks_together(report: str) -> None:
    told = "老厂区还剩一台织机。局长王建国和会计李梅都来了。" + report.replace("P", WORDS)
    assert at(read_page(f"{HEAD}　　{told}。{TAIL}"), WORDS).speaker == "王建国、李梅"


def after(told: str) -> Page:
    """A page that goes on with what is told."""
    return read_page(f"{HEAD}　　老厂区还剩一台织机，机器旁边堆着旧零件。\n\n　　{told}{TAIL}")


@pytest.mark.parametrize("doing", WAYS["doings"])
def test_what_somebody_without_a_name_does(doing: str) -> None:
    for somebody in WAYS["somebody"]:
        page = after(doing.replace("S", somebody).replace("Q", WORDS + "。"))
        assert (at(page, WORDS).kind, at(page, WORDS).speaker) == ("quote", somebody)


@pytest.mark.parametrize("opening", WAYS["openings"])
def test_an_article_that_begins_with_what_somebody_says(opening: str) -> None:
    told = opening.replace("X", "祝春生").replace("Q", WORDS + "。")
    page = read_page(f"{HEAD}　　{told}\n\n　　祝春生今年六十岁。那天机器又停了。{TAIL}")
    assert (at(page, WORDS).kind, at(page, WORDS).speaker) == ("quote", "祝春生")


@pytest.mark.parametrize(
    "told", ["X表示：“Q”", "X随后在声明中回应：“Q”", "据X介绍，Q"], ids=["says", "states", "tells"]
)
def test_houses(told: str) -> None:
    for house in WAYS["houses"]:
        page = after(told.replace("X", f"青禾{house}").replace("Q", f"{WORDS}。"))
        assert at(page, WORDS).speaker == f"青禾{house}"


@pytest.mark.parametrize("way", WAYS["dialogues"])
@pytest.mark.parametrize(
    "two", ["祝春生 丁若兰", "女孩 老人", "顾客 老板娘", "学生 老师", "妻子 丈夫", "祝春生 孙女"]
)
def test_dialogues(way: str, two: str) -> None:
    said = [words for pair in ASKED.items() for words in pair]
    names = dict(zip("AB", two.split(), strict=True))
    page = after(re.sub("[AB]", lambda m: names[m[0]], way.format(*said)).replace("\n", "\n\n"))
    for k, words in enumerate(said[:6]):
        assert (at(page, words).kind, at(page, words).speaker) == ("quote", two.split()[k % 2])


@pytest.mark.parametrize("trade", WAYS["trades"])
@pytest.mark.parametrize("firm", WAYS["firms"])
def test_firms_by_their_short_names(trade: str, firm: str) -> None:
    for first, then in (
        ("今（30）日召开说明会，会场坐满了人。{}执行长没有出席。", "展望第四季，{}预估，"),
        ("昨天公布财报，营收创新高。{}股价上涨。", "{}表示，"),
        ("昨天宣布裁员。消息传出后，{}员工很不安。", "对此，{}回应称，"),
    ):
        told = f"{trade}{firm}{first}\n\n　　{then}".replace("{}", firm[:2])
        assert at(after(told + WORDS + "。"), WORDS).speaker == firm


@pytest.mark.parametrize(
    "trade", [t for t in WAYS["trades"] if t != "国内显卡龙头"] + ["大模型公司"]
)
@pytest.mark.parametrize("brand", WAYS["brands"])
def test_firms_by_what_they_are(trade: str, brand: str) -> None:
    for told in (
        "昨天，{}发布公告称，",
        "{}宣布全面涨价，引发热议。\n\n　　对此，{}回应称，",
        "{}表示，",
        "{}近日上线新功能，不少人吐槽。{}方面表示，",
    ):
        said = told.replace("{}", trade + brand, 1).replace("{}", brand) + WORDS
        assert at(after(said + "。"), WORDS).speaker == brand


@pytest.mark.parametrize("aside", WAYS["asides"])
@pytest.mark.parametrize("other", ["主控官施朗晴", "局长王建国", "律师"])
def test_asides_that_name_others(aside: str, other: str) -> None:
    name = other[-3:] if len(other) > 2 else other
    for cue in ("说：“{}。”", "表示，{}。", "供称，{}。"):
        told = f"店主谭美嫦和{other}都在场。\n\n　　谭美嫦{aside.format(name)}{cue.format(WORDS)}"
        assert at(after(told), WORDS).speaker == "谭美嫦"


@pytest.mark.parametrize("pair", WAYS["pairs"])
def test_pairs_without_a_name(pair: str) -> None:
    told = f"店主王进财和王淑芬忙了一上午。\n\n　　骑车来的{pair}，排了四十分钟才吃到面线。"
    for cue in ("“{}！”两人异口同声。", "两人说：“{}。”", "两人都表示，{}。"):
        span = at(after(told + cue.format(WORDS)), WORDS)
        assert span.speaker == pair.removeprefix("一对")


@pytest.mark.parametrize("verb", ["同意", "否认", "透露", "笑言", "建议", "相信", "形容", "供称"])
@pytest.mark.parametrize("person", ["店主谭美嫦", "律师骆嘉敏", "校长王建国"])
def test_a_family_name_before_a_verb_is_no_full_name(verb: str, person: str) -> None:
    told = f"{person}在场。\n\n　　{person[2]}{verb}，但没有说明原因。“{WORDS}。”{person[2]}说。"
    assert at(after(told), WORDS).speaker == person[2:]


@pytest.mark.parametrize("paper", WAYS["papers"])
@pytest.mark.parametrize("body", ["峤石证券", "青屿市消费者协会", "北岭省统计局", "莱林劳动研究所"])
def test_what_papers_say(paper: str, body: str) -> None:
    assert at(after(f"{paper.format(body)}{WORDS}。"), WORDS).speaker == body


@pytest.mark.parametrize("named", WAYS["again"])
def test_institutions_named_again(named: str) -> None:
    full, then = named.split("|")
    for told in ("昨天回应了此事。{}称，", "7月发布报告，引起关注。{}预计，"):
        assert at(after(f"{full}{told.format(then)}{WORDS}。"), WORDS).speaker == full


@pytest.mark.parametrize("when", WAYS["whens"])
@pytest.mark.parametrize("who", ["市长蒋万安", "发言人毛宁", "市环保局", "海风物流公司"])
def test_when_somebody_speaks(when: str, who: str) -> None:
    for cue in ("表示，{}。", "说：“{}。”"):
        span = at(after(who + when + cue.format(WORDS)), WORDS)
        assert span.speaker == who.removeprefix("市长").removeprefix("发言人")


@pytest.mark.parametrize("learnt", WAYS["learnt"])
@pytest.mark.parametrize("whom", ["市文旅局", "县应急管理局", "涉事学校", "省气象台"])
def test_whom_the_reporter_learnt_it_from(learnt: str, whom: str) -> None:
    span = at(after(f"{learnt.format(whom)}{WORDS}。"), WORDS)
    assert (span.kind, span.speaker) == ("paraphrase", whom)


@pytest.mark.parametrize("cue", ["称", "直呼", "回应", "表示"])
def test_few_words_in_marks_that_are_all_that_somebody_says(cue: str) -> None:
    page = after(f"对于何时恢复，馆长李明{cue}“不清楚”。馆长李明自称“书虫”。")
    span = at(page, "不清楚")
    assert (span.kind, span.speaker) == ("quote", "李明")
    assert at(page, "书虫").kind != "quote"
