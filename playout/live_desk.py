"""Decides which live input should have the air: by slot, by role or by an operator's take.

An input must have a full buffer and be louder than the floor; one that is silent, dead or frozen
for too long loses the air, and gets it back when it has sounded steadily again. Pure: counts frames
of the air, and knows inputs only by what they say of themselves.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from station.audio import RATE
from station.config import Air
from station.live import Door, Hello
from station.rundown import LiveSlot
from station.snapshot import LiveState

AWAY = 120 * RATE
"""A presenter whom an operator took and whose line broke is waited for so long."""
IDLE = RATE * 3 // 2
"""How long the last picture of one that has stopped sending may stand in silence."""
STEADY = 3 * RATE
"""An input that was given up must sound for so long before it comes back."""


class Input(Protocol):
    """A connected live input, as the tick sees it."""

    @property
    def hello(self) -> Hello: ...

    @property
    def level(self) -> float:
        """Peak of the last 200 ms, dBFS."""

    @property
    def buffered(self) -> int:
        """Frames held."""

    @property
    def closed(self) -> bool:
        """Whether its connection has ended."""

    @property
    def absent(self) -> int:
        """Frames without anything new of it at all."""

    @property
    def still(self) -> int:
        """Frames without a new picture of one that is seen, else 0."""


@dataclass(frozen=True, slots=True)
class Span:
    """When some inputs may have the air, in frames of this life."""

    key: str
    begins: int
    ends: int
    slot: LiveSlot | None = None
    """For presenters."""
    relay: str = ""
    """For the relay of this address."""
    over: int = 0
    """Frames the relay may run over behind its end."""
    programme: str = ""
    """What the relay is part of."""
    source: str = ""
    """Whose broadcast it is."""

    must: bool = False
    """Whether the relay outranks a presenter."""

    def admits(self, hello: Hello) -> bool:
        if self.slot is None:
            return hello.door is Door.RELAY and hello.relay == self.relay
        if hello.door is Door.RELAY:
            return False
        return not self.slot.presenters or hello.who in self.slot.presenters


@dataclass(slots=True)
class _Standing:
    """What is remembered of one input."""

    heard_at: int
    """Frame at which it was last above the floor."""
    loud_since: int | None = None
    """Since when it has been above the floor without a break longer than a second."""
    given_up: bool = False
    """Whether it lost the air by silence, or frozen, and must prove itself again."""
    dismissed: str | None = None
    """Span in which an operator has let go of it; it waits for his take or the next span."""


class LiveDesk:
    """Only the tick thread calls it."""

    def __init__(self, air: Air) -> None:
        self._air = air
        self._buffer = air.live_buffer_ms * RATE // 1000
        self._patience = round(air.live_patience_seconds * RATE)
        self._standing: dict[str, _Standing] = {}
        self._inputs: list[Input] = []
        self.slots: tuple[Span, ...] = ()
        """When presenters may have the air."""
        self.relays: tuple[Span, ...] = ()
        """When relays may, as far as that is known."""
        self.taken = ""
        """Session an operator has taken."""
        self._taken_span: Span | None = None
        """The slot at whose end he must leave."""
        self._taken_who = ""
        self._taken_gone = 0

    def watch(self, inputs: Sequence[Input], at: int) -> None:
        """Take note of who is connected and who sounds; once a tick."""
        self._inputs = list(inputs)
        sessions = {one.hello.session for one in inputs}
        for gone in self._standing.keys() - sessions:
            del self._standing[gone]
        for one in inputs:
            standing = self._standing.setdefault(one.hello.session, _Standing(at))
            if self._is_loud(one):
                standing.heard_at = at
                standing.loud_since = at if standing.loud_since is None else standing.loud_since
            elif at - standing.heard_at > RATE:
                standing.loud_since = None
            if standing.given_up and at - (standing.loud_since or at) >= STEADY:
                standing.given_up = False
        if self.taken and self.taken not in sessions:
            self._follow_taken(at)
        if (self._taken_until or at + 1) <= at:
            self._let_taken_go()

    def _is_loud(self, one: Input) -> bool:
        """Return whether it is above the floor; of one that has no sound, whether it comes in."""
        if one.hello.mute:
            return one.absent <= IDLE
        return one.level >= self._air.live_floor_dbfs

    def _follow_taken(self, at: int) -> None:
        """Have the next connection of a presenter who was taken stand for the one that broke."""
        self._taken_gone = self._taken_gone or at
        again = [one for one in self._inputs if one.hello.who and one.hello.who == self._taken_who]
        if again:
            self.taken, self._taken_gone = again[-1].hello.session, 0
        elif not self._taken_who or at - self._taken_gone > AWAY:
            self._let_taken_go()
            self._taken_gone = 0

    @property
    def spans(self) -> tuple[Span, ...]:
        """Return all spans; a presenter's slot comes before a relay that need not air."""
        must = [one for one in self.relays if one.must]
        return (*must, *self.slots, *self.relays) if must else (*self.slots, *self.relays)

    @property
    def _taken_until(self) -> int | None:
        """Return when who was taken must leave; his slot moves with a newer plan or clock."""
        span = self._taken_span
        if span is None:
            return None
        return next((one.ends for one in self.slots if one.key == span.key), span.ends)

    def _let_taken_go(self) -> None:
        self.taken, self._taken_span = "", None

    def find(self, session: str) -> Input | None:
        return next((one for one in self._inputs if one.hello.session == session), None)

    def take(self, session: str, at: int) -> bool:
        """Have an input on the air whatever the rules say, until its slot ends or he lets go."""
        one = self.find(session)
        if one is None:
            return False
        span = self.span(at)
        self.taken, self._taken_gone = session, 0
        self._taken_who = one.hello.who
        self._taken_span = span if span is not None and span.slot is not None else None
        standing = self._standing.get(session)
        if standing is not None:
            standing.given_up, standing.dismissed = False, None
        return True

    def keep(self, session: str) -> Callable[[], None]:
        """Return what puts back who was taken, and whether an operator has let go of an input."""
        taken, span, who = self.taken, self._taken_span, self._taken_who
        dismissed = self._dismissed(session)

        def restore() -> None:
            self.taken, self._taken_span, self._taken_who = taken, span, who
            self._taken_gone = 0
            if session in self._standing:
                self._standing[session].dismissed = dismissed

        return restore

    def await_again(self, one: Input, at: int) -> None:
        """Have a presenter on the air as soon as he is connected again."""
        span = self.span(at)
        self.taken, self._taken_who, self._taken_gone = one.hello.session, one.hello.who, 0
        self._taken_span = span if span is not None and span.slot is not None else None

    def let_go(self, session: str, at: int) -> None:
        """Take an input off the air; it stays off for the rest of this span."""
        if self.taken == session:
            self._let_taken_go()
        standing = self._standing.get(session)
        span = self.span(at)
        if standing is not None:
            standing.dismissed = span.key if span is not None else ""

    def send_away(self, session: str) -> None:
        """Let his next connection not take the place of one that was ended on purpose."""
        if self.taken == session:
            self._let_taken_go()

    def choose(self, at: int, current: str) -> Input | None:
        """Return the input that should have the air at `at`; `current` has it now."""
        outranks = self._outranks(at)
        if outranks is not None:
            return outranks
        on = self.find(current) if current else None
        rival = self.taken and self.taken != current and self._taken_sounds()
        if on is not None and self._may(on, at) and self._lives(on, at) and not rival:
            return on
        fit = [one for one in self._inputs if self._may(one, at) and self._sounds(one)]
        return min(fit, key=lambda one: self._rank(one), default=None)

    def _outranks(self, at: int) -> Input | None:
        """Return the relay that must air now and sounds."""
        span = self.span(at)
        if span is None or not span.must:
            return None
        fit = (one for one in self._inputs if span.admits(one.hello) and self._may(one, at))
        return next((one for one in fit if self._sounds(one)), None)

    def _rank(self, one: Input) -> tuple[bool, bool]:
        return (one.hello.session != self.taken, one.hello.door is not Door.RELAY)

    def is_dismissed(self, session: str) -> bool:
        """Return whether an operator has let go of an input."""
        return self._dismissed(session) is not None

    def _dismissed(self, session: str) -> str | None:
        standing = self._standing.get(session)
        return None if standing is None else standing.dismissed

    def give_up(self, session: str) -> None:
        """Count an input as silent; it must prove itself before it comes back."""
        standing = self._standing.get(session)
        if standing is not None:
            standing.given_up, standing.loud_since = True, None
        if self.taken == session:
            self._let_taken_go()

    def fit(self, session: str) -> bool:
        """Return whether an input sounds well enough to be put on the air."""
        one = self.find(session)
        return one is not None and self._sounds(one)

    def state(self, one: Input, at: int, on_air: str) -> LiveState:
        """Return where an input stands, for himself and for the desk."""
        standing = self._standing.get(one.hello.session)
        if one.hello.session == on_air:
            return LiveState.ON_AIR
        if one.closed or (standing is not None and standing.given_up):
            return LiveState.LOST
        if one.buffered < self._buffer // 2:
            return LiveState.CONNECTING
        if not self._is_loud(one):
            return LiveState.SILENT
        return LiveState.BENCHED if on_air and self._may(one, at) else LiveState.READY

    def allowed(self, one: Input, at: int) -> bool:
        """Return whether a slot or his role admits an input now."""
        span = self.span(at)
        return one.hello.always or (span is not None and span.admits(one.hello))

    def span(self, at: int) -> Span | None:
        return next((span for span in self.spans if span.begins <= at < span.ends), None)

    def ends(self, session: str, at: int) -> int | None:
        """Return the frame at which an input must have left the air, None for none."""
        if session == self.taken:
            return self._taken_until
        one, span = self.find(session), self.span(at)
        bound = one is not None and span is not None and span.admits(one.hello)
        return span.ends if bound and span is not None and not self._always(one) else None

    def next_change(self, at: int) -> int | None:
        """Return the next frame at which a span begins or ends."""
        edges = (edge for span in self.spans for edge in (span.begins, span.ends) if edge > at)
        return min(edges, default=None)

    def _always(self, one: Input | None) -> bool:
        return one is not None and one.hello.always

    def _may(self, one: Input, at: int) -> bool:
        """Return whether the rules or an operator let it have the air."""
        if one.hello.session == self.taken:
            return True
        standing = self._standing.get(one.hello.session)
        span = self.span(at)
        here = span.key if span is not None else ""
        if standing is not None and standing.dismissed == here:
            return False
        if one.hello.always:
            return True
        if span is None or not span.admits(one.hello):
            return False
        return span.slot is None or span.slot.by_itself

    def _taken_sounds(self) -> bool:
        taken = self.find(self.taken)
        return taken is not None and self._sounds(taken)

    def _sounds(self, one: Input) -> bool:
        """Return whether it is fit to be put on the air."""
        standing = self._standing.get(one.hello.session)
        loud = standing is not None and standing.loud_since is not None and not standing.given_up
        moves = one.still <= self._patience
        return loud and moves and not one.closed and one.buffered >= self._buffer

    def _lives(self, one: Input, at: int) -> bool:
        """Return whether what is on the air still sounds; one that does not is given up."""
        standing = self._standing[one.hello.session]
        if one.closed and one.buffered == 0:
            return False
        is_idle = bool(one.hello.pictures) and one.absent > self._buffer + IDLE
        if is_idle or max(at - standing.heard_at, one.still) > self._patience:
            self.give_up(one.hello.session)
        return not standing.given_up
