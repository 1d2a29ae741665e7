"""Real programs publish sound with pictures: both reach the air in step, by the right key alone."""

import os
import signal
import socket
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from station import rundown
from station.audio import BLOCK
from station.live import MICROPHONE, Door, Microphone
from station.rundown import Rundown
from tests.integration import test_streaming_remote as remote
from tests.unit.station.making import an_item
from tests.unit.streaming.film_house import (
    FilmHouse,
    WebServer,
    beeping_clip,
    numbers,
    offsets,
    remade,
    sending,
)
from tests.waiting import until

LOOP = 500
"""Pictures of the clip that is sent again and again."""
nginx = remote.rtmp


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return beeping_clip(tmp_path_factory.mktemp("clips") / "beeps.mkv", LOOP)


@pytest.fixture
def house():
    with FilmHouse() as made:
        yield made


def door(house, key="sesame", application="tv"):
    return f"rtmp://127.0.0.1:{house.rtmp}/{application}/{key}"


def in_step(heard):
    """Hold what has come to one picture between a beep and its picture."""
    found = until(lambda: offsets(heard), "a beep with its picture")
    assert max(map(abs, found)) <= BLOCK, found


def test_what_a_program_publishes_by_rtmp_is_heard_and_seen_in_step(house, clip):
    with sending(clip, door(house), "flv"):
        heard = house.showing(pictures=80)
        assert (heard.hello.door, heard.hello.who) == (Door.RTMP, "sri")
        in_step(heard)
        shown = [number for _, number in numbers(heard)]
        assert {(after - before) % LOOP for before, after in pairwise(shown)} == {1}
    until(lambda: heard.ended and not house.rings)


def test_when_the_decoder_dies_the_program_is_let_go_and_comes_in_again(house, clip):
    with sending(clip, door(house), "flv") as program:
        heard = house.showing(pictures=10)
        os.kill(house.decoders()[0], signal.SIGKILL)
        assert program.wait() != 0
    until(lambda: heard.ended and not house.rings)
    with sending(clip, door(house), "flv"):
        until(lambda: len(house.air.inputs) == 2 and house.air.inputs[1].reader.pictures)


@pytest.mark.parametrize(
    ("key", "application"), [("wrong", "tv"), ("sesame", "radio"), ("sesame", "x")]
)
def test_nobody_publishes_without_his_key_or_to_another_channel(house, clip, key, application):
    with sending(clip, door(house, key, application), "flv") as program:
        assert program.wait() != 0
    assert house.air.inputs == []


def test_what_a_browser_camera_sends_is_heard_and_seen_in_step(house, clip, tmp_path):
    webm = tmp_path / "camera.webm"
    remade(clip, "-t", "8", "-c:v", "libvpx", "-deadline", "realtime", "-g", "25",
         "-c:a", "libopus", str(webm))  # fmt: skip
    told = Microphone("tv", "sri", "Sri", mime="video/webm;codecs=vp8,opus")
    with socket.socket(socket.AF_UNIX) as desk:
        desk.connect(str(house.paths.microphone_socket))
        desk.sendall(MICROPHONE.dump_json(told) + b"\n" + webm.read_bytes())
        heard = house.showing(pictures=80)
        assert (heard.hello.door, heard.hello.who) == (Door.CAMERA, "sri")
        in_step(heard)
    until(lambda: heard.ended and not house.rings)


def srt(house, stream_id="tv/sesame", **more):
    options = "".join(f"&{name}={value}" for name, value in more.items())
    return f"srt://127.0.0.1:{house.srt}?streamid={stream_id}{options}"


def test_what_a_program_sends_by_srt_is_heard_and_seen_in_step(house, clip):
    with sending(clip, srt(house), "mpegts"):
        heard = house.showing(pictures=80)
        assert (heard.hello.door, heard.hello.who) == (Door.SRT, "sri")
        in_step(heard)
    until(lambda: heard.ended and not house.rings)


def test_what_is_sent_by_srt_may_be_encrypted_and_several_send_at_once(clip):
    with FilmHouse(srt={"passphrase": "sangat-rahasia"}) as house:
        address = srt(house, passphrase="sangat-rahasia")
        with sending(clip, address, "mpegts"), sending(clip, address, "mpegts"):
            until(lambda: sum(len(one.reader.pictures) > 10 for one in house.air.inputs) == 2)


@pytest.mark.parametrize("stream_id", ["tv/wrong", "radio/sesame", "sesame", ""])
def test_nobody_sends_by_srt_without_his_key_or_to_another_channel(house, clip, stream_id):
    with sending(clip, srt(house, stream_id), "mpegts") as program:
        assert program.wait() != 0
    assert house.air.inputs == []


@pytest.fixture
def server(tmp_path):
    with WebServer(tmp_path) as made:
        yield made


def relay(house, address):
    """Publish a rundown in which a relay begins in a moment."""
    now, day = datetime.now(UTC), timedelta(days=1)
    news = an_item("news", now + timedelta(seconds=20), 3600, relay=address)
    published = Rundown("tv", 1, now, now - day, now + day, (news,))
    rundown.publish(house.paths.rundown("tv"), published)


def test_hls_is_relayed_with_its_pictures_in_step(house, server, clip):
    relay(house, server.hls(clip))
    heard = house.showing(pictures=80)
    assert heard.hello.door is Door.RELAY
    in_step(heard)


def test_a_relay_that_is_only_heard_is_heard(house, server, clip):
    remade(clip, "-vn", "-c:a", "libmp3lame", str(server.folder / "live.mp3"))
    relay(house, server.url("live.mp3"))
    heard = until(lambda: next((one for one in house.air.inputs if one.frames > BLOCK), None))
    assert not heard.reader.pictures


@pytest.mark.needs("nginx")
def test_a_station_on_rtmp_is_relayed_with_its_pictures(house, clip, nginx):
    address = nginx.url.partition("?")[0]
    with nginx, sending(clip, address, "flv"):
        relay(house, address)
        in_step(house.showing(pictures=80))
