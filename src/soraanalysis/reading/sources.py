"""Sources: the persons and institutions of an article, and every way it names them.

An article introduces a person by title, bracket or reporting verb (`馆长李明`, `李明（42岁）`,
`李明说`), and then says 李馆长, 他 or 后者. `Cast` collects the introductions; `Cast.mentions`
finds every naming phrase in a stretch of text, `Cast.noun_phrase` a source without a name.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from typing import NamedTuple

from soraanalysis._data import words
from soraanalysis.reading.labels import dictionary, is_name

REPORTER = "记者"

HAN = r"[\u3400-\u9fff]"
LATIN = r"[A-Z][a-zA-ZÀ-ÿ'.-]+(?:[ ·](?:[a-z]{2,3} )?[A-Z][a-zA-ZÀ-ÿ'.-]*)+"
# what a name's last character is not, unless the article repeats it: the next word's first
_NEXT = "说称问答写讲道则也又还都均就对向和与及的是在曾已将把被从认表指告因不有没到这那来去为给"
_PLACE = "市县区省镇乡"  # last characters of places, not of names
_SEX = "男|女|翁|妇|嫌|某某|某|父|母|妻|夫|员|童|生|婆|伯|姨|官|妈妈|爸爸|妈|爸"
_RARE = frozenset("常边但向那对应安和于从时公全曲同因如有为多何能相都将只是明")  # words more often than names
_PRONOUN = r"(?<![其吉排])(?:他们|她们|两人|二人|三人|双方|他|她)(?![人国乡家日处])|后者|前者|对方|老人(?!家|们)|老太太|(?:该|这位|这名)(?:{roles})"


def one_of(entries: frozenset[str]) -> str:
    """A pattern for any of the entries, the longest first."""
    return "|".join(map(re.escape, sorted(entries, key=lambda e: (-len(e), e))))


@functools.cache
def surname() -> str:
    """A pattern for a Chinese family name."""
    return f"(?:{one_of(words('surnames', 'surname'))})"


@functools.cache
def roles() -> str:
    """A pattern for a noun that names somebody by part, work or relation."""
    return one_of(words("sources", "word", kind="role") | words("titles", "title") - {"总"})


@functools.cache
def foreign() -> tuple[str, str]:
    """Patterns for a name in foreign sounds: with dots, and one part of it."""
    sounds = f"[{next(iter(words('transliteration', 'characters')))}]"
    return rf"{sounds}{{1,7}}(?:[·・•]{sounds}{{1,7}})+", rf"{sounds}{{2,6}}"


@functools.cache
def adverbs() -> str:
    """A pattern for what may stand between a subject and its verb: adverbs, prepositions."""
    plain = (
        "则是|倒是|只是|则|也|还|并|又|均|都|就|更|再|曾|已经|已|却|即|便|仍|亦|先|才|倒|随后|随即|同样|同时|"
        "进一步|近日|日前|昨日|昨天|昨晚|今早|今晨|早前|稍早|较早前|稍后|今天|今日|当天|当时|此前|后来|最后|最终|特别|多次|公开|明确|反复|"
        "一再|继续|接着|坦率|直接|这样|如此|如是|连忙|马上|立刻|忍不住|不禁|主动|首次|再次|再度|一直|始终|"
        "一边|一度|普遍|一致|纷纷|共同|异口同声|齐声|分别|亲自|当场|现场|事后|会后|赛后|私下|其实|总是|常常|"
        r"经常|常|想要|想|无奈|颇为|更为|有些|十分|非常|很|受访时|受访|答询时|第一时间|\d{1,2}日"
    )
    return (
        rf"(?:{plain}|{HAN}{{1,6}}(?:地|着)|{HAN}{{1,10}}时|"
        r"(?:在|于|向|对|就|跟|与|和|给|从|用|以|经|针对|围绕|通过|透过|谈及|谈到|接受)"
        r"[^，。；：！？\n■]{1,28}?(?=则|也|还|并|又|就|曾|更|再|$)|[ 　])"
    )


_WOMEN = frozenset("女儿 妻子 母亲 妈妈 奶奶 外婆 姐姐 妹妹 太太 夫人 女士 小姐 媳妇 阿姨 女星 女演员 孙女 师姐 长女 次女 姑姑".split())


class Mention(NamedTuple):
    """A phrase that names somebody: its place, and who it is (None: a pronoun, still open)."""

    start: int
    end: int
    name: str | None
    phrase: str


@functools.cache
def _introductions() -> tuple[re.Pattern[str], ...]:
    name = rf"{surname()}{HAN}{{1,2}}"
    dotted, sounds = foreign()
    verbs = one_of(_verbs())
    titles = one_of(words("titles", "title"))
    return (
        re.compile(
            rf"(?P<title>{titles})(?P<name>{dotted}|{HAN}{{1,7}}(?:[·・•]{HAN}{{1,7}})+|{LATIN}|{name}|{sounds})"
        ),
        re.compile(
            rf"(?:^|[，。；：！？”」\n、和与及])(?P<name>{dotted}|{LATIN}|{name}?|{sounds})"
            rf"(?=(?:{titles})?(?:{adverbs()}){{0,3}}(?P<verb>{verbs}))"
        ),
        re.compile(
            rf"(?P<name>{dotted}|{LATIN}|{name}|{sounds})(?:（(?P<latin>[A-Z][A-Za-zÀ-ÿ .'·-]+)[，）]"
            r"|（(?:[^（）]{0,8}，)?(?:\d{1,2}岁|[男女])|，?(?:今年)?\d{1,2}岁|，[男女]，)"
        ),
        re.compile(rf"的(?P<free>(?P<name>{HAN}{{2,3}}))(?=今年[\d一二三四五六七八九十]{{1,3}}岁|（[^（）]{{0,8}}\d{{1,2}}岁)"),
        re.compile(rf"(?P<name>{name})(?P<title>女士|先生|小姐|教授|博士|医生|律师)"),
        re.compile(rf"(?:^|[，。；：！？”」\n、的])(?P<name>{LATIN})(?=是|，|（|[\u3400-\u9fff])"),
    )


@functools.cache
def _verbs() -> frozenset[str]:
    known = words("cue_verbs", "verb") - words("cue_verbs", "verb", kind="not")
    return frozenset(v for v in known if len(v) > 1) | {"说", "称", "问"}


class Cast:
    """Who an article speaks of. `titles` holds what stands before or behind each name."""

    def __init__(self, text: str):
        self.titles: dict[str, set[str]] = {}
        self.women: set[str] = set()
        self.men: set[str] = set()
        self.aliases: dict[str, str] = {}
        self._anonymous: list[str] = []  # 余姓家长
        self._find(text)
        names = one_of(frozenset(self.aliases)) or r"(?!)"
        pronoun = _PRONOUN.format(roles=roles())
        titles = one_of(words("titles", "title"))
        verbs = one_of(_verbs())
        free = r"(?<![\u3400-\u9fff])|(?<=[对向跟与和给让请被据的而但并、在由至当连问])"
        self._mention = re.compile(
            rf"(?P<name>{names})|(?P<anonymous>{surname()}姓(?:{roles()}))"
            rf"|(?P<all>[两二三][位名](?P<family>{surname()})姓(?:{roles()}))"
            rf"|(?:{free})(?P<called>(?:(?P<surname>{surname()})(?:{titles}|{_SEX})|(?P<nick>[老小阿]{surname()})))"
            rf"|(?:{free})(?P<bare>{surname()})(?=(?:{adverbs()}){{0,3}}[^，。：；]{{0,3}}(?:{verbs}))"
            rf"|(?P<asker>记者|笔者|我们?)(?=[^，。：；！？”」]{{0,6}}问(?![题卷候世]))"
            rf"|(?P<pronoun>{pronoun})"
        )

    def _find(self, text: str) -> None:
        places: Counter[str] = Counter()
        for pattern in _introductions():
            for m in pattern.finditer(text):
                found = m.groupdict()
                name = m["name"] if found.get("free") and _unknown(m["name"]) else _whole(text, m)
                if name is None or _is_called(name) or (found.get("verb") and _is_word(text, name)):
                    continue
                places[name] += 1
                self.titles.setdefault(name, set()).add(found.get("title") or "")
                if found.get("latin"):
                    self.aliases.setdefault(m["latin"].strip(), name)
                    self.aliases.setdefault(m["latin"].split()[-1], name)
                if found.get("title") in _WOMEN or re.match(r"（[^（）]{0,8}女|，女，|女士|小姐", text[m.end("name") :][:12]):
                    self.women.add(name)
                elif re.match(r"（[^（）]{0,8}男|，男，|先生", text[m.end("name") :][:12]):
                    self.men.add(name)
        for name, times in _repeated(text).items():
            if name not in places and not _is_called(name):
                places[name] += times
                self.titles.setdefault(name, set())
        for name in sorted(places, key=lambda n: (-len(n), n)):
            if any(name != other and name in other for other in self.aliases.values()):
                continue
            self.aliases.setdefault(name, name)
            parts = re.split(r"[·・• ]", name)
            for part in (parts[-1], parts[0]) if len(parts) > 1 else ():
                if len(part) > 1:
                    self.aliases.setdefault(part, name)

    def mentions(self, text: str) -> list[Mention]:
        """Every phrase that names a person, in order."""
        found = []
        for m in self._mention.finditer(text):
            who: str | None = None
            if m["name"]:
                who = self.aliases[m["name"]]
            elif m["anonymous"]:
                who = m["anonymous"]
                if who not in self._anonymous:
                    self._anonymous.append(who)
            elif m["all"]:
                who = "、".join(self._family(m["family"])) or None
            elif m["nick"] and _word_at(text, m.start()):
                continue
            elif m["called"]:
                who = self._called(m["called"], m["surname"])
            elif m["asker"]:
                who = REPORTER
            elif m["bare"]:
                same = self._family(m["bare"])
                if len(same) != 1:
                    continue
                who = same[0]
            found.append(Mention(m.start(), m.end(), who, m[0]))
        return found

    def _family(self, family: str) -> list[str]:
        return [n for n in self.titles if n.startswith(family) and n in self.aliases and n[0] in family]

    def _called(self, phrase: str, family: str | None) -> str | None:
        """Whom a family name with a title or sex means: 魏校长, 林男; None where several may be."""
        if family is None:
            return phrase
        title = phrase[len(family) :]
        same = self._family(family)
        fitting = [n for n in same if any(t.endswith(title) for t in self.titles[n] if t)]
        kin = re.fullmatch(_SEX, title) or title in words("titles", "title", kind="relation")
        if kin and not fitting and not self._anonymous and title not in ("男", "女"):
            return phrase
        if len(fitting) == 1 or (len(same) == 1 and not kin):
            return (fitting or same)[0]
        anonymous = [a for a in self._anonymous if a.startswith(family)]
        women = title[:1] in "女妇母妻婆姨妈"
        if anonymous:
            return next((a for a in anonymous if bool(re.search("[女妇母婆妈]", a[2:])) == women), anonymous[-1])
        return (same[0] if len(same) == 1 else None) if same else phrase


_HEAD = re.compile(rf"(?P<before>^|[，。；：！？”」\n])(?=(?P<words>{HAN}{{2,12}}))")


def _repeated(text: str) -> Counter[str]:
    """Names of three characters at the head of clauses that no title or verb introduces.

    The text has them more than once, or the segmenter takes one at the head of a sentence for a
    word that its dictionary lacks.
    """
    found: Counter[str] = Counter()
    for m in _HEAD.finditer(text):
        name = m["words"][:3]
        if name in found or name[0] in _RARE or not re.match(surname(), name):
            continue
        ends = _ends(m["words"])
        if name[-1] in "湖江河岛桥村街路港湾寺庙楼园山城":
            continue
        if not re.search(name + "[，。、的是在也和与对把被从就还曾则又不没给将让向笑说称今去当站坐]", text):
            continue
        if text.count(name) < 2 and (ends[0] != 3 or m["before"] not in "。\n"):
            continue
        if 3 in ends and 2 not in ends and is_name(name) and name[-1] not in _PLACE and not _is_word(text, name):
            found[name] = text.count(name)
    return found


def _word_at(text: str, at: int) -> bool:
    """Whether the dictionary has a word where a nickname seems to stand: 老师, 小时."""
    return any(dictionary().knows(text[at : at + n]) for n in (2, 3))


def _is_called(name: str) -> bool:
    """Whether it is a family name with a title or sex, and no name: 魏校长, 林男."""
    rest = name[len(m[0]) :] if (m := re.match(surname(), name)) else ""
    if rest[:1] == "副":
        return True
    return rest in words("titles", "title") or bool(re.fullmatch(_SEX, rest)) or rest[:1] == "姓"


def _is_word(text: str, name: str) -> bool:
    """Whether what looks like a name before a verb is rather other words: 罗低头, 但被告."""
    if name[0].isascii() or re.search("[·・•]", name):
        return False
    tagger, rest = dictionary(), name[1:]
    if name[0] in _RARE and (text.count(name) < 2 or tagger.knows(rest)):
        return True
    if len(rest) < 2 or not tagger.knows(rest):
        return False
    return text.count(name) < 2 or tagger.tag(rest)[0] in "vdpcrmtf"


def _whole(text: str, m: re.Match[str]) -> str | None:
    """The name that an introduction gives, without the next word's first character, or None."""
    name = m["name"]
    if name[0].isascii() or re.search("[·・•]", name):
        return name.rstrip(".")
    if not re.match(surname(), name) or (len(name) > 3 and name[:2] not in words("surnames", "surname")):
        return _foreign(text, name)
    if len(name) > 2:
        shorter = name[:-1]
        times, times_shorter = text.count(name), text.count(shorter)
        grown = name[-1] in _NEXT and (times == 1 or times < times_shorter)
        if is_name(shorter) and (grown or times < times_shorter):
            name = shorter
        elif name[-1] in _NEXT and times == 1:
            return None
    elif len(name) == 2:
        ends = _ends(text[m.start("name") : m.start("name") + 8])
        longer = text[m.start("name") : m.start("name") + 3]
        fits = (2 not in ends and 3 in ends) or text.count(longer) == text.count(name) > 1
        if fits and longer[-1] not in _NEXT and is_name(longer):
            name = longer
    if is_name(name) and name[-1] not in _PLACE:
        return name
    return _foreign(text, m["name"])


