import shutil
from datetime import timedelta

import pytest

from station.audio import from_utc_us
from station.clock import VirtualClock
from station.outputs import OutputState
from streaming.hls.playlist import Variant
from streaming.hls.published import Published
from streaming.hls.state_file import STATE, HlsFolder
from streaming.hls.writer import HlsWriter
from streaming.renditions import AAC, AAC_LOW
from streaming.ring import Ring
from streaming.standing import Standing
from tests.unit.streaming.streams import START_US, grow

PLAYLIST = "/radio/aac/live.m3u8"


class House:
    """A writer whose rings grow by hand and whose clock stands still."""

    def __init__(self, folder):
        self.folder = folder
        self.clock = VirtualClock(from_utc_us(START_US))
        self.begin()

    def begin(self):
        self.rings = [Ring(AAC), Ring(AAC_LOW)]
        self.published = Published("radio", [Variant.of(AAC), Variant.of(AAC_LOW)])
        self.standing = Standing(self.clock, "radio/live.m3u8", kind="hls", channel="radio")
        folder = HlsFolder(self.folder, ["aac", "aac-low"])
        self.writer = HlsWriter(self.rings, folder, self.published, self.standing, self.clock)
        self.writer.open()
        self.number = 0

    def hear(self, chunks):
        for _ in range(chunks):
            for ring in self.rings:
                grow(ring, self.number)
            self.number += 1
            self.clock.jump(timedelta(milliseconds=512))
        self.writer.look()

    def playlist(self):
        return self.published.answer(PLAYLIST).body.decode()


@pytest.fixture
def house(tmp_path):
    return House(tmp_path / "radio")


def test_before_the_first_segment_players_are_asked_to_come_again(house):
    answer = house.published.answer(PLAYLIST)
    assert answer.status == 503
    assert house.published.answer("/radio/nothing.ts") is None


def test_a_segment_is_served_as_soon_as_it_is_whole(house):
    house.hear(4)
    text = house.playlist()
    assert text.count("#EXTINF:2.005333,") == 1
    name = text.strip().split("\n")[-1]
    assert house.published.answer(f"/radio/aac-low/{name}").content_type == "video/mp2t"
    assert (house.folder / "aac" / name).stat().st_size % 188 == 0
    assert house.standing.state is OutputState.UP


def test_while_the_encoder_gives_nothing_silence_goes_on_and_on(house):
    house.hear(12)
    before = house.playlist()
    house.clock.jump(timedelta(seconds=13))
    house.writer.look()
    house.clock.jump(timedelta(seconds=6.1))
    house.writer.look()
    text = house.playlist()
    assert text.startswith(before[: before.index("#EXT-X-PROGRAM")])
    assert text.count("#EXTINF") == before.count("#EXTINF") + 2
    assert text.count("#EXT-X-DISCONTINUITY\n") == 1
    assert house.standing.state is OutputState.STALLED
    house.hear(12)
    assert house.playlist().count("#EXT-X-DISCONTINUITY\n") == 2
    assert house.standing.state is OutputState.UP


def test_a_new_process_shows_the_old_window_at_once(house):
    house.hear(24)
    before = house.playlist()
    house.begin()
    assert house.playlist() == before
    for name in before.split("\n"):
        assert not name.endswith(".ts") or house.published.answer(f"/radio/aac/{name}").body
    house.hear(4)
    assert house.playlist().count("#EXT-X-DISCONTINUITY\n") == 1


def test_a_disk_that_fails_does_not_silence_anyone(house):
    house.hear(12)
    (house.folder / STATE).unlink()
    shutil.rmtree(house.folder / "aac")
    house.hear(12)
    assert house.playlist().count("#EXTINF") == 4
    assert house.standing.state is OutputState.STALLED
    assert not (house.folder / STATE).exists()
    assert house.standing.output().last_error
