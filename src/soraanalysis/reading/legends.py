"""Legends: what a page says about who will speak, before anybody does.

A guest list, `翟明澈（以下简称翟）`, `M：莫绰妍（主持）`, or the sentence that introduces whoever
answers the questions.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from soraanalysis._data import words
from soraanalysis.reading.cast import REPORTER, Cast, credited
from soraanalysis.reading.names import (
    DOT,
    DOTS,
    SIGN,
    described,
    ends,
    is_called,
    is_name,
    one_of,
    surname,
    titles,
    untitled,
)


class Line(NamedTuple):
    """A line that is not blank: its clean offsets without the white space around it."""

    start: int
    end: int
    text: str


_SHORT = re.compile(
    r"(?P<name>[^，。；：（）、\n]{2,40}?)\s*"
    r"(?:（(?:(?:本名|原名|真名)(?P<real>[^，）]{2,6})，)?(?:[^（）]*，)?(?:以下简?|下|简)称[为：:]?[“‘「\"]?(?P<short>[^”’」），\"]{1,8})[”’」\"]?）"
    r"|(?:以下)?简称(?:为)?(?:[“‘「\"](?P<marked>[^”’」\"]{1,4})[”’」\"]"
    r"|(?P<bare>[A-Z]{1,2}|[\u3400-\u9fff])(?=[，。；）、])))"
)
_CALLED = re.compile("下称|简称")  # what a line must have for `_SHORT`
_SIDES_OF_TALK = re.compile("(?:提?问|回?答)$")
_INITIAL = re.compile(
    r"(?P<name>[\u3400-\u9fff·]{2,16}|[A-Z][\w.]+(?: [A-Z][\w.]+)*)"
    r"（(?P<short>[A-Z]{1,2})(?=[）；，])"
)
_INNER = re.compile(r"（(?P<lead>[^（）]*，)?(?P<inner>[\u3400-\u9fff]{1,4})）")
_DOTTED = re.compile(f"[\u3400-\u9fff]+(?:[{DOTS}][\u3400-\u9fff]+)+$")
_RUN = re.compile(r"[\u3400-\u9fff]+$")
_INITIALS = re.compile("（[A-Z]{1,2}[）；，]")  # what a line must have for `_INITIAL`
_LEGEND = re.compile(  # M：莫绰妍（主持）, 讲者A＝庄以恩（主持人）
    r"(?:^|\s)(?P<short>[A-Z]{1,2}|(?:讲者|说话人|发言人|嘉宾)\s?[A-Z\d]{1,2})(?P<mark>[：:＝=])\s?"
    r"(?P<name>[\u3400-\u9fff·]{2,8}|[A-Z][\w.]+(?: [A-Z][\w.]+)*)"
    r"(?=（|$|\s|，[^，。！？?!]{2,30}$)"
)
_SIGNS = re.compile(
    rf"(?<!\S)({SIGN})\s*(?:——?|[：:＝=]|为|代表)\s*(《?[\u3400-\u9fff·]{{2,10}}》?)"
)
_IS = re.compile("[：:＝=]")
_KEY = re.compile(r"（((?:[A-Z]{1,2}[：:＝=]\s?[^，；、）]{2,16}[，；、）]\s?){2,})")
_VOICES = re.compile(
    r"(?:^|(?<=[\s；，、]))(?P<voice>(?:讲者|说话人|发言人|嘉宾|Speaker)\s?[A-Z\d]{1,2})[：:＝=]"
)
_LONG = 200  # characters: a legend is a short line
_MEANS = re.compile(  # Q为本刊记者的提问，A为某某的回答
    r"(?P<short>[A-Z]|(?:说话人|发言人|讲者)\s?[A-Z\d]{1,2})(?:为|是|代表)(?:本刊|本报)?"
    r"(?P<name>记者|[^，。；（）\n]{2,24}?)(?=的|，|。|；|[（）])"
)
_SIDE = re.compile(r"(?P<side>正方|反方)[^：一]{0,12}：")  # 正方（应当）：一辩 佘乐言　二辩 …
_SPEAKERS = re.compile(r"([一二三四]辩)[：:\s]*([^\s，、；]{2,12})")
# what a line must have for `_MEANS`
_PARTS_MEANT = re.compile(r"提问|回答|记者|简称|[A-Z]代表|(?:说话人|发言人|讲者)\s?[A-Z\d]")
_GUEST = re.compile(
    r"[①-⑳\d\s.、丨|•·]*(?P<name>[^\s（(：:，、｜|]{1,20})\s*(?:[（(](?P<alias>[^）)]+)[）)])?[\s：:、｜|]"
)
_ANSWERS = re.compile(
    r"(?:^|[，。；：、\n]|由|以下为|以下是)(?P<who>[^，。；：、\n]{2,30}?)(?:就[^，。\n]{1,40}?)?"
    r"(?:会后|现场|一一|分别|日前|近日)*(?:回答|答复|答覆|解答|接受|答)了?(?:的?)"
    r"(?:[^，。；：、\n]{0,8}?(?:本报|本刊|本台|媒体|记者|大家|网友|读者|公众|网民|社会|专访|采访|访问|提问|快问快答))"
)
_VISITED = re.compile(
    "(?:访问|采访|专访|请教|请来|邀请|请到|连线)了?(?P<who>[^，。；：！？\n]{2,40})"
)
_PARTS = (
    r"主持人?|主播|司仪|(?:与会|对话|分享|圆桌|特邀|出席|参与)?嘉\s*宾|与谈人?|对谈人?|主讲人?|讲者|来宾"
    "|参会(?:人员?)?|出席(?:人员?)?|发布人|受访者|对话者|采访对象|口述[人者]?|讲述[人者]?|自述|主席|访问者|访谈者|主答"
)
_PARTICIPANTS = re.compile(  # 与谈｜官柏维（设备工程师）、佐佐木悠（驻台代表）
    rf"(?:^[丨|▎■●①【]?\s*|[・·｜|　 ])(?:本期|本集|现场)?(?P<part>{_PARTS})】?"
    r"(?:[：:｜|]|(?<=^主持人)　|(?<=^主席)　)\s*"
    rf"(?P<rest>[^。！？?!｜|]+?)(?=\s*(?:[｜|]|$|[ 　](?:{_PARTS})[：:]))"
)
_ITEMS = re.compile(r"[、；;](?![^（(]*[）)])")
_SCREEN = re.compile(  # 郎羽，手机维修工程师，网名“烙铁凉了”
    r"(?P<name>[\u3400-\u9fff·]{2,8})(?:，[^。“”「」]{0,40}?|（)(?:网名|网络昵称|昵称|笔名|艺名|花名|账号名?|ID|外号|绰号)"
    r"(?:是|叫|为|：)?[“「](?P<shown>[^”」]{1,12})[”」]"
)
_SCREENS = re.compile(
    "名[“「是叫为：]|昵称|账号|ID|外号|绰号"
)  # what a line must have for `_SCREEN`
_NAMED = re.compile("(?:本名|真名|原名|名)(?:叫|为)?(?P<name>.+)")


_TITLE = re.compile("《([^《》]+)》$")


class Participant(NamedTuple):
    """Whom a guest list names: as shown, and the full name if it gives one beside that."""

    shown: str
    name: str


def participants(text: str) -> dict[str, list[Participant]]:
    """The persons that a line of a guest list names, by the part they have in the talk.

    >>> participants("主播：阿拓（陆拓，前硬件产品经理）、郎羽")["主播"]
    [Participant(shown='阿拓', name='陆拓'), Participant(shown='郎羽', name='郎羽')]
    """
    found = {}
    for m in _PARTICIPANTS.finditer(text) if len(text) < _LONG else ():
        items = _ITEMS.split(m["rest"])
        items = m["rest"].split("，") if len(items) == 1 and "（" not in m["rest"] else items
        persons = [_participant(item.strip()) for item in items]
        if persons[0]:
            found[m["part"]] = [*filter(None, persons), *itertools.chain(*map(_also, items))]
    return found


def _also(item: str) -> Iterator[Participant]:
    """Other names that stand first in the brackets: 沈澄（阿澄）, 尹立信（Lawrence，创办人）."""
    head, _, behind = item.strip().partition("（")
    shown = re.split("[，）]", behind)[0]
    if is_name(head) and shown in DOT.split(head)[:-1]:
        yield Participant(shown, head)
    if is_name(head) and re.fullmatch(r"[阿小老][\u3400-\u9fff]|[A-Z][a-z]+", shown):
        yield Participant(shown, head)


def _participant(item: str) -> Participant | None:
    """阿拓（陆拓，前产品经理）; 市科技局局长　鲜于洁; 濮大爷（7号楼居民，名濮存义）."""
    head, _, behind = item.partition("（")
    parts = head.split()
    shown = next((w for w in parts if is_name(w)), "")
    shown = shown or (described(parts[-1]) if parts else "")
    titled = len(parts) == 2 and ends(parts[0], titles()) and len(parts[1]) < 7
    shown = m[0] if (m := _called().search(shown)) else shown  # 后勤处邬主任
    bare = (shown[:-n] for n in (2, 3) if shown[-n:] in titles() and is_name(shown[:-n]))
    shown = untitled(next(bare, shown))  # 屈颖怡医生, 穆委员书兰
    if not 0 < len(shown) < 12:
        return None
    known = is_name(shown) and shown[0] not in "阿小老" and not is_called(shown)
    inner = behind.strip("） ")
    for part in inner.split("，"):
        name = m["name"] if (m := _NAMED.match(part)) else described(part)
        sure = m is not None or not (known and (inner != name or name.isascii()))  # 马可（马士强）
        if sure and is_name(name) and name not in shown:
            return Participant(shown, name)
    nick = len(shown) < 5 and (shown[0] in "阿小老" or is_called(shown) or bool(behind))
    return Participant(shown, shown) if known or nick or titled else None


def guests(lines: Sequence[Line], rows: Sequence[int]) -> dict[str, str]:
    """Names (and the names in brackets behind them) that the rows of a guest list give."""
    found: dict[str, str] = {}
    for i in rows:
        text = lines[i].text
        parts = text.split()
        person = _participant(parts[0]) if "（" in parts[0] else None
        if len(parts) > 1 and is_name(parts[-1]) and not is_name(parts[0]):
            found[parts[-1]] = parts[-1]  # 价格处处长 盖丽娜
        elif person and person.shown != person.name:
            found[person.shown] = found[person.name] = person.name  # 老K（孔令骁）
        elif not participants(text) and (m := _GUEST.match(text + " ")):
            found[m["name"]] = m["name"]
            if m["alias"]:
                found[m["alias"]] = m["name"] if m["alias"] in m["name"] else m["alias"]
    return found


@functools.cache
def _called() -> re.Pattern[str]:
    """A family name with a title, at the end."""
    return re.compile(f"{surname()}(?:{one_of(words('titles', 'title'))})$")


def introduces(text: str) -> bool:
    """Whether a line only says who somebody is: M：莫绰妍（主持）; 主持人：邬晓峰　市政府."""
    m = _LEGEND.match(text)
    named = m is not None and (is_name(m["name"]) or m["mark"] in "＝=")
    return named or bool(participants(text))


def _bracketed(text: str) -> Iterator[tuple[str, str]]:
    """Short and full names in 游锦堂（国中数学教师，游）, 叶咏怡（怡）, 阿洁（林洁）."""
    for m in _INNER.finditer(text):
        inner, run = m["inner"], _RUN.search(text[max(0, m.start() - 12) : m.start()])
        before = run[0] if run else ""
        dotted = _DOTTED.search(text[max(0, m.start() - 20) : m.start()])
        if dotted and inner in DOT.split(dotted[0]):  # 马耀・拉告（马耀）
            yield inner, dotted[0]
            continue
        full = (name for n in (3, 2, 4) if inner in (name := before[-n:]) and is_name(name))
        if len(inner) < 3 and (name := next(full, "")):
            yield inner, name
        elif not m["lead"] and 1 < len(before) < 4 and is_name(inner) and len(text) < _LONG:
            longer = len(inner) > len(before) or before[0] in "阿小老"
            yield (before, inner) if longer else (inner, inner)


def short_names(lines: Sequence[Line], cast: Callable[[], Cast]) -> dict[str, str]:
    """Short names that the page introduces: 翟明澈（以下简称翟）, 戴立诚（D，清洁队队员）.

    `cast` gives the persons of the page, in case that a phrase is no name itself.
    """
    names = {}
    for line in lines:
        for m in _INITIAL.finditer(line.text) if _INITIALS.search(line.text) else ():
            if (name := _last_name(m["name"], cast)) not in ("他", "她"):
                names[m["short"]] = name
        for short, name in _bracketed(line.text):
            names[short] = names[name] = name
        for m in _LEGEND.finditer(line.text) if len(line.text) < _LONG else ():
            if is_name(m["name"]) or m["mark"] in "＝=":
                names[m["short"]] = m["name"]
        names |= _keyed(line.text, cast) | _signs(line.text)
        names |= _voices(line.text)
        if side := _SIDE.match(line.text):
            names |= {side["side"] + m[1]: m[2] for m in _SPEAKERS.finditer(line.text)}
        for part, persons in participants(line.text).items():
            names |= {shown: person.name for person in persons for shown in person}
            if len({person.name for person in persons}) == 1:
                names[part] = persons[0].name
        for m in _SCREEN.finditer(line.text) if _SCREENS.search(line.text) else ():
            names[m["shown"]] = described(m["name"])
        for m in _MEANS.finditer(line.text) if _PARTS_MEANT.search(line.text) else ():
            names[m["short"]] = _last_name(m["name"], cast)
        for m in _SHORT.finditer(line.text) if _CALLED.search(line.text) else ():
            short = m["short"] or m["marked"] or m["bare"]
            before = re.split("[；。：\n]", line.text[: m.end("name")])[-1]
            name = _SIDES_OF_TALK.sub("", m["name"])  # 《缓读志》问（以下简称“问”）
            name = name.strip("《》") if name != m["name"] else name
            names[short] = names[m[0]] = m["real"] or _named(name, before, cast, short)
    return names


def _signs(text: str) -> dict[str, str]:
    """Signs that a line explains: □——《慢半拍》　■——濮阳蕙."""
    found = dict(_SIGNS.findall(text)) if len(text) < _LONG else {}
    return {sign: name.strip("《》") for sign, name in found.items()} if len(found) > 1 else {}


def _keyed(text: str, cast: Callable[[], Cast]) -> dict[str, str]:
    """Initials that brackets explain: （D：邓可欣，L：罗翊）."""
    parts = (p for key in _KEY.finditer(text) for p in re.split("[，；、）]", key[1]))
    pairs = (_IS.split(part.strip(), maxsplit=1) for part in parts if part.strip())
    named = ((short, _last_name(name.strip(), cast)) for short, name in pairs)
    return {short: name for short, name in named if is_name(name)}


def _voices(text: str) -> dict[str, str]:
    """Who the voices of a machine's transcript are: 发言人1：褚老师（班主任褚云）　发言人2：…."""
    places = list(_VOICES.finditer(text)) if len(text) < _LONG else []
    found = {}
    for m, end in zip(places, [*(n.start() for n in places[1:]), len(text)], strict=False):
        shown = text[m.end() : end].strip(" 　；，、。")
        person = _participant(shown)
        if (
            len(places) > 1
            and shown
            and (person or 0 < len(shown.split()[-1]) < 7)
            and shown[0] != "未"
        ):
            found[m["voice"]] = person.name if person else shown.split()[-1]
    return found