def _ends(text: str) -> list[int]:
    """Where the words of a text end."""
    ends = [0]
    for word in dictionary().cut(text):
        ends.append(ends[-1] + len(word))
    return ends[1:]


def _foreign(text: str, name: str) -> str | None:
    """A transliterated name without dots, which must be no word and stand more than once."""
    characters = next(iter(words("transliteration", "characters")))
    if not all(c in characters for c in name) or not _unknown(name):
        return None
    return name if text.count(name) > 1 or "（" in text[text.find(name) :][len(name) : len(name) + 1] else None


def _unknown(name: str) -> bool:
    tagger = dictionary()
    return not tagger.knows(name) or tagger.tag(name).startswith("nr")


_LEADS = (
    r"(?:（[^（）]*）|对此|但是|但|不过|然而|而|同时|此外|另外|其中|随后|日前|近日|昨日|昨天|今天|当天|当日|当晚|目前|此前|亦有|"
    r"至于|至今|最终|也有|还有|一边|（?\d{1,4}[年月日时]|[上下]午|凌晨|晚上|有|据|根据|按照|依据|正如|在|[ 　])"
)
_PLURAL = re.compile(r"^(?:不少|许多|很多|一些|部分|众多|有的|大批|大量|若干|更多|有)(?=.{2})")
_VAGUE_ONLY = re.compile(r"^[一两几多数有无]?[位名个家]?(?:{vague})$")


