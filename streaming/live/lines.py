"""The station's sound-card inputs, each offered to its channel for as long as the process runs."""

import logging
import shutil
from collections.abc import Callable
from threading import Event, Thread

from station import ffmpeg
from station.clock import Clock
from station.config import Config, LineIn
from station.live import Door, Hello, Word
from station.paths import StatePaths
from streaming.live.session import new_name
from streaming.live.supply import Supply, heard
from streaming.live.uplink import Uplink

logger = logging.getLogger(__name__)

REST_SECONDS = 60.0
"""A line that an operator has sent away is offered again after this."""
PAUSE_SECONDS = 1.0
"""The same, where the air has ended it for any other reason."""
_UNKNOWN_INPUT = "Unknown input format"


class Lines:
    """One thread a line; a card that fails is asked again and again."""

    def __init__(self, config: Config, paths: StatePaths, clock: Clock) -> None:
        self._clock = clock
        self._stop = Event()
        self._paths = paths
        self._threads = [
            Thread(
                target=self._run, args=(line, binary_for(line, config.ffmpeg)),
                name=f"line {line.name}", daemon=True,
            )
            for line in config.line_in
            if _has_channel(line, config)
        ]  # fmt: skip

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        self._stop.set()

    def _run(self, line: LineIn, exe: str) -> None:
        command = ffmpeg.line_in(exe, line.system, line.device)
        air = self._paths.live_socket(line.channel)
        while not self._stop.is_set():
            hello = Hello(new_name(), Door.LINE, line.name)

            def make_uplink(told: Callable[[Word], None], hello: Hello = hello) -> Uplink:
                return Uplink(air, hello, told, self._clock)

            def complain(why: str) -> None:
                if sentence := missing_input(line, exe, why):
                    logger.error(sentence, extra={"action": "line_impossible"})

            supply = Supply(hello, heard(command), make_uplink, failed=complain)
            supply.run(self._stop)
            self._stop.wait(REST_SECONDS if supply.ended == "kicked" else PAUSE_SECONDS)


def _has_channel(line: LineIn, config: Config) -> bool:
    if any(channel.slug == line.channel for channel in config.channels):
        return True
    message = "line_in %s: there is no channel %s"
    logger.error(message, line.name, line.channel, extra={"action": "line_impossible"})
    return False


def binary_for(line: LineIn, setting: str) -> str:
    """Return the FFmpeg for a line: the one that came along knows PulseAudio but not ALSA."""
    system = shutil.which("ffmpeg") if line.system == "alsa" and not setting else None
    return system or ffmpeg.binary(setting)


def missing_input(line: LineIn, exe: str, why: str) -> str:
    """Return what to do about an FFmpeg that lacks this sound system; empty when that is not it."""
    if _UNKNOWN_INPUT not in why:
        return ""
    return (
        f'line_in "{line.name}": {exe} has no {line.system} input. Install the FFmpeg of the '
        f"system (Debian: apt install ffmpeg, it has ALSA and PulseAudio) and name it in "
        f'station.toml: ffmpeg = "/usr/bin/ffmpeg"; or use system = "pulse".'
    )
