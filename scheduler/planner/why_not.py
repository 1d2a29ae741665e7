"""Why something is not there: explained from the plan and the rules it was made by.

A pure function beside the planner: it asks the same views the same questions and answers with
codes; the words belong to the desk. The first cause is the one that decides.
"""

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from media_library.cart import Playable
from scheduler.planner.airtime import MINUTE, frame_at, instant_at
from scheduler.planner.inputs import PlanInputs
from scheduler.planner.pile import valid_on
from scheduler.planner.plan import Plan
from scheduler.planner.rotation import ARTIST, FLOW, TITLE, RotationView
from scheduler.planner.stretches import Stretch, cut
from scheduler.traffic.campaign import Campaign
from scheduler.week.grid import Occurrence
from scheduler.week.hour_template import HourTemplate, open_hour_at
from scheduler.week.programme import Fixed, Programme, Rotation, Serial, Templated
from station.broadcast_day import hour_floor, local_date
from station.rundown import Item, Why

_AROUND = timedelta(days=1)
_NEAR = timedelta(minutes=30)
_CHOSEN = {Why.ROTATION, Why.NO_PROGRAMME, Why.FILL, Why.SUBSTITUTE}


class Cause(enum.StrEnum):
    """Why something is not in the plan at a time."""

    HERE = "here"
    """It is."""
    OUTSIDE_PLAN = "outside_plan"
    """The plan does not reach to this time."""
    UNKNOWN = "unknown"
    """It is not in the library, or put away."""
    CHECK_FAILED = "check_failed"
    NOT_VALID = "not_valid"
    """Not on this day: `from`, `until`."""
    DAYPART = "daypart"
    """Not at this hour."""
    TAKEN = "taken"
    """The time belongs to something that was not chosen: `title`."""
    OTHER_KIND = "other_kind"
    """What plays here chooses from other kinds."""
    OTHER_TAGS = "other_tags"
    """What plays here wants other tags: `tags`."""
    NOT_NAMED = "not_named"
    """The programme names its recordings, and this is none of them."""
    EVERGREEN = "evergreen"
    """It is an evergreen, and others may air."""
    APART = "apart"
    """It would be too near to something: `rule`, `until`, `title`."""
    WAITED_LONGER = "waited_longer"
    """Others have waited longer: `last`."""
    NO_OCCURRENCE = "no_occurrence"
    """The grid does not have it at this time: `next`."""
    OTHER_GRID = "other_grid"
    """Another grid is on: `season`."""
    CANCELLED = "cancelled"
    OVERLAPPED = "overlapped"
    """Another programme takes the time: `programme`."""
    NOT_ACTIVE = "not_active"
    NOT_ON_DAY = "not_on_day"
    """The campaign does not air on this day."""
    NO_PLAY = "no_play"
    """No play is ordered near this time."""
    FOUND = "found"
    """The planner remarked on it: `note`."""
    PLANNED_AT = "planned_at"
    """It airs at another time: `at`."""


@dataclass(frozen=True, slots=True)
class Told:
    """One cause with what its sentence needs; instants are in ISO 8601."""

    cause: Cause
    about: Mapping[str, str] = field(default_factory=dict)


def of_recording(inputs: PlanInputs, answer: Plan, cart_id: int, at: datetime) -> list[Told]:
    """Return why a recording is not on at an instant, and when it airs instead."""
    here = _on_at(answer, at)
    if here is not None and here.cart_id == cart_id:
        return [Told(Cause.HERE, {"title": here.title})]
    if not inputs.begins <= at < inputs.ends and here is None:
        return [Told(Cause.OUTSIDE_PLAN)]
    elsewhere = [item.begins for item in answer.items if item.cart_id == cart_id]
    return [*_recording(inputs, answer, cart_id, at, here), *_planned(elsewhere, at)]


