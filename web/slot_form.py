"""The form of a grid slot: what people type, read into a slot or told what is wrong."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Annotated, Self

from pydantic import BaseModel, Field

from scheduler.problem import Problem, ScheduleInvalid
from scheduler.week.grid import GridSlot
from station.errors import StationError
from station.rundown import Prefer, Start
from web.repetition import Pattern, Repetition, read

Text = Annotated[str, Field(max_length=600)]


class FormWrong(StationError):
    """The form cannot be read: for each field, a code of `web.schedule_words.PROBLEMS`."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(", ".join(f"{name}: {code}" for name, code in errors.items()))
        self.errors = dict(errors)


class TimeForm(BaseModel):
    """When one occurrence airs, and how long."""

    day: Text = ""
    wall: Text = ""
    hours: Text = "1"
    minutes: Text = "0"

    def when(self) -> tuple[datetime, timedelta]:
        """Return local start and length; raises FormWrong."""
        errors: dict[str, str] = {}
        day, wall = read_day(self.day), read_time(self.wall)
        if day is None:
            errors["day"] = "day_unreadable"
        if wall is None:
            errors["wall"] = "time_unreadable"
        length = read_length(self.hours, self.minutes)
        if length is None:
            errors["length"] = Problem.DURATION_IMPOSSIBLE
        if day is None or wall is None or length is None:
            raise FormWrong(errors)
        return datetime.combine(day, wall), length


class SlotForm(TimeForm):
    """A whole slot."""

    programme_id: Text = ""
    pattern: Text = Pattern.ONCE
    weekdays: list[Text] = []
    until: Text = ""
    rule: Text = ""
    start: Text = Start.HARD
    early: Text = "0"
    """Minutes."""
    late: Text = "3"
    """Minutes."""
    prefer: Text = Prefer.CLOSEST
    season: Text = ""
    """Number of the season whose grid it is on; empty: the standing grid."""

    @classmethod
    def of(cls, slot: GridSlot) -> Self:
        repetition = read(slot.rule, slot.first_day)
        hours, minutes = divmod(slot.duration // timedelta(minutes=1), 60)
        return cls(
            day=slot.first_day.isoformat(),
            wall=slot.wall.isoformat("seconds" if slot.wall.second else "minutes"),
            hours=str(hours),
            minutes=str(minutes),
            programme_id=str(slot.programme_id),
            pattern=repetition.pattern,
            weekdays=[str(day) for day in repetition.weekdays],
            until=repetition.until.isoformat() if repetition.until else "",
            rule=repetition.rule,
            start=slot.start,
            early=_minutes(slot.early),
            late=_minutes(slot.late) if slot.start in _WITHIN else "3",
            prefer=slot.prefer,
            season=str(slot.season_id or ""),
        )

    def slot(self, channel: str, slot_id: int = 0) -> GridSlot:
        """Return the slot; raises FormWrong."""
        errors: dict[str, str] = {}
        if not self.programme_id.isdecimal():
            errors["programme_id"] = "programme_missing"
        if self.pattern == Pattern.DAYS and not self._weekdays:
            errors["weekdays"] = "weekdays_empty"
        try:
            at, length = self.when()
        except FormWrong as wrong:
            raise FormWrong(errors | wrong.errors) from wrong
        rule = self._rule(at.date(), errors)
        start = Start(self.start) if self.start in set(Start) else Start.HARD
        early, late = self._window(start, errors)
        if errors:
            raise FormWrong(errors)
        try:
            return GridSlot(
                channel,
                int(self.programme_id),
                at.date(),
                at.time(),
                length,
                rule,
                start,
                slot_id,
                early,
                late,
                Prefer(self.prefer) if self.prefer in set(Prefer) else Prefer.CLOSEST,
                int(self.season) if self.season.isdecimal() else None,
            )
        except ScheduleInvalid as invalid:
            raise FormWrong({_FIELDS.get(invalid.field, invalid.field): invalid.problem}) from None

    def _window(self, start: Start, errors: dict[str, str]) -> tuple[timedelta, timedelta]:
        """Return how early and how late it may begin; what its start does not ask for is none."""
        found = {"early": timedelta(0), "late": timedelta(0)}
        for name in _WITHIN.get(start, ()):
            minutes = _number(getattr(self, name))
            if minutes is None:
                errors[name] = Problem.WINDOW_IMPOSSIBLE
            else:
                found[name] = timedelta(seconds=round(minutes * 60))
        return found["early"], found["late"]

    @property
    def _weekdays(self) -> tuple[int, ...]:
        return tuple(int(day) for day in self.weekdays if day in set("0123456"))

    def _rule(self, first_day: date, errors: dict[str, str]) -> str:
        pattern = Pattern(self.pattern) if self.pattern in set(Pattern) else Pattern.ONCE
        until = read_day(self.until)
        if self.until and until is None and pattern is not Pattern.ONCE:
            errors["until"] = "day_unreadable"
        if errors:
            return ""
        try:
            repetition = Repetition(pattern, self._weekdays, until, self.rule.strip())
            return repetition.to_rule(first_day)
        except ScheduleInvalid:
            errors["until"] = "until_before_first"
            return ""


_WITHIN = {Start.WAIT: ("late",), Start.WINDOW: ("early", "late")}
_FIELDS = {"duration": "length", "rule": "pattern"}


def read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """Read 07:30, 07.30 or 07:30:15."""
    try:
        wall = time.fromisoformat(text.strip().replace(".", ":"))
    except ValueError:
        return None
    return wall.replace(microsecond=0) if wall.tzinfo is None else None


def read_length(hours: str, minutes: str) -> timedelta | None:
    """Read a length from one minute to seven days."""
    parts = [part.strip() or "0" for part in (hours, minutes)]
    if not all(part.isdecimal() and len(part) <= 5 for part in parts):
        return None
    length = timedelta(hours=int(parts[0]), minutes=int(parts[1]))
    return length if timedelta(minutes=1) <= length <= timedelta(days=7) else None


def _minutes(span: timedelta) -> str:
    return f"{span / timedelta(minutes=1):g}"


def _number(text: str) -> float | None:
    """Read minutes, with a decimal comma or point."""
    try:
        value = float(text.strip().replace(",", ".") or "0")
    except ValueError:
        return None
    return value if 0 <= value <= 60 else None
