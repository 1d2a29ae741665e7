"""The hand of one person on published versions: back to one, on from it; gather changes, let go."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Depends
from sqlalchemy.orm import Session

from scheduler import publishing
from scheduler.pin import Pin, Purpose
from scheduler.planning import ROLLED_BACK
from scheduler.problem import Problem, ScheduleInvalid
from scheduler.stores import ChannelPlanningStore, PinStore, PublishedStore
from scheduler.stores.grid_rows import put_back, taken_down
from station.clock import Clock
from station.paths import StatePaths
from station.rundown import Rundown
from web.accounts import Account
from web.audit import AuditLog
from web.channels import TheChannel
from web.deps import Audit, Database, Now, Operator, TheDesk
from web.replanning import Replan, Replans
from web.undo import Deed, TheUndoLog, UndoLog
from web.version_view import kept_version

Back = Callable[[Session], None]


@dataclass(frozen=True, slots=True)
class VersionEditing:
    """Every method stores one change. The caller owns the transaction."""

    session: Session
    channel: str
    paths: StatePaths
    account: Account
    audit: AuditLog
    undo_log: UndoLog
    replan: Replan
    clock: Clock
    now: datetime

    @property
    def pins(self) -> PinStore:
        return PinStore(self.session)

    def roll_back(self, version: int, held_for: timedelta | None) -> Pin:
        """Publish a version again and hold it; None: as long as it reaches.

        Raises ScheduleInvalid for a version that is not kept or is over.
        """
        found = self._kept(version)
        if found.ends <= self.now:
            raise ScheduleInvalid(Problem.VERSION_GONE, "version", version)
        until = found.ends if held_for is None else min(found.ends, self.now + held_for)
        before = self.pins.in_force(self.channel, self.now)
        if before is not None and before.purpose is Purpose.COLLECTING:
            raise ScheduleInvalid(Problem.STILL_COLLECTING, "version", version)
        pin = self._hold(found, Purpose.ROLL_BACK, until)
        self._note("version.rolled_back", str(version), lambda session: self._undo(session, before))
        self._did("version.rolled_back", ROLLED_BACK, version=version, until=until)
        return pin

    def release(self) -> Pin:
        """Let the grid have the word again; raises ScheduleInvalid when nothing is held."""
        pin = self.pins.release(self._pin().id, by=self.account.name, now=self.now)
        self._note(
            "version.released",
            str(pin.version),
            lambda session: _hold_again(session, pin, self.clock.now()),
        )
        self._did("version.released", "released", version=pin.version)
        return pin

    def collect(self) -> Pin:
        """Hold what is published while changes of the grid gather."""
        found = publishing.current(self.paths.rundown(self.channel))
        if found is None or self.pins.in_force(self.channel, self.now) is not None:
            raise ScheduleInvalid(Problem.VERSION_GONE, "version", "")
        pin = self._hold(found, Purpose.COLLECTING, found.ends)
        self.audit.record(self.now, self.account.name, "changes.collected", channel=self.channel)
        return pin

    def publish(self) -> Pin:
        """Let what has gathered reach the air; raises ScheduleInvalid."""
        pin = self._collecting()
        released = self.pins.release(pin.id, by=self.account.name, now=self.now)
        self._did("changes.published", "collected")
        return released

    def throw_away(self) -> Pin:
        """Make the grid what it was when changes began to gather; raises ScheduleInvalid."""
        pin = self._collecting()
        put_back(self.session, self.channel, self.pins.grid_at(pin.id))
        released = self.pins.release(pin.id, by=self.account.name, now=self.now)
        self._did("changes.thrown_away", "collected")
        return released

    def set_lock(self, lock: timedelta) -> None:
        """Raises ScheduleInvalid."""
        store = ChannelPlanningStore(self.session)
        before = store.lock(self.channel)
        store.set_lock(self.channel, lock)
        self._note(
            "lock.set",
            str(lock),
            lambda session: ChannelPlanningStore(session).set_lock(self.channel, before),
        )
        self._did("lock.set", "edit", minutes=lock // timedelta(minutes=1))

    def _kept(self, version: int) -> Rundown:
        found = kept_version(self.session, self.paths, self.channel, version)
        if found is None:
            raise ScheduleInvalid(Problem.VERSION_GONE, "version", version)
        return found[1]

    def _hold(self, version: Rundown, purpose: Purpose, until: datetime) -> Pin:
        entry = PublishedStore(self.session).version(self.channel, version.version)
        if entry is None:
            raise ScheduleInvalid(Problem.VERSION_GONE, "version", version.version)
        collecting = purpose is Purpose.COLLECTING
        rows = taken_down(self.session, self.channel) if collecting else None
        pin = Pin(
            self.channel, version.version, entry.checksum, purpose, self.now, until,
            by=self.account.name,
        )  # fmt: skip
        return self.pins.hold(pin, rows)

    def _pin(self) -> Pin:
        pin = self.pins.in_force(self.channel, self.now)
        if pin is None:
            raise ScheduleInvalid(Problem.ALREADY_UNDONE, "pin", "")
        return pin

    def _collecting(self) -> Pin:
        pin = self.pins.in_force(self.channel, self.now)
        if pin is None or pin.purpose is not Purpose.COLLECTING:
            raise ScheduleInvalid(Problem.NOT_COLLECTING, "pin", "")
        return pin

    def _undo(self, session: Session, before: Pin | None) -> None:
        pins = PinStore(session)
        now = self.clock.now()
        found = pins.in_force(self.channel, now)
        if found is not None:
            pins.release(found.id, by=self.account.name, now=now)
        if before is not None:
            _hold_again(session, before, now)

    def _note(self, what: str, name: str, back: Back) -> None:
        self.undo_log.note(self.account.name, Deed(self.channel, what, name, self.now, back))

    def _did(self, what: str, cause: str, **about: object) -> None:
        self.audit.record(self.now, self.account.name, what, channel=self.channel, **about)
        self.replan(self.channel, cause)


def _hold_again(session: Session, pin: Pin, now: datetime) -> None:
    PinStore(session).hold(replace(pin, id=0, made_at=now, released_at=None, released_by=""))


def _editing(
    session: Database,
    channel: TheChannel,
    desk: TheDesk,
    account: Operator,
    audit: Audit,
    undo: TheUndoLog,
    replan: Replans,
    now: Now,
) -> VersionEditing:
    return VersionEditing(
        session, channel.slug, desk.paths, account, audit, undo, replan, desk.clock, now
    )


EditingVersions = Annotated[VersionEditing, Depends(_editing, scope="function")]
