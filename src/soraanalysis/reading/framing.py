"""Framing: words that give what follows to a source without a clause of its own.

据某某局介绍，; 在他看来，; 记者从某某局获悉，; 路透社援引官员的话说，; 她的理由是，.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from soraanalysis.reading.spans import Place

_FRAME = re.compile(
    r"(?:在|依|按|照|用)(?P<who>[^，。；：！？■]{1,30}?)(?:看来|的说法|的话来?说|眼[中里])，"
    r"|(?:根据|据|按照|依据|依照)(?P<whose>[^，。；：！？■]{2,24}?)"
    r"(?:去年|今年|上月|本月|上周|本周|近日|日前|昨日|早前|此前|年初|年底|[一二三四五六七八九十\d]{1,2}月[份底初]?)?(?:发布|公布|发表|提供|提交|披露|最新|的|本月|去年)"
    r"[^，。；：！？■]{0,8}?"
    r"(?:声明|报告|数据|统计|资料|介绍|消息|说法|通报|公告|测算|研究|调查|文件|年报|问卷|普查|推算|回复|答复|数字|财报"
    r"|研报|论文|调研|[白蓝]皮书|榜单|新闻稿|判决书|起诉书|民调|[简快公]报)(?:显示)?，"
    r"|(?:^|(?<=[，；：]))(?:根据|据|依据)(?P<by>[^，。；：！？■]{1,24}?)"
    r"(?:介绍|公布|监测|观察|消息|估算|所知|透露|回忆|讲述|描述|分析|预测|预报|通报|反映|测算|估计|判断|推算|解释|表示|自述|供述|反馈|记载|检测|调查|称|说|年报|报告|统计|数据|(?:公开)?资[料讯]|报道)，"
    r"|(?P<view>[^，。；：！？■]{1,24}?)(?:对此|就此|给出|自己)?的"
    r"(?:解释|说法|看法|意见|态度|回答|答复|理由|判断|结论|体会|感受|建议|经验|想法|评价|诊断|担忧|顾虑)"
    r"(?:则|就|却|也|很简单)?是[，：]"
    r"|(?:^|(?<=，)|(?:记者|本[报刊网台]|新闻|[网报社])[^，。；：从]{0,8})"
    r"从(?P<source>[^，。；：！？■]{2,24}?)(?:方面|[处那][里儿]?|官网|官方网站){0,2}(?:获悉|了解到|获知|得悉|得知)，"
    r"|(?:援引|引述)(?P<cited>[^，。；：！？■]{2,24}?)(?:的话)?(?:报道(?:说|称)?|说|称|表示|指出?)，"
    r"|(?:记得|记着|想起|转述|引述|引用|重复|复述|学着|借用|套用)了?(?P<word>[^，。；：！？■]{1,16}?)"
    r"(?:当年|以前|常说|说过)?的(?:那句|一句|这句)?话[，：]"
)
# what a sentence must have for `_FRAME`
_FRAMES = re.compile(
    "据|[获得]悉|了解到|[获得]知|援引|引述|依照|按照|看来，|的说法，|话来?说，|眼[中里]，|是[，：]|话[，：]"
)


def framed(sentence: str) -> Iterator[tuple[Place, Place]]:
    """Each frame of a sentence: its place, and that of the words which name the source."""
    for m in _FRAME.finditer(sentence) if _FRAMES.search(sentence) else ():
        source = next(group for group, words in m.groupdict().items() if words)
        yield m.span(), m.span(source)
