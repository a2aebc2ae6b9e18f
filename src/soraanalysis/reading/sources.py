"""Sources without a personal name: institutions, papers, and somebody by a phrase.

A noun phrase is found at the end of a clause, directly before a reporting verb (据国际数据公司,
一位不愿具名的店主); which nouns are sources stands in `data/lexicon/sources.tsv`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import NamedTuple

from soraanalysis._data import words
from soraanalysis.reading.institutions import GENERIC, is_brand, last_words, suffixes, trades
from soraanalysis.reading.names import HAN, adverbs, ends, is_common_word, one_of, roles

_PARTY = re.compile("(?:被告|原告|上诉人|被上诉人|第三人)(?=.{4})")
# what leads from an institution to its verb when no adverb does: 昨日发布通报(称)
_DEEDS = (
    r"书面|正式|公开|电话|随后|\d{1,2}[月日]|稍晚|稍早|稍后|傍晚|凌晨|深夜|昨日|昨天|今日|今天|近日|日前|早前|当天|当晚|当日|同日|上个?月|今年|去年|前年|上周|本周|周[一二三四五六日]|昨|今|上午|下午|晚间|"
    "经?审理|开庭|提出|提交|送交|出示|引述|援引|起诉|发布|发表|发出|发声明|发文|回复|回覆|接受|通过|就|在|于|日|给|来|透过"
)


_ONE_OF_THEM = "另?[一两三几某][位名]"

# no subject: 透过球团, 说起这个学生
_THROUGH = re.compile("透过|通过|经由|^(?:说起|说到|谈到|谈起|提到|提起|面对|看着|听着)")


class Phrase(NamedTuple):
    """A phrase that is a source: its place and name; no name: a paper (whose, is not said)."""

    start: int
    end: int
    name: str


def sources(kind: str) -> str:
    """A pattern for the nouns of one kind in the table of sources."""
    return one_of(words("sources", "word", kind=kind))


_OUTLET = (  # a paper, by its title
    "《[^》]{0,12}(?:[报刊志周网社]|新闻|评论|时代|财经|财富|卫报|学人|纽约客|福布斯|观察家?|科学|自然|细胞|柳叶刀)》"
    "(?:杂志|周刊|网站)?"
)


@functools.cache
def leads() -> str:
    """A pattern for what may stand before a subject: connectives, times, brackets."""
    plain = one_of(words("adverbs", "adverb", kind="lead"))
    of = rf"{HAN}{{0,8}}《[^》]{{1,16}}》的"
    plain = rf"(?!有(?:关|{HAN}{{1,4}}的)){plain}"  # 有关部门, 有经验的师傅
    return rf"(?:（[^（）]*）|【[^【】]*】|{of}|{plain}|（?\d{{1,4}}[年月日时]|[ 　])"


@functools.cache
def quantity() -> re.Pattern[str]:
    """A plural quantifier, which is no part of a source's name: 不少."""
    return re.compile(f"(?!有关)(?:{sources('quantity')})(?=.{{2}})")


_REPLIED = re.compile(
    r"(?:^|的|，)(?P<who>[^，。；：“”的]{3,20}?)(?:方面|其后|昨日?|今日?|晚间)?(?:回复|回应|回覆|答复|答覆)"
    r"(?:本[台报刊网社]|记者|传媒|媒体|《[^》]*》)[^，。的]{0,6}(?:查询|询问|提问|采访)时?$"
)
_REST = re.compile("[^的在向于对给与和就让请把被据从到，]{1,6}")


@functools.cache
def _then() -> re.Pattern[str]:
    return re.compile(f"[^在向对给与和把被致，]{{0,2}}?(?:{roles()})(?!会[上中])")


@functools.cache
def _more() -> re.Pattern[str]:
    """A further last part of an institution's name."""
    return re.compile(rf"{one_of(suffixes())}|[^在于到对向把被]{{0,2}}[局署厅](?![长的])")


