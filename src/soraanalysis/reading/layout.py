"""Layout: what each line of a page is, before anybody asks who speaks in it.

A line is a label's turn, furniture that the lexicon knows (`data/lexicon/furniture.tsv`), prose,
or something short in between, which its neighbours explain: a heading stands before prose or a
label, a caption repeats what the article says. The article begins with its first long sentence
or label and ends where editors, rights and neighbouring pages begin.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from soraanalysis._data import lexicon, words
from soraanalysis.reading.candidates import split
from soraanalysis.reading.cast import Cast
from soraanalysis.reading.heads import Label
from soraanalysis.reading.labels import find
from soraanalysis.reading.legends import Line, guests, short_names
from soraanalysis.reading.names import ends, is_name, titles


class Layout(NamedTuple):
    """Lines, the kind of each (`body` where speech is still to be read), why, and the labels."""

    lines: list[Line]
    kinds: list[str]
    methods: list[str]
    labels: dict[int, Label]


class _Rule(NamedTuple):
    scope: str
    kind: str
    pattern: re.Pattern[str]


@functools.cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(row["scope"], row["kind"], re.compile(row["pattern"])) for row in lexicon("furniture")
    )


@functools.cache
def _anchored() -> tuple[re.Pattern[str], tuple[_Rule, ...]]:
    """The patterns that begin with the line, as one (most lines have none), and the other rules."""
    heads = [rule.pattern.pattern for rule in _rules() if rule.pattern.pattern.startswith("^")]
    rest = tuple(rule for rule in _rules() if not rule.pattern.pattern.startswith("^"))
    return re.compile("|".join(f"(?:{head})" for head in heads)), rest


def _rule(text: str) -> _Rule | None:
    """The first rule of the lexicon that a line follows."""
    if len(text) > _LONG:
        return None
    heads, rest = _anchored()
    likely = _rules() if heads.match(text) else rest if len(text) <= _SHORT else ()
    for rule in likely:
        if rule.pattern.search(text):
            return rule
    return None


_HEADLINE = 50  # characters: a headline is shorter
_LONG = 1000  # characters: furniture is shorter, and its patterns may look at a line many times
_SHORT = 160  # what only the words inside a line tell (a picture credit) is shorter still
_LINE = re.compile(r"[^\s].*")
_END = re.compile(r"[。！？!?…：；.][”’」』）)\"]*$")
_ITEM = re.compile(r"[①-⑳·•◆■□▪◎○●\-]|\d{1,2}[.、．]|[（(][一二三四五六七八九十\d]+[)）]")
_ORDINAL = re.compile(
    r"第[一二三四五六七八九十]|首先|其次|再次|最后|一是|二是|三是|其[一二三]|另外|此外|那么|但|而|因此|所以"
)
_NUMBERED = re.compile(r"(0?\d|[一二三四五六七八九十]{1,2})[\s、.．]+(?=\S)|PART|Part")
_OPENING = re.compile(r".{7,}[。！？][”」]?$")  # a short sentence that the article may begin with
_WHOLE = re.compile(r".{7,}。[”」]?$")  # one that no headline ends like
_SAID = re.compile(r"[“「].*[。！？][”」]$")  # a sentence in marks, which a headline may quote
_CLAUSE = re.compile(r"[^，。！？；：…“”「」\"]+")


def lines_of(text: str) -> list[Line]:
    """The lines that are not blank, without the white space around them."""
    found = []
    for m in _LINE.finditer(text):
        line = m[0].rstrip()
        found.append(Line(m.start(), m.start() + len(line), line))
    return found


def read_layout(text: str, cast: Callable[[], Cast]) -> Layout:
    """The layout of a clean text; `cast` gives the persons of the page."""
    lines = lines_of(text)
    names = short_names(lines, cast)
    found = find(lines, names, cast)
    parts = split(lines, found)
    if len(parts) != len(lines):
        lines, found = parts, find(parts, names, cast)
    rules = [_rule(line.text) for line in lines]
    times = Counter(line.text for line in lines)
    rows = _listed(lines, rules, "guests")
    rows = [  # behind a list, the first name on a line of its own may begin a turn
        i for i in rows if not (i in found and times[lines[i].text] > 1 and i + 1 not in rows)
    ]
    said = Counter(label.name for label in found.values())
    if all(i in found and said[found[i].name] > 2 for i in rows):
        rows = []  # 受访者：… again and again
    if known := guests(lines, rows):
        found = find(lines, {**known, **names}, cast)
    repeated = Counter(label.name for label in found.values())
    labels = {
        i: label
        for i, label in found.items()
        if i not in rows and _may_speak(lines[i], rules[i], repeated[label.name])
    }
    first = min(labels, default=0)
    following = min((i for i in labels if i > first), default=len(lines))
    headed = first in labels and labels[first].words < len(lines[first].text)
    headed = headed and labels[first].role not in ("question", "answer")
    headed = headed and len(lines[first].text) < _HEADLINE
    if headed and any(r and r.kind == "metadata" for r in rules[first + 1 : following]):
        labels.pop(first, None)  # a headline such as 李明：我不同意, above the byline
    told = [
        rules[i] is None and len(line.text) >= 25 and "。" in line.text
        for i, line in enumerate(lines)
    ]
    tail = _tail(rules, told)
    behind = [i for i in labels if i > tail]  # names of readers, or in a list of links
    if 4 * len(behind) <= len(labels) or len(behind) == len(labels):
        labels = {i: label for i, label in labels.items() if i < tail}
    if len(labels) < 2 and behind:
        labels = {}
    prose = [told[i] or i in labels for i in range(len(lines))]
    first, last, end = _article(lines, rules, labels, prose)
    kinds, methods = ["boilerplate"] * len(lines), ["outside"] * len(lines)
    for i in range(end):
        kinds[i], methods[i] = _outside(lines, i, first, rules[i])
    _inside(lines, labels, rules, prose, range(first, last), kinds, methods)
    for scope, kind in (("guests", "metadata"), ("points", "summary")):
        for i in _listed(lines, rules, scope):
            if i not in labels and i < last:
                kinds[i], methods[i] = kind, scope
    return Layout(lines, kinds, methods, labels)


def _tail(rules: Sequence[_Rule | None], told: Sequence[bool]) -> int:
    """The line with which a rule ends an article, if nobody tells anything behind it."""
    rows = [i for i, tells in enumerate(told) if tells]
    ends = (i for i, r in enumerate(rules) if r and r.scope in ("end", "links", "block"))
    return next((i for i in ends if len(rows) > 2 and i > rows[-1]), len(rules))


def _may_speak(line: Line, rule: _Rule | None, times: int) -> bool:
    """Whether a line that looks like furniture may be a label: a name with a time is no clip."""
    if rule is not None and (rule.scope, rule.kind) == ("line", "metadata"):
        return times > 2 or line.text.endswith(("：", "？"))
    return (
        rule is None or rule.scope == "guests" or (rule.kind == "caption" and len(line.text) < 20)
    )


def _article(
    lines: Sequence[Line],
    rules: Sequence[_Rule | None],
    labels: Mapping[int, Label],
    prose: Sequence[bool],
) -> tuple[int, int, int]:
    """The first line of the article, the line behind its last, and where the page's tail begins."""
    total = sum(len(line.text) for line, p in zip(lines, prose, strict=True) if p)
    last, seen = len(lines), 0
    for i, line in enumerate(lines):
        rule = rules[i]
        ends = rule is not None and (
            rule.scope == "end" or (rule.scope == "links" and sum(prose[i + 1 : i + 7]) < 2)
        )
        late = ends and i not in labels and total - seen <= 0.4 * total
        if late and sum(j > i for j in labels) <= max(1, len(labels) // 6):
            last = i
            break
        seen += len(line.text) * prose[i]
    first = next((i for i in range(last) if prose[i]), 0)
    while first > 0 and rules[first - 1] is None:
        if not (_OPENING if first > 2 else _WHOLE).match(lines[first - 1].text):
            break
        first -= 1
    end = last
    if not any(prose):  # a post: nothing but short lines
        return first, last, end
    while last > first and not (prose[last - 1] or _END.search(lines[last - 1].text)):
        last -= 1
    return first, last, end


def _outside(lines: Sequence[Line], i: int, first: int, rule: _Rule | None) -> tuple[str, str]:
    """Kind and method of a line before or behind the article."""
    if rule is not None:
        return rule.kind, "furniture"
    text = lines[i].text
    if i < first and (len(text) >= 6 or is_name(text)):
        return "metadata", "headline"
    return "boilerplate", "outside"


def _listed(lines: Sequence[Line], rules: Sequence[_Rule | None], scope: str) -> list[int]:
    """The lines of lists that a line with this scope opens, that line included."""
    rows: list[int] = []
    for i, rule in enumerate(rules):
        if rule is None or rule.scope != scope:
            continue
        rows.append(i)
        if re.search(r"[：:].", lines[i].text):
            rows += _continued(lines, i) if scope == "guests" else []
            continue
        for j in range(i + 1, len(lines)):
            text, other = lines[j].text, rules[j]
            if other is not None and other.scope != "line":
                break
            long = len(text) > 60 if scope == "guests" else not _ITEM.match(text)
            if long or (scope == "guests" and not _of_a_list(text)):
                break
            rows.append(j)
    return rows


def _continued(lines: Sequence[Line], i: int) -> list[int]:
    """The lines of a guest list behind its first: a name and a description, or these reversed."""
    rows = []
    for j in range(i + 1, len(lines)):
        parts = lines[j].text.split()
        named = len(parts) in (2, 3) and (is_name(parts[0]) or is_name(parts[-1]))
        if not named or parts[0] in words("labels", "label") or "：" in lines[j].text:
            break
        rows.append(j)
    return rows


def _of_a_list(text: str) -> bool:
    """Whether a line may be an entry of a guest list: a name, alone or with what describes it."""
    if _END.search(text) or text.startswith("【") or re.match(r"\d{1,2}:\d\d", text):
        return False
    return bool(re.search(r"[，：:（(、｜|\s]", text)) or is_name(text)


def _inside(
    lines: Sequence[Line],
    labels: Mapping[int, Label],
    rules: Sequence[_Rule | None],
    prose: Sequence[bool],
    article: range,
    kinds: list[str],
    methods: list[str],
) -> None:
    """Kinds of the article's lines: body, headings, captions, lists of links, advertisements."""
    repeated = Counter(line.text for line in lines)
    clauses = _clauses(lines)
    headline = lines[0].text[:_LONG] if lines else ""
    linked, told = False, any(prose)  # inside a list of related links; a post has no headings
    for i in article:
        text, rule = lines[i].text, rules[i]
        if rule is not None and i not in labels:
            kinds[i], methods[i] = rule.kind, "furniture"
            linked = rule.scope in ("block", "links")
            continue
        if linked and not prose[i] and (_ITEM.match(text) or not _END.search(text)):
            kinds[i], methods[i] = "boilerplate", "links"
            continue
        linked = False
        alone = i - 1 in labels and labels[i - 1].words >= len(lines[i - 1].text)
        if i in labels:
            kinds[i], methods[i] = "turn", "label"
        elif alone:
            kinds[i], methods[i] = "body", "prose"
        elif i > 0 and (repeated[text] > 1 or (text in headline and not _SAID.match(text))):
            kinds[i], methods[i] = "caption", "repeated"
        elif _names_a_person(text):
            kinds[i], methods[i] = "caption", "names"
        elif _pulled(text, clauses):
            kinds[i], methods[i] = "caption", "pull-quote"
        elif told and _is_heading(lines, labels, prose, i, article):
            kinds[i], methods[i] = "heading", "heading"
        else:
            kinds[i], methods[i] = "body", "prose"


def _is_heading(
    lines: Sequence[Line],
    labels: Mapping[int, Label],
    prose: Sequence[bool],
    i: int,
    article: range,
) -> bool:
    """A short line without an end mark, or a question that opens a section."""
    text = lines[i].text
    if len(text) > 40 or "。" in text or _ORDINAL.match(text) or text.endswith(("：", "；", "，")):
        return False
    if not i + 1 < article.stop:
        return False
    if not _END.search(text) and not text.startswith(("“", "「", "（", "(")):
        return True
    if _NUMBERED.match(text) or i + 1 in labels:
        return True
    return text.endswith("？") and not labels and not re.search(r"[“「]", text) and prose[i + 1]


def _names_a_person(text: str) -> bool:
    """A caption such as 浙江大学副教授某某。: a title and a name, and nothing else."""
    if not 6 <= len(text) <= 45 or re.search(r"[，：；“「]", text):
        return False
    text = text.rstrip("。")
    for n in (4, 3, 2):
        before = text[:-n].rstrip()
        if ends(before, titles()) and is_name(text[-n:]):
            return True
    return False


def _clauses(lines: Sequence[Line]) -> Counter[str]:
    """How many lines hold each clause."""
    return Counter(c for line in lines for c in set(_CLAUSE.findall(line.text)))


def _pulled(text: str, clauses: Counter[str]) -> bool:
    """A paragraph that repeats what other paragraphs say, clause by clause."""
    parts = _CLAUSE.findall(re.sub(r"[—–-]+[^。，]{2,8}$", "", text))
    return len(text) >= 10 and len(parts) >= 2 and all(clauses[part] > 1 for part in parts)
