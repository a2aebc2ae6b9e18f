"""Subjects: persons without a name at the head of a clause: 一位不愿具名的摊主, 女孩.

They count where a quotation or a verb of saying is at hand, or where they do what somebody does
before he speaks.
"""

from __future__ import annotations

import functools
import re

from soraanalysis.reading.cast import Mention
from soraanalysis.reading.names import dictionary, roles
from soraanalysis.reading.sources import alone, leads, quantity, sources


@functools.cache
def _leading() -> re.Pattern[str]:
    quantity = rf"[一两三几多数某][位名个]|另一[位名]?|同行的|附近的?|{sources('quantity')}"
    return re.compile(
        rf"(?:(?:^|，)(?:{leads()})*|(?:来|进来|走来|过来|坐|站|蹲|围|挤|遇|遇到|遇见|碰到|碰见)[了着]?)(?P<np>(?:{quantity})"
        rf"[^，。：；！？“”■□（）\s在]{{0,14}}?(?:{roles()})(?:的(?:{roles()}))?)"
    )


@functools.cache
def _subject() -> re.Pattern[str]:
    """Somebody without a name, at the head of a clause."""
    return re.compile(
        rf"(?:^|，)(?:{leads()})*(?!被|这|那|该|老人家)(?P<np>(?:[^，。：；！？“”■□（）\s在]{{1,10}}的)?"
        rf"[^，。：；！？“”■□（）\s在的对向给与和把被让跟]{{0,10}}?(?:{roles()})(?:{roles()})?)"
    )


# what a person of whom narration tells does: narrow, as his words may go on before it
_DOES = re.compile(
    "正?在|忽然|突然|没有|未|从|把|站|坐|走|蹲|抱|拿|端|刚|一[边面]|望|看|听|指|笑|摇|点|拍|转|低|抬|伸|接|递"
    "|举|推|探|叹|停"
)


def leading_phrase(sentence: str, beside: bool = False) -> Mention | None:
    """A person without a name that a clause begins with: 一位不愿具名的摊主, 不少网友.

    `beside`: a quotation or a verb of saying is at hand, whatever else the person does: 店主不肯
    多谈，只说.
    """
    m = _leading().search(sentence)
    if m is None and (m := _subject().match(sentence)) and not _DOES.match(sentence, m.end()):
        m = None
    if m is None and beside:
        found = _subject().finditer(sentence)
        m = next((m for m in found if _predicate(sentence, m.end())), None)
    if m is None or m["np"].endswith("记者"):
        return None
    cut = quantity().match(m["np"])
    start, end = m.start("np") + (cut.end() if cut else 0), m.end("np")
    start += alone(sentence[start:end])
    return Mention(start, end, sentence[start:end], sentence[start:end])


_OWN = frozenset("头手脸眼眉嗓心情语声口神表目气嘴闻话信深")  # what somebody has: 女孩眼眶泛红
_HAS = re.compile(  # 店主的理由很简单：
    "的(?:一番|这番)?(?:话|声音|语气|口气|语调|理由|回答|答案|答复|回应|想法|看法|说法|意见|态度|心愿|愿望|担心|担忧|顾虑|感受"
    "|体会|经验|建议|解释|判断|观点|感觉|反应|逻辑|算盘|眼|脸|嘴)"
)


def _predicate(sentence: str, at: int) -> bool:
    """Whether what stands at a place begins a predicate, and is no noun beside the subject."""
    rest = sentence[at : at + 8]
    if _HAS.match(rest):
        return True
    rest = rest.removeprefix("们") if "，" not in sentence[:at] else rest  # 村民们
    if not rest or rest[0] in "的们、和与及或之等":
        return False
    word = next(iter(dictionary().cut_known(rest)), "")
    return dictionary().tag(word)[0] not in "nx" or word[0] in _OWN