def of_programme(inputs: PlanInputs, answer: Plan, programme_id: int, at: datetime) -> list[Told]:
    """Return why a programme does not air at an instant."""
    around = inputs.occurrences(at - _AROUND, at + 7 * _AROUND)
    ours = [found for found in around if found.slot.programme_id == programme_id]
    now = [found for found in ours if found.begins <= at < found.ends]
    coming = _planned([found.begins for found in ours if found.begins > at], at)
    if now:
        return [*_present(inputs, answer, now[0], around, at), *coming]
    standing = replace(inputs, seasons=()).occurrences(at - _AROUND, at + _AROUND)
    if any(_airs(found, programme_id, at) for found in standing):
        names = [season.name for season in inputs.seasons if season.active]
        return [Told(Cause.OTHER_GRID, {"season": ", ".join(names)}), *coming]
    uncancelled = replace(inputs, exceptions=()).occurrences(at - _AROUND, at + _AROUND)
    if any(_airs(found, programme_id, at) for found in uncancelled):
        return [Told(Cause.CANCELLED), *coming]
    return [Told(Cause.NO_OCCURRENCE), *coming]


def of_campaign(inputs: PlanInputs, answer: Plan, campaign_id: int, at: datetime) -> list[Told]:
    """Return why no play of a campaign is on at an instant."""
    here = _on_at(answer, at)
    if here is not None and here.campaign_id == campaign_id:
        return [Told(Cause.HERE, {"title": here.title})]
    plays = [item.begins for item in answer.items if item.campaign_id == campaign_id]
    campaign = next((one for one in inputs.campaigns if one.id == campaign_id), None)
    remarked = list(_remarks(answer, campaign, at))
    told = remarked or [_order(inputs, campaign, at)]
    return [*told, *_planned(plays, at)]


def _recording(
    inputs: PlanInputs, answer: Plan, cart_id: int, at: datetime, here: Item | None
) -> Iterator[Told]:
    cart = next((one for one in _carts(inputs, cart_id)), None)
    if cart is None:
        failed = cart_id in inputs.failed
        yield Told(Cause.CHECK_FAILED if failed else Cause.UNKNOWN)
        return
    day = local_date(at, inputs.zone)
    if not valid_on(cart, day):
        yield Told(
            Cause.NOT_VALID, {"from": _day(cart.valid_from), "until": _day(cart.valid_until)}
        )
        return
    if here is not None and here.reason.code not in _CHOSEN:
        yield Told(Cause.TAKEN, {"title": here.title, "programme": here.programme})
        return
    stretch = _stretch(inputs, at)
    content = stretch.content
    if isinstance(content, Fixed | Serial):
        programme = stretch.programme.name if stretch.programme else ""
        yield Told(Cause.NOT_NAMED, {"programme": programme})
        return
    yield from _by_rotation(inputs, answer, cart, _rotation(inputs, stretch, at), at)


def _by_rotation(
    inputs: PlanInputs, answer: Plan, cart: Playable, rotation: Rotation, at: datetime
) -> Iterator[Told]:
    begins = max((item.begins for item in answer.items if item.begins <= at), default=at)
    frame = frame_at(begins)
    view = RotationView(inputs.carts, inputs.last_aired, inputs.seed, inputs.zone, inputs.channel)
    before = [item for item in answer.items if item.begins < begins]
    for item in before:
        view.note(item.cart_id, frame_at(item.begins))
    if not view.in_daypart(cart, frame):
        yield Told(Cause.DAYPART)
        return
    if not view.belongs(cart, rotation):
        kinds = {kind for share in rotation.shares for kind in share.kinds}
        tags = sorted({tag for share in rotation.shares for tag in share.tags})
        wrong = Cause.OTHER_TAGS if cart.kind in kinds else Cause.OTHER_KIND
        yield Told(wrong, {"tags": ", ".join(tags), "kinds": ",".join(sorted(kinds))})
        return
    if cart.evergreen and not view.candidates(rotation, frame).evergreen:
        yield Told(Cause.EVERGREEN)
        return
    rules = view.broken(cart, rotation, frame)
    for rule in rules:
        yield Told(Cause.APART, {"rule": rule, **_until(view, cart, rotation, rule)})
    if not rules:
        last = view.last_of(cart)
        yield Told(Cause.WAITED_LONGER, {"last": last.isoformat() if last else ""})


def _until(view: RotationView, cart: Playable, rotation: Rotation, rule: str) -> dict[str, str]:
    """Return when a rule would let a recording air, where time alone decides."""
    minutes = {ARTIST: rotation.artist_separation_min, TITLE: rotation.title_separation_min}
    if rule == FLOW:
        return {}
    last = view.last_like(cart, rotation, rule)
    span = minutes.get(rule, rotation.tag_separation_min)
    return {"until": instant_at(last + span * MINUTE).isoformat()} if span and last else {}


