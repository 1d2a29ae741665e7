"""Where a supervised output stands, as a table. No code outside it may change a state."""

from dataclasses import replace
from threading import Lock

from station.clock import Clock
from station.errors import StationError
from station.outputs import Output, OutputState, Trouble

_S = OutputState
TRANSITIONS: dict[OutputState, frozenset[OutputState]] = {
    _S.IDLE: frozenset({_S.CONNECTING}),
    _S.CONNECTING: frozenset({_S.UP, _S.SENDING, _S.BACKOFF, _S.STALLED, _S.SHED, _S.IDLE}),
    _S.UP: frozenset({_S.STALLED, _S.BACKOFF, _S.SHED, _S.IDLE}),
    _S.SENDING: frozenset({_S.STALLED, _S.BACKOFF, _S.IDLE}),
    _S.STALLED: frozenset({_S.UP, _S.SENDING, _S.BACKOFF, _S.SHED, _S.IDLE}),
    _S.SHED: frozenset({_S.UP, _S.IDLE}),
    _S.BACKOFF: frozenset({_S.CONNECTING, _S.IDLE}),
}


class IllegalState(StationError):
    """An output was told to go where it cannot go from where it is."""

    def __init__(self, name: str, before: OutputState, after: OutputState) -> None:
        super().__init__(f"{name} cannot go from {before.value} to {after.value}")


class Standing:
    """One output's state and counters, told by its owner, read by everyone."""

    def __init__(self, clock: Clock, name: str, *, kind: str, channel: str, **more: object) -> None:
        self._clock = clock
        self._lock = Lock()
        self._output = Output(name, kind, channel, OutputState.IDLE, clock.now(), **more)  # type: ignore[arg-type]

    @property
    def state(self) -> OutputState:
        return self._output.state

    def enter(self, state: OutputState, error: str = "") -> None:
        """Change the state; being there already is no change. Raises IllegalState."""
        with self._lock:
            before = self._output
            if error:
                self._output = replace(self._output, last_error=error)
            if state is before.state:
                return
            if state not in TRANSITIONS[before.state]:
                raise IllegalState(before.name, before.state, state)
            self._output = replace(self._output, state=state, since=self._clock.now())

    def sent(self, count: int) -> None:
        with self._lock:
            self._output = replace(self._output, bytes_out=self._output.bytes_out + count)

    def restarted(self) -> None:
        with self._lock:
            self._output = replace(self._output, restarts=self._output.restarts + 1)

    def reduce(self, what: str) -> None:
        """Note what is done without; empty when everything is there again."""
        with self._lock:
            self._output = replace(self._output, reduced=what)

    def trouble(self, trouble: Trouble | None) -> None:
        """Note what is wrong; None when nothing is."""
        with self._lock:
            self._output = replace(self._output, trouble=trouble)

    def output(self, listeners: int = 0) -> Output:
        """Return a frozen view."""
        with self._lock:
            return replace(self._output, listeners=listeners)