@functools.cache
def _noun_phrase() -> re.Pattern[str]:
    bodies = one_of(words("sources", "word", kind="body"))
    suffix = one_of(words("sources", "word", kind="suffix"))
    papers = one_of(words("sources", "word", kind="paper"))
    return re.compile(
        rf"{_LEADS}*(?P<np>[^，。：；！？、“”■（）\s向对给与把被让跟在]{{0,20}}?"
        rf"(?:(?P<role>{roles()})|(?P<paper>{papers})|(?P<body>{bodies}|该[局会院校司社厂店馆站所处部署厅组])|(?P<inst>{HAN}(?:{suffix})(?!{HAN}{{0,3}}(?:{roles()}|部门|机构|委员会)))"
        rf"|(?P<latin>[A-Z][A-Za-z0-9&.-]*(?: [A-Z][A-Za-z0-9&.-]*)*)(?:团队|官方|公司|方面)?))"
        rf"(?P<nick>□+)?(?:方面|官方|中|里|内)?(?:（[^（）]{{0,30}}）)?"
        rf"(?P<gap>(?:{adverbs()}){{0,4}}|(?:随后|近日|日前|早前|当天|同日|昨|今|上午|下午|晚间|发布|发表|发出|发声明|发文|回复|回覆|接受|通过|就|在|于|日|给|来|透过)[^的是有]{{0,14}}|(?(role)(?P<loose>(?!{suffix}|{roles()})[^的是有，]{{1,6}})|(?!)))$"
    )


