"""A real minute, from files on disk to decoded public streams: order, time, level, titles."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from urllib.request import urlopen

import numpy as np
import pytest

from scheduler.airing import Airing
from scheduler.stores.airings import AiringStore
from scheduler.stores.campaigns import CampaignStore
from scheduler.stores.grid import GridStore
from scheduler.stores.programmes import ProgrammeStore
from scheduler.traffic.campaign import AtTimes, Campaign
from scheduler.week.grid import GridSlot
from scheduler.week.programme import Programme, Rotation
from station.audio import RATE, Block
from station.broadcast_day import local_date
from station.kinds import Kind
from station.ladder import Rung
from station.rundown import Rundown, Start
from tests.on_air.listeners import IcyListener, decode
from tests.on_air.live_station import CHANNEL, CLOCK, LiveStation, live_station
from tests.on_air.tones import Heard, heard, longest_silence, write_tone

PITCHES = {f"Nada {pitch}": pitch for pitch in range(400, 1300, 100)}
SPOT = {"Imbauan 2000": 2000}
SUFFIXES = (".mp3", ".ogg", ".flac", ".wav", ".m4a")
NAMES = {pitch: title for title, pitch in {**PITCHES, **SPOT}.items()}
SECONDS = 62
LEAD = timedelta(seconds=75)
"""Between the plan and the announcement: orders must stand before the station starts."""
TAIL = timedelta(seconds=12)
"""Heard after the announcement began."""
SETTLED = timedelta(seconds=10)
"""So long after the first title nothing of the slate before it is sent to anybody."""
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
    hls: list[tuple[list[Heard], datetime]]
    """What each unbroken run holds, and the station time of its first sample."""
    as_run: list[Airing]


@pytest.fixture(scope="module")
def minute(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("minute")
    with live_station(folder / "var") as station:
        spot_at = _prepare(station, folder)
        station.start()
        rundown = station.plan()
        port = station.config.streams.port
        station.wait(lambda: _plays_a_tone(station), "the first title")
        CLOCK.sleep_until(CLOCK.now() + SETTLED)
        listener = IcyListener(port, "/radio.mp3").start()
        CLOCK.sleep_until(max(CLOCK.now() + timedelta(seconds=SECONDS), spot_at + TAIL))
        hls = _hls(station)
        listener.finish()
        assert listener.began is not None
        as_run = _as_run(station, listener.began - timedelta(seconds=15))
        pitches = [*PITCHES.values(), *SPOT.values()]
        sound = decode(bytes(listener.sound), "mp3")
        yield Minute(
            station, rundown, spot_at, listener, sound,
            heard(sound, pitches), [(heard(run, pitches), at) for run, at in hls], as_run,
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
    spot_at = (now + LEAD).replace(microsecond=0)
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


def _plays_a_tone(station: LiveStation) -> bool:
    with urlopen(station.stream("/status-json.xsl"), timeout=30) as answer:
        return b"Nada" in answer.read()


def _hls(station: LiveStation) -> list[tuple[Block, datetime]]:
    """Return the sound of each unbroken run of the playlist, and the time of its first sample."""
    base = station.stream("/radio/aac/")
    with urlopen(base + "live.m3u8", timeout=30) as answer:
        playlist = answer.read().decode()
    return [
        _run(base, part)
        for part in playlist.split("#EXT-X-DISCONTINUITY\n")
        if "#EXT-X-PROGRAM-DATE-TIME" in part
    ]


def _run(base: str, part: str) -> tuple[Block, datetime]:
    began = re.search(r"#EXT-X-PROGRAM-DATE-TIME:(\S+)", part)
    assert began is not None
    data = b""
    for name in [line for line in part.splitlines() if line and not line.startswith("#")]:
        with urlopen(base + name, timeout=30) as answer:
            data += answer.read()
    return decode(data, "mpegts"), datetime.fromisoformat(began[1])


def test_the_order_heard_is_the_order_in_the_as_run(minute: Minute):
    order = [NAMES[one.pitch] for one in minute.heard[1:-1]]
    written = [airing.title for airing in minute.as_run]
    assert len(order) >= 6
    assert any(written[n : n + len(order)] == order for n in range(len(written))), (order, written)


def test_what_aired_is_what_was_planned(minute: Minute):
    aired = [one.item_key for one in minute.as_run if one.rung is Rung.SCHEDULE][1:-1]
    planned = [item.key for item in minute.rundown.items]
    assert len(aired) >= 6
    assert planned[planned.index(aired[0]) :][: len(aired)] == aired


def test_each_item_sounds_as_long_as_the_as_run_says(minute: Minute):
    order = [airing.title for airing in minute.as_run]
    first = order.index(NAMES[minute.heard[1].pitch])
    for one, airing in zip(minute.heard[1:-1], minute.as_run[first:], strict=False):
        assert one.ends - one.begins == pytest.approx(airing.frames / RATE, abs=0.11), airing.title


def test_the_announcement_airs_on_its_second(minute: Minute):
    item = next(item for item in minute.rundown.items if item.kind is Kind.PSA)
    assert item.start is Start.HARD
    assert item.begins == minute.spot_at
    starts = [
        began + timedelta(seconds=one.begins)
        for run, began in minute.hls
        for one in run
        if one.pitch == 2000
    ]
    assert abs((starts[0] - minute.spot_at).total_seconds()) < 0.1


def test_there_is_no_silence(minute: Minute):
    assert len(minute.sound) > (SECONDS - 1) * RATE
    assert longest_silence(minute.sound) < 0.5


def test_the_level_is_the_stations(minute: Minute):
    """Two channels of a sine sum to 3 LU more than the RMS of one: −16 LUFS is −19 dBFS."""
    rms = 20 * np.log10(np.sqrt(np.mean(minute.sound[RATE * 5 :] ** 2)))
    assert rms == pytest.approx(-19.0, abs=0.7)


def test_titles_change_where_the_sound_changes(minute: Minute):
    bytes_per_second = 128_000 / 8
    changes = [
        (title.rpartition(" - ")[2], at / bytes_per_second) for at, title in minute.listener.titles
    ]
    for one in minute.heard[1:-1]:
        title = NAMES[one.pitch]
        nearest = min(abs(at - one.begins) for name, at in changes if name == title)
        assert nearest < 1.2, title
    assert any("Ñ" in title for _, title in minute.listener.titles)


def test_the_as_run_has_the_announcement_on_its_sample(minute: Minute):
    spot = next(one for one in minute.as_run if one.kind is Kind.PSA)
    assert abs((spot.started_at - minute.spot_at).total_seconds()) <= 1 / RATE


def test_the_as_run_covers_the_minute_without_hole_or_overlap(minute: Minute):
    for before, after in pairwise(minute.as_run):
        assert before.ended_at is not None
        assert abs((after.started_at - before.ended_at).total_seconds()) <= 1 / RATE


def _as_run(station: LiveStation, since: datetime) -> list[Airing]:
    """Return what the as-run says of the minute, once the journal has been collected."""
    until = CLOCK.now()

    def read() -> list[Airing]:
        with station.sessions.begin() as session:
            return AiringStore(session).between(CHANNEL, since, until + timedelta(minutes=1))

    station.wait(lambda: any(one.started_at > until for one in read()), "the as-run")
    return read()
