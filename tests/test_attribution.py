"""Who says what: invented pages against their gold, and what must not change the result."""

from __future__ import annotations

import re
from pathlib import Path

import opencc
import pandas as pd
import pytest

import soraanalysis as sa
from soraanalysis import evaluate
from soraanalysis.reading.page import Page, read_page

PAGES = Path(__file__).parent / "data" / "articles"
EXAMPLES = Path(__file__).parent / "data" / "examples"
Reading = tuple[sa.Corpus, sa.Corpus]


@pytest.fixture(scope="module")
def pages() -> Reading:
    return evaluate.read_pages(PAGES)


def speech(page: Page) -> list[tuple[str, str | None, str]]:
    return [
        (s.kind, s.speaker, page.clean[s.start : s.end].strip())
        for s in page.spans
        if s.kind in ("turn", "quote", "paraphrase")
    ]


def of(text: str) -> list[tuple[str, str | None, str]]:
    return speech(read_page(text + "\n"))


# -- against gold ---------------------------------------------------------------------------------


def test_the_pages_are_read_as_well_as_the_readme_says(pages: Reading) -> None:
    table = evaluate.speech(*pages).set_index(["measure", "doc_id"])["f1"]
    assert len(pages[0]) == 950
    assert table["direct", "pooled"] >= 0.93
    assert table["paraphrase", "pooled"] >= 0.88


def test_the_examples_are_read_right() -> None:
    table = evaluate.speech(*evaluate.read_pages(EXAMPLES)).set_index(["measure", "doc_id"])["f1"]
    assert table["direct", "pooled"] >= 0.99
    assert table["paraphrase", "pooled"] >= 0.95


def test_confidence_orders_the_precision(pages: Reading) -> None:
    table = evaluate.reliability(*pages)
    levels = table[table["method"] == ""].set_index("level")["precision"]
    assert levels["high"] > levels["medium"] > levels["low"]
    assert (table["low"].dropna() <= table["precision"][table["low"].notna()]).all()


# -- cases ----------------------------------------------------------------------------------------

