"""The criteria of prayer times, read from a dated file: angles, margins, heights."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field

from scheduler.prayer.times import Time


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Height(_Part):
    """A step of the correction for places above the plain."""

    above_m: int
    minutes: int


class Imsak(_Part):
    """How imsak is reckoned."""

    before_subuh_min: int


class Criteria(_Part):
    """One set, valid from a day on."""

    begins: date = Field(alias="from")
    source: str
    altitude_deg: Mapping[Time, float]
    shadow: Mapping[Time, float]
    minutes: Mapping[Time, int]
    imsak: Imsak
    height: tuple[Height, ...] = ()
    safety: Mapping[Time, int] = Field(default_factory=dict)

    def height_minutes(self, altitude_m: float) -> int:
        """Return the correction for a height: magrib later, terbit earlier by so many minutes."""
        return max((step.minutes for step in self.height if altitude_m > step.above_m), default=0)


class _File(_Part):
    criteria: tuple[Criteria, ...]


@cache
def all_criteria() -> tuple[Criteria, ...]:
    text = files("scheduler.prayer").joinpath("criteria.toml").read_text("utf-8")
    return tuple(sorted(_File(**tomllib.loads(text)).criteria, key=lambda one: one.begins))


def criteria_on(day: date) -> Criteria:
    """Return what holds on a day."""
    begun = [one for one in all_criteria() if one.begins <= day]
    return begun[-1] if begun else all_criteria()[0]
