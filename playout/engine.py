"""The tick loop: the one place that waits for time, and the order in which a block is made.

Sans-IO: clock, opener, sinks and the sink of facts are given. The same engine runs on the air, in
tests and in simulation. The tick calls them all, so none of them may wait.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol

import numpy as np

from playout import asrun
from playout.buttons import Buttons, NoButtons
from playout.commands import Desk
from playout.deck import Deck
from playout.director import Director
from playout.limiter import Limiter
from playout.live_take import Inputs, NoInputs
from playout.meter import Meter
from playout.orders import Orders
from playout.pictures.screen import NoScreen, Screen
from playout.pulse import Pulse
from playout.restart import Resume
from playout.silence_watch import SilenceWatch
from playout.source import OpenSource
from playout.timeline import Timeline, whole_tick
from playout.view import Counters, View
from station.audio import BLOCK, Block, span_of
from station.bus import LIVE_RUNG, Metadata, Packet
from station.clock import Clock
from station.config import Air
from station.ladder import Rung
from station.rundown import Rundown
from station.snapshot import SNAPSHOTS_PER_SECOND, Meters, Snapshot

logger = logging.getLogger(__name__)

MAX_LATENESS = timedelta(seconds=1)
FOREVER = datetime.max.replace(tzinfo=UTC)
NOTHING: Mapping[str, int] = {}
SNAPSHOT_TICKS = 25 // SNAPSHOTS_PER_SECOND


class Sink(Protocol):
    """Takes a block as the program bus does. Never waits: drops and counts."""

    def write(self, packet: Packet) -> None: ...


class Watcher(Protocol):
    """Takes snapshots, when somebody looks."""

    @property
    def watched(self) -> bool:
        """Whether anybody wants the next one."""

    def publish(self, snapshot: Snapshot) -> None: ...


class Nobody:
    """A watcher for those who need none."""

    watched = False

    def publish(self, snapshot: Snapshot) -> None:
        """Forget it."""


class Engine:
    """Plays the plan through the line into the sinks, exactly one block per tick."""

    def __init__(
        self,
        clock: Clock,
        open_source: OpenSource,
        sinks: Sequence[Sink],
        note: asrun.Note,
        *,
        channel: str = "radio",
        slate: Block,
        watcher: Watcher | None = None,
        subscribers: Callable[[], int] = lambda: 0,
        stop: threading.Event | None = None,
        block: int = BLOCK,
        air: Air | None = None,
        buttons: Buttons | None = None,
        inputs: Inputs | None = None,
        screen: Screen | None = None,
    ) -> None:
        """`block` is the frames made per tick; only simulation takes more than the air does."""
        self._clock = clock
        self._sinks = list(sinks)
        self._screen = screen or NoScreen()
        self._watcher = watcher or Nobody()
        self._ticks = 0
        self._block = block
        self._span = span_of(block)
        self._stop = stop or threading.Event()
        self._told: tuple[Deck | None, str | None] = (None, None)
        self._limiter = Limiter()
        self._meter = Meter()
        self.timeline = Timeline(whole_tick(clock.now()))
        self.place: Pulse | None = None
        """How far the airing on the air has come; replaced whole, so any thread may read it."""
        self.orders = Orders()
        """What operators have ordered and is still to be done; replaced whole likewise."""
        self.counters = Counters(started_at=self.timeline.origin)
        self.director = Director(
            self.timeline,
            open_source,
            asrun.AsRun(note, self.timeline),
            channel=channel,
            slate=slate,
            block=block,
            air=air,
        )
        self.director.live.inputs = inputs or NoInputs()
        self.desk = Desk(self.director, buttons or NoButtons())
        air = air or Air()
        self._silence = SilenceWatch(air.silence_dbfs, air.silence_seconds, block=block)
        self._view = View(channel, self.director, self.desk, self.counters, subscribers)

    def run(self, until: datetime = FOREVER) -> None:
        """Tick until stopped. Time is counted in ticks, so it cannot drift."""
        self._clock.sleep_until(self.air_time)
        last = self.timeline.frame_at(until) if until < FOREVER else None
        while not self._stop.is_set() and (last is None or self.frame < last):
            self.tick()
            self._keep_pace()

    def resume(self, left: Sequence[Resume], reached: str = "") -> None:
        """Go on with what the last life had on the air, the last one first. Before the first tick.

        `reached`: what of the plan was on last.
        """
        for airing in left:
            due = self.timeline.frame_at(airing.due)
            deck = self.director.reopening.of_last_life(
                airing, due, self.frame, waits=airing is not left[-1]
            )
            self.director.changeover.come_back(deck)
        if left and not self.director.changeover.scheduled:
            self.director.changeover.scheduled = reached

    def start_with(
        self, rundown: Rundown, finished: Iterable[str], heard: Mapping[str, int] = NOTHING
    ) -> None:
        """Take up the first rundown of this life, at the place the clock says.

        `heard`: how far items were heard in the last life, by key.
        """
        for key in finished:
            self.director.wings.plan.note_aired(key)
        self.director.adopt(rundown, self.frame, whole=0)
        self.director.wings.plan.run_on_behind(heard, self.frame)

    def take_up(self, found: Orders) -> None:
        """Go on with what operators had ordered in the last life. Before the first tick only."""
        self.director.wings.hold = found.hold
        for waiting in found.waiting:
            self.desk.operator.order_again(waiting, self.frame)
        self.desk.operator.alerts.owe(found.emergency)
        self.orders = found

    def warm_up(self, limit: timedelta) -> None:
        """Let ticks pass unheard until the first deck is cued, so that no slate slips in."""
        until = self.air_time + limit
        self._clock.sleep_until(self.air_time)
        self.desk.obey(self.frame)
        while self.air_time < until and not self.director.wings.ready(self.frame):
            self.director.prepare(self.frame)
            self._ticks += 1
            self._clock.sleep_until(self.air_time)

    def stop(self) -> None:
        self._stop.set()

    def close(self) -> None:
        """Write the end of what is on the air and let go of every deck."""
        self.director.close(self.frame)

    def tick(self) -> None:
        """Make one block of air: obey, prepare, mix, deliver, retire. In that order."""
        start = self.frame
        self.desk.obey(start)
        self.director.prepare(start)
        packet = self._make(start)
        for sink in self._sinks:
            sink.write(packet)
        self.director.over.retire(start + self._block)
        self._ticks += 1
        self._meter.add(packet.sound, self._limiter.reduction)
        self._listen(start + self._block)
        if self._ticks % SNAPSHOT_TICKS == 0:
            self._note_place()
            self.orders = self.desk.operator.orders
            self._publish(start)

    @property
    def frame(self) -> int:
        """Return the first frame of the next block, counted from the first of this life."""
        return self._ticks * self._block

    @property
    def air_time(self) -> datetime:
        """Return the instant the next block represents."""
        return self.timeline.utc_of(self.frame)

    def _make(self, start: int) -> Packet:
        parts: list[Block] = []
        began: list[Metadata] = []
        is_sum = False
        at, end = start, start + self._block
        while at < end:
            until = min(end, self.director.hand_over(at))
            lead = self.director.line.lead
            told = (lead, None if lead is None else lead.item.title)
            if told != self._told:
                self._told = told
                at_us = self.timeline.utc_us_of(at)
                began.append(asrun.metadata(lead, at - start, at_us))
            is_sum = is_sum or self.director.line.is_sum
            part = self.director.line.mix(until - at)
            if len(part) < until - at:
                self.director.wake()
            parts.append(part)
            at += len(part)
        sound = parts[0] if len(parts) == 1 else np.concatenate(parts)
        sound = self._limiter.process(sound, summed=is_sum)
        flags = LIVE_RUNG if self.director.line.rung >= Rung.SCHEDULE else 0
        picture = self._screen.show(self.director.line.lead, self._ticks)
        return Packet(
            self._ticks, self.timeline.utc_us_of(start), sound, flags, 0, picture, tuple(began)
        )

    def _listen(self, at: int) -> None:
        """Notice silence on the bus, and do something about it."""
        lead = self.director.line.lead
        quiet = lead is not None and self._is_meant_silent(lead)
        stage = self._silence.hear(self._limiter.peak, quiet=quiet)
        if stage is not None:
            self.director.recover(stage, at)
            self.counters.silence = stage

    def _is_meant_silent(self, lead: Deck) -> bool:
        """Return whether its long silences are no fault; without sound only where it is seen."""
        is_mute = not lead.item.has_sound and not isinstance(self._screen, NoScreen)
        return lead.item.quiet or is_mute or lead.rung is Rung.EMERGENCY

    def _note_place(self) -> None:
        lead = self.director.line.lead
        if lead is not None and lead.rung >= Rung.FILLER:
            self.place = Pulse(self.air_time, lead.airing, lead.heard, lead.position)

    def _publish(self, at: int) -> None:
        self.counters.ticks = self._ticks
        self.counters.held, self.counters.unseen = self._screen.held, self._screen.fault
        if self._watcher.watched:
            meters = Meters() if self.counters.shed else self._meter.read()
            self._watcher.publish(self._view.snapshot(at, meters))

    def _keep_pace(self) -> None:
        due = self.air_time
        late = self._clock.now() - due
        if late > MAX_LATENESS:
            skipped = late // self._span
            self._ticks += skipped
            self.counters.skipped += skipped
            logger.warning(
                "%.1f s late: skipping ahead", late.total_seconds(),
                extra={"action": "skipped_ahead", "blocks": skipped},
            )  # fmt: skip
        elif late > self._span:
            self.counters.late += 1
        self._clock.sleep_until(self.air_time if late > MAX_LATENESS else due)
