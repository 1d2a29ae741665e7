"""A machine that cannot keep up: the extra rendition is left out, everybody else hears on."""

import urllib.error

import numpy as np
import pytest

from station import pressure
from station.outputs import OutputState
from station.pressure import Level, Pressure
from tests.unit.streaming.fake_air import FakeAir
from tests.unit.streaming.stream_process import CLOCK, StreamProcess, decoded, loudness
from tests.waiting import until

LOW = "radio-low.aac"


@pytest.fixture
def stream(tmp_path, free_port):
    with StreamProcess(tmp_path, free_port) as process:
        yield process


@pytest.fixture
def air(stream):
    with FakeAir(stream.paths.bus_socket("radio"), CLOCK) as air:
        until(lambda: b"Gesang" in stream.get("/status-json.xsl"))
        yield air


def press(stream, level):
    """Say how hard the air is pressed, as the air does now and then."""
    now = CLOCK.now()
    pressure.publish(stream.paths.pressure("radio"), Pressure(level, now, now))


def state(stream, name=LOW):
    return stream.output(name).state


def status(stream, path):
    try:
        stream.get(path)
    except urllib.error.HTTPError as error:
        return error.code
    return 200


def pressed(stream):
    press(stream, Level.RENDITIONS)
    return state(stream) is OutputState.SHED


@pytest.mark.usefixtures("air")
def test_under_pressure_the_extra_rendition_goes_and_comes_back_and_nobody_else_is_lost(stream):
    until(lambda: status(stream, "/radio/aac-low/live.m3u8") == 200)
    with stream.listener("/radio.mp3") as main, stream.listener(f"/{LOW}") as low:
        main.hear(1)
        low.hear(1, 6_000)
        until(lambda: pressed(stream))
        until(lambda: low.ended)
        with stream.listener(f"/{LOW}") as again:
            again.hear(1, 12_000)
        until(lambda: pressed(stream) and status(stream, "/radio/aac-low/live.m3u8") == 404)
        assert b"aac-low" not in stream.get("/radio/live.m3u8")
        assert b'output="radio-low.aac",state="shed"} 1.0' in stream.get("/metrics")
        assert stream.output("encoder:radio").restarts == 0
        press(stream, Level.NONE)
        until(lambda: state(stream) is OutputState.UP)
        main.hear(1)
        assert not main.ended
    heard = loudness(decoded(main.body, "mp3"))
    assert np.median(heard) == pytest.approx(-15.5, abs=0.2)
    assert decoded(low.body, "aac").size > 48_000
