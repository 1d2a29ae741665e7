"""A line of a sound card: what is played into it arrives at the air as an input."""

import contextlib
import tempfile
from pathlib import Path

import pytest

from station.audio import RATE
from station.config import LineIn
from station.live import Door
from tests.integration.pulse import SOURCE, pulse_server
from tests.unit.streaming.live_house import LiveHouse, is_tone
from tests.waiting import until

pytestmark = pytest.mark.needs("pulseaudio")


@pytest.fixture
def pulse(monkeypatch):
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="pulse"))
        pulse = stack.enter_context(pulse_server(Path(folder)))
        for name, value in pulse.environment.items():
            monkeypatch.setenv(name, value)
        yield pulse


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(LineIn(name="Studio 2", system="pulse", device=SOURCE), id="pulse"),
        pytest.param(LineIn(name="Studio 2", system="pulse"), id="pulse, its default"),
        pytest.param(
            LineIn(name="Studio 2", system="alsa", device="studio"), id="alsa",
            marks=pytest.mark.needs("ffmpeg"),
        ),
    ],
)  # fmt: skip
def test_what_is_played_into_a_card_arrives_as_an_input(pulse, free_port, line):
    with pulse.playing(1_000), LiveHouse(free_port, lines=(line,), enabled=False) as house:
        heard = house.sounding(2.0)
        assert (heard.hello.door, heard.hello.name) == (Door.LINE, "Studio 2")
        until(lambda: is_tone(heard.sound[-RATE:]), "the tone")
