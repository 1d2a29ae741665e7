"""What came of a rehearsal, as one document: figures, remarks, and the as-run. Pure."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from pydantic import TypeAdapter

from mengudara.simulate.faults import Fault
from mengudara.simulate.ledger import Remark, What
from mengudara.simulate.pictures import Watched
from mengudara.simulate.promises import OrderTold
from mengudara.simulate.separations import Broken
from scheduler.rules.rule import Severity
from scheduler.stores.rules import FoundBreach
from station.journal import Act, Fact

FORMAT = 1
"""Version of the JSON document."""
BROKEN = frozenset(
    {
        What.HOLE, What.OVERLAP, What.TWICE, What.HARD_ERROR, What.GAP, What.SILENCE, What.OUTSIDE
    }
)  # fmt: skip
"""What the air promises never to do, whatever goes wrong around it."""
WRONG = BROKEN | {What.FAILED, What.DROPPED, What.UNSEEN}
"""What should not happen where nothing was made to go wrong."""
_FACTS: TypeAdapter[Fact] = TypeAdapter(Fact)


@dataclass(frozen=True, slots=True)
class Line:
    """One airing."""

    began: datetime
    """First sample, UTC."""
    title: str
    """Empty on the slate."""
    artist: str
    """Performer."""
    kind: str
    """Kind of the recording."""
    programme: str
    """Its name."""
    item_key: str
    """The rundown item."""
    rung: str
    """Who had the air."""
    planned: datetime | None
    """UTC; None for what was not planned."""
    started_by: str
    """Why it began."""
    ended: datetime | None = None
    """Last sample, UTC; None while it is on."""
    ended_by: str = ""
    """Why it ended."""
    frames: int = 0
    """Frames of it that were heard."""
    interruptions: int = 0
    """How often it came back."""


@dataclass(frozen=True, slots=True)
class Happened:
    """An incident and what it hit."""

    at: datetime
    """UTC."""
    fault: str
    """What was made to go wrong."""
    detail: str
    """What it hit."""


@dataclass(frozen=True, slots=True)
class PlanRemark:
    """What the planner found."""

    at: datetime
    """Where in the plan, UTC."""
    note: str
    """Its code."""
    about: dict[str, str]
    """What the sentence needs."""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything there is to say about a rehearsal."""

    channel: str
    """Channel slug."""
    begins: datetime
    """UTC."""
    ends: datetime
    """UTC."""
    sound: bool
    """Whether files were decoded and listened to."""
    seed: int
    """What the incidents were drawn with."""
    incidents: tuple[Happened, ...]
    """What was made to go wrong."""
    remarks: tuple[Remark, ...]
    """What went wrong, or otherwise than planned: the worst first, then in order of time."""
    findings: tuple[PlanRemark, ...]
    """What the planner found, in order of time."""
    as_run: tuple[Line, ...]
    """What aired, in order."""
    blocks: int
    """Blocks made."""
    wrong_ticks: int
    """Blocks that did not follow the one before."""
    without_programme: int
    """Blocks in which no item had the air: a filler, the slate, or silence."""
    underruns: int
    """Blocks in which an item had too little sound."""
    hard_starts: int
    """Items with a hard start that aired."""
    plannings: int
    """How often the channel was planned."""
    facts_digest: str
    """The same for the same facts; a replay of a seed gives the same again."""
    peak_dbfs: float | None = None
    """Highest sample; None without sound."""
    wall_seconds: float = 0.0
    """How long the rehearsal took."""
    planning_seconds: float = 0.0
    """How much of that was planning."""
    breaches: tuple[FoundBreach, ...] = ()
    """What of the as-run broke a rule on the days that lie wholly in it, in order of time."""
    orders: tuple[OrderTold, ...] = ()
    """What became of each order on these days."""
    nearer: tuple[Broken, ...] = ()
    """Separations that were not kept, with nothing in the plan that says why."""
    relaxed: dict[str, int] = field(default_factory=dict)
    """How often the plan said that it relaxed a separation, by the rule."""
    pictures: Watched | None = None
    """What was seen; None on radio."""
    format: int = FORMAT
    """Version of this document."""
    counts: dict[str, int] = field(default_factory=dict)
    """How many remarks of each sort."""

    @property
    def speed(self) -> float:
        """Return how many times faster than real time it was."""
        return (self.ends - self.begins).total_seconds() / max(self.wall_seconds, 1e-9)

    @property
    def forbidden(self) -> list[FoundBreach]:
        """Return what a rule forbids and was heard all the same."""
        return [breach for breach in self.breaches if breach.severity is Severity.BLOCK]

    @property
    def status(self) -> int:
        """Return the exit status: 0 when nothing is wrong, 1 when listeners would notice.

        What was forbidden counts where the plan alone is to blame: no fault but an outage.
        """
        bad = BROKEN if self.incidents else WRONG
        heard = self.wrong_ticks > 0 or any(remark.what in bad for remark in self.remarks)
        planned = all(one.fault == Fault.OUTAGE for one in self.incidents)
        return int(heard or (planned and bool(self.forbidden or self.nearer)))


_REPORT: TypeAdapter[Report] = TypeAdapter(Report)


def to_json(report: Report) -> bytes:
    counted = replace(report, counts=counts(report.remarks))
    return _REPORT.dump_json(counted, indent=1)


def counts(remarks: Iterable[Remark]) -> dict[str, int]:
    """Return how many remarks of each sort there are, none left out."""
    found = dict.fromkeys(What, 0)
    for remark in remarks:
        found[remark.what] += 1
    return {str(what): number for what, number in found.items()}


def worst_first(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    order = {what: place for place, what in enumerate(What)}
    return tuple(sorted(remarks, key=lambda remark: (order[remark.what], remark.at)))


def aired(facts: Iterable[Fact]) -> Iterator[Line]:
    """Yield a line for each airing and each stretch of slate, in order of their ends."""
    open_lines: dict[str, Line] = {}
    fallen: Line | None = None
    for fact in facts:
        begins = fact.act in (Act.STARTED, Act.RESUMED, Act.FELL)
        if begins and fallen is not None and not fact.over:
            yield replace(fallen, ended=fact.at)
            fallen = None
        if fact.act is Act.FELL:
            fallen = _line(fact)
        elif fact.airing and begins:
            before = open_lines.get(fact.airing)
            again = (
                None if before is None else replace(before, interruptions=before.interruptions + 1)
            )
            open_lines[fact.airing] = again or _line(fact)
        elif fact.act in (Act.ENDED, Act.FAILED):
            line = open_lines.pop(fact.airing, None) or _line(fact)
            yield replace(
                line, ended=fact.at, ended_by=str(fact.ended_by or ""), frames=fact.frames
            )
    yield from open_lines.values()
    if fallen is not None:
        yield fallen


def digest(facts: Iterable[Fact]) -> str:
    """Return a fingerprint of the facts in which made-up names are replaced by their order."""
    names: dict[str, str] = {"": ""}
    found = hashlib.sha256()
    for number, fact in enumerate(facts):
        airing = names.setdefault(fact.airing, str(len(names)))
        found.update(_FACTS.dump_json(replace(fact, id=str(number), airing=airing)))
    return found.hexdigest()


def _line(fact: Fact) -> Line:
    return Line(
        began=fact.at, title=fact.title, artist=fact.artist, kind=str(fact.kind or ""),
        programme=fact.programme, item_key=fact.item_key, rung=fact.rung.name.lower(),
        planned=fact.planned, started_by=str(fact.started_by or ""), frames=fact.frames,
    )  # fmt: skip
