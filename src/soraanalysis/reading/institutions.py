"""Institutions: which names of a text are theirs, and the short names by which it goes on.

What names of institutions end with (委员会), what full names of firms have more (科技, 半导体) and
what may stand before them (显卡龙头) is in `data/lexicon/sources.tsv`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from soraanalysis._data import words
from soraanalysis.reading.finding import places
from soraanalysis.reading.names import HAN, dictionary, ends, is_common_word, one_of

_NO_BRAND = re.compile("^[今昨前近当早晚上下]|[部处局厅署科组室会方]$")  # 公司|今午, 公司临洲区处
_SHORT = re.compile(
    rf"(?:(?![的了是在等被我你他这那有不和与跟就都也到要]){HAN}){{2,4}}(?<![省市县区镇乡村报刊志社台])"
)
_OFFICE = re.compile(rf"{HAN}{{0,4}}?[局厅委部社系院所处科台会]")  # 某某县农业|农村局
_HEADS = frozenset(("", *"，。；：！？、”」\n"))  # where a clause begins


@functools.cache
def trades() -> frozenset[str]:
    """What a firm may be, before its name: 龙头, 品牌."""
    return words("sources", "word", kind="trade")


@functools.cache
def _more() -> re.Pattern[str]:
    """What the full name of a firm has behind the short one."""
    return re.compile(f"(?:{one_of(words('sources', 'word', kind='firm'))})+(?:有限)?(?:公司)?")


@functools.cache
def _traded() -> re.Pattern[str]:
    """A full name with what the firm is before it: 显卡龙头|云帆科技."""
    return re.compile(rf".*{one_of(trades())}(?={HAN}{{2,4}}{_more().pattern}$)")


def is_firm(name: str) -> bool:
    """Whether a name shows that it is a firm's."""
    return any(goes_on(name[:n], name) for n in range(2, len(name)))


def is_brand(name: str) -> bool:
    """Whether a string may be a firm's name though nothing in it shows that: 茶语山, 拾味."""
    if is_common_word(name) or _NO_BRAND.search(name):
        return False
    first = next(iter(dictionary().cut_known(name)))
    return dictionary().tag(first)[0] not in ("tdpcrumqfsb" + "v" * (len(first) > 1))


def has_trade(name: str, text: str) -> bool:
    """Whether a text says once what a firm is, before its name: 奶茶品牌茶语山."""
    before = (text[max(0, at - 8) : at].rstrip("“「") for at in places(name, text))
    return any(ends(said, trades()) for said in before)


def named(phrase: str) -> str:
    """A firm's name without what it is: 云帆科技 of 显卡龙头云帆科技."""
    m = _traded().match(phrase)
    return phrase[m.end() :] if m else phrase


def goes_on(short: str, name: str) -> bool:
    """Whether a name is a shorter one with what a firm's full name has more: 云帆, 云帆科技."""
    return name.startswith(short) and _more().fullmatch(name, len(short)) is not None


def short_names(text: str, known: Sequence[str] = ()) -> Iterator[tuple[str, str]]:
    """Short and full names of firms: clauses begin with the short one alone, which is no word.

    It is no place either, after which the text names other institutions (`known`).

    >>> list(short_names("显卡龙头云帆科技今天停产，云帆没有说明原因。"))
    [('云帆', '云帆科技')]
    """
    found: dict[str, str] = {}
    for m in _more().finditer(text):
        found.setdefault(text[max(0, m.start() - 2) : m.start()], m[0])
    for last, more in found.items():
        if not _SHORT.fullmatch(last) or is_common_word(last) or text.count(last) < 2:
            continue
        short = _grown(last, text)
        if not _SHORT.fullmatch(short) or is_common_word(short) or _is_place(short, text, known):
            continue
        heads = [at + len(short) for at in places(short, text) if text[at - 1 : at] in _HEADS]
        alone = any(_more().match(text, end) is None for end in heads)
        whole = places(short + more, text)
        if alone and not all(_OFFICE.match(text, at + len(short + more)) for at in whole):
            yield short, short + more


def _grown(last: str, text: str) -> str:
    """The longest string that ends so and stands as often: 云帆达 rather than 帆达."""
    at, times = text.find(last), text.count(last)
    while text[at - 1 : at] > "\u3400" and text.count(text[at - 1 : at] + last) == times:
        at, last = at - 1, text[at - 1 : at] + last
    return last


