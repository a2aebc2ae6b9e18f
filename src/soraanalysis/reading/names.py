"""Names: what a person's name looks like, and the words of which patterns around it are made.

Surnames, titles, reporting verbs and adverbs stand in `data/lexicon/`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from soraanalysis._data import words
from soraanalysis.reading.words import Segmenter

HAN = r"[\u3400-\u9fff]"
# a sign that may adorn what it stands before: ●, #, *, a picture; no mark, bracket or letter
SIGN = r"[^\w\s“”‘’「」『』《》〈〉（）()\[\]【】〔〕…\"'：:，。？！；、]"
DOTS = "·・•．‧"  # between the parts of a foreign name
DOT = re.compile(f"[{DOTS}]")
LATIN = r"[A-Z][a-zA-ZÀ-ž'.-]+(?:[ ·](?:[a-z]{2,3} )?[A-Z][a-zA-ZÀ-ž'.-]*)+"
SEX = "婆婆|公公|伯伯|男|女|太|翁|妇|嫌|某某|某|父|母|妻|夫|员|童|生|婆|伯|姨|官|妈妈|爸爸|妈|爸"

# what a name's last character is not, unless the article repeats it: the next word's first
NEXT = frozenset(
    "说称问答写讲道则也又还都均就对向和与及的是在曾已将把被从认表指告因不有没到这那来去为给"
    "很再更最才仍转并今昨"
)

_HAN_ANY = re.compile(HAN)
_LATIN_NAME = re.compile(r"[A-Z][A-Za-zÀ-ž\d_.'-]*(?: [A-Z][A-Za-zÀ-ž\d_.'-]*){0,3}$")
_HAN_NAME = re.compile(rf"{HAN}{{2,6}}$")
_DOTTED_NAME = re.compile(rf"{HAN}{{1,7}}(?:[{DOTS}][\u3400-\u9fffA-Z.]{{1,7}})+$")


@functools.cache
def dictionary() -> Segmenter:
    """jieba's own dictionary: a name is not found because our word list has it."""
    return Segmenter((), ())


def is_common_word(word: str) -> bool:
    """Whether the dictionary knows a word that is no name."""
    return dictionary().knows(word) and not dictionary().tag(word).startswith("nr")


def family(name: str) -> str:
    """The family name that a name begins with, or an empty string."""
    known = words("surnames", "surname")
    if name[:3] in known:
        return name[:3]
    return name[:2] if name[:2] in known else name[:1] if name[:1] in known else ""


def is_called(name: str) -> bool:
    """Whether it is a family name with a title or sex, and no name: 魏校长, 林男."""
    rest = name[len(own) :] if (own := family(name)) else ""
    if rest[:1] in ("副", "姓") or (rest[:1] in ("男", "女", "太") and rest[1:] in NEXT):
        return True
    return rest in forms_of_address()


def untitled(head: str) -> str:
    """A name without the title in it or behind it.

    >>> [untitled(h) for h in ("姚委员绍棠", "马跃·阿勒委员", "溥教授")]
    ['姚绍棠', '马跃·阿勒', '溥教授']
    """
    own = family(head)
    for n in range(len(head) - 1, len(own) + 1, -1):
        if own and head[len(own) : n] in titles() and 0 < len(head) - n < 3:
            return own + head[n:]
    for n in (4, 3, 2):
        name = head[:-n]
        if head[-n:] in titles() and is_name(name) and not is_called(name):
            return name
    return head


@functools.cache
def forms_of_address() -> frozenset[str]:
    """What stands behind a family name that is no given name: 阿姨, 先生, 男."""
    return words("titles", "title") | frozenset(SEX.split("|"))


@functools.cache
def descriptions() -> frozenset[str]:
    """Words before a name that say who somebody is: titles, work, parts, relations."""
    return words("titles", "title") | words("sources", "word", kind="role")


def is_name(text: str) -> bool:
    """Whether a string looks like a person's name: Chinese, foreign in Han or Latin letters.

    >>> [is_name(s) for s in ("李明", "伊尔莎·范霍文", "Jim Fan", "时间", "结论是")]
    [True, True, True, False, False]
    """
    own = family(text)
    if not own or not _HAN_NAME.match(text):
        return bool(_LATIN_NAME.match(text) or _DOTTED_NAME.match(text))
    if len(own) == 1 and text[1:2] == "氏":
        return len(text) in (3, 4)  # 阮氏清荷
    if not 1 <= len(text) - len(own) <= 2 + (text[-1] in "子郎美" and len(own) > 1):
        return False
    tagger = dictionary()
    if text[-1] in "一二三四五六七八九十" and len(text) > 2 and tagger.knows(text[:-1]):
        return False
    return not tagger.knows(text) or tagger.tag(text).startswith("nr")


@functools.cache
def sounds() -> str:
    """The characters of which foreign names are made in Chinese."""
    return next(iter(words("transliteration", "characters")))


