"""Firms: which names of a text are firms', and the short names by which it goes on.

What a full name has more (科技, 半导体) and what may stand before it (显卡龙头) is in
`data/lexicon/sources.tsv`.
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
    return any(ends(words, trades()) for words in before)


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
