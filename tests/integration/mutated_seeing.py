"""Shows what was taken of spoilt films as a television channel does, by real picture children."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playout.pictures.pool import SlotPool
from playout.pictures.source import AHEAD, PictureSource
from playout.pictures.supply import TOO_SLOW
from station.audio import BLOCK
from station.pictures import PictureRing
from station.video import Shape
from tests.integration.mutated_airing import Taken
from tests.waiting import until

SHAPE = Shape(128, 72)
SLOTS = 2 * AHEAD
LONGEST = 100_000
"""Pictures, over an hour: a spoilt file may say that it is longer, and nobody waits for that."""


@dataclass(frozen=True)
class Seen:
    """What came of one film."""

    name: str
    pictures: int
    """How many were there to be shown."""
    ends: int | None
    """Number of the picture behind its last; None where its decoder has given it up."""
    fault: str
    lost: int
    """Slots that were not given back."""


def see(taken: Taken, ring: Path, most: int) -> Iterator[Seen]:
    """Show films that were taken, as fast as they come."""
    films = [cart for cart in taken.carts if cart.has_picture]
    pool = SlotPool(PictureRing.create(ring, SHAPE, SLOTS), lease_ticks=0)
    for cart in films[:most]:
        source = PictureSource(pool, taken.media, cart.path, 0)
        source.start()
        try:
            shown = _shown(source, pool)
        finally:
            source.close()
            source.join()
        yield Seen(cart.original_name, shown, source.ended_at, source.fault, SLOTS - pool.free)


def _shown(source: PictureSource, pool: SlotPool) -> int:
    """Let its pictures go by, until its end or until its decoder says that something is wrong."""
    number = shown = 0

    def over() -> bool:
        nonlocal number, shown
        while not source.missing(number * BLOCK) and not _ended(source, number):
            if (slot := source.at(number * BLOCK)) is not None:
                shown += 1
                pool.shown_until(slot, 0)
                pool.advance(0)
            number += 1
        return _ended(source, number) or source.fault not in ("", TOO_SLOW)

    until(over, "the end of its pictures")
    return shown


def _ended(source: PictureSource, number: int) -> bool:
    return source.ended_at is not None and number >= min(source.ended_at, LONGEST)
