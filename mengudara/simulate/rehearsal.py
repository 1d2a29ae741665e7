"""The loop of a rehearsal: plays to the next thing that happens, lets it happen, plays on.

Planning is the plan process's own. It runs when the air is off the plan, when something was
edited, and every few hours for the horizon: more often would give the same items.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from random import Random

from sqlalchemy.orm import Session, sessionmaker

from mengudara.simulate import visits
from mengudara.simulate.air import SimulatedAir
from mengudara.simulate.edits import edit
from mengudara.simulate.faults import Fault, Incident
from mengudara.simulate.journal import Journal
from mengudara.simulate.pictures import Viewer
from mengudara.simulate.report import Happened, PlanRemark
from mengudara.simulate.separations import Separations
from mengudara.simulate.sources import Opener
from playout.engine import FOREVER
from scheduler import as_run
from scheduler.drift import TOLERATED
from scheduler.planning import Planning
from station.clock import Clock
from station.commands import Skip
from station.paths import StatePaths
from station.rundown import Rundown, prune

HORIZON_EVERY = timedelta(days=1)
"""Planning more often gives the same items as long as the air keeps to the plan."""
DAY = timedelta(days=1)
LOOK_EVERY = timedelta(minutes=1)
"""How often the plan process would look at the air."""
KEEP_VERSIONS = 10
WORST_STEP = 120
"""Seconds by which the clock is set at most."""
LONGEST_DEATH_MS = 3_000
DEATHS = (1, 1, 1, 1, 2, 3, 4, 15)
"""How often in a row the decoder of pictures dies: mostly once."""
MISSED_AFTER = timedelta(minutes=20)
"""So soon behind an outage planning knows what was missed: a play may still be late before."""
OUTAGE_MINUTES = (60, 14 * 60)
"""How long the whole station may be off the air."""


class Rehearsal:
    """Wires planning to the air for a span of virtual time."""

    def __init__(
        self,
        channel: str,
        paths: StatePaths,
        sessions: sessionmaker[Session],
        planning: Planning,
        air: SimulatedAir,
        opener: Opener,
        journal: Journal,
        watch: Clock,
        separations: Separations,
        viewer: Viewer | None,
        quiet: set[str],
    ) -> None:
        """`paths` is a folder of its own, thrown away afterwards; `watch` times the planning;
        `quiet` is told the keys of items that are meant to have long silences."""
        self._channel = channel
        self._paths = paths
        self._sessions = sessions
        self._planning = planning
        self._air = air
        self._opener = opener
        self._journal = journal
        self._separations = separations
        self._viewer = viewer
        self._quiet = quiet
        self._watch = watch
        self._ends = self._next_day = FOREVER
        self._on_day: Callable[[int], None] = lambda _days: None
        self._on_look: Callable[[datetime], None] = lambda _at: None
        self.days = 0
        self._rundown: Rundown | None = None
        self._planned: dict[str, datetime] = {}
        """When the items of the newest version should begin, by their keys."""
        self._horizon = FOREVER
        self._found: dict[tuple[object, ...], PlanRemark] = {}
        self.done: list[Happened] = []
        self.outages: list[tuple[datetime, datetime]] = []
        """When the station was off the air, UTC."""
        self.plannings = 0
        self.planning_time = timedelta(0)

    @property
    def findings(self) -> list[PlanRemark]:
        """Return what the planner remarked on the span, in order of time."""
        return sorted(self._found.values(), key=lambda finding: finding.at)

    def run(
        self,
        ends: datetime,
        incidents: Sequence[Incident],
        on_day: Callable[[int], None],
        on_look: Callable[[datetime], None] = lambda _at: None,
    ) -> None:
        """Play from the clock's present to `ends`; `on_day` hears how many days are over.

        `on_look` hears every few minutes how far it is.
        """
        self._ends, self._on_day, self._on_look = ends, on_day, on_look
        self._next_day = self._air.now + DAY
        self._air.begin(self._plan("horizon"))
        for incident in incidents:
            self._play_to(incident.at)
            detail = self._happen(incident)
            self.done.append(Happened(self._air.now, str(incident.fault), detail))
        self._play_to(ends)
        self._collect()
        self._journal.ledger.close(self._air.now)
        self._leave_pictures()

    def _play_to(self, until: datetime) -> None:
        while self._air.now < until:
            self._air.play(min(until, self._air.now + LOOK_EVERY))
            self._on_look(self._air.now)
            if self._air.now >= self._horizon:
                self._replan("horizon")
            elif self._is_off_plan():
                self._replan("drift")
            if self._air.now >= self._next_day:
                self._next_day += DAY
                self.days += 1
                self._on_day(self.days)

    def _is_off_plan(self) -> bool:
        heard = self._air.heard()
        planned = None if heard is None else self._planned.get(heard.item_key)
        return (
            heard is not None and planned is not None and abs(heard.begins - planned) >= TOLERATED
        )

    def _replan(self, cause: str) -> None:
        self._air.adopt(self._plan(cause))

    def _plan(self, cause: str) -> Rundown:
        """Plan as the plan process does: what aired comes first, then what is to come."""
        began = self._watch.now()
        self._collect()
        result = self._planning.replan(self._channel, cause)
        prune(self._paths.rundown(self._channel), KEEP_VERSIONS)
        now = self._air.now
        self._horizon = now + min(HORIZON_EVERY, (result.rundown.ends - now) / 2)
        self._rundown = result.rundown
        self._planned = {item.key: item.begins for item in result.rundown.items}
        self._quiet |= {
            item.key for item in result.rundown.items if item.quiet or not item.has_sound
        }
        self._journal.ledger.settle(now)
        self._journal.ledger.promise(result.rundown, now, self._ends)
        self._separations.promise(result.rundown)
        for finding in result.findings:
            if finding.at < self._ends:
                about = tuple(sorted(finding.about.items()))
                remark = PlanRemark(finding.at, str(finding.note), dict(about))
                self._found[finding.note, finding.at, about] = remark
        self.plannings += 1
        self.planning_time += self._watch.now() - began
        return result.rundown

    def _collect(self) -> None:
        """Write down what aired, and have the plan process read it."""
        self._journal.flush()
        as_run.collect_all(self._sessions, self._channel, self._journal.folder)

    def _happen(self, incident: Incident) -> str:
        """Let an incident happen; return what it hit."""
        match incident.fault:
            case Fault.MISSING | Fault.CORRUPT:
                self._opener.spoil_next(incident)
                return ""
            case Fault.KILLED | Fault.HUNG:
                return self._spoil_lead(incident)
            case Fault.PICTURES:
                return self._blind(Random(incident.chance))
            case Fault.CLOCK:
                return self._set_clock(Random(incident.chance))
            case Fault.RESTART:
                return self._restart(Random(incident.chance))
            case Fault.EDIT:
                return self._edit(incident.chance)
            case Fault.LIVE | Fault.RELAY:
                return self._call(incident)
            case Fault.OUTAGE:
                return self._go_off(Random(incident.chance))

    def _spoil_lead(self, incident: Incident) -> str:
        lead = self._air.lead
        hit = lead is not None and self._opener.spoil_now(lead.item.key, incident)
        return lead.item.title if hit and lead is not None else ""

    def _blind(self, random: Random) -> str:
        """Kill the decoder of the pictures on the air, so often that it may not come again."""
        lead, times = self._air.lead, random.choice(DEATHS)
        if self._viewer is None or lead is None:
            return ""
        if not self._viewer.decoder_dies(lead.position, times):
            return ""
        return f"{lead.item.title}, {times} times"

    def _call(self, incident: Incident) -> str:
        assert self._rundown is not None
        invite = visits.of_relay if incident.fault is Fault.RELAY else visits.of_presenter
        visit = invite(incident, self._rundown, self._air.now)
        self._air.expect(visit.events)
        return visit.detail

    def _set_clock(self, random: Random) -> str:
        by = timedelta(seconds=round(random.uniform(0.6, WORST_STEP) * random.choice((-1, 1)), 3))
        self._air.set_clock(by, self._stepped)
        return f"{by.total_seconds():+.3f} s"

    def _stepped(self, by: timedelta, now: datetime) -> None:
        self._journal.ledger.stepped(by, now)
        if self._viewer is not None:
            self._viewer.stepped(by)

    def _leave_pictures(self) -> None:
        """Count what is on the air up to here: it has no end in the record."""
        lead = self._air.lead
        if self._viewer is not None and lead is not None:
            self._viewer.leave(lead.position)

    def _restart(self, random: Random) -> str:
        assert self._rundown is not None
        after = timedelta(milliseconds=random.randrange(500, LONGEST_DEATH_MS))
        self._leave_pictures()
        self._air.die()
        self._journal.ledger.went_away(self._air.now)
        self._air.live_again(after)
        self._journal.ledger.came_back(self._air.now)
        self._air.begin(self._rundown)
        return f"away {after.total_seconds():.1f} s"

    def _go_off(self, random: Random) -> str:
        """Have everything dead for hours; when the power is there again, planning comes first."""
        after = timedelta(minutes=random.randint(*OUTAGE_MINUTES))
        began = self._air.now
        self._leave_pictures()
        self._air.die()
        self._journal.ledger.went_away(began)
        self._air.live_again(after)
        self.outages.append((began, self._air.now))
        self._journal.ledger.came_back(self._air.now)
        self._separations.fell_silent()
        self._air.begin(self._plan("horizon"))
        self._horizon = min(self._horizon, self._air.now + MISSED_AFTER)
        return f"off the air for {after.total_seconds() / 3600:.1f} h"

    def _edit(self, chance: int) -> str:
        assert self._rundown is not None
        if chance % 4 == 0:
            self._air.order(Skip())
            return "skip"
        with self._sessions.begin() as session:
            detail = edit(session, self._rundown, self._air.now, chance)
        if detail:
            self._replan("override")
        return detail
