"""Reads and writes programmes."""

from pydantic import TypeAdapter
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler.problem import NotInSchedule, Problem, ScheduleInvalid
from scheduler.tables.schedule import GridSlotRow, ProgrammeRow
from scheduler.week.programme import (
    AnyContent,
    Category,
    Content,
    Live,
    Programme,
    Rating,
    Source,
    TalkOver,
)
from station.rundown import Overrun

CONTENT: TypeAdapter[AnyContent] = TypeAdapter(Content)
LIVE: TypeAdapter[Live | None] = TypeAdapter(Live | None)
TALK_OVERS: TypeAdapter[tuple[TalkOver, ...]] = TypeAdapter(tuple[TalkOver, ...])


class ProgrammeStore:
    """One session's view of the programmes."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self, channel: str) -> list[Programme]:
        rows = self._session.scalars(
            select(ProgrammeRow)
            .where(ProgrammeRow.channel == channel)
            .order_by(ProgrammeRow.name, ProgrammeRow.id)
        )
        return [_programme(row) for row in rows]

    def get(self, programme_id: int) -> Programme:
        """Return a programme; raises NotInSchedule."""
        return _programme(self._row(programme_id))

    def save(self, programme: Programme) -> Programme:
        """Add a programme without a number, change one that has it; return it as stored."""
        row = self._row(programme.id) if programme.id else ProgrammeRow(channel=programme.channel)
        row.name = programme.name.strip()
        row.category = programme.category
        row.rating = programme.rating
        row.colour = programme.colour
        row.content = CONTENT.dump_python(programme.content, mode="json")
        row.notes = programme.notes
        row.overrun = programme.overrun
        row.live = LIVE.dump_python(programme.live, mode="json")
        row.relay = programme.relay
        row.talk_overs = TALK_OVERS.dump_python(programme.talk_overs, mode="json")
        row.hosts = list(programme.hosts)
        row.language = programme.language.strip()
        row.source = programme.source
        row.relay_over_min = programme.relay_over_min
        row.relay_source = " ".join(programme.relay_source.split())
        self._session.add(row)
        self._session.flush()
        return _programme(row)

    def remove(self, programme_id: int) -> None:
        """Delete a programme; raises ScheduleInvalid while it stands on the grid."""
        row = self._row(programme_id)
        used = select(func.count()).where(GridSlotRow.programme_id == programme_id)
        if self._session.scalar(used):
            raise ScheduleInvalid(Problem.PROGRAMME_IN_USE, "programme_id", programme_id)
        self._session.delete(row)
        self._session.flush()

    def _row(self, programme_id: int) -> ProgrammeRow:
        row = self._session.get(ProgrammeRow, programme_id)
        if row is None:
            raise NotInSchedule("programme", programme_id)
        return row


def _programme(row: ProgrammeRow) -> Programme:
    return Programme(
        id=row.id,
        channel=row.channel,
        name=row.name,
        content=CONTENT.validate_python(row.content),
        category=Category(row.category),
        rating=Rating(row.rating),
        colour=row.colour,
        notes=row.notes,
        overrun=Overrun(row.overrun),
        live=LIVE.validate_python(row.live),
        relay=row.relay,
        talk_overs=TALK_OVERS.validate_python(row.talk_overs),
        hosts=tuple(row.hosts),
        language=row.language,
        source=Source(row.source),
        relay_over_min=row.relay_over_min,
        relay_source=row.relay_source,
    )
