"""Presenters on the public stream: they go live, are cut off, are taken and are outranked."""

from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from media_library.cart import Cart
from station import commands, control, presenters, wall
from station.commands import Command, Request
from station.control import Answer
from station.kinds import Kind
from station.ladder import Rung
from station.presenters import Presenter, key_sha256, new_key
from station.rundown import Item
from station.snapshot import LiveState, Snapshot
from station.wall import Button, Wall
from tests.on_air.bus_listener import BusListener
from tests.on_air.listeners import IcyListener, decode
from tests.on_air.live_station import CHANNEL, CLOCK, LiveStation, live_station
from tests.on_air.presenters import ffmpeg_presenter, liquidsoap_presenter
from tests.on_air.tones import Heard, heard, longest_silence, write_tone

pytestmark = pytest.mark.needs("liquidsoap")

MUSIC, FFMPEG, LIQUIDSOAP, ALARM, HORN = 500, 1500, 1900, 2300, 3100
PITCHES = [MUSIC, FFMPEG, LIQUIDSOAP, ALARM]


@dataclass
class Evening:
    """What was done, when, and what came of it."""

    answers: dict[str, Answer] = field(default_factory=dict)
    seen: dict[str, Snapshot] = field(default_factory=dict)
    bus: BusListener = field(default_factory=lambda: BusListener(Path()))
    heard: list[Heard] = field(default_factory=list)
    silence: float = 0.0
    titles: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Evening:
    folder = tmp_path_factory.mktemp("evening")
    with live_station(folder / "var") as station:
        evening = Evening()
        keys = {login: new_key() for login in ("sari", "budi")}
        alarm = _prepare(station, folder)
        station.start()
        _publish(station, alarm, keys)
        with ExitStack() as stack:
            evening.bus = BusListener(station.paths.bus_socket(CHANNEL)).start()
            stack.callback(evening.bus.finish)
            listener = IcyListener(station.config.streams.port, "/radio.mp3").start()
            stack.callback(listener.finish)
            _perform(station, evening, folder, keys)
        sound = decode(bytes(listener.sound), "mp3")
        evening.heard = heard(sound, PITCHES)
        evening.silence = longest_silence(sound)
        evening.titles = [title for _, title in listener.titles]
    return evening


def _prepare(station: LiveStation, folder: Path) -> Cart:
    station.take_in(write_tone(folder / "music.flac", MUSIC, 300, title="Lagu"), Kind.MUSIC)
    alarm = station.take_in(write_tone(folder / "alarm.flac", ALARM, 3, title="Banjir"), Kind.PSA)
    station.always_on("Malam")
    station.plan()
    return alarm


def _publish(station: LiveStation, alarm: Cart, keys: dict[str, str]) -> None:
    """Publish as the desk does, behind its own start, which publishes what its tables hold."""
    message = Item(
        key="alarm", cart_id=alarm.id, kind=Kind.PSA, title="Banjir", path=alarm.path,
        begins=CLOCK.now(), cue_in=alarm.cue_in, cue_out=alarm.cue_out, segue=alarm.segue,
    )  # fmt: skip
    wall.publish(station.paths.wall(CHANNEL), Wall(emergency=(Button("flood", "Banjir", message),)))
    presenters.publish(
        station.paths.presenters,
        tuple(
            Presenter(login, login.title(), key_sha256(key), (CHANNEL,), always=login == "sari")
            for login, key in keys.items()
        ),
    )


def _perform(station: LiveStation, evening: Evening, folder: Path, keys: dict[str, str]) -> None:
    port = station.config.live.port
    station.wait(lambda: _rung(station) is Rung.SCHEDULE, "the programme")
    station.wait(lambda: _door_is_open(station, port), "the door for presenters")
    _rest(3)
    with ffmpeg_presenter(port, "sari", keys["sari"], FFMPEG) as sari:
        station.wait(lambda: _rung(station) is Rung.LIVE, "Sari on the air")
        _rest(5)
        evening.answers["alert"] = _order(station, commands.Alert("flood", times=1))
        station.wait(lambda: _was_on(evening, Rung.EMERGENCY), "the emergency")
        station.wait(
            lambda: evening.bus.metadata[-1][1].rung is Rung.LIVE, "Sari behind the emergency"
        )
        _rest(3)
        with liquidsoap_presenter(port, "budi", keys["budi"], LIQUIDSOAP, folder):
            station.wait(lambda: len(_snapshot(station).live) == 2, "Budi")
            station.wait(lambda: _state(station, "budi") is LiveState.READY, "Budi's sound")
            evening.seen["both"] = _snapshot(station)
            sari.kill()
            station.wait(lambda: _rung(station) is Rung.SCHEDULE, "the plan")
            _rest(3)
            evening.answers["take"] = _order(station, commands.GoLive(_session(station, "budi")))
            station.wait(lambda: _rung(station) is Rung.LIVE, "Budi on the air")
            _rest(5)
            evening.answers["release"] = _order(station, commands.GoLive(on=False))
            station.wait(lambda: _rung(station) is Rung.SCHEDULE, "the plan again")
            _rest(4)
    _rest(4)


def _order(station: LiveStation, command: Command) -> Answer:
    return control.send(station.paths.control_socket(CHANNEL), Request(command, by="rina"))


def _snapshot(station: LiveStation) -> Snapshot:
    return next(iter(control.snapshots(station.paths.control_socket(CHANNEL))))


def _was_on(evening: Evening, rung: Rung) -> bool:
    return any(told.rung is rung for _, told in list(evening.bus.metadata))


def _rung(station: LiveStation) -> Rung:
    return _snapshot(station).on_air.rung


def _state(station: LiveStation, who: str) -> LiveState | None:
    return next((one.state for one in _snapshot(station).live if one.who == who), None)


def _session(station: LiveStation, who: str) -> str:
    return next(one.session for one in _snapshot(station).live if one.who == who)


def _door_is_open(station: LiveStation, port: int) -> bool:
    listening = Path("/proc/net/tcp").read_text().split("\n")
    return any(f":{port:04X} 00000000:0000 0A" in line for line in listening)


def _rest(seconds: float) -> None:
    CLOCK.sleep_until(CLOCK.now() + timedelta(seconds=seconds))


def test_the_public_stream_carries_them_in_this_order(evening):
    order = [one.pitch for one in evening.heard if one.pitch]
    merged = [pitch for n, pitch in enumerate(order) if n == 0 or order[n - 1] != pitch]
    assert merged == [MUSIC, FFMPEG, ALARM, FFMPEG, MUSIC, LIQUIDSOAP, MUSIC]


def test_nothing_is_silent_at_a_hand_over(evening):
    assert evening.silence < 1.0


def test_the_second_presenter_is_not_on_air_and_an_operator_may_take_him(evening):
    both = {one.who: one for one in evening.seen["both"].live}
    assert both["sari"].state is LiveState.ON_AIR
    assert not both["budi"].allowed
    assert evening.answers["take"].ok
    assert evening.answers["release"].ok


def test_an_emergency_is_on_the_bus_at_once(evening):
    assert evening.answers["alert"].ok
    at = evening.answers["alert"].at
    assert at is not None
    began = next(at for at, told in evening.bus.metadata if told.rung is Rung.EMERGENCY)
    assert abs(began - at) < timedelta(milliseconds=1)


def test_listeners_read_who_is_on(evening):
    assert any("Sari" in title for title in evening.titles)
    assert any("Banjir" in title for title in evening.titles)
