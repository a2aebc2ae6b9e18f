"""Benchmarks as ratios, all measured side by side in one run (`make bench`).

The text is 200 copies of the five articles, each with one Chinese character in twenty replaced
at random by another of the corpus (seeded), so that nothing repeats. Absolute seconds are of the
machine and the moment; ratios are what is claimed.
"""

from __future__ import annotations

import logging
import math
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable

import jieba
import jieba.posseg
import opencc
import pandas as pd
import rjieba

import soraanalysis as sa
from soraanalysis._data import data_dir
from soraanalysis._memory import no_cycles
from soraanalysis.reading.page import read_page
from soraanalysis.reading.words import Segmenter

COPIES = int(sys.argv[1]) if len(sys.argv) > 1 else 200


def varied(copies: int) -> list[str]:
    """The raw articles, `copies` times, one Chinese character in twenty replaced."""
    rng = random.Random(0)
    raws = [p.read_text(encoding="utf-8") for p in sorted((data_dir() / "raw").glob("*.txt"))]
    pool = re.findall(r"[\u4e00-\u9fff]", "".join(raws))
    texts = []
    for _ in range(copies):
        for raw in raws:
            characters = list(raw)
            for i, c in enumerate(characters):
                if "\u4e00" <= c <= "\u9fff" and rng.random() < 0.05:
                    characters[i] = rng.choice(pool)
            texts.append("".join(characters))
    return texts


def timed(work: Callable[[], object]) -> tuple[float, object]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def plain_script(texts: list[str]) -> pd.DataFrame:
    """What a user would write: clean with re, convert, split, tag with jieba.posseg."""
    converter = opencc.OpenCC("tw2s")
    rows = []
    for n, text in enumerate(texts):
        text = re.sub(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùü]+\)", "", text)
        text = converter.convert(text).replace(",", "，").replace(":", "：")
        for sentence in re.split(r"(?<=[。！？])|\n", text):
            rows += [(n, w.word, w.flag) for w in jieba.posseg.cut(sentence)]
    return pd.DataFrame(rows, columns=["doc", "token", "pos"])


def bare_chain(texts: list[str]) -> pd.DataFrame:
    """The least that could be called the same: OpenCC, six patterns, rjieba, codes, one frame."""
    converter, cutter = opencc.OpenCC("tw2s"), rjieba.Jieba()
    patterns = [re.compile(p) for p in ("\xa0", r" +", r",", r":", r"\?", r"\((\w+)\)")]
    codes: dict[str, int] = {}
    flat: list[int] = []
    for text in texts:
        text = converter.convert(text)
        for pattern in patterns:
            text = pattern.sub(" ", text)
        for line in text.split("\n"):
            flat += [codes.setdefault(word, len(codes)) for word in cutter.cut(line)]
    return pd.DataFrame({"token": pd.Categorical.from_codes(flat, categories=list(codes))})


