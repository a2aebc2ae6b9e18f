"""Shifts: text that was read one byte out of step, put back.

`soraanalysis.reading.gbk.damage` is what happened. Here the places are found where it may have,
what may have stood there is tried, and a text is kept only if the damage, done to it, gives just
what stands there now. Where bytes vanished altogether, several texts may pass; the one that is
far more probable as Chinese (words of jieba's dictionary) is kept and marked as not certain, or
none is.
"""

from __future__ import annotations

import functools
import heapq
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from soraanalysis.reading.edits import Edit, moved
from soraanalysis.reading.gbk import MARKS, damage, pair
from soraanalysis.reading.language import character_costs, probabilities
from soraanalysis.reading.script import script_of, strays

_LEADS = {mark: pair[1] for pair, mark in MARKS.items()}  # the byte that a mark swallowed
_LONGEST = 60  # characters that a shift may reach: one ends at the next ASCII byte or mark
_BEFORE, _BEHIND = 4, 16  # characters around it that are looked at
_BEAM = 40  # texts of one length that are followed at once
_UNSEEN = 60  # pairs of characters with a vanished pair of bytes between that are tried
_DOUBT = 2.0  # texts less than e^2 times as improbable as the best leave doubt about it
_CERTAIN = 8.0  # texts more than e^8 times as improbable leave none
_RARE = -13.5  # a character rarer than about one in 700,000 speaks against the whole text


class _Path(NamedTuple):
    """A text that may have stood there: its characters, and where each sits."""

    score: float
    text: str
    at: tuple[int, ...]


class _Start(NamedTuple):
    """A place where a shift may begin: `before` is restored, `lead` is the byte behind it."""

    start: int
    before: str
    lead: int
    owner: int  # the character, from `start`, that holds the lead byte
    skip: int  # characters of the text before those that are out of step


_LETTERS = "a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ"
# rows of marks such as `?!?!` and `???` are emphasis, no damage
_STRADDLED = re.compile(
    r"\?(?:(?<![?!]\?)(?P<mark>[!,]|\?(?!\?))(?=\S)(?!\?[!?])"
    rf"|(?P<pinyin>[{_LETTERS}]{{2,6}})\))"
)
_TAG_REST = re.compile(r"/?(?:p|br|div|span|strong|b|font)\s*/?>", re.IGNORECASE)


def shifts(text: str) -> list[Edit]:
    """Edits that put back what was read one byte out of step.

    What looks like this damage and cannot be undone is an edit that changes nothing and says so.
    """
    edits: list[Edit] = []
    script = ""  # of the whole page, looked at once and only where something may be damaged
    done, opened = 0, 0  # how far the text is read, and quotation marks open there in the line
    for start in _starts(text):
        if start.start < done:
            continue
        script = script or _allowed(text)
        *above, line = text[done : start.start].split("\n")
        opened = (0 if above else opened) + _balance(line)
        done = start.start
        low = max(0, done - _BEFORE)
        window = text[low : done + start.skip + _LONGEST + _BEHIND]
        edit = _undone(window, start._replace(start=done - low), opened > 0, script)
        if edit is not None:
            edits.append(moved(edit, low))
            done = edits[-1].end
            opened += _balance(edit.new)
    return edits


def _balance(text: str) -> int:
    return text.count("“") - text.count("”")


def _allowed(text: str) -> str:
    """The script of a page, and the characters of the other script that it uses often."""
    script, times = script_of(text), Counter(text)
    return script + "".join(c for c in strays(text, script) if times[c] > 9)


def _starts(text: str) -> Iterator[_Start]:
    for m in _STRADDLED.finditer(text):
        if m["mark"]:
            yield _Start(m.start(), "。", _LEADS[m["mark"]], 1, 2)
        elif m.start():
            data = text[m.start() - 1].encode("gbk", "ignore")
            lead = _glossed_lead(data[-1], m["pinyin"]) if len(data) == 2 else None
            if lead is not None:
                yield _Start(m.start(), "", lead, 0, m.end() - m.start())


@functools.cache
def readings(character: str) -> tuple[str, ...]:
    """The readings of a character in pinyin with tone marks."""
    import pypinyin  # half as slow to import as pandas, and few pages need it

    (found,) = pypinyin.pinyin(character, style=pypinyin.Style.TONE, heteronym=True)
    return tuple(found)


@functools.lru_cache(maxsize=4096)
def _glossed_lead(first: int, pinyin: str) -> int | None:
    """Second byte of the character with this first byte that has this reading."""
    costs = character_costs()
    found = [
        (costs[c], second)
        for second in range(0x40, 0xFF)
        if (c := pair(first, second)) in costs and pinyin in readings(c)
    ]
    return max(found)[1] if found else None


@functools.lru_cache(maxsize=4096)
def _undone(text: str, start: _Start, opened: bool, script: str) -> Edit | None:
    """The edit that undoes the shift at `start`: a text that gives what stands there.

    `text` is the passage with a little around it; `opened`: a quotation stands open before it.
    Where texts of one length are about as probable, the characters on which they differ become
    U+FFFD; where their lengths differ, nothing changes.
    """
    low = start.start + start.skip
    stretch = _out_of_step(text[low : low + _LONGEST].split("\n")[0])
    end = low + len(stretch)
    if not opened and stretch == "?" and not text[end : end + 1].strip():
        return None  # no quotation begins at the end of a line
    wrong = ("“" if opened else "”", "。", "，", "、")
    paths = [p for p in _read_late(start, stretch, script) if not p.text.startswith(wrong)]
    ranked = _ranked(text, start, end, paths)
    if not ranked:
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


