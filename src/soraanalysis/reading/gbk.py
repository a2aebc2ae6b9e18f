"""GBK one byte out of step: the damage as a function, and its inverse.

Pages kept as GBK were edited by replacing *pairs of bytes* without regard to where characters
begin. A pair that straddles two characters leaves its neighbours' bytes orphaned, and what
follows is read one byte late, until a byte of ASCII or a replaced mark brings the text back into
step. `damage` does this to a clean text; `shifts` finds places where it was done, tries what may
have stood there, and keeps a text only if `damage` turns it into just what stands there now.
Where bytes vanished altogether, several texts may pass; the one that is far more probable as
Chinese (words of jieba's dictionary) is kept and marked as not certain, or none is.
"""

from __future__ import annotations

import functools
import heapq
import importlib.util
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from soraanalysis.reading.edits import Edit, replay
from soraanalysis.reading.script import script_of, strays, to_simplified

MARKS = {b"\xa3\xa1": "!", b"\xa3\xac": ",", b"\xa3\xbf": "?"}
_LEADS = {mark: pair[1] for pair, mark in MARKS.items()}  # the byte that a mark swallowed
_LONGEST = 60  # characters that a shift may reach: one ends at the next ASCII byte or mark
_BEAM = 40  # texts of one length that are followed at once
_UNSEEN = 60  # pairs of characters with a vanished pair of bytes between that are tried
_DOUBT = 2.0  # texts less than e^2 times as improbable as the best leave doubt about it
_CERTAIN = 8.0
_RARE = -13.5  # a character rarer than about one in 700,000 speaks against the whole text


def damage(text: str, glossed: Mapping[str, str] | None = None) -> str:
    """What a text looks like after the byte-wise replacements, read as GBK again.

    `glossed`: characters that were replaced by themselves with their pinyin in brackets.

    >>> damage("重大突破。“對于Sora這樣"), damage("他們全力以赴，從而", {"內": "nèi"})
    ('重大突破?!皩τ赟ora這樣', '他們?nèi)σ愿?,從而')
    """
    data = text.encode("gb18030")
    for character, pinyin in (glossed or {}).items():
        pair = character.encode("gb18030")
        data = data.replace(pair, pair + f"({pinyin})".encode("gb18030"))
    for pair, mark in MARKS.items():
        data = data.replace(pair, b"\x00" + mark.encode())  # \x00: a mark of its own, no trail byte
    return "".join(_read(data))


def _read(data: bytes) -> Iterator[str]:
    """Bytes read as GBK: an orphan is `?` and takes the ASCII byte behind it along."""
    i = 0
    while i < len(data):
        byte = data[i]
        if byte < 0x80:
            if byte:
                yield chr(byte)
            i += 1
        elif i + 1 == len(data) or data[i + 1] == 0:
            yield "?"
            i += 1
        else:
            yield _pair(data[i : i + 2])
            i += 2


def _pair(pair: bytes) -> str:
    if not (0x40 <= pair[1] <= 0xFE and pair[1] != 0x7F):
        return "?"
    try:
        return pair.decode("gbk")
    except UnicodeDecodeError:
        return ""  # the areas for users' own characters: nothing is shown


class _Path(NamedTuple):
    """A text that may have stood there: its characters, where each sits, and what is open."""

    score: float
    text: str
    at: tuple[int, ...]
    lead: int  # first byte of a character not yet complete; negative once back in step
    owner: int  # where that byte sits


class _Start(NamedTuple):
    """A place where a shift may begin: `before` is restored, `lead` is the byte behind it."""

    start: int
    before: str
    lead: int
    owner: int  # the character, from `start`, that holds the lead byte
    skip: int  # characters of the text before those that are out of step


_LETTERS = "a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ"
_STRADDLED = re.compile(rf"\?(?:(?P<mark>[!,?])(?=\S)|(?P<pinyin>[{_LETTERS}]{{2,6}})\))")
_TAG_REST = re.compile(r"/?(?:p|br|div|span|strong|b|font)\s*/?>", re.IGNORECASE)


def shifts(text: str) -> list[Edit]:
    """Edits that put back what was read one byte out of step.

    What looks like this damage and cannot be undone is an edit that changes nothing and says so.
    """
    edits: list[Edit] = []
    script = ""  # of the whole page, looked at once and only where something may be damaged
    for start in _starts(text):
        if edits and start.start < edits[-1].end:
            continue
        script = script or _allowed(text)
        edit = _undone(text, start, edits, script)
        if edit is not None:
            edits.append(edit)
    return edits


def _allowed(text: str) -> str:
    """The script of a page, and the characters of the other script that it uses often."""
    script = script_of(text)
    return script + "".join(c for c in strays(text, script) if text.count(c) > 9)


