"""Plans again after a change, when the answer is already sent, and remembers what came of it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
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

    def replan(self, channel: str, cause: str = "edit", by: str = "") -> Published | Unchanged: ...


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


@dataclass(slots=True)
class _Turn:
    """One channel's wishes, counted, and the lock of its plannings."""

    lock: Lock = field(default_factory=Lock)
    wished: int = 0
    """Changes announced."""
    stored: int = 0
    """Changes in the database."""
    planned: int = 0
    """Changes that were stored when the last finished planning began."""
    asked_at: datetime | None = None
    result: Published | Unchanged | None = None
    failed: bool = False


class Replanning:
    """One planning of a channel at a time; wishes that wait for it share the next one."""

    def __init__(self, planner: Planner) -> None:
        self._planner = planner
        self._turns: dict[str, _Turn] = {}
        self._lock = Lock()

    def state(self, channel: str) -> Replanned:
        turn = self._turn(channel)
        return Replanned(turn.wished > turn.planned, turn.asked_at, turn.result, turn.failed)

    def wish(self, channel: str, now: datetime) -> None:
        """Note that a change is about to be stored; `run` follows when it is."""
        turn = self._turn(channel)
        with self._lock:
            turn.wished += 1
            turn.asked_at = now

    def run(self, channel: str, cause: str, by: str = "") -> None:
        """Plan, unless a planning that began after the change was stored has done so already."""
        turn = self._turn(channel)
        with self._lock:
            turn.stored += 1
            own = turn.stored
        with turn.lock:
            if turn.planned < own:
                covered = turn.stored
                self._plan(turn, channel, cause, by)
                turn.planned = covered

    def _turn(self, channel: str) -> _Turn:
        with self._lock:
            return self._turns.setdefault(channel, _Turn())

    def _plan(self, turn: _Turn, channel: str, cause: str, by: str) -> None:
        try:
            turn.result = self._planner.replan(channel, cause, by)
            turn.failed = False
        except Exception as error:  # a plan that fails must be seen, and must not end the desk
            logger.exception("replan %s", channel, exc_info=error)
            turn.failed = True


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


class Replan(Protocol):
    """Plan a channel when the answer is sent; `cause` goes into the history of versions."""

    def __call__(self, channel: str, cause: str = "edit") -> None: ...


def _replan(request: Request, replanning: TheReplanning, background: BackgroundTasks) -> Replan:
    now = desk_of(request).clock.now()

    def replan(channel: str, cause: str = "edit") -> None:
        replanning.wish(channel, now)
        account = getattr(request.state, "account", None)
        background.add_task(replanning.run, channel, cause, account.name if account else "")

    return replan


Replans = Annotated[Replan, Depends(_replan)]
"""Call it with a channel once a change is made: the plan follows when the answer is sent."""
