"""Brings the rules together with the database: which are in force, and what a day broke."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from sqlalchemy.orm import Session

from media_library.store import CartStore
from scheduler.airing import Airing
from scheduler.planner.inputs import PlanInputs
from scheduler.rules import lines, pack
from scheduler.rules.advertising import AdTime, ad_time
from scheduler.rules.book import RuleBook, book_of
from scheduler.rules.check import breaches
from scheduler.rules.line import Air, Airtime, Due
from scheduler.rules.pack import Pack, Packs
from scheduler.rules.rule import Breach
from scheduler.stores import AiringStore, CampaignStore, ProgrammeStore, PublishedStore, RuleStore
from scheduler.stores.live_readings import LiveReadingStore, as_airing
from scheduler.traffic.campaign import Campaign
from scheduler.traffic.purpose import DUTIES
from station.broadcast_day import day_bounds, local_date
from station.config import Config
from station.paths import StatePaths
from station.rating import Rating

LOOK_BACK = timedelta(hours=36)
"""A correction heard so long before the end of its time still counts."""
CAUGHT_UP = timedelta(days=7)
"""So many days back are checked when planning was not at work."""
LOOK_AHEAD = timedelta(hours=12)
"""The song that closes a day may be heard in the night behind it."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A local day on the air, held against the rules."""

    air: Air
    """What aired, with what is needed around the day."""
    day: date
    """Local day."""
    ads: AdTime
    """Its advertising."""
    breaches: tuple[Breach, ...]
    """What broke a rule, in order of time."""


@lru_cache(maxsize=1)
def _built_in() -> tuple[Pack, ...]:
    return pack.built_in()


def packs(paths: StatePaths) -> Packs:
    """Return the built-in packs and the station's own, and those that cannot be read."""
    return pack.with_own(_built_in(), paths.rules)


def rule_book(session: Session, config: Config, paths: StatePaths, channel: str) -> RuleBook:
    """Return the rules that a channel is held to now."""
    settings = RuleStore(session).settings()
    medium = config.channel(channel).kind
    return book_of(packs(paths).packs, settings, medium, config.broadcaster)


def with_rules(
    inputs: PlanInputs, session: Session, config: Config, paths: StatePaths
) -> PlanInputs:
    """Return the planner's inputs with the rules, and with what of the day is used up."""
    book = rule_book(session, config, paths, inputs.channel)
    midnight, _ = day_bounds(local_date(inputs.begins, inputs.zone), inputs.zone)
    aired = aired_between(session, inputs.channel, midnight, inputs.begins, now=inputs.begins)
    return replace(inputs, rules=book, aired=aired)


def checked(
    session: Session, config: Config, book: RuleBook, channel: str, day: date, now: datetime
) -> Checked:
    """Hold a local day against the rules, as far as it is over."""
    zone = config.zone
    begins, ends = day_bounds(day, zone)
    since, until = begins - LOOK_BACK, min(now, ends + LOOK_AHEAD)
    heard = aired_between(session, channel, since, until, now=now)
    dues = dues_of(CampaignStore(session).all(channel))
    air = Air(heard, since, max(since, until), zone, book.medium, dues)
    return Checked(air, day, ad_time(air, day), tuple(breaches(book.rules, air, [day])))


def broken_on(
    session: Session,
    config: Config,
    book: RuleBook,
    channel: str,
    days: Sequence[date],
    now: datetime,
) -> list[Breach]:
    """Return what days in a row broke, in order of time: they are read once."""
    since = day_bounds(days[0], config.zone)[0] - LOOK_BACK
    until = min(now, day_bounds(days[-1], config.zone)[1] + LOOK_AHEAD)
    heard = aired_between(session, channel, since, until, now=now)
    dues = dues_of(CampaignStore(session).all(channel))
    air = Air(heard, since, max(since, until), config.zone, book.medium, dues)
    return breaches(book.rules, air, days)


def keep_days(
    session: Session, config: Config, paths: StatePaths, channel: str, now: datetime
) -> list[Checked]:
    """Check the days that are over and note what they broke; a day is final in the noon after."""
    store, zone = RuleStore(session), config.zone
    today = local_date(now, zone)
    first = today - CAUGHT_UP
    known = {each.day: each.checked_at for each in store.days(channel, first, today)}
    book = rule_book(session, config, paths, channel)
    found = []
    for day in (first + timedelta(days=number) for number in range(CAUGHT_UP.days)):
        final = day_bounds(day, zone)[1] + LOOK_AHEAD
        if day not in known or known[day] < final:
            one = checked(session, config, book, channel, day, now)
            store.record(channel, one.ads, one.breaches, now)
            found.append(one)
    return found


def dues_of(orders: list[Campaign]) -> list[Due]:
    """Return what orders are to correct in time."""
    return [
        Due(order.title, order.reported_at, order.id)
        for order in orders
        if order.active and order.purpose in DUTIES and order.reported_at is not None
    ]


def aired_between(
    session: Session, channel: str, begins: datetime, ends: datetime, *, now: datetime
) -> list[Airtime]:
    """Return what was heard in a span, over others too; live readings count as declared."""
    store = AiringStore(session)
    airings = [
        *store.between(channel, begins, ends),
        *store.over(channel, begins, ends),
        *map(as_airing, LiveReadingStore(session).between(channel, begins, ends)),
    ]
    planned = PublishedStore(session).between(channel, begins, ends)
    shown = {each.name: each.rating for each in ProgrammeStore(session).all(channel)}
    ratings = {item.item_key: item.rating for item in planned}

    def rating_of(airing: Airing) -> str:
        return ratings.get(airing.item_key) or shown.get(airing.programme, Rating.SU)

    orders = {order.id: order for order in CampaignStore(session).all(channel)}
    carts = CartStore(session).get_many({each.cart_id for each in airings if each.cart_id})
    made = (lines.of_airing(each, orders, carts, rating_of(each), now) for each in airings)
    found = (line.within(begins, ends) for line in made if line is not None)
    return sorted((line for line in found if line is not None), key=lambda line: line.begins)
