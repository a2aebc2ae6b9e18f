"""Introductions: the persons whom an article introduces.

By a title, a bracket or a reporting verb (`馆长李明`, `李明（42岁）`, `李明说`), or because it
repeats them. Where a name ends is decided by what the article repeats and by the segmenter.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from soraanalysis._data import words
from soraanalysis.reading.names import (
    HAN,
    LATIN,
    RARE,
    SEX,
    adverbs,
    common_surname,
    dictionary,
    is_common_word,
    is_name,
    one_of,
    surname,
    verbs,
)

_DOT = re.compile("[·・•．]")
# what a name's last character is not, unless the article repeats it: the next word's first
_NEXT = frozenset(
    "说称问答写讲道则也又还都均就对向和与及的是在曾已将把被从认表指告因不有没到这那来去为给"
    "很再更最才仍转并"
)
_PLACE = "市县区省镇乡署局院馆厂校"  # last characters of places and offices, not of names
_LANDMARK = _PLACE + "湖江河岛桥村街路港湾寺庙楼园山城"


class Introduction(NamedTuple):
    """A name, the title beside it, the same in Latin letters, and the sex that is stated."""

    name: str
    title: str = ""
    latin: str = ""
    sex: str = ""


@functools.cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    name = rf"{surname()}{HAN}{{1,2}}(?![·・•．])"
    short = rf"{surname()}{HAN}{{1,2}}?(?![·・•．])"
    sounds = f"[{next(iter(words('transliteration', 'characters')))}]"
    dotted = rf"{sounds}{{1,7}}(?:[·・•．](?:{sounds}{{1,7}}|{surname()}(?!{HAN})))+"
    foreign = rf"{dotted}|{LATIN}"
    any_name = rf"{foreign}|{name}|{sounds}{{2,6}}"
    titles = one_of(words("titles", "title"))
    age = r"[\d一二三四五六七八九十]{1,3}岁"
    return (
        re.compile(
            rf"(?P<title>{titles})(?P<name>{any_name}|{HAN}{{1,7}}(?:[·・•．]{HAN}{{1,4}})+"
            rf"|[A-Z][a-z]{{2,}}{common_surname()}?)"
        ),
        re.compile(
            rf"(?:^|[，。；：！？”」\n、和与及])(?P<name>{foreign}|{short}|{sounds}{{2,6}})"
            rf"(?=(?:{titles})?(?:{adverbs()}){{0,3}}(?P<verb>{verbs()}))"
        ),
        re.compile(
            rf"(?P<title>{titles})?(?P<name>{any_name})(?:（(?P<latin>[A-Z][A-Za-zÀ-ž .'·-]+)[，）]"
            rf"|（(?:[^（）]{{0,8}}，)?(?:{age}|[男女])|，?(?:今年|现年)?{age}|，[男女]，)"
        ),
        re.compile(rf"的(?P<free>(?P<name>{HAN}{{2,3}}))(?=今年{age}|（[^（）]{{0,8}}{age})"),
        re.compile(rf"岁的?(?P<name>{foreign}|{name})"),
        re.compile(rf"的(?P<name>{sounds}{{2,4}})(?=说|表示|则|告诉|认为|在)"),
        re.compile(rf"(?P<name>{name})(?P<title>女士|先生|小姐|教授|博士|医生|律师)"),
        re.compile(rf"(?:专访|对话|采访|访问|[名都]叫|对谈)(?P<name>{foreign}|{name})"),
        re.compile(rf"(?:^|[，。；：！？”」\n、的与和同由对])(?P<name>{LATIN})(?=是|，|（|{HAN})"),
    )


def introductions(text: str) -> Iterator[Introduction]:
    """Every place where the text introduces a person, and names that it only repeats."""
    counts = _counts(text)
    found = set()
    for pattern in _patterns():
        for m in pattern.finditer(text):
            groups = m.groupdict()
            name = m["name"]
            if not (groups.get("free") and _unknown(name)):
                name = _whole(text, m.start("name"), name, counts)
            if name is None or _is_called(name):
                continue
            if groups.get("verb") and _is_word(name, counts):
                continue
            rare = name[0] in RARE and not (name[0].isascii() or _DOT.search(name))
            if rare and _ends(text[m.start("name") :][:6])[0] != len(name):
                continue
            found.add(name)
            title, latin = groups.get("title") or "", (groups.get("latin") or "").strip()
            yield Introduction(name, title, latin, _sex(title, text[m.end("name") :][:12]))
    others = {*_repeated(text, counts), *_again(text, counts), *_speaking(text, counts)}
    others = (others | _persons(text, counts)) - found
    yield from (Introduction(name) for name in sorted(others))


def _sex(title: str, after: str) -> str:
    if title in words("titles", "title", sex="f") or re.match(
        r"（[^（）]{0,8}女|，女，|女士|小姐", after
    ):
        return "女"
    return "男" if re.match(r"（[^（）]{0,8}男|，男，|先生", after) else ""


@functools.cache
def _start() -> re.Pattern[str]:
    return re.compile(rf"(?=({surname()}{HAN}{{1,2}}))")


def _counts(text: str) -> Counter[str]:
    """How often each string of two or three characters that begins as a name stands in a text."""
    counts: Counter[str] = Counter()
    for m in _start().finditer(text):
        counts[m[1][:2]] += 1
        if len(m[1]) > 2:
            counts[m[1][:3]] += 1
            counts[m[1]] += len(m[1]) > 3
    return counts


_HEAD = re.compile(rf"(?P<before>^|[，。；：！？”」\n])(?=(?P<words>{HAN}{{2,12}}))")
_SUBJECT = frozenset("，。、的是在也和与对把被从就还曾则又不没给将让向笑说称今去当站坐")


def _repeated(text: str, counts: Counter[str]) -> set[str]:
    """Names of three characters at the head of clauses that no title or verb introduces.

    The text has them more than once, or the segmenter takes one at the head of a sentence for a
    word that its dictionary lacks; and somewhere a word follows that may follow a subject.
    """
    heads: dict[str, list[tuple[str, str]]] = {}
    for m in _HEAD.finditer(text):
        heads.setdefault(m["words"][:3], []).append((m["before"], m["words"]))
    found = set()
    for name, places in heads.items():
        if name not in counts or name[0] in RARE or name[-1] in _LANDMARK:
            continue
        if counts[name[:2]] > 2 * counts[name]:  # the beginning is a word of its own
            continue
        single = counts[name] < 2 and places[0][0] in "。\n"
        if (counts[name] < 2 and not single) or not _follows(text, name):
            continue
        ends = _ends(places[0][1])
        whole = ends[0] == 3 or (counts[name] > 1 and 3 in ends and 2 not in ends)
        if whole and is_name(name) and not _is_word(name, counts) and not _is_called(name):
            found.add(name)
    return found


def _again(text: str, counts: Counter[str]) -> set[str]:
    """Names of three characters that the text repeats and the segmenter takes for new words."""
    found = set()
    for name, times in counts.items():
        if times < 2 or len(name) != 3 or name[0] in RARE or not is_name(name):
            continue
        if name[-1] in _LANDMARK or _is_word(name, counts) or _is_called(name):
            continue
        at = text.find(name)
        places = (at, text.find(name, at + 1))
        if all(name in dictionary().cut(text[max(0, i - 4) : i + 7]) for i in places):
            found.add(name)
    return found


@functools.cache
def _as_person() -> re.Pattern[str]:
    """Where only a person stands: beside a title and before a verb, an age, a wife; asked."""
    titles, kin = one_of(words("titles", "title", kind="job")), "妻子|丈夫|[父母]亲|[儿女][子儿]|爸爸|妈妈"
    name = rf"{common_surname()}{HAN}"
    return re.compile(
        rf"(?:{titles})(?P<titled>{name})(?=[，（]|说|表示|告诉|认为)|(?P<kin>{name})的(?:{kin})"
        rf"|(?:问|名叫)(?P<asked>{name})(?=[，：])|(?P<aged>{name})（(?:\d{{1,3}}岁|[男女])"
    )


def _persons(text: str, counts: Counter[str]) -> set[str]:
    """Names of two characters, though the dictionary may have them as words: 温良, 高峰."""
    found = set()
    for m in _as_person().finditer(text):
        name = m[m.lastgroup or 0]
        if counts[name] > 2 and not _is_called(name) and re.search(rf"[。，；\n]{name}", text):
            found.add(name)
    return found


def _follows(text: str, name: str) -> bool:
    """Whether a word that may follow a subject stands behind a name, the first ten times."""
    at = text.find(name)
    for _ in range(10):
        if at < 0:
            return False
        if text[at + 3 : at + 4] in _SUBJECT:
            return True
        at = text.find(name, at + 1)
    return False


_SPEAKING = re.compile(
    rf"(?P<words>{HAN}{{5,14}}?)(?:则|也|还|又|并|均|笑着|随后|后来|昨日)?"
    r"(?:说[，：]|表示|称[，：]|指出|认为|坦言|透露|强调|告诉|直言|解释)"
)


def _speaking(text: str, counts: Counter[str]) -> set[str]:
    """Names of three characters before a verb, behind a title that no list has."""
    found = set()
    for m in _SPEAKING.finditer(text):
        name, ends = m["words"][-3:], _ends(m["words"])
        whole = len(ends) > 1 and ends[-2] == ends[-1] - 3
        known = _is_called(name) or (_is_word(name, counts) and counts[name] < 2)
        if whole and name[0] not in RARE and is_name(name) and not known:
            found.add(name)
    return found


def _family(name: str) -> str:
    """The family name that a name begins with."""
    m = re.match(surname(), name)
    return m[0] if m else ""


def _is_called(name: str) -> bool:
    """Whether it is a family name with a title or sex, and no name: 魏校长, 林男."""
    rest = name[len(family) :] if (family := _family(name)) else ""
    if rest[:1] in ("副", "姓") or (rest[:1] in ("男", "女", "太") and rest[1:] in _NEXT):
        return True
    return rest in words("titles", "title") or bool(re.fullmatch(SEX, rest))


def _is_word(name: str, counts: Counter[str]) -> bool:
    """Whether what looks like a name before a verb is rather other words: 罗低头, 但被告."""
    if name[0].isascii() or _DOT.search(name):
        return False
    tagger, rest = dictionary(), name[len(_family(name)) :]
    if name[0] in RARE and (counts[name] < 2 or tagger.knows(rest)):
        return True
    if len(rest) < 2 or not tagger.knows(rest):
        return False
    return counts[name] < 2 or tagger.tag(rest)[0] in "vdpcrmtf"


def _whole(text: str, at: int, found: str, counts: Counter[str]) -> str | None:
    """The name that stands at a place, without the next word's first character, or None."""
    name = found
    if name[0].isascii() or _DOT.search(name):
        mixed = not name[-1].isascii() and name[:-1].isascii() and text.count(name) < 2
        return name[:-1] if mixed else name.rstrip(".")  # Leo高, but not Leo和
    double = name[:2] in words("surnames", "surname")
    if not double and counts[name] < counts[name[:2]] and is_common_word(name[:2]):
        return None
    if len(name) > 2 and not double and counts[name] < 2 and _is_verb(name[:2]):
        return _foreign(text, name)
    if (name[-1] == "时" and is_common_word(name[:-1])) or (name[1] in "向对" and counts[name] < 2):
        return None
    if re.search("[的了是在与]", name[1:-1]) or name[:2] in words("titles", "title"):
        return None
    if not re.match(surname(), name) or (len(name) > 3 and not double):
        return _foreign(text, name)
    if len(name) > 2:
        once, alone = counts[name] == 1, counts[name] < counts[name[:-1]] and not _shared(name, counts)
        grown = name[-1] in _NEXT and (once or alone)
        if double and len(name) > 3:
            grown = name[-1] in _NEXT or 3 in _ends(text[at : at + 8])
        grown = grown and not (name[-1] == "和" and _does(text[at + 3 : at + 9]))
        if is_name(name[:-1]) and (grown or alone):
            name = name[:-1]
        elif grown and once:
            return None
    elif name[1] in "又也则还并均续再曾即" and counts[name] < 3:
        return None
    else:
        ends, longer = _ends(text[at : at + 8]), text[at : at + 3]
        fits = (2 not in ends and 3 in ends) or counts[longer] == counts[name] > 1
        if fits and longer[-1] not in _NEXT and is_name(longer):
            name = longer
    return name if is_name(name) and name[-1] not in _PLACE else _foreign(text, found)


