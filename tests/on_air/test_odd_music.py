"""A folder of music as found in the wild is added from the command line, planned and heard."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.request import urlopen

import numpy as np
import pytest

from media_library.quarantine import Quarantine
from scheduler.week.programme import Rotation
from station.paths import HOME_VARIABLE
from tests.on_air.bus_listener import BusListener
from tests.on_air.listeners import IcyListener
from tests.on_air.live_station import CHANNEL, CLOCK, LiveStation, live_station
from tests.on_air.tones import heard
from tests.on_air.wild_music import BAD, Found, fill

LONGER_THAN_ALL = timedelta(seconds=150)


@dataclass
class Airing:
    """What became of the folder."""

    good: list[Found]
    added: subprocess.CompletedProcess[str]
    quarantined: dict[str, str]
    """Fault by file name."""
    pitches: set[int]
    """What was heard on the bus."""
    shown: set[tuple[str, str]]
    """Titles and artists of the API."""
    told: set[str]
    """Titles of the MP3 stream."""
    pages: list[str]
    """The listener page, now and then."""


@pytest.fixture(scope="module")
def airing(tmp_path_factory: pytest.TempPathFactory) -> Airing:
    folder = tmp_path_factory.mktemp("odd")
    good = fill(folder / "temuan")
    with live_station(folder / "var") as station:
        station.start()
        added = _add(station, folder / "temuan")
        station.always_on("Temuan", Rotation())
        station.plan()
        bus = BusListener(station.paths.bus_socket(CHANNEL)).start()
        icy = IcyListener(station.config.streams.port, "/radio.mp3").start()
        try:
            shown, pages = _watch(station, {found.title for found in good})
        finally:
            icy.finish()
            bus.finish()
        with station.sessions() as session:
            entries = Quarantine(session, station.paths.quarantine).list()
        sound = np.concatenate([block for _, block in bus.stretches()])
        pitches = {one.pitch for one in heard(sound, [found.pitch for found in good])}
        faults = {entry.original_name: str(entry.fault) for entry in entries}
        told = {title for _, title in icy.titles}
        return Airing(good, added, faults, pitches, shown, told, pages)


def _add(station: LiveStation, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mengudara", "media", "add", str(folder)],
        env={**os.environ, HOME_VARIABLE: str(station.paths.home)},
        capture_output=True, text=True, timeout=180,
    )  # fmt: skip


def _watch(station: LiveStation, titles: set[str]) -> tuple[set[tuple[str, str]], list[str]]:
    """Look at the API and the page until every title was on, and one item more was."""
    shown: set[tuple[str, str]] = set()
    pages: list[str] = []
    ends = CLOCK.now() + LONGER_THAN_ALL
    after = 5
    while CLOCK.now() < ends and after:
        now = json.loads(_get(station.web("/api/v1/now")))[0]["now"]
        if now is not None:
            if (now["title"], now["artist"]) not in shown:
                pages.append(_get(station.web("/")))
            shown.add((now["title"], now["artist"]))
        after -= titles <= {title for title, _ in shown}
        CLOCK.sleep_until(CLOCK.now() + timedelta(seconds=0.5))
    return shown, pages


def _get(url: str) -> str:
    with urlopen(url, timeout=30) as answer:
        text: str = answer.read().decode()
        return text


def test_the_command_ends_well_and_counts_right(airing: Airing):
    assert airing.added.returncode == 0, airing.added.stderr
    assert f"{len(airing.good)} added" in airing.added.stdout
    assert f"{len(BAD)} quarantined" in airing.added.stdout


def test_bad_files_are_in_quarantine_with_their_reason(airing: Airing):
    assert len(airing.quarantined) == len(BAD)
    assert set(airing.quarantined) >= {name for name in BAD if "?" not in name}
    faults = airing.quarantined
    assert faults["lirik.mp3"] == "not_media"
    assert faults["daftar.m3u"] == faults["siaran.mp3"] == "refers_elsewhere"
    assert faults["terpotong.m4a"] == faults["terpotong.ogg"] == "truncated"
    assert faults["kosong.flac"] == "empty"


def test_every_good_file_is_heard(airing: Airing):
    assert {found.pitch for found in airing.good} <= airing.pitches


def test_the_api_shows_each_title_sanely(airing: Airing):
    wanted = {(found.title, found.artist) for found in airing.good}
    assert wanted - airing.shown == set()


def test_players_are_told_each_title_on_one_line(airing: Airing):
    for found in airing.good:
        name = f"{found.artist} - {found.title}" if found.artist else found.title
        wanted = name.replace("';", "’").replace(";", ",")
        assert wanted in airing.told, sorted(airing.told)


def test_no_title_becomes_part_of_the_page(airing: Airing):
    assert not any("<script>alert" in page for page in airing.pages)
    assert any("&lt;script&gt;alert" in page for page in airing.pages)