ONE, TWO = "这件事我们想了很久。", "现在终于可以说了。"
CASES = {
    f"馆长李明说，“{ONE}”": [("quote", "李明")],
    f"“{ONE}”馆长李明向本报记者解释称。": [("quote", "李明")],
    f"“这件事，”馆长李明说，“{ONE}”": [("quote", "李明"), ("quote", "李明")],
    f"馆长李明（42岁）停了一下。“{ONE}”": [("quote", "李明")],
    f"馆长李明很高兴。他说，“{ONE}”": [("quote", "李明")],
    f"馆长李明来了。李馆长表示，{ONE}": [("paraphrase", "李明")],
    f"林姓骑士不服。林男说：“{ONE}”": [("quote", "林姓骑士")],
    f"馆长李明和医生王芳都来了。两人均表示，{ONE}": [("paraphrase", "李明、王芳")],
    f"站长伊尔莎·范霍文来了。“{ONE}”范霍文说。": [("quote", "伊尔莎·范霍文")],
    f"据国际数据公司预测，{ONE}": [("paraphrase", "国际数据公司")],
    f"不少网友留言：“{ONE}”": [("quote", "网友")],
    f"一位不愿具名的店主告诉记者，{ONE}": [("paraphrase", "一位不愿具名的店主")],
    f"“{ONE}”": [("quote", sa.UNKNOWN)],
    "大家把它叫做“世界模拟器”，墙上写着“禁止入内”，所谓“专家”没有来，也没有人问起。": [],
    f"有媒体报道称，{ONE}": [],
    f"常客阿哲来了。阿哲笑了笑。“{ONE}”": [("quote", "阿哲")],
    f"作家高桥由美（Yumi Takahashi）来了。“{ONE}”她说。": [("quote", "高桥由美")],
    f"发言人何咏诗表示，{ONE}": [("paraphrase", "何咏诗")],
    f"记者联系了海风物流公司，后者回应称，{ONE}": [("paraphrase", "海风物流公司")],
    f"律师贝敏来了。律师表示，{ONE}": [("paraphrase", "贝敏")],
    f"馆长李明来了。记者问他累不累，他摇头。“{ONE}”": [("quote", "李明")],
    f"台下传来一句：“{ONE}”": [("quote", sa.UNKNOWN)],
    f"馆长李明来了。谈到下一步打算，他表示，{ONE}": [("paraphrase", "李明")],
    f"馆长李明没有回应这件事，也没有说明原因。{ONE}": [],
    f"“{ONE}”5月19日，住在河边的馆长李明告诉记者。": [("quote", "李明")],
    f"校长达利·尤干来自山区。尤干表示，{ONE}": [("paraphrase", "达利·尤干")],
    f"神经科学家比嘉琉美来了。比嘉介绍，{ONE}": [("paraphrase", "比嘉琉美")],
    f"退休车工荆玉山在排队。荆师傅说：“{ONE}”": [("quote", "荆玉山")],
    f"大家叫他“阿钦师”的馆长李明来了。“{ONE}”阿钦师说。": [("quote", "李明")],
    f"馆长李明对此的解释是，{ONE}": [("paraphrase", "李明")],
    f"馆长李明讲了一件事：{ONE}": [("paraphrase", "李明")],
    f"总经理 Kelvin Auyeung（欧阳启文）直言，{ONE}": [("paraphrase", "欧阳启文")],
    f"馆长李明（48岁）和另一名医生王芳都说，{ONE}": [("paraphrase", "李明、王芳")],
    f"律师施道恒和主管简颖儿都在。\n施：“{ONE}”": [("quote", "施道恒")],
    f"馆长李明来了。“老树新芽”第一个冒泡：“{ONE}”": [("quote", "老树新芽")],
    f"昱风智慧车公司（以下简称昱风）来了。昱风表示，{ONE}": [("paraphrase", "昱风智慧车公司")],
    f"被告海风物流公司辩称，{ONE}": [("paraphrase", "海风物流公司")],
    f"教授让-吕克·莫兰来了。莫兰表示，{ONE}": [("paraphrase", "让-吕克·莫兰")],
    f"保护站工程师忽雪莹告诉记者，{ONE}": [("paraphrase", "忽雪莹")],
    f"一名参与二厂工程的包商告诉记者，{ONE}": [("paraphrase", "一名参与二厂工程的包商")],
    f"市教育局基础教育科发表声明，称{ONE}": [("paraphrase", "市教育局基础教育科")],
    f"一名不愿透露姓名的护士说，{ONE}": [("paraphrase", "一名不愿透露姓名的护士")],
    f"老板廖庆生来了。“{ONE}”庆叔说。": [("quote", "廖庆生")],
    f"傍晚，堂嫂告诉记者，{ONE}": [("paraphrase", "堂嫂")],
    f"村民反映很强烈。林姓上班族则抱怨时间。她说，{ONE}": [("paraphrase", "林姓上班族")],
}


@pytest.mark.parametrize("text", CASES, ids=[text[:12] for text in CASES])
def test_a_case(text: str) -> None:
    assert [row[:2] for row in of(text)] == CASES[text]


def test_a_quotation_goes_on_over_paragraphs() -> None:
    again = f"馆长李明说：“{ONE}\n“{TWO}”\n"
    once = f"馆长李明说：“{ONE}\n{TWO}”\n"
    for text in (again, once):
        assert [row[:2] for row in of(text)] == [("quote", "李明"), ("quote", "李明")]


def test_turns_of_a_dialogue_without_cues_alternate() -> None:
    text = f"馆长李明在家里。\n“{ONE}”记者问。\n“{TWO}”李明说。\n“为什么现在？”\n“因为该说了。”\n"
    assert [who for _, who, _ in of(text)] == ["记者", "李明", "记者", "李明"]
    text = "馆长李明和医生王芳在家里。“怎么了？”王芳问。\n李明放下笔，抬起头来。“多久了？”\n"
    text += "“三个月，饭后更厉害。”\n“吃过药没有？”\n"
    assert [who for _, who, _ in of(text)] == ["王芳", "李明", "王芳", "李明"]


