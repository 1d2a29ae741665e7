"""Watches what airs for separations that were not kept: from outside, never as the planner counts.

What a rotation chose is held against the separations of that rotation; a rule that the plan says
it has relaxed is counted, one that it does not say is remarked.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from media_library.cart import Playable
from media_library.fold import fold
from scheduler.planner.inputs import HOUSE
from scheduler.week.hour_template import HourTemplate, open_hour_at
from scheduler.week.programme import Programme, Rotation, Templated
from station.journal import Act, Fact
from station.kinds import Kind
from station.rundown import Item, Rundown, Why

SLACK = timedelta(seconds=30)
"""What airs may be so much nearer than planned: a join is found by ear, not by the minute."""
ARTIST, TITLE, TAG = "artist_separation", "title_separation", "tag_separation"
_CHOSEN = {Why.ROTATION, Why.NO_PROGRAMME, Why.FILL, Why.SUBSTITUTE}
_MOST_PROMISED = 20_000
_UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Broken:
    """Two airings that are nearer than their rotation wants, and nothing says why."""

    at: datetime
    """When the second began, UTC."""
    rule: str
    """Which separation."""
    title: str
    """Of the second."""
    artist: str
    """Of the second."""
    programme: str
    """In which it was chosen; empty: none."""
    minutes: float
    """How far they are apart."""
    wanted: float
    """How far they should be, in minutes; 0: it is counted in plays alone."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """What says which rotation chose an item."""

    programmes: Mapping[str, Programme] = field(default_factory=dict)
    """By their names."""
    templates: Mapping[int, HourTemplate] = field(default_factory=dict)
    """By their numbers."""
    open_hours: Mapping[tuple[int, int], int] = field(default_factory=dict)
    """Numbers of templates by weekday and local hour."""
    carts: Mapping[int, Playable] = field(default_factory=dict)
    """The library."""
    zone: ZoneInfo = _UTC
    """Where the station is."""


_Name = tuple[str, str]
"""Which separation, and whose name."""


class Separations:
    """Fed with versions and facts in the order in which they came about."""

    def __init__(self) -> None:
        self.broken: list[Broken] = []
        self.relaxed: Counter[str] = Counter()
        """How often the plan said that it relaxed a rule, by the rule."""
        self._schedule = Schedule()
        self._promised: dict[str, Item] = {}
        self._last: dict[_Name, datetime] = {}
        self._numbers: dict[tuple[Kind, _Name], int] = {}
        self._aired: Counter[Kind] = Counter()

    def learn(self, schedule: Schedule) -> None:
        """Take up what is scheduled."""
        self._schedule = schedule

    def promise(self, rundown: Rundown) -> None:
        """Take up what a version plans and why."""
        if len(self._promised) > _MOST_PROMISED:
            self._promised.clear()
        self._promised |= {item.key: item for item in rundown.items}

    def fell_silent(self) -> None:
        """Take note of an outage: hours without a sound part more than any number of plays."""
        self._numbers.clear()

    def hear(self, fact: Fact) -> None:
        cart = self._schedule.carts.get(fact.cart_id or 0)
        if fact.act is not Act.STARTED or fact.over or cart is None:
            return
        item = self._promised.pop(fact.item_key, None)
        if item is not None and item.reason.code in _CHOSEN:
            self._judge(item, cart, fact)
        self._note(cart, fact.at)

    def _judge(self, item: Item, cart: Playable, fact: Fact) -> None:
        stated = [rule for rule in item.reason.about.get("rule", "").split(",") if rule]
        self.relaxed.update(rule for rule in stated if rule in (ARTIST, TITLE, TAG))
        found: list[list[Broken]] = [
            [one for one in self._nearer(cart, rotation, fact) if one.rule not in stated]
            for rotation in self._rotations(item, fact.at)
            if _belongs(cart, rotation)
        ]
        if found:
            self.broken += sorted(found, key=len)[0]

    def _nearer(self, cart: Playable, rotation: Rotation, fact: Fact) -> Iterator[Broken]:
        wanted = (
            (ARTIST, fold(cart.artist), rotation.artist_separation_min,
             rotation.artist_separation_plays),
            (TITLE, fold(cart.title), rotation.title_separation_min,
             rotation.title_separation_plays),
            *((TAG, tag, rotation.tag_separation_min, rotation.tag_separation_plays)
              for tag in cart.tags if tag in rotation.apart_tags),
        )  # fmt: skip
        for rule, name, minutes, plays in wanted:
            last = self._last.get((rule, name))
            if not name or last is None:
                continue
            apart = fact.at - last
            number = self._numbers.get((cart.kind, (rule, name)))
            too_few = number is not None and self._aired[cart.kind] - number < plays
            if too_few or apart < timedelta(minutes=minutes) - SLACK:
                told = round(apart / timedelta(minutes=1), 1)
                yield Broken(
                    fact.at, rule, cart.title, cart.artist, fact.programme, told, float(minutes)
                )

    def _note(self, cart: Playable, at: datetime) -> None:
        self._aired[cart.kind] += 1
        names = [(ARTIST, fold(cart.artist)), (TITLE, fold(cart.title))]
        for name in (*names, *((TAG, tag) for tag in cart.tags)):
            self._last[name] = at
            self._numbers[cart.kind, name] = self._aired[cart.kind]

    def _rotations(self, item: Item, at: datetime) -> Sequence[Rotation]:
        """Return what may have chosen an item: of a template any of its rotations."""
        programme = self._schedule.programmes.get(item.programme)
        found: list[Rotation] = []
        if programme is None:
            number = self._schedule.open_hours.get(open_hour_at(at, self._schedule.zone), 0)
            found += self._of_templates((number,))
        elif isinstance(programme.content, Rotation):
            found += programme.content.shares
        elif isinstance(programme.content, Templated):
            found += self._of_templates(programme.content.template_ids)
        return found if found and item.reason.code is Why.ROTATION else [*found, HOUSE]

    def _of_templates(self, numbers: Collection[int]) -> Iterator[Rotation]:
        for number in numbers:
            template = self._schedule.templates.get(number)
            for element in () if template is None else template.elements:
                yield from () if element.rotation is None else element.rotation.shares


def _belongs(cart: Playable, rotation: Rotation) -> bool:
    tagged = not rotation.tags or not set(rotation.tags).isdisjoint(cart.tags)
    return cart.kind in rotation.kinds and tagged
