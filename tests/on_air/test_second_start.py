"""Ctrl-C ends everything at once, and a second start goes on where the first one stopped."""

import os
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.request import urlopen

import pytest

from media_library.store import CartStore
from scheduler.stores.airings import AiringStore
from station.kinds import Kind
from station.paths import HOME_VARIABLE
from station.rundown import read_current
from tests.on_air.live_station import CHANNEL, CLOCK, LiveStation, live_station
from tests.on_air.tones import write_tone

PLAYLIST = "/radio/aac/live.m3u8"


@dataclass(frozen=True, slots=True)
class Playlist:
    """What one reading of the playlist said."""

    first: int
    broken: int
    """Discontinuity sequence."""
    names: list[str]
    breaks: int
    """Discontinuities in it."""

    @property
    def next(self) -> int:
        return self.first + len(self.names)


@dataclass
class Starts:
    """Two lives of one station."""

    status: int
    left_alive: list[str]
    before: Playlist
    after: Playlist
    version_before: int
    version_after: int
    titles: set[str]
    """Of the library after the second start."""
    aired: list[tuple[datetime, datetime | None]]
    """Begin and end of every airing, of both lives."""
    stopped: datetime
    """When the first life was asked to stop."""


@pytest.fixture(scope="module")
def starts(tmp_path_factory: pytest.TempPathFactory) -> Starts:
    folder = tmp_path_factory.mktemp("starts")
    with live_station(folder / "var") as station:
        for pitch in (500, 600, 700):
            path = write_tone(folder / f"{pitch}.flac", pitch, 5, title=f"Nada {pitch}")
            station.take_in(path, Kind.MUSIC)
        station.always_on("Uji Nada")
        version = station.plan().version
        station.start()
        station.wait(lambda: len(_playlist(station).names) >= 2, "HLS")
        before, stopped = _playlist(station), CLOCK.now()
        status = station.stop()
        alive = _alive(station)
        station.start()
        station.wait(lambda: _playlist(station).next > before.next + 1, "more of HLS")
        after = _playlist(station)
        station.wait(lambda: any(began > stopped for began, _ in _aired(station)), "as-run")
        with station.sessions() as session:
            titles = {cart.title for cart in CartStore(session).search(limit=10).carts}
        return Starts(
            status, alive, before, after,
            version, read_current(station.paths.rundown(CHANNEL)).version,
            titles, _aired(station), stopped,
        )  # fmt: skip


def _playlist(station: LiveStation) -> Playlist:
    with urlopen(station.stream(PLAYLIST), timeout=5) as answer:
        text = answer.read().decode()
    first, broken = (
        int(re.findall(rf"#EXT-X-{word}-SEQUENCE:(\d+)", text)[0])
        for word in ("MEDIA", "DISCONTINUITY")
    )
    names = [line for line in text.splitlines() if line and not line.startswith("#")]
    return Playlist(first, broken, names, text.count("#EXT-X-DISCONTINUITY\n"))


def _alive(station: LiveStation) -> list[str]:
    """Return the command lines of processes that belong to the station's folder."""
    home = f"{HOME_VARIABLE}={station.paths.home}".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if int(process.name) != os.getpid() and home in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_text())
        except OSError:
            continue
    return found


def _aired(station: LiveStation) -> list[tuple[datetime, datetime | None]]:
    with station.sessions() as session:
        newest = AiringStore(session).newest(CHANNEL, limit=1_000)
    return [(airing.started_at, airing.ended_at) for airing in reversed(newest)]


def test_ctrl_c_stops_the_station(starts: Starts):
    assert starts.status == 0


def test_no_process_of_the_station_is_left(starts: Starts):
    assert starts.left_alive == []


def test_a_second_start_keeps_the_library_and_the_rundown(starts: Starts):
    assert starts.titles == {"Nada 500", "Nada 600", "Nada 700"}
    assert starts.version_after >= starts.version_before


def test_hls_numbers_go_on(starts: Starts):
    before, after = starts.before, starts.after
    assert after.first >= before.first
    assert after.broken >= before.broken
    both = dict(enumerate(before.names, before.first))
    again = dict(enumerate(after.names, after.first))
    assert all(again[number] == name for number, name in both.items() if number in again)
    assert after.broken + after.breaks > before.broken + before.breaks


def test_the_as_run_holds_both_lives_and_the_gap_between(starts: Starts):
    first = [one for one in starts.aired if one[0] < starts.stopped]
    assert first
    assert any(began > starts.stopped for began, _ in starts.aired)
    assert all(ended is not None for _, ended in starts.aired[:-1])