def answerer(introduction: Sequence[Line], cast: Cast) -> str | None:
    """Who answers on a page of questions and answers, by what stands before the first.

    `cast` are the persons of the whole page.
    """
    phrases = [m for line in introduction for m in _ANSWERS.finditer(line.text)]
    for m in reversed(phrases):
        people = [n.name for n in cast.mentions(m["who"]) if n.name]
        if people:
            return people[0]
    told = "".join(line.text for line in introduction if "。" in line.text)  # not the byline
    told = re.sub("（[^（）]*摄[^（）]*）", "", told)
    staff = credited(line.text for line in introduction)
    named = [m.name or "" for line in introduction for m in cast.mentions(line.text)]
    named = [name for name in named if name in told or name not in staff]
    everybody = [name for name in dict.fromkeys(cast.aliases.values()) if name in {*named}]
    everybody = [name for name in everybody if name in told] or everybody
    if len(everybody) == 1:
        return everybody[0]
    visited = [m["who"] for line in introduction for m in _VISITED.finditer(line.text)]
    for who in reversed(visited):
        if people := [n.name for n in cast.mentions(who) if n.name in everybody]:
            return people[0]
    if answering := [m["who"] for m in phrases if m["who"][0] not in "他她我"]:
        return max(answering, key=len)
    times = Counter(name for name in named if name in everybody)
    return times.most_common(1)[0][0] if times else None