def _present(
    inputs: PlanInputs, answer: Plan, ours: Occurrence, around: list[Occurrence], at: datetime
) -> Iterator[Told]:
    names = {programme.id: programme.name for programme in inputs.programmes}
    name = names.get(ours.slot.programme_id, "")
    here = _on_at(answer, at)
    if here is not None and here.key.startswith(f"{ours.key}:"):
        yield Told(Cause.HERE, {"title": name})
        return
    airing = [found for found in around if found.begins <= at < found.ends]
    winner = max(airing, key=lambda found: found.rank)
    if winner is not ours:
        yield Told(Cause.OVERLAPPED, {"programme": names.get(winner.slot.programme_id, "")})
        return
    for found in answer.findings:
        if found.about.get("programme") == name and abs(found.at - ours.begins) <= _NEAR:
            yield Told(Cause.FOUND, {"note": found.note, **found.about})
    if here is not None:
        yield Told(Cause.TAKEN, {"title": here.title, "programme": here.programme})


def _order(inputs: PlanInputs, campaign: Campaign | None, at: datetime) -> Told:
    if campaign is None:
        return Told(Cause.NOT_ON_DAY)
    if not campaign.active:
        return Told(Cause.NOT_ACTIVE)
    airs = campaign.airs_on(local_date(at, inputs.zone))
    return Told(Cause.NO_PLAY if airs else Cause.NOT_ON_DAY)


def _remarks(answer: Plan, campaign: Campaign | None, at: datetime) -> Iterator[Told]:
    for found in answer.findings:
        ours = campaign is not None and found.about.get("campaign") == campaign.title
        if ours and abs(found.at - at) <= _NEAR:
            yield Told(Cause.FOUND, {"note": found.note, **found.about})


def _planned(times: list[datetime], at: datetime) -> list[Told]:
    """Return the nearest time at which it airs, as a further remark."""
    nearest = min(times, key=lambda time: abs(time - at), default=None)
    return [] if nearest is None else [Told(Cause.PLANNED_AT, {"at": nearest.isoformat()})]


def _on_at(answer: Plan, at: datetime) -> Item | None:
    return next((item for item in answer.items if item.begins <= at < item.ends), None)


def _carts(inputs: PlanInputs, cart_id: int) -> Iterator[Playable]:
    get = getattr(inputs.carts, "get", None)
    if get is not None:
        found = get(cart_id)
        yield from () if found is None else (found,)
        return
    yield from (cart for cart in inputs.carts if cart.id == cart_id)


def _stretch(inputs: PlanInputs, at: datetime) -> Stretch:
    programmes: dict[int, Programme] = {one.id: one for one in inputs.programmes}
    begins, ends = at - _AROUND, at + _AROUND
    found = inputs.occurrences(begins, ends)
    return cut(found, programmes, begins, ends, zone=inputs.zone).at(frame_at(at))


def _rotation(inputs: PlanInputs, stretch: Stretch, at: datetime) -> Rotation:
    """Return the rotation that chooses at an instant."""
    if isinstance(stretch.content, Rotation):
        return stretch.content
    template = _template(inputs, stretch, at)
    if template is None:
        return inputs.house
    second = (at - hour_floor(at, inputs.zone)).total_seconds()
    rotations = [
        place.element.rotation
        for place in template.places
        if place.element.rotation is not None and place.begins_s <= second
    ]
    return rotations[-1] if rotations else inputs.house


def _template(inputs: PlanInputs, stretch: Stretch, at: datetime) -> HourTemplate | None:
    templates = {template.id: template for template in inputs.templates}
    if isinstance(stretch.content, Templated):
        ids = stretch.content.template_ids
        return templates.get(ids[at.astimezone(inputs.zone).hour % len(ids)])
    number = inputs.open_hours.get(open_hour_at(at, inputs.zone))
    return templates.get(number) if number is not None and stretch.programme is None else None


def _airs(found: Occurrence, programme_id: int, at: datetime) -> bool:
    return found.slot.programme_id == programme_id and found.begins <= at < found.ends


def _day(day: object) -> str:
    return "" if day is None else str(day)
