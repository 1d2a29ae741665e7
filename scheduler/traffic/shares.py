"""Shares: how much of a day's air each orderer asked for and has had, and what its limit leaves."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from scheduler.traffic.play import Play
from scheduler.traffic.purpose import DUTIES

Day = tuple[str, date]
"""An orderer and a local day."""


class Shares:
    """Counts plays by orderer and day."""

    def __init__(
        self,
        asked: Mapping[Day, int] | None = None,
        caps: Mapping[str, int] | None = None,
        missed: Mapping[Day, int] | None = None,
    ) -> None:
        """`asked`: plays within the limits; `missed`: how many of them are owed since."""
        self._asked = dict(asked or {})
        self._caps = dict(caps or {})
        self._taken = Counter(self._asked)
        self._taken.subtract(missed or {})
        self._had: Counter[Day] = Counter()

    def note(self, orderer: str, day: date, *, again: bool = False) -> None:
        """Count a play; one that is made good takes room of the day on which it airs."""
        if again:
            self._taken[orderer, day] += 1
        else:
            self._had[orderer, day] += 1

    def of(self, orderer: str, day: date | None) -> float:
        """Return how much of what it asked for an orderer has had; 0 for what nobody ordered."""
        asked = self._asked.get((orderer, day), 0) if day is not None else 0
        return self._had[orderer, day] / asked if asked and day is not None else 0.0

    def has_room(self, orderer: str, day: date) -> bool:
        """Whether one more play of an orderer may be made good on a day."""
        cap = self._caps.get(orderer)
        return cap is None or self._taken[orderer, day] < cap


def within(plays: Iterable[Play], caps: Mapping[str, int]) -> tuple[list[Play], list[Play]]:
    """Return which plays of a day stay within the limits, and which are over them.

    The more urgent stay; among equals the orders of an agency lose alike, each evenly over its
    day. What is a duty counts and always stays.
    """
    by_orderer: dict[str, list[Play]] = {}
    plays = list(plays)
    for play in plays:
        by_orderer.setdefault(play.campaign.orderer, []).append(play)
    over: set[str] = set()
    for orderer, own in by_orderer.items():
        cap = caps.get(orderer)
        if cap is not None and len(own) > cap:
            over |= {play.key for play in _by_worth(own)[cap:] if not _is_duty(play)}
    kept = [play for play in plays if play.key not in over]
    return kept, [play for play in plays if play.key in over]


def _by_worth(plays: list[Play]) -> list[Play]:
    """Return the plays, those first that would stay last where fewer and fewer may air."""
    orders: dict[int, list[Play]] = {}
    for play in sorted(plays, key=lambda play: (play.target, play.key)):
        orders.setdefault(play.campaign.id, []).append(play)
    placed = []
    for number, own in orders.items():
        for turn, place in enumerate(thinned(len(own))):
            share = (turn + 1) / len(own)
            play = own[place]
            worth = (not _is_duty(play), play.campaign.rank, share, number)
            placed.append((worth, play))
    placed.sort(key=lambda pair: pair[0])
    return [play for _, play in placed]


def thinned(count: int) -> list[int]:
    """Return the places 0 to count - 1 so that any first few of them are spread evenly."""
    width = max(1, (count - 1).bit_length())
    places = (int(f"{number:0{width}b}"[::-1], 2) for number in range(1 << width))
    return [place for place in places if place < count]


def _is_duty(play: Play) -> bool:
    return play.campaign.purpose in DUTIES
