"""Holds what a rehearsal aired against the rules and the orders, from its own as-run."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session, sessionmaker

from media_library.film_store import FilmStore
from media_library.store import CartStore
from mengudara.simulate.pictures import Pictured
from mengudara.simulate.promises import Known, OrderTold, told
from mengudara.simulate.report import PlanRemark
from mengudara.simulate.separations import Schedule
from scheduler import ruling
from scheduler.planner.plan import Note
from scheduler.stores import AiringStore, CampaignStore, HourTemplateStore, ProgrammeStore
from scheduler.stores.rules import FoundBreach
from scheduler.traffic.play_key import parsed
from station.broadcast_day import day_bounds, days_between, local_date
from station.config import Config
from station.paths import StatePaths

AT_ONCE = 7
"""Days whose as-run is read together."""
_REASONS = (
    Note.SPOT_NOT_PLACED, Note.OVER_CAP, Note.CART_MISSING, Note.LOCKED, Note.RULE, Note.WITHDRAWN
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """Reads the as-run of one rehearsal."""

    sessions: sessionmaker[Session]
    config: Config
    paths: StatePaths
    channel: str

    def schedule(self) -> Schedule:
        """Return what the separations are held against."""
        with self.sessions() as session:
            templates = HourTemplateStore(session)
            return Schedule(
                {each.name: each for each in ProgrammeStore(session).all(self.channel)},
                {each.id: each for each in templates.all(self.channel)},
                templates.open_hours(self.channel),
                {cart.id: cart for cart in CartStore(session).stock()},
                self.config.zone,
            )

    def films(self) -> dict[int, Pictured]:
        """Return what is known of the pictures of everything that has some, by its number."""
        with self.sessions() as session:
            spans = FilmStore(session).spans()
            films = [cart.id for cart in CartStore(session).stock() if cart.has_picture]
        return {
            cart: Pictured(span, is_still=pictures == 1) if pictures else Pictured(None)
            for cart in films
            for pictures, span in [spans.get(cart, (0, 0))]
        }

    def days(self, begins: datetime, ends: datetime) -> list[date]:
        """Return the local days that lie wholly in a span."""
        zone = self.config.zone
        found = [(day, day_bounds(day, zone)) for day in days_between(begins, ends, zone)]
        return [day for day, (first, last) in found if begins <= first and last <= ends]

    def breaches(self, days: Sequence[date], now: datetime) -> list[FoundBreach]:
        """Return what broke rules on days that are over, in order of time."""
        with self.sessions() as session:
            book = ruling.rule_book(session, self.config, self.paths, self.channel)
            found = [
                breach
                for first in range(0, len(days), AT_ONCE)
                for breach in ruling.broken_on(
                    session, self.config, book, self.channel, days[first : first + AT_ONCE], now
                )
            ]
        return [FoundBreach.of(each, local_date(each.at, self.config.zone)) for each in found]

    def orders(
        self,
        days: Sequence[date],
        ends: datetime,
        remarks: Iterable[PlanRemark],
        outages: Sequence[tuple[datetime, datetime]],
    ) -> list[OrderTold]:
        """Return what became of each order that has plays on these days."""
        if not days:
            return []
        known = _known(remarks, outages)
        zone = self.config.zone
        with self.sessions() as session:
            orders = CampaignStore(session).airing_between(self.channel, days[0], days[-1])
            airings = AiringStore(session)
            found = [
                told(order, airings.of_campaign(order.id), days, known, zone, ends)
                for order in orders
            ]
        return [one for one in found if one.ordered]


def _known(remarks: Iterable[PlanRemark], outages: Sequence[tuple[datetime, datetime]]) -> Known:
    """Return why plays are missing, as the planner said: of several remarks the last counts."""
    reasons: dict[str, str] = {}
    closed: set[str] = set()
    for remark in remarks:
        if remark.note == Note.PHASE_CLOSED:
            closed.add(remark.about.get("campaign", ""))
        play = parsed(remark.about.get("key", ""))
        left_out = remark.note != Note.RULE or remark.about.get("deed") == "left_out"
        if play is not None and remark.note in _REASONS and left_out:
            rule = remark.about.get("rule")
            reasons[play.root] = f"rule:{rule}" if remark.note == Note.RULE else remark.note
    return Known(reasons, frozenset(closed), outages)
