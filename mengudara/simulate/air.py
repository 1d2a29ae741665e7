"""The air of a rehearsal: one life of the engine after the other, on a clock that does not wait."""

from collections import deque
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from mengudara.simulate.inputs import SimulatedInputs
from mengudara.simulate.monitor import Monitor
from mengudara.simulate.sources import Opener
from mengudara.simulate.visits import Does, Event
from playout.commands import Adoption, Correction
from playout.deck import Deck
from playout.engine import Engine
from playout.last_life import LastLife, take_up
from playout.orders import Orders
from playout.pulse import Pulse
from scheduler.drift import Heard
from station.audio import Block, span_of
from station.clock import VirtualClock
from station.commands import Command, GoLive, Request
from station.config import Air
from station.journal import Fact
from station.ladder import Rung
from station.rundown import Rundown

REMEMBERED = 3_000
"""Facts that the next life reads; a day of radio at least."""
PREPARED = 8
"""Looks at the decks before the first block of a life: what is heard first is open by then."""


class SimulatedAir:
    """What `mengudara air` is, without its sockets and threads."""

    def __init__(
        self,
        channel: str,
        clock: VirtualClock,
        opener: Opener,
        monitor: Monitor,
        note: Callable[[Fact], None],
        *,
        slate: Block,
        block: int,
        air: Air,
        sound: bool = False,
    ) -> None:
        """`block` is the frames made per tick; with `sound`, live inputs can be heard."""
        self._air = air
        self._channel = channel
        self._clock = clock
        self._opener = opener
        self._monitor = monitor
        self._note = note
        self._slate = slate
        self._block = block
        self._facts: deque[Fact] = deque(maxlen=REMEMBERED)
        self._sign: Pulse | None = None
        self._orders = Orders()
        self._underruns = 0
        self._inputs = SimulatedInputs(sound=sound)
        self._events: deque[Event] = deque()
        self._engine = self._new_engine()

    def begin(self, rundown: Rundown) -> None:
        """Take up what the last life left, as the air does when it is started."""
        engine = self._engine
        left = LastLife(list(self._facts), self._sign, self._orders)
        take_up(left, engine, rundown, self._take_note)
        for _ in range(PREPARED):
            engine.director.prepare(engine.frame)

    def play(self, until: datetime) -> None:
        """Play to an instant; what live inputs do meanwhile happens on the way."""
        while self._events and self._events[0].at < until:
            event = self._events.popleft()
            self._engine.run(event.at)
            self._let_happen(event)
        self._engine.run(until)

    def expect(self, events: Iterable[Event]) -> None:
        """Have live inputs come and go."""
        self._events = deque(sorted([*self._events, *events], key=lambda event: event.at))

    def adopt(self, rundown: Rundown) -> None:
        self._engine.desk.submit(Adoption(rundown))

    def order(self, command: Command) -> None:
        """Give an operator's command; it applies with the next block."""
        self._engine.desk.submit(Request(command, by="rehearsal"))

    def die(self) -> None:
        """End as a power cut would: nothing is written down, nothing is faded."""
        lead = self.lead
        if lead is not None and lead.rung >= Rung.FILLER:
            self._sign = Pulse(self.now, lead.airing, lead.heard, lead.position)
        self._orders = self._engine.orders
        self._underruns += self._engine.director.line.underruns
        self._opener.close_all()

    def live_again(self, after: timedelta) -> None:
        """Start a new life; `begin` comes next."""
        self._clock.sleep_until(self.now + after)
        self._monitor.new_life()
        self._engine = self._new_engine()

    def set_clock(self, by: timedelta, told: Callable[[timedelta, datetime], None]) -> None:
        """Have the computer's clock be set; `told` hears when the air takes it up."""

        def reanchor() -> timedelta:
            told(by, self.now)
            self._clock.jump(by)
            return by

        self._engine.desk.submit(Correction(reanchor))

    def abandon(self) -> None:
        """Let go of everything; the record is left as it is."""
        self._opener.close_all()

    @property
    def now(self) -> datetime:
        """Return the instant of the next block."""
        return self._engine.air_time

    @property
    def lead(self) -> Deck | None:
        return self._engine.director.line.lead

    @property
    def underruns(self) -> int:
        """Return the blocks in which an item had too little sound."""
        return self._underruns + self._engine.director.line.underruns

    def heard(self) -> Heard | None:
        """Return the item that is on the air, as the planner asks for it."""
        lead = self.lead
        if lead is None or lead.rung is not Rung.SCHEDULE:
            return None
        return Heard(lead.item.key, self.now - span_of(lead.position - lead.item.cue_in))

    def _new_engine(self) -> Engine:
        return Engine(
            self._clock,
            self._opener.open,
            [self._monitor],
            self._take_note,
            channel=self._channel,
            slate=self._slate,
            block=self._block,
            air=self._air,
            inputs=self._inputs,
        )

    def _let_happen(self, event: Event) -> None:
        if event.does is Does.IS_TAKEN:
            self.order(GoLive(event.hello.session))
        else:
            self._inputs.obey(event)

    def _take_note(self, fact: Fact) -> None:
        self._facts.append(fact)
        self._note(fact)
