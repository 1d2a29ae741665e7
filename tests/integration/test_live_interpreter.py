"""An interpreter sends live: he is seen in his corner, unheard, and never touches the programme."""

import base64
import os
import signal
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from http.client import HTTPConnection
from itertools import pairwise
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from station import look as looks
from station.audio import silence, utc_us
from station.bus import Metadata
from station.clock import SystemClock
from station.kinds import Kind
from station.ladder import Rung
from station.outputs import OutputState
from station.presenters import publish
from station.video import Shape
from streaming.feeder import Fed
from streaming.graphics import drawn
from streaming.graphics.graphics import Graphics
from tests.integration.test_streaming_inset import BARE, write_film
from tests.numbered_clips import number_on
from tests.unit.streaming.film_house import SRI, FilmHouse, beeping_clip, sending
from tests.unit.streaming.stream_process import children
from tests.waiting import until

LOOP = 500
"""Pictures of the clip that is sent again and again."""
CLOCK = SystemClock()
NEWS = Metadata(0, Rung.SCHEDULE, "Warta", "", "Warta", Kind.PROGRAMME, "SU", 7, "warta")


class Screen:
    """What viewers see of a channel's graphics, now."""

    def __init__(self, house):
        self.folder = house.paths.graphics("tv")
        self.graphics = Graphics(house.config.channel("tv"), house.config, house.paths, CLOCK)

    def inset(self, *metadata):
        """Return the name of the interpreter's picture, empty where none is seen."""
        overlay = self.graphics.overlay(Fed(silence(1_920), utc_us(CLOCK.now()), metadata))
        names = [one.name for one in overlay if one.name.endswith(".moving")]
        return names[0] if names else ""

    def listed(self):
        """Return who is told of on the desk, after another look at the screen."""
        self.inset()
        return [(each.name, each.state) for each in self.graphics.outputs()]

    def number(self):
        """Return the number on the picture of a live interpreter, None where none is seen."""
        name = self.inset()
        if not name.startswith("live-"):
            return None
        picture = drawn.unpack((self.folder / name).read_bytes())
        planes = [each.ravel() for each in (picture.y, picture.u, picture.v)]
        return number_on(np.concatenate(planes), Shape(*picture.size))


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    return beeping_clip(tmp_path_factory.mktemp("clips") / "beeps.mkv", LOOP)


@pytest.fixture
def house():
    with FilmHouse() as made:
        publish(made.paths.presenters, (replace(SRI, interprets=True),))
        looks.publish(made.paths.look("tv"), BARE)
        yield made


@contextmanager
def watching(house):
    screen, stop = Screen(house), Event()
    screen.graphics.start(stop)
    try:
        yield screen
    finally:
        stop.set()
        screen.graphics.join()


@pytest.fixture
def screen(house):
    with watching(house) as made:
        yield made


def address(house, way):
    if way == "flv":
        return f"rtmp://127.0.0.1:{house.rtmp}/tv/sesame"
    return f"srt://127.0.0.1:{house.srt}?streamid=tv/sesame"


def kill_decoder():
    for pid in children(os.getpid()):
        with suppress(OSError):
            if b"live.interpreter.child" in Path(f"/proc/{pid}/cmdline").read_bytes():
                os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize("way", ["flv", "mpegts"])
def test_he_is_seen_in_his_corner_and_the_air_hears_nothing_of_him(house, screen, clip, way):
    screen.inset(NEWS)
    with sending(clip, address(house, way), way):
        until(lambda: screen.number() is not None, "a picture of the interpreter")
        shown = []
        until(lambda: shown.append(screen.number()) or len({*shown} - {None}) > 50)
        until(lambda: screen.listed() == [("interpreter:tv/sri", OutputState.UP)])
    seen = [number for number in shown if number is not None]
    assert all((after - before) % LOOP < LOOP // 2 for before, after in pairwise(seen))
    assert house.air.inputs == []
    until(lambda: screen.inset() == "" and not screen.listed())


def test_without_him_the_film_of_the_item_is_seen_and_then_none(house, screen, clip):
    write_film(house.paths.media / "warta.sign.mp4", 2_000)
    signed = replace(NEWS, sign_path="warta.sign.mp4", file_us=utc_us(CLOCK.now()))
    until(lambda: screen.inset(signed).startswith("inset-"))
    with sending(clip, address(house, "flv"), "flv"):
        until(lambda: screen.inset().startswith("live-"), "the interpreter who is live")
        kill_decoder()
        until(lambda: screen.inset().startswith("inset-"), "the film in his place")
    assert screen.inset(replace(NEWS, item_key="lain")) == ""
    spot = replace(signed, kind=Kind.COMMERCIAL, item_key="spot")
    assert screen.inset(spot) == ""


def test_who_comes_back_is_seen_again_also_by_graphics_that_begin_anew(house, clip):
    with sending(clip, address(house, "flv"), "flv"):
        for _ in range(2):
            with watching(house) as screen:
                screen.inset(NEWS)
                until(lambda screen=screen: screen.number() is not None)


def test_who_is_no_interpreter_any_more_is_let_go_at_once(house, screen, clip):
    screen.inset(NEWS)
    with sending(clip, address(house, "flv"), "flv") as program:
        until(lambda: screen.number() is not None)
        publish(house.paths.presenters, (SRI,))
        assert program.wait() != 0
    until(lambda: screen.inset() == "" and not screen.listed())
    assert house.air.inputs == []


def test_he_has_no_sound_alone_to_send(house):
    key = base64.b64encode(b"sri:sesame").decode()
    headers = {"Authorization": f"Basic {key}", "Content-Type": "audio/mpeg"}
    port = house.config.live.port

    def answered():
        with suppress(ConnectionError), closing(HTTPConnection("127.0.0.1", port)) as program:
            program.request("PUT", "/tv", b"x", headers)
            return program.getresponse().status

    assert until(answered, "the door") == 403
    assert house.air.inputs == []
