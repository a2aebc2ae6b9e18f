"""Cast: the persons of an article, and every phrase by which it names one of them again.

Once introduced, 魏以柔 is 魏校长, 魏女, a bare 魏 before a verb, or 她; 伊尔莎·范霍文 is 范霍文.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from soraanalysis._data import words
from soraanalysis.reading.chinese import families
from soraanalysis.reading.finding import places
from soraanalysis.reading.introductions import introductions
from soraanalysis.reading.names import (
    DOT,
    DOTS,
    HAN,
    SEX,
    adverbs,
    common_surname,
    descriptions,
    dictionary,
    ends,
    is_common_word,
    is_name,
    one_of,
    roles,
    sounds,
    surname,
    titles,
    verbs,
)
from soraanalysis.reading.weighing import is_titled

REPORTER = "记者"  # who asks where the article gives no name


_NICKNAME = re.compile(
    rf"(?:都|人们)?(?:[叫喊称](?:他|她)(?:为|作)?|人称|外号|绰号)(?P<marked>[“「])?(?P<nick>(?!们){HAN}{{1,3}}(?![着了过的]){HAN})(?=[，。；、]|[”」](?P<of>的)?)"
)


_SAYS = ("说", "指", "称", "坦", "直")  # behind 马太, which the dictionary has as another word


_PSEUDONYM = re.compile(  # 小郑（化名）
    rf"(?P<name>[小老阿]{HAN}{{1,2}}|{surname()}{HAN}{{1,2}}|{surname()}某)（化名）"
)


_ACCUSED = re.compile("[^。\n]{2,60}(?:被控|被诉|遭起诉|被起诉|否认控罪|承认控罪|不认罪|认罪)")


class Mention(NamedTuple):
    """A phrase that names somebody: its place, and who it is (None: still open, as a pronoun)."""

    start: int
    end: int
    name: str | None
    phrase: str


_RELATED = frozenset("大二三四五六七八九小老阿表堂姑舅姨师学的是和与叫对问跟他她我你")
KIN = "姐姊哥姨叔伯嫂婶妈爷师"
_OTHER_NAME = re.compile(
    "[本原真大全]名|[阿小老][\u3400-\u9fff]（"
)  # what a text must have for `_REAL`
_LATIN_FIRST = re.compile(  # Kelvin Auyeung（欧阳启文）
    rf"(?P<latin>[A-Z][A-Za-zÀ-ž.'-]+(?: [A-Z][A-Za-zÀ-ž.'-]+)*)（(?P<name>{HAN}{{2,4}})[）；，]"
)
_REAL = re.compile(
    rf"(?P<nick>[阿小老]{HAN})（(?P<name>{HAN}{{2,4}})[）；，]"
    rf"|(?P<known>[阿小老]{HAN}|{HAN}{{2,4}}|[A-Z][a-z]+(?: [A-Z][a-z]+)*)[，（]?"
    rf"(?:本名|原名|真名|大名|全名|汉名|中文名|族名)[叫是为：]?(?P<real>{HAN}(?:[{DOTS}]?{HAN}){{1,8}})[）；，。]"
)


def credited(lines: Iterable[str]) -> set[str]:
    """Who made the page: the names behind 记者：, 文 |, 责任编辑：, in lines that tell nothing."""
    return {m["name"] for line in lines if "。" not in line for m in _CREDITED.finditer(line)}


_CREDITED = re.compile(
    r"(?:记者|作者|编辑|责编|采写|撰文|撰稿|整理|摄影|摄|文|图|采访者?|策划|校对|监制)"
    r"\s*[：:｜|丨／/\s]\s*(?P<name>[\u3400-\u9fff]{2,4})(?![\u3400-\u9fff])"
)


# what the judge of a Hong Kong court does, who is 官 or 霍官
_SPEAKS = "(?=[再续又则遂也亦]?(?:问|指|说|称|质疑|反问|斥|追问|直斥|表示|裁|判|回应|提醒))"


@functools.cache
def _phrases() -> re.Pattern[str]:
    """A pattern for the phrases that name a person without the name."""
    long = one_of(words("titles", "title"))
    starts = "".join(sorted({s[0] for s in words("surnames", "surname")}))
    starts += "两二三何于安常老小阿官记笔我他她双后前对该上那这"  # of what stands below
    free = r"(?:(?<![\u3400-\u9fff])|(?<=[对向跟与和给让请被据的而但并、在由至当连问]))"
    # not 村里的老人
    alone = r"(?:(?<![\u3400-\u9fff])|(?<=[对向跟与和给让请被据而但由当问])|(?<=岁的))"
    return re.compile(
        rf"(?=[{starts}])(?:(?:(?P<anonymous>{surname()}姓[^，。：；“”的]{{0,5}}?)|(?P<all>[两二三][位名](?P<family>{surname()})姓))"
        rf"(?:{roles()}|{HAN}[族员者客工友贩农民户商]|驾驶)"
        rf"|(?P<called>(?P<surname>{common_surname()}|[何于安常](?={HAN}{{2}}))(?:{long}|{SEX}|官{_SPEAKS})|(?P<nick>[老小阿]{surname()}))"
        rf"|{free}(?P<bare>{common_surname()})(?=(?:{adverbs()}){{0,3}}[^，。：；]{{0,3}}(?:{verbs()})|：$)"
        rf"|(?P<judge>(?<!{HAN})官){_SPEAKS}"
        r"|(?P<asker>记者|笔者|我们?)(?=[^，。：；！？”」]{0,6}(?<![访询查慰])问(?![题卷候世]))"
        r"|(?P<pronoun>(?<![其吉排])(?:他们|她们|两人|二人|三人|双方|他|她)(?![人国乡家日处])"
        rf"|后者|前者|对方|{alone}老(?:人(?!家|们)|太太|头(?:子|儿)?|爷子|汉|者)"
        rf"|(?:(?:该|上述)(?![校院局社厂店馆台团](?![长主士员])|公司)[^，。：；“”的姓一两几多]{{0,6}}?"
        rf"|那[位名][^，。：；“”姓的]{{0,6}}?|这[位名][^，。：；“”姓]{{0,16}}?)(?:{roles()})|这[位名]{HAN}{{1,6}}人"
        r"|两[位名](?:主角|嘉宾|专家|老师|选手|代表|讲者|议员|受访者|负责人|学者|教练|当事人)))"
    )


def _parts(name: str, text: str, kin: Collection[str]) -> list[str]:
    """Parts of a name by which the text may name somebody: of 伊尔莎·范霍文, 佐藤健二, 蔡淑芬.

    `kin` are the characters that stand in the text before a word such as 姐.
    """
    parts = re.split(f"[{DOTS} ]", name)
    if not re.fullmatch(rf"{HAN}{{3,7}}", name):
        return parts
    if len(name) == 3 and name[-1] in kin:
        called = rf"(?:{name[1:]}|(?<!{HAN}){name[-1]})[{KIN}]"
        parts += list(dict.fromkeys(re.findall(called, text)))
    halves = (name[1:],) if len(name) == 3 else (name[:2], name[-2:], name[2:])
    alone = (h for h in dict.fromkeys(halves) if text.count(h) > text.count(name))
    japanese = families()[2]
    known = (h for h in alone if h in japanese or not is_common_word(h) or _acts(h, text))
    return [*parts, *known]


def _acts(word: str, text: str) -> bool:
    """Whether a word is a subject somewhere, as the given name 静宜 in 静宜回忆."""
    heads = (at for at in places(word, text) if at == 0 or text[at - 1] in "，。；！？”」\n")
    return any(_act().match(text, at + len(word)) for at in heads)


@functools.cache
def _act() -> re.Pattern[str]:
    return re.compile(rf"[说问笑则也又还看把]|{verbs()}")


def _nicknames(text: str) -> list[str]:
    """Nicknames that the text repeats: 阿哲, 老范 where he speaks, 小峰 behind a title."""
    found = []
    kin = f"(?<![{sounds()}])阿{HAN}[婶嫂伯叔姐哥姨婆嬷爷妹弟]?"
    shapes = rf"[老小]{surname()}|小{HAN}|{kin}|[老小大阿][A-Z](?![A-Za-z])"
    for nick in dict.fromkeys(re.findall(shapes, text)):
        if nick in descriptions():
            continue
        own = list(places(nick, text))
        behind = [text[i + 1 : i + len(nick) + 1] for i in own]
        if any(is_common_word(word) or is_common_word(nick[0] + word) for word in behind):
            continue  # 老顾客
        if len(nick) == 3:  # 阿枝婶
            fits = True
        elif nick[0] != "阿" and not re.match(surname(), nick[1]):
            fits = any(_described(text, i) for i in own)
        else:
            speaks = re.search(nick + "(?:说|问|答|告诉|笑|叹)", text)
            fits = not is_common_word(nick) or speaks is not None
        sure = nick[0] == "小" or len(nick) == 3
        if fits and (sure or len(own) > 1 or _described(text, own[0])):  # 水手阿锦
            found.append(nick)
    return found


def _by_kin(text: str) -> Iterator[tuple[str, bool]]:
    """Given names' characters with a relation (炳叔), and whether they must be somebody: what
    the text repeats or a title leads to."""
    called = re.findall(rf"(?=({HAN}[叔婶嫂伯姐哥师]))", text)
    for nick, times in Counter(called).items():
        at = text.find(nick)
        joined = any(is_common_word(text[at - n : at + 1]) for n in (1, 2) if at >= n)
        known = is_common_word(nick) or is_common_word(text[at : at + 3]) or nick[0] in _RELATED
        if not known and not joined and not re.match(surname(), nick):  # 陈伯
            yield nick, times > 1 or _described(text, at)


def _led_to(text: str) -> bool:
    """Whether nothing, or only what ends with a title, stands before a name."""
    return not text or ends(text, titles())


def _described(text: str, at: int) -> bool:
    """Whether a title or the like ends at a place, within four characters."""
    return text[max(0, at - 4) : at].endswith(_endings())


@functools.cache
def _endings() -> tuple[str, ...]:
    return tuple(descriptions())


class Cast:
    """Whom a text introduces. `aliases`: name or part of it to name; `titles` beside each name."""

    def __init__(self, text: str):
        self._text = text
        self.titles: dict[str, set[str]] = {}
        self.women: set[str] = set()
        self.men: set[str] = set()
        self.aliases: dict[str, str] = {}
        self._anonymous: list[str] = []  # 余姓家长
        lines = text.split("\n")
        told = "\n".join(line for line in lines if "。" in line)
        self._staff = {name for name in credited(lines) if name not in told}
        for name, title, latin, sex in introductions(text):
            self.titles.setdefault(name, set()).add(title)
            if latin:
                self.aliases.setdefault(latin, name)
                self.aliases.setdefault(latin.split()[-1], name)
            if sex:
                (self.women if sex == "女" else self.men).add(name)
        kin = frozenset(re.findall(rf"(?<=({HAN}))[{KIN}]", text))
        taken = set(self.aliases.values())
        longer = "\n".join(taken)  # one string, which is searched fast
        for name in sorted(self.titles, key=lambda n: (-len(n), n)):
            if longer.count(name) > (name in taken):
                continue  # a part of another
            longer += "\n" + name
            for part in (name, *reversed(_parts(name, text, kin))):
                if len(part) > 1:
                    self.aliases.setdefault(part, name)
        self._name_again(text)
        self._nickname(text)
        self._accuse(text)
        self._name = re.compile(one_of(frozenset(self.aliases)))

    def _accuse(self, text: str) -> None:
        """Who is the accused, on a page that has not called anybody so beside the name."""
        called = any(t.endswith("被告") for own in self.titles.values() for t in own)
        for m in _ACCUSED.finditer(text) if "被告" in text and not called else ():
            found = {m[0].find(n): n for n in self.titles if n in m[0]}
            if found:
                self.titles[found[min(found)]].add("被告")

    def _name_again(self, text: str) -> None:
        """Other full names of those it has introduced: in Latin letters, the real one."""
        for m in _LATIN_FIRST.finditer(text):
            if is_name(m["name"]):
                self.titles.setdefault(m["name"], set())
                for part in (m["name"], m["latin"], m["latin"].split()[-1]):
                    self.aliases[part] = m["name"]
        both = _REAL.finditer(text) if _OTHER_NAME.search(text) else ()
        pairs = dict.fromkeys((m["nick"] or m["known"], m["name"] or m["real"]) for m in both)
        for nick, name in pairs:
            if not is_name(name) and is_common_word(name):
                continue
            self.aliases[nick] = name
            while len(nick) > 2 and text.count(nick[1:]) > text.count(nick):
                nick = nick[1:]  # 做抛光的阿福师（本名谢清福）
            titled = (n for n in range(2, len(nick) - 1) if nick[:n] in titles())
            nick = nick[next(titled, 0) :]  # 社长叶子（本名叶芷萱）
            nick = nick[-2:] if len(nick) > 3 and nick[-2] in "阿小老" else nick  # 主唱阿凯
            self.aliases[nick] = self.aliases[name] = name

    def _nickname(self, text: str) -> None:
        """Nicknames, and whose they are if the text tells."""
        for m in {m["nick"]: m for m in reversed(list(_NICKNAME.finditer(text)))}.values():
            if not m["marked"] and is_common_word(m["nick"]):
                continue  # 叫他回来
            after = text[m.end("nick") + 2 :][:12]  # “阿钦师”的馆长李明
            near = (n for n in self.titles if n in after and after.find(n) < 9)
            behind = next((n for n in near if _led_to(after[: after.find(n)])), "")
            before = {text.rfind(alias, 0, m.start()): alias for alias in self.aliases}
            if behind and m["of"]:
                self.aliases[m["nick"]] = behind
            elif not m["of"] and max(before, default=-1) >= 0:
                self.aliases.setdefault(m["nick"], self.aliases[before[max(before)]])
        for m in _PSEUDONYM.finditer(text) if "（化名）" in text else ():
            name = m["name"][is_titled(text, m.start() + 1, 1) :]  # 工程师|小雅
            self.titles.setdefault(name, set())
            self.aliases[name] = name
        for nick in _nicknames(text):
            self.aliases.setdefault(nick, self._nicknamed(nick))
        for nick, sure in _by_kin(text):
            name = self._nicknamed(nick)
            if sure or name != nick:
                self.aliases.setdefault(nick, name)
        self.aliases = {a: n for a, n in self.aliases.items() if a[0] not in "的了是"}

    def mentions(self, text: str) -> list[Mention]:
        """Every phrase that names a person, in order."""
        named = [Mention(*m.span(), self.aliases[m[0]], m[0]) for m in self._name.finditer(text)]
        found: list[Mention] = []
        for m in _phrases().finditer(text):
            who = self._who(m, text)
            if who != "":
                found.append(Mention(*m.span(), who, m[0]))
        mentions: list[Mention] = []
        for mention in sorted([*named, *found], key=lambda n: n.start):  # a name before a phrase
            if not mentions or mention.start >= mentions[-1].end:
                mentions.append(mention)
        return mentions

    def _who(self, m: re.Match[str], text: str) -> str | None:
        """Whom a phrase means; None where that is open, empty where it names nobody."""
        if m["anonymous"]:
            if m[0] not in self._anonymous:
                self._anonymous.append(m[0])
            return m[0]
        if m["all"]:
            return "、".join(self._family(m["family"])) or None
        if m["called"]:
            if m["surname"] and m[0] == m["surname"] + "官":
                return self._judge(m["surname"])
            at = m.start()
            word = any(is_common_word(text[at : at + n]) for n in (2, 3))  # 老师, 小时
            rest = text[at + 1 : at + 3]
            if m["nick"] and (is_common_word(rest) or rest in descriptions()):
                return ""  # 老顾客
            if at and not m["nick"] and is_common_word(text[at - 1 : at + 1]):
                return ""  # 对于|父女
            speaks = m[0][1:] in ("太", "男", "女", "妇") and text[m.end() : m.end() + 1] in _SAYS
            if len(m[0]) == 2 and word and not speaks:
                return ""
            behind = _described(text, at)  # 学员小窦, 管理员邝伯
            if not behind and not self._free(text, at, len(m[0])):
                return ""
            return self._nicknamed(m[0]) if m["nick"] else self._called(m[0], m["surname"])
        if m["asker"]:
            return REPORTER
        if m["judge"]:
            return self._judge("")
        if m["bare"]:
            same = self._family(m["bare"])
            return same[0] if len(same) == 1 else ""
        return None

    def _judge(self, own: str) -> str:
        """The only judge, of a family name if one is given."""
        judges = [n for n, t in self.titles.items() if any(title.endswith("官") for title in t)]
        judges = [n for n in judges if n.startswith(own)]
        return judges[0] if len(judges) == 1 else ""

    def _nicknamed(self, nick: str) -> str:
        """Whom 老陶 means: the only one of that family name, or somebody not named further."""
        if nick[1] in KIN:  # 庆叔 of 廖庆生
            same = [n for n in self.titles if n in self.aliases and nick[0] in n[1:]]
        elif nick[0] in "老小":
            same = self._family(nick[1:])
        else:  # 阿发 of 潘顺发
            same = [n for n in self.titles if n in self.aliases and n[-1] == nick[1:]]
        return same[0] if len(same) == 1 else nick

    def persons(self, until: int | None = None) -> list[str]:
        """The full names of all whom the text names up to a place."""
        own = (n for n in self.titles if self.aliases.get(n) == n)
        return [n for n in own if self._text.find(n, 0, until) >= 0]

    def titled_work(self, part: str) -> str:
        """The only title in 《》 of which this is a part: 慢读 of 《城中慢读》."""
        found = {m[1] for m in re.finditer("《([^《》]{2,12})》", self._text) if part in m[1]}
        return found.pop() if len(found) == 1 else ""

    def meant(self, head: str) -> str:
        """Whom a title alone, or another name of his, means: 局长, 阿水婶; empty for nobody."""
        known = self.titles if ends(head, titles()) else ()
        beside = [n for n in known if head + n in self._text]
        beside.sort(key=lambda name: self._text.rfind(head + name))  # a headline deceives
        if head.isascii():  # Leo stays Leo, but Ines is Ines Halvorsen
            same = {n for a, n in self.aliases.items() if " " in a and head in a.split()}
            other = same.pop() if len(same) == 1 else ""
        else:
            other = self.aliases.get(head, "")
        return (beside[-1] if beside else "") or self.bearing(head) or other

    def bearing(self, title: str) -> str | None:
        """The only person with a title, if exactly one has it."""
        names = [
            n
            for n, own in self.titles.items()
            if title in words("titles", "title") and any(t.endswith(title) for t in own)
        ]
        return names[0] if len(names) == 1 else None

    def _free(self, text: str, at: int, length: int) -> bool:
        """Whether a family name with a title is no part of other words: 公司经理, 戏曲学者."""
        before = text[at - 1 : at] if at else ""
        if not re.match(HAN, before) or before in "对向跟与和给让请被据的而但并在由至当连问":
            return True
        joined = (text[max(0, at - n) : at + 1] for n in (1, 2))
        field = text[at + 1] == "学" and not self._family(text[at])  # 劳动史学者
        return length > 2 and not field and not any(dictionary().knows(w) for w in joined)

    def _family(self, own: str) -> list[str]:
        known = (n for n in self.titles if n in self.aliases and n not in self._staff)
        return [n for n in known if n.startswith(own) or DOT.split(n)[-1] == own]

    def _called(self, phrase: str, own: str) -> str | None:
        """Whom a family name with a title or sex means: 魏校长, 林男; None where several may be."""
        title = phrase[len(own) :]
        same = self._family(own)
        fitting = [n for n in same if any(t.endswith(title) for t in self.titles[n] if t)]
        kin = (
            re.fullmatch(SEX, title)
            or title in words("titles", "title", kind="relation")
            or title
            in words("titles", "title", kind="honorific") - words("titles", "title", sex="")
        )
        anonymous = [a for a in self._anonymous if a.startswith(own)]
        if kin and not fitting and not anonymous:
            if re.fullmatch("[太婆妈姨姐嫂]+|女士?|小姐|阿姨|大[妈姐]", title):
                self.women.add(phrase)
            elif re.fullmatch("[伯叔爷公哥]+|男|先生|大[爷叔哥]", title):
                self.men.add(phrase)
            elder = len(same) == 1 and (title[:1] in "伯叔姨爷嫂姐哥生" or title in ("男", "女"))
            if not same and len(title) == 1 and title in KIN:
                return self._nicknamed(phrase)
            return same[0] if elder else phrase  # 郭伯
        exact = [n for n in fitting if title in self.titles[n]]  # 局长 beside 副局长
        fitting = exact if len(exact) == 1 else fitting
        if len(fitting) == 1 or (len(same) == 1 and not kin):
            return (fitting or same)[0]
        if anonymous:
            woman = title[:1] in "女妇母妻婆姨妈"
            alike = (a for a in anonymous if bool(re.search("[女妇母婆妈]", a[2:])) == woman)
            return next(alike, anonymous[-1])
        return (same[0] if len(same) == 1 else None) if same else phrase
