"""Attribution: who says what in a reporter's prose, paragraph by paragraph.

A paragraph is cut into quotations and the chunks of narration between them. Cues in the chunks
give speakers to the quotations beside them and mark indirect speech; what stays open is decided
by the paragraph's subject, by the quotation that it goes on from, or by the turns of a dialogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from soraanalysis.reading.cues import Cue, find
from soraanalysis.reading.quotes import find_quotations, shape
from soraanalysis.reading.cast import REPORTER, Cast, Mention
from soraanalysis.reading.sources import institutions, is_person, leading_phrase, plain_subjects

UNKNOWN = "UNKNOWN"


class Piece(NamedTuple):
    """A stretch of speech: offsets, kind, speaker, how decided; places of verb and source."""

    start: int
    end: int
    kind: str
    speaker: str
    method: str
    cue: tuple[int, int] | None = None
    source: tuple[int, int] | None = None


class _Voice(NamedTuple):
    """A speaker with how and where the text names him."""

    speaker: str
    method: str
    cue: tuple[int, int] | None = None
    source: tuple[int, int] | None = None


_END = re.compile(r"[。！？]")
_LISTS = re.compile(r"(?:谈到|提到|谈及|分析|介绍|解释|总结|列举|提出|归纳|概括|拆解)")
_NOBODY = re.compile(r"(?:有人|不知(?:是)?谁)[^，。]{1,8}[：，]$")
_BRACKET = re.compile(r"（[^（）\n]{0,60}）")
_ITEM = re.compile(r"首先|第一|一是|其一|其次|第二|二是|最后|三是|第三|最终")
_STOP = re.compile(
    r"(?:本报|本刊)?记者|这(?:[番句些]话|一幕|道理)|据(?!.{0,12}(?:介绍|说))|截至|此前|随后|当天|昨日|昨天|近日|日前|最终|同日|目前，|今年|去年|"
    r"\d{1,4}[年月日时]|事实上|会上|值得|对此|与此|而在|在.{2,20}(?:上|后|时)，"
)


class Attribution:
    """Reads the prose paragraphs of one article in order; remembers whom it spoke of."""

    def __init__(self, text: str):
        self._cast = Cast(text)
        self._known = plain_subjects(text)  # sources by their place alone
        self._institutions = [*institutions(text), *sorted(self._known)]
        self._named: list[str] = []  # persons in the order they were last mentioned
        self._subjects: list[str] = []  # persons that were subjects, likewise
        self._bodies: list[str] = []  # institutions that were subjects, likewise
        self._run: list[str] = []  # speakers of the paragraphs of a dialogue
        self._begun = 0  # how many of `_named` stood in earlier paragraphs
        self._opening: _Voice | None = None  # the voice of a quotation that opens the paragraph
        self._before: _Voice | None = None  # the last voice of the paragraph before
        self._open: str | None = None  # speaker of a quotation that no mark has closed
        self._announced: _Voice | None = None  # a paragraph ended with 表示：

    # -- who -------------------------------------------------------------------------------------

    def _resolve(self, mention: Mention, sort: str, before: Sequence[Mention] = ()) -> str | None:
        """Whom a mention means; `before` are the mentions of its sentence."""
        if sort == "nobody":
            return UNKNOWN
        if sort == "phrase":
            return self._institution(mention.name) if mention.name else self._publisher()
        if mention.name is not None:
            return mention.name
        phrase = mention.phrase
        if phrase in ("他们", "她们", "两人", "二人", "双方", "三人"):
            wanted = 3 if phrase == "三人" else 2
            recent = list(dict.fromkeys(reversed(self._named)))[:wanted]
            if phrase in ("他们", "她们") and len(set(self._named[self._begun :])) < 2:
                return self._publisher()
            order = {name: i for i, name in reversed(list(enumerate(self._named[self._begun :])))}
            recent.sort(key=lambda name: order.get(name, -1))
            return "、".join(recent) if len(recent) == wanted else None
        if phrase in ("后者", "前者"):
            recent = list(dict.fromkeys(reversed(self._named)))[:2]
            return (recent[0] if phrase == "后者" else recent[-1]) if recent else None
        if phrase == "对方":
            return self._bodies[-1] if self._bodies else None
        if phrase[0] not in "他她该这" and phrase not in ("老人", "老太太"):
            same = [n for n in reversed(self._named) if n[0] == phrase[0]]
            return same[0] if same else phrase
        same = [m.name for m in before if m.name not in (None, REPORTER) and m.end <= mention.start and "、" not in m.name]
        if same and phrase in ("他", "她"):
            return same[0]
        others = self._cast.men if phrase == "她" else self._cast.women
        here = self._named[self._begun :]
        for name in [*reversed([n for n in self._subjects if n in here]), *reversed(here), *reversed(self._subjects)]:
            if name != REPORTER and name not in others:
                if phrase[0] in "该这" and not self._is_a(name, phrase):
                    continue
                return name
        return None

    def _publisher(self) -> str | None:
        """Whose paper a bare 报告 or 判决书 is: the institution last named."""
        here = [n for n in self._institutions if n in self._text]
        return here[0] if here else self._bodies[-1] if self._bodies else None

    def _is_a(self, name: str, phrase: str) -> bool:
        role = re.sub(r"^(?:该|这位|这名)", "", phrase)
        titles = self._cast.titles.get(name, set())
        return name.endswith(role) or any(t.endswith(role) for t in titles if t)

    def _institution(self, name: str) -> str:
        """The fullest name of an institution that the text gives: 县府 is 某某县政府."""
        if re.match(r"(?:该|这家|这所|本)", name):
            rest = re.sub(r"^(?:该|这家|这所|本)", "", name)
            here = [n for n in self._institutions if n in self._text]
            for full in [*here, *reversed(self._bodies)]:
                if full.endswith(rest[-1:]) and full != name:
                    return full
            return name
        if len(name) <= 5 and not name.isascii():
            for full in self._institutions:
                if len(full) > len(name) and full[-1] == name[-1] and _inside(name, full):
                    return full
        return name

    def _note(self, mentions: list[Mention]) -> None:
        for m in mentions:
            if m.name:
                self._named.append(m.name)

    # -- paragraphs ------------------------------------------------------------------------------

    def paragraph(self, text: str, following: Sequence[str] = ()) -> list[Piece]:
        """The speech of one paragraph, in order; `following` are the paragraphs after it."""
        self._text = text
        self._begun = len(self._named)
        announced, self._announced = self._announced, None
        quotations = find_quotations(text)
        head = self._continued(text, quotations, following)
        if head is not None and head.end == len(text):
            return [head]
        if announced and not quotations and not self._cast.mentions(text):
            if following and not _STOP.match(following[0]):
                self._announced = announced
            return [Piece(0, len(text), "turn", announced.speaker, "announced", *announced[2:])]
        shapes = [shape(text, a, b) for a, b in quotations]
        spoken = [q for q, s in zip(quotations, shapes, strict=True) if s != "term"]
        masked = _masked(text, quotations, spoken)
        if announced and spoken and not text[: spoken[0][0] - 1].strip():
            self._opening = announced._replace(method="announced")
        pieces = self._scan(text, masked, spoken, head)
        self._remember(text, spoken, pieces)
        return sorted([p for p in pieces if p.start < p.end])

    def _continued(
        self, text: str, quotations: list[tuple[int, int]], following: Sequence[str]
    ) -> Piece | None:
        """Words that go on a quotation which the paragraph before left open."""
        speaker, self._open = self._open, None
        if speaker is None:
            return None
        if quotations and not text[: quotations[0][0] - 1].strip():
            self._open = speaker  # the opening mark is repeated: the scan takes it
            return None
        close = re.search(r"[“”「」]", text)
        if close and close[0] in "”」":
            return Piece(0, close.start(), "quote", speaker, "continued")
        marks = (m[0] for other in following[:4] if (m := re.search(r"[“”「」]", other)))
        if close is None and next(marks, "") in ("”", "」"):
            self._open = speaker
            return Piece(0, len(text), "quote", speaker, "continued")
        return None

    def _scan(
        self,
        text: str,
        masked: str,
        spoken: list[tuple[int, int]],
        head: Piece | None,
    ) -> list[Piece]:
        pieces: list[Piece] = [head] if head else []
        self._current: _Voice | None = None  # the last voice of the paragraph
        self._waiting: tuple[int, int] | None = None  # a quotation whose source may follow
        self._report: _Voice | None = None  # indirect speech that goes on
        if self._open is not None and spoken:
            self._opening, self._open = _Voice(self._open, "continued"), None
        at = head.end + 1 if head else 0
        for i, (start, end) in enumerate([*spoken, (len(text) + 1, len(text) + 1)]):
            quotation = (start, end) if i < len(spoken) else None
            pieces += self._chunk(text, masked, at, start - 1, i > 0, quotation)
            at = end + 1
        return pieces

    def _chunk(
        self,
        text: str,
        masked: str,
        low: int,
        high: int,
        behind: bool,
        quotation: tuple[int, int] | None,
    ) -> Iterator[Piece]:
        """Speech in the narration `low:high`, and in the quotation that follows it."""
        bounds = [low, *[m.end() for m in _END.finditer(masked, low, high)]]
        if bounds[-1] < high or quotation:
            bounds.append(high)
        voice: _Voice | None = None
        empty = True
        for k, (a, b) in enumerate(zip(bounds, bounds[1:], strict=False)):
            sentence = masked[a:b]
            last = b == high and k == len(bounds) - 2
            empty = not sentence.strip(" 　，,、。！？")
            if empty:
                if self._waiting and re.search("[。！？]", sentence):
                    yield from self._settle(text)
                voice = None
                continue
            voice = yield from self._sentence(text, sentence, a, behind and k == 0, last and quotation is not None)
        if self._waiting:
            yield from self._settle(text)
        if quotation is None:
            return
        start, end = quotation
        if voice is not None:
            self._current = voice
            yield Piece(start, end, "quote", *voice)
        elif self._opening is not None:
            voice, self._opening = self._opening, None
            self._current = voice
            yield Piece(start, end, "quote", *voice)
        elif empty and behind and self._current and self._goes_on(masked[low:high]):
            yield Piece(start, end, "quote", self._current.speaker, "continued", *self._current[2:])
        else:
            self._waiting = quotation
        self._report = None

    def _goes_on(self, between: str) -> bool:
        return not re.search("[。！？]", between)

    def _sentence(
        self, text: str, sentence: str, at: int, behind: bool, before_quotation: bool
    ) -> Iterator[Piece]:
        """Speech in one sentence of narration; returns the voice of a quotation behind it."""
        mentions = self._cast.mentions(sentence)
        cues = find(sentence, mentions, self._known)
        topic = self._topic(sentence, mentions)
        if behind and self._waiting:
            voice = self._after(sentence, at, cues, mentions, topic)
            if voice:
                start, end = self._waiting
                self._waiting, self._current = None, voice
                yield Piece(start, end, "quote", *voice)
            else:
                yield from self._settle(text)
        voices = []
        for cue in cues:
            voice = self._voice(cue, sentence, at, topic, mentions)
            if voice is not None:
                voices.append((cue, voice))
        self._note(mentions)
        if voices:
            self._report = None
            for n, (cue, voice) in enumerate(voices):
                stop = len(sentence)
                if n + 1 < len(voices):
                    following = voices[n + 1][0]
                    opening = following.subject.start if following.subject else following.verb[0]
                    stop = max(sentence.rfind("，", 0, opening) + 1, cue.content) if not following.subject else opening
                words = sentence[cue.content : stop].strip("，,：: 　。！？■◆")
                if words and cue.takes != "quote" and cue.sort != "nobody" and len(words) > 1:
                    lead = len(sentence[cue.content : stop]) - len(sentence[cue.content : stop].lstrip(" 　"))
                    tail = at + cue.content + len(sentence[cue.content : stop].rstrip(" 　"))
                    yield Piece(at + cue.content + lead, tail, "paraphrase", *voice)
                    self._report = voice if n == len(voices) - 1 else None
            if cue.content >= len(sentence.rstrip("。 ")) and _LISTS.search(sentence):
                self._report = voice._replace(method="listed")
            self._current = voices[-1][1]
            if voices[-1][1].speaker == UNKNOWN:
                self._current = None
                return voices[-1][1]
            self._subject(voices[-1][1].speaker, voices[-1][0])
            return voices[-1][1]
        if self._report and self._report.method == "listed" and not _ITEM.match(sentence.strip()):
            self._report = None
        if self._report and not before_quotation and not self._stops(sentence, topic):
            self._report = self._report._replace(method="continued")
            lead = len(sentence) - len(sentence.lstrip())
            yield Piece(at + lead, at + len(sentence.rstrip()), "paraphrase", *self._report[:1], "continued", *self._report[2:])
            return None
        self._report = None
        if before_quotation and _NOBODY.search(sentence):
            return _Voice(UNKNOWN, "nobody")
        if topic is not None:
            name = self._resolve(topic, "person")
            if name:
                self._subjects.append(name)
                voice = _Voice(name, "narrated", None, (at + topic.start, at + topic.end))
                self._current = voice
                if _LISTS.search(sentence):
                    self._report = voice._replace(method="listed")
                if before_quotation and sentence.rstrip().endswith(("，", "：", ",", ":")):
                    return voice
        return None

    def _voice(
        self, cue: Cue, sentence: str, at: int, topic: Mention | None, mentions: Sequence[Mention] = ()
    ) -> _Voice | None:
        place = (at + cue.verb[0], at + cue.verb[1])
        if cue.subject is None:
            if topic is not None and topic.start < cue.verb[0] and (name := self._resolve(topic, "person")) and name != REPORTER:
                return _Voice(name, "topic", place, (at + topic.start, at + topic.end))
            if self._current and self._current.method != "narrated":
                return self._current._replace(method="topic", cue=place)
            return None
        name = self._resolve(cue.subject, cue.sort, mentions)
        phrase = self._text[at + cue.subject.start : at + cue.subject.end]
        if cue.sort == "phrase" and (nick := re.search(r"[“「\"](.+)[”」\"]", phrase)):
            name = nick[1]
        if name is None:
            return None
        method = {"person": "cue-before", "phrase": "cue-before", "nobody": "cue-before"}.get(cue.sort, cue.sort)
        if name == REPORTER and not re.search(r"问", sentence[cue.verb[0] : cue.verb[1]]):
            return None
        return _Voice(name, method, place, (at + cue.subject.start, at + cue.subject.end))

    def _after(
        self,
        sentence: str,
        at: int,
        cues: list[Cue],
        mentions: list[Mention],
        topic: Mention | None,
    ) -> _Voice | None:
        """The voice of the quotation that the sentence follows."""
        clause = re.split(r"[，：,:；]", sentence.lstrip("，, "), maxsplit=1)[0]
        reach = len(sentence) - len(sentence.lstrip("，, ")) + len(clause)
        for cue in cues[:1]:
            if cue.verb[0] <= reach and cue.sort != "frame":
                voice = self._voice(cue, sentence, at, topic, mentions)
                if voice:
                    method = "cue-after" if voice.method == "cue-before" else voice.method
                    return voice._replace(method=method)
        near = topic is not None and topic.start <= 3 and len(sentence) <= 24
        if topic is not None and (near or (self._current is None and topic.end <= len(clause))):
            name = self._resolve(topic, "person")
            if name:
                self._subjects.append(name)
                return _Voice(name, "narrated", None, (at + topic.start, at + topic.end))
        return None

    def _settle(self, text: str) -> Iterator[Piece]:
        """Decide a quotation that no words around it give to anybody."""
        if self._waiting is None:
            return
        start, end = self._waiting
        self._waiting = None
        looks = shape(text, start, end)
        if self._current is not None:
            if looks == "speech" or self._current.method not in ("narrated",):
                if looks == "speech":
                    yield Piece(start, end, "quote", self._current.speaker, "paragraph", *self._current[2:])
            return
        if looks != "speech":
            return
        speaker = UNKNOWN
        if not text[: start - 1].strip():
            speaker = self._dialogue()
        voice = _Voice(speaker, "dialogue" if speaker != UNKNOWN else "marks")
        self._current = voice if speaker != UNKNOWN else None
        yield Piece(start, end, "quote", *voice)

    def _dialogue(self) -> str:
        """Who says a quotation that opens a paragraph and that nothing there gives to anybody."""
        if len(self._run) >= 2 and self._run[-1] != self._run[-2]:
            return self._run[-2]
        if self._run:  # somebody else answers, as far as there is somebody
            cast = set(self._cast.aliases.values())
            others = (n for n in reversed(self._subjects) if n in cast and n != self._run[-1])
            return next(others, UNKNOWN if self._run[-1] == REPORTER else self._run[-1])
        return self._before.speaker if self._before else UNKNOWN

    def _remember(self, text: str, spoken: list[tuple[int, int]], pieces: list[Piece]) -> None:
        """What the next paragraph has to know of this one."""
        quotes = [p for p in pieces if p.kind == "quote"]
        if text.rstrip().endswith(("：", ":")):
            self._announced = self._current
        self._before = self._current
        if spoken and quotes and spoken[-1][1] == len(text) and quotes[-1].end == len(text):
            self._open = quotes[-1].speaker
        led = bool(quotes) and not text[: max(0, min(q.start for q in quotes) - 1)].strip()
        if led and quotes[-1].speaker != UNKNOWN:
            self._run.append(quotes[-1].speaker)
        elif not led:
            self._run = []

    # -- sentences -------------------------------------------------------------------------------

    def _topic(self, sentence: str, mentions: list[Mention]) -> Mention | None:
        """The person a sentence is about: its first mention that is no object or possessor."""
        for m in mentions:
            before, after = sentence[: m.start], sentence[m.end : m.end + 1]
            if not re.search(r"[对向跟与和给让请把被为从由据比]$", before) and after not in ("的", "、", "和"):
                return m
        return mentions[0] if mentions else leading_phrase(sentence)

    def _stops(self, sentence: str, topic: Mention | None) -> bool:
        return bool(_STOP.match(sentence.lstrip())) or topic is not None

    def _subject(self, name: str, cue: Cue) -> None:
        if cue.sort == "phrase" and not is_person(name):
            self._bodies.append(name)
        else:
            self._subjects.append(name)


def _inside(short: str, full: str) -> bool:
    """Whether the characters of `short` stand in `full` in this order."""
    rest = iter(full)
    return all(c in rest for c in short)


def _masked(text: str, quotations: list[tuple[int, int]], spoken: list[tuple[int, int]]) -> str:
    """The text with quotations replaced: speech by ■ (last ◆ where it ends a sentence), terms by □."""
    parts, at = [], 0
    for start, end in quotations:
        close = min(end + 1, len(text))
        mark = "■" if (start, end) in spoken else "□"
        parts += [text[at : start - 1], mark * (close - start + 1)]
        at = close
    masked = "".join([*parts, text[at:]])
    return _BRACKET.sub(lambda m: re.sub("[，。；：！？]", "○", m[0]), masked)
