"""Encoder children that follow one another, each watched, for as long as a channel lives."""

import logging
from collections.abc import Callable
from threading import Event
from typing import Generic, Protocol, TypeVar

from station.outputs import OutputState
from streaming.standing import Standing

logger = logging.getLogger(__name__)

COLLECT_SECONDS = 0.2
HANGS_AFTER = 3.0
"""Seconds without a byte, for an encoder is always fed."""
REST_SECONDS = (0.0, 0.2, 0.5, 1.0, 2.0, 5.0)
"""Before the next start, by the number of lives in a row that gave nothing."""

Plan = TypeVar("Plan")


class Life(Protocol):
    """A running child."""

    @property
    def pid(self) -> int: ...
    @property
    def ended(self) -> bool: ...
    @property
    def last_words(self) -> str:
        """What it said last, or how it ended."""

    def collect(self) -> int:
        """Move on what is there, without waiting; return how many bytes were encoded."""

    def close(self, *, kill: bool = False) -> None:
        """Let it see the end of its input, or kill it; move on what is left."""


class Lives(Generic[Plan]):
    """Begins a life for the plan that is wanted; ends it when another one is, or when it hangs."""

    def __init__(
        self,
        begin: Callable[[int, Plan], Life],
        standing: Standing,
        wanted: Plan,
        *,
        over: Callable[[], None] = lambda: None,
        hangs_after: float = HANGS_AFTER,
    ) -> None:
        """`begin` takes the number of the life and its plan; `over` is called behind each."""
        self.standing = standing
        self.wanted = wanted
        """Set by whoever watches the machine."""
        self.pid = 0
        """Of the child that runs now, 0 between two lives."""
        self._begin = begin
        self._over = over
        self._hangs_after = hangs_after
        self._lives = 0
        self._failures = 0

    def run(self, stop: Event) -> None:
        """Run a child again and again until told to stop."""
        self.standing.enter(OutputState.CONNECTING)
        while not stop.is_set():
            try:
                error = self._run_once(stop)
            except Exception as failure:
                logger.debug("encoder failed", exc_info=True)
                error = str(failure) or type(failure).__name__
            if error and not stop.is_set():
                self._note_end(error)
                stop.wait(REST_SECONDS[min(self._failures, len(REST_SECONDS) - 1)])
                self.standing.enter(OutputState.CONNECTING)
        self.standing.enter(OutputState.IDLE)

    def _run_once(self, stop: Event) -> str:
        """Run one child until it ends, hangs or is no longer wanted; return what went wrong."""
        plan, self._lives = self.wanted, self._lives + 1
        life = self._begin(self._lives, plan)
        self.pid = life.pid
        hangs = False
        try:
            hangs = self._follow(life, stop, plan)
        finally:
            self.pid = 0
            life.close(kill=hangs)
            self._over()
        if hangs:
            return f"no output for {self._hangs_after:.0f} s"
        return life.last_words if self.wanted == plan else ""

    def _follow(self, life: Life, stop: Event, plan: Plan) -> bool:
        """Collect for as long as it runs and is the wanted one; return whether it hangs."""
        silent = 0.0
        while not life.ended and self.wanted == plan and not stop.wait(COLLECT_SECONDS):
            silent = silent + COLLECT_SECONDS if not self._collect(life) else 0.0
            if silent >= self._hangs_after - COLLECT_SECONDS / 2:
                return True
        return False

    def _collect(self, life: Life) -> int:
        count = life.collect()
        if count:
            self.standing.enter(OutputState.UP)
            self.standing.sent(count)
        return count

    def _note_end(self, error: str) -> None:
        lived = self.standing.state is OutputState.UP
        self._failures = 0 if lived else self._failures + 1
        self.standing.enter(OutputState.BACKOFF, error)
        self.standing.restarted()
        name = self.standing.output().name
        logger.error("%s ended: %s", name, error, extra={"action": "encoder_ended"})
