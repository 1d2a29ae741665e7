"""What the graphics take from the published rundown: programmes, observances and texts. Pure."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from station.audio import utc_us
from station.rundown import Item, Rundown, RunningText, Why

OVERDUE = 600_000_000
"""What should have begun so long ago, in microseconds, is waited for no more."""


@dataclass(frozen=True, slots=True)
class Start:
    """A programme begins."""

    at: int
    """UTC, microseconds since 1970."""
    programme: str
    """Its name."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A frozen view of one version."""

    begins: dict[str, int] = field(default_factory=dict)
    """Planned begin by item."""
    observed: dict[str, str] = field(default_factory=dict)
    """By item, what it calls to mind: `azan`, `anthem` …"""
    starts: tuple[Start, ...] = ()
    """Programmes, in order."""
    texts: tuple[RunningText, ...] = ()
    """Running texts, in order."""
    films: tuple[Item, ...] = ()
    """What has a clearance, in order."""
    signed: tuple[Item, ...] = ()
    """What has the film of an interpreter, in order."""
    seen: tuple[Item, ...] = ()
    """What has pictures, in order."""

    def next(self, programme: str, at: int) -> Start | None:
        """Return which other programme begins next behind an instant."""
        first = bisect_right(self.starts, at, key=lambda start: start.at)
        return next((one for one in self.starts[first:] if one.programme != programme), None)

    def running(self, at: int) -> tuple[RunningText, ...]:
        """Return what runs at an instant: urgent texts first, then in the order of beginning."""
        on = (text for text in self.texts if utc_us(text.begins) <= at < utc_us(text.ends))
        return tuple(sorted(on, key=lambda text: (not text.urgent, text.begins, text.key)))

    def coming(self, at: int, until: int) -> tuple[Item, ...]:
        """Return what has a clearance and begins between two instants."""
        return tuple(item for item in self.films if at <= utc_us(item.begins) < until)

    def signed_soon(self, last: tuple[str, int], at: int, until: int) -> Item | None:
        """Return what has an interpreter and should begin by an instant, or should have already.

        `last` is the last item of the plan that has aired, and when it began: what stands behind
        it is as late as it was.
        """
        return next(self._soon(self.signed, last, at, until), None)

    def seen_soon(self, last: tuple[str, int], at: int, until: int) -> Iterator[Item]:
        """Yield what has pictures and should begin by then; `last` as for `signed_soon`."""
        return self._soon(self.seen, last, at, until)

    def _soon(
        self, items: Sequence[Item], last: tuple[str, int], at: int, until: int
    ) -> Iterator[Item]:
        planned = self.begins.get(last[0])
        late, behind = (0, 0) if planned is None else (last[1] - planned, planned)
        earliest = max(behind, at - OVERDUE - late - 1)
        first = bisect_right(items, earliest, key=lambda item: utc_us(item.begins))
        for item in items[first:]:
            if utc_us(item.begins) + late >= until:
                return
            yield item

    @property
    def words(self) -> tuple[str, ...]:
        """All that runs at any time."""
        return tuple(words_of(text) for text in self.texts)


def words_of(text: RunningText) -> str:
    return text.text or text.title


def plan_of(rundown: Rundown) -> Plan:
    starts: list[Start] = []
    for item in rundown.items:
        if item.programme and (not starts or starts[-1].programme != item.programme):
            starts.append(Start(utc_us(item.begins), item.programme))
    return Plan(
        {item.key: utc_us(item.begins) for item in rundown.items},
        {
            item.key: item.reason.about.get("kind", "")
            for item in rundown.items
            if item.reason.code is Why.EVENT
        },
        tuple(starts),
        rundown.texts,
        tuple(item for item in rundown.items if item.clearance),
        tuple(item for item in rundown.items if item.sign_path),
        tuple(item for item in rundown.items if item.has_picture),
    )
