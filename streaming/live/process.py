"""The live process: wires the doors, the relays and the lines together."""

import logging
from collections.abc import Callable
from functools import partial
from threading import Event

from station import ffmpeg
from station.clock import Clock, SystemClock
from station.config import Config
from station.paths import StatePaths
from station.relays import Relay
from streaming.live.admission import Admission
from streaming.live.door import SourceDoor
from streaming.live.film.route import film_route, forget
from streaming.live.inputs import Inputs
from streaming.live.interpreter.route import interpreter_route
from streaming.live.lines import Lines
from streaming.live.metrics import LiveCollector, page
from streaming.live.microphone_door import MicrophoneDoor
from streaming.live.presenter_list import PresenterList
from streaming.live.relays import Relays
from streaming.live.rtmp.visit import RtmpVisit
from streaming.live.session import Route
from streaming.live.srt.door import SrtPort
from streaming.live.visit import House, Visit

logger = logging.getLogger(__name__)

Way = SourceDoor | MicrophoneDoor | SrtPort
LOOK_SECONDS = 0.5
LEAVE_SECONDS = 1.0


def run(config: Config, paths: StatePaths, stop: Event) -> None:
    """Take live inputs until told to stop."""
    clock = SystemClock()
    forget(paths)
    relays = Relays(config, paths, ffmpeg.binary(config.ffmpeg), clock)
    house = make_house(config, paths, clock, relays.known)
    lines = Lines(config, paths, clock)
    doors = _doors(config, paths, house)
    for part in (*doors, relays, lines):
        part.start()
    logger.info("live inputs are taken", extra={"action": "live_ready"})
    while not stop.wait(LOOK_SECONDS):
        house.inputs.look()
    for part in (lines, relays):
        part.close()
    house.inputs.close()
    for door in doors:
        door.close()
    house.inputs.wait_until_empty(LEAVE_SECONDS)
    forget(paths)


def make_house(
    config: Config,
    paths: StatePaths,
    clock: Clock,
    relays: Callable[[], tuple[Relay, ...]] = tuple,
) -> House:
    """`relays` tells what is known about the stations to be relayed."""
    exe = ffmpeg.binary(config.ffmpeg)
    slugs = [channel.slug for channel in config.channels]
    admission = Admission(slugs, PresenterList(paths.presenters))

    def route(channel: str) -> Route:
        if channel not in slugs:
            raise KeyError(channel)
        film = film_route(config.channel(channel), paths)
        return Route(channel, paths.live_socket(channel), exe, film)

    def interpreter(channel: str) -> Route | None:
        return interpreter_route(config.channel(channel), paths, exe)

    inputs = Inputs(config.live.max_inputs, admission, clock)
    collector = LiveCollector(slugs, inputs, relays)
    return House(admission, inputs, route, clock, interpreter, partial(page, collector))


def _doors(config: Config, paths: StatePaths, house: House) -> list[Way]:
    if not config.live.enabled:
        return []
    doors: list[Way] = [
        SourceDoor(config.live, house, Visit),
        MicrophoneDoor(paths.microphone_socket, house),
    ]
    has_pictures = any(channel.shape for channel in config.channels)
    if has_pictures and config.live.rtmp.enabled:
        doors.append(SourceDoor(config.live.rtmp, house, RtmpVisit))
    if has_pictures and config.live.srt.enabled:
        doors.append(SrtPort(config.live.srt, house))
    return doors
