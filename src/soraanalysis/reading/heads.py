"""Heads: whom the words before a colon, or on a line of their own, name.

A head is a name that a guest list or legend gives, or a part of one (官, 佐佐木, 阿缎姨); a part
in the talk that the lexicon knows (主持人, 问), with or without a name; whoever the page introduces
by it (维拉, 局长); or what looks like a name.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from soraanalysis._data import lexicon
from soraanalysis.reading.cast import KIN, REPORTER, Cast
from soraanalysis.reading.names import (
    DOT,
    DOTS,
    described,
    dictionary,
    ends,
    family,
    introducing,
    is_called,
    is_name,
    titles,
    untitled,
)

AUDIENCE = re.compile(
    "(?:观众|听众|网友|读者)[一二三四五六七八九十甲乙丙丁]*$"
    "|(?:居民|村民|市民|家长|学生|同学|旅客|员工|职工)[一二三四五六七八九十甲乙丙丁]$"
)
ASKED = re.compile(  # Q（糖糖妈）, 问1（读者 何太，72岁）
    r"(?P<part>Q|A|问|答|提问)\s?\d{0,2}\s*[（(](?:(?:读者|听众|网友)\s*)?(?P<name>[^（）()，]{1,12})(?:，[^（）()]*)?[）)]"
)
SCREENED = re.compile("(?:网友|听众|观众|读者)[“「](?P<name>[^”」]{1,12})[”」](?:提问|留言|问)?")
_I_AM = re.compile(
    "我(?:是|叫|名叫)(?:你们的)?(?:主持人|主播|今天的主持人?)?(?P<name>(?:(?![的人们])[\u3400-\u9fff]){2,4}?)[。，！、]"
    "|[你大][们家]?[叫喊]我(?P<nick>[阿小老][\u3400-\u9fff])"
)
_SAYS = re.compile("[是为说称下有的]$|[笑说问答喊叫写]道$")  # no label ends so
_DESCRIBED = re.compile(r"(?P<name>[^\W\d_]{2,8})(?:\s+|[@＠])(?P<as>[^\s\d].{1,20})$")
_HOSTED = re.compile(r"主持人?\s?(?P<name>[\u3400-\u9fff]{2,3})")
AGED = r"[\u3400-\u9fff]{2,6}（\d{1,2}岁[^（）。]{0,16}）"


@functools.cache
def parts_of_talk() -> dict[str, str]:
    """The words that name a part in a talk, each with its role: 主持人: host."""
    return {row["label"]: row["role"] for row in lexicon("labels")}


class Label(NamedTuple):
    """A line's label: who speaks, in which role, and where in the line the words begin."""

    name: str
    role: str
    words: int


class Heads:
    """Whom heads name on one page.

    `names` are those of the legends, `cast` the persons of the page (None: nobody is looked for
    there), `introduced` those whom it names before its first label.
    """

    def __init__(
        self, names: Mapping[str, str], cast: Cast | None = None, introduced: Collection[str] = ()
    ):
        self.names, self._cast = names, cast
        self.persons = {*names.values(), *introduced}

    def who(self, head: str, times: int = 1) -> tuple[str, str] | None:
        """Name and role behind a head that stands there so often; None where it is no label."""
        if head in self.names:
            return self.names[head], parts_of_talk().get(head, "")
        parts = [part for part in re.split(r"\s*[、＋+&＆]\s*", head) if part]
        if len(parts) > 1:
            known = [one[0] for part in parts if (one := self.who(part, times))]
            return ("、".join(known), "") if len(known) == len(parts) else None
        if (m := _DESCRIBED.match(head)) and is_name(m["name"]) and not is_name(m["as"]):
            return self.who(m["name"], times)  # 罗翊　观测站站长, 罗翊@北原林场
        part = self._part(head) or _with_part(head, parts_of_talk(), self.persons)
        return part or self._person(head) or self._shaped(head) or self._often(head, times)

    def _part(self, head: str) -> tuple[str, str] | None:
        """A part in the talk: 主持人, 观众2, 说话人1, which a legend may give a name."""
        roles = parts_of_talk()
        bare = re.sub(r"\s*\d+$|[A-Z甲乙丙丁]$", "", head) if head not in roles else head
        if bare in self.names:
            return self.names[bare], roles.get(bare, "")
        audience = len(head) <= 8 and (AUDIENCE.search(head) or AUDIENCE.search(bare))
        role = roles.get(bare) or ("audience" if audience else "")
        return (REPORTER if role == "question" else head, role) if role else None

    def _person(self, head: str) -> tuple[str, str] | None:
        """Somebody of the page by a part of the name, a title, or both: 官, 局长, 何太问."""
        for name in (head, re.sub(r"（[^（）]*）$", "", head)):  # 副处长（法规）
            person = meant(name, self.persons) or (self._cast.meant(name) if self._cast else "")
            if person:
                return person, ""
        part = {"答": "answer", "问": "question"}.get(head[-1:], "")
        if part and len(head) < 9:  # 何太（北角）问
            person = meant(head[:-1], self.persons) or self._mentioned(head[:-1])
            return (person, part) if person else None
        return None

    def _mentioned(self, text: str) -> str:
        called = self._cast.mentions(text) if self._cast else []
        return (called[0].name or "") if called else ""

    def _shaped(self, head: str) -> tuple[str, str] | None:
        """What looks like a name, with or without a description."""
        name = untitled(re.sub(r"\s*[（(][^）)]*[）)]$", "", head))
        if is_called(name) and (person := self._mentioned(name)):
            return person, ""  # 溥教授
        if is_name(name):
            return name, ""
        if len(head) <= 16 and re.search(r"》?(?:记者|主持人)$", head):
            return head, "reporter"
        person = described(name)
        return (person, "") if person != name else None

    def _often(self, head: str, times: int) -> tuple[str, str] | None:
        """Whatever begins three paragraphs, unless it ends as words do that lead to others."""
        if times < 3 or len(head) > 8 or _SAYS.search(head):
            return None
        return (self._cast.titled_work(head) if self._cast else "") or head, ""