def test_what_is_announced_ends_with_the_turns_that_follow() -> None:
    talk = "李明：为什么是现在？\n王芳：因为该说了。\n李明：谢谢你。\n王芳：不客气。\n"
    text = "馆长李明和医生王芳都在。馆长李明说，这次谈得很久。以下是记录：\n"
    text += f"{talk}谈话结束时，天已经黑了。\n"
    assert [row[:2] for row in of(text)][-1] == ("turn", "王芳")
    assert all("天已经黑了" not in words for _, _, words in of(text))


def test_the_answerer_of_a_page_of_questions_is_found() -> None:
    asked = "日前，市水务局负责人回答了记者的提问。\n"
    text = asked + "问：水价会涨吗？\n答：不会。\n问：为什么？\n答：有规定。\n"
    assert [who for _, who, _ in of(text)] == ["记者", "市水务局负责人"] * 2


TALKS = {  # how a page shows who speaks, and who speaks in it
    "a guest list with bars": (
        "主持｜欧阳靖（主编）\n与谈｜官柏维（工程师）、佐佐木悠（代表）\n\n"
        "欧阳｜ASK\n官｜SAY\n欧阳｜ASK\n佐佐木｜SAY\n官｜SAY\n",
        ["欧阳靖", "官柏维", "欧阳靖", "佐佐木悠", "官柏维"],
    ),
    "nicknames beside names": (
        "主播：阿拓（陆拓，前产品经理）、小满（訾小满，记者）\n\n"
        "阿拓 02:10\nASK\n小满 02:14\nSAY\n阿拓 02:25\nASK\n阿拓、小满 02:30\nSAY\n",
        ["陆拓", "訾小满", "陆拓", "陆拓、訾小满"],
    ),
    "titles and dashes": (
        "主持：封玉洁（书记）\n参会：石磊（经理）、濮大爷（居民，名濮存义）\n\n"
        "封玉洁——ASK\n石磊——SAY\n濮大爷——SAY\n封玉洁——ASK\n石磊——SAY\n",
        ["封玉洁", "石磊", "濮存义", "封玉洁", "石磊"],
    ),
    "names on lines of their own": (
        "发布人：市科技局局长　鲜于洁；研究员　庹小冬\n主持人：办公室副主任　牟晓峰\n"
        "主持人 牟晓峰\nASK\n鲜于洁\nSAY\n潮汐时报记者\nASK\n庹小冬\nSAY\n"
        "主持人\nASK\n鲜于洁\nSAY\n主持人\nSAY\n",
        ["牟晓峰", "鲜于洁", "潮汐时报记者", "庹小冬", "牟晓峰", "鲜于洁", "牟晓峰"],
    ),
    "an oral history": (
        "口述：冼桂兰（女，退休售票员）\n\n我是1969年进的公司，顶我母亲的班，一做三十年。\n\n"
        "问：ASK\n\nSAY\n\n问：ASK\n\nSAY\n",
        ["冼桂兰", "记者", "冼桂兰", "记者", "冼桂兰"],
    ),
    "askers with a name": (
        "科主任郜雨田回答了网友的提问。\n\nQ（糖糖妈）：ASK\nA：SAY\nQ：ASK\nA：SAY\n"
        "Q（树）：ASK\nA：SAY\n".replace("（树）", "（会走的树）"),
        ["糖糖妈", "郜雨田", "糖糖妈", "郜雨田", "会走的树", "郜雨田"],
    ),
    "questions behind dashes": (
        "校长李明来了。以下是王芳与他的对话。\n\n——ASK\n\nSAY\n\n——ASK\n\nSAY\n\n——ASK\n\nSAY\n",
        ["王芳", "李明"] * 3,
    ),
    "a gazette": (
        "主席　穆委员书兰\n\n主席：SAY\n姚委员绍棠（10时4分）：ASK\n叶处长定岚：SAY\n"
        "马跃·阿勒委员（10时13分）：ASK\n叶处长定岚：SAY\n马跃·阿勒委员：SAY\n",
        ["穆书兰", "姚绍棠", "叶定岚", "马跃·阿勒", "叶定岚", "马跃·阿勒"],
    ),
    "a debate": (
        "主席：葛敏仪（教师）\n正方（应当）：一辩 佘乐言　二辩 其木格\n"
        "反方（不应当）：一辩 苗一苇\n\n"
        "【主席】ASK\n【正方一辩】SAY\n【反方一辩】ASK\n【正方二辩】SAY\n【反方一辩】SAY\n",
        ["葛敏仪", "佘乐言", "苗一苇", "其木格", "苗一苇"],
    ),
    "times before names": (
        "主持：桑沐恩　来宾：温以诺（标本师）\n\n00:42 沐恩\nASK\n\n00:51 以诺\nSAY\n\n"
        "00:56 沐恩\nASK\n\n01:10 以诺\nSAY\n",
        ["桑沐恩", "温以诺", "桑沐恩", "温以诺"],
    ),
    "questions in bold": (
        "记者黎芷晴与邵慧仪谈了一个下午，邵慧仪接受了本刊访问。\n\n**Q1｜ASK**\n\nSAY\n\n"
        "**Q2｜ASK**\n\nSAY\n\n**Q3｜ASK**\n\nSAY\n",
        ["记者", "邵慧仪"] * 3,
    ),
    "initials of a magazine": (
        "以下为访谈摘录，《暗房》简称Q，练雅筑简称L，官韦辰简称K。\n\n"
        "Q：ASK\nL：SAY\nK：SAY\nQ：ASK\nL：SAY\n",
        ["暗房", "练雅筑", "官韦辰", "暗房", "练雅筑"],
    ),
    "a talk inside a report": (
        "村支书唐小满把组长牛万福叫来，我记下了一段。\n\n唐支书：ASK\n牛：SAY\n唐支书：ASK\n"
        "牛：SAY\n唐支书：ASK\n\n说到钱，场上安静了，没有人再说话。\n",
        ["唐小满", "牛万福", "唐小满", "牛万福", "唐小满"],
    ),
}


