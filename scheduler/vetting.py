"""Holds an edit against the rules before it is stored: a slot, a programme, an order."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from media_library.cart import Cart
from scheduler.rules import election, hours
from scheduler.rules.book import RuleBook
from scheduler.rules.check import of_line
from scheduler.rules.line import Airtime
from scheduler.rules.lines import purpose_of
from scheduler.rules.rule import Breach
from scheduler.rules.terms import ElectionSpots, Hours
from scheduler.traffic.campaign import Campaign
from scheduler.traffic.play import Play, plays_on
from scheduler.week.grid import GridException, GridSlot, Occurrence, occurrences
from scheduler.week.programme import Programme
from station.broadcast_day import instant_of
from station.kinds import Kind
from station.rating import Rating, stricter

AHEAD = timedelta(days=35)
"""So far ahead the occurrences of a slot are looked at: every weekday and every month's end."""
_DAY = timedelta(days=1)
_MOMENT = timedelta(microseconds=1)


def of_slot(
    book: RuleBook,
    slot: GridSlot,
    programme: Programme,
    exceptions: Iterable[GridException],
    zone: ZoneInfo,
    now: datetime,
) -> list[Breach]:
    """Return what the rules have against a programme on a slot, each rule once."""
    begins = max(now, instant_of(slot.first_day, slot.wall, zone) - _DAY)
    found = occurrences([slot], exceptions, begins, begins + AHEAD, zone=zone)
    return _once(
        breach
        for occurrence in found
        for breach in of_line(book.rules, _shown(occurrence, programme), zone, book.medium)
    )


def of_programme(
    book: RuleBook,
    programme: Programme,
    slots: Sequence[GridSlot],
    exceptions: Sequence[GridException],
    zone: ZoneInfo,
    now: datetime,
) -> list[Breach]:
    """Return what the rules have against a programme on the slots it has, each rule once."""
    ours = [slot for slot in slots if slot.programme_id == programme.id]
    return _once(
        breach for slot in ours for breach in of_slot(book, slot, programme, exceptions, zone, now)
    )


def of_campaign(
    book: RuleBook, order: Campaign, carts: Mapping[int, Cart], zone: ZoneInfo, now: datetime
) -> list[Breach]:
    """Return what the rules have against an order, each rule once; a play that can wait may."""
    first = max(order.first_day, now.astimezone(zone).date())
    last = min(order.last_day, first + AHEAD)
    days = [first + number * _DAY for number in range((last - first).days + 1)]
    found = [
        breach
        for day in days
        for play in plays_on(order, day, zone)
        for breach in _of_play(book, play, carts, zone)
    ]
    return _once([*found, *_too_many(book, order, days, zone)])


def of_recording(
    book: RuleBook, cart: Cart, begins: datetime, zone: ZoneInfo, key: str = ""
) -> list[Breach]:
    """Return what the rules have against one recording at one time."""
    line = Airtime(
        key,
        begins,
        begins + cart.duration,
        cart.kind,
        cart.title,
        rating=str(cart.rating),
        tags=frozenset(cart.tags),
    )
    return of_line(book.rules, line, zone, book.medium)


def _shown(occurrence: Occurrence, programme: Programme) -> Airtime:
    return Airtime(
        occurrence.key,
        occurrence.begins,
        occurrence.ends,
        Kind.PROGRAMME,
        programme.name,
        programme.name,
        str(programme.rating),
    )


def _of_play(
    book: RuleBook, play: Play, carts: Mapping[int, Cart], zone: ZoneInfo
) -> Iterator[Breach]:
    """Yield what every time of a play's window breaks."""
    line = _line(play, carts)
    left = of_line(book.rules, line, zone, book.medium)
    for at in _other_times(book, play, line, zone):
        if not left:
            return
        there = replace(line, begins=at, ends=at + line.length)
        broken = {breach.rule.name for breach in of_line(book.rules, there, zone, book.medium)}
        left = [breach for breach in left if breach.rule.name in broken]
    yield from left


def _line(play: Play, carts: Mapping[int, Cart]) -> Airtime:
    order, cart = play.campaign, carts.get(play.cart_id)
    length = timedelta(seconds=order.declared_s) if cart is None else cart.length
    rating = Rating.SU if cart is None else stricter(Rating.SU, cart.rating)
    return Airtime(
        play.key,
        play.target,
        play.target + length,
        Kind.COMMERCIAL if order.paid else Kind.PSA,
        order.title,
        rating=str(rating),
        paid=order.paid,
        purpose=purpose_of(order),
        participant=order.participant,
        tags=frozenset() if cart is None else frozenset(cart.tags),
    )


def _other_times(book: RuleBook, play: Play, line: Airtime, zone: ZoneInfo) -> Iterator[datetime]:
    """Yield the times of its window at which a play might be allowed where it is not at its own."""
    if play.latest <= play.earliest:
        return
    yield play.earliest
    for rule in book.of(Hours):
        assert isinstance(rule.terms, Hours)
        if hours.concerns(rule.terms, line):
            opens = hours.opens_next(rule.terms.windows, play.earliest, zone)
            if opens <= play.latest:
                yield opens
    yield play.latest - _MOMENT


def _too_many(
    book: RuleBook, order: Campaign, days: Iterable[date], zone: ZoneInfo
) -> Iterator[Breach]:
    """Yield where an order asks for more spots a day than a participant has."""
    for rule in book.of(ElectionSpots):
        assert isinstance(rule.terms, ElectionSpots)
        allowed, _ = election.counted(rule.terms, book.medium)
        for day in days:
            plays = list(plays_on(order, day, zone))
            if order.participant and len(plays) > allowed and rule.holds_on(day):
                about = {"participant": order.participant, "limit": str(allowed)}
                about["number"] = str(len(plays))
                yield Breach(rule, plays[allowed].target, 0.0, "", order.title, about)


def _once(found: Iterable[Breach]) -> list[Breach]:
    """Return the first breach of each rule."""
    first: dict[str, Breach] = {}
    for breach in found:
        first.setdefault(breach.rule.name, breach)
    return list(first.values())