@functools.cache
def _noun_phrase() -> re.Pattern[str]:
    suffix = rf"{sources('suffix')}|{HAN}(?<![远近到此何好坏用深住害益妙痛各别难])处"
    body = rf"{sources('body')}|该[局会院校司社厂店馆站所处部署厅组行报刊台网园]"
    kinds = "机构|厂商|品牌|(?:开发|发行|运营|营运|生产|制造)商"
    own = rf"(?:{kinds})(?P<own>(?!的){HAN}{{2,6}}?)"
    kind = f"{HAN}{{0,14}}?(?:{one_of(trades())} ?| )"
    latin = rf"(?:{kind})?(?P<latin>[A-Z][A-Za-z0-9&.-]*(?: [A-Z][A-Za-z0-9&.-]*)*)"
    latin += "(?:团队|官方|公司|方面)?"
    anybody = rf"{_ONE_OF_THEM}[^，。：；！？“”■□（）\s]{{2,24}}?"  # 一名参与二厂工程的包商
    # 一位在挂号处工作了二十年的职员
    somebody = rf"另?[一两三几某][位名个][^，。：；！？“”■□（）]{{2,24}}的(?:{roles()})"
    return re.compile(
        rf"{leads()}*(?P<np>(?P<somebody>{somebody})|(?:[坐站排蹲住守等躲]在[^，。的]{{1,8}}的|参与|反对|接听|听[众友障]|[^，。：；！？、“”■（）【】《》\s向对给与把被让跟在听是]){{0,20}}?"
        rf"(?:(?P<body>{body})|(?P<role>{roles()}|(?<=的)人)们?(?!{sources('suffix')})|(?P<paper>{sources('paper')})"
        rf"|(?P<inst>{HAN}(?:{suffix})(?![^在向对给与和把被，]{{0,3}}(?:{roles()}|部门|机构|委员会)))|{own}|{latin}|{_OUTLET})"
        rf"|(?P<anybody>{anybody}))"
        rf"(?P<nick>□+)?(?:方面|官方|中|里|内|末尾|结尾|最后|开头)?(?:（[^（）]{{0,30}}）)?"
        rf"(?:(?:{adverbs()}){{0,4}}|(?:{_DEEDS})[^的是有]{{0,20}}"
        rf"|(?:{_DEEDS}){{0,2}}(?:发布|发表|公布|提供)的(?:[^的，]{{0,8}}|《[^》]*》)"
        rf"|(?(role)(?!{sources('suffix')}|{roles()})[^的是有，]{{1,6}}(?<![会社团队署局处课])|(?!)))$"
    )


@functools.cache
def _last_character() -> re.Pattern[str]:
    """What may be an institution by its last character: 救国团, 观光课."""
    return re.compile(
        rf"{leads()}*(?P<name>(?:(?![的了是在有就还也都要会提说]){HAN}){{2,9}}[社团队课署])"
        rf"(?:(?:{adverbs()}){{0,4}}|(?:{_DEEDS})[^的是有]{{0,20}})$"
    )


@functools.cache
def _screen_name() -> re.Pattern[str]:
    """A masked term that is the whole subject, or a name behind @, with what it is before it."""
    led = rf"(?:{leads()}|{HAN}{{2,12}}的)*"
    account = rf"(?:[^，。：；的□]{{0,12}}?{sources('account')}|@)"
    return re.compile(
        rf"{led}(?:{account}?(?P<nick>□{{4,}})(?:{adverbs()})*[^，。：；的是有□]{{0,6}}"
        rf"|{account}?@(?P<at>[^\s，。：；@□]{{2,16}}?)(?:{adverbs()})*)$"
    )


@functools.cache
def _whose() -> re.Pattern[str]:
    """An institution before a paper of its: 某某学院发布的研究报告."""
    return re.compile(
        rf"(.*?(?:{sources('suffix')})[局署厅]?(?:研究(?:团队|组|中心|所|院))?)"
        rf"(?:[^的]{{0,8}}(?:的|发布|发表|公布|出具)|(?:最新|近期|去年|今年|此前)?(?:{sources('paper')})$)"
    )


def noun_phrase(before: str, known: Sequence[str] = ()) -> Phrase | None:
    """A source without a personal name directly before a verb.

    `before` is the clause up to the verb, `known` are sources that nothing but the article shows
    to be some; the first that fits counts. Plural quantifiers are no part of the name (不少网友:
    网友). None where nobody in particular speaks (有媒体, 数据).
    """
    if shown := _known(before, known) or _party(before, known) or _brand(before):
        return shown
    if nick := _screen_name().match(before):  # “米粒外婆”跟着问
        return Phrase(*nick.span("nick" if nick["nick"] else "at"), nick["nick"] or nick["at"])
    m = _noun_phrase().match(before)
    if m is None:
        return _body(before) or _replied(before)
    if m["np"].endswith("记者") or _THROUGH.search(m["np"]):
        return None
    start, end = _core(m, before)
    end = _whole(m, before, end)
    name = before[start:end]
    vague = words("sources", "word", kind="vague")
    if name in vague or any(name == q + v for v in vague for q in ("有", "多家", "一些", "不少")):
        return None
    if m["paper"]:
        if whose := _whose().match(name):
            end = start + whose.end(1)
            start += 2 * name.startswith("来自")
        return Phrase(start, end, before[start:end] if whose else "")
    if cut := quantity().match(name):
        start += cut.end()
    return Phrase(start, m.end("nick") if m["nick"] else end, before[start:end])


def _party(before: str, known: Sequence[str]) -> Phrase | None:
    """An institution that is a party: 被告海风物流公司."""
    party = _PARTY.match(before)
    firm = noun_phrase(before[party.end() :], known) if party else None
    if party is None or firm is None or not firm.name or is_person(firm.name):
        return None
    return Phrase(party.end() + firm.start, party.end() + firm.end, firm.name)