_ASKS = re.compile(  # 以下是本刊记者简若宁与她的对话
    r"本(?:刊|报|网|台|社)(?:特约)?记者(?P<name>[\u3400-\u9fff]{2,3})(?!、)"
    r"|以下[是为](?:本[刊报网台社])?(?:记者)?(?P<asker>[\u3400-\u9fff]{2,3})(?:[与和对同]|（Q）)"
)


def asker(introduction: Sequence[Line]) -> str:
    """Who asks, where the article itself (not its byline) names him before the first question."""
    told = (line.text for line in introduction if "。" in line.text)
    found = (m["name"] or m["asker"] for text in told for m in _ASKS.finditer(text))
    names = (name[:n] for name in found for n in (3, 2))
    return next((name for name in names if is_name(name)), REPORTER)


def _last_name(text: str, cast: Callable[[], Cast]) -> str:
    """The name at the end of a phrase: behind a title, behind 和, or the whole."""
    text = re.split(r"[与和及为是、”」]", text)[-1]
    nick = ends(text[:-2], titles()) and text[-2] in "老小阿"  # 餐饮顾问老褚
    if text in ("记者", "笔者"):
        return REPORTER
    return text[-2:] if nick else _named(text, text, cast)


def _named(text: str, before: str, cast: Callable[[], Cast], short: str = "") -> str:
    """The name that a phrase gives: its own, or that of a person whom what leads to it names."""
    if title := _TITLE.search(text):
        return title[1]
    name = described(text, short)
    if is_name(name) and not DOT.search(name):
        return name
    found = {before.rfind(n): n for n in cast().persons() if n in before and short in n}
    return found[max(found)] if found else name
