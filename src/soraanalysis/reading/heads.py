"""Heads: whom the words before a colon, or on a line of their own, name.

A head is a name that a guest list or legend gives, or a part of one (官, 佐佐木, 阿缎姨); a part
in the talk that the lexicon knows (主持人, 问), with or without a name; whoever the page introduces
by it (维拉, 局长); or what looks like a name.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from soraanalysis._data import lexicon
from soraanalysis.reading.cast import KIN, REPORTER, Cast
from soraanalysis.reading.endings import DOT
from soraanalysis.reading.names import (
    described,
    family,
    is_name,
    titles,
)

AUDIENCE = re.compile(
    "(?:观众|听众|网友|读者)[一二三四五六七八九十甲乙丙丁]*$"
    "|(?:居民|村民|市民|家长|学生|同学|旅客|员工|职工)[一二三四五六七八九十甲乙丙丁]$"
)
ASKED = re.compile(  # Q（糖糖妈）, 问1（读者 何太，72岁）
    r"(?P<part>Q|A|问|答|提问)\s?\d{0,2}\s*[（(](?:(?:读者|听众|网友)\s*)?(?P<name>[^（）()，]{2,12})(?:，[^（）()]*)?[）)]"
)
SCREENED = re.compile("(?:网友|听众|观众|读者)[“「](?P<name>[^”」]{1,12})[”」](?:提问|留言|问)?")
AGED = r"[\u3400-\u9fff]{2,6}（\d{1,2}岁[^（）。]{0,16}）"


@functools.cache
def parts_of_talk() -> dict[str, str]:
    """The words that name a part in a talk, each with its role: 主持人: host."""
    return {row["label"]: row["role"] for row in lexicon("labels")}


def who(
    head: str, names: Mapping[str, str], times: int, cast: Cast | None = None
) -> tuple[str, str] | None:
    """Name and role behind a head, or None where it is no label."""
    roles = parts_of_talk()
    if head in names:
        return names[head], roles.get(head, "")
    parts = [part for part in re.split(r"\s*[、＋+&＆]\s*", head) if part] or [head]
    if len(parts) > 1:
        several = [who(part, names, times) for part in parts]
        known = [one[0] for one in several if one]
        return ("、".join(known), "") if len(known) == len(several) else None
    bare = re.sub(r"\s*\d+$|[A-Z甲乙丙丁]$", "", head) if head not in roles else head
    if bare in names:
        return names[bare], roles.get(bare, "")
    audience = len(head) <= 8 and AUDIENCE.search(bare)
    if role := roles.get(bare) or ("audience" if audience else ""):
        return (REPORTER if role == "question" else head), role
    if there := _with_part(head, roles) or _in_legend(head, names):
        return there
    part = {"答": "answer", "问": "question"}.get(head[-1:])
    if part and (there := _in_legend(head[:-1], names)):
        return there[0], part
    if cast and (there := _by_cast(head, times, cast)):
        return there
    name = re.sub(r"\s*[（(][^）)]*[）)]$", "", head)
    if is_name(name):
        return name, ""
    if len(head) <= 16 and re.search(r"》?(?:记者|主持人)$", head):
        return head, "reporter"
    person = described(name)
    if person != name:
        return person, ""
    if times >= 3 and len(head) <= 8 and not re.search(r"[是为说道称下有的]$", head):
        return head, ""
    return None


def _by_cast(head: str, times: int, cast: Cast) -> tuple[str, str] | None:
    """Whom the page introduces before the first label, where a head names him otherwise."""
    if person := cast.beside(head) or cast.called(head):
        return person, ""  # 水务专员, 唐支书, 牛
    if head[-1] in "答问" and len(head) < 9:
        called = cast.mentions(head[:-1])
        if called and called[0].name:
            return called[0].name, "answer" if head[-1] == "答" else "question"
    if times < 2:
        return None
    if titled := cast.bearing(head):
        return titled, ""  # 局长
    whole = cast.aliases.get(head, "") or cast.ending(head)
    if whole and (head in whole or head[1:] in whole):  # 维拉, 老陶; not the Latin form of a name
        return whole, ""
    return None


def _with_part(head: str, roles: Mapping[str, str]) -> tuple[str, str] | None:
    """Name and role of 主持人 谷雨声, Q（糖糖妈）, 郑月桂（67岁，家庭主妇）."""
    generic = "|".join(sorted(roles, key=len, reverse=True))
    m = re.match(rf"(?P<part>{generic})[\s·（(]*(?P<name>.+?)[）)]?$", head)
    apart = m is not None and (not m["part"].isascii() or not m["name"][0].isalpha())
    if m and apart and is_name(m["name"]):
        return m["name"], roles[m["part"]]
    title, _, name = head.partition(" ")
    if title.endswith(titles()) and re.fullmatch(r"[\u3400-\u9fff·・]{2,12}", name):
        return name, ""  # 首席预报员 阿依努尔·买买提
    if m := ASKED.fullmatch(head):
        return m["name"], roles[m["part"]]
    if m := SCREENED.fullmatch(head):
        return m["name"], "audience"
    return (head[: head.index("（")], "") if re.fullmatch(AGED, head) else None


def _in_legend(head: str, names: Mapping[str, str]) -> tuple[str, str] | None:
    """The one person of the legends of whose name a head is a part: 官, 佐佐木, 怡伶, 阿宽."""
    same = {
        n
        for n in names.values()
        if head in DOT.split(n)
        or (len(head) <= 3 and (n.startswith(head) or (len(head) < 3 and n.endswith(head))))
        or (len(head) == 2 and head[0] in "阿小老" and head[1] in n)
    }
    if not same and len(head) > 2 and head[-1] in KIN:
        same = {n for n in names.values() if head[:-1] in n}  # 阿缎姨
    own = family(head)
    if not same and own and (head[len(own) :] in titles() or head[len(own) :] in ("工", "总")):
        same = {n for n in names.values() if n.startswith(own)}  # 蓝阿姨, 单工
    return (same.pop(), "") if len(same) == 1 else None