@pytest.mark.parametrize("kind", TALKS)
def test_who_speaks_in_a_talk(kind: str) -> None:
    text, speakers = TALKS[kind]
    numbers = iter("一二三四五六七八九")
    text = re.sub("ASK", lambda _: f"第{next(numbers)}件事，你怎么看？", text)
    found = of(re.sub("SAY", lambda _: f"我看这{next(numbers)}件没有问题。", text))
    assert [who for _, who, _ in found] == speakers
    assert {kind for kind, _, _ in found} == {"turn"}


def test_between_sound_bites_the_reporter_speaks() -> None:
    told = "车站每天夜里有三百多人等车，附近的店铺十点以后就关了门，灯也只亮一半。\n"
    text = (
        f"{told}乘客 小葛：我一般等头班车，坐着等。\n{told}"
        f"公司副经理 仇国梁：以前不是不想开，是开不了。\n{told}"
    )
    assert [who for _, who, _ in of(text)] == ["小葛", "仇国梁"]


def test_a_joint_label_may_lack_a_part() -> None:
    assert of(",&：‘2,。「:") == []


def test_a_legend_may_lack_a_name() -> None:
    assert of("发言人1：　发言人2：") == []
    assert of("【 】：好") == []


def test_two_labels_in_one_line_are_two_turns() -> None:
    text = "李明：今天天气很好。\n王芳：是的。　李明：好，这就走。\n王芳：走。\n"
    assert [who for _, who, _ in of(text)] == ["李明", "王芳", "李明", "王芳"]


def test_a_legend_names_the_labels_of_a_machine() -> None:
    text = (
        "说话人1为李明，说话人2为王芳。\n\n说话人1 00:00:01\n你好。\n\n说话人2 00:00:03\n你好。\n"
    )
    assert [who for _, who, _ in of(text)] == ["李明", "王芳"]


