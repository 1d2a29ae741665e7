"""Two weeks of the planning board: days with their cards, agendas, occasions and conflicts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from scheduler.calendar.day import CalendarDay, between
from scheduler.idea import Idea, Purpose, Source, State
from scheduler.imported.agenda_file import AgendaEntry
from scheduler.rules.book import RuleBook
from scheduler.rules.rule import Rule
from scheduler.rules.terms import ElectionWindow, LeaderAgenda, Never
from scheduler.stores import CalendarStore
from scheduler.stores.board import BoardStore
from station.broadcast_day import instant_of, local_date
from station.config import Config
from web.board_filter import EVERYTHING, BoardFilter
from web.i18n import N_
from web.week import Airtime, airtimes, span_of_days

DAYS = 14
BLOCKING_TIME = "blocking_time"
"""What rules call air that was sold."""
SOURCES: Mapping[str, str] = {
    Source.LEADER: N_("Leader's agenda"),
    Source.ISSUE: N_("Issue"),
    Source.THEME: N_("Theme"),
    Source.LISTENER: N_("Listener"),
    Source.OTHER: N_("Other"),
}
STATES: Mapping[str, str] = {
    State.IDEA: N_("Idea"),
    State.WORK: N_("In the works"),
    State.READY: N_("Ready"),
    State.DROPPED: N_("Dropped"),
}

PURPOSES: Mapping[str, str] = {
    Purpose.LIVE: N_("Live broadcast"),
    Purpose.DEFERRED: N_("Deferred broadcast"),
    Purpose.RELAY: N_("Relay"),
    Purpose.ANNOUNCEMENT: N_("Announcement"),
    Purpose.PSA: N_("Public service announcement"),
    Purpose.LIVE_READ: N_("Live read"),
    Purpose.CORRECTION: N_("Correction or reply"),
    Purpose.FACT_CHECK: N_("Fact check"),
    Purpose.RURAL: N_("Rural programme"),
    Purpose.NATIONAL: N_("National or regional day"),
    Purpose.BLOCKED: N_("Blocking time"),
}


@dataclass(frozen=True, slots=True)
class Appointment:
    """An entry of an agenda on a day of the board."""

    entry: AgendaEntry
    clashes: tuple[str, ...]
    """What else is on at that time: other entries, and programmes with a presenter."""
    held_back: Rule | None
    """The rule by which it must stay off the air; None: it may be covered."""
    card: Idea | None
    """The card that stands for it."""


@dataclass(frozen=True, slots=True)
class Card:
    """A card on its day."""

    idea: Idea
    clashes: tuple[str, ...] = ()
    """What else wants the air that it asks for: other cards, and programmes with a presenter."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the board."""

    day: date
    begins: datetime
    cards: tuple[Card, ...]
    appointments: tuple[Appointment, ...]
    calendar: CalendarDay


def board(
    session: Session,
    config: Config,
    channel: str,
    monday: date,
    book: RuleBook,
    shown: BoardFilter = EVERYTHING,
) -> list[Day]:
    """Return fourteen days from a Monday on, with what the filter lets through."""
    zone = config.zone
    last = monday + timedelta(days=DAYS - 1)
    begins, ends = span_of_days(monday, DAYS, zone)
    store = BoardStore(session)
    ideas = store.ideas(channel, monday, last)
    agenda = store.agenda(channel, begins, ends)
    airing = airtimes(session, config, channel, begins, ends)
    cards = {idea.agenda_id: idea for idea in ideas if idea.agenda_id is not None}
    marks = between(monday, last, CalendarStore(session).sources(config))
    return [
        Day(
            mark.day,
            span_of_days(mark.day, 1, zone)[0],
            tuple(
                Card(idea, air_clashes(idea, ideas, airing, zone))
                for idea in sorted(ideas, key=lambda each: each.wall or time.max)
                if idea.due == mark.day and shown.keeps(idea)
            ),
            tuple(
                Appointment(
                    entry,
                    _clashes(entry, agenda, airing),
                    held_back(book, local_date(entry.begins, zone)),
                    cards.get(entry.id),
                )
                for entry in agenda
                if _on(entry, mark.day, monday, zone) and shown.keeps_entry(entry)
            ),
            mark,
        )
        for mark in marks
    ]


def air_clashes(
    idea: Idea, ideas: Iterable[Idea], airing: Sequence[Airtime], zone: ZoneInfo
) -> tuple[str, ...]:
    """Return what else wants the air that a card asks for; what it has become itself does not."""
    if not idea.asks_for_air:
        return ()
    begins, ends = air_of(idea, zone)
    others = [
        other.title
        for other in ideas
        if other.id != idea.id and other.asks_for_air
        if air_of(other, zone)[0] < ends and begins < air_of(other, zone)[1]
    ]
    live = [
        each.programme.name
        for each in airing
        if each.programme.live is not None and idea.made != f"programme:{each.programme.id}"
        if each.occurrence.begins < ends and begins < each.occurrence.ends
    ]
    return (*others, *live)


def air_of(idea: Idea, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the span that a card asks for."""
    assert idea.wall is not None
    begins = instant_of(idea.due, idea.wall, zone)
    return begins, begins + timedelta(minutes=idea.length_min)


def held_back(book: RuleBook, day: date) -> Rule | None:
    """Return the rule that keeps a leader's agenda off the air on a day: he is a candidate."""
    for rule in book.of(LeaderAgenda):
        terms = rule.terms
        assert isinstance(terms, LeaderAgenda)
        if rule.holds_on(day) and (terms.first or day) <= day <= (terms.last or day):
            return rule
    return None


def unsaleable(book: RuleBook, day: date) -> Rule | None:
    """Return the rule by which no air may be sold on a day."""
    for rule in book.of(Never):
        terms = rule.terms
        assert isinstance(terms, Never)
        sold = rule.blocks and BLOCKING_TIME in terms.purposes
        if sold and rule.holds_on(day) and _in_season(rule, book, day):
            return rule
    return None


def _in_season(rule: Rule, book: RuleBook, day: date) -> bool:
    """Whether the election that a rule is about is on; one without a campaign always is."""
    pack = rule.name.partition("/")[0]
    windows = [
        other.terms
        for other in book.of(ElectionWindow)
        if other.name.partition("/")[0] == pack and isinstance(other.terms, ElectionWindow)
    ]
    return not windows or any(
        each.opens is not None and each.closes is not None and each.opens <= day <= each.closes
        for each in windows
    )


def _on(entry: AgendaEntry, day: date, monday: date, zone: ZoneInfo) -> bool:
    """Whether an entry is shown on a day: the one on which it begins, or the first of the board."""
    return max(local_date(entry.begins, zone), monday) == day


def _clashes(
    entry: AgendaEntry, agenda: Sequence[AgendaEntry], airing: Sequence[Airtime]
) -> tuple[str, ...]:
    """Return what cannot be covered besides: two places at once, or a live programme."""
    if entry.all_day or entry.cancelled:
        return ()
    others = [
        other.title
        for other in agenda
        if other.id != entry.id and not other.all_day and not other.cancelled
        if other.begins < entry.ends and entry.begins < other.ends
    ]
    live = [
        each.programme.name
        for each in airing
        if each.programme.live is not None
        if each.occurrence.begins < entry.ends and entry.begins < each.occurrence.ends
    ]
    return (*others, *live)
