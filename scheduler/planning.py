"""One planning of one channel: gather what the planner needs, plan, publish."""

from sqlalchemy.orm import Session, sessionmaker

from scheduler.plan import Plan
from scheduler.publishing import Published, Unchanged
from station.clock import Clock
from station.config import Config
from station.paths import StatePaths


class Planning:
    """Plans channels; the plan process and the desk may call it at the same time."""

    def __init__(
        self, config: Config, paths: StatePaths, sessions: sessionmaker[Session], clock: Clock
    ) -> None:
        self._config = config
        self._paths = paths
        self._sessions = sessions
        self._clock = clock

    def replan(self, channel: str, cause: str = "edit") -> Published | Unchanged:
        """Plan a channel from now on, publish what changed and tell the air."""
        raise NotImplementedError

    def draft(self, session: Session, channel: str) -> Plan:
        """Return the plan as it would become, published nowhere; `session` may hold edits."""
        raise NotImplementedError
