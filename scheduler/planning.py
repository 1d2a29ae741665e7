"""One planning of one channel: gather what the planner needs, plan, publish."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session, sessionmaker

from scheduler import air, pin, publishing
from scheduler.airing import PublishedVersion
from scheduler.drift import Heard
from scheduler.gathering import gathered
from scheduler.planner.inputs import PlanInputs
from scheduler.planner.plan import Plan
from scheduler.planner.planner import plan
from scheduler.publishing import Published, Unchanged
from scheduler.ruling import with_rules
from scheduler.stores import ChannelPlanningStore, PinStore, PublishedStore, RuleStore
from scheduler.undoing import with_restored
from station.clock import Clock
from station.config import Config
from station.paths import StatePaths
from station.rundown import Rundown, newest_version

ROLLED_BACK = "roll_back"
"""Cause of the version that brings an older one back."""


def _as_they_are(inputs: PlanInputs) -> PlanInputs:
    return inputs


class Planning:
    """Plans channels; the plan process and the desk may call it at the same time."""

    def __init__(
        self,
        config: Config,
        paths: StatePaths,
        sessions: sessionmaker[Session],
        clock: Clock,
        hears: Callable[[Path], Heard | None] = air.heard,
    ) -> None:
        """`hears` asks the air at a control socket what is on."""
        self._hears = hears
        self._config = config
        self._paths = paths
        self._sessions = sessions
        self._clock = clock

    def replan(self, channel: str, cause: str = "edit", by: str = "") -> Published | Unchanged:
        """Plan a channel from now on, publish what changed and tell the air.

        `by`: the person who asks for it, empty for none.
        """
        self._config.channel(channel)
        with publishing.exclusive(self._paths.rundown(channel)):
            heard = self._hears(self._paths.control_socket(channel))
            result = self._replan(channel, _Origin(cause, by), heard, now=self._clock.now())
        if isinstance(result, Published):
            air.tell(self._paths.control_socket(channel))
        return result

    def draft(
        self,
        session: Session,
        channel: str,
        wished: Callable[[PlanInputs], PlanInputs] = _as_they_are,
        *,
        pinned: bool = True,
    ) -> Plan:
        """Return the plan as it would become, published nowhere.

        `session` may hold edits; `wished` changes the inputs without writing anything. Not
        `pinned`: as if no version were held.
        """
        before = publishing.current(self._paths.rundown(channel))
        heard = self._hears(self._paths.control_socket(channel))
        now = self._clock.now()
        inputs, _ = self._inputs(session, channel, before, heard=heard, now=now, pinned=pinned)
        return plan(wished(inputs))

    def _inputs(
        self,
        session: Session,
        channel: str,
        before: Rundown | None,
        *,
        heard: Heard | None,
        now: datetime,
        pinned: bool = True,
    ) -> tuple[PlanInputs, str]:
        inputs, library = gathered(
            session, self._config, channel, previous=before, heard=heard, now=now
        )
        inputs = replace(inputs, lock=ChannelPlanningStore(session).lock(channel))
        inputs = with_rules(inputs, session, self._config, self._paths)
        inputs = with_restored(inputs, library, session, self._paths.rundown(channel))
        return (self._held(session, inputs) if pinned else inputs), library

    def _held(self, session: Session, inputs: PlanInputs) -> PlanInputs:
        """Return the inputs with the version that is held, where one is and can be read."""
        found = PinStore(session).in_force(inputs.channel, inputs.begins)
        if found is None:
            return self._rolled_forward(session, inputs)
        version = publishing.kept(self._paths.rundown(inputs.channel), found)
        return inputs if version is None else pin.holding(inputs, found, version)

    def _rolled_forward(self, session: Session, inputs: PlanInputs) -> PlanInputs:
        """Return the inputs with what a roll-back that was just taken back had replaced."""
        if inputs.previous is None or inputs.restored is not None:
            return inputs
        undone = PinStore(session).rolled_back_since(inputs.channel, inputs.previous.made_at)
        if undone is None:
            return inputs
        made = PublishedStore(session).made_by(inputs.channel, undone.made_at)
        before = next((entry for entry in made if entry.restored is None), None)
        folder = self._paths.rundown(inputs.channel)
        version = None if before is None else publishing.kept(folder, before)
        return inputs if version is None else replace(inputs, restored=version)

    def _replan(
        self, channel: str, origin: "_Origin", heard: Heard | None, *, now: datetime
    ) -> Published | Unchanged:
        folder = self._paths.rundown(channel)
        before = publishing.current(folder)
        with self._sessions() as session:
            inputs, library = self._inputs(session, channel, before, heard=heard, now=now)
            known = [entry.version for entry in PublishedStore(session).versions(channel, limit=1)]
        answer = plan(inputs)
        version = max([newest_version(folder), *known]) + 1
        after = publishing.rundown_of(answer, channel, version, now, inputs.ends)
        if before is not None and not publishing.worth_publishing(before, after, now):
            if before.version not in known:
                self._note(publishing.entry_of(before, None, "recovered"), before, library="")
            return Unchanged(before, answer.findings)
        publishing.write(folder, after)
        restored = None
        if origin.cause == ROLLED_BACK and inputs.held is not None:
            restored = inputs.held.version.version
        entry = publishing.entry_of(after, before, origin.cause, by=origin.by, restored=restored)
        self._note(entry, after, library=library)
        self._keep(after, answer)
        return Published(after, entry, answer.findings)

    def _note(self, entry: PublishedVersion, after: Rundown, *, library: str) -> None:
        """Note a version in the database; should that fail, the next planning does it."""
        with self._sessions.begin() as session:
            PublishedStore(session).record(entry, library, after, self._config.zone)

    def _keep(self, after: Rundown, answer: Plan) -> None:
        """Note what was remarked about a version: it is read with the version later."""
        with self._sessions.begin() as session:
            RuleStore(session).keep_findings(after.channel, after.version, answer.findings)


@dataclass(frozen=True, slots=True)
class _Origin:
    """What led to a planning, and who."""

    cause: str
    by: str