def _is_place(short: str, text: str, known: Sequence[str]) -> bool:
    """Whether it is a place, or the names of other institutions begin with it."""
    others = any(n.startswith(short) and not goes_on(short, n) for n in known)
    return others or any(short + c in text for c in "省市县区镇乡村岛港")


# a kind of institution before its name: 行业机构某某研究所
GENERIC = re.compile(
    rf"(?:{HAN}{{0,6}}(?:机构|厂商|品牌|(?:营办|承办|承建|供应|营运|运营|开发|发行|生产|制造)商)(?=(?!的){HAN}{{2,10}}$)"
    rf"|{HAN}{{0,6}}企业(?={HAN}{{2,8}}(?:股份|科技|集团|智能|电子|生物|医药)$)"
    r"|(?:行业|研究|咨询|第三方|国际|权威|出品|承办|主办)?(?:机构|公司|企业|单位)(?=.{4}))"
)


@functools.cache
def suffixes() -> frozenset[str]:
    """What the names of institutions end with, of more than one character: 委员会, 大学."""
    return frozenset(w for w in words("sources", "word", kind="suffix") if len(w) > 1)


@functools.cache
def last_words() -> frozenset[str]:
    """What a source may end with: an institution's last part, or a part that somebody has."""
    parts = words("sources", "word", kind="role") | words("titles", "title")
    return suffixes() | {part for part in parts if len(part) > 1}


@functools.cache
def _institution() -> re.Pattern[str]:
    suffix = one_of(frozenset(w for w in words("sources", "word", kind="suffix") if len(w) > 1))
    part = r"[^\W\d_a-zA-Z是在和与由被的据向]"
    followed = (
        "[，。的今昨去前首主所站院馆局署厅统公称说副查近早]|\\d|发言|负责|表示|指出|提醒|强调|呼吁"
    )
    return re.compile(
        r"(?:^|[，。；：、“”「」（）》\"\s据由向在对从是为到与和让被]|根据)"
        rf"(?P<inst>(?:{part}{{2,14}}?"
        rf"|{part}{{1,10}}[和与及](?={HAN}{{2,6}}(?:局|厅|委|学院|中心)){part}{{2,10}}?)"
        rf"(?:政府{HAN}{{2,6}}?(?:局|处|署|厅|委员会)|{suffix}(?![局署厅])|(?<={HAN}{{3}})[局署厅院馆站所](?={followed})))(?!{HAN}?(?:大学|学院)|研究(?:团队|组|中心|所|院)|股份|有限|控股|集团|公司)"
    )


_CONNECTED = re.compile(
    "不过|但|而|该|这|那|其|对|有|各|某|过去|未来|他|她|我|将|把|被|让|一[份个篇条项种封台]"
    "|.*[一二两三四五六七八九十百千几多数][家所间]"
)  # heads of clauses, not of names
_VERB = re.compile(
    "已[\u3400-\u9fff]{2}|[\u3400-\u9fff][到了给]|来自|成立|经营|位于|隶属于?|属于|联系了?|采访了?|加入|去信|致函|通知|批评|[递呈提送]交予?|交予|援引|引述|.{2,8}从(?!化)"
)


def institutions(text: str) -> list[str]:
    """Full names of institutions that the text gives at the head of a clause, in order."""
    places = (_VERB.split(m["inst"])[-1] for m in _institution().finditer(text))
    found = dict.fromkeys(GENERIC.sub("", name.removeprefix("关于")) for name in places)
    return [name for name in found if len(name) > 2 and not _CONNECTED.match(name)]


def plain_subjects(text: str) -> frozenset[str]:
    """Names before a verb of saying that no word shows to be sources, but the text repeats."""
    pattern = re.compile(
        rf"(?:^|[。，；”」\n])(?P<np>[A-Z][A-Za-z0-9]+|{HAN}{{2,8}}?)"
        r"(?:团队|官方|方面|\d{1,2}日|昨日|今日|今（\d{1,2}）日|日前|近日|对此|就此|也|还|则|并|想)?"
        r"(?:表示|宣布|回应|透露|指出|强调|认为)"
        rf"|[，。\n]据(?P<by>{HAN}{{2,6}})介绍，"
    )
    found = {m["np"] or m["by"] for m in pattern.finditer(text)}
    plain = (n for n in found if not re.search("[的是有人们我他她它这那]", n))
    return frozenset(
        n
        for n in plain
        if (len(n) > 2 and text.count(n) > 2)
        or (is_brand(n) and not ends(n, last_words()) and has_trade(n, text))
    )