def _body(before: str) -> Phrase | None:
    """An institution that only its last character shows to be one, and that is no word: 救国团."""
    m = _last_character().match(before)
    if m is None or any(is_common_word(m["name"][-n:]) for n in (2, 3, 4)):
        return None
    return Phrase(*m.span("name"), m["name"])


def _replied(before: str) -> Phrase | None:
    """Who replied to a question: 负责保养的某某工程回复本台查询时."""
    m = _REPLIED.search(before)
    return Phrase(*m.span("who"), m["who"]) if m else None


def _known(before: str, known: Sequence[str]) -> Phrase | None:
    """The first of known sources that is the subject of a clause."""
    for name in known:
        at = before.find(name)
        end = at + len(name)
        if at < 0 or any(before[end : end + n] in suffixes() for n in (2, 3)):  # 塔维尼亚|通讯社
            continue
        if re.fullmatch(f"{leads()}*", before[:at]) and _idle(before[end:]):
            end = role.end() if (role := _then().match(before, end)) else end
            return Phrase(at, end, before[at:end])
    return None


@functools.cache
def _traded() -> re.Pattern[str]:
    """What a firm is, and its name: 奶茶品牌茶语山."""
    known = one_of(trades())
    return re.compile(
        rf"(?={known}(?P<own>{HAN}{{2,6}}?)(?:方面|官方|团队)?"
        rf"(?:(?:{adverbs()}){{0,4}}|(?:{_DEEDS})[^的是有]{{0,20}})$)"
    )


@functools.cache
def _led() -> re.Pattern[str]:
    """An adverb at the head of what is no name: 会议上, 事发后."""
    return re.compile(adverbs())


def _brand(before: str) -> Phrase | None:
    """A firm that nothing in its name shows to be one, but what it is stands before it."""
    for m in reversed(list(_traded().finditer(before))):  # 电商|平台|橙讯
        name = m["own"]
        if (
            is_brand(name)
            and not _led().match(name)
            and not ends(name, last_words())
            and re.fullmatch("[^，。：；的]*", before[: m.start()])
        ):
            return Phrase(*m.span("own"), name)
    return None


def alone(phrase: str) -> int:
    """Where the relation begins that ends a phrase, if it is not somebody's: 这个故事|父亲."""
    m = _relation().fullmatch(phrase)
    return m.start("relation") if m else 0


@functools.cache
def _relation() -> re.Pattern[str]:
    relations = words("titles", "title", kind="relation")
    several = one_of(frozenset(word for word in relations if len(word) > 1))
    return re.compile(rf"[^的]{{2,}}?(?P<relation>{several})")


_QUANTIFIED = re.compile(
    "(?:[在现当]?场|旁边|一旁|附近|[店屋]里|台下|身边|同行)的(?=[一两三几][位名个])|的"
)


def _core(m: re.Match[str], before: str) -> tuple[int, int]:
    """Where the name is in a noun phrase, without the words that only lead to it."""
    start, end, name = m.start("np"), m.end("np"), m["np"]
    if m["role"] and (one := _QUANTIFIED.match(name)):  # 在场的|一名保安
        start, name = start + one.end(), name[one.end() :]
    if prefix := GENERIC.match(name):
        start += prefix.end()
    elif m["inst"] and "的" in name:
        start += name.rfind("的") + 1
    elif m["role"] and (there := re.search("有(?![关限])", name[: -len(m["role"])])):
        start += there.end()  # 台下有观众
    elif m["role"] and (of := _led_by().match(name)):
        start += of.end()  # 承保的某某支公司负责人
    elif m["role"]:
        start += alone(name)
    if m["latin"]:
        parted = ends(before[: m.start("latin")].rstrip(), trades())
        start, end = m.start("latin") if parted else start, m.end("latin")
    return start, end


def _whole(m: re.Match[str], before: str, end: int) -> int:
    """Where a noun phrase ends, with what a part of it goes on with."""
    if m["role"] and _REST.fullmatch(before, end) and ends(before, last_words()):
        return len(before)  # 业主委|员会, 纺织工|业协会会长
    if m["body"] and (role := _then().match(before, end)):
        return role.end()  # 教育部|发言人
    while m["inst"] and (more := _more().match(before, end)):
        end = more.end()  # 国家公园|管理署
    return end


@functools.cache
def _led_by() -> re.Pattern[str]:
    """A clause before an institution and its officer."""
    return re.compile(rf"[^的]{{2,8}}的(?={HAN}{{2,}}(?:{one_of(suffixes())})(?:{roles()})$)")


def _idle(text: str) -> bool:
    """Whether hardly anything stands between a known source and its verb."""
    return not re.search("[的是有]", text) and bool(
        re.fullmatch(rf"(?:团队|官方|方面)?(?:{adverbs()}){{0,4}}.{{0,6}}", text)
    )


def is_person(phrase: str) -> bool:
    """Whether a source without a name is somebody rather than an institution."""
    return bool(_person().search(phrase))


@functools.cache
def _person() -> re.Pattern[str]:
    return re.compile(f"(?:{roles()})$|^{_ONE_OF_THEM}")
