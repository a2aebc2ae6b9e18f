"""Attribution: who says what in a reporter's prose, paragraph by paragraph.

A paragraph is cut into quotations and the narration between them. A cue in the narration gives
its subject the quotation beside it, and the words that it reports without marks. A quotation
that no cue reaches goes to the paragraph's subject, to whoever it goes on from, or to the next
turn of a dialogue; where nothing tells, its speaker is UNKNOWN.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from soraanalysis.reading.cast import REPORTER, Mention
from soraanalysis.reading.cues import Cue, find
from soraanalysis.reading.discourse import UNKNOWN, Discourse
from soraanalysis.reading.quotes import find_quotations, masked, shape
from soraanalysis.reading.sources import leading_phrase

Place = tuple[int, int]


class Voice(NamedTuple):
    """A speaker, how it was decided, and where the text has the verb and the naming phrase."""

    speaker: str
    method: str
    cue: Place | None = None
    source: Place | None = None


class Piece(NamedTuple):
    """A stretch of speech in a paragraph."""

    start: int
    end: int
    kind: str
    voice: Voice


# How sure a method is; `evaluate.reliability` measures what the levels are worth.
CONFIDENCE = {
    "label": "high",
    "cue-before": "high",
    "cue-after": "high",
    "continuation": "high",
    "announced": "high",
    "frame": "high",
    "pronoun": "medium",
    "topic": "medium",
    "narrated": "medium",
    "paragraph": "medium",
    "dialogue": "low",
    "marks": "low",
    "curated": "high",
}

_MARK = re.compile(r"[“”「」]")
_END = re.compile(r"[。！？]")
_SPACE = " 　"
# who reads on after 谈到了三点。 lists them: 首先 …
_LISTS = re.compile(r"谈到|提到|谈及|分析|介绍|解释|总结|列举|提出|归纳|概括|拆解")
_ITEM = re.compile(r"首先|第一|一是|其一|其次|第二|二是|最后|三是|第三|最终")
_NOBODY = re.compile(r"(?:有人|不知(?:是)?谁)[^，。]{1,8}[：，]$")
# where a sentence begins so, the reporter speaks again
_REPORTER_AGAIN = re.compile(
    r"(?:本报|本刊)?记者|这(?:[番句些]话|一幕|道理)|据(?!.{0,12}(?:介绍|说))|截至|此前|随后|当天|昨日|"
    r"昨天|近日|日前|最终|同日|目前，|今年|去年|\d{1,4}[年月日时]|事实上|会上|值得|对此|与此|而在|"
    r"在.{2,20}(?:上|后|时)，"
)
_OBJECT_OF = tuple("对向跟与和给让请把被为从由据比")


class Attribution:
    """Reads the prose paragraphs of one article in order."""

    def __init__(self, text: str):
        self._discourse = Discourse(text)
        self._run: list[str] = []  # speakers of the paragraphs of a dialogue
        self._before: Voice | None = None  # the last voice of the paragraph before
        self._open: Voice | None = None  # of a quotation that no mark has closed
        self._announced: Voice | None = None  # of a paragraph that ended with 表示：
        # of the paragraph that is being read
        self._text = ""
        self._found: list[Piece] = []
        self._current: Voice | None = None  # the last voice
        self._opening: Voice | None = None  # of a quotation that opens the paragraph
        self._waiting: Place | None = None  # a quotation whose source may follow
        self._report: Voice | None = None  # of indirect speech that may go on

    def paragraph(self, text: str, following: Sequence[str] = ()) -> list[Piece]:
        """The speech of one paragraph, in order; `following` are the paragraphs after it."""
        self._text, self._found = text, []
        self._current = self._opening = self._waiting = self._report = None
        self._discourse.open(text)
        announced, self._announced = self._announced, None
        quotations = find_quotations(text)
        begin = self._go_on(quotations, following)
        if begin == len(text):
            return self._found
        if announced and not quotations and not self._discourse.cast.mentions(text):
            if following and not _REPORTER_AGAIN.match(following[0]):
                self._announced = announced
            return [Piece(0, len(text), "turn", announced)]
        spoken = [q for q in quotations if q[0] >= begin and shape(text, *q) != "term"]
        if announced and self._leads(spoken):
            self._opening = announced
        self._scan(masked(text, quotations, spoken), spoken, begin)
        self._remember(spoken)
        return sorted(p for p in self._found if p.start < p.end)

    def _leads(self, spoken: Sequence[Place]) -> bool:
        """Whether the paragraph begins with a quotation."""
        return bool(spoken) and not self._text[: spoken[0][0] - 1].strip()

    def _go_on(self, quotations: Sequence[Place], following: Sequence[str]) -> int:
        """Take words that go on the quotation left open before; where the rest begins."""
        voice, self._open = self._open, None
        if voice is None:
            return 0
        voice = voice._replace(method="continuation")
        if self._leads(quotations):  # the opening mark is repeated
            self._opening = voice
            return 0
        mark = _MARK.search(self._text)
        later = (m[0] for other in following[:4] if (m := _MARK.search(other)))
        if mark and mark[0] in "”」":
            self._found.append(Piece(0, mark.start(), "quote", voice))
            return mark.end()
        if mark is None and next(later, "") in ("”", "」"):
            self._open = voice
            self._found.append(Piece(0, len(self._text), "quote", voice))
            return len(self._text)
        return 0

    def _scan(self, text: str, spoken: Sequence[Place], begin: int) -> None:
        """Read chunks of narration and quotations in turn; `text` has the quotations masked."""
        for i, quotation in enumerate([*spoken, None]):
            high = quotation[0] - 1 if quotation else len(text)
            voice, bare = self._chunk(text, begin, high, i > 0, quotation is not None)
            if quotation is None:
                return
            begin = quotation[1] + 1
            if voice is None and self._opening is not None:
                voice, self._opening = self._opening, None
            elif voice is None and bare and i > 0 and self._current:
                voice = self._current._replace(method="continuation")
            if voice is None:
                self._waiting = quotation
            else:
                self._say(quotation, voice)
            self._report = None

    def _say(self, quotation: Place, voice: Voice) -> None:
        self._found.append(Piece(*quotation, "quote", voice))
        self._current = voice if voice.speaker != UNKNOWN else None

    def _chunk(
        self, text: str, low: int, high: int, behind: bool, ahead: bool
    ) -> tuple[Voice | None, bool]:
        """Read narration; the voice of a quotation ahead, and whether no sentence parts it off."""
        bounds = [low, *(m.end() for m in _END.finditer(text, low, high))]
        if bounds[-1] < high or ahead:
            bounds.append(high)
        voice: Voice | None = None
        for k, (a, b) in enumerate(zip(bounds, bounds[1:], strict=False)):
            sentence, last = text[a:b], k == len(bounds) - 2
            voice = None
            if sentence.strip("，,、。！？" + _SPACE):
                voice = self._sentence(sentence, a, behind and k == 0, last and ahead)
            elif _END.search(sentence):
                self._settle()
        self._settle()
        return voice, not _END.search(text, low, high) and not text[low:high].strip("，,、" + _SPACE)

    # -- sentences ------------------------------------------------------------------------------

    def _sentence(self, sentence: str, at: int, behind: bool, ahead: bool) -> Voice | None:
        """Read a sentence of narration; the voice of a quotation ahead of which it stands."""
        mentions = self._discourse.cast.mentions(sentence)
        topic = _topic(sentence, mentions)
        voices = [
            (cue, voice)
            for cue in find(sentence, mentions, self._discourse.plain)
            if (voice := self._voice(cue, sentence, at, topic, mentions))
        ]
        if behind and self._waiting:
            self._look_back(sentence, at, voices, topic)
        self._discourse.note(mentions)
        if voices:
            self._reported(sentence, at, voices)
            cue, voice = voices[-1]
            self._current = voice if voice.speaker != UNKNOWN else None
            if voice.speaker != UNKNOWN:
                self._discourse.subject(voice.speaker, cue.sort == "phrase")
            return voice
        if self._goes_on(sentence, topic) and not ahead:
            start, end = at + _blank(sentence), at + len(sentence.rstrip())
            self._found.append(Piece(start, end, "paraphrase", self._report))  # type: ignore[arg-type]
            return None
        self._report = None
        if ahead and _NOBODY.search(sentence):
            return Voice(UNKNOWN, "marks")
        return self._narrated(sentence, at, topic, ahead)

    def _narrated(self, sentence: str, at: int, topic: Mention | None, ahead: bool) -> Voice | None:
        """A sentence without a cue: its subject, who may be the voice of what follows."""
        name = self._discourse.who(topic, "person") if topic else None
        if topic is None or name is None:
            return None
        self._discourse.subject(name)
        voice = Voice(name, "narrated", None, (at + topic.start, at + topic.end))
        self._current = voice
        if _LISTS.search(sentence):
            self._report = voice._replace(method="listed")
        return voice if ahead and sentence.rstrip().endswith(("，", "：", ",", ":")) else None

    def _reported(self, sentence: str, at: int, voices: Sequence[tuple[Cue, Voice]]) -> None:
        """Indirect speech: from each cue to the next or to the end of the sentence."""
        self._report = None
        for n, (cue, voice) in enumerate(voices):
            stop = _stop(sentence, cue, voices[n + 1][0]) if n + 1 < len(voices) else len(sentence)
            reported = sentence[cue.content : stop]
            direct = cue.takes == "quote" or cue.sort == "nobody"
            if not direct and len(reported.strip("，,：:。！？■" + _SPACE)) > 1:
                start = at + cue.content + _blank(reported)
                end = at + cue.content + len(reported.rstrip(_SPACE))
                self._found.append(Piece(start, end, "paraphrase", voice))
                self._report = voice if n == len(voices) - 1 else None
        cue, voice = voices[-1]
        if cue.content >= len(sentence.rstrip("。 ")) and _LISTS.search(sentence):
            self._report = voice._replace(method="listed")

    def _goes_on(self, sentence: str, topic: Mention | None) -> bool:
        """Whether a sentence without a cue still reports what the one before it does."""
        if self._report is None or topic is not None or _REPORTER_AGAIN.match(sentence.lstrip()):
            return False
        if self._report.method == "listed" and not _ITEM.match(sentence.lstrip()):
            return False
        self._report = self._report._replace(method="continuation")
        return True

    def _voice(
        self,
        cue: Cue,
        sentence: str,
        at: int,
        topic: Mention | None,
        mentions: Sequence[Mention],
    ) -> Voice | None:
        """The voice that a cue gives, or None where its subject is nobody that speaks."""
        place = (at + cue.verb[0], at + cue.verb[1])
        if cue.subject is None:
            return self._topical(place, cue, at, topic)
        source = (at + cue.subject.start, at + cue.subject.end)
        name = self._discourse.who(cue.subject, cue.sort, mentions)
        nick = re.search(r"[“「\"](.+)[”」\"]", self._text[slice(*source)])
        if cue.sort == "phrase" and nick:  # 网民“某某”留言
            name = nick[1]
        asks = "问" in sentence[slice(*cue.verb)]
        if name is None or (name == REPORTER and not asks):
            return None
        sure = cue.sort in ("person", "phrase", "nobody")
        return Voice(name, "cue-before" if sure else cue.sort, place, source)

    def _topical(self, place: Place, cue: Cue, at: int, topic: Mention | None) -> Voice | None:
        """The voice of a verb without a subject: the subject of the clauses before."""
        if topic is not None and topic.start < cue.verb[0]:
            name = self._discourse.who(topic, "person")
            if name and name != REPORTER:
                return Voice(name, "topic", place, (at + topic.start, at + topic.end))
        if self._current and self._current.method != "narrated":
            return self._current._replace(method="topic", cue=place)
        return None

    # -- quotations without a cue before them ---------------------------------------------------

    def _look_back(
        self,
        sentence: str,
        at: int,
        voices: Sequence[tuple[Cue, Voice]],
        topic: Mention | None,
    ) -> None:
        """Give the quotation that the sentence follows to the sentence's subject, if it may be."""
        waiting, self._waiting = self._waiting, None
        blank = len(sentence) - len(sentence.lstrip("，," + _SPACE))
        clause = blank + len(re.split("[，：,:；]", sentence[blank:], maxsplit=1)[0])
        voice = None
        if voices and voices[0][0].verb[0] <= clause and voices[0][0].sort != "frame":
            voice = voices[0][1]
            if voice.method == "cue-before":
                voice = voice._replace(method="cue-after")
        elif topic is not None:
            near = topic.start <= 3 and len(sentence) <= 24
            name = self._discourse.who(topic, "person")
            if name and (near or (self._current is None and topic.end <= clause)):
                self._discourse.subject(name)
                voice = Voice(name, "narrated", None, (at + topic.start, at + topic.end))
        if voice and waiting:
            self._say(waiting, voice)
        else:
            self._waiting = waiting
            self._settle()

    def _settle(self) -> None:
        """Decide a quotation that no words around it give to anybody."""
        waiting, self._waiting = self._waiting, None
        if waiting is None or shape(self._text, *waiting) != "speech":
            return
        if self._current is not None:
            self._say(waiting, self._current._replace(method="paragraph"))
            return
        speaker = UNKNOWN if self._text[: waiting[0] - 1].strip() else self._turn_of()
        self._say(waiting, Voice(speaker, "marks" if speaker == UNKNOWN else "dialogue"))

    def _turn_of(self) -> str:
        """Whose turn a quotation is that opens a paragraph: in dialogue the other speaker's."""
        if len(self._run) >= 2 and self._run[-1] != self._run[-2]:
            return self._run[-2]
        if self._run:
            return self._discourse.other_than(self._run[-1])
        return self._before.speaker if self._before else UNKNOWN

    def _remember(self, spoken: Sequence[Place]) -> None:
        """Keep what the next paragraph has to know of this one."""
        quotes = [p for p in self._found if p.kind == "quote"]
        if self._text.rstrip().endswith(("：", ":")) and self._current:
            self._announced = self._current._replace(method="announced")
        self._before = self._current
        if quotes and spoken and quotes[-1].end == len(self._text):
            self._open = quotes[-1].voice
        if not (quotes and self._leads([quotes[0][:2]])):
            self._run = []
        elif quotes[-1].voice.speaker != UNKNOWN:
            self._run.append(quotes[-1].voice.speaker)


def _topic(sentence: str, mentions: Sequence[Mention]) -> Mention | None:
    """Whom a sentence is about: its first mention that is no object or possessor."""
    for m in mentions:
        possessor = sentence[m.end : m.end + 1] in ("的", "、", "和")
        if not possessor and not sentence[max(0, m.start - 1) : m.start].endswith(_OBJECT_OF):
            return m
    return mentions[0] if mentions else leading_phrase(sentence)


def _stop(sentence: str, cue: Cue, following: Cue) -> int:
    """Where the words that a cue reports end before the next cue of the sentence."""
    if following.subject:
        return following.subject.start
    return max(sentence.rfind("，", 0, following.verb[0]) + 1, cue.content)


def _blank(text: str) -> int:
    return len(text) - len(text.lstrip())