def noun_phrase(before: str, known: frozenset[str] = frozenset()) -> tuple[int, int, str, bool] | None:
    """A source without a personal name directly before a verb: place, name, is it a person.

    `before` is the clause up to the verb, `known` are sources that nothing but the article shows
    to be some. Plural quantifiers are no part of the name (不少网友:
    网友). None where nobody in particular speaks (有媒体, 数据).
    """
    for name in known:
        at = before.find(name)
        if at >= 0 and re.fullmatch(rf"{_LEADS}*", before[:at]) and _gap_only(before[at + len(name) :]):
            return at, at + len(name), name, False
    m = _noun_phrase().match(before)
    if not m:
        return None
    start, end, name = m.start("np"), m.end("np"), m["np"]
    if name.endswith("记者"):
        return None
    if prefix := re.match(r"(?:行业|研究|咨询|第三方|国际|权威|出品|承办|主办)?(?:机构|公司|厂商|企业|单位)(?=.{4})", name):
        name, start = name[prefix.end() :], start + prefix.end()
    if m["latin"]:
        end = m.end("latin")
        name = before[start:end]
    vague = words("sources", "word", kind="vague")
    if name in vague or any(name == q + v for v in vague for q in ("有", "多家", "一些", "不少")):
        return None
    if m["paper"]:
        whose = re.match(rf"(.*?(?:{one_of(words('sources', 'word', kind='suffix'))}))(?:[^的]{{0,8}}(?:的|发布|发表|公布|出具)|(?:{one_of(words('sources', 'word', kind='paper'))})$)", name)
        if not whose:
            return start, end, "", False
        name, end = whose[1], start + whose.end(1)
    if cut := _PLURAL.match(name):
        name = name[cut.end() :]
        start += cut.end()
    if m["nick"]:
        end = m.end("nick")
    return start, end, name, bool(m["role"])


