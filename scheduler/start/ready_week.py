"""Reads ready weeks from TOML files: programmes, hour templates, and who has which hours."""

import tomllib
from collections.abc import Mapping
from datetime import date, time
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from scheduler.week.hour_template import Element
from scheduler.week.programme import Category, Rotation, Source
from station.errors import StationError
from station.rating import Rating
from station.rundown import Start

BUILT_IN = Path(__file__).parent / "weeks"
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,47}$")]
Said = Annotated[str, Field(min_length=1, max_length=500)]
Day = Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


class WeekUnreadable(StationError):
    """A file that is no ready week; `str()` says where and why."""

    def __init__(self, name: str, problems: list[str]) -> None:
        super().__init__(f"{name}: " + "; ".join(problems))
        self.problems = problems


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(_Part):
    """One sentence in both languages of the desk."""

    en: Said
    id: Said

    def said(self, language: str) -> str:
        return self.id if language == "id" else self.en


class ReadyTemplate(_Part):
    """An hour template that comes with a ready week."""

    key: Key
    """What programmes of the file call it."""
    name: Said
    """As people call it."""
    elements: Annotated[tuple[Element, ...], Field(min_length=1)]
    """In order."""


class ReadyProgramme(_Part):
    """A programme that comes with a ready week; its hosts are for the station to name."""

    key: Key
    """What the days of the file call it."""
    name: Said
    """As listeners see it."""
    category: Category
    """Of the five of the week pattern."""
    rating: Rating = Rating.SU
    """Who may listen."""
    source: Source = Source.OWN
    """Where it comes from."""
    start: Start = Start.SOFT
    """How each of its stretches begins."""
    rotation: Rotation | None = None
    """What it is filled with; or else `templates`."""
    templates: tuple[Key, ...] = ()
    """Hour templates that take turns."""
    live: bool = False
    """Whether a presenter may take its air."""

    @model_validator(mode="after")
    def _filled_once(self) -> Self:
        if (self.rotation is None) == (not self.templates):
            raise ValueError(f"{self.key} needs either a rotation or templates")
        return self


class DayPlan(_Part):
    """Who has which hours on some weekdays; each goes on until the next begins."""

    on: Annotated[tuple[Day, ...], Field(min_length=1)]
    """Weekdays."""
    blocks: Annotated[tuple[tuple[time, Key], ...], Field(min_length=1)]
    """Local start and programme, the first at midnight."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        starts = [start for start, _ in self.blocks]
        if starts[0] != time.min:
            raise ValueError("a day begins at 00:00")
        if any(first >= second for first, second in pairwise(starts)):
            raise ValueError("the blocks of a day go forward")
        return self


class ReadyWeek(_Part):
    """A week that a new station can begin with."""

    id: Key
    """Names it for ever."""
    dated: date
    """When it was written."""
    order: int
    """Its place among the others."""
    title: Text
    """As people choose it."""
    about: Text
    """For which station it is meant."""
    outside: Key
    """What airs outside of the broadcast hours: the streams go on."""
    programmes: Annotated[tuple[ReadyProgramme, ...], Field(min_length=1)]
    """What the days are made of."""
    days: Annotated[tuple[DayPlan, ...], Field(min_length=1)]
    """Together every weekday, each once."""
    templates: tuple[ReadyTemplate, ...] = ()
    """What programmes are made of."""

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if sorted(day for plan in self.days for day in plan.on) != sorted(WEEKDAYS):
            raise ValueError("every weekday stands in one day plan")
        names = [each.key for each in self.programmes]
        templates = [each.key for each in self.templates]
        if len(set(names)) < len(names) or len(set(templates)) < len(templates):
            raise ValueError("a key stands for one thing")
        used = {key for plan in self.days for _, key in plan.blocks} | {self.outside}
        made_of = {key for each in self.programmes for key in each.templates}
        unknown = (used - set(names)) | (made_of - set(templates))
        if unknown:
            raise ValueError(f"not in the file: {', '.join(sorted(unknown))}")
        return self

    def programme(self, key: str) -> ReadyProgramme:
        return next(each for each in self.programmes if each.key == key)


def read(text: str, name: str) -> ReadyWeek:
    """Read a ready week; raises WeekUnreadable."""
    try:
        return ReadyWeek.model_validate(tomllib.loads(text))
    except ValidationError as error:
        problems = [
            f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}"
            for problem in error.errors()
        ]
        raise WeekUnreadable(name, problems) from error
    except (StationError, ValueError) as error:
        raise WeekUnreadable(name, [str(error)]) from error


@cache
def built_in() -> Mapping[str, ReadyWeek]:
    """Return the weeks that come along, by their names, in their order."""
    found = [read(path.read_text("utf-8"), path.name) for path in sorted(BUILT_IN.glob("*.toml"))]
    return {week.id: week for week in sorted(found, key=lambda week: (week.order, week.id))}
