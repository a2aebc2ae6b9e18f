"""Attribution: who says what in a reporter's prose, paragraph by paragraph.

A paragraph is cut into quotations and the narration between them. A cue in the narration gives
its subject the quotation beside it, and the words that it reports without marks. A quotation
that no cue reaches goes to the paragraph's subject, to whoever it goes on from, or to the next
turn of a dialogue; where nothing tells, its speaker is UNKNOWN.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from soraanalysis.reading.cast import REPORTER, Cast
from soraanalysis.reading.discourse import Discourse
from soraanalysis.reading.narration import REPORTER_AGAIN, Narration, Piece, Sentence, Voice
from soraanalysis.reading.quotes import find_quotations, masked, shape
from soraanalysis.reading.sources import is_person
from soraanalysis.reading.spans import UNKNOWN, Place
from soraanalysis.reading.subjects import leading_phrase

_MARK = re.compile(r"[“”「」]")
_END = re.compile(r"[。！？]")
_WHEN = re.compile(  # 5月19日，, 谈到未来，
    "(?:[^，。；：！？“「]{1,8}[日天年月晚午时后前]|说话[间时]|话[^，。]{0,4}[完落]"
    "|(?:谈|说|提|聊|回想|回忆|讲)(?:到|及|起)[^，。；：！？“「]{1,12}|(?:被?问|面)[到及对][^，。；：！？“「]{1,12})，"
)
# the paragraph behind a quotation says who spoke: 说这话的是, 陈医生这样回答
_LATE = re.compile(
    r"(?:提问|发问|说话|开口|答话|接话|回答)的是|说(?:这|完|罢)[^，。]{0,6}?(?:话的?是?|，)|[^。]{0,24}(?:这样|如此|这么)(?:回答|说|回应)"
)
_BUT = re.compile("，(?:但|而|并|不过|因为|所以|只是|同时)")  # indirect speech goes on from direct
_DATELINE = re.compile(r"^\s*[（【][^（）【】]{2,30}[）】]")
_UNCLOSED = re.compile("[“「][^“”「」]*$")
_COMMAS = "，,、 　"
_BEAT = 12  # characters of narration with which a dialogue goes on


class Attribution:
    """Reads the prose paragraphs of a page in order; `cast` are the persons of its `text`."""

    def __init__(self, text: str, cast: Cast):
        self._discourse = Discourse(text, cast)
        self._narration = Narration(self._discourse)
        self._run: list[str] = []  # speakers of the paragraphs of a dialogue
        self._before: Voice | None = None  # the last voice of the paragraph before
        self._open: Voice | None = None  # of a quotation that no mark has closed
        self._announced: Voice | None = None  # of a paragraph that ended with 表示：
        self._announcing = False  # whether it was the last one that did
        self._spoken = False  # whether anybody has spoken in paragraphs before
        # of the paragraph that is being read
        self._text = ""
        self._found: list[Piece] = []
        self._opening: Voice | None = None  # of a quotation that opens the paragraph
        self._waiting: Place | None = None  # a quotation whose source may follow
        self._resumed: Voice | None = None  # of indirect speech that a quotation interrupted
        self._following: Sequence[str] = ()

    def paragraph(self, text: str, following: Sequence[str] = ()) -> list[Piece]:
        """The speech of one paragraph, in order; `following` are the paragraphs after it."""
        self._text, self._found = text, []
        self._opening = self._waiting = self._resumed = None
        self._following = following
        self._narration.open(text)
        announced, self._announced = self._announced, None
        quotations = find_quotations(text)
        begin = self._go_on(quotations, following)
        if begin == len(text):
            return self._found
        spoken = [q for q in quotations if q[0] >= begin and shape(text, *q) != "term"]
        first = announced is not None and self._announcing
        self._announcing = False
        if announced and not spoken and not self._tells(masked(text, quotations, []), first):
            if following and not REPORTER_AGAIN.match(following[0]):
                self._announced = announced
            return [Piece(0, len(text), "turn", announced)]
        if announced and self._leads(spoken):
            self._opening = announced
        self._scan(masked(text, quotations, spoken), spoken, begin)
        self._remember(spoken)
        self._spoken = self._spoken or bool(self._found)
        found = [*self._found, *self._narration.found]
        return sorted((p for p in found if p.start < p.end), key=lambda p: p[:2])

    def labelled(self) -> None:
        """Turns with labels follow: they are what the last paragraph announced."""
        self._announced = None

    def _tells(self, text: str, first: bool) -> bool:
        """Whether a paragraph without quotations is the reporter's: it tells of others.

        The first one behind a colon may name them, as long as it does not report their words.
        """
        voices = self._narration.read(text, 0).voices
        bodies = (v for cue, v in voices if cue.sort == "phrase" and not is_person(v.speaker))
        named = bool(self._discourse.cast.mentions(text)) and (bool(voices) or not first)
        return named or next(bodies, None) is not None

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
            if i > 0:
                self._opening = None
            current = self._narration.current
            if voice is None and bare and i > 0 and current and not self._turns(text, begin):
                voice = current._replace(method="continuation")
            if voice is None:
                self._waiting = quotation
            else:
                self._say(quotation, voice)
            closed = _END.match(self._text, quotation[1] - 1) is not None
            reports = voice is not None and voice.method != "narrated" and not closed
            goes_on = self._narration.interrupt() or _BUT.match(text, begin)
            self._resumed = voice if reports and goes_on else None

    def _turns(self, text: str, end: int) -> bool:
        """Whether somebody else does something behind a quotation: “…”“你不懂。”某某把烟掐灭了。"""
        named = self._discourse.cast.mentions(text[end : end + 12])
        current = self._narration.current
        first = named[0] if named and named[0].start == 0 else None
        return bool(first and first.name and current and first.name != current.speaker)

    def _say(self, quotation: Place, voice: Voice) -> None:
        self._found.append(Piece(*quotation, "quote", voice))
        self._narration.current = voice if voice.speaker != UNKNOWN else None

    def _chunk(
        self, text: str, low: int, high: int, behind: bool, ahead: bool
    ) -> tuple[Voice | None, bool]:
        """Read narration; the voice of a quotation ahead, and whether no sentence parts it off."""
        bounds = [low, *(m.end() for m in _END.finditer(text, low, high))]
        if bounds[-1] < high or ahead:
            bounds.append(high)
        voice: Voice | None = None
        for k, (a, b) in enumerate(pairwise(bounds)):
            voice = None
            if text[a:b].strip("。！？" + _COMMAS):
                sentence = self._narration.read(text[a:b], a)
                if behind and k == 0:
                    self._look_back(sentence)
                resumed = self._resumed if behind and k == 0 and text[a] == "，" else None
                last = ahead and not text[b:high].strip()
                voice = self._narration.follow(sentence, last and b == high, resumed, last)
            elif _END.search(text, a, b):
                self._settle()
        self._settle()
        return voice, not text[low:high].strip(_COMMAS)

    def _look_back(self, sentence: Sentence) -> None:
        """Give the quotation that the sentence follows to the sentence's subject, if it may be."""
        waiting, self._waiting = self._waiting, None
        if waiting is None:
            return
        text, topic = sentence.text, sentence.topic
        blank = len(text) - len(text.lstrip(_COMMAS))
        blank += len(when[0]) if (when := _WHEN.match(text[blank:])) else 0
        clause = blank + len(re.split("[，：,:；]", text[blank:], maxsplit=1)[0])
        voice = None
        if late := _LATE.match(text.lstrip(_COMMAS)):
            named = [m for m in sentence.mentions if m.start >= late.end()]
            who = named[0] if named else leading_phrase(text.lstrip(_COMMAS)[late.end() :])
            name = self._discourse.who(who, "person") if who else None
            voice = Voice(name, "cue-after") if name else None
        elif sentence.voices and sentence.voices[0][0].sort != "frame":
            cue, voice = sentence.voices[0]
            if cue.verb[0] > clause:
                voice = None
            elif voice.method == "cue-before":
                voice = voice._replace(method="cue-after")
        topic = topic or leading_phrase(text, True)
        if voice is None and topic is not None:
            near = topic.start <= 3 and len(text) <= 24
            near = near or self._text[waiting[1] - 1] == "，"  # “…，”压阵的某某卸下绳子
            opens = self._leads([waiting]) and not self._run
            if near or (self._narration.current is None and (opens or topic.end <= clause)):
                voice = self._narration.about(sentence, True)
        if voice:
            self._say(waiting, voice)
        else:
            self._waiting = waiting
            self._settle()

    def _settle(self) -> None:
        """Decide a quotation that no words around it give to anybody."""
        waiting, self._waiting = self._waiting, None
        if waiting is None or shape(self._text, *waiting) != "speech":
            return
        opening, self._opening = self._opening, None
        if opening is not None:
            self._say(waiting, opening)
            return
        if current := self._narration.current:
            self._say(waiting, current._replace(method="paragraph"))
            return
        inside = _DATELINE.sub("", self._text[: waiting[0] - 1]).strip()
        speaker = UNKNOWN if inside else self._turn_of()
        self._say(waiting, Voice(speaker, "marks" if speaker == UNKNOWN else "dialogue"))

    def _turn_of(self) -> str:
        """Whose turn a quotation is that opens a paragraph: in dialogue the other speaker's."""
        if self._following and (m := _LATE.match(self._following[0])):
            named = self._discourse.cast.mentions(self._following[0][: m.end() + 24])
            if named and (name := self._discourse.who(named[0], "person")):
                return name
        if len(self._run) >= 2 and self._run[-1] != self._run[-2]:
            return self._run[-2]
        if self._run == [REPORTER]:
            return self._discourse.main()
        if self._run and _UNCLOSED.search(self._text):
            return self._run[-1]  # who has much to say
        if self._run:
            return self._discourse.other_than(self._run[-1])
        if self._before and self._before.speaker == REPORTER:
            self._run = [REPORTER]
            return self._discourse.other_than(REPORTER)
        return self._before.speaker if self._before else self._introduced()

    def _introduced(self) -> str:
        """Whom the paragraph behind a quotation with which an article begins is about."""
        first = re.match("[^“「。]*。", self._following[0]) if self._following else None
        topic = self._narration.read(first[0], 0).topic if first and not self._spoken else None
        return (topic and topic.name) or UNKNOWN

    def _remember(self, spoken: Sequence[Place]) -> None:
        """Keep what the next paragraph has to know of this one."""
        quotes = [p for p in self._found if p.kind == "quote"]
        self._before = self._narration.current
        if self._text.rstrip().endswith(("：", ":")) and self._before:
            self._announced = self._before._replace(method="announced")
            self._announcing = True
        if quotes and spoken and quotes[-1].end == len(self._text):
            self._open = quotes[-1].voice
        if not quotes and not self._before and self._text.rstrip().endswith("？"):
            self._run = [REPORTER]  # a question of the reporter's own
            return
        speakers = [q.voice.speaker for q in quotes if q.voice.speaker != UNKNOWN]
        if not (quotes and self._leads([quotes[0][:2]])):
            last = bool(quotes) and quotes[-1].end >= len(self._text.rstrip()) - 1
            asked = last and self._text.rstrip()[-2:-1] == "？"
            told = sum(q.end - q.start + 2 for q in quotes)
            if last and self._run and len(self._text.strip()) - told <= _BEAT:
                self._run += speakers[-1:] * (speakers[-1:] != self._run[-1:])  # 男孩答：“…”
            else:
                self._run = speakers if last and len(set(speakers)) == 2 else speakers[-1:] * asked
        else:
            self._run += speakers[-1:]
