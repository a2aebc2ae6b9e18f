"""Sources without a personal name: institutions, papers, and somebody by a phrase.

A noun phrase is found at the end of a clause, directly before a reporting verb (据国际数据公司,
一位不愿具名的店主); which nouns are sources stands in `data/lexicon/sources.tsv`.
"""

from __future__ import annotations

import functools
import re

from soraanalysis._data import words
from soraanalysis.reading.cast import Mention
from soraanalysis.reading.names import HAN, adverbs, one_of, roles


@functools.cache
def _leads() -> str:
    """A pattern for what may stand before a subject: connectives, times, brackets."""
    plain = one_of(words("adverbs", "adverb", kind="lead"))
    return rf"(?:（[^（）]*）|{plain}|（?\d{{1,4}}[年月日时]|[ 　])"


@functools.cache
def _plural() -> re.Pattern[str]:
    return re.compile(f"(?:{one_of(words('sources', 'word', kind='quantity'))})(?=.{{2}})")


@functools.cache
def _noun_phrase() -> re.Pattern[str]:
    bodies = one_of(words("sources", "word", kind="body"))
    suffix = one_of(words("sources", "word", kind="suffix"))
    papers = one_of(words("sources", "word", kind="paper"))
    return re.compile(
        rf"{_leads()}*(?P<np>[^，。：；！？、“”■（）\s向对给与把被让跟在]{{0,20}}?"
        rf"(?:(?P<role>{roles()})|(?P<paper>{papers})|(?P<body>{bodies}|该[局会院校司社厂店馆站所处部署厅组])|(?P<inst>{HAN}(?:{suffix}|{HAN}(?<![远近到此何好坏用深住害益妙痛各别难])处)(?!{HAN}{{0,3}}(?:{roles()}|部门|机构|委员会)))"
        rf"|(?P<latin>[A-Z][A-Za-z0-9&.-]*(?: [A-Z][A-Za-z0-9&.-]*)*)(?:团队|官方|公司|方面)?))"
        rf"(?P<nick>□+)?(?:方面|官方|中|里|内)?(?:（[^（）]{{0,30}}）)?"
        rf"(?P<gap>(?:{adverbs()}){{0,4}}|(?:随后|近日|日前|早前|当天|当晚|当日|同日|上月|上周|本周|周[一二三四五六日]|昨|今|上午|下午|晚间|发布|发表|发出|发声明|发文|回复|回覆|接受|通过|就|在|于|日|给|来|透过)[^的是有]{{0,14}}|(?(role)(?P<loose>(?!{suffix}|{roles()})[^的是有，]{{1,6}})|(?!)))$"
    )


def noun_phrase(
    before: str, known: frozenset[str] = frozenset()
) -> tuple[int, int, str, bool] | None:
    """A source without a personal name directly before a verb: place, name, is it a person.

    `before` is the clause up to the verb, `known` are sources that nothing but the article shows
    to be some. Plural quantifiers are no part of the name (不少网友:
    网友). None where nobody in particular speaks (有媒体, 数据).
    """
    for name in known:
        at = before.find(name)
        if (
            at >= 0
            and re.fullmatch(rf"{_leads()}*", before[:at])
            and _gap_only(before[at + len(name) :])
        ):
            return at, at + len(name), name, False
    m = _noun_phrase().match(before)
    if not m:
        return None
    start, end, name = m.start("np"), m.end("np"), m["np"]
    if name.endswith("记者"):
        return None
    if prefix := re.match(
        r"(?:行业|研究|咨询|第三方|国际|权威|出品|承办|主办)?(?:机构|公司|厂商|企业|单位)(?=.{4})",
        name,
    ):
        name, start = name[prefix.end() :], start + prefix.end()
    if m["latin"]:
        end = m.end("latin")
        name = before[start:end]
    vague = words("sources", "word", kind="vague")
    if name in vague or any(name == q + v for v in vague for q in ("有", "多家", "一些", "不少")):
        return None
    if m["paper"]:
        whose = re.match(
            rf"(.*?(?:{one_of(words('sources', 'word', kind='suffix'))}))(?:[^的]{{0,8}}(?:的|发布|发表|公布|出具)|(?:{one_of(words('sources', 'word', kind='paper'))})$)",
            name,
        )
        if not whose:
            return start, end, "", False
        name, end = whose[1], start + whose.end(1)
    if m["inst"] and "的" in name:
        start += name.rfind("的") + 1
        name = name[name.rfind("的") + 1 :]
    if cut := _plural().match(name):
        name = name[cut.end() :]
        start += cut.end()
    if m["nick"]:
        end = m.end("nick")
    return start, end, name, bool(m["role"])


def _gap_only(text: str) -> bool:
    return bool(
        re.fullmatch(rf"(?:团队|官方|方面)?(?:{adverbs()}){{0,4}}.{{0,6}}", text)
    ) and not re.search("[的是有]", text)


def plain_subjects(text: str) -> frozenset[str]:
    """Names before a verb of saying that no word shows to be a source, but that the text repeats."""
    pattern = re.compile(
        rf"(?:^|[。，；”」\n])(?P<np>[A-Z][A-Za-z0-9]+|{HAN}{{3,8}}?)"
        r"(?:团队|官方|方面|\d{1,2}日|昨日|今日|今（\\d{1,2}）日|日前|近日|也|还|则|并|想)?"
        r"(?:表示|宣布|回应|透露|指出|强调|认为)"
    )
    found = {m["np"] for m in pattern.finditer(text)}
    return frozenset(
        n for n in found if text.count(n) > 2 and not re.search("[的是有人们我他她它这那]", n)
    )


def leading_phrase(sentence: str) -> Mention | None:
    """A person without a name that a sentence begins with: 一位不愿具名的摊主, 网友."""
    m = _leading().search(sentence)
    if not m or m["np"].endswith("记者"):
        return None
    cut = _plural().match(m["np"])
    at = m.start("np") + (cut.end() if cut else 0)
    return Mention(at, m.end("np"), sentence[at : m.end("np")], sentence[at : m.end("np")])


@functools.cache
def _leading() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|，)(?:{_leads()})*(?P<np>(?:[一两三几多数某][位名个]|不少|许多|有|部分|另一[位名]?|同行的|附近的?)"
        rf"[^，。：；！？“”■□（）\s在]{{0,14}}?(?:{roles()}))"
    )


def is_person(phrase: str) -> bool:
    """Whether a source without a name is somebody rather than an institution."""
    return bool(re.search(rf"(?:{roles()})$", phrase))


def institutions(text: str) -> list[str]:
    """Full names of institutions that the text gives at the head of a clause, in order."""
    suffix = one_of(frozenset(w for w in words("sources", "word", kind="suffix") if len(w) > 1))
    pattern = re.compile(
        rf"(?:^|[，。；：、“”「」（\n据由向在对从是为到与和让]|根据)(?P<inst>[^\W\d_a-zA-Z是在和与由被的]{{2,14}}?"
        rf"(?:{suffix}|(?<={HAN}{{3}})[局署厅院馆站所](?=[，。的今昨去前首主所站院馆局署厅]|发言|负责|表示|指出)))(?!{HAN}?(?:大学|学院))"
    )
    return list(dict.fromkeys(m["inst"] for m in pattern.finditer(text)))