def _starts(text: str) -> Iterator[_Start]:
    for m in _STRADDLED.finditer(text):
        if m["mark"]:
            yield _Start(m.start(), "。", _LEADS[m["mark"]], 1, 2)
        elif m.start():
            pair = text[m.start() - 1].encode("gbk", "ignore")
            lead = _glossed_lead(pair[-1], m["pinyin"]) if len(pair) == 2 else None
            if lead is not None:
                yield _Start(m.start(), "", lead, 0, m.end() - m.start())


@functools.cache
def readings(character: str) -> tuple[str, ...]:
    """The readings of a character in pinyin with tone marks."""
    import pypinyin  # half as slow to import as pandas, and few pages need it

    (found,) = pypinyin.pinyin(character, style=pypinyin.Style.TONE, heteronym=True)
    return tuple(found)


@functools.cache
def _glossed_lead(first: int, pinyin: str) -> int | None:
    """Second byte of the character with this first byte that has this reading."""
    costs = character_costs()
    found = [
        (costs[c], second)
        for second in range(0x40, 0xFF)
        if (c := _pair(bytes((first, second)))) in costs and pinyin in readings(c)
    ]
    return max(found)[1] if found else None


def _undone(text: str, start: _Start, earlier: list[Edit], script: str) -> Edit | None:
    """The edit that undoes the shift at `start`: a text that gives what stands there.

    Where texts of one length are about as probable, the characters on which they differ become
    U+FFFD; where their lengths differ, nothing changes.
    """
    low = start.start + start.skip
    line_start, line_end = text.rfind("\n", 0, low) + 1, text.find("\n", low)
    rest = text[low : min(low + _LONGEST, line_end if line_end >= 0 else len(text))]
    line = replay(
        text[line_start : start.start],
        [
            e._replace(start=e.start - line_start, end=e.end - line_start)
            for e in earlier
            if e.start >= line_start
        ],
    )
    opened = line.count("“") - line.count("”")
    stretch = _out_of_step(rest)
    end = low + len(stretch)
    around = text[max(0, start.start - 4) : start.start], text[end : end + 2]
    wrong = ("“" if opened > 0 else "”", "。", "，", "、")
    texts = _read_late(start.lead, start.owner, start.skip, stretch, script)
    weighed = [
        (probability(around[0] + start.before + p.text + around[1]), p)
        for p in texts
        if not p.text.startswith(wrong)
    ]
    weighed.sort(key=lambda item: -item[0])
    ranked: list[tuple[float, _Path]] = []
    for score, path in weighed:
        if ranked and ranked[0][0] - score > _CERTAIN:
            break
        if _proved(text, start, end, start.before + path.text):
            ranked.append((score, path))
    if (
        not ranked
        or ranked[0][0] < probability(around[0] + text[start.start : end] + around[1]) - 8
    ):
        return None
    score, best = ranked[0]
    rivals = [p.text for value, p in ranked[1:] if score - value < _DOUBT]
    rare = any(character_costs().get(c, 0.0) < _RARE for c in best.text)
    if rare or any(len(rival) != len(best.text) for rival in rivals):
        why = "read one byte out of step; several texts may have stood here, none is proved"
        return Edit(start.start, end, text[start.start : end], "damage", False, why)
    new = "".join(
        c if all(rival[i] == c for rival in rivals) else "\ufffd" for i, c in enumerate(best.text)
    )
    if tag := _TAG_REST.match(text, end):
        end = tag.end()  # its `<` is the byte that was swallowed
    why = "read one byte out of step: the same damage, done to this, gives what stands there"
    at = (*([0] * len(start.before)), *best.at)
    return Edit(start.start, end, start.before + new, "gbk-shift", len(ranked) == 1, why, at)


def _out_of_step(rest: str) -> str:
    """What is read one byte late: up to the first character that ends in a byte of ASCII."""
    for k, character in enumerate(rest):
        data = character.encode("gbk", "ignore")
        if not data or data[-1] < 0x80:
            return rest[: k + 1]
    return ""


@functools.lru_cache(maxsize=4096)
def _read_late(lead: int, owner: int, skip: int, stretch: str, script: str) -> tuple[_Path, ...]:
    """The most probable texts that, read one byte late, give `stretch`; ended with it."""
    paths = [_Path(0.0, "", (), lead, owner)]
    for k, character in enumerate(stretch):
        last = k + 1 == len(stretch)
        by_length: dict[int, list[_Path]] = defaultdict(list)
        for path in paths:
            for cost, grown, lead in _grown(path.lead, character, script):
                at = (*path.at, path.owner, *[skip + k] * (len(grown) - 1))
                step = _Path(path.score + cost, path.text + grown, at, lead, skip + k)
                if (lead < 0) == last:
                    by_length[len(step.text)].append(step)
        # sums of logarithms compare texts of one length only
        n = 10 * _BEAM if character == "?" else _BEAM
        paths = [p for same in by_length.values() for p in heapq.nlargest(n, same, _by_score)]
    return tuple(paths)


def _by_score(path: _Path) -> float:
    return path.score


