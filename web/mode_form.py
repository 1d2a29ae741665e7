"""The form of days on which something is observed otherwise: typed, read or told what is wrong."""

from typing import Annotated

from pydantic import BaseModel, Field

from scheduler.observance.modes import ModeRule
from scheduler.planner.event import EventMode
from scheduler.problem import ScheduleInvalid
from web.slot_form import FormWrong, read_day


class ModeForm(BaseModel):
    """Other than usual, on some days."""

    names: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=40)] = []
    first_day: Annotated[str, Field(max_length=20)] = ""
    last_day: Annotated[str, Field(max_length=20)] = ""
    mode: EventMode = EventMode.TEXT_ONLY
    text: Annotated[str, Field(max_length=200)] = ""
    reason: Annotated[str, Field(max_length=200)] = ""

    def rule(self, channel: str) -> ModeRule:
        """Return the rule; raises FormWrong."""
        first, last = read_day(self.first_day), read_day(self.last_day or self.first_day)
        wrong = {"first_day": first, "last_day": last}
        errors = {name: "day_unreadable" for name, day in wrong.items() if day is None}
        if first is None or last is None:
            raise FormWrong(errors)
        names = () if "" in self.names else tuple(self.names)
        try:
            return ModeRule(channel, names, first, last, self.mode, self.text, self.reason)
        except ScheduleInvalid as invalid:
            raise FormWrong({invalid.field: invalid.problem}) from None
