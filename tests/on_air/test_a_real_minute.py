"""A real minute, from files on disk to decoded public streams: order, time, level, titles."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from urllib.request import urlopen

import numpy as np
import pytest

from scheduler.campaign import AtTimes, Campaign
from scheduler.grid import GridSlot
from scheduler.programme import Programme, Rotation
from scheduler.stores.airings import AiringStore
from scheduler.stores.campaigns import CampaignStore
from scheduler.stores.grid import GridStore
from scheduler.stores.programmes import ProgrammeStore
from station.audio import RATE, Block
from station.broadcast_day import local_date
from station.rundown import Item, Kind, Rundown, Start
from tests.on_air.listeners import IcyListener, decode
from tests.on_air.live_station import CHANNEL, CLOCK, LiveStation, live_station
from tests.on_air.tones import Heard, heard, longest_silence, write_tone

PITCHES = {f"Nada {pitch}": pitch for pitch in range(400, 1300, 100)}
SPOT = {"Imbauan 2000": 2000}
SUFFIXES = (".mp3", ".ogg", ".flac", ".wav", ".m4a")
SECONDS = 62
DAY = timedelta(days=1)


@dataclass
class Minute:
    """What one minute left behind."""

    station: LiveStation
    rundown: Rundown
    spot_at: datetime
    listener: IcyListener
    sound: Block
    heard: list[Heard]
    hls: list[Heard]
    hls_began: datetime


@pytest.fixture(scope="module")
def minute(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("minute")
    with live_station(folder / "var") as station:
        spot_at = _prepare(station, folder)
        station.start()
        rundown = station.plan()
        port = station.config.streams.port
        listener = IcyListener(port, "/radio.mp3").start()
        CLOCK.sleep_until(CLOCK.now() + timedelta(seconds=SECONDS))
        hls, hls_began = _hls(station)
        listener.finish()
        pitches = [*PITCHES.values(), *SPOT.values()]
        sound = decode(bytes(listener.sound), "mp3")
        yield Minute(
            station, rundown, spot_at, listener, sound,
            heard(sound, pitches), heard(hls, pitches), hls_began,
        )  # fmt: skip


def _prepare(station: LiveStation, folder: Path) -> datetime:
    """Fill library and schedule; return the second on which the announcement is due."""
    zone = station.config.zone
    for number, (title, pitch) in enumerate(PITCHES.items()):
        path = folder / f"{pitch}{SUFFIXES[number % len(SUFFIXES)]}"
        write_tone(path, pitch, 6 + number % 3, title=title, artist=f"Penabuh {number} – Ñ")
        station.take_in(path, Kind.MUSIC, "nada")
    spot = station.take_in(
        write_tone(folder / "spot.flac", 2000, 4, title=next(iter(SPOT))), Kind.PSA
    )
    now = CLOCK.now()
    spot_at = (now + timedelta(seconds=38)).replace(microsecond=0)
    today = local_date(now, zone)
    rotation = Rotation(tags=("nada",), artist_separation_min=0, title_separation_min=0)
    with station.sessions.begin() as session:
        programme = ProgrammeStore(session).save(Programme(CHANNEL, "Uji Nada", rotation))
        GridStore(session).save(
            GridSlot(CHANNEL, programme.id, today - DAY, time.min, DAY, rule="FREQ=DAILY")
        )
        plays = AtTimes((spot_at.astimezone(zone).time(),))
        order = Campaign(
            CHANNEL, "Imbauan", (spot.id,), today, today + DAY, plays, agency="Dinas Uji"
        )
        CampaignStore(session).save(order, now)
    station.plan()
    return spot_at


def _hls(station: LiveStation) -> tuple[Block, datetime]:
    """Return what the playlist's segments hold, and the station time of its first sample."""
    base = station.stream("/radio/aac/")
    with urlopen(base + "live.m3u8", timeout=5) as answer:
        playlist = answer.read().decode()
    began = re.search(r"#EXT-X-PROGRAM-DATE-TIME:(\S+)", playlist)
    names = [line for line in playlist.splitlines() if line and not line.startswith("#")]
    data = b""
    for name in names:
        with urlopen(base + name, timeout=5) as answer:
            data += answer.read()
    assert began is not None
    return decode(data, "mpegts"), datetime.fromisoformat(began[1])


def test_the_order_heard_is_the_order_planned(minute: Minute):
    names = {pitch: title for title, pitch in {**PITCHES, **SPOT}.items()}
    order = [names[one.pitch] for one in minute.heard if one.pitch]
    planned = [item.title for item in minute.rundown.items]
    inner = order[1:-1]
    assert len(inner) >= 6
    assert any(planned[n : n + len(inner)] == inner for n in range(len(planned))), (order, planned)


def test_each_item_lasts_as_long_as_planned(minute: Minute):
    by_title = {item.title: item for item in _items_around(minute)}
    names = {pitch: title for title, pitch in {**PITCHES, **SPOT}.items()}
    for one in minute.heard[1:-1]:
        item = by_title[names[one.pitch]]
        assert one.ends - one.begins == pytest.approx(item.frames / RATE, abs=0.11), item.title


def test_the_announcement_airs_on_its_second(minute: Minute):
    item = next(item for item in minute.rundown.items if item.kind is Kind.PSA)
    assert item.start is Start.HARD
    assert item.begins == minute.spot_at
    spot = next(one for one in minute.hls if one.pitch == 2000)
    at = minute.hls_began + timedelta(seconds=spot.begins)
    assert abs((at - minute.spot_at).total_seconds()) < 0.1


def test_there_is_no_silence(minute: Minute):
    assert len(minute.sound) > (SECONDS - 1) * RATE
    assert longest_silence(minute.sound) < 0.5


def test_the_level_is_the_stations(minute: Minute):
    """A sine at −16 LUFS in both channels has an RMS near −16 dBFS (K-weighting near 0 dB)."""
    rms = 20 * np.log10(np.sqrt(np.mean(minute.sound[RATE * 5 :] ** 2)))
    assert rms == pytest.approx(-16.5, abs=1.5)


def test_titles_change_where_the_sound_changes(minute: Minute):
    bytes_per_second = 128_000 / 8
    changes = {
        title.rpartition(" - ")[2]: at / bytes_per_second for at, title in minute.listener.titles
    }
    names = {pitch: title for title, pitch in {**PITCHES, **SPOT}.items()}
    compared = 0
    for one in minute.heard[1:-1]:
        assert changes[names[one.pitch]] == pytest.approx(one.begins, abs=1.2)
        compared += 1
    assert compared >= 5
    assert any("Ñ" in title for _, title in minute.listener.titles)


def test_as_run_tells_what_was_heard(minute: Minute):
    station = minute.station
    begins, ends = minute.spot_at - timedelta(seconds=30), minute.spot_at + timedelta(seconds=30)

    def collected() -> bool:
        with station.sessions.begin() as session:
            airings = AiringStore(session).between(CHANNEL, begins, ends)
        return any(one.kind is Kind.PSA and one.ended_at for one in airings)

    station.wait(collected, 10, "the announcement in the as-run")
    with station.sessions.begin() as session:
        airings = AiringStore(session).between(CHANNEL, begins, ends)
    spot = next(one for one in airings if one.kind is Kind.PSA)
    assert abs((spot.started_at - minute.spot_at).total_seconds()) <= 1 / RATE
    for before, after in pairwise(airings):
        assert after.started_at > before.started_at


def _items_around(minute: Minute) -> list[Item]:
    return [
        item
        for item in minute.rundown.items
        if abs(item.begins - minute.spot_at) < timedelta(seconds=75)
    ]
