"""Naming: which characters of a text are persons' names, Chinese or foreign.

Places are weighed each for itself (`chinese`, `foreign`); here the rest of the text speaks: how
often a name comes, whether its given name stands alone elsewhere, and which of two that overlap
is one.
"""

from __future__ import annotations

import functools
import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from soraanalysis._data import words
from soraanalysis.reading import chinese, foreign
from soraanalysis.reading.chinese import families
from soraanalysis.reading.finding import places
from soraanalysis.reading.names import DOT, NEXT, family, is_called, is_common_word
from soraanalysis.reading.weighing import Place, View, is_described, is_titled, speaks

# log-odds of a place that still counts, what each repetition adds, and of a name that is taken
_DOUBTFUL, _AGAIN, _LEAST = -2.5, 0.8, -0.2
_SHOWN = 1.4  # what a title, or a verb of saying, adds to a name that is taken, beyond its weight
_HEADS = frozenset(("", *"，。；：！？”」\n"))
_BOTH = 6.0  # what it adds that both halves of a name begin names, as Tibetan ones do
_JOINED = 4.0  # what a last character takes that begins other words, in a name met once
_WEAK, _GIVEN = -4.0, 1.5  # what it adds, from here, that the given name stands alone elsewhere
# what it takes away that the family name ends a title or a source, or that the name is a word
_TITLED = 8.0
_FAR, _DOTTED = -6.0, 2.0  # log-odds from which a foreign name counts, and what its dots add
_PLACES = "市县省镇乡处局署厅课"  # that end no name of a person
_FIRM = re.compile(
    "公司|集团|剧团|乐团|大学|中学|小学|医院|酒店|餐厅|科技|股份|有限|银行|证券|传媒|文化|影业"
    "|书店|社区|小区|大厦|花园|广场|研究[所院室]|学院|学校|师专|师范|实验室|法院|法庭|机场|车站|中心"
    "|出版|报社|日报|晚报|电视|广播|协会|基金|俱乐部"
)
# 云帆科技, elsewhere 云帆
_OWN = re.compile(
    "科技|集团|股份|传媒|影业|证券|智能|机器人|汽车|软件|生物|资本|投资|电子|半导体|食品|光电|生技|资讯|重工|物流"
    "|航空|制药|药业|地产|置业|实业|控股|金控|投[顾信控]"
)
_BODY = re.compile("公司|集团|团队|科技|研究|人工|大学|官方|[市州省县区镇村队]")
_ASKED = frozenset("：，“「")
_SIDES = frozenset("投资办甲乙买卖双对承供需出收租建控辩检军警校院馆店厂客台剧片")  # 对方, 主办方
_NUMERALS = frozenset("0123456789一二两三四五六七八九十百千几数")


def names_in(text: str, least: float = 0.0) -> list[Place]:
    """The places of a text that are more likely a name than not, in order.

    >>> [(p.start, p.end) for p in names_in("市长李明远说，李明远的话不多。")]
    [(2, 5), (7, 10)]
    """
    view, times = View(text), _Times(text)
    weighed = list(chinese.weigh(view, (_WEAK, _WEAK - _BOTH)))
    alone = {p[:2]: p.odds for p in weighed}
    weighed = [_in_text(text, p, times, alone) for p in weighed]
    weighed += _together(text, foreign.weigh(view, _FAR))
    weighed = [p for p in weighed if p.odds > least]
    taken: list[Place] = []
    free = bytearray(b"\1" * len(text))
    for place in sorted(weighed, key=lambda p: -p.odds):
        if all(free[place.start : place.end]):
            free[place.start : place.end] = bytes(place.end - place.start)
            taken.append(place)
    return sorted(taken)


def _together(text: str, weighed: Iterable[Place]) -> Iterator[Place]:
    """Foreign names, each with the best of its places and what it adds that there are more."""
    of = defaultdict[str, list[Place]](list)
    for place in weighed:
        of[text[place.start : place.end]].append(place)
    for name, own in of.items():
        odds = max(place.odds for place in own) + _AGAIN * math.log(len(own))
        odds += _DOTTED if DOT.search(name) else 0.0
        odds -= _JOINED / 2 if name[-1] in NEXT else 0.0
        yield from (Place(*place[:3], odds) for place in own)


