"""What a rehearsal found, ready to be shown beside the plan of the present."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from scheduler.planner.plan import Finding, Note
from station.rundown import Item, Rundown
from web.i18n import N_, Language

WORST: Mapping[str, str] = {
    "hole": N_("Nobody had the air"),
    "overlap": N_("Two had the air at once"),
    "twice": N_("Aired twice"),
    "hard_error": N_("A fixed start off its second"),
    "gap": N_("Gaps: neither an item nor a filler"),
    "silence": N_("Silence"),
    "failed": N_("Could not be played"),
    "dropped": N_("Planned, and did not air"),
    "outside": N_("Began outside its window"),
    "cut": N_("Overran and was cut"),
    "late": N_("Later than planned"),
}
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Heading:
    """One sort of remark."""

    words: str
    count: int
    remarks: tuple[tuple[datetime, str, float], ...]
    """When, title, seconds; not all of them."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A report in parts."""

    begins: datetime
    ends: datetime
    headings: tuple[Heading, ...]
    """What went wrong or otherwise than planned, the worst first."""
    filled: int
    """Airings of fillers, and of recordings that only fill."""
    aired: int
    """Airings in all."""
    missing: tuple[Item, ...]
    """What the present plan has on that day and the rehearsal did not air."""
    new: int
    """Airings that the present plan does not have."""
    findings: tuple[Finding, ...]
    """What the planner remarked."""
    clean: bool
    """Whether a listener would notice nothing."""


def seen(report: Mapping[str, Any], present: Rundown | None, language: Language) -> Seen | None:
    """Return a report in parts; None for one that cannot be read."""
    try:
        return _seen(report, present, language)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _seen(report: Mapping[str, Any], present: Rundown | None, language: Language) -> Seen:
    begins, ends = _instant(report["begins"]), _instant(report["ends"])
    lines: Sequence[Mapping[str, Any]] = report["as_run"]
    aired = {(line["item_key"], line["title"]) for line in lines}
    planned = [item for item in (present.items if present else ()) if begins <= item.begins < ends]
    known = {(item.key, item.title) for item in planned}
    counts: Mapping[str, int] = report["counts"]
    return Seen(
        begins=begins,
        ends=ends,
        headings=tuple(_headings(report["remarks"], counts, language)),
        filled=sum(line["rung"] == "filler" or line["kind"] == "filler" for line in lines),
        aired=len(lines),
        missing=tuple(item for item in planned if (item.key, item.title) not in aired),
        new=sum((line["item_key"], line["title"]) not in known for line in lines) if planned else 0,
        findings=tuple(_findings(report["findings"])),
        clean=not any(counts.get(what) for what in list(WORST)[:9]),
    )


def _headings(
    remarks: Sequence[Mapping[str, Any]], counts: Mapping[str, int], language: Language
) -> list[Heading]:
    found = []
    for what, count in counts.items():
        if count:
            ours = [each for each in remarks if each["what"] == what][:SHOWN]
            told = tuple((_instant(one["at"]), _title(one), float(one["seconds"])) for one in ours)
            words = language.gettext(WORST[what]) if what in WORST else what
            found.append(Heading(words, count, told))
    return found


def _title(remark: Mapping[str, Any]) -> str:
    return str(remark["title"] or remark["item_key"])


def _findings(found: Sequence[Mapping[str, Any]]) -> list[Finding]:
    return [
        Finding(Note(each["note"]), _instant(each["at"]), each["about"])
        for each in found
        if each["note"] in set(Note)
    ]


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
