"""Reads and writes the planning board: ideas, and the entries of agendas."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.idea import Idea, Purpose, Source, State
from scheduler.imported.agenda_file import AgendaEntry
from scheduler.problem import NotInSchedule, Problem, ScheduleInvalid
from scheduler.tables.board import AgendaEntryRow, IdeaRow
from station.database import in_batches

_FIELDS = ("begins", "ends", "all_day", "title", "place", "notes", "cancelled")


@dataclass(frozen=True, slots=True)
class Taken:
    """What reading an agenda has changed."""

    added: int
    changed: int
    same: int


class BoardStore:
    """One session's view of the board."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def ideas(self, channel: str, first: date, last: date) -> list[Idea]:
        """Return the cards due on these days, by day."""
        rows = self._session.scalars(
            select(IdeaRow)
            .where(IdeaRow.channel == channel, IdeaRow.due >= first, IdeaRow.due <= last)
            .order_by(IdeaRow.due, IdeaRow.id)
        )
        return [_idea(row) for row in rows]

    def idea(self, idea_id: int) -> Idea:
        """Raises NotInSchedule."""
        return _idea(self._row(idea_id))

    def save(self, idea: Idea) -> Idea:
        """Add or change; raises NotInSchedule, ScheduleInvalid for a state that cannot follow."""
        row = self._row(idea.id) if idea.id else IdeaRow(channel=idea.channel)
        if idea.id and not _idea(row).may_become(idea.state):
            raise ScheduleInvalid(Problem.STATE_IMPOSSIBLE, "state", idea.state)
        for name in ("title", "owner", "due", "source", "state", "notes", "made", "agenda_id",
                     "wall", "length_min"):  # fmt: skip
            setattr(row, name, getattr(idea, name))
        row.purpose = idea.purpose or ""
        if not idea.id:
            assert idea.made_at is not None
            row.by, row.made_at = idea.by, idea.made_at
            self._session.add(row)
        self._session.flush()
        return _idea(row)

    def remove(self, idea_id: int) -> None:
        """Raises NotInSchedule."""
        self._session.delete(self._row(idea_id))
        self._session.flush()

    def agenda(self, channel: str, begins: datetime, ends: datetime) -> list[AgendaEntry]:
        """Return what touches a span, in order; what is called off too."""
        rows = self._session.scalars(
            select(AgendaEntryRow)
            .where(
                AgendaEntryRow.channel == channel,
                AgendaEntryRow.begins < ends,
                AgendaEntryRow.ends > begins,
            )
            .order_by(AgendaEntryRow.begins, AgendaEntryRow.id)
        )
        return [_entry(row) for row in rows]

    def entry(self, entry_id: int) -> AgendaEntry:
        """Raises NotInSchedule."""
        row = self._session.get(AgendaEntryRow, entry_id)
        if row is None:
            raise NotInSchedule("agenda entry", entry_id)
        return _entry(row)

    def take(self, channel: str, entries: Iterable[AgendaEntry], now: datetime) -> Taken:
        """Store what an agenda says now: what is known by its name is changed, never doubled."""
        wanted = {entry.uid: entry for entry in entries}
        known = self._known(channel, list(wanted))
        added = changed = 0
        for uid, entry in wanted.items():
            row = known.get(uid)
            if row is None:
                row = AgendaEntryRow(channel=channel, uid=uid)
                self._session.add(row)
                added += 1
            elif any(getattr(row, name) != getattr(entry, name) for name in _FIELDS):
                changed += 1
            for name in _FIELDS:
                setattr(row, name, getattr(entry, name))
            row.seen_at = now
        self._session.flush()
        return Taken(added, changed, len(wanted) - added - changed)

    def _known(self, channel: str, uids: list[str]) -> dict[str, AgendaEntryRow]:
        found: dict[str, AgendaEntryRow] = {}
        for some in in_batches(uids):
            rows = self._session.scalars(
                select(AgendaEntryRow).where(
                    AgendaEntryRow.channel == channel,
                    AgendaEntryRow.uid.in_(some),
                )
            )
            found |= {row.uid: row for row in rows}
        return found

    def _row(self, idea_id: int) -> IdeaRow:
        row = self._session.get(IdeaRow, idea_id)
        if row is None:
            raise NotInSchedule("idea", idea_id)
        return row


def of_entry(entry: AgendaEntry, channel: str, due: date, by: str, now: datetime) -> Idea:
    """Return the card of an entry of an agenda; it asks for no air until somebody says so."""
    notes = " · ".join(filter(None, (entry.place, entry.notes)))
    card = Idea(channel, entry.title, due, Source.LEADER, notes=notes, by=by, made_at=now)
    return replace(card, agenda_id=entry.id)


def _idea(row: IdeaRow) -> Idea:
    return Idea(
        id=row.id,
        channel=row.channel,
        title=row.title,
        owner=row.owner,
        due=row.due,
        source=Source(row.source),
        state=State(row.state),
        notes=row.notes,
        made=row.made,
        agenda_id=row.agenda_id,
        by=row.by,
        made_at=row.made_at,
        purpose=Purpose(row.purpose) if row.purpose else None,
        wall=row.wall,
        length_min=row.length_min,
    )


def _entry(row: AgendaEntryRow) -> AgendaEntry:
    return AgendaEntry(
        id=row.id,
        uid=row.uid,
        **{name: getattr(row, name) for name in _FIELDS},
    )
