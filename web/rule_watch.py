"""Holds what a person is about to store against the rules: refused, or stored with a warning."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from media_library.cart import Cart
from media_library.store import CartStore
from scheduler import ruling, vetting
from scheduler.rules.book import RuleBook
from scheduler.rules.rule import Breach
from scheduler.stores import GridStore, ProgrammeStore
from scheduler.traffic.campaign import Campaign
from scheduler.week.grid import GridSlot
from scheduler.week.programme import Programme
from station.config import Config
from station.errors import StationError
from station.paths import StatePaths
from web.desk import Desk


class RuleBroken(StationError):
    """A rule that blocks refuses an edit."""

    def __init__(self, breaches: list[Breach]) -> None:
        super().__init__("; ".join(f"{each.rule.name}: {each.rule.article}" for each in breaches))
        self.breaches = breaches


@dataclass(frozen=True, slots=True)
class RuleWatch:
    """Every method raises RuleBroken, or notes what only warns among `warned`."""

    session: Session
    config: Config
    paths: StatePaths
    now: datetime
    warned: list[Breach] = field(default_factory=list)
    """What was stored in spite of a warning."""

    def slot(self, slot: GridSlot) -> None:
        programme = ProgrammeStore(self.session).get(slot.programme_id)
        exceptions = [
            each
            for each in GridStore(self.session).exceptions(slot.channel)
            if each.slot_id == slot.id
        ]
        self._judge(
            slot.channel,
            lambda book: vetting.of_slot(
                book, slot, programme, exceptions, self.config.zone, self.now
            ),
        )

    def programme(self, programme: Programme) -> None:
        grid = GridStore(self.session)
        slots, exceptions = grid.slots(programme.channel), grid.exceptions(programme.channel)
        self._judge(
            programme.channel,
            lambda book: vetting.of_programme(
                book, programme, slots, exceptions, self.config.zone, self.now
            ),
        )

    def campaign(self, order: Campaign) -> None:
        carts = CartStore(self.session).get_many(order.cart_ids)
        self._judge(
            order.channel,
            lambda book: vetting.of_campaign(book, order, carts, self.config.zone, self.now),
        )

    def recording(self, channel: str, cart: Cart, begins: datetime) -> None:
        self._judge(
            channel, lambda book: vetting.of_recording(book, cart, begins, self.config.zone)
        )

    def _judge(self, channel: str, found: Callable[[RuleBook], list[Breach]]) -> None:
        book = ruling.rule_book(self.session, self.config, self.paths, channel)
        breaches = found(book)
        blocked = [breach for breach in breaches if breach.rule.blocks]
        if blocked:
            raise RuleBroken(blocked)
        self.warned.extend(breaches)


def watch_of(desk: Desk, session: Session, now: datetime) -> RuleWatch:
    return RuleWatch(session, desk.config, desk.paths, now)
