"""Keeps a plan within the rules that block: asked about each item before it is laid."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from media_library.cart import Playable
from scheduler.rules import advertising, election, hours, lines
from scheduler.rules.book import RuleBook
from scheduler.rules.check import OF_LINES, of_line
from scheduler.rules.line import Airtime
from scheduler.rules.rule import Breach, Rule
from scheduler.rules.terms import CommercialShare, ElectionSpots, Hours, LeaderAgenda, Never
from scheduler.traffic.campaign import Campaign
from station.broadcast_day import day_bounds, days_between, local_date
from station.kinds import Kind

_MOMENT = timedelta(microseconds=1)


class Law:
    """The rules that block, and what of their quotas is used up; `note` moves the account on."""

    def __init__(self, book: RuleBook, zone: ZoneInfo, orders: Iterable[Campaign] = ()) -> None:
        self._zone = zone
        self._medium = book.medium
        self._rules = [rule for rule in book.rules if rule.blocks]
        self._of_lines = [rule for rule in self._rules if isinstance(rule.terms, OF_LINES)]
        self._hours = [rule for rule in self._rules if isinstance(rule.terms, Hours)]
        self._shares = [rule for rule in self._rules if isinstance(rule.terms, CommercialShare)]
        self._counts = [rule for rule in self._rules if isinstance(rule.terms, ElectionSpots)]
        self._ratings = frozenset(name for rule in self._hours for name in _ratings(rule))
        self._tags = frozenset(tag for rule in self._rules for tag in _tags(rule))
        self._commercial: dict[date, timedelta] = {}
        self._lost: dict[date, timedelta] = {}
        self._reserved: dict[str, tuple[date, timedelta]] = {}
        self._held: dict[date, timedelta] = {}
        self._hopeless: dict[date, set[str]] = {}
        self._spots: dict[tuple[date, str], int] = {}
        self._allowed: dict[tuple[str, date], timedelta] = {}
        self.orders: Mapping[int, Campaign] = {order.id: order for order in orders}
        """The campaigns that a line may count for."""

    def note(self, line: Airtime) -> None:
        """Count what is on the air."""
        _, claim = self._reserved.get(line.key, (None, line.length))
        self.release(line.key, has_room=claim > line.length)
        if line.commercial:
            for day, part in self._by_day(line):
                self._commercial[day] = self._commercial.get(day, timedelta(0)) + part
        if election.favours(line):
            counted = local_date(line.begins, self._zone), line.participant
            self._spots[counted] = self._spots.get(counted, 0) + 1

    def room(self, day: date) -> timedelta | None:
        """Return how long commercials may still be on a day; None: no rule says."""
        rules = [rule for rule in self._shares if rule.holds_on(day)]
        used = self._commercial.get(day, timedelta(0))
        return min((self._allowance(rule, day) - used for rule in rules), default=None)

    def reserve(self, key: str, day: date, length: timedelta) -> None:
        """Keep time of a day's quota for a commercial: others find less room."""
        self._reserved[key] = day, length
        self._held[day] = self._held.get(day, timedelta(0)) + length

    def release(self, key: str, *, has_room: bool = True) -> None:
        """Give back what was kept for something that is laid now, or that will not air.

        `has_room`: whether there is more room for others than before.
        """
        day, length = self._reserved.pop(key, (None, timedelta(0)))
        if day is not None:
            self._held[day] -= length
            if has_room:
                self._hopeless.clear()

    def hopeless(self, day: date) -> Collection[str]:
        """Return the keys of what the quota of a day leaves no room for, as things are."""
        return self._hopeless.get(day, frozenset())

    def lost(self, day: date, off_air: timedelta) -> None:
        """Count how much of a day was not on the air: no quota comes from it."""
        self._lost[day] = off_air

    def concerns(self, line: Airtime) -> bool:
        """Whether any rule that blocks may have a word about something: most are quickly free."""
        return (
            line.rating in self._ratings
            or (bool(self._shares) and line.commercial)
            or bool(line.purpose)
            or bool(line.participant)
            or not self._tags.isdisjoint(line.tags)
        )

    def touches(self, cart: Playable) -> bool:
        """Whether any rule that blocks may have a word about a recording: most are quickly free."""
        return (
            cart.rating in self._ratings
            or (cart.kind is Kind.COMMERCIAL and bool(self._shares))
            or not self._tags.isdisjoint(cart.tags)
        )

    def forbids_cart(self, cart: Playable, frame: int, key: str = "") -> bool:
        """Whether a recording must not air from a frame on, whoever ordered it.

        `key`: of what it airs for, which may have time reserved.
        """
        return self.touches(cart) and self.forbids(lines.of_cart(cart, key, frame)) is not None

    def forbids(self, line: Airtime) -> Breach | None:
        """Return why something must not air like this; None: it may."""
        if not self._rules or not self.concerns(line):
            return None
        found = of_line(self._of_lines, line, self._zone, self._medium)
        return found[0] if found else self._too_much(line)

    def closed(self, line: Airtime) -> Breach | None:
        """Return why something must not even begin; None: it may, cut where `closes` says."""
        return self.forbids(replace(line, ends=self.closes(line) or line.ends))

    def closes(self, line: Airtime) -> datetime | None:
        """Return when the hours end in which something may air; None: they do not."""
        ends = [
            until
            for rule in self._hours
            if isinstance(rule.terms, Hours)
            and self._holds(rule, line)
            and (until := hours.open_until(rule.terms.windows, line.begins, self._zone))
        ]
        return min(ends, default=None)

    def opens(self, line: Airtime) -> datetime | None:
        """Return when something that may not air yet may begin by its hours; None: at once."""
        begins = [
            hours.opens_next(rule.terms.windows, line.begins, self._zone)
            for rule in self._hours
            if isinstance(rule.terms, Hours) and self._holds(rule, line)
        ]
        return max(begins, default=None)

    def out_of_hours(self, line: Airtime) -> Breach | None:
        """Return why something must not begin at this hour."""
        if line.rating not in self._ratings and self._tags.isdisjoint(line.tags):
            return None
        brief = replace(line, ends=line.begins + _MOMENT)
        found = of_line(self._hours, brief, self._zone, self._medium)
        return replace(found[0], seconds=line.length.total_seconds()) if found else None

    def _holds(self, rule: Rule, line: Airtime) -> bool:
        concerned = isinstance(rule.terms, Hours) and hours.concerns(rule.terms, line)
        return concerned and rule.holds_on(local_date(line.begins, self._zone))

    def _too_much(self, line: Airtime) -> Breach | None:
        return self._over_quota(line) or self._over_count(line)

    def _over_quota(self, line: Airtime) -> Breach | None:
        if not line.commercial:
            return None
        for day, part in self._by_day(line):
            used = self._commercial.get(day, timedelta(0)) + part
            claimed = used + self._kept_for_others(line.key, day)
            for rule in self._shares:
                if rule.holds_on(day) and claimed > self._allowance(rule, day):
                    begun = local_date(line.begins, self._zone)
                    self._hopeless.setdefault(begun, set()).add(line.key)
                    return self._quota_breach(rule, line, day, claimed)
        return None

    def _kept_for_others(self, key: str, day: date) -> timedelta:
        """Return what of a day is kept from a commercial; from one with a claim nothing is."""
        if key in self._reserved:
            return timedelta(0)
        return self._held.get(day, timedelta(0))

    def _quota_breach(self, rule: Rule, line: Airtime, day: date, used: timedelta) -> Breach:
        share = advertising.percent(used, self._on_air(day))
        limit = rule.terms.at_most if isinstance(rule.terms, CommercialShare) else 0
        about = {"percent": advertising.rounded(share, up=True), "limit": str(limit)}
        over = used - self._allowance(rule, day)
        seconds = round(over.total_seconds(), 3)
        return Breach(rule, line.begins, seconds, line.key, line.title, about)

    def _over_count(self, line: Airtime) -> Breach | None:
        if not election.favours(line):
            return None
        day = local_date(line.begins, self._zone)
        used = self._spots.get((day, line.participant), 0) + 1
        for rule in self._counts:
            assert isinstance(rule.terms, ElectionSpots)
            allowed, _ = election.counted(rule.terms, self._medium)
            if rule.holds_on(day) and used > allowed:
                about = {"participant": line.participant, "limit": str(allowed)}
                about["number"] = str(used)
                seconds = line.length.total_seconds()
                return Breach(rule, line.begins, seconds, line.key, line.title, about)
        return None

    def _allowance(self, rule: Rule, day: date) -> timedelta:
        known = rule.name, day
        if known not in self._allowed:
            assert isinstance(rule.terms, CommercialShare)
            self._allowed[known] = advertising.allowance(rule.terms, self._on_air(day))
        return self._allowed[known]

    def _on_air(self, day: date) -> timedelta:
        """Return how long the station will have been on the air on a day."""
        begins, ends = day_bounds(day, self._zone)
        return ends - begins - self._lost.get(day, timedelta(0))

    def _by_day(self, line: Airtime) -> Iterator[tuple[date, timedelta]]:
        for day in days_between(line.begins, line.ends, self._zone):
            part = line.within(*day_bounds(day, self._zone))
            if part is not None:
                yield day, part.length


def _ratings(rule: Rule) -> tuple[str, ...]:
    return rule.terms.ratings if isinstance(rule.terms, Hours) else ()


def _tags(rule: Rule) -> tuple[str, ...]:
    return rule.terms.tags if isinstance(rule.terms, Hours | Never | LeaderAgenda) else ()
