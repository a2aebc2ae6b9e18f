"""Build the subset Chinese font that the package draws its figures with.

In:   the npm package ``@expo-google-fonts/noto-sans-sc`` (fetched with ``npm pack``), which
      holds the whole of Noto Sans SC 2.004 as one TrueType file per weight, and any UTF-8
      text files whose characters the font must be able to draw.
Out:  ``NotoSansSC-subset.ttf``, one static TrueType font of weight 400, and ``OFL.txt``,
      the font's licence in the package, unchanged, both in OUT_DIR.

The font holds, as far as the source has them, the characters of GB 2312, of the blocks in
``BLOCKS`` and of the given files. Whatever GB 2312 or a file asks for and the source lacks
is listed on standard output. Layout tables (kerning, vertical forms) are left out, so a
character is drawn the same whether or not the program that draws it shapes text. Text must
be in NFC: combining marks are not composed.

Source and licence: Noto Sans SC, (c) 2014-2021 Adobe, SIL Open Font License 1.1. The
Reserved Font Name is 'Source' (see name record 0 of the font), so a modified version may be
called "Noto Sans SC".

Needs npm on the path and ``fonttools``. The same package version, fontTools version
and text files give the same bytes.

Usage:  python build_font.py OUT_DIR --characters FILE...
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

PACKAGE = "@expo-google-fonts/noto-sans-sc"
VERSION = "0.4.3"
SOURCE = "400Regular/NotoSansSC_400Regular.ttf"

FAMILY = "Noto Sans SC"
STYLE = "Regular"
WEIGHT = 400
TIMESTAMP = 3702531239  # seconds since 1904: 2021-04-29, as in the source font

# Wanted where the source has them: first and last code point of each block.
BLOCKS = [
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x00FF),  # Latin-1
    (0x02C7, 0x02D9),  # tone marks standing alone
    (0x2010, 0x205E),  # general punctuation
    (0x2070, 0x209F),  # superscripts and subscripts
    (0x20A0, 0x20BF),  # currency
    (0x2100, 0x23FF),  # letter-like symbols, numerals, arrows, mathematics, technical
    (0x2460, 0x27BF),  # circled digits, box drawing, geometric shapes, symbols, dingbats
    (0x3000, 0x303F),  # CJK punctuation
    (0x3200, 0x33FF),  # enclosed and squared CJK
    (0xFE10, 0xFE4F),  # vertical and compatibility forms
    (0xFF00, 0xFFEF),  # full-width and half-width forms
]
PINYIN = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿêế"

# Layout, vertical metrics and the description of the variable font the file was made from.
DROPPED_TABLES = ["BASE", "GDEF", "GPOS", "GSUB", "STAT", "vhea", "vmtx"]


def gb2312() -> set[str]:
    """Return every printable character that GB 2312 encodes, ASCII included."""
    characters = map(chr, range(0x20, 0x10000))
    return {c for c in characters if c.encode("gb2312", "ignore") and c.isprintable()}


def read_characters(files: Iterable[Path]) -> set[str]:
    """Return the printable characters that occur in the given UTF-8 text files."""
    return {c for file in files for c in file.read_text(encoding="utf-8") if c.isprintable()}


def fetch_package(folder: Path) -> Path:
    """Fetch the npm package into ``folder`` and return where it was unpacked."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is needed to fetch the font, and is not on the path")
    subprocess.run([npm, "pack", f"{PACKAGE}@{VERSION}", "--silent"], cwd=folder, check=True)
    (archive,) = folder.glob("*.tgz")
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder / "package"


def subset(font: TTFont, characters: set[str]) -> None:
    """Reduce ``font`` to ``characters``; those it lacks are passed over."""
    options = Options(
        drop_tables=DROPPED_TABLES, notdef_outline=True, glyph_names=False, name_IDs=["*"]
    )
    subsetter = Subsetter(options)
    subsetter.populate(text="".join(sorted(characters)))
    subsetter.subset(font)


def set_identity(font: TTFont) -> None:
    """Name the font and fix its dates."""
    postscript = f"{FAMILY}-{STYLE}".replace(" ", "")
    names = font["name"]
    kept = {number: names.getDebugName(number) for number in (0, 5, 7, 14)}
    names.names = []
    for number, text in {
        **kept,  # copyright with the Reserved Font Name, version, trademark, address
        1: FAMILY,
        2: STYLE,
        3: f"{kept[5].split(';')[0].removeprefix('Version ')};{postscript};subset",
        4: f"{FAMILY} {STYLE}",
        6: postscript,
        13: "This Font Software is licensed under the SIL Open Font License, Version 1.1.",
    }.items():
        names.setName(text, number, platformID=3, platEncID=1, langID=0x409)
    font["OS/2"].usWeightClass = WEIGHT
    font["OS/2"].fsSelection = font["OS/2"].fsSelection & ~0b100001 | 0b1000000  # REGULAR
    font["head"].macStyle = 0
    font["head"].created = font["head"].modified = TIMESTAMP
    font.recalcTimestamp = False


def listing(characters: set[str]) -> str:
    """Return the characters with their count, for the report."""
    return f"{len(characters)} {''.join(sorted(characters))}".rstrip()


def main() -> None:
    """Build the font into the folder named on the command line."""
    parser = argparse.ArgumentParser(description="Build the subset Chinese font.")
    parser.add_argument("out_dir", type=Path, metavar="OUT_DIR", help="folder for the results")
    parser.add_argument(
        "--characters",
        type=Path,
        nargs="+",
        default=[],
        metavar="FILE",
        help="UTF-8 text files whose characters the font must have",
    )
    arguments = parser.parse_args()

    standard = gb2312()
    asked = read_characters(arguments.characters)
    optional = {chr(code) for first, last in BLOCKS for code in range(first, last + 1)}
    target = arguments.out_dir / "NotoSansSC-subset.ttf"
    arguments.out_dir.mkdir(parents=True, exist_ok=True)

    with tempfile.TemporaryDirectory() as folder:
        package = fetch_package(Path(folder))
        font = TTFont(package / SOURCE)
        subset(font, standard | asked | optional | set(PINYIN))
        set_identity(font)
        font.save(target)
        shutil.copyfile(package / "LICENSE_FONT", arguments.out_dir / "OFL.txt")

    with TTFont(target) as font:
        present = {chr(code) for code in font.getBestCmap()}
        glyphs = font["maxp"].numGlyphs
    print(f"{target}: {target.stat().st_size} bytes, {glyphs} glyphs, {len(present)} characters")
    print(f"missing of GB 2312: {listing(standard - present)}")
    print(f"missing of the files: {listing(asked - present)}")
    print(f"missing of pinyin: {listing(set(PINYIN) - present)}")


if __name__ == "__main__":
    main()