def likely(text: str) -> list[str]:
    """The names of a text: its places weighed together, and no name inside another.

    >>> likely("市长李明远说，李明远的话不多。")
    ['李明远']
    """
    odds: dict[str, list[float]] = defaultdict(list)
    for place in names_in(text, _DOUBTFUL):
        name = text[place.start : place.end]
        heads = text[place.start - 1 : place.start] in _HEADS
        shown = is_described(text, place.end) or (heads and speaks(text, place.end))
        shown = shown or is_titled(text, place.start)
        if not is_called(name) and name[-1] not in _PLACES:  # 林男, 闻教授; 樊浦市
            odds[name].append(place.odds + (_SHOWN if shown else 0))
    sure = {n for n, own in odds.items() if max(own) + _AGAIN * math.log(len(own)) > _LEAST}
    longer = sorted(name for name in sure if name[:-1] in sure)
    for name in longer:  # 高翊第 beside 高翊, 杨芷 of 杨芷晴
        sure.discard(name if text.count(name[:-1]) > text.count(name) else name[:-1])
    sure -= {name for name in sure if is_elsewhere(name, text) or _goes_on(name, sure)}
    inside = {n for n in sure for o in sure if n in o != n and text.count(o) == text.count(n)}
    return [name for name in odds if name in sure - inside]  # not 鲁艾娜 of 努鲁艾娜


def is_likely(text: str) -> bool:
    """Whether a string is more likely a person's name than not, whatever stands around it.

    >>> is_likely("罗翊"), is_likely("谈人手")
    (True, False)
    """
    return any(place.end - place.start == len(text) for place in names_in(text))


def is_elsewhere(name: str, text: str) -> bool:
    """Whether a name is that of a place or firm: 龙鸣园剧团, 奥斯托克镇, 斯里兰卡."""
    behind = [at + len(name) for at in places(name, text)]
    if all(_FIRM.match(text, end) for end in behind) or any(_OWN.match(text, e) for e in behind):
        return True
    if 2 * sum(text[end : end + 1] in _PLACES + "岛湾港峡州区村" for end in behind) >= len(behind):
        return True
    abroad = len(name) > 2 and not family(name) and not DOT.search(name)
    return abroad and (is_common_word(name) or any(_BODY.match(text, end) for end in behind))


def _goes_on(name: str, sure: Collection[str]) -> bool:
    """Whether it is another's family name and the next word: 古贺|赛后 beside 古贺诚二."""
    own, given = name[:2], name[2:]
    same = own in families()[1] and any(n.startswith(own) and n != name for n in sure)
    return same and is_common_word(given)


@functools.cache
def _is_deed(word: str) -> bool:
    """Whether a word is a verb of saying or an adverb, and so no given name."""
    return word in words("cue_verbs", "verb") or word in words("adverbs", "adverb")


class _Times(dict[str, int]):
    """How often a string stands in a text, counted when first asked."""

    def __init__(self, text: str):
        super().__init__()
        self.text = text

    def __missing__(self, key: str) -> int:
        self[key] = self.text.count(key)
        return self[key]


def _in_text(
    text: str, place: Place, times: _Times, alone: Mapping[tuple[int, int], float]
) -> Place:
    """A place, with what the rest of the text says for and against it.

    `alone` are the log-odds of places by start and end, each for itself.
    """
    start, end, family, odds = place
    name, given = text[start:end], text[start + family : end]
    shorter = alone.get((start, end - 1), _WEAK) > _DOUBTFUL
    if given[-1] in NEXT and times[name] < 2 and shorter:
        odds -= _JOINED  # 李明|很高兴
    if given[-1] in "问说答" and text[end : end + 1] in _ASKED:
        odds -= _TITLED  # 官|再问：
    if name[0] == "方" and text[start - 1 : start] in _SIDES:
        odds -= _TITLED  # 领投方|东阙资本
    if given[-1] in NEXT and is_common_word(name[:-1]):
        odds -= _TITLED  # 许久|才
    if len(given) == 2 and given[0] not in families()[0] and times[given] > times[name]:
        odds += _GIVEN
    if given in families()[1]:
        odds += _BOTH  # 扎西|顿珠
    if family == 1 and is_titled(text, start + 1, 1):
        odds -= _TITLED  # 工程师|小雅
    if family == 1 and text[start - 1 : start + 1] in words("sources", "word", kind="body"):
        odds -= _TITLED  # 官方|微博
    if len(given) == 2 and _is_deed(given):
        odds -= _TITLED  # 谭|同意, 车慕白|长期
    if name[0] == "万" and text[start - 1 : start] in _NUMERALS:
        odds -= _JOINED  # 18万令吉
    return Place(start, end, family, odds)
