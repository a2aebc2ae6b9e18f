"""Narration: what a sentence of the reporter's says about who speaks, and what it reports.

A sentence is read for the persons it names, for the one it is about, and for its cues. From
these come the voice of a quotation beside it, and indirect speech: from the verb to the end of
the sentence, and on through the paragraph while nobody else takes over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from soraanalysis.reading.cast import REPORTER, Mention
from soraanalysis.reading.cues import Cue, find
from soraanalysis.reading.discourse import Discourse
from soraanalysis.reading.sources import is_person
from soraanalysis.reading.spans import UNKNOWN, Place
from soraanalysis.reading.subjects import leading_phrase


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


class Sentence(NamedTuple):
    """A sentence of narration: its text and place, whom it names and is about, its voices."""

    text: str
    at: int
    mentions: Sequence[Mention]
    topic: Mention | None
    voices: Sequence[tuple[Cue, Voice]]


_SPACE = " 　"
_END = re.compile("[。！？]$")
# who reads on after 谈到了三点。 lists them: 首先 …
_LISTS = re.compile(r"谈到|提到|谈及|分析|介绍|解释|总结|列举|提出|归纳|概括|拆解")
_ITEM = re.compile(r"首先|第一|一是|其一|其次|第二|二是|最后|三是|第三|最终")
_NOBODY = re.compile(
    r"(?:(?:有人|不知(?:是)?谁)[^，。]{1,8}|传来[^，。]{0,8}|响起[^，。]{0,8})[：，]$"
)
# where a sentence begins so, the reporter speaks again
REPORTER_AGAIN = re.compile(
    r"(?:本报|本刊)?记者|这(?:[番句些]话|一幕|道理)|据(?!.{0,12}(?:介绍|说))|截至|此前|随后|当天|昨日|"
    r"昨天|近日|日前|最终|同日|目前，|今年|去年|《|\d{1,4}[年月日时]|事实上|会上|值得|对此|与此|而在|"
    r"在.{2,20}(?:上|后|时)，"
)
_TOLD = 10  # characters told before who says them
_WHEN = re.compile(
    "[^，]{0,12}(?:时|后|前|中|里|上)，|(?:谈|说|提|聊|问)[到及起]|记者|本[报刊台]|面对|对于|针对|至于"
)
_OBJECT_OF = tuple("对向跟与和给让请把被为从由据比")


class Narration:
    """Reads the narration of a paragraph; `current` is its last voice, `found` indirect speech."""

    def __init__(self, discourse: Discourse):
        self._discourse = discourse
        self._text = ""
        self._report: Voice | None = None  # of indirect speech that may go on
        self.current: Voice | None = None
        self.found: list[Piece] = []

    def open(self, text: str) -> None:
        """A new paragraph begins."""
        self._text, self._report, self.current, self.found = text, None, None, []
        self._discourse.open(text)

    def interrupt(self) -> bool:
        """A quotation ends what indirect speech went on, if any did."""
        reporting, self._report = self._report is not None, None
        return reporting

    def read(self, text: str, at: int) -> Sentence:
        """A sentence of the paragraph at an offset, its quotations masked."""
        mentions = self._discourse.cast.mentions(text)
        sentence = Sentence(text, at, mentions, self._topic(text, mentions), ())
        voices = [
            (cue, voice)
            for cue in find(text, mentions, self._discourse.plain)
            if (voice := self._voice(cue, sentence))
        ]
        return sentence._replace(voices=voices)

    def follow(
        self, sentence: Sentence, ahead: bool, resumed: Voice | None = None, last: bool = False
    ) -> Voice | None:
        """Take in a sentence; the voice of a quotation that stands right behind it (`ahead`).

        `resumed`: whose indirect speech a quotation in the middle of the sentence interrupted;
        `last`: the next sentence is a quotation.
        """
        self._discourse.note(sentence.mentions)
        if sentence.voices:
            self._reported(sentence)
            cue, voice = sentence.voices[-1]
            self.current = voice if voice.speaker != UNKNOWN else None
            if voice.speaker != UNKNOWN:
                self._discourse.subject(voice.speaker, cue.sort == "phrase")
            if voice.speaker == REPORTER and ahead:
                answer = self._answer(sentence, cue)
                return answer if answer or _END.search(sentence.text) else voice
            return voice
        if going := resumed or self._going_on(sentence):
            start = sentence.at + len(sentence.text) - len(sentence.text.lstrip("， 　"))
            end = sentence.at + len(sentence.text.rstrip())
            self._extend(start, end, going)
            return going if ahead and sentence.text.endswith(("，", "：")) else None
        self._report = None
        if ahead and _NOBODY.search(sentence.text):
            return Voice(UNKNOWN, "marks")
        return self._narrated(sentence, ahead, ahead or last)

    def _answer(self, sentence: Sentence, cue: Cue) -> Voice | None:
        """Who answers the reporter's question: whoever the sentence goes on to name."""
        subjects = (m for m in sentence.mentions if sentence.text[m.start - 1 : m.start] == "，")
        later = [m for m in subjects if m.start > cue.verb[1] and m.name != REPORTER]
        name = self._discourse.who(later[-1], "person", sentence.mentions) if later else None
        if name or _END.search(sentence.text):
            self.current = Voice(name, "narrated") if name else None
        return self.current if name else None

    def _extend(self, start: int, end: int, voice: Voice) -> None:
        """Indirect speech goes on: in the piece before it, if nothing stands between."""
        last = self.found[-1] if self.found else None
        same = last is not None and last.voice.speaker == voice.speaker
        if last is not None and same and not self._text[last.end : start].strip():
            self.found[-1] = last._replace(end=end)
        else:
            self.found.append(Piece(start, end, "paraphrase", voice))

    def about(self, sentence: Sentence, beside: bool = False) -> Voice | None:
        """The voice of whom a sentence is about; `beside`: it stands beside a quotation."""
        topic = sentence.topic or (leading_phrase(sentence.text, True) if beside else None)
        name = self._meant(topic) if topic else None
        if topic is None or name is None:
            return None
        self._discourse.subject(name, self._is_phrase(topic))
        asked = [
            m.name for m in sentence.mentions if name == REPORTER and m.name not in (None, name)
        ]
        if asked and asked[-1]:
            self._discourse.subject(asked[-1])  # who answers
        return Voice(name, "narrated", None, _place(topic, sentence.at))

    def _meant(self, topic: Mention) -> str | None:
        """Whom the subject of a sentence means."""
        return self._discourse.who(topic, "phrase" if self._is_phrase(topic) else "person")

    def _is_phrase(self, topic: Mention) -> bool:
        """Whether the subject of a sentence has no name."""
        return topic.name == topic.phrase and topic.name not in self._discourse.cast.aliases

    def _topic(self, text: str, mentions: Sequence[Mention]) -> Mention | None:
        """Whom a sentence is about: its first mention that is no object or possessor."""
        for m in mentions:
            if m.name == REPORTER and m is not mentions[-1] and "，" in text[m.end :]:
                continue  # 记者问她，她摇摇头
            possessor = text[m.end : m.end + 1] in ("的", "、", "和")
            if not possessor and not text[max(0, m.start - 1) : m.start].endswith(_OBJECT_OF):
                return m
        return leading_phrase(text) or (mentions[0] if mentions else None)

    def _narrated(self, sentence: Sentence, ahead: bool, beside: bool) -> Voice | None:
        """A sentence without a cue: its subject may be the voice of what follows."""
        leads = ahead and sentence.text.rstrip().endswith(("，", "：", ",", ":"))
        voice = self.about(sentence, beside)
        if voice is None:
            return None
        self.current = voice
        if _LISTS.search(sentence.text):
            self._report = voice._replace(method="listed")
        return voice if leads else None

    def _reported(self, sentence: Sentence) -> None:
        """Indirect speech: from each cue to the next or to the end of the sentence."""
        self._report = None
        text, at, voices = sentence.text, sentence.at, sentence.voices
        for n, (cue, voice) in enumerate(voices):
            stop = _stop(text, cue, voices[n + 1][0]) if n + 1 < len(voices) else len(text)
            reported = text[cue.content : stop]
            direct = cue.takes == "quote" or voice.speaker in (UNKNOWN, REPORTER)
            size = len(reported.strip("，,：:。！？■" + _SPACE))
            marked = text[cue.content - 1 : cue.content] in ("，", "：")
            if not direct and size > (1 if marked else 3):  # 抱怨时间
                start = at + cue.content + _blank(reported)
                end = at + cue.content + len(reported.rstrip(_SPACE + "：:"))
                self.found.append(Piece(start, end, "paraphrase", voice))
                somebody = cue.sort == "phrase" and is_person(voice.speaker)
                passing = somebody and text[cue.content - 1] not in "，：,:"  # 有邻居反映…
                self._report = voice if n == len(voices) - 1 and not passing else None
        cue, voice = voices[-1]
        if len(voices) == 1 and (told := self._told_before(sentence, cue)):
            self.found.append(
                Piece(at, at + told, "paraphrase", voice._replace(method="cue-after"))
            )
        if cue.content >= len(text.rstrip("。 ")) and _LISTS.search(text):
            self._report = voice._replace(method="listed")

    def _told_before(self, sentence: Sentence, cue: Cue) -> int:
        """How much of a sentence is told that ends with who says it: 今年不会拆，某某说。"""
        text, at, subject = sentence.text, sentence.at, cue.subject
        end = subject.start if subject else 0
        alone = cue.takes != "quote" and cue.verb[1] >= len(text.rstrip("。 "))
        beside = self._text[at - 1 : at] if at else ""
        behind = self._text[at + len(text) :].lstrip()[:1]
        if not alone or end < _TOLD or text[end - 1] != "，" or "■" in text:
            return 0
        return 0 if {beside, behind} & {"”", "」", "“", "「", '"'} or _WHEN.match(text) else end

    def _going_on(self, sentence: Sentence) -> Voice | None:
        """The voice whose indirect speech a sentence without a cue still is."""
        text = sentence.text.lstrip()
        if self._report is None or sentence.topic is not None or REPORTER_AGAIN.match(text):
            return None
        if self._report.method == "listed" and not _ITEM.match(text):
            return None
        self._report = self._report._replace(method="continuation")
        return self._report

    def _voice(self, cue: Cue, sentence: Sentence) -> Voice | None:
        """The voice that a cue gives, or None where its subject is nobody that speaks."""
        place = (sentence.at + cue.verb[0], sentence.at + cue.verb[1])
        if cue.subject is None:
            return self._topical(place, cue, sentence)
        source = _place(cue.subject, sentence.at)
        name = self._discourse.who(cue.subject, cue.sort, sentence.mentions)
        if cue.subject.phrase in ("后者", "对方"):
            persons = [m.end for m in sentence.mentions if m.name and m.end <= cue.subject.start]
            between = sentence.text[max(persons, default=0) : cue.subject.start]
            name = self._discourse.asked(between) or name
        nick = re.search(r"[“「\"](.+)[”」\"]", self._text[slice(*source)])
        if cue.sort == "phrase" and nick:  # 网民“某某”留言
            name = nick[1]
        asks = "问" in sentence.text[slice(*cue.verb)]
        if name is None and cue.sort == "pronoun":
            return Voice(UNKNOWN, "marks", place, source)
        if name is None or (name == REPORTER and not asks):
            return None
        sure = cue.sort in ("person", "phrase", "nobody")
        return Voice(name, "cue-before" if sure else cue.sort, place, source)

    def _topical(self, place: Place, cue: Cue, sentence: Sentence) -> Voice | None:
        """The voice of a verb without a subject: the subject of the clauses before."""
        topic = sentence.topic or self._discourse.leading_institution(sentence.text)
        topic = topic or leading_phrase(sentence.text, True)
        if topic is not None and topic.start < cue.verb[0]:
            name = self._meant(topic)
            if name and name != REPORTER:
                return Voice(name, "topic", place, _place(topic, sentence.at))
        if self.current and self.current.method != "narrated":
            return self.current._replace(method="topic", cue=place)
        return None


def _place(mention: Mention, at: int) -> Place:
    return at + mention.start, at + mention.end


def _stop(sentence: str, cue: Cue, following: Cue) -> int:
    """Where the words that a cue reports end before the next cue of the sentence."""
    if following.subject:
        start = following.subject.start
        clause = max(sentence.rfind(mark, cue.content, start) for mark in "，；") + 1
        return clause if 0 < start - clause <= 12 else start  # …；某队队长田浩然则说
    return max(sentence.rfind("，", 0, following.verb[0]) + 1, cue.content)


def _blank(text: str) -> int:
    return len(text) - len(text.lstrip())
