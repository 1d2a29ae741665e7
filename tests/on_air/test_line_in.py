"""A studio's sound card: an operator takes the line, and it is heard on the programme bus."""

import contextlib
import tempfile
from pathlib import Path

import numpy as np
import pytest

from station import control
from station.commands import GoLive, Request
from station.kinds import Kind
from station.ladder import Rung
from station.live import Door
from station.snapshot import LiveInput, LiveState
from tests.integration.pulse import SOURCE, pulse_server
from tests.on_air.bus_listener import BusListener
from tests.on_air.live_station import CHANNEL, LiveStation, live_station
from tests.on_air.tones import heard, write_tone

pytestmark = [pytest.mark.needs("pulseaudio"), pytest.mark.timeout(240)]

MUSIC, CARD = 500, 1_700
SETTINGS = f'[[line_in]]\nname = "Studio 2"\ndevice = "{SOURCE}"\n'


@pytest.fixture
def pulse(monkeypatch):
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="pulse"))
        pulse = stack.enter_context(pulse_server(Path(folder)))
        for name, value in pulse.environment.items():
            monkeypatch.setenv(name, value)
        yield pulse


def line_of(station: LiveStation) -> LiveInput | None:
    snapshot = next(iter(control.snapshots(station.paths.control_socket(CHANNEL))))
    return next((one for one in snapshot.live if one.door == Door.LINE), None)


def is_ready(station: LiveStation) -> bool:
    line = line_of(station)
    return line is not None and line.state is LiveState.READY


def order(station: LiveStation, command: GoLive) -> bool:
    socket = station.paths.control_socket(CHANNEL)
    return control.send(socket, Request(command, by="rina")).ok


def pitches(bus: BusListener) -> list[int]:
    """Return what has been heard on the bus, one pitch behind the other."""
    sound = np.concatenate([block.sound for block in list(bus.blocks)])
    found = [one.pitch for one in heard(sound, [MUSIC, CARD]) if one.pitch]
    return [pitch for n, pitch in enumerate(found) if n == 0 or found[n - 1] != pitch]


def test_a_card_s_sound_is_offered_taken_and_heard_and_let_go(pulse, tmp_path):
    with live_station(tmp_path / "var", SETTINGS) as station, contextlib.ExitStack() as stack:
        station.take_in(write_tone(tmp_path / "music.flac", MUSIC, 300, title="Lagu"), Kind.MUSIC)
        station.always_on("Malam")
        station.plan()
        stack.enter_context(pulse.playing(CARD))
        station.start()
        bus = BusListener(station.paths.bus_socket(CHANNEL)).start()
        stack.callback(bus.finish)
        station.wait(lambda: bool(bus.blocks) and pitches(bus)[-1:] == [MUSIC], "the music")
        station.wait(lambda: is_ready(station), "the line")
        assert order(station, GoLive(line_of(station).session))
        station.wait(lambda: pitches(bus)[-1] == CARD, "the card on the bus")
        assert order(station, GoLive(on=False))
        station.wait(lambda: pitches(bus)[-1] == MUSIC, "the music again")
        assert pitches(bus) == [MUSIC, CARD, MUSIC]
        live = [told.title for _, told in bus.metadata if told.rung is Rung.LIVE]
        assert live == ["Studio 2"]
