"""An extra rendition is left out and comes back; those who hear the others notice nothing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client import CollectorRegistry

from station.audio import from_utc_us
from station.clock import SystemClock, VirtualClock
from station.config import Channel, Config
from station.outputs import OutputState
from streaming.hls.playlist import Variant
from streaming.hls.published import Published
from streaming.hls.state_file import HlsFolder
from streaming.hls.writer import HlsWriter
from streaming.http_message import Answer, Request
from streaming.mount import Mount
from streaming.renditions import AAC, AAC_LOW, MP3
from streaming.ring import Ring
from streaming.site import StreamSite
from streaming.standing import Standing
from tests.unit.streaming.streams import START_US, filled, piece
from tests.unit.streaming.test_mount import Line

BOTH = (AAC.name, AAC_LOW.name)
MASTER = "/radio/live.m3u8"
LOW = "/radio/aac-low/live.m3u8"


class Hls:
    """A writer with a rendition that can be left out."""

    def __init__(self, folder):
        self.folder = folder
        self.clock = VirtualClock(from_utc_us(START_US))
        self.life = 0
        self.begin()

    def begin(self):
        self.rings = [Ring(AAC), Ring(AAC_LOW)]
        self.published = Published("radio", [Variant.of(AAC), Variant.of(AAC_LOW)])
        standing = Standing(self.clock, "radio/live.m3u8", kind="hls", channel="radio")
        folder = HlsFolder(self.folder, list(BOTH), extra=[AAC_LOW.name])
        self.writer = HlsWriter(self.rings, folder, self.published, standing, self.clock)
        self.writer.open()

    def live(self, segments, together=BOTH):
        """Have a new life of the encoder make some regular segments."""
        self.life += 1
        for first in range(0, 288 * segments, 24):
            for ring in self.rings:
                if ring.rendition.name in together:
                    made = piece(first, 24, life=self.life, rendition=ring.rendition)
                    ring.append(replace(made, together=together))
            self.clock.jump(timedelta(milliseconds=512))
            self.writer.look()

    def text(self, path):
        answer = self.published.answer(path)
        assert answer is not None
        return answer.body.decode() if answer.status == 200 else str(answer.status.value)

    def numbers(self):
        return [
            line for line in self.text("/radio/aac/live.m3u8").split("\n") if line.endswith(".ts")
        ]


@pytest.fixture
def hls(tmp_path):
    return Hls(tmp_path / "radio")


def test_while_it_is_left_out_the_master_names_the_others_and_no_player_is_stuck(hls):
    hls.live(4)
    assert "aac-low/live.m3u8" in hls.text(MASTER)
    before = hls.numbers()
    hls.live(2, together=(AAC.name,))
    assert hls.text(MASTER).count("#EXT-X-STREAM-INF") == 1
    assert "aac/live.m3u8" in hls.text(MASTER)
    assert hls.text(LOW) == "404"
    assert len(set(before) & set(hls.numbers())) >= 4, "the window goes on"
    assert hls.text("/radio/aac/live.m3u8").count("#EXT-X-DISCONTINUITY\n") == 1


def test_it_is_on_offer_again_once_its_window_is_whole(hls):
    hls.live(4)
    hls.live(2, together=(AAC.name,))
    hls.live(7)
    assert hls.text(LOW) == "404", "one segment of the window is still lacking"
    hls.live(3)
    assert hls.text(LOW) == hls.text("/radio/aac/live.m3u8")
    assert "aac-low/live.m3u8" in hls.text(MASTER)


def test_a_new_process_goes_on_while_it_is_left_out(hls):
    hls.live(4)
    hls.live(2, together=(AAC.name,))
    before = hls.text("/radio/aac/live.m3u8")
    hls.begin()
    assert hls.text("/radio/aac/live.m3u8") == before
    assert hls.text(LOW) == "404"


def test_before_the_first_segment_it_is_not_missing_but_on_its_way(hls):
    assert hls.text(LOW) == "503"


class Door(Line):
    closed = False

    def close(self):
        self.closed = True


def mount(rendition, channel):
    standing = Standing(SystemClock(), f"radio{rendition.suffix}", kind="icy", channel="radio")
    standing.enter(OutputState.CONNECTING)
    return Mount(channel, filled(rendition, 20), standing, burst=2.0)


def test_its_listeners_hear_what_is_left_and_then_a_clear_end():
    one = mount(AAC_LOW, Channel())
    door = Door()
    one.join(door, icy=False)
    one.ring.append(piece(480, 24))
    one.ring.leave_out()
    one.push()
    assert door.closed
    assert b"".join(door.written).endswith(one.ring.read(20)[0].data)
    assert one.standing.state is OutputState.SHED


def test_it_is_up_again_with_its_first_piece():
    one = mount(AAC_LOW, Channel())
    one.ring.leave_out()
    one.push()
    one.ring.append(piece(480, 24))
    one.push()
    assert one.standing.state is OutputState.UP


def site(mounts, channel):
    return StreamSite(
        Config(channels=(channel,)), mounts, files=lambda path: None, outputs=list,
        registry=CollectorRegistry(), started=datetime(2026, 3, 2, tzinfo=UTC),
    )  # fmt: skip


def test_who_asks_for_it_is_given_the_same_sound_in_the_same_codec():
    channel = Channel()
    mp3, aac, low = (mount(each, channel) for each in (MP3, AAC, AAC_LOW))
    low.ring.leave_out()
    assert site([mp3, aac, low], channel).answer(Request("GET", "/radio-low.aac")) is aac


def test_who_asks_for_it_where_there_is_no_other_is_told_when_to_come_again():
    channel = Channel()
    mp3, low = mount(MP3, channel), mount(AAC_LOW, channel)
    low.ring.leave_out()
    answer = site([mp3, low], channel).answer(Request("GET", "/radio-low.aac"))
    assert isinstance(answer, Answer)
    assert (answer.status, dict(answer.headers)["Retry-After"]) == (503, "60")


@pytest.mark.parametrize(
    ("renditions", "extra", "sheddable"),
    [
        (("mp3", "aac", "aac-low"), ("aac-low",), ("aac-low",)),
        (("mp3", "aac", "aac-low"), ("mp3", "aac", "aac-low"), ("aac", "aac-low")),
        (("aac-low",), ("aac-low",), ()),
        (("mp3", "aac"), (), ()),
    ],
)
def test_the_first_rendition_of_a_channel_is_never_left_out(renditions, extra, sheddable):
    assert Channel(renditions=renditions, extra=extra).sheddable == sheddable