def _shared(name: str, counts: Counter[str]) -> bool:
    """Whether others are named alike, so that the beginning alone is no name: 邢大江, 邢大河."""
    first, size = name[:-1], len(name)
    alike = [n for n in counts if len(n) == size and n[:-1] == first and n[-1] not in _NEXT]
    often = sum(counts[n] for n in alike if counts[n] > 1)
    return len(alike) > 1 and not _is_called(first) and often > 0 and often >= counts[first] - 1


def _is_verb(word: str) -> bool:
    """Whether the dictionary knows a word as a verb."""
    return dictionary().knows(word) and dictionary().tag(word).startswith("v")


def _does(text: str) -> bool:
    """Whether a text begins with a verb, an adverb or a preposition: 和 before it joins nothing."""
    words_ = dictionary().cut(text)
    return bool(words_) and dictionary().tag(words_[0])[0] in "vdp"


def _ends(text: str) -> list[int]:
    """Where the words of a text end."""
    ends = [0]
    for word in dictionary().cut(text):
        ends.append(ends[-1] + len(word))
    return ends[1:]


def _foreign(text: str, name: str) -> str | None:
    """A transliterated name without dots: no word, and in the text twice or with a bracket."""
    characters = next(iter(words("transliteration", "characters")))
    if not all(c in characters for c in name) or not _unknown(name):
        return None
    first = text.find(name)
    return name if text[first + len(name) :][:1] == "（" or text.find(name, first + 1) > 0 else None


def _unknown(name: str) -> bool:
    return not dictionary().knows(name) or dictionary().tag(name).startswith("nr")
