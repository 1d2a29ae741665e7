"""Published versions in words: who, when and why; and what two of them differ in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from scheduler import publishing
from scheduler.airing import PublishedVersion
from scheduler.comparing import Change, Group, compare, grouped
from scheduler.stores import PublishedStore
from station.paths import StatePaths
from station.rundown import Item, Rundown
from web.i18n import N_, Language
from web.times import Times

CAUSES: Mapping[str, str] = {
    "horizon": N_("went on, minute by minute"),
    "edit": N_("a change of the grid or of an order"),
    "override": N_("a change by hand on the rundown"),
    "preflight": N_("a recording failed its check, or passed it again"),
    "command": N_("planned from the command line"),
    "recovered": N_("found on disk"),
    "roll_back": N_("went back to an older version"),
    "released": N_("an older version was let go"),
    "collected": N_("collected changes"),
}
ACTS: Mapping[Change, str] = {
    Change.MOVED: N_("moved"),
    Change.ADDED: N_("new"),
    Change.REMOVED: N_("gone"),
    Change.REPLACED: N_("replaced"),
    Change.ALTERED: N_("changed"),
}


@dataclass(frozen=True, slots=True)
class VersionWords:
    """Sentences about versions in one language."""

    language: Language
    times: Times

    def cause(self, version: PublishedVersion) -> str:
        text = CAUSES.get(version.cause)
        return self.language.gettext(text) if text else version.cause

    def act(self, change: Change) -> str:
        return self.language.gettext(ACTS[change])

    def sentence(self, group: Group) -> str:
        """Return one sentence: “These three items move by 40 s.”"""
        language, count = self.language, len(group.steps)
        match group.change:
            case Change.MOVED:
                return self._moved(group.by, count)
            case Change.ADDED:
                return language.ngettext("%(num)s item is new.", "%(num)s items are new.", count)
            case Change.REMOVED:
                return language.ngettext("%(num)s item is gone.", "%(num)s items are gone.", count)
            case Change.REPLACED:
                return language.ngettext(
                    "%(num)s item gives way to another.", "%(num)s items give way to others.", count
                )
            case Change.ALTERED:
                return language.ngettext(
                    "%(num)s item begins, fades or ends in another way.",
                    "%(num)s items begin, fade or end in another way.",
                    count,
                )

    def _moved(self, by: timedelta, count: int) -> str:
        language, span = self.language, self.span(abs(by))
        if not by:
            return language.ngettext(
                "%(num)s item moves by less than a second.",
                "%(num)s items move by less than a second.",
                count,
            )
        if by > timedelta(0):
            return language.ngettext(
                "%(num)s item airs %(span)s later.", "%(num)s items air %(span)s later.",
                count, span=span,
            )  # fmt: skip
        return language.ngettext(
            "%(num)s item airs %(span)s earlier.", "%(num)s items air %(span)s earlier.",
            count, span=span,
        )  # fmt: skip

    def span(self, span: timedelta) -> str:
        """Return 40 s, or 3.05 min from a minute and a half on."""
        seconds = round(span.total_seconds())
        if seconds < 90:
            return self.language.gettext("%(seconds)s s", seconds=seconds)
        return self.language.gettext("%(length)s min", length=self.times.length(span))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of two versions side by side."""

    at: datetime
    before: Item | None
    after: Item | None
    change: Change | None
    """None: the same on both sides."""


def side_by_side(before: Rundown, after: Rundown, since: datetime, until: datetime) -> list[Row]:
    """Return what two versions have in a span, what belongs together on one line."""
    steps = compare(before, after)
    changed = {id(item) for step in steps for item in (step.before, step.after) if item}
    rows = [Row(step.at, step.before, step.after, step.change) for step in steps]
    same = {item.key: item for item in before.items}
    rows += [
        Row(item.begins, same[item.key], item, None)
        for item in after.items
        if item.key in same and id(item) not in changed
    ]
    return sorted((row for row in rows if since <= row.at < until), key=lambda row: row.at)


def kept_version(
    session: Session, paths: StatePaths, channel: str, version: int
) -> tuple[PublishedVersion, Rundown] | None:
    """Return a version with its entry, None when it is not kept any more."""
    entry = PublishedStore(session).version(channel, version)
    if entry is None:
        return None
    rundown = publishing.kept(paths.rundown(channel), entry)
    return None if rundown is None else (entry, rundown)


def groups_between(before: Rundown, after: Rundown) -> tuple[Group, ...]:
    """Return what differs from when the later of two versions was made."""
    return grouped(compare(before, after, since=max(before.made_at, after.made_at)))
