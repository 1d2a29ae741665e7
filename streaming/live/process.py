"""The live process: wires the doors, the relays and the lines together."""

import logging
from threading import Event

from station import ffmpeg
from station.clock import Clock, SystemClock
from station.config import Config
from station.paths import StatePaths
from streaming.live.admission import Admission
from streaming.live.door import SourceDoor
from streaming.live.inputs import Inputs
from streaming.live.lines import Lines
from streaming.live.microphone_door import MicrophoneDoor
from streaming.live.presenter_list import PresenterList
from streaming.live.relays import Relays
from streaming.live.session import Route
from streaming.live.visit import House

logger = logging.getLogger(__name__)

LOOK_SECONDS = 0.5
LEAVE_SECONDS = 1.0


def run(config: Config, paths: StatePaths, stop: Event) -> None:
    """Take live inputs until told to stop."""
    clock = SystemClock()
    house = make_house(config, paths, clock)
    relays = Relays(config, paths, ffmpeg.binary(config.ffmpeg), clock)
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


def make_house(config: Config, paths: StatePaths, clock: Clock) -> House:
    exe = ffmpeg.binary(config.ffmpeg)
    slugs = [channel.slug for channel in config.channels]
    admission = Admission(slugs, PresenterList(paths.presenters))

    def route(channel: str) -> Route:
        if channel not in slugs:
            raise KeyError(channel)
        return Route(channel, paths.live_socket(channel), exe)

    inputs = Inputs(config.live.max_inputs, admission, clock)
    return House(admission, inputs, route, clock)


def _doors(config: Config, paths: StatePaths, house: House) -> list[SourceDoor | MicrophoneDoor]:
    if not config.live.enabled:
        return []
    return [SourceDoor(config.live, house), MicrophoneDoor(paths.microphone_socket, house)]
