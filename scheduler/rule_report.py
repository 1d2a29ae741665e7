"""What a day or a month on the air says about the rules: meters, logs, counters, breaches."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from scheduler import ruling
from scheduler.rules.advertising import AdTime, ad_time
from scheduler.rules.book import RuleBook
from scheduler.rules.election import Share, equal_time
from scheduler.rules.line import PRAYER, Air, Airtime
from scheduler.rules.rule import Rule
from scheduler.rules.signs import songs
from scheduler.rules.terms import CommercialShare, Hourly, PsaShare, SongAt
from scheduler.stores import RuleStore
from scheduler.stores.rules import FoundBreach
from station.broadcast_day import day_bounds, local_date
from station.config import Config
from station.kinds import Kind


@dataclass(frozen=True, slots=True)
class RuleReport:
    """One channel from the first local day to the last."""

    first: date
    """First local day."""
    last: date
    """Last local day, included."""
    days: tuple[AdTime, ...]
    """The advertising of each day that was on the air."""
    breaches: tuple[FoundBreach, ...]
    """In order of time."""
    songs: tuple[tuple[Rule, Airtime], ...]
    """The national songs that were heard, with the rule that asks for them."""
    prayers: tuple[Airtime, ...]
    """The calls to prayer that were heard."""
    station_ids: tuple[Airtime, ...]
    """Where the station said its name."""
    shares: tuple[Share, ...]
    """What each participant of an election had."""
    book: RuleBook
    """The rules that hold now."""

    @property
    def total(self) -> AdTime:
        """Return the advertising of all the days together."""
        nothing = timedelta(0)
        return AdTime(
            self.first,
            sum((day.on_air for day in self.days), nothing),
            sum((day.commercial for day in self.days), nothing),
            sum((day.psa for day in self.days), nothing),
            sum((day.unknown for day in self.days), nothing),
        )

    @property
    def commercial_limit(self) -> str:
        """Return how many percent commercials may take; empty: no rule says."""
        found = [r.terms.at_most for r in self.book.rules if isinstance(r.terms, CommercialShare)]
        return str(min(found)) if found else ""

    @property
    def psa_limit(self) -> tuple[str, str]:
        """Return how many percent PSA must take, and of what; empty: no rule says."""
        for rule in self.book.rules:
            if isinstance(rule.terms, PsaShare):
                return str(rule.terms.at_least), rule.terms.of
        return "", ""


def of_days(
    session: Session, config: Config, book: RuleBook, channel: str, first: date, last: date,
    now: datetime,
) -> RuleReport:  # fmt: skip
    """Report on local days; a single day, and today, are looked at anew, others as checked."""
    zone, store = config.zone, RuleStore(session)
    today = local_date(now, zone)
    begins, ends = day_bounds(first, zone)[0], min(day_bounds(last, zone)[1], now)
    heard = ruling.aired_between(session, channel, begins, max(begins, ends), now=now)
    air = Air(heard, begins, max(begins, ends), zone, book.medium)
    breaches = [each for each in store.breaches(channel, first, last) if first != last]
    for day in {first} if first == last else {today} & set(air.days()):
        found = ruling.checked(session, config, book, channel, day, now)
        breaches = [each for each in breaches if each.day != day]
        breaches += [FoundBreach.of(breach, day) for breach in found.breaches]
    ads = (ad_time(air, day) for day in air.days())
    asked = [rule for rule in book.of(SongAt) if isinstance(rule.terms, SongAt)]
    return RuleReport(
        first=first,
        last=last,
        days=tuple(day for day in ads if day.on_air),
        breaches=tuple(sorted(breaches, key=lambda found: (found.at, found.rule))),
        songs=tuple(
            (rule, song)
            for rule in asked
            if isinstance(rule.terms, SongAt)
            for song in songs(rule.terms, air)
        ),
        prayers=tuple(line for line in heard if line.purpose == PRAYER),
        station_ids=tuple(line for line in heard if line.kind in _named_by(book)),
        shares=tuple(equal_time(air)),
        book=book,
    )


def _named_by(book: RuleBook) -> set[Kind]:
    return {kind for r in book.rules if isinstance(r.terms, Hourly) for kind in r.terms.kinds}
