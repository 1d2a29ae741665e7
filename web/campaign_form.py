"""The form of an announcement: what people type, read into a campaign or told what is wrong."""

import re
from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from scheduler.campaign import AtTimes, Campaign, Spread
from scheduler.problem import Problem, ScheduleInvalid
from station.rundown import Prefer, Start
from web.slot_form import FormWrong, read_day, read_time

Typed = Annotated[str, Field(max_length=300)]
_FIELDS = {"cart_ids": "cart", "weekdays": "weekday", "min_gap_min": "min_gap",
           "early_min": "early", "late_min": "late"}  # fmt: skip
"""Names of the scheduler where the form's differ."""
_A_WEEK = timedelta(days=6)


class CampaignForm(BaseModel):
    """The fields as they were typed."""

    title: Typed = ""
    agency: Typed = ""
    letter_number: Typed = ""
    cart: Annotated[list[int], Field(max_length=20)] = []
    first_day: Typed = ""
    last_day: Typed = ""
    mode: Literal["spread", "times"] = "spread"
    times: Annotated[str, Field(max_length=2000)] = ""
    start: Literal["hard", "soft", "window"] = "hard"
    early: Typed = "5"
    """Minutes, of a window."""
    late: Typed = "5"
    """Minutes, of a window."""
    prefer: Prefer = Prefer.CLOSEST
    per_day: Typed = "6"
    opens: Typed = "06:00"
    closes: Typed = "21:00"
    min_gap: Typed = "30"
    weekday: Annotated[list[int], Field(max_length=7)] = []
    notes: Annotated[str, Field(max_length=2000)] = ""

    def campaign(self, channel: str, before: Campaign | None = None) -> Campaign:
        """Return what is asked for; raises FormWrong with a code for each field."""
        errors: dict[str, str] = {}
        first, last = read_day(self.first_day), read_day(self.last_day)
        errors |= {"first_day": "day_unreadable"} if first is None else {}
        errors |= {"last_day": "day_unreadable"} if last is None else {}
        errors |= {} if self.title.strip() else {"title": Problem.NAME_EMPTY}
        errors |= {} if self.cart else {"cart": Problem.CARTS_EMPTY}
        plays = self._plays(errors)
        if errors or first is None or last is None or plays is None:
            raise FormWrong(errors)
        try:
            return Campaign(
                channel=channel,
                title=self.title.strip(),
                agency=self.agency.strip(),
                letter_number=self.letter_number.strip(),
                cart_ids=tuple(dict.fromkeys(self.cart)),
                first_day=first,
                last_day=last,
                plays=plays,
                weekdays=() if len(set(self.weekday)) == 7 else tuple(sorted(set(self.weekday))),
                active=before.active if before else True,
                notes=self.notes.strip(),
                effective_at=before.effective_at if before else None,
                id=before.id if before else 0,
            )
        except ScheduleInvalid as error:
            raise FormWrong({_FIELDS.get(error.field, error.field): error.problem}) from error

    def _plays(self, errors: dict[str, str]) -> AtTimes | Spread | None:
        try:
            return self._at_times() if self.mode == "times" else self._spread()
        except FormWrong as error:
            errors |= error.errors
        except ScheduleInvalid as error:
            errors[_FIELDS.get(error.field, error.field)] = error.problem
        return None

    def _at_times(self) -> AtTimes:
        walls = [read_time(text) for text in re.split(r"[\s,;]+", self.times) if text]
        if None in walls:
            raise FormWrong({"times": "time_unreadable"})
        times = tuple(wall for wall in walls if wall is not None)
        if self.start != "window":
            return AtTimes(times, Start(self.start))
        minutes = _counts({"early_min": self.early, "late_min": self.late})
        return AtTimes(
            times,
            Start.WINDOW,
            early_min=minutes["early_min"],
            late_min=minutes["late_min"],
            prefer=self.prefer,
        )

    def _spread(self) -> Spread:
        opens, closes = read_time(self.opens), read_time(self.closes)
        errors = {name: "time_unreadable" for name, wall in
                  (("opens", opens), ("closes", closes)) if wall is None}  # fmt: skip
        counts = {"per_day": 0, "min_gap": 0}
        try:
            counts = _counts({"per_day": self.per_day, "min_gap": self.min_gap.strip() or "0"})
        except FormWrong as wrong:
            errors |= wrong.errors
        if errors or opens is None or closes is None:
            raise FormWrong(errors)
        return Spread(counts["per_day"], opens, closes, counts["min_gap"])


def _counts(typed: Mapping[str, str]) -> dict[str, int]:
    """Read whole numbers; raises FormWrong with a code for each that is none."""
    texts = {name: text.strip() for name, text in typed.items()}
    wrong = {
        _FIELDS.get(name, name): "count_unreadable"
        for name, text in texts.items()
        if not (text.isascii() and text.isdecimal() and len(text) <= 4)
    }
    if wrong:
        raise FormWrong(wrong)
    return {name: int(text) for name, text in texts.items()}


def blank(today: date) -> CampaignForm:
    """Return the form of a new announcement: from today, for a week."""
    return CampaignForm(first_day=str(today), last_day=str(today + _A_WEEK))


def shown(campaign: Campaign) -> CampaignForm:
    """Return the form of an announcement that exists."""
    form = CampaignForm(
        title=campaign.title,
        agency=campaign.agency,
        letter_number=campaign.letter_number,
        cart=list(campaign.cart_ids),
        first_day=str(campaign.first_day),
        last_day=str(campaign.last_day),
        weekday=list(campaign.weekdays),
        notes=campaign.notes,
    )
    plays = campaign.plays
    if isinstance(plays, AtTimes):
        walls = ", ".join(_written(wall) for wall in plays.times)
        told = {"mode": "times", "times": walls, "start": plays.start.value}
        if plays.start is Start.WINDOW:
            told |= {"early": str(plays.early_min), "late": str(plays.late_min)}
            told |= {"prefer": plays.prefer}
        return form.model_copy(update=told)
    return form.model_copy(
        update={
            "per_day": str(plays.per_day),
            "opens": _written(plays.opens),
            "closes": _written(plays.closes),
            "min_gap": str(plays.min_gap_min),
        }
    )


def _written(wall: time) -> str:
    return f"{wall:%H:%M:%S}" if wall.second else f"{wall:%H:%M}"
