"""What the first 24 hours of a plan hold, what is wrong with them, and where each is mended."""

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from scheduler.planner.event import EventKind
from scheduler.planner.plan import Finding, Note, Plan
from scheduler.rules.findings import Deed
from station.kinds import Kind
from station.rundown import Item
from web.i18n import N_

LOOKED_AT = timedelta(hours=24)
_BLINK = timedelta(seconds=1)
"""A join may leave so little between two items."""
SOUND, LAW, HOURS, PROGRAMMES, TEMPLATES, ORDERS, WEEK, RULES, PRAYER = (
    "/schedule/start/sound", "/schedule/start/law", "/schedule/rundown", "/schedule/programmes",
    "/schedule/hour-templates", "/humas", "/schedule", "/schedule/rules", "/schedule/prayer",
)  # fmt: skip
LABELS: Mapping[str, str] = {
    SOUND: N_("Bring in recordings"),
    LAW: N_("Choose the recordings"),
    HOURS: N_("To that hour of the rundown"),
    PROGRAMMES: N_("To the programmes"),
    TEMPLATES: N_("To the hour templates"),
    ORDERS: N_("To the announcements"),
    WEEK: N_("To the week"),
    RULES: N_("To the rules"),
    PRAYER: N_("To the prayer times"),
}
_OF_RULES: Mapping[str, str] = {
    "identity/indonesia-raya": LAW,
    "identity/national-song": LAW,
    "identity/station-id": SOUND,
    "advertising/psa-public": LAW,
    "advertising/psa-private": LAW,
    "advertising/commercials-public": ORDERS,
    "advertising/commercials-private": ORDERS,
    "advertising/no-ads-in-prayer": ORDERS,
}
_OF_NOTES: Mapping[Note, str] = {
    Note.LIBRARY_EMPTY: SOUND,
    Note.HOLE: SOUND,
    Note.PROGRAMME_EMPTY: PROGRAMMES,
    Note.CART_MISSING: PROGRAMMES,
    Note.TEMPLATE_UNMET: TEMPLATES,
    Note.EVENT_WITHOUT_RECORDING: LAW,
    Note.EVENT_OFF: PRAYER,
    Note.SPOT_NOT_PLACED: ORDERS,
    Note.OVER_CAP: ORDERS,
    Note.TOPIC_CLOSE: ORDERS,
    Note.OVERLAP: WEEK,
    Note.SWALLOWED: WEEK,
}
_BY_RECORDING = ("identity/indonesia-raya", "identity/national-song")
"""Mended where recordings come in, as long as there is none to choose."""


class Weight(enum.StrEnum):
    """What a finding means for publishing."""

    BLOCKS = "blocks"
    WARNS = "warns"
    REMARK = "remark"


@dataclass(frozen=True, slots=True)
class Found:
    """One sort of finding, with the way to mend it."""

    weight: Weight
    finding: Finding
    """The first of its sort."""
    count: int
    mend: str
    """Address."""

    @property
    def label(self) -> str:
        return LABELS[self.mend]


@dataclass(frozen=True, slots=True)
class FirstDay:
    """24 hours of a plan."""

    begins: datetime
    ends: datetime
    items: int
    """How many things air."""
    silent: timedelta
    """Time in which nothing is planned."""
    songs: tuple[Item, ...]
    """Indonesia Raya and the national song."""
    azans: int
    """Calls to prayer that are heard."""
    shown: int
    """Calls to prayer that are shown as running text."""
    announcements: int
    """Plays of public service announcements."""
    station_ids: int
    found: tuple[Found, ...]
    """The heaviest first."""

    @property
    def may_publish(self) -> bool:
        return not any(each.weight is Weight.BLOCKS for each in self.found)


def first_day(plan: Plan, begins: datetime, *, missing: Iterable[str] = ()) -> FirstDay:
    """Return the first 24 hours of a plan; `missing`: rules whose recordings are not there."""
    ends = begins + LOOKED_AT
    items = [item for item in plan.items if item.begins < ends and item.ends > begins]
    calls = [text for text in plan.texts if begins <= text.begins < ends]
    songs = [item for item in items if item.kind is Kind.ANTHEM and _is_event(item)]
    return FirstDay(
        begins,
        ends,
        items=len(items),
        silent=_silent(items, begins, ends),
        songs=tuple(songs),
        azans=sum(_is_event(item, EventKind.AZAN) for item in items),
        shown=len(calls),
        announcements=sum(item.kind is Kind.PSA for item in items),
        station_ids=sum(item.kind is Kind.STATION_ID for item in items),
        found=tuple(_found(plan.findings, ends, set(missing))),
    )


def weight_of(finding: Finding) -> Weight:
    """Return what a finding means for publishing; what a rule took off the air is mended."""
    if finding.note is not Note.RULE:
        return Weight.REMARK
    if finding.about.get("deed") != Deed.KEPT:
        return Weight.REMARK
    return Weight.BLOCKS if finding.about.get("severity") == "block" else Weight.WARNS


def mended_at(finding: Finding, missing: Iterable[str]) -> str:
    """Return the page on which a finding is mended."""
    rule = finding.about.get("rule", "")
    if finding.note is Note.RULE:
        if rule in _BY_RECORDING and rule in set(missing):
            return SOUND
        return _OF_RULES.get(rule, RULES)
    return _OF_NOTES.get(finding.note, HOURS)


def _found(findings: Iterable[Finding], ends: datetime, missing: set[str]) -> list[Found]:
    sorts: dict[tuple[str, ...], Found] = {}
    for finding in findings:
        if finding.at >= ends:
            continue
        about = finding.about
        sort = (finding.note, about.get("rule", ""), about.get("programme", ""),
                about.get("event", ""))  # fmt: skip
        known = sorts.get(sort)
        if known is None:
            mend = mended_at(finding, missing)
            sorts[sort] = Found(weight_of(finding), finding, 1, mend)
        else:
            sorts[sort] = replace(known, count=known.count + 1)
    return sorted(sorts.values(), key=lambda each: list(Weight).index(each.weight))


def _silent(items: Sequence[Item], begins: datetime, ends: datetime) -> timedelta:
    """Return how much of a span has no item."""
    silent, at = timedelta(0), begins
    for item in sorted(items, key=lambda item: item.begins):
        if item.begins - at > _BLINK:
            silent += item.begins - at
        at = max(at, item.ends)
    return silent + max(timedelta(0), ends - at)


def _is_event(item: Item, kind: EventKind | None = None) -> bool:
    of_kind = kind is None or item.reason.about.get("kind") == kind
    return of_kind and item.key.startswith("event:")
