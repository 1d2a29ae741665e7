"""The station's own sound output: plays the local stream to a sound card through libVLC.

A process of its own. libVLC is optional: without it only this process cannot run.
"""

import logging
from random import Random
from threading import Event
from typing import Protocol

from station.clock import Clock, SystemClock
from station.config import Config
from station.errors import StationError
from station.outputs import OutputState
from station.paths import StatePaths
from streaming.backoff import Backoff
from streaming.renditions import RENDITIONS
from streaming.standing import Standing

logger = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
STALLED_LOOKS = 5


class SoundcardUnavailable(StationError):
    """There is no libVLC or no card."""


class Player(Protocol):
    """What is asked of libVLC."""

    def play(self, address: str) -> None: ...
    def stop(self) -> None: ...
    def failed(self) -> bool:
        """Whether it has given up by itself."""

    def heard(self) -> int:
        """Return a count that grows while sound comes out."""


class Soundcard:
    """Keeps a player playing: whatever stalls or ends is started again after a rest."""

    def __init__(self, player: Player, address: str, standing: Standing, backoff: Backoff) -> None:
        self.standing = standing
        self._player = player
        self._address = address
        self._backoff = backoff

    def run(self, stop: Event) -> None:
        while not stop.is_set():
            self.standing.enter(OutputState.CONNECTING)
            self._player.play(self._address)
            error = self._follow(stop)
            self._player.stop()
            if not stop.is_set():
                logger.warning("sound card: %s", error, extra={"action": "soundcard_failed"})
                self.standing.enter(OutputState.BACKOFF, error)
                self.standing.restarted()
                stop.wait(self._backoff.next())
        self.standing.enter(OutputState.IDLE)

    def _follow(self, stop: Event) -> str:
        """Watch the player until it fails, stands still or is no longer wanted; return why."""
        heard, still = self._player.heard(), 0
        while not stop.wait(LOOK_SECONDS):
            now = self._player.heard()
            still, heard = (0, now) if now > heard else (still + 1, heard)
            if not still:
                self._backoff.reset()
                self.standing.enter(OutputState.UP)
            if self._player.failed():
                return "the stream ended"
            if still >= STALLED_LOOKS:
                return f"no sound for {STALLED_LOOKS} s"
        return ""


def run(channel: str, config: Config, paths: StatePaths, stop: Event) -> None:
    """Play a channel until told to stop; raises SoundcardUnavailable, or KeyError for no channel.

    The state folder is not needed: the stream server is the only source.
    """
    from streaming.vlc_player import VlcPlayer  # late: it looks for libVLC

    address = local_address(channel, config)
    player = VlcPlayer()
    found = player.devices()
    if not found:
        raise SoundcardUnavailable("no sound card was found")
    for device in found:
        logger.info("sound output %s: %s", device.output, device.name, extra={"action": "device"})
    standing = _standing(SystemClock(), channel, address)
    Soundcard(player, address, standing, Backoff(Random())).run(stop)


def local_address(channel: str, config: Config) -> str:
    """Return where this computer hears the channel's best rendition; raises KeyError."""
    name = config.channel(channel).renditions[0]
    host = config.streams.host
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)
    return f"http://{host}:{config.streams.port}/{channel}{RENDITIONS[name].suffix}"


def _standing(clock: Clock, channel: str, address: str) -> Standing:
    return Standing(clock, f"soundcard:{channel}", kind="soundcard", channel=channel, url=address)
