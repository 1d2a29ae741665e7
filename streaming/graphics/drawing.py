"""Draws things with Pillow, each on a transparent image of its own. Never in the way of a block."""

from dataclasses import dataclass

from PIL import Image, ImageDraw

from station.look import Look
from station.snapshot import DRILL
from station.video import Shape
from streaming.graphics import lettering, subtitles
from streaming.graphics.lettering import BOLD, PLAIN
from streaming.graphics.things import (
    Badge,
    Band,
    Bar,
    Caption,
    Clearance,
    CrawlBar,
    CrawlText,
    Hour,
    Logo,
    Lower,
    Notice,
    Screen,
    Strap,
    Thing,
)

RED = "#b3121d"
WHITE = "#ffffff"
DRILL_COLOUR = WHITE
DARK = "#101010"
BAND_SHARE = 0.3
"""Of the height of the picture."""
_BRIGHT = 150


@dataclass(frozen=True)
class Style:
    """All that makes the same thing look another way."""

    look: Look
    shape: Shape
    logo: Image.Image | None = None
    """RGBA, of any size."""

    @property
    def letter(self) -> int:
        """Size of ordinary letters."""
        return max(12, self.shape.height * self.look.size_percent // 2_400)

    @property
    def pad(self) -> int:
        return self.letter // 3

    @property
    def bar(self) -> int:
        """Rows of the bar under running texts; even."""
        return (lettering.row(self.letter) + self.pad) // 2 * 2

    def visual_bar(self, steps: int) -> tuple[int, int]:
        """Return width and height of a bar of the visual; even."""
        unit = max(2, self.shape.height // 120 // 2 * 2)
        return 2 * unit, steps * unit


def draw(thing: Thing, style: Style) -> Image.Image:
    """Return what a thing looks like."""
    match thing:
        case Logo():
            return _logo(thing, style)
        case Hour():
            return _panel(style, [(thing.text, style.letter, BOLD)], steady=True)
        case Badge():
            return _panel(style, [(thing.text, style.letter, BOLD)])
        case Notice():
            return _panel(style, [(thing.text, style.letter * 4 // 5, PLAIN)])
        case Lower():
            return _panel(style, _lines(thing.first, thing.second, style), mark=True)
        case Strap():
            return _panel(style, _lines(thing.now, thing.next, style), mark=True)
        case CrawlBar():
            return Image.new("RGBA", (style.shape.width, style.bar), _backing(style.look))
        case CrawlText():
            return _running(thing, style)
        case Bar():
            return Image.new("RGBA", style.visual_bar(thing.steps), style.look.accent)
        case Clearance():
            return _clearance(thing, style)
        case Caption():
            return subtitles.drawn(thing, style.letter, style.shape)
        case Screen():
            return _screen(thing, style)
        case Band():
            return _band(thing, style)


Line = tuple[str, int, int]
"""Text, size and weight."""


def _lines(first: str, second: str, style: Style) -> list[Line]:
    lines = [(first, style.letter, BOLD), (second, style.letter * 4 // 5, PLAIN)]
    return [line for line in lines if line[0]]


def _logo(thing: Logo, style: Style) -> Image.Image:
    if style.logo is None:
        return _panel(style, [(thing.name, style.letter, BOLD)])
    high = style.letter * 2
    wide = min(style.shape.width // 5, max(1, round(style.logo.width * high / style.logo.height)))
    return style.logo.resize((wide, high), Image.Resampling.LANCZOS)


def _panel(
    style: Style, lines: list[Line], *, mark: bool = False, steady: bool = False
) -> Image.Image:
    """Return lines on a backing as wide as they need, no wider than six tenths of the picture."""
    room = style.shape.width * 6 // 10
    masks = [
        lettering.mask(lettering.fitted(text, size, room, weight), size, weight, steady=steady)
        for text, size, weight in lines
    ]
    pad, edge = style.pad, style.pad // 2 if mark else 0
    wide = max(mask.width for mask in masks) + 2 * pad + edge
    image = Image.new("RGBA", (wide, sum(mask.height for mask in masks) + pad), (0, 0, 0, 0))
    brush = ImageDraw.Draw(image)
    whole = (0, 0, image.width - 1, image.height - 1)
    brush.rounded_rectangle(whole, radius=pad // 2, fill=_backing(style.look))
    if mark:
        brush.rectangle((0, 0, edge - 1, image.height - 1), fill=style.look.accent)
    top = pad // 2
    for mask in masks:
        image.paste(Image.new("RGB", mask.size, style.look.letters), (edge + pad, top), mask)
        _solid(image, mask, (edge + pad, top))
        top += mask.height
    return image


def _solid(image: Image.Image, mask: Image.Image, at: tuple[int, int]) -> None:
    """Letters are seen wholly, whatever stands behind them is not."""
    cover = image.getchannel("A")
    box = (*at, at[0] + mask.width, at[1] + mask.height)
    under = cover.crop(box)
    under.paste(255, (0, 0), mask)
    cover.paste(under, box)
    image.putalpha(cover)


def _running(thing: CrawlText, style: Style) -> Image.Image:
    """Return a line to run; what is urgent brings its own ground."""
    if not thing.urgent:
        return _inked(lettering.mask(thing.text, style.letter, PLAIN), style.look.letters)
    mask = lettering.mask(thing.text, style.letter, BOLD)
    image = Image.new("RGBA", (mask.width + 4 * style.pad, mask.height), RED)
    image.paste(WHITE, (2 * style.pad, 0), mask)
    return image


def _inked(mask: Image.Image, colour: str) -> Image.Image:
    image = Image.new("RGBA", mask.size, colour)
    image.putalpha(mask)
    return image


def _clearance(thing: Clearance, style: Style) -> Image.Image:
    """Return a card with its lines in the middle."""
    wide, high = style.shape.width, style.shape.height
    image = Image.new("RGBA", (wide, high), style.look.backing)
    room = wide * 8 // 10
    lines = [(thing.heading, style.letter, PLAIN), (thing.number, style.letter * 2, BOLD)]
    lines += [(thing.film_class, style.letter * 2, BOLD), (thing.title, style.letter, PLAIN)]
    masks = [
        lettering.mask(lettering.fitted(text, size, room, weight), size, weight)
        for text, size, weight in lines
        if text
    ]
    top = (high - sum(mask.height for mask in masks)) // 2
    edge = (0, top - 2 * style.pad, wide, top - style.pad)
    ImageDraw.Draw(image).rectangle(edge, fill=style.look.accent)
    for mask in masks:
        image.paste(style.look.letters, ((wide - mask.width) // 2, top), mask)
        top += mask.height
    return image


def _screen(thing: Screen, style: Style) -> Image.Image:
    image = Image.new("RGBA", (style.shape.width, style.shape.height), RED)
    top = style.shape.height // 10
    if thing.drill:
        top = _stamp(image, top, style)
    _write(image, thing.heading, thing.words, style, top, WHITE)
    return image


def _band(thing: Band, style: Style) -> Image.Image:
    high = round(style.shape.height * BAND_SHARE) // 2 * 2
    image = Image.new("RGBA", (style.shape.width, high), thing.colour)
    top = style.pad
    if thing.drill:
        top = _stamp(image, top, style)
    _write(image, thing.heading, thing.words, style, top, _on(thing.colour))
    return image


def _stamp(image: Image.Image, top: int, style: Style) -> int:
    """Mark an exercise over the whole width; return where it ends."""
    mask = lettering.mask(DRILL, style.letter, BOLD)
    ImageDraw.Draw(image).rectangle((0, top, image.width, top + mask.height - 1), fill=DRILL_COLOUR)
    image.paste(DARK, ((image.width - mask.width) // 2, top), mask)
    return top + mask.height + style.pad


def _write(
    image: Image.Image, heading: str, words: str, style: Style, top: int, colour: str
) -> None:
    """Write a heading and, under it, as many words as there is room for."""
    left = style.shape.width // 20
    room = image.width - 2 * left
    size = style.letter * 8 // 5
    lines = [(line, size, BOLD) for line in lettering.wrapped(heading, size, room, 2, BOLD)]
    size = style.letter * 6 // 5
    free = image.height - top - sum(lettering.row(each) for _, each, _ in lines)
    most = max(0, free // lettering.row(size))
    if most:
        lines += [(line, size, PLAIN) for line in lettering.wrapped(words, size, room, most)]
    for text, size, weight in lines:
        mask = lettering.mask(text, size, weight)
        at = image.width - left - mask.width if lettering.is_rtl(text) else left
        image.paste(colour, (at, top), mask)
        top += mask.height


def _backing(look: Look) -> tuple[int, int, int, int]:
    red, green, blue = bytes.fromhex(look.backing[1:])
    return red, green, blue, look.backing_percent * 255 // 100


def _on(colour: str) -> str:
    """Return the colour in which letters can be read on another."""
    red, green, blue = bytes.fromhex(colour[1:])
    return DARK if (red * 299 + green * 587 + blue * 114) // 1000 > _BRIGHT else WHITE