def _ranked(
    text: str, start: _Start, end: int, paths: Sequence[_Path]
) -> list[tuple[float, _Path]]:
    """The texts that are proved, the most probable first: as Chinese, with what stands around.

    None that is much less probable than the first, or than what stands there now.
    """
    if not paths:
        return []
    before, behind = text[max(0, start.start - _BEFORE) : start.start], text[end : end + 2]
    tried = [text[start.start : end], *(start.before + path.text for path in paths)]
    least, *weights = probabilities(f"{before}{new}{behind}" for new in tried)
    ranked: list[tuple[float, _Path]] = []
    for score, path in sorted(zip(weights, paths, strict=True), key=lambda item: -item[0]):
        if score < least - _CERTAIN:
            break
        if _proved(text, start, end, start.before + path.text):
            ranked.append((score, path))
            least = max(least, ranked[0][0])
    return ranked


def _out_of_step(rest: str) -> str:
    """What is read one byte late: up to the first character that ends in a byte of ASCII."""
    for k, character in enumerate(rest):
        data = character.encode("gbk", "ignore")
        if not data or data[-1] < 0x80:
            return rest[: k + 1]
    return ""


@functools.lru_cache(maxsize=64)
def _read_late(start: _Start, stretch: str, script: str) -> tuple[_Path, ...]:
    """The most probable texts that, read one byte late, give `stretch`; they end with it.

    What a character can hide depends on the byte before it alone, so the choices are independent
    and the best texts are the best sums.
    """
    paths = {0: [_Path(0.0, "", ())]}  # by length: sums of logarithms compare texts of one length
    lead, owner = start.lead, start.owner
    most = 3 + len(stretch) // 4  # pairs that vanished: about one in eight does
    for k, character in enumerate(stretch, start.skip):
        n = 10 * _BEAM if character == "?" else _BEAM
        sums: dict[int, list[tuple[float, _Path, str]]] = defaultdict(list)
        hidden = _hidden(lead, character, script)
        if not hidden:
            return ()
        for (length, same), (size, options) in product(paths.items(), hidden.items()):
            if length + size <= k - start.skip + 1 + most:
                grown = sums[length + size]
                # both are sorted: a pair behind n better ones cannot be among the best n
                for i, path in enumerate(same):
                    for cost, text in options[: n // (i + 1)]:
                        grown.append((path.score + cost, path, text))
        paths = {
            length: [
                _Path(score, path.text + text, (*path.at, owner, *[k] * (len(text) - 1)))
                for score, path, text in heapq.nlargest(n, grown, _score)
            ]
            for length, grown in sums.items()
        }
        lead, owner = character.encode("gbk", "ignore")[-1:][0], k
    return tuple(path for same in paths.values() for path in same)


def _score(item: tuple[float, _Path, str]) -> float:
    return item[0]


@functools.lru_cache(maxsize=4096)
def _hidden(lead: int, character: str, script: str) -> dict[int, Sequence[tuple[float, str]]]:
    """What an open first byte and one more character of the damaged text can have been, with its
    log-probability: by length, the most probable first. A byte of ASCII at the end stays."""
    table = _by_lead(script)
    mine = table.get(lead, {})
    data = character.encode("gbk", "ignore")
    if character == "?":  # an orphan: any second byte may be lost here
        return {1: sorted(mine.values(), key=lambda option: -option[0])}
    if len(data) < 2:  # GBK has no such character, or it is a byte of its own
        return {1: [mine[data[0]]]} if data and data[0] in mine else {}
    first, second = data
    behind = chr(second) if second < 0x80 else ""
    seen = [mine[first]] if first in mine else []
    # pairs of bytes in GBK's areas for users' own characters vanish when read
    lows = [mine[low] for low in (*range(0xAA, 0xB0), *range(0xF8, 0xFF)) if low in mine]
    highs = [table[high][first] for high in range(0xA1, 0xFF) if first in table.get(high, {})]
    lows, highs = sorted(lows, reverse=True), sorted(highs, reverse=True)
    unseen = heapq.nlargest(
        _UNSEEN,
        (
            (low[0] + high[0], low[1] + high[1])
            for i, low in enumerate(lows)
            for high in highs[: _UNSEEN // (i + 1)]
        ),
    )
    return {
        len(options[0][1]) + len(behind): [(cost, text + behind) for cost, text in options]
        for options in (seen, unseen)
        if options
    }


@functools.lru_cache(maxsize=16)
def _by_lead(script: str) -> dict[int, dict[int, tuple[float, str]]]:
    """Characters with their log-probabilities by first and second byte."""
    table: dict[int, dict[int, tuple[float, str]]] = defaultdict(dict)
    costs = character_costs(script)
    data = "".join(costs).encode("gbk")  # which has them all, at two bytes each
    for first, second, (character, cost) in zip(data[::2], data[1::2], costs.items(), strict=True):
        table[first][second] = cost, character
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