def test_a_list_of_links_inside_an_article_does_not_end_it() -> None:
    lines = [
        "标题",
        f"馆长李明说：“{ONE}”大家都点头，没有人再问。",
        "延伸阅读：另一篇文章",
        f"医生王芳说：“{TWO}”台下很安静，没有人走动。",
        "王芳又说：“明天还要来。”说完她收拾桌上的东西，关灯走了。",
    ]
    assert [who for _, who, _ in of("\n".join(lines))] == ["李明", "王芳", "王芳"]


def test_verb_and_source_are_kept_as_printed() -> None:
    text = f"館長李明嘆了口氣。他強調，{ONE}\n"
    spans = sa.Corpus.from_frame(pd.DataFrame({"text": [text]})).spans
    row = spans[spans["kind"] == "paraphrase"].iloc[0]
    assert (row["cue"], row["source"], row["method"]) == ("強調", "他", "pronoun")
    assert text[row["cue_start"] : row["cue_end"]] == "強調"
    assert row["confidence"] == "medium"


def test_an_answer_points_to_its_question() -> None:
    text = "主持人：水价会涨吗？\n李明：不会。\n王芳：我也这样看。\n主持人：谢谢。\n"
    table = sa.Corpus.from_frame(pd.DataFrame({"text": [text]})).utterances
    first = table.index[0]
    assert table["reply_to"].tolist() == ["", first, first, ""]


# -- metamorphic ----------------------------------------------------------------------------------

SOURCES = sorted([*PAGES.glob("*.txt"), *EXAMPLES.glob("*.txt")])


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {path.stem: path.read_bytes().decode("utf-8") for path in SOURCES}


def who(text: str) -> list[tuple[str, str | None, str]]:
    return speech(read_page(text))


def test_converting_the_script_changes_no_speaker(texts: dict[str, str]) -> None:
    to_traditional = opencc.OpenCC("s2t")
    changed = 0
    for name, text in texts.items():
        if name.split("_")[-1] not in ("s", "q"):
            continue
        before, after = who(text), who(to_traditional.convert(text))
        changed += [row[0] for row in before] != [row[0] for row in after]
    assert changed <= 3  # conversion there and back changes a few words themselves


def test_swapping_the_style_of_quotation_marks_changes_nothing(texts: dict[str, str]) -> None:
    swap = str.maketrans("「」『』", "“”‘’")
    for name, text in texts.items():
        if "“" in text or "‘" in text:
            continue
        before = [(kind, speaker) for kind, speaker, _ in who(text)]
        assert before == [(kind, speaker) for kind, speaker, _ in who(text.translate(swap))], name


def test_an_added_paragraph_adds_only_its_own_speech(texts: dict[str, str]) -> None:
    added = "\n市场里很安静，几只猫在晒太阳，远处传来收音机的声音，没有人走动。\n"
    for name, text in texts.items():
        before = who(text)
        pages = who(text.rstrip() + added)
        assert [r for r in before if r not in pages] == [], name


def test_renaming_a_speaker_changes_only_the_name(texts: dict[str, str]) -> None:
    text = texts["w07_school_q"]
    renamed = [(k, w, t.replace("鄭", "郑")) for k, w, t in who(text.replace("高啟明", "高志遠"))]
    before = [(k, w and w.replace("高启明", "高志远"), t) for k, w, t in who(text)]
    assert [row[:2] for row in renamed] == [row[:2] for row in before]


def test_without_its_furniture_a_page_reads_the_same(pages: Reading) -> None:
    _, alone = pages
    differ = 0
    for doc_id in alone.documents.index:
        page = alone._pages[doc_id]
        outside = [s for s in page.spans if s.kind in ("boilerplate", "caption")]
        text = page.raw
        for span in reversed(outside):
            raw = page.positions
            text = text[: raw[span.start]] + text[raw[span.end] :]
        bare = [row[:2] for row in who(re.sub(r"\n{3,}", "\n\n", text))]
        differ += bare != [row[:2] for row in speech(page)]
    assert differ <= 0.02 * len(alone.documents)  # where only a caption gives the full name
