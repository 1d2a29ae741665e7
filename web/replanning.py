"""Plans again after a change, when the answer is already sent, and remembers what came of it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Annotated, Protocol

from fastapi import BackgroundTasks, Depends, Request
from starlette.datastructures import State

from scheduler.planning import Planning
from scheduler.publishing import Published, Unchanged
from web.desk import desk_of

logger = logging.getLogger(__name__)


class Planner(Protocol):
    """What plans a channel and publishes the plan."""

    def replan(self, channel: str, cause: str = "edit") -> Published | Unchanged: ...


@dataclass(frozen=True, slots=True)
class Replanned:
    """Where the last planning of a channel that the desk asked for stands."""

    pending: bool = False
    """Whether a wish is not planned yet."""
    asked_at: datetime | None = None
    """When the newest wish came, UTC."""
    result: Published | Unchanged | None = None
    """What the last planning gave; None when it failed, or none was asked for."""
    failed: bool = False
    """Whether the last planning failed: the rundown before it stays on the air."""


class Replanning:
    """One planning of a channel at a time; wishes that wait for it share the next one."""

    def __init__(self, planner: Planner) -> None:
        self._planner = planner
        self._states: dict[str, Replanned] = {}
        self._wishes: dict[str, int] = {}
        self._turns: dict[str, Lock] = {}
        self._lock = Lock()

    def state(self, channel: str) -> Replanned:
        return self._states.get(channel, Replanned())

    def wish(self, channel: str, now: datetime) -> None:
        """Note that a change is about to be stored; `run` follows when it is."""
        with self._lock:
            last = self.state(channel)
            self._wishes[channel] = self._wishes.get(channel, 0) + 1
            self._states[channel] = Replanned(True, now, last.result, last.failed)

    def run(self, channel: str, cause: str) -> None:
        """Plan, unless a planning begun after the last wish has done so already."""
        with self._lock:
            turn = self._turns.setdefault(channel, Lock())
        with turn:
            wishes = self._wishes.get(channel, 0)
            if self.state(channel).pending:
                self._plan(channel, cause, wishes)

    def _plan(self, channel: str, cause: str, wishes: int) -> None:
        result: Published | Unchanged | None = None
        try:
            result = self._planner.replan(channel, cause)
        except Exception as error:  # a plan that fails must be seen, and must not end the desk
            logger.exception("replan %s", channel, exc_info=error)
        with self._lock:
            pending = self._wishes.get(channel, 0) != wishes
            asked_at = self.state(channel).asked_at
            self._states[channel] = Replanned(pending, asked_at, result, result is None)


def replanning_of(state: State, make: Callable[[], Planner]) -> Replanning:
    """Return the application's one `Replanning`, made at its first use."""
    found = getattr(state, "replanning", None)
    if not isinstance(found, Replanning):
        found = state.replanning = Replanning(make())
    return found


def _replanning(request: Request) -> Replanning:
    desk = desk_of(request)
    return replanning_of(
        request.app.state,
        lambda: Planning(desk.config, desk.paths, desk.sessions, desk.clock),
    )


TheReplanning = Annotated[Replanning, Depends(_replanning)]

Replan = Callable[[str], None]


def _replan(request: Request, replanning: TheReplanning, background: BackgroundTasks) -> Replan:
    now = desk_of(request).clock.now()

    def replan(channel: str, cause: str = "edit") -> None:
        replanning.wish(channel, now)
        background.add_task(replanning.run, channel, cause)

    return replan


Replans = Annotated[Replan, Depends(_replan)]
"""Call it with a channel once a change is made: the plan follows when the answer is sent."""
