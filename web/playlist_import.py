"""Takes a list of another program over: into a programme's own order, or to times of a day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from media_library.store import CartStore
from scheduler.imported.playlist_file import Trouble
from scheduler.imported.playlist_matching import By
from scheduler.problem import Problem, ScheduleInvalid
from scheduler.stores import ProgrammeStore
from scheduler.week.programme import Fixed, Programme
from station.broadcast_day import instant_of
from station.rundown import Start
from web.grid_editing import GridEditing
from web.i18n import N_
from web.rundown_editing import RundownEditing

TROUBLES = {
    Trouble.TOO_LARGE: N_("The file is larger than 900 kB."),
    Trouble.TOO_LONG: N_("The list has more than 2,000 lines."),
    Trouble.EMPTY: N_("Nothing is named in this file."),
    Trouble.NOT_TEXT: N_("This is not a list: it holds something other than text."),
    Trouble.COMMAND: N_("A command of the other program; left out."),
    Trouble.TIME_UNREADABLE: N_("Its time cannot be read."),
    Trouble.NOTHING_NAMED: N_("It names neither a file nor a title."),
}
REASONS = {
    By.FILE: N_("same file name"),
    By.NAME: N_("same artist and title"),
    By.TITLE: N_("same title"),
    By.LIKENESS: N_("much alike"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line that was chosen: what airs, and when where the list has times."""

    cart_id: int
    at: time | None


@dataclass(frozen=True, slots=True)
class Where:
    """Where a list goes."""

    programme_id: int = 0
    """A programme with recordings of its own; 0: a new one."""
    name: str = ""
    """Name of the new one."""
    append: bool = False
    """Behind what it has, rather than in its place."""


def into_programme(editing: GridEditing, channel: str, where: Where, lines: Sequence[Line]) -> str:
    """Make the lines a programme's recordings; return its name. All or nothing.

    Raises ScheduleInvalid, CartNotFound, NotInSchedule.
    """
    ids = tuple(line.cart_id for line in lines)
    for cart_id in set(ids):
        CartStore(editing.session).get(cart_id)
    if not where.programme_id:
        return editing.save_programme(Programme(channel, where.name.strip(), Fixed(ids))).name
    before = ProgrammeStore(editing.session).get(where.programme_id)
    if before.channel != channel or not isinstance(before.content, Fixed):
        raise ScheduleInvalid(Problem.START_IMPOSSIBLE, "programme", where.programme_id)
    kept = before.content.cart_ids if where.append else ()
    return editing.save_programme(replace(before, content=Fixed(kept + ids))).name


def at_times(
    editing: RundownEditing, day: date, lines: Sequence[Line], start: Start, zone: ZoneInfo
) -> int:
    """Insert every line at its time of a day; return how many. All or nothing.

    Raises ScheduleInvalid, CartNotFound.
    """
    for cart_id in {line.cart_id for line in lines}:
        CartStore(editing.session).get(cart_id)
    placed = [(line, _instant(line, day, zone)) for line in lines]
    late = next((at for _, at in placed if at <= editing.now), None)
    if late is not None:
        raise ScheduleInvalid(Problem.ALREADY_PAST, "at", late.isoformat())
    for line, at in placed:
        editing.insert_at(line.cart_id, at, start)
    return len(placed)


def _instant(line: Line, day: date, zone: ZoneInfo) -> datetime:
    if line.at is None:
        raise ScheduleInvalid(Problem.TIMES_EMPTY, "at", "")
    return instant_of(day, line.at, zone)
