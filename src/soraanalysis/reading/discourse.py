"""Discourse: whom an article has spoken of so far, and so who 他, 后者, 两人 or 该局 is."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Sequence

from soraanalysis.reading.cast import REPORTER, Cast, Mention
from soraanalysis.reading.institutions import (
    goes_on,
    institutions,
    is_firm,
    named,
    plain_subjects,
    short_names,
)
from soraanalysis.reading.names import HAN, roles, surname
from soraanalysis.reading.sources import is_person, noun_phrase
from soraanalysis.reading.spans import UNKNOWN

_PAIRS = {"他们": 2, "她们": 2, "两人": 2, "二人": 2, "双方": 2, "三人": 3}
_NAMELESS = re.compile("[他她该这]|上述|老[人太头爷汉者]")
# whom the reporter asked: 记者联系了某某, 向某某查询
_ASKED = re.compile(
    r"(?:联系|联络|致电|询问|向)了?(?P<who>[^，。；]{2,16}?)(?:查询|求证|了解|询问|核实)?，$"
)
_CONNECTIVE = re.compile("^(?:不过|但|而|然而|另外|此外|随后|最终)，?")
_SHORT = re.compile(
    r"(?P<full>[\u3400-\u9fffA-Za-z]{3,20})（(?:以下)?(?:简称|下称)(?:为)?[“「\"]?(?P<short>[^”」），\"]{2,6})[”」\"]?）"
)
_LATIN = re.compile(r"[A-Z][A-Za-z]{2,}(?: [A-Z][A-Za-z]+)*")
_MEMORY = 200  # mentions that a pronoun may go back to
_COURT = re.compile("(?:法|地|高|分)院$|法庭$")
_THIS = re.compile(r"该|上述|这家|这所|这位|这名|本")


@functools.cache
def _groups() -> re.Pattern[str]:
    pair = (
        "情侣|恋人|夫[妇妻]|[小老]两口|姐妹|姊妹|兄[弟妹]|姐弟|父[子女]|母[子女]|[祖爷]孙|师徒|闺蜜"
    )
    whose = f"{surname()}[姓氏]|年轻|新婚|中年|老(?=夫)|小(?=夫|情)"
    some = rf"[两三][名位](?:[^，。：；、]{{0,6}}的)?{HAN}{{0,6}}?(?:{roles()})"
    return re.compile(
        rf"(?:[一这那]对(?P<pair>(?:{whose})?(?:{pair}))|(?P<who>(?:{whose})(?:{pair})|{some}))(?![们的])"
    )


_SCHOOLS = ("校", "大学", "中学", "小学", "学院", "高中", "国中", "国小")


class Discourse:
    """What a reader remembers of an article: its persons and institutions as they come by."""

    def __init__(self, text: str, cast: Cast):
        self.cast = cast
        found = institutions(text)
        self._short = _short_forms(text, found)
        plain = {*plain_subjects(text), *self._short} - set(self.cast.aliases)
        # sources by their place alone, the longest first: 晨浪科技 before 晨浪
        self.plain = sorted(plain, key=lambda name: (-len(name), name))
        joined = [name for name in found if re.search("[与和及]", name)]
        self.plain = [*sorted(joined, key=len, reverse=True), *self.plain]  # 嗓音与沟通研究中心
        self._institutions = [*found, *sorted(plain)]
        self._named: list[str] = []  # persons, as they were mentioned
        self._subjects: list[str] = []  # persons, as they were subjects
        self._bodies: list[str] = []  # institutions, as they were subjects
        self._lately: list[str] = []  # institutions, as paragraphs mentioned them
        self._phrases: list[str] = []  # persons without a name that spoke
        self._called: dict[str, str] = {}  # 他 or 她, as each person was first called
        self._begun = 0  # how many of `_named` stood in earlier paragraphs
        self._paragraph = ""

    def open(self, paragraph: str) -> None:
        """A new paragraph begins."""
        self._paragraph, self._begun = paragraph, len(self._named)
        self._lately += [n for n in self._institutions if n in paragraph]

    def note(self, mentions: Sequence[Mention]) -> None:
        """These were mentioned."""
        self._named += [m.name for m in mentions if m.name]

    def subject(self, name: str, is_phrase: bool = False) -> None:
        """This was the subject of a sentence; a phrase may be an institution."""
        institution = is_phrase and not is_person(name)
        (self._bodies if institution else self._subjects).append(name)
        if is_phrase and not institution:
            self._phrases.append(name)

    def other_than(self, name: str) -> str:
        """The person who was last a subject, other than this one: who answers."""
        no = {name, REPORTER, *self._institutions}
        met = (*reversed(self._subjects), *reversed(self._named))
        others = (n for n in met if n not in no and "、" not in n)
        return next(others, UNKNOWN if name == REPORTER else name)

    def main(self) -> str:
        """The person of whom the article has spoken most."""
        persons = Counter(n for n in self._named if n != REPORTER and "、" not in n)
        return persons.most_common(1)[0][0] if persons else UNKNOWN

    def asked(self, before: str) -> str | None:
        """The institution that a clause says was asked, by the fullest name that the text gives."""
        named = [(before.rfind(n) + len(n), n) for n in self._institutions if n in before]
        if named:
            return self._institution(max(named)[1])
        m = _ASKED.search(before)
        if m is None:
            return None
        full = (n for n in self._institutions if _inside(m["who"], n))
        return max(full, key=len, default=m["who"])

    def leading_institution(self, sentence: str) -> Mention | None:
        """An institution of the article that a sentence begins with."""
        text = _CONNECTIVE.sub("", sentence.lstrip())
        at = len(sentence) - len(text)
        found = (n for n in self._institutions if text.startswith(n))
        name = max(found, key=len, default="")
        if not name and (phrase := noun_phrase(text.split("，")[0])):
            whole = self._institution(phrase.name) if phrase.name else ""
            if whole and not is_person(whole):
                return Mention(at + phrase.start, at + phrase.end, whole, phrase.name)
        return Mention(at, at + len(name), name, name) if name else None

    def who(self, mention: Mention, sort: str, sentence: Sequence[Mention] = ()) -> str | None:
        """Whom a mention means; `sentence` are the mentions of its sentence.

        `sort` is that of a cue: `person`, `pronoun`, `phrase` (a source without a name; an empty
        name stands for a paper whose institution is not beside it), `nobody`.
        """
        if sort == "nobody":
            return UNKNOWN
        if sort == "phrase":
            return self._institution(mention.name) if mention.name else self._publisher(mention)
        if mention.name is not None:
            return mention.name
        return self._pronoun(mention, sentence)

    def _pronoun(self, mention: Mention, sentence: Sequence[Mention]) -> str | None:
        phrase = mention.phrase
        if phrase in _PAIRS or phrase[:2] in ("两位", "两名"):
            return self._several(phrase, [m.name for m in sentence if m.end <= mention.start])
        if phrase in ("后者", "前者"):
            recent = list(dict.fromkeys(reversed(self._named)))[:2]
            return (recent[0] if phrase == "后者" else recent[-1]) if recent else None
        if phrase == "对方":
            topics = [m.name for m in sentence if m.name and m.end <= mention.start]
            others = (n for n in reversed(self._named) if topics and n != topics[0])
            body = next(iter(self._bodies[-1:]), None)
            return next(others, None) or body or self.other_than(REPORTER)
        if not _NAMELESS.match(phrase):  # a family name that several have
            same = (n for n in reversed(self._named) if n[0] == phrase[0])
            return next(same, phrase)
        before = [m.name for m in sentence if m.name and m.end <= mention.start]
        before = [n for n in before if n != REPORTER and "、" not in n]
        if before and phrase in ("他", "她"):
            return before[0]
        return self._last(phrase) or (phrase if phrase[0] in "老那这" else None)

    def _last(self, phrase: str) -> str | None:
        """The person last spoken of, in this paragraph first, who may be 他, 她 or 该负责人."""
        others = self.cast.men if phrase in ("她", "老太太") else self.cast.women
        here, recent = self._named[self._begun :][-_MEMORY:], self._subjects[-_MEMORY:]
        subjects = [n for n in recent if n in here]
        candidates = list(dict.fromkeys([*reversed(subjects), *reversed(here), *reversed(recent)]))
        candidates = [n for n in candidates if n != REPORTER and n not in others]
        if phrase[0] == "老":
            no = {n for n in self._phrases if not n.endswith(phrase)}
            candidates = [n for n in candidates if n not in no]
        if phrase in ("他", "她"):  # those whom the article has called so before others
            candidates.sort(key=lambda n: self._called.get(n, phrase) != phrase)
        fitting = [n for n in candidates if self._is_a(n, _THIS.sub("", phrase))]
        name = next(iter([*fitting, *candidates] if phrase[0] in "该这上" else candidates), None)
        if name and phrase in ("他", "她"):
            self._called.setdefault(name, phrase)
        return name

    def _bears(self, name: str, title: str) -> bool:
        return any(t.endswith(title) for t in self.cast.titles.get(name, ()))

    def _is_a(self, name: str, role: str) -> bool:
        return name.endswith(role) or self._bears(name, role)

    def _several(self, phrase: str, beside: Sequence[str | None]) -> str | None:
        """The two or three persons last mentioned, in the order in which the article named them."""
        if group := self._group(phrase):
            return group
        named = [*self._named, *(name for name in beside if name)]
        here, wanted = named[self._begun :], _PAIRS.get(phrase, 2)
        if phrase in ("他们", "她们") and len(set(here)) < 2:
            return self._publisher()
        recent = list(dict.fromkeys(reversed(named)))[:wanted]
        recent.sort(key=named.index)
        return "、".join(recent) if len(recent) == wanted else None

    def _group(self, phrase: str) -> str:
        """Some without a name whom the paragraph tells of last before a phrase: 张姓情侣."""
        before = self._paragraph[: self._paragraph.rfind(phrase)]
        for m in reversed(list(_groups().finditer(before))):
            between = before[m.end() :]
            return (
                "" if any(name in between for name in self.cast.aliases) else m["who"] or m["pair"]
            )
        return ""

    def _publisher(self, paper: Mention | None = None) -> str | None:
        """Whose paper a bare 报告 or 判决书 is: the institution last named, or a court."""
        if paper and paper.phrase.startswith(("判决", "裁", "调解")):
            named = (*reversed(self._lately), *self._institutions)
            if court := next((n for n in named if _COURT.search(n)), None):
                return court
        here = [n for n in self._institutions if n in self._paragraph]
        here = [n for n in self._bodies[-1:] if n in self._paragraph] or here
        return here[0] if here else next(iter([*self._bodies[-1:], *self._lately[-1:]]), None)

    def _institution(self, name: str) -> str:
        """The fullest name of an institution that the text gives: 县府 is 某某县政府."""
        if name in self._short:
            return self._short[name]
        titled = (n for n in reversed(self._named) if self._bears(n, name))
        if person := next(titled, None):  # 律师也说
            return person
        if earlier := [p for p in self._phrases if p.endswith(name) and is_person(name)]:
            return earlier[-1]
        if name in ("公司", "该公司", "企业", "集团"):
            firms = [n for n in reversed(self._lately) if is_firm(n)]
            latin = (m[0] for m in _LATIN.finditer(self._paragraph))
            if firms := firms or [n for n in latin if n not in self.cast.aliases]:
                return firms[0]
        if name in ("官方", "公司方面", "当局"):
            return next(iter(self._bodies[-1:]), None) or self._publisher() or name
        if len(name) == 2 and name[1] == "方":
            ends = _SCHOOLS if name == "校方" else (name[0],)
            return next((n for n in reversed(self._lately) if n.endswith(ends)), name)
        if _THIS.match(name):
            here = [n for n in self._institutions if n in self._paragraph]
            before = (*here, *reversed(self._bodies), *reversed(self._lately))
            same = [n for n in before if n[-1] == name[-1] and n != name]
            near = (*here, *self._lately[-1:]) if len(name) < 5 else ()  # 该机构
            return next(iter((*same, *self._bodies[-1:], *near)), name)
        name = named(next((n for n in self._institutions if goes_on(name, n)), name))
        fuller = [n for n in self._institutions if len(n) > len(name) and n[-1] == name[-1]]
        for full in fuller if not (name.isascii() or is_firm(name)) else ():
            place = full.removesuffix(name)
            if (len(name) <= 5 and _inside(name, full)) or place[-1] in "省市县区州镇乡国":
                return full
        return name


def _short_forms(text: str, known: Sequence[str]) -> dict[str, str]:
    """Institutions by the short names that the text gives them: 昱风智慧车（以下简称昱风）."""
    found = {}
    for m in _SHORT.finditer(text) if "简称" in text or "下称" in text else ():
        start = m["full"].rfind(m["short"][0])
        if start >= 0 and _inside(m["short"], m["full"][start:]):
            whole = (n for n in known if n.endswith(m["full"][start:]))
            found[m["short"]] = max(whole, key=len, default=m["full"][start:])
    for short, firm in short_names(text, known):
        whole = (n for n in known if n.endswith(firm) and named(n) == n)
        found.setdefault(short, max(whole, key=len, default=firm))
    return found


def _inside(short: str, full: str) -> bool:
    """Whether the characters of `short` stand in `full` in this order."""
    rest = iter(full)
    return all(c in rest for c in short)
