"""People: in which part somebody speaks on a page, and how the page describes them.

`大学教授李明`, `李明（42岁，教师）` or a guest list's `李明　大学教授` describe a
speaker; the role follows from the title (`data/lexicon/titles.tsv`) or the label (主持人, 观众).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping

from soraanalysis._data import lexicon, words
from soraanalysis.reading.cast import REPORTER
from soraanalysis.reading.names import is_name, one_of
from soraanalysis.reading.sources import is_person
from soraanalysis.reading.spans import Description


@functools.cache
def _roles() -> dict[str, str]:
    return {row["title"]: row["role"] for row in lexicon("titles") if row["kind"] == "job"}


@functools.cache
def _title() -> re.Pattern[str]:
    return re.compile(f"(?:{one_of(words('titles', 'title', kind='job'))})$")


_STOP = r"，。；：！？“”「」『』\n（）\s"


def describe(
    text: str, speakers: Iterable[str], labelled: Mapping[str, str]
) -> dict[str, Description]:
    """The description of each speaker of a clean text; `labelled`: role of a label by speaker."""
    return {name: _description(text, name, labelled.get(name, "")) for name in speakers}


_BEFORE = re.compile(rf"[^{_STOP}]{{2,40}}$")
_BEHIND = re.compile(r"[（　 ]+(?P<words>[^。；：！？“”「」\n（）]{2,40})")
_LEAD = re.compile(r".*(?:邀请到?|请来|采访了?|就是|——|对话|专访)")


def _places(text: str, name: str) -> Iterator[int]:
    """Where a name stands, the first times."""
    at = -1
    for _ in range(8):
        at = text.find(name, at + 1)
        if at < 0:
            return
        yield at


def _description(text: str, name: str, role: str) -> Description:
    if name == REPORTER:
        return Description("reporter")
    for at in _places(text, name):
        words = _BEFORE.search(text, max(0, at - 41), at)
        if words and (title := _title().search(words[0])):
            lead = _LEAD.match(words[0])
            start = words.start() + (lead.end() if lead else 0)
            return Description(role or _roles().get(title[0], ""), (start, words.end()))
        words = _BEHIND.match(text, at + len(name))
        if words and (title := _title().search(words["words"])):
            return Description(role or _roles().get(title[0], ""), words.span("words"))
    someone = is_name(name) or is_person(name) or role or "、" in name
    return Description(role if someone else "institution")
