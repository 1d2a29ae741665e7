"""The form of an announcement: what people type, read into a campaign or told what is wrong."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field

from scheduler.problem import Problem, ScheduleInvalid
from scheduler.traffic.campaign import (
    TOPIC_GAP_MIN,
    AtTimes,
    Campaign,
    Per,
    Portion,
    Portions,
    Spread,
)
from scheduler.traffic.purpose import Priority, Purpose
from scheduler.week.programme import Category
from station.rundown import Prefer, Start
from web.slot_form import FormWrong, read_day, read_time

Typed = Annotated[str, Field(max_length=300)]
_FIELDS = {"cart_ids": "cart", "weekdays": "weekday", "min_gap_min": "min_gap",
           "early_min": "early", "late_min": "late", "topic_gap_min": "topic_gap",
           "declared_s": "declared", "hoaxed_cart_id": "hoaxed"}  # fmt: skip
"""Names of the scheduler where the form's differ."""
_A_WEEK = timedelta(days=6)
_ROWS = 3
"""Parts of the day that a form offers, at least."""
Plays = AtTimes | Spread | Portions


class CampaignForm(BaseModel):
    """The fields as they were typed."""

    title: Typed = ""
    agency: Typed = ""
    letter_number: Typed = ""
    cart: Annotated[list[int], Field(max_length=20)] = []
    weights: Typed = ""
    first_day: Typed = ""
    last_day: Typed = ""
    mode: Literal["spread", "times", "portions"] = "spread"
    times: Annotated[str, Field(max_length=2000)] = ""
    start: Literal["hard", "soft", "window"] = "hard"
    early: Typed = "5"
    """Minutes, of a window."""
    late: Typed = "5"
    """Minutes, of a window."""
    prefer: Prefer = Prefer.CLOSEST
    per_day: Typed = "6"
    per: Per = Per.DAY
    opens: Typed = "06:00"
    closes: Typed = "21:00"
    portion_count: Annotated[list[Typed], Field(max_length=12)] = []
    portion_opens: Annotated[list[Typed], Field(max_length=12)] = []
    portion_closes: Annotated[list[Typed], Field(max_length=12)] = []
    min_gap: Typed = "30"
    weekday: Annotated[list[int], Field(max_length=7)] = []
    notes: Annotated[str, Field(max_length=2000)] = ""
    topic: Typed = ""
    topic_gap: Typed = str(TOPIC_GAP_MIN)
    priority: Priority = Priority.NORMAL
    paid: bool = False
    category: Category = Category.SUPPORT
    purpose: Purpose = Purpose.ANNOUNCEMENT
    reported_at: Typed = ""
    """Local date and time, as a browser writes it."""
    due_hours: Typed = "24"
    hoaxed: Typed = ""
    sequence: Typed = ""
    phase: Typed = "1"
    participant: Typed = ""
    live_read: bool = False
    script: Annotated[str, Field(max_length=10_000)] = ""
    declared: Typed = "30"
    running_text: Annotated[str, Field(max_length=240)] = ""

    def campaign(self, channel: str, zone: ZoneInfo, before: Campaign | None = None) -> Campaign:
        """Return what is asked for; raises FormWrong with a code for each field."""
        errors: dict[str, str] = {}
        first, last = read_day(self.first_day), read_day(self.last_day)
        errors |= {"first_day": "day_unreadable"} if first is None else {}
        errors |= {"last_day": "day_unreadable"} if last is None else {}
        errors |= {} if self.title.strip() else {"title": Problem.NAME_EMPTY}
        errors |= {} if self.cart or self.live_read else {"cart": Problem.CARTS_EMPTY}
        plays = self._plays(errors)
        more = self._more(zone, errors)
        if errors or first is None or last is None or plays is None:
            raise FormWrong(errors)
        try:
            return Campaign(
                channel=channel,
                title=self.title.strip(),
                agency=self.agency.strip(),
                letter_number=self.letter_number.strip(),
                cart_ids=() if self.live_read else tuple(dict.fromkeys(self.cart)),
                first_day=first,
                last_day=last,
                plays=plays,
                weekdays=() if len(set(self.weekday)) == 7 else tuple(sorted(set(self.weekday))),
                active=before.active if before else True,
                notes=self.notes.strip(),
                effective_at=before.effective_at if before else None,
                owed_from=before.owed_from if before else None,
                id=before.id if before else 0,
                topic=self.topic.strip(),
                priority=self.priority,
                paid=self.paid,
                category=self.category,
                purpose=self.purpose,
                live_read=self.live_read,
                script=self.script.strip() if self.live_read else "",
                running_text=" ".join(self.running_text.split()),
                **more,
            )
        except ScheduleInvalid as error:
            raise FormWrong({_FIELDS.get(error.field, error.field): error.problem}) from error

    @property
    def portion_rows(self) -> list[tuple[str, str, str]]:
        """Return the parts of the day as the form shows them, with empty ones to fill."""
        typed = zip(self.portion_count, self.portion_opens, self.portion_closes, strict=False)
        rows = [row for row in typed if any(text.strip() for text in row)]
        empty = max(1, _ROWS - len(rows))
        return (rows + [("", "", "")] * empty)[:12]

    @property
    def is_plain(self) -> bool:
        """Whether nothing but the four usual fields was changed: the rest may stay folded."""
        usual = CampaignForm()
        return all(getattr(self, name) == getattr(usual, name) for name in _FOLDED)

    def _more(self, zone: ZoneInfo, errors: dict[str, str]) -> dict[str, Any]:
        """Return the fields that only some orders have; what is not asked for is not read."""
        typed = {"topic_gap_min": self.topic_gap.strip() or "0"}
        duty = self.purpose in (Purpose.CORRECTION, Purpose.HOAX)
        crisis = self.purpose is Purpose.CRISIS
        typed |= {"due_hours": self.due_hours} if duty else {}
        typed |= {"declared_s": self.declared} if self.live_read else {}
        typed |= {"phase": self.phase} if crisis else {}
        found: dict[str, Any] = {}
        try:
            found |= _counts(typed)
        except FormWrong as wrong:
            errors |= wrong.errors
        if duty:
            found["reported_at"] = _instant(self.reported_at, zone, errors)
        if duty and self.hoaxed.strip().isdecimal():
            found["hoaxed_cart_id"] = int(self.hoaxed)
        if crisis:
            found["sequence"] = self.sequence.strip()
        if self.purpose is Purpose.ELECTION:
            found["participant"] = self.participant.strip()
        if self.weights.strip() and not self.live_read:
            found["weights"] = _weights(self.weights, errors)
        return found

    def _plays(self, errors: dict[str, str]) -> Plays | None:
        readers: dict[str, Callable[[], Plays]] = {
            "times": self._at_times,
            "portions": self._portions,
            "spread": self._spread,
        }
        try:
            return readers[self.mode]()
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

    def _spread(self) -> Spread | Portions:
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
        if self.per is Per.DAY:
            return Spread(counts["per_day"], opens, closes, counts["min_gap"])
        return Portions((Portion(counts["per_day"], opens, closes),), self.per, counts["min_gap"])

    def _portions(self) -> Portions:
        gap = _counts({"min_gap": self.min_gap.strip() or "0"})["min_gap"]
        portions = []
        for count, opens, closes in self.portion_rows:
            if not count.strip():
                continue
            begins, ends = read_time(opens), read_time(closes)
            if begins is None or ends is None:
                raise FormWrong({"portions": "time_unreadable"})
            portions.append(Portion(_counts({"portions": count})["portions"], begins, ends))
        return Portions(tuple(portions), self.per, gap)


