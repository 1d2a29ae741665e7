"""Where each thing stands. Pure; nothing leaves the safe area but bars."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from station.look import Corner, UpperCorner
from streaming.graphics.crawl import Train
from streaming.graphics.direction import Seen, risen
from streaming.graphics.drawing import Style
from streaming.graphics.placed import Overlay, Placed
from streaming.graphics.policy import Part
from streaming.graphics.things import Band, Bar, Clearance, CrawlBar, Lower, Screen, Strap, Thing
from streaming.graphics.visual import Heights

SAFE = 20
"""Margins are a twentieth of the picture."""

_BELOW = (Corner.BOTTOM_LEFT, Corner.BOTTOM_RIGHT)


@dataclass(frozen=True, slots=True)
class Sized:
    """A drawn thing."""

    name: str
    """Its file."""
    width: int
    height: int


Drawn = Mapping[Thing, Sized]


class Layout:
    """The places of one style."""

    def __init__(self, style: Style) -> None:
        self._style = style
        self._look = style.look
        self._shape = style.shape
        self._gap = style.pad
        self._left = _even(style.shape.width // SAFE)
        self._top = _even(style.shape.height // SAFE)
        self._bar = style.shape.height - self._top - style.bar
        self._corner_rows = 2 * style.letter + 2 * style.pad

    def inset(self, picture: Sized) -> Placed:
        """Place the interpreter: in his corner, beside what else stands there."""
        x, y = self._corner(self._look.sign, picture, dict.fromkeys(Corner, 0))
        rows = self._has_furniture(self._look.sign) * self._corner_rows
        below = self._look.sign in _BELOW
        return Placed(picture.name, _even(x), _even(y - rows if below else y + rows))

    def overlay(self, seen: Iterable[Seen], drawn: Drawn, inset: Sized | None = None) -> Overlay:
        """Place what is drawn, what is not yet is left out; words stand above an inset."""
        corners = dict.fromkeys(Corner, 0)
        raised = 0
        if inset is not None and self._look.sign is Corner.BOTTOM_LEFT:
            raised = inset.height + self._gap
        placed = []
        for one in seen:
            if (sized := drawn.get(one.thing)) is not None:
                placed.append(self._placed(one, sized, corners, raised))
        return tuple(placed)

    def visual(self, heights: Heights, drawn: Drawn) -> Overlay:
        """Place the bars of what is only heard: in the lower right, above running texts."""
        wide = self._style.visual_bar(1)[0]
        first = self._shape.width - self._left - (3 * len(heights) - 1) * wide // 2
        low = self._has_furniture(Corner.BOTTOM_RIGHT) * self._corner_rows
        foot = self._bar - 4 * self._gap - low
        placed = []
        for number, steps in enumerate(heights):
            if (sized := drawn.get(Bar(steps))) is not None:
                x = first + number * 3 * wide // 2
                placed.append(Placed(sized.name, _even(x), _even(foot - sized.height)))
        return tuple(placed)

    def captions(self, words: Sized, seen: Iterable[Seen], drawn: Drawn) -> Overlay:
        """Place what is said: in the middle, above running texts and the lower third."""
        low = any(self._has_furniture(corner) for corner in _BELOW) * self._corner_rows
        thirds = [drawn.get(one.thing) for one in seen if isinstance(one.thing, Lower | Strap)]
        raised = max((each.height + 2 * self._gap for each in thirds if each), default=0)
        x = (self._shape.width - words.width) // 2
        y = self._bar - 2 * self._gap - low - raised - words.height
        return (Placed(words.name, _even(x), _even(max(0, y))),)

    def crawl(self, train: Train, drawn: Drawn, at: int) -> Overlay:
        """Place a train of running texts on its bar."""
        bar = drawn.get(CrawlBar())
        opacity = risen(at, train.since, train.until)
        if bar is None or not opacity:
            return ()
        wagons = []
        for wagon in train.wagons:
            if (sized := drawn.get(wagon.thing)) is not None:
                y = self._bar + _even(self._gap // 2)
                wagons.append(
                    Placed(sized.name, wagon.x, y, train.speed, train.since, opacity=opacity)
                )
        return (Placed(bar.name, 0, self._bar, opacity=opacity), *wagons)

    def _placed(self, one: Seen, sized: Sized, corners: dict[Corner, int], raised: int) -> Placed:
        x, y = self._place(one, sized, corners, raised)
        return Placed(sized.name, _even(x), _even(y), opacity=one.opacity)

    def _place(
        self, one: Seen, sized: Sized, corners: dict[Corner, int], raised: int
    ) -> tuple[int, int]:
        match one.thing:
            case Screen() | Clearance():
                return 0, 0
            case Band():
                return 0, self._shape.height - sized.height
        match one.part:
            case Part.LOGO:
                return self._corner(self._look.logo, sized, corners)
            case Part.CLOCK:
                return self._corner(self._look.clock, sized, corners)
            case Part.BADGE:
                return self._corner(_upper(self._look.badge), sized, corners)
            case Part.NOTICE:
                return self._under_the_badge(sized)
        low = self._has_furniture(Corner.BOTTOM_LEFT) * self._corner_rows + raised
        return self._left, self._bar - 4 * self._gap - sized.height - low

    def _has_furniture(self, corner: Corner) -> bool:
        """Return whether something else may stand in a corner."""
        look = self._look
        return corner in (look.logo, look.clock, _upper(look.badge))

    def _corner(self, corner: Corner, sized: Sized, taken: dict[Corner, int]) -> tuple[int, int]:
        """Return the next free place of a corner: the first comer stands outside."""
        inwards = taken[corner]
        taken[corner] += sized.width + self._gap
        right = corner in (Corner.TOP_RIGHT, Corner.BOTTOM_RIGHT)
        below = corner in _BELOW
        x = (
            self._shape.width - self._left - inwards - sized.width
            if right
            else self._left + inwards
        )
        return x, (self._bar - self._gap - sized.height if below else self._top)

    def _under_the_badge(self, sized: Sized) -> tuple[int, int]:
        y = self._top + self._corner_rows
        if self._look.badge is UpperCorner.TOP_RIGHT:
            return self._shape.width - self._left - sized.width, y
        return self._left, y


def _upper(corner: UpperCorner) -> Corner:
    return Corner(corner.value)


def _even(value: int) -> int:
    return value // 2 * 2
