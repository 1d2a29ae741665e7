"""A line of text as a mask: any script, each letter from a font that has it, in reading order.

Words of people come here and go no further than a picture: nothing of them is a command.
"""

import logging
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, features

logger = logging.getLogger(__name__)

FONTS = Path(__file__).parent / "fonts"
FAMILIES = (
    "plus-jakarta-sans-latin",
    "plus-jakarta-sans-latin-ext",
    "noto-sans-arabic-arabic",
    "noto-sans-javanese-javanese",
)
"""A letter comes from the first that has it."""
PLAIN, BOLD = 500, 700
MOST_LETTERS = 2_000
"""Of one line."""
UNKNOWN = "?"
_ELLIPSIS = "…"
_ASCENT, _DESCENT = 1.1, 0.5
"""Of the size; letters that reach deeper, as in Javanese, make their line higher."""
_RTL = frozenset({"R", "AL"})
_JOINERS = "\u200c\u200d"
_SHAPES = bool(features.check("raqm"))

Font = ImageFont.FreeTypeFont


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one font that are read one way."""

    text: str
    font: Font
    rtl: bool

    @property
    def length(self) -> float:
        return self.spread()

    def spread(self, *, steady: bool = False) -> float:
        """Return its length; `steady`: with digits that are all as wide."""
        features = self.features(steady=steady)
        return self.font.getlength(self.text, direction=self.direction, features=features)

    def features(self, *, steady: bool) -> list[str] | None:
        return ["tnum"] if steady and self.shapes else None

    @property
    def depth(self) -> int:
        """Rows below the baseline."""
        return round(self.font.getbbox(self.text, direction=self.direction, anchor="ls")[3])

    @property
    def direction(self) -> str | None:
        if not self.shapes:
            return None
        return "rtl" if self.rtl else "ltr"

    @property
    def shapes(self) -> bool:
        return self.font.layout_engine is ImageFont.Layout.RAQM


def clean(text: str) -> str:
    """Return one line of letters that fonts know: no control characters, no unknown signs."""
    text = unicodedata.normalize("NFC", text[: 2 * MOST_LETTERS])
    kept = "".join(_kept(letter) for letter in text)
    return " ".join(kept.split())[:MOST_LETTERS]


def is_rtl(text: str) -> bool:
    """Return whether the first letter that has a direction is read from the right."""
    for letter in text:
        way = unicodedata.bidirectional(letter)
        if way in _RTL or way == "L":
            return way in _RTL
    return False


def width(text: str, size: int, weight: int = PLAIN) -> int:
    return round(sum(run.length for run in _runs(text, size, weight)))


def fitted(text: str, size: int, room: int, weight: int = PLAIN) -> str:
    """Return the text, cut with an ellipsis where it is wider."""
    text = clean(text)
    if width(text, size, weight) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width(text[:middle].rstrip() + _ELLIPSIS, size, weight) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + _ELLIPSIS


def wrapped(text: str, size: int, room: int, lines: int, weight: int = PLAIN) -> list[str]:
    """Return the text in at most so many lines; what is left over ends in an ellipsis."""
    words, done = clean(text).split(), list[str]()
    while words and len(done) < lines - 1:
        taken = 1
        while taken < len(words) and width(" ".join(words[: taken + 1]), size, weight) <= room:
            taken += 1
        done.append(fitted(" ".join(words[:taken]), size, room, weight))
        words = words[taken:]
    return [*done, fitted(" ".join(words), size, room, weight)] if words else done


def row(size: int) -> int:
    """Return the rows that an ordinary line of a size takes."""
    return round(size * _ASCENT) + round(size * _DESCENT)


def mask(text: str, size: int, weight: int = PLAIN, *, steady: bool = False) -> Image.Image:
    """Return the letters as a mask; `steady`: every digit is as wide as any other."""
    runs = _runs(clean(text), size, weight)
    long = round(sum(run.spread(steady=steady) for run in runs))
    baseline = round(size * _ASCENT)
    deep = max((run.depth for run in runs), default=0)
    image = Image.new("L", (long + 1, max(row(size), baseline + deep + 1)))
    draw, x = ImageDraw.Draw(image), 0.0
    for run in runs:
        draw.text(
            (x, baseline), run.text, 255, run.font,
            anchor="ls", direction=run.direction, features=run.features(steady=steady),
        )  # fmt: skip
        x += run.spread(steady=steady)
    return image


@lru_cache(64)
def _fonts(size: int, weight: int) -> tuple[Font, ...]:
    engine = ImageFont.Layout.RAQM if _SHAPES else ImageFont.Layout.BASIC
    fonts = [ImageFont.truetype(path, size, layout_engine=engine) for path in _files(weight)]
    return tuple(fonts) or (_built_in(size),)


def _built_in(size: int) -> Font:
    """Return the letters that Pillow brings: plain ones, for an installation without fonts."""
    font = ImageFont.load_default(size)
    assert isinstance(font, Font)
    return font


@lru_cache(4)
def _files(weight: int) -> tuple[Path, ...]:
    paths = [FONTS / f"{family}-{weight}-normal.woff2" for family in FAMILIES]
    found = tuple(path for path in paths if path.is_file())
    if len(found) < len(paths):
        logger.error("fonts are missing in %s", FONTS, extra={"action": "fonts_missing"})
    return found


@lru_cache(8_192)
def _has(path: Path, letter: str) -> bool:
    """Return whether a font draws a letter otherwise than one that no font has."""
    font = _probe(path)
    return letter.isspace() or bytes(font.getmask(letter)) != bytes(font.getmask("\U0010ffff"))


@lru_cache(16)
def _probe(path: Path) -> Font:
    return ImageFont.truetype(path, 20, layout_engine=ImageFont.Layout.BASIC)


def _font_of(letter: str, weight: int) -> int:
    """Return which font has a letter, -1 for none."""
    paths = _files(weight)
    found = (number for number, path in enumerate(paths) if _has(path, letter))
    return next(found, -1 if paths or not letter.isascii() else 0)


def _kept(letter: str) -> str:
    category = unicodedata.category(letter)
    if category in ("Cc", "Zs", "Zl", "Zp"):
        return " "
    if letter in _JOINERS or (category[0] != "C" and _font_of(letter, PLAIN) >= 0):
        return letter
    plain = unicodedata.normalize("NFKC", letter)
    if plain != letter and all(_font_of(each, PLAIN) >= 0 for each in plain):
        return plain
    return UNKNOWN if category[0] in "LN" else ""


def _runs(text: str, size: int, weight: int) -> list[Run]:
    """Return the runs as they stand from left to right."""
    base = is_rtl(text)
    runs: list[Run] = []
    for rtl, stretch in _stretches(text, base=base):
        parts = list(_by_font(stretch, size, weight, rtl=rtl))
        runs += reversed(parts) if rtl != base else parts
    return runs[::-1] if base else runs


def _stretches(text: str, *, base: bool) -> Iterator[tuple[bool, str]]:
    """Cut where the direction turns; what has none goes with what stands around it."""
    ways = [_way(letter) for letter in text]
    before: bool | None = None
    for at, way in enumerate(ways):
        if way is None:
            behind = next((each for each in ways[at:] if each is not None), None)
            ways[at] = before if before == behind and before is not None else base
        before = ways[at]
    at = 0
    for way, group in groupby(ways):
        length = len(list(group))
        yield bool(way), text[at : at + length]
        at += length


def _way(letter: str) -> bool | None:
    way = unicodedata.bidirectional(letter)
    return way in _RTL if way in _RTL or way == "L" else None


def _by_font(text: str, size: int, weight: int, *, rtl: bool) -> Iterator[Run]:
    """Cut where another font is needed; spaces and joiners stay with what is before them."""
    fonts, numbers, last = _fonts(size, weight), list[int](), 0
    for letter in text:
        if not (numbers and (letter.isspace() or letter in _JOINERS)):
            last = max(0, _font_of(letter, weight))
        numbers.append(last)
    at = 0
    for number, group in groupby(numbers):
        length = len(list(group))
        yield Run(text[at : at + length], fonts[number], rtl)
        at += length
