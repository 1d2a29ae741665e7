"""The hand of one person on programmes and grid: each change stored, noted, undoable, planned."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Annotated

from fastapi import Depends
from sqlalchemy.orm import Session

from scheduler.stores import GridStore, ProgrammeStore
from scheduler.week.grid import GridException, GridSlot
from scheduler.week.programme import Programme
from web.accounts import Account
from web.audit import AuditLog
from web.deps import Audit, Database, Now, Operator, TheDesk
from web.repetition import shifted
from web.replanning import Replan, Replans
from web.rule_watch import RuleWatch, watch_of
from web.undo import Deed, TheUndoLog, UndoLog


@dataclass(frozen=True, slots=True)
class SlotBefore:
    """A slot with its exceptions as it was before a change."""

    slot: GridSlot
    exceptions: tuple[GridException, ...]

    def put_back(self, session: Session, *, removed: bool = False) -> None:
        """Make it so again; a removed slot comes back under a new number."""
        grid = GridStore(session)
        slot = grid.save(replace(self.slot, id=0) if removed else self.slot)
        for exception in _exceptions_of(grid, slot):
            grid.restore(slot.id, exception.day)
        for exception in self.exceptions:
            _store(grid, replace(exception, slot_id=slot.id))


@dataclass(frozen=True, slots=True)
class GridEditing:
    """Every method stores one change. The caller owns the transaction."""

    session: Session
    account: Account
    audit: AuditLog
    undo_log: UndoLog
    replan: Replan
    now: datetime
    watch: RuleWatch

    @property
    def grid(self) -> GridStore:
        return GridStore(self.session)

    @property
    def programmes(self) -> ProgrammeStore:
        return ProgrammeStore(self.session)

    def add_slot(self, slot: GridSlot) -> GridSlot:
        """Raises RuleBroken, as every change does that puts something where it may not be."""
        self.watch.slot(slot)
        stored = self.grid.save(slot)
        self._did("slot.added", stored, lambda session: GridStore(session).remove(stored.id))
        return stored

    def change_slot(self, slot: GridSlot) -> GridSlot:
        before = self._before(slot.id)
        self.watch.slot(slot)
        stored = self.grid.save(slot)
        self._did("slot.changed", stored, before.put_back)
        return stored

    def remove_slot(self, slot_id: int) -> None:
        before = self._before(slot_id)
        self.grid.remove(slot_id)
        self._did(
            "slot.removed", before.slot, lambda session: before.put_back(session, removed=True)
        )

    def move_one(self, slot_id: int, day: date, to: datetime, duration: timedelta) -> GridSlot:
        """Move a single occurrence to the local time `to`; a one-off slot moves itself."""
        before = self._before(slot_id)
        if not before.slot.rule:
            return self.move_series(slot_id, day, to, duration)
        self.watch.slot(replace(before.slot, first_day=to.date(), wall=to.time(),
                                duration=duration, rule=""))  # fmt: skip
        kept = None if duration == before.slot.duration else duration
        self.grid.move(slot_id, day, to_day=to.date(), to_wall=to.time(), duration=kept)
        self._did("occurrence.moved", before.slot, before.put_back, day=day, to=to)
        return before.slot

    def move_series(self, slot_id: int, day: date, to: datetime, duration: timedelta) -> GridSlot:
        """Move all occurrences as the one of `day` is moved to the local time `to`."""
        before = self._before(slot_id)
        moved = shifted(before.slot, day, to, duration)
        self.watch.slot(moved)
        stored = self.grid.save(moved)
        self.grid.restore(slot_id, day)
        self._did("slot.moved", stored, before.put_back, to=to)
        return stored

    def cancel(self, slot_id: int, day: date) -> None:
        """Take out a single occurrence; a one-off slot is removed."""
        before = self._before(slot_id)
        if not before.slot.rule:
            self.remove_slot(slot_id)
            return
        self.grid.cancel(slot_id, day)
        self._did("occurrence.cancelled", before.slot, before.put_back, day=day)

    def restore(self, slot_id: int, day: date) -> None:
        """Put a single occurrence back where its series has it."""
        before = self._before(slot_id)
        self.grid.restore(slot_id, day)
        self._did("occurrence.restored", before.slot, before.put_back, day=day)

    def save_programme(self, programme: Programme) -> Programme:
        before = self.programmes.get(programme.id) if programme.id else None
        self.watch.programme(programme)
        stored = self.programmes.save(programme)
        if before is None:
            self._did_to(
                stored, "programme.added", lambda session: ProgrammeStore(session).remove(stored.id)
            )
        else:
            self._did_to(stored, "programme.changed", lambda session: _save(session, before))
        return stored

    def remove_programme(self, programme_id: int) -> Programme:
        before = self.programmes.get(programme_id)
        self.programmes.remove(programme_id)
        self._did_to(
            before, "programme.removed", lambda session: _save(session, replace(before, id=0))
        )
        return before

    def did(self, channel: str, what: str, name: str, back: Callable[[Session], object]) -> None:
        """Note a change that a route has stored: undoable, in the trail, planned."""
        self._note(channel, what, name, back)
        self.audit.record(self.now, self.account.name, f"schedule.{what}", name=name)

    def undo(self) -> Deed:
        """Take back this person's last change; raises NothingToUndo."""
        deed = self.undo_log.take(self.account.name, self.now)
        deed.back(self.session)
        self.audit.record(self.now, self.account.name, "schedule.undone", what=deed.what)
        self.replan(deed.channel)
        return deed

    def last(self) -> Deed | None:
        """Return what `undo` would take back."""
        return self.undo_log.last(self.account.name, self.now)

    def _before(self, slot_id: int) -> SlotBefore:
        slot = self.grid.get(slot_id)
        return SlotBefore(slot, tuple(_exceptions_of(self.grid, slot)))

    def _did(
        self, what: str, slot: GridSlot, back: Callable[[Session], None], **about: object
    ) -> None:
        name = self.programmes.get(slot.programme_id).name
        self._note(slot.channel, what, name, back)
        self.audit.record(
            self.now, self.account.name, f"schedule.{what}", slot=slot.id, programme=name, **about
        )

    def _did_to(self, programme: Programme, what: str, back: Callable[[Session], None]) -> None:
        self._note(programme.channel, what, programme.name, back)
        self.audit.record(self.now, self.account.name, f"schedule.{what}", programme=programme.name)

    def _note(self, channel: str, what: str, name: str, back: Callable[[Session], object]) -> None:
        self.undo_log.note(self.account.name, Deed(channel, what, name, self.now, back))
        self.replan(channel)


def _exceptions_of(grid: GridStore, slot: GridSlot) -> list[GridException]:
    return [found for found in grid.exceptions(slot.channel) if found.slot_id == slot.id]


def _store(grid: GridStore, exception: GridException) -> None:
    if exception.to_day is None or exception.to_wall is None:
        grid.cancel(exception.slot_id, exception.day)
        return
    grid.move(
        exception.slot_id,
        exception.day,
        to_day=exception.to_day,
        to_wall=exception.to_wall,
        duration=exception.duration,
    )


def _save(session: Session, programme: Programme) -> None:
    ProgrammeStore(session).save(programme)


def _editing(
    desk: TheDesk,
    session: Database,
    account: Operator,
    audit: Audit,
    undo: TheUndoLog,
    replan: Replans,
    now: Now,
) -> GridEditing:
    watch = watch_of(desk, session, now)
    return GridEditing(session, account, audit, undo, replan, now, watch)


Editing = Annotated[GridEditing, Depends(_editing, scope="function")]
