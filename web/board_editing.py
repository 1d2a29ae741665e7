"""The hand of one person on the planning board: cards, agendas, and what a card becomes."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends
from sqlalchemy.orm import Session

from scheduler.idea import Idea, Purpose, State
from scheduler.imported.agenda_file import AgendaEntry
from scheduler.problem import Problem, ScheduleInvalid
from scheduler.rules.book import RuleBook
from scheduler.stores.board import BoardStore, Taken, of_entry
from scheduler.traffic.campaign import AtTimes, Campaign
from scheduler.week.grid import GridSlot
from scheduler.week.programme import Category, Live, Programme, Rotation
from scheduler.week.programme import Source as ProgrammeSource
from station.broadcast_day import local_date
from station.rundown import Start
from web.accounts import Account
from web.audit import AuditLog
from web.board import air_clashes, unsaleable
from web.campaign_editing import CampaignEditing
from web.channels import TheChannel
from web.deps import Audit, Database, Now, Staff, TheDesk
from web.grid_editing import GridEditing
from web.rundown_editing import ItemGone, RundownEditing

_READ_SECONDS = 60
_DAY = timedelta(days=1)
_USUAL = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class BoardEditing:
    """Every method stores one change. The caller owns the transaction."""

    session: Session
    channel: str
    account: Account
    audit: AuditLog
    zone: ZoneInfo
    now: datetime

    @property
    def board(self) -> BoardStore:
        return BoardStore(self.session)

    def idea(self, idea_id: int) -> Idea:
        """Raises NotInSchedule, ItemGone for a card of another channel."""
        found = self.board.idea(idea_id)
        if found.channel != self.channel:
            raise ItemGone(str(idea_id))
        return found

    def save(self, idea: Idea) -> Idea:
        """Raises ScheduleInvalid, NotInSchedule."""
        stored = self.board.save(replace(idea, by=self.account.name, made_at=self.now))
        return self._did("board.changed" if idea.id else "board.added", stored)

    def remove(self, idea_id: int) -> None:
        found = self.idea(idea_id)
        self.board.remove(idea_id)
        self._did("board.removed", found)

    def take_agenda(self, entries: list[AgendaEntry]) -> Taken:
        taken = self.board.take(self.channel, entries, self.now)
        self.audit.record(
            self.now, self.account.name, "board.agenda", channel=self.channel, added=taken.added,
            changed=taken.changed,
        )  # fmt: skip
        return taken

    def card_of(self, entry_id: int) -> Idea:
        """Make an entry of an agenda a card; raises NotInSchedule."""
        entry = self.board.entry(entry_id)
        due = local_date(entry.begins, self.zone)
        return self._did(
            "board.added",
            self.board.save(of_entry(entry, self.channel, due, self.account.name, self.now)),
        )

    def into_programme(self, idea: Idea, at: time, editing: GridEditing) -> Programme:
        """Make a card one live programme on its day, with music where nobody speaks."""
        programme = editing.save_programme(
            Programme(self.channel, idea.title, Rotation(), Category.NEWS, live=Live())
        )
        slot = GridSlot(
            self.channel, programme.id, idea.due, at, self._length(idea), start=Start.SOFT
        )
        editing.add_slot(slot)
        self._made(idea, f"programme:{programme.id}")
        return programme

    def reserve(self, idea: Idea, editing: GridEditing, book: RuleBook) -> Programme:
        """Give a card the air it asks for, on the second; raises ScheduleInvalid.

        What nobody speaks over is music. Sold air is marked as such.
        """
        if not idea.asks_for_air or idea.wall is None:
            raise ScheduleInvalid(Problem.AIR_UNNAMED, "wall")
        self._check_air(idea, book)
        sold = idea.purpose is Purpose.BLOCKED
        category = Category.SUPPORT if sold else Category.NEWS
        source = ProgrammeSource.BLOCKED if sold else ProgrammeSource.OWN
        programme = editing.save_programme(
            Programme(self.channel, idea.title, Rotation(), category, live=Live(), source=source)
        )
        length = timedelta(minutes=idea.length_min)
        editing.add_slot(
            GridSlot(self.channel, programme.id, idea.due, idea.wall, length, start=Start.HARD)
        )
        self._made(idea, f"programme:{programme.id}")
        return programme

    def _check_air(self, idea: Idea, book: RuleBook) -> None:
        """Refuse air that another card has, and air that may not be sold."""
        near = self.board.ideas(self.channel, idea.due - _DAY, idea.due + _DAY)
        reserved = [one for one in near if one.made.startswith("programme:")]
        if air_clashes(idea, reserved, (), self.zone):
            raise ScheduleInvalid(Problem.AIR_RESERVED, "wall", idea.wall)
        rule = unsaleable(book, idea.due) if idea.purpose is Purpose.BLOCKED else None
        if rule is not None:
            raise ScheduleInvalid(Problem.AIR_FORBIDDEN, "wall", rule.article)

    def into_announcement(self, idea: Idea, at: time, editing: CampaignEditing) -> Campaign:
        """Make a card the draft of an announcement that a presenter reads once it is approved."""
        draft = Campaign(
            self.channel, idea.title, (), idea.due, idea.due, AtTimes((at,)), active=False,
            live_read=True, script=idea.notes.strip() or idea.title, declared_s=_READ_SECONDS,
            notes=idea.notes,
        )  # fmt: skip
        stored = editing.save(draft)
        self._made(idea, f"campaign:{stored.id}")
        return stored

    def into_insertion(
        self, idea: Idea, cart_id: int, at: datetime, editing: RundownEditing
    ) -> None:
        """Insert a recording for a card at its time."""
        made = editing.insert_at(cart_id, at, Start.SOFT)
        self._made(idea, f"override:{made.id}")

    def _length(self, idea: Idea) -> timedelta:
        if idea.length_min:
            return timedelta(minutes=idea.length_min)
        if idea.agenda_id is None:
            return _USUAL
        entry = self.board.entry(idea.agenda_id)
        return _USUAL if entry.all_day else min(entry.ends - entry.begins, timedelta(hours=6))

    def _made(self, idea: Idea, made: str) -> None:
        self._did("board.made", self.board.save(replace(idea, state=State.READY, made=made)))

    def _did(self, what: str, idea: Idea) -> Idea:
        self.audit.record(
            self.now, self.account.name, what, channel=self.channel, idea=idea.title, made=idea.made
        )
        return idea


def time_of(idea: Idea, board: BoardStore, zone: ZoneInfo) -> time:
    """Return the wall time that a card suggests: its own, its agenda's, else ten."""
    if idea.wall is not None:
        return idea.wall
    if idea.agenda_id is None:
        return time(10)
    entry = board.entry(idea.agenda_id)
    return (
        time(10) if entry.all_day else entry.begins.astimezone(zone).time().replace(microsecond=0)
    )


def due_of(text: str, today: date) -> date:
    """Return a day as it was typed, today where it cannot be read."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today


def _editing(
    session: Database, channel: TheChannel, account: Staff, audit: Audit, desk: TheDesk, now: Now
) -> BoardEditing:
    return BoardEditing(session, channel.slug, account, audit, desk.config.zone, now)


EditingBoard = Annotated[BoardEditing, Depends(_editing, scope="function")]
