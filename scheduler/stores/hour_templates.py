"""Reads and writes hour templates, and which open hour has which."""

from collections.abc import Mapping

from pydantic import TypeAdapter
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from scheduler.problem import NotInSchedule, Problem, ScheduleInvalid
from scheduler.stores.programmes import ProgrammeStore
from scheduler.tables.schedule import HourTemplateRow, OpenHourRow
from scheduler.week.hour_template import Element, HourTemplate
from scheduler.week.programme import Templated

ELEMENTS: TypeAdapter[tuple[Element, ...]] = TypeAdapter(tuple[Element, ...])


class HourTemplateStore:
    """One session's view of the hour templates."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self, channel: str) -> list[HourTemplate]:
        rows = self._session.scalars(
            select(HourTemplateRow)
            .where(HourTemplateRow.channel == channel)
            .order_by(HourTemplateRow.name, HourTemplateRow.id)
        )
        return [_template(row) for row in rows]

    def get(self, template_id: int) -> HourTemplate:
        """Return a template; raises NotInSchedule."""
        return _template(self._row(template_id))

    def save(self, template: HourTemplate) -> HourTemplate:
        """Add a template without a number, change one that has it; return it as stored."""
        row = self._row(template.id) if template.id else HourTemplateRow(channel=template.channel)
        row.name = template.name.strip()
        row.elements = ELEMENTS.dump_python(template.elements, mode="json")
        row.notes = template.notes
        self._session.add(row)
        self._session.flush()
        return _template(row)

    def remove(self, template_id: int) -> None:
        """Delete a template, from open hours too; raises ScheduleInvalid while in use."""
        row = self._row(template_id)
        for programme in ProgrammeStore(self._session).all(row.channel):
            content = programme.content
            if isinstance(content, Templated) and template_id in content.template_ids:
                raise ScheduleInvalid(Problem.TEMPLATE_IN_USE, "template_id", programme.name)
        self._session.execute(delete(OpenHourRow).where(OpenHourRow.template_id == template_id))
        self._session.delete(row)
        self._session.flush()

    def open_hours(self, channel: str) -> dict[tuple[int, int], int]:
        """Return the template of each weekday and hour in which no programme airs."""
        rows = self._session.scalars(select(OpenHourRow).where(OpenHourRow.channel == channel))
        return {(row.weekday, row.hour): row.template_id for row in rows}

    def set_open_hours(self, channel: str, hours: Mapping[tuple[int, int], int]) -> None:
        """Make these the templates of the open hours; an hour left out has none."""
        self._session.execute(delete(OpenHourRow).where(OpenHourRow.channel == channel))
        self._session.add_all(
            OpenHourRow(channel=channel, weekday=weekday, hour=hour, template_id=template_id)
            for (weekday, hour), template_id in hours.items()
        )
        self._session.flush()

    def _row(self, template_id: int) -> HourTemplateRow:
        row = self._session.get(HourTemplateRow, template_id)
        if row is None:
            raise NotInSchedule("hour template", template_id)
        return row


def _template(row: HourTemplateRow) -> HourTemplate:
    return HourTemplate(
        id=row.id,
        channel=row.channel,
        name=row.name,
        elements=ELEMENTS.validate_python(row.elements),
        notes=row.notes,
    )
