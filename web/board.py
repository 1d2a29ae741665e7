"""Two weeks of the planning board: days with their cards, agendas, occasions and conflicts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from scheduler.calendar.day import CalendarDay, between
from scheduler.idea import Idea, Source, State
from scheduler.imported.agenda_file import AgendaEntry
from scheduler.rules.book import RuleBook
from scheduler.rules.rule import Rule
from scheduler.rules.terms import LeaderAgenda
from scheduler.stores import CalendarStore
from scheduler.stores.board import BoardStore
from station.broadcast_day import local_date
from station.config import Config
from web.i18n import N_
from web.week import Airtime, airtimes, span_of_days

DAYS = 14
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
class Day:
    """One day of the board."""

    day: date
    begins: datetime
    ideas: tuple[Idea, ...]
    appointments: tuple[Appointment, ...]
    calendar: CalendarDay


def board(
    session: Session, config: Config, channel: str, monday: date, book: RuleBook
) -> list[Day]:
    """Return fourteen days from a Monday on."""
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
            tuple(idea for idea in ideas if idea.due == mark.day),
            tuple(
                Appointment(
                    entry,
                    _clashes(entry, agenda, airing),
                    held_back(book, local_date(entry.begins, zone)),
                    cards.get(entry.id),
                )
                for entry in agenda
                if _on(entry, mark.day, monday, zone)
            ),
            mark,
        )
        for mark in marks
    ]


def held_back(book: RuleBook, day: date) -> Rule | None:
    """Return the rule that keeps a leader's agenda off the air on a day: he is a candidate."""
    for rule in book.of(LeaderAgenda):
        terms = rule.terms
        assert isinstance(terms, LeaderAgenda)
        if rule.holds_on(day) and (terms.first or day) <= day <= (terms.last or day):
            return rule
    return None


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
