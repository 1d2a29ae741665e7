from datetime import UTC, datetime
from random import Random

import pytest

from station.clock import VirtualClock
from station.config import Channel, Config, Streams
from station.outputs import OutputState
from streaming.backoff import Backoff
from streaming.soundcard import STALLED_LOOKS, Soundcard, local_address
from streaming.standing import Standing

EIGHT = datetime(2026, 3, 2, 8, tzinfo=UTC)


class ScriptedPlayer:
    """Sounds for so many looks, then stands still or ends, life after life."""

    def __init__(self, *lives: tuple[int, bool]) -> None:
        self.lives = list(lives)
        self.played: list[str] = []
        self.stops = 0
        self._count = self._left = 0
        self._ends = False

    def play(self, address: str) -> None:
        self.played.append(address)
        self._left, self._ends = self.lives.pop(0) if self.lives else (10**6, False)

    def stop(self) -> None:
        self.stops += 1

    def failed(self) -> bool:
        return self._ends and self._left <= 0

    def heard(self) -> int:
        self._left -= 1
        self._count += self._left >= 0
        return self._count


class CountedStop:
    """An event that is set after so many waits, none of which takes time."""

    def __init__(self, waits: int) -> None:
        self.rests: list[float] = []
        self._left = waits

    def is_set(self) -> bool:
        return self._left <= 0

    def wait(self, timeout: float) -> bool:
        self._left -= 1
        if timeout != 1.0:
            self.rests.append(timeout)
        return self.is_set()


def watched(player: ScriptedPlayer, looks: int) -> tuple[Standing, CountedStop]:
    standing = Standing(VirtualClock(EIGHT), "soundcard:radio", kind="soundcard", channel="radio")
    stop = CountedStop(looks)
    Soundcard(player, "http://x/radio.mp3", standing, Backoff(Random(1))).run(stop)
    return standing, stop


def test_a_stream_that_sounds_is_left_alone():
    player = ScriptedPlayer((100, False))
    standing, stop = watched(player, 50)
    assert len(player.played) == 1
    assert stop.rests == []
    assert standing.state is OutputState.IDLE


def test_a_stream_that_stands_still_is_started_again():
    player = ScriptedPlayer((10, False), (10, False))
    standing, _ = watched(player, 10 + STALLED_LOOKS + 6)
    assert len(player.played) == 2
    assert standing.output().last_error == f"no sound for {STALLED_LOOKS} s"
    assert standing.output().restarts == 1


def test_a_stream_that_ends_is_started_again_after_longer_and_longer_rests():
    player = ScriptedPlayer(*[(0, True)] * 4)
    standing, stop = watched(player, 12)
    assert len(stop.rests) >= 3
    assert stop.rests[0] < stop.rests[1] < stop.rests[2]
    assert standing.output().last_error == "the stream ended"


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("0.0.0.0", "http://127.0.0.1:8010/radio.mp3"),
        ("::", "http://[::1]:8010/radio.mp3"),
        ("192.0.2.7", "http://192.0.2.7:8010/radio.mp3"),
    ],
)
def test_the_card_plays_what_listeners_of_this_computer_hear(host, address):
    assert local_address("radio", Config(streams=Streams(host=host))) == address


def test_the_best_rendition_that_is_encoded_is_played():
    config = Config(channels=(Channel(renditions=("aac-low",)),))
    assert local_address("radio", config).endswith("/radio-low.aac")