def titles() -> frozenset[str]:
    """Every title."""
    return words("titles", "title")


def ends(text: str, known: frozenset[str]) -> bool:
    """Whether a text ends with one of the known words, which have at most eight characters."""
    return any(text[-n:] in known for n in range(1, min(len(text), 8) + 1))


@functools.cache
def introducing() -> frozenset[str]:
    """What may stand before a name to say who somebody is: 局长, 市民."""
    return frozenset(word for word in descriptions() if len(word) > 1)


def described(text: str, short: str = "") -> str:
    """The name at the end of a description such as 晨报记者王瑞; `short`: a part of the name.

    >>> described("晨报记者王瑞", "王"), described("李明远", "李")
    ('王瑞', '李明远')
    """
    if is_name(text):
        return text
    if _HAN_ANY.match(short) and 0 < len(text) - text.rfind(short) <= 4:
        tail = text[text.rfind(short) :]
        if len(tail) > len(short):
            return tail
    for n in (4, 3, 2):
        name, before = text[-n:], text[:-n].rstrip()
        titled = ends(before, introducing())
        if (is_name(name) and titled) or (short and short in name and is_name(name)):
            return name
    return text


def one_of(entries: frozenset[str]) -> str:
    """A pattern for any of the entries, the longest first.

    A set of first characters stands before it, so that most places of a text fail at once; the
    entries are grouped by it.
    """
    groups: dict[str, list[str]] = {}
    for entry in sorted(entries, key=lambda e: (-len(e), e)):
        groups.setdefault(entry[0], []).append(re.escape(entry[1:]))
    if not groups:
        return r"(?!)"
    alike: dict[str, list[str]] = {}
    for first, rests in groups.items():
        alike.setdefault("|".join(rests), []).append(first)
    parts = [f"[{_set(firsts)}](?:{rest})" for rest, firsts in alike.items()]
    return f"(?:(?=[{_set(groups)}])(?:{'|'.join(parts)}))"


def _set(characters: Iterable[str]) -> str:
    return re.sub(r"([\\\]^-])", r"\\\1", "".join(characters))


@functools.cache
def surname() -> str:
    """A pattern for a Chinese family name."""
    return f"(?:{one_of(words('surnames', 'surname'))})"


@functools.cache
def rare() -> frozenset[str]:
    """Family names that are more often another word."""
    both = words("surnames", "surname", kind="both")
    return both | words("surnames", "surname", kind="word")


@functools.cache
def common_surname() -> str:
    """A pattern for a family name that is not more often another word."""
    return f"(?:{one_of(words('surnames', 'surname') - rare())})"


@functools.cache
def roles() -> str:
    """A pattern for a noun that names somebody by part, work or relation."""
    return one_of(words("sources", "word", kind="role") | words("titles", "title") - {"总"})


@functools.cache
def verbs() -> str:
    """A pattern for a reporting verb that may follow a name."""
    known = words("cue_verbs", "verb") - words("cue_verbs", "verb", kind="not")
    return one_of(frozenset(v for v in known if len(v) > 1) | {"说", "称", "问"})


_PART = "凌晨|清晨|清早|[早晚]间|[早晚]上?|[上下中]午|午[后间]|傍晚|深夜"
# when somebody speaks: 今（3）日, 当地时间周二, 12月5日晚, 两天后
TIME = (  # taken whole or not at all, as several may stand in a row
    "(?>(?:(?:当地|北京|美[东西]|东部|台[湾北]|本港|香港|格林尼治)时间)?"
    r"(?:[今昨前明][天日]?（\d{1,2}日?）日?|(?:\d{4}|[今去前]|同)年(?:\d{1,2}月|年?[初中底末]|[春夏秋冬][天季]?)?"
    r"|(?:[今去前]年)?\d{1,2}月(?:\d{1,2}[日号]|[初中底末]|份)?|(?:[本上当]月)?\d{1,2}[日号]|[本上]个?月[初中底末]?"
    r"|[上本这]?(?:周|星期|礼拜)[一二三四五六日天末]|[一二两三四五六七八九十几数半\d]+(?:天|日|周|个?月|年|小时|分钟)[后前]"
    f"|[昨今当前][天日晚]|[隔次翌][天日])(?:{_PART})?)"
)


@functools.cache
def adverbs() -> str:
    """A pattern for what may stand between a subject and its verb: adverbs, prepositions."""
    return (
        rf"(?:{one_of(words('adverbs', 'adverb', kind='adverb'))}|{TIME}|"
        rf"{HAN}{{1,6}}(?:地|着)|(?:{HAN}|《[^》]{{1,12}}》){{1,12}}时|"
        r"(?:在|于|向|对|就|跟|与|和|给|替|从|用|以|经|针对|围绕|通过|透过|谈及|谈到|接受)"
        r"[^，。；：！？\n■]{1,28}?(?=则|也|还|并|又|就|曾|更|再|$)|[ 　])"
    )
