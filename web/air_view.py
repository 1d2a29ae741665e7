"""The air as pages show it: everything for the studio, now and next for listeners."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel, TypeAdapter

from station.control import Answer
from station.kinds import Kind
from station.ladder import Rung
from station.snapshot import DRILL, FixedPoint, OnAir, Snapshot, Upcoming
from web.live import AirView
from web.words import Words

_SNAPSHOT: TypeAdapter[Snapshot] = TypeAdapter(Snapshot)
_BETWEEN = {Kind.JINGLE, Kind.STATION_ID, Kind.BUMPER, Kind.FILLER}
"""What stands between programmes: listeners are shown the programme's name instead."""


class NowItem(BaseModel):
    """What is on, as a listener is told."""

    title: str
    artist: str = ""
    programme: str = ""
    kind: Kind | None = None
    begins: datetime | None = None
    ends: datetime | None = None


class NowOut(BaseModel):
    """What is on and what comes next on one channel."""

    channel: str
    on_air: bool
    """Whether the air answers and programme, not the slate, is heard."""
    now: NowItem | None = None
    next: NowItem | None = None
    texts: list[str] = []
    """Running texts that are shown now, the words of an emergency first."""


def now_of(view: AirView) -> NowOut:
    """Return what listeners may know."""
    snapshot = view.snapshot
    if snapshot is None or not view.reachable:
        return NowOut(channel=view.channel, on_air=False)
    on_air = snapshot.on_air.rung > Rung.SLATE
    return NowOut(
        channel=view.channel,
        on_air=on_air,
        now=_present(snapshot.on_air, snapshot.at) if on_air else None,
        next=_next(snapshot.upcoming),
        texts=[*_alert(snapshot, view.texts), *view.texts],
    )


def _alert(snapshot: Snapshot, texts: tuple[str, ...]) -> list[str]:
    """Return the words of the emergency that is on, unless a text says them already; an exercise
    says that it is one."""
    if snapshot.emergency is None:
        return []
    title = snapshot.emergency.title
    words = f"{DRILL}: {title}" if snapshot.emergency.drill else title
    return [] if any(text.startswith(words) for text in texts) else [words]


def _present(on_air: OnAir, at: datetime) -> NowItem:
    left = on_air.remaining_ms
    ends = None if left is None else at + timedelta(milliseconds=left)
    item = _item(on_air)
    return item.model_copy(update={"begins": on_air.began_at, "ends": ends})


def _next(upcoming: tuple[Upcoming, ...]) -> NowItem | None:
    if not upcoming:
        return None
    chosen = next((item for item in upcoming if item.kind not in _BETWEEN), upcoming[0])
    return _item(chosen).model_copy(update={"begins": chosen.begins})


def _item(item: OnAir | Upcoming) -> NowItem:
    if item.kind in _BETWEEN:
        return NowItem(title=item.programme, kind=item.kind)
    title = item.title or item.programme
    return NowItem(title=title, artist=item.artist, programme=item.programme, kind=item.kind)


def studio_of(view: AirView, words: Words) -> dict[str, Any]:
    """Return the whole snapshot as JSON, each reason as a sentence in `why`."""
    snapshot = view.snapshot
    told: dict[str, Any] = {"channel": view.channel, "reachable": view.reachable}
    if snapshot is None:
        return told
    told |= _SNAPSHOT.dump_python(snapshot, mode="json")
    told["on_air"]["why"] = words.reason(snapshot.on_air.reason)
    for row, item in zip(told["upcoming"], snapshot.upcoming, strict=True):
        row["why"] = words.reason(item.reason)
    return told


@dataclass(frozen=True, slots=True)
class Expected(Upcoming):
    """A coming item as the air expects it."""

    why: str = ""
    """The reason in words."""


class ForecastOut(BaseModel):
    """What the air expects to happen."""

    channel: str
    asked_at: datetime
    """When the air was asked, UTC."""
    expected: list[Expected]
    """Items in order, those that will be left out too, each where it would stand."""
    marks: list[FixedPoint]
    """The fixed points ahead."""


def forecast_of(channel: str, answer: Answer, asked_at: datetime, words: Words) -> ForecastOut:
    return ForecastOut(
        channel=channel,
        asked_at=asked_at,
        expected=[_expected(item, words) for item in answer.expected],
        marks=list(answer.marks),
    )


def _expected(item: Upcoming, words: Words) -> Expected:
    told = {each.name: getattr(item, each.name) for each in fields(item)}
    return Expected(**told, why=words.reason(item.reason))