@functools.lru_cache(maxsize=65536)
def _grown(lead: int, character: str, script: str) -> tuple[tuple[float, str, int], ...]:
    """What an open first byte and one more character of the damaged text can be: log-probability,
    the characters completed, and the byte that is open next (-1: the text is in step again)."""
    table = _by_lead(script)
    mine = table.get(lead, {})
    data = character.encode("gbk", "ignore")
    if character == "?":  # an orphan: any second byte may be lost here
        return tuple((cost, c, -1) for c, cost in mine.values())
    if len(data) == 1:
        return tuple((cost, c, -1) for c, cost in [mine[data[0]]]) if data[0] in mine else ()
    if not data:  # GBK has no such character: this was never read as GBK
        return ()
    first, second = data
    found: list[tuple[float, str, int]] = []
    if first in mine:
        found.append((mine[first][1], mine[first][0], second))
    # pairs of bytes in GBK's areas for users' own characters vanish when read
    lows = [mine[low] for low in (*range(0xAA, 0xB0), *range(0xF8, 0xFF)) if low in mine]
    highs = [table[high][first] for high in range(0xA1, 0xFF) if first in table.get(high, {})]
    unseen = [(low[1] + high[1], low[0] + high[0], second) for low in lows for high in highs]
    found += heapq.nlargest(_UNSEEN, unseen)
    if second < 0x80:  # a byte of ASCII stands for itself, and the text is in step again
        found = [(cost, text + chr(second), -1) for cost, text, _ in found]
    return tuple(found)


@functools.lru_cache(maxsize=64)
def _by_lead(script: str) -> dict[int, dict[int, tuple[str, float]]]:
    """Characters with their log-probabilities by first and second byte."""
    table: dict[int, dict[int, tuple[str, float]]] = defaultdict(dict)
    for character, cost in character_costs(script).items():
        pair = character.encode("gbk", "ignore")
        if len(pair) == 2:
            table[pair[0]][pair[1]] = character, cost
    return dict(table)


def _proved(text: str, start: _Start, end: int, new: str) -> bool:
    """Whether the damage, done to the repaired passage, gives the passage as it stands.

    The byte of ASCII or the mark that the last orphan met is put back first.
    """
    low = max(0, start.start - 1)
    there = text[low : end + 12]  # a pinyin gloss may stand behind the passage
    glossed = {}
    if not start.before:
        straddled = bytes((text[low].encode("gbk")[-1], start.lead)).decode("gbk")
        glossed = {straddled: text[start.start + 1 : start.start + start.skip - 1]}
    before = text[low : start.start]
    if text[end - 1] != "?":
        return there.startswith(damage(before + new, glossed))
    return there.startswith(damage(before + new + "<", glossed)) or there.startswith(
        damage(before + new + "，", glossed)
    )


@functools.cache
def _dictionary() -> tuple[dict[str, float], float]:
    """Log-probabilities of jieba's words (not imported: only its table is read)."""
    spec = importlib.util.find_spec("jieba")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("jieba is not installed; its dictionary is needed here")
    table = Path(spec.origin).with_name("dict.txt").read_text(encoding="utf-8")
    counts = {}
    for line in table.splitlines():
        word, count, _ = line.split(" ")
        counts[word] = int(count)
    total = math.log(sum(counts.values()))
    return {w: math.log(n or 1) - total for w, n in counts.items()}, -total


@functools.cache
def _strange(script: str) -> frozenset[str]:
    """The characters that only the other script has."""
    return frozenset(strays("".join(map(chr, range(0x4E00, 0x9FA6))), script))  # type: ignore[arg-type]


@functools.cache
def character_costs(script: str = "") -> dict[str, float]:
    """Log-probability of the characters that a text may hold: those of its script (`Hans` or
    `Hant`, then the characters of the other script that it has all the same), or all."""
    words, _ = _dictionary()
    basic = "".join(map(chr, range(0x4E00, 0x9FA6)))
    simple = to_simplified(basic, "Hant")
    costs = {
        c: words[s]
        for c, s in zip(basic, simple, strict=True)
        if s in words and (not script or c in script[4:] or c not in _strange(script[:4]))
    }
    return costs | dict.fromkeys("，。、《》；：？！—…（）‘’", -12.0) | dict.fromkeys("“”", -3.0)


@functools.lru_cache(maxsize=65536)
def probability(text: str) -> float:
    """Log-probability of a text as words of jieba's dictionary: the best segmentation.

    >>> probability("但如果你说") > probability("但渐果你说")
    True
    """
    words, unknown = _dictionary()
    text = to_simplified(text, "Hant")
    best = [0.0] + [-math.inf] * len(text)
    for i in range(len(text)):
        for n in range(1, min(6, len(text) - i) + 1):
            word = text[i : i + n]
            cost = words.get(word, unknown if n == 1 else -math.inf)
            if not "\u3400" <= word[0] <= "\u9fff":
                cost = (-3.0 if word in "“”。，" else -12.0) if n == 1 else -math.inf
            best[i + n] = max(best[i + n], best[i] + cost)
    return best[-1]
