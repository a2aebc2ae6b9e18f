"""Page: one raw text read from its first character to its last.

Repairs first, then script, layout and speech; the result holds the three forms of the text, the
alignment between them, and spans that tile it. Whatever a curator decided comes in as arguments.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from soraanalysis.reading.attribution import Attribution
from soraanalysis.reading.cast import Cast
from soraanalysis.reading.edits import Edit, align, replay
from soraanalysis.reading.introductions import speaking
from soraanalysis.reading.labels import BITE
from soraanalysis.reading.layout import Layout, read_layout
from soraanalysis.reading.names import family, is_name, titles
from soraanalysis.reading.naming import is_likely
from soraanalysis.reading.people import describe
from soraanalysis.reading.repair import repair
from soraanalysis.reading.script import Script, script_of, to_simplified
from soraanalysis.reading.spans import UNKNOWN, Override, Page, Place, Span, located, override, tile


def read_page(
    raw: str,
    *,
    decisions: Sequence[Edit] = (),
    overrides: Sequence[Override] = (),
    complete: Sequence[str] = (),
    script: Script | None = None,
) -> Page:
    """Read one page. `complete`: kinds of which the overrides name every span of the page."""
    repairs = repair(raw, decisions)
    original = replay(raw, repairs)
    script = script or script_of(original)
    clean = to_simplified(original, script)
    positions = align(len(raw), repairs)
    cast = functools.cache(lambda: Cast(clean))  # made when first asked: not every page needs it
    layout = read_layout(clean, cast)
    spans = _spans(clean, layout, cast)
    if overrides or complete:
        spans = override(clean, spans, located(overrides, positions, clean), complete)
    kind = "prose"
    if layout.labels:
        quoted = sum(s.end - s.start for s in spans if s.kind in ("quote", "paraphrase"))
        kind = "mixed" if quoted > 0.1 * len(clean) else "transcript"
    roles = {label.name: _ROLES.get(label.role, "") for label in layout.labels.values()}
    named = dict.fromkeys(s.speaker for s in spans if s.speaker and s.speaker != UNKNOWN)
    people, spans = describe(clean, named, roles), tile(spans, clean)
    return Page(raw, original, clean, repairs, positions, script, kind, spans, people)


_BY = "(?:编者|编辑|整理者|采访者|译者|编)?(?:注|按)[：:]"
_NOTE = re.compile(
    rf"（{_BY}[^（）]*(?:（[^（）]*）[^（）]*)*）|【{_BY}[^【】]*】|〔{_BY}[^〔〕]*〕"
)
_ASIDE = re.compile(r"（[^（）]{8,}[。！？]）")
_CREDIT = re.compile(
    r"[（(]完[）)]$|[（(][^（）()。]{0,12}(?:记者|实习生|编译|编辑|通讯员|作者)[^（）()。]{0,20}[）)]\d*$"
)


# the role of a speaker by that of the label
_ROLES = {"host": "host", "reporter": "reporter", "guest": "guest", "audience": "audience"}
_ASKERS = ("question", "host", "reporter")


def _spans(clean: str, layout: Layout, cast: Callable[[], Cast]) -> list[Span]:
    """Spans of the lines, in order; gaps between them are white space."""
    attribution: Attribution | None = None
    speaker: str | None = None
    section: str | None = None
    turn, asks, once, ends, spans = 0, False, False, 0, []
    talking = {label.name for label in layout.labels.values() if is_name(label.name)}
    close, last = _close_together(clean, layout), max(layout.labels, default=0)
    for number, (line, kind, method) in enumerate(
        zip(layout.lines, layout.kinds, layout.methods, strict=True)
    ):
        whole = Span(line.start, line.end, kind, None, method, number, section, turn)
        pieces: Iterable[Span] = [whole]
        if kind == "heading":
            pieces, section = [whole._replace(section=None)], line.text
        elif kind == "turn":
            label = layout.labels[number]
            turn, speaker, asks = turn + 1, label.name, label.role in _ASKERS
            if attribution:
                attribution.labelled()
            whole = whole._replace(speaker=speaker, turn=turn, asks=asks)
            at = line.start + label.words
            head = whole._replace(end=at, kind="label")
            pieces = [head, *_turn(clean, whole._replace(start=at))]
            once = label.role == BITE
            speaker = None if once and label.words < len(line.text) else speaker
        elif (
            kind == "body"
            and speaker is not None
            and not _reports(line.text, speaker, number > last, talking)
            and not (close and "\n\n" in clean[ends : line.start])
        ):
            whole = whole._replace(kind="turn", speaker=speaker, asks=asks, method="continuation")
            pieces = _turn(clean, whole)
            speaker = None if once else speaker
        elif kind == "body":
            attribution, speaker = attribution or Attribution(clean, cast()), None
            following = [other.text for other in layout.lines[number + 1 : number + 5]]
            pieces = _prose(line.text, whole._replace(turn=0), attribution, following)
        spans += [piece for piece in pieces if piece.start < piece.end]
        ends = line.end
    return spans


def _close_together(clean: str, layout: Layout) -> bool:
    """Whether turns follow each other without blank lines, so that a blank line ends the talk."""
    lines, labelled = layout.lines, sorted(layout.labels)
    gaps = [clean[lines[i - 1].end : lines[i].start] for i in labelled if i - 1 in layout.labels]
    return len(gaps) > 2 and not any("\n\n" in gap for gap in gaps)


def _reports(text: str, speaker: str, last: bool, talking: Collection[str]) -> bool:
    """Whether a paragraph without a label is the reporter's: it speaks of the speaker before it.

    `last`: no label follows; there, whoever does not say 我 or 你 and tells of others reports.
    `talking` are all who speak on the page.
    """
    told = any(text[end : end + 1] not in tuple("：:，") for end in _subject(speaker, text))
    if (told and len(speaker) > 1) or _AGAIN.match(text):
        return True
    plain = re.sub("[“「][^“”「」]*[”」]", "■", text)
    if re.search("[我你您咱]", plain):
        return False
    if any(not _TALKS.match(text, end) for name in talking for end in _subject(name, text)):
        return True
    others = (m["name"] for m in speaking().finditer(plain[:60]))
    if any(name not in talking and family(name) and is_likely(name) for name in others):
        return True  # 戏曲研究者欧阳立言认为
    own = family(speaker)
    called = own and own in plain and any(own + title in plain for title in titles())
    return bool(
        called or (len(speaker) > 1 and speaker in plain) or (last and _TELLS.search(plain))
    )


# behind the last label: “…”他说, 某某对本刊说, 据悉, 热泉：…
_TELLS = re.compile(
    r"■，?[^，。■]{0,8}(?:说|问|道)|(?:对本[刊报]|对记者|告诉记者|受访时|受询时|回复|回覆)[^，。]{0,10}(?:说|表示|指|称)"
    r"|^据[^，。]{0,24}，|^[^，。：■]{2,8}(?<![是说为])：|^由[^，。]{2,12}团队"
)


_CLAUSE = re.compile("[^，。：“「]{0,12}，")
# behind somebody's name where he does nothing: 罗翊说得对
_TALKS = re.compile("(?:[说讲]得|[说讲提]?的|[先老]|刚才|[：:，、])")


def _subject(name: str, text: str) -> Iterator[int]:
    """Where a name ends that a paragraph or its second clause begins with: 说到这里，罗翊起身."""
    clause = _CLAUSE.match(text)
    for at in (0, clause.end()) if clause else (0,):
        if text.startswith(name, at):
            yield at + len(name)


_AGAIN = re.compile(
    r"(?:说|谈|聊|讲)到(?:这里|此处|这儿)，(?!.*我)|以下[是为][^，。]{2,16}(?:环节|提问|问答)。$|"
    r"(?:另|此外|另外)[^。“]{4,40}(?:表示|说明|指出|回应|称)[：，]|据[^，。]{0,16}(?:统计|介绍|了解)，"
    r"|记者(?:在|还|离开|走)|(?:比赛|采访|访谈|访问|对话|谈话|活动|发布会|记者会|座谈|论坛|直播|录音|录制|节目)(?:快?(?:要|将)?结束|完毕|接近尾声|最后|间隙|当天)|临走|临别|离开[前时]|(?:会|散场|散会)后，|截至发稿"
)


def _turn(clean: str, whole: Span) -> Iterator[Span]:
    """A paragraph of a turn, with an editor's notes cut out."""
    start, end = whole.start, whole.end
    notes = [m.span() for m in _NOTE.finditer(clean, start, end)]
    if aside := _ASIDE.match(clean, start, end):
        notes.append(aside.span())
    for low, high in sorted(notes):
        yield whole._replace(start=start, end=low)
        yield whole._replace(
            start=low, end=high, kind="editor_note", speaker=None, method="note", asks=False
        )
        start = high
    yield whole._replace(start=start)


def _prose(
    text: str, whole: Span, attribution: Attribution, following: Sequence[str]
) -> Iterator[Span]:
    """A paragraph of prose: speech, the narration around it, a credit."""
    credit = _CREDIT.search(text)
    end = credit.start() if credit else len(text)
    base = whole.start
    narration = whole._replace(kind="narration", method="prose")
    at = base
    for start, stop, kind, voice in attribution.paragraph(text[:end], following):
        if base + start < at:
            continue
        yield narration._replace(start=at, end=base + start)
        at = base + stop
        yield Span(
            base + start,
            at,
            kind,
            voice.speaker,
            voice.method,
            *whole[5:8],
            cue=_moved(voice.cue, base),
            source=_moved(voice.source, base),
        )
    yield narration._replace(start=at, end=base + end)
    yield whole._replace(start=base + end, kind="metadata", method="credit")


def _moved(place: Place | None, by: int) -> Place | None:
    return place and (place[0] + by, place[1] + by)