_FOLDED = (
    "topic", "topic_gap", "priority", "paid", "category", "purpose", "live_read", "weights",
)  # fmt: skip


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


def _weights(text: str, errors: dict[str, str]) -> tuple[int, ...]:
    texts = [part for part in re.split(r"[\s,;:]+", text) if part]
    if any(not part.isdecimal() or len(part) > 4 for part in texts):
        errors["weights"] = "count_unreadable"
        return ()
    return tuple(int(part) for part in texts)


def _instant(text: str, zone: ZoneInfo, errors: dict[str, str]) -> datetime | None:
    """Read a local date and time; an empty one is for the campaign to refuse."""
    if not text.strip():
        return None
    try:
        return datetime.fromisoformat(text.strip()).replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        errors["reported_at"] = "time_unreadable"
        return None


def blank(today: date) -> CampaignForm:
    """Return the form of a new announcement: from today, for a week."""
    return CampaignForm(first_day=str(today), last_day=str(today + _A_WEEK))


def shown(campaign: Campaign, zone: ZoneInfo) -> CampaignForm:
    """Return the form of an announcement that exists."""
    reported = campaign.reported_at
    form = CampaignForm(
        title=campaign.title,
        agency=campaign.agency,
        letter_number=campaign.letter_number,
        cart=list(campaign.cart_ids),
        weights=", ".join(map(str, campaign.weights)),
        first_day=str(campaign.first_day),
        last_day=str(campaign.last_day),
        weekday=list(campaign.weekdays),
        notes=campaign.notes,
        topic=campaign.topic,
        topic_gap=str(campaign.topic_gap_min),
        priority=campaign.priority,
        paid=campaign.paid,
        category=campaign.category,
        purpose=campaign.purpose,
        reported_at="" if reported is None else f"{reported.astimezone(zone):%Y-%m-%dT%H:%M}",
        due_hours=str(campaign.due_hours),
        hoaxed="" if campaign.hoaxed_cart_id is None else str(campaign.hoaxed_cart_id),
        sequence=campaign.sequence,
        phase=str(campaign.phase or 1),
        participant=campaign.participant,
        live_read=campaign.live_read,
        script=campaign.script,
        declared=str(campaign.declared_s or 30),
        running_text=campaign.running_text,
    )
    return form.model_copy(update=_shown_plays(campaign.plays))


def _shown_plays(plays: Plays) -> dict[str, Any]:
    if isinstance(plays, AtTimes):
        walls = ", ".join(_written(wall) for wall in plays.times)
        told: dict[str, Any] = {"mode": "times", "times": walls, "start": plays.start.value}
        if plays.start is Start.WINDOW:
            told |= {"early": str(plays.early_min), "late": str(plays.late_min)}
            told |= {"prefer": plays.prefer}
        return told
    gap: dict[str, Any] = {"min_gap": str(plays.min_gap_min), "per": plays.per}
    if len(plays.portions) == 1:
        [only] = plays.portions
        return gap | {
            "per_day": str(only.count),
            "opens": _written(only.opens),
            "closes": _written(only.closes),
        }
    return gap | {
        "mode": "portions",
        "portion_count": [str(portion.count) for portion in plays.portions],
        "portion_opens": [_written(portion.opens) for portion in plays.portions],
        "portion_closes": [_written(portion.closes) for portion in plays.portions],
    }


def _written(wall: time) -> str:
    return f"{wall:%H:%M:%S}" if wall.second else f"{wall:%H:%M}"