def main() -> None:
    jieba.setLogLevel(logging.CRITICAL)
    texts = varied(COPIES)
    size = sum(len(t.encode()) for t in texts) / 1e6
    print(f"{len(texts)} texts, {size:.1f} MB")
    corpus = sa.Corpus.from_frame(pd.DataFrame({"text": texts[:5]}))  # everything is warm
    assert len(corpus.tokens)
    jieba.initialize()

    frame = pd.DataFrame({"text": texts})
    t_read, corpus = timed(lambda: sa.Corpus.from_frame(frame))
    assert isinstance(corpus, sa.Corpus)
    sentences = corpus.sentences["text"].tolist()
    t_words, _ = timed(lambda: corpus.tokens)
    t_loop, expected = timed(lambda: [jieba.lcut(s) for s in sentences])
    plain = Segmenter((), ())
    same = sum(plain.cut(s) == cut for s, cut in zip(sentences, expected, strict=True))
    t_bare, _ = timed(lambda: bare_chain(texts))
    part = texts[: max(5, len(texts) // 20)]
    t_posseg, _ = timed(lambda: plain_script(part))
    t_posseg *= sum(map(len, texts)) / sum(map(len, part))

    print(f"sentences cut as jieba cuts them     {same} of {len(sentences)}")
    print(f"words / loop of jieba.lcut           {t_loop / t_words:6.1f} times as fast (goal 5)")
    whole = t_read + t_words
    print(f"whole chain / loop of jieba.lcut     {t_loop / whole:6.1f} times as fast (goal 2)")
    print(f"whole chain / re + opencc + posseg   {t_posseg / whole:6.1f} times as fast (goal 10)")
    print(f"bare chain / loop of jieba.lcut      {t_loop / t_bare:6.1f} times as fast (bound)")
    print(f"growth with length                   n^{exponent():.2f} (goal 1)")
    print("pages made to be slow                  seconds    MB/s  growth")
    for name, page in ADVERSARIAL.items():
        seconds, rate, growth = stressed(page)
        print(f"{name:<36} {seconds:9.2f} {rate:7.1f}  n^{growth:.2f}")
    print(f"import soraanalysis / import pandas  {imports():6.2f} times (goal 1.5)")


# each is a text of about n characters; the goal is a time that grows with n
ADVERSARIAL: dict[str, Callable[[int], str]] = {
    "one line of 10 MB": lambda n: "世界模型很好，" * (n * 33 // 7),
    "the same with shifted GBK": lambda n: "世界模型很好?!皩τ赟ora這樣的" * (n * 33 // 16),
    "open quotation marks": lambda n: "“" * n,
    "nested quotation marks": lambda n: "“‘" * (n // 2) + "’”" * (n // 2),
    "他说“": lambda n: "他说“" * n,
    "quotations on one line": lambda n: "李明说，“好的。”" * (n // 32),
    "?!": lambda n: "好?!" * n,
    "？，": lambda n: "？，" * n,
    "commas": lambda n: "好" + "," * n,
    "short lines": lambda n: "\n".join(f"第{k}行" for k in range(2 * n)),
    "open brackets （": lambda n: "（" * n,
    "open brackets (": lambda n: "(好" * n,
    "one bracket": lambda n: "(" + "甲,2020" * n + ")",
    "spaces": lambda n: "好" + " \xa0" * n + "x",
    "open tags": lambda n: "好<p " * n,
    "labels": lambda n: "李明：好。\n" * n,
    "names again and again": lambda n: "大家叫他“阿明”的馆长李明·巴巴来了。" * (n // 20),
    "turns with times": lambda n: "".join(f"[00:01] 李明\n第{k}句\n" for k in range(n // 10)),
    "dates": lambda n: "馆长李明" + "1月2日" * (n // 4) + "说，好的。",
    "mojibake": lambda n: "人工智能".encode().decode("latin-1") * n,
}


def stressed(page: Callable[[int], str], n: int = 100_000) -> tuple[float, float, float]:
    """Seconds to read a page of size n, MB a second, and the growth from a quarter of it."""

    def best(text: str) -> float:
        return min(timed(lambda: read_page(text))[0] for _ in range(3))

    with no_cycles():
        small, whole = best(page(n // 4)), best(page(n))
    rate = len(page(n).encode()) / 1e6 / whole
    return whole, rate, math.log(whole / small) / math.log(4)


def exponent() -> float:
    """Slope of log time over log length, reading and cutting, from 1 to 64 copies of a page."""
    base = varied(1)[0]
    points = []
    for power in range(0, 7):
        frame = pd.DataFrame({"text": [base * 2**power]})
        best = min(timed(lambda f=frame: sa.Corpus.from_frame(f).tokens)[0] for _ in range(3))
        points.append((power * math.log(2), math.log(best)))
    (x0, y0), (x1, y1) = points[2], points[-1]  # the first are mostly fixed costs
    return (y1 - y0) / (x1 - x0)


def imports() -> float:
    """Import time against that of pandas, best of five, in fresh processes."""

    def best(name: str) -> float:
        command = [sys.executable, "-c", f"import {name}"]
        return min(timed(lambda: subprocess.run(command, check=True))[0] for _ in range(5))

    return best("soraanalysis") / best("pandas")


if __name__ == "__main__":
    main()