def _gap_only(text: str) -> bool:
    return bool(re.fullmatch(rf"(?:团队|官方|方面)?(?:{adverbs()}){{0,4}}.{{0,6}}", text)) and not re.search("[的是有]", text)


def plain_subjects(text: str) -> frozenset[str]:
    """Names before a verb of saying that no word shows to be a source, but that the text repeats."""
    pattern = re.compile(
        rf"(?:^|[。，；”」\n])(?P<np>[A-Z][A-Za-z0-9]+|{HAN}{{3,8}}?)"
        r"(?:团队|官方|方面|\d{1,2}日|昨日|今日|日前|近日|也|还|则|并|想)?"
        r"(?:表示|宣布|回应|透露|指出|强调|认为)"
    )
    found = {m["np"] for m in pattern.finditer(text)}
    return frozenset(n for n in found if text.count(n) > 2 and not re.search("[的是有人们我他她它这那]", n))


def leading_phrase(sentence: str) -> Mention | None:
    """A person without a name that a sentence begins with: 一位不愿具名的摊主, 网友."""
    m = _leading().search(sentence)
    if not m or m["np"].endswith("记者"):
        return None
    cut = _PLURAL.match(m["np"])
    at = m.start("np") + (cut.end() if cut else 0)
    return Mention(at, m.end("np"), sentence[at : m.end("np")], sentence[at : m.end("np")])


@functools.cache
def _leading() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|，)(?:{_LEADS})*(?P<np>(?:[一两三几多数某][位名个]|不少|许多|有|部分|另一[位名]?|同行的|附近的?)"
        rf"[^，。：；！？“”■□（）\s在]{{0,14}}?(?:{roles()}))"
    )


def is_person(phrase: str) -> bool:
    """Whether a source without a name is somebody rather than an institution."""
    return bool(re.search(rf"(?:{roles()})$", phrase))


def institutions(text: str) -> list[str]:
    """Full names of institutions that the text gives at the head of a clause, in order."""
    suffix = one_of(frozenset(w for w in words("sources", "word", kind="suffix") if len(w) > 1))
    pattern = re.compile(rf"(?:^|[，。；：、“”「」（\n据由向在对从]|根据)(?P<inst>[^\W\d_a-zA-Z是在和与由]{{2,14}}?(?:{suffix}))(?!{HAN}?(?:大学|学院))")
    return list(dict.fromkeys(m["inst"] for m in pattern.finditer(text)))
