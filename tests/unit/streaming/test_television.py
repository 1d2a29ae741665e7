"""A television channel of the streaming process, wired: what it tells of itself."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from station.clock import VirtualClock
from station.config import Channel, Config
from station.outputs import OutputState
from station.paths import StatePaths
from streaming.channel_streams import ChannelStreams
from streaming.pictures.units import Report

NOON = datetime(2027, 3, 5, 5, tzinfo=UTC)
LATE = Report(25, 1_200_000, 5, 1)


class Streams:
    def __init__(self, home, **more):
        paths = StatePaths(home)
        paths.create()
        channel = Channel(slug="tv", kind="tv", **more)
        self.clock = VirtualClock(NOON)
        self.streams = ChannelStreams(channel, Config(channels=(channel,)), paths, self.clock)

    def report(self, report, times):
        for _ in range(times):
            self.clock.jump(timedelta(seconds=1))
            self.streams.television._told(report)

    def states(self):
        return {output.name: output.state for output in self.streams.outputs()}

    def counts(self):
        return {count.name: count.value for count in self.streams.counts()}


@pytest.fixture(autouse=True)
def memory(tmp_path, monkeypatch):
    """Keep what is drawn out of the machine's own memory."""
    monkeypatch.setattr("station.paths.MEMORY", tmp_path)


@pytest.fixture
def tv(tmp_path, monkeypatch):
    """A channel on a machine of one core."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {0})
    return Streams(tmp_path)


def test_a_channel_of_pictures_alone_has_no_encoder_of_sound(tv):
    assert list(tv.states()) == [
        "encoder:tv/pictures",
        "tv/live.m3u8",
        "tv/720p",
        "tv/480p",
        "tv/360p",
        "tv.ts",
        "tv-480p.ts",
        "tv-360p.ts",
        "recorder:tv/proxy",
        "recorder:tv/programme",
    ]
    assert [mount.path for mount in tv.streams.mounts] == ["/tv.ts", "/tv-480p.ts", "/tv-360p.ts"]


def test_its_sound_can_be_listened_to_without_a_second_playlist(tmp_path):
    tv = Streams(tmp_path, renditions=("mp3", "aac"))
    names = list(tv.states())
    assert names[:3] == ["encoder:tv", "tv.mp3", "tv.aac"]
    assert names.count("tv/live.m3u8") == 1
    assert tv.streams.published is tv.streams.television.published


def test_a_radio_channel_has_no_pictures(tmp_path):
    channel = Channel()
    streams = ChannelStreams(channel, Config(), StatePaths(tmp_path), VirtualClock(NOON))
    assert streams.television is None
    assert streams.units is None


def test_a_machine_too_small_is_told_and_the_rungs_left_out_are_shed(tv):
    tv.report(LATE, 55)
    states = tv.states()
    assert states["tv/720p"] is not OutputState.SHED
    assert states["tv/480p"] is OutputState.SHED
    (encoder, *_) = tv.streams.outputs()
    assert encoder.reduced in ("−480p", "−360p")
    counts = tv.counts()
    assert counts["mengudara_pictures_left_out"] == 275
    assert counts["mengudara_pictures_missed"] == 55
    assert counts["mengudara_picture_steps_down"] >= 3
    assert tv.streams.television._lives.wanted.preset == "ultrafast"


def test_the_encoder_is_relieved_when_the_air_is_short_of_time(tv):
    fast = Report(25, 400_000, 0, 0)
    tv.streams.television.pressed = True
    tv.report(fast, 20)
    assert tv.counts()["mengudara_picture_steps_down"] == 1