def parts_with_names(
    named: Mapping[str, tuple[str, str] | None],
    first_words: Iterable[tuple[str, str]],
    persons: Collection[str],
    before: str = "",
) -> dict[str, tuple[str, str]]:
    """Parts of the talk whose bearer's name another label, he himself or the introduction gives.

    主持人：, once 主持人 汤悦： has spoken; 主持｜早安，我是芷琳。 `named` is what heads mean,
    `first_words` what is said behind each, `before` the introduction.
    """
    found = {}
    for part, (shown, role) in ((h, whom) for h, whom in named.items() if whom):
        if role not in ("host", "voice", "guest", "reporter") or shown != part:
            continue
        longer = {who[0] for h, who in named.items() if who and h.startswith(part) and h != part}
        longer = {name for name in longer if is_name(name)} if role != "voice" else set()
        own = (words for head, words in first_words if head == part and role in ("host", "voice"))
        said = [m["name"] or m["nick"] for words in own if (m := _I_AM.search(words))]
        hosts = [m["name"] for m in _HOSTED.finditer(before)] if role == "host" else []
        given = {n for host in hosts if (n := next(filter(is_name, (host, host[:2])), ""))}
        said += given if len(given) == 1 else ()
        name = longer.pop() if len(longer) == 1 else next(iter(said), "")
        if name and not dictionary().knows(name):
            found[part] = (meant(name, persons) or name, role)
    return found


def meant(head: str, persons: Iterable[str]) -> str:
    """The one person of whose name, titles apart, a head is made; empty for none or several.

    >>> persons = ["蔡文忠", "姚乐晴", "努鲁·艾莎"]
    >>> [meant(h, persons) for h in ("蔡主席文忠", "乐晴", "晴姐", "蔡", "艾莎", "文化")]
    ['蔡文忠', '姚乐晴', '姚乐晴', '蔡文忠', '努鲁·艾莎', '']
    """
    same = {name for name in persons if name != head and _names(head, name)}
    return same.pop() if len(same) == 1 else head if head in persons else ""


def _names(head: str, name: str) -> bool:
    """Whether a head is a name, or a part of it, with or without a title or an endearment."""
    if DOT.search(name) or name.isascii():
        parts = re.split(f"[{DOTS} ]", name)
        return any(bare in parts for bare in _bare(head)) and len(head) > 1
    own = family(name)
    given = name[len(own) :]
    if head.startswith(own) and head.endswith(given) and own:
        return head[len(own) : len(head) - len(given)] in _ways()
    if 1 < len(head) < 4 and (head[0] in "阿小老" or head[-1] in KIN):
        rest = head[head[0] in "阿小老" : len(head) - (head[-1] in KIN)]
        if {rest, head[:-1]} & {own, given, given[-1:], given[:1], name[-2:]}:
            return True  # 阿娥, 娥姐, 阿缎姨 of 简阿缎
    return any(bare in (own, given) or (len(bare) > 1 and bare == name) for bare in _bare(head))


def _bare(head: str) -> Iterator[str]:
    """A head, and what is left of it without a title before or behind."""
    yield head
    for n in range(1, len(head)):
        if head[n:].strip() in _ways():
            yield head[:n].strip()
        if head[:n].strip() in _ways():
            yield head[n:].strip()


@functools.cache
def _part_first() -> re.Pattern[str]:
    parts = "|".join(sorted(parts_of_talk(), key=len, reverse=True))
    return re.compile(rf"(?P<part>{parts})\s?\d{{0,2}}[\s·（(]*(?P<name>.+?)[）)]?$")


@functools.cache
def _ways() -> frozenset[str]:
    """What may stand with a name to call somebody: titles, honorifics, nothing."""
    return frozenset({"", *titles(), "工", "总", "Sir", "sir", "同学", "氏"})


def _with_part(
    head: str, roles: Mapping[str, str], persons: Iterable[str]
) -> tuple[str, str] | None:
    """Name and role of 主持人 谷雨声, Q（糖糖妈）, A（区）, 郑月桂（67岁，家庭主妇）."""
    m = _part_first().match(head)
    if m and roles[m["part"]] == "audience" and re.fullmatch(r"[\u3400-\u9fff]{2,4}", m["name"]):
        return m["name"], "audience"  # 听友小满
    apart = m is not None and (not m["part"].isascii() or not m["name"][0].isalpha())
    if m and apart and (is_name(m["name"]) or meant(m["name"], persons)):
        return meant(m["name"], persons) or m["name"], roles[m["part"]]
    title, _, name = re.sub(r"\s+", " ", head).partition(" ")
    shaped = is_name(name) or re.fullmatch(r"[\u3400-\u9fff]{2,4}", name)
    if ends(title, introducing()) and shaped:
        return name, ""  # 首席预报员 阿依努尔·买买提
    if m := ASKED.fullmatch(head):
        return meant(m["name"], persons) or m["name"], roles[m["part"]]
    if m := SCREENED.fullmatch(head):
        return m["name"], "audience"
    return (head[: head.index("（")], "") if re.fullmatch(AGED, head) else None
