"""`mengudara air CHANNEL`: wires one channel's air together and runs it until told to stop."""

import contextlib
import ctypes
import gc
import logging
import logging.handlers
import os
import queue
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from playout import orders, pulse, slate
from playout.adoption import Adopter
from playout.answers import Reply
from playout.bus_server import BusServer
from playout.button_bank import ButtonBank
from playout.control_server import ControlServer
from playout.decoder import Decoder
from playout.engine import Engine
from playout.housekeeping import Housekeeping
from playout.last_life import LastLife, take_up
from playout.live_inputs import LiveInputs
from playout.orders import OrdersStore
from playout.pictures.projector import projector_for
from playout.pressure_sign import PressureSign
from playout.recorder import Recorder
from station import ffmpeg, journal
from station.audio import RATE
from station.clock import SystemClock
from station.commands import Adopt, Request
from station.config import Config
from station.journal import Cursor, Fact
from station.paths import StatePaths

logger = logging.getLogger(__name__)

NICE = -10
"""The air and its decoders come before everything else on the machine, where that is allowed."""
YIELD_SECONDS = 0.0005
"""A thread that computes gives way to the tick after so long; the interpreter's own 5 ms are more
than a block may be late."""
WARM_UP = timedelta(milliseconds=600)
TAIL_BYTES = 1 << 20
"""How much of the journal the next life reads: a day of radio at least."""


def run(channel: str, config: Config, paths: StatePaths, stop: threading.Event) -> None:
    """Be the air of a channel until `stop` is set; the caller sees to it that there is one only."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(_logs_elsewhere())
        stack.enter_context(yielding())
        with contextlib.suppress(PermissionError):
            os.nice(NICE)
        air = Air(channel, config, paths, stop)
        stack.callback(air.close)
        air.start()
        gc.collect()
        gc.freeze()
        _give_back()
        logger.info("on the air", extra={"action": "air_started", "channel": channel})
        air.engine.run()
    logger.info("off the air", extra={"action": "air_stopped", "channel": channel})


def _give_back() -> None:
    """Give the machine back the memory that only starting took; see malloc_trim(3)."""
    with contextlib.suppress(AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


class Air:
    """The engine and its neighbours, each in its own thread."""

    def __init__(
        self, channel: str, config: Config, paths: StatePaths, stop: threading.Event
    ) -> None:
        self._journal = paths.journal(channel)
        clock = SystemClock()
        settings = config.channel(channel)
        air = settings.air
        decoder = Decoder(paths.media, ffmpeg.binary(config.ffmpeg))
        self.pictures = projector_for(
            settings.shape,
            paths.pictures(channel),
            decoder.open,
            paths.media,
            paths.slate_picture(settings.picture.slate),
        )
        self.inputs = LiveInputs(
            paths.live_socket(channel), air.live_buffer_ms * RATE // 1000, self.pictures.film_of
        )
        self.bank = ButtonBank(paths.wall(channel), decoder.open)
        self.bus = BusServer(paths.bus_socket(channel), self.pictures.hello(channel))
        self.recorder = Recorder(self._journal)
        self.control = ControlServer(paths.control_socket(channel), self._submit)
        self.engine = Engine(
            clock,
            self.pictures.open,
            [self.bus],
            self.recorder.note,
            channel=channel,
            slate=slate.load(paths.slate),
            watcher=self.control,
            subscribers=lambda: self.bus.subscribers,
            stop=stop,
            air=air,
            buttons=self.bank,
            inputs=self.inputs,
            screen=self.pictures.screen,
        )
        self.adopter = Adopter(paths.rundown(channel), self.engine.desk.submit)
        self.orders = OrdersStore(self._journal, orders.read(self._journal))
        self.housekeeping = Housekeeping(
            self.engine,
            clock,
            self._journal,
            PressureSign(paths.pressure(channel)),
            self.orders,
            lambda: (self.adopter.last_error, self.recorder.last_error),
        )

    def start(self) -> None:
        """Take up what the last life left, and get the first deck ready."""
        rundown = self.adopter.first()
        take_up(_left_in(self._journal), self.engine, rundown, self.recorder.note)
        self.recorder.start()
        self.orders.start()
        self.engine.warm_up(WARM_UP)
        self.adopter.start()
        self.bank.start()
        self.housekeeping.start()

    def close(self) -> None:
        self.engine.close()
        self.adopter.close()
        self.housekeeping.close()
        self.recorder.close()
        self.orders.close()
        self.control.close()
        self.inputs.close()
        self.bank.close()
        self.bus.close()
        self.pictures.close()

    def _submit(self, request: Request, reply: Reply) -> None:
        if isinstance(request.command, Adopt):
            self.adopter.ask(request, reply)
        else:
            self.engine.desk.submit(request, reply)


def _left_in(folder: Path) -> LastLife:
    """Return what the last life has left in the journal's folder."""
    return LastLife(_tail(folder), pulse.read(folder), orders.read(folder))


def _tail(folder: Path) -> list[Fact]:
    """Return the newest facts of the last lives; a line cut by the start fails its checksum."""
    files = sorted(folder.glob("*.journal"))[-2:]
    if not files:
        return []
    offset = max(0, files[0].stat().st_size - TAIL_BYTES)
    return [fact for fact, _ in journal.read(folder, Cursor(files[0].name, offset))]


@contextlib.contextmanager
def yielding() -> Iterator[None]:
    """Have every thread that computes give way to the tick soon."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(YIELD_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


@contextlib.contextmanager
def _logs_elsewhere() -> Iterator[None]:
    """Let another thread write the log, for a full pipe must not hold up the tick."""
    root = logging.getLogger()
    handlers = root.handlers[:]
    records: queue.SimpleQueue[logging.LogRecord] = queue.SimpleQueue()
    listener = logging.handlers.QueueListener(records, *handlers, respect_handler_level=True)
    root.handlers[:] = [logging.handlers.QueueHandler(records)]
    listener.start()
    try:
        yield
    finally:
        listener.stop()
        root.handlers[:] = handlers
