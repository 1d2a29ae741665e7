"""The form of a season: what people type, read into a season or told what is wrong."""

from typing import Annotated, Self

from pydantic import BaseModel, Field

from scheduler.problem import ScheduleInvalid
from scheduler.week.season import Cover, Season
from web.slot_form import FormWrong, read_day

Text = Annotated[str, Field(max_length=200)]


class SeasonForm(BaseModel):
    """A season as it was typed."""

    name: Text = ""
    first_day: Text = ""
    last_day: Text = ""
    cover: Text = Cover.REPLACE
    copied: Text = ""
    """New ones: whether the standing grid is copied into it."""

    @classmethod
    def of(cls, season: Season) -> Self:
        return cls(
            name=season.name,
            first_day=season.first_day.isoformat(),
            last_day=season.last_day.isoformat(),
            cover=season.cover,
        )

    def season(self, channel: str, before: Season | None = None) -> Season:
        """Return the season; raises FormWrong. The switch stays as it was."""
        first, last = read_day(self.first_day), read_day(self.last_day)
        errors = {
            name: "day_unreadable"
            for name, day in (("first_day", first), ("last_day", last))
            if day is None
        }
        if first is None or last is None:
            raise FormWrong(errors)
        try:
            return Season(
                channel,
                self.name,
                first,
                last,
                active=before is not None and before.active,
                cover=Cover(self.cover) if self.cover in set(Cover) else Cover.REPLACE,
                id=0 if before is None else before.id,
            )
        except ScheduleInvalid as invalid:
            raise FormWrong({invalid.field: invalid.problem}) from None
