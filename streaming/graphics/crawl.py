"""Running texts as a train: one behind the other through the picture, then a rest. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from station.look import Pace
from streaming.graphics import lettering
from streaming.graphics.things import CrawlText

PICTURE = 40_000
COLUMNS = {Pace.SLOW: 2, Pace.NORMAL: 4, Pace.FAST: 6}
"""By which a text moves with every picture of 720 rows; even."""


@dataclass(frozen=True, slots=True)
class Wagon:
    """One text of a train."""

    thing: CrawlText
    x: int
    """Column at which it stands when the train departs."""


@dataclass(frozen=True, slots=True)
class Train:
    """Texts on their way."""

    wagons: tuple[Wagon, ...] = ()
    speed: int = 0
    """Columns to the left with every picture; below zero for what is read from the right."""
    since: int = 0
    """UTC of the first picture, microseconds since 1970."""
    until: int = 0
    """When the last letter has left the picture."""

    @property
    def things(self) -> tuple[CrawlText, ...]:
        return tuple(wagon.thing for wagon in self.wagons)

    def is_over(self, at: int) -> bool:
        return at >= self.until


def departed(
    texts: Sequence[tuple[CrawlText, int]], at: int, *, room: int, pace: Pace, gap: int
) -> Train:
    """Return the train that departs at an instant; each text comes with its width."""
    step = COLUMNS[pace] * max(1, round(room / 1_280))
    rightward = all(lettering.is_rtl(thing.text) for thing, _ in texts)
    wagons, behind = [], 0
    for thing, width in texts:
        wagons.append(Wagon(thing, -behind - width if rightward else room + behind))
        behind += width + gap
    pictures = -(-(room + behind) // step)
    return Train(tuple(wagons), -step if rightward else step, at, at + pictures * PICTURE)


def due(train: Train, texts: Sequence[CrawlText], at: int, rest: int) -> bool:
    """Return whether another train may depart: at once for what has not run yet.

    What is urgent does not wait for the train before it, nor does it rest.
    """
    new = [text for text in texts if text not in train.things]
    if any(text.urgent for text in new):
        return True
    if not texts or not train.is_over(at):
        return False
    return bool(new) or texts[0].urgent or at >= train.until + rest


def urgent(train: Train) -> Train:
    """Return the urgent texts of a train, where they stand in it."""
    return without(train, [thing for thing in train.things if not thing.urgent])


def without(train: Train, things: Collection[CrawlText]) -> Train:
    """Return a train from which some texts were taken; with none left it is over."""
    if not things:
        return train
    wagons = tuple(wagon for wagon in train.wagons if wagon.thing not in things)
    return replace(train, wagons=wagons) if wagons else Train()
