"""A rehearsal of a small station: nothing of it is touched, and a seed replays its incident."""

import json
import os
import shutil
import subprocess
import sys
import wave
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

import numpy as np
import pytest
from sqlalchemy import update

from media_library.film import Film
from media_library.film_store import FilmStore
from media_library.ingest import Ingest, Wish
from media_library.store import CartStore
from media_library.tables import CartRow
from mengudara import schema
from mengudara.simulate.faults import draw, parse
from mengudara.simulate.ledger import What
from mengudara.simulate.stage import Script, rehearse
from scheduler.stores import GridStore, ProgrammeStore
from scheduler.week.grid import GridSlot
from scheduler.week.programme import Fixed, Programme, Rotation
from station.audio import RATE
from station.clock import SystemClock
from station.config import Channel, Config
from station.database import engine_for, sessions_for
from station.kinds import Kind
from station.paths import StatePaths
from station.rundown import Start
from tests.waiting import LIMIT_SECONDS

EVER = date(2026, 1, 1)
BEGINS = datetime(2026, 11, 23, tzinfo=UTC)
HOUR = timedelta(hours=1)
FILM = Film(
    pictures=500, span=0, sound=0, width=320, height=180, pixel_aspect=Fraction(1), turned=0,
    rate=25.0, steady=True, interlaced=False, sound_tracks=1, black=(), frozen=(),
)  # fmt: skip
CONFIG = Config(timezone="Asia/Jakarta", plan_hours=4)


def tone(path, seconds, pitch, silent=False):
    at = np.arange(int(seconds * 48_000)) / 48_000
    sound = 0.3 * np.sin(2 * np.pi * pitch * at)
    if silent:
        sound[48_000 * 3 : 48_000 * 9] = 0
    with wave.open(str(path), "wb") as file:
        file.setparams((2, 2, 48_000, 0, "NONE", ""))
        file.writeframes((np.repeat(sound, 2) * 32767).astype("<i2").tobytes())
    return path


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    """A station with six songs and an announcement on the full hour."""
    paths = StatePaths(tmp_path_factory.mktemp("station") / "var")
    paths.create()
    engine = engine_for(CONFIG.database_at(paths))
    schema.upgrade(engine)
    sessions = sessions_for(engine)
    ingest = Ingest(CONFIG, paths, sessions, SystemClock())
    kinds = [Kind.MUSIC] * 6 + [Kind.PSA]
    carts = [
        ingest.add(
            tone(paths.home / f"{n}.wav", 80 + 12 * n, 200 + 50 * n, silent=n == 2), Wish(kind=kind)
        ).cart
        for n, kind in enumerate(kinds)
    ]
    freely = Rotation(artist_separation_min=0, title_separation_min=0)
    with sessions.begin() as session:
        music = ProgrammeStore(session).save(Programme("radio", "Musik", freely))
        psa = ProgrammeStore(session).save(Programme("radio", "Layanan", Fixed((carts[-1].id,))))
        slots = GridStore(session)
        slots.save(GridSlot("radio", music.id, EVER, time(), 24 * HOUR, rule="FREQ=DAILY"))
        for hour in range(24):
            slots.save(
                GridSlot(
                    "radio", psa.id, EVER, time(hour), timedelta(seconds=40), rule="FREQ=DAILY",
                    start=Start.HARD,
                )
            )  # fmt: skip
    engine.dispose()
    return paths


def state(paths):
    return {
        str(path.relative_to(paths.home)): path.read_bytes()
        for path in sorted(paths.home.rglob("*"))
        if path.is_file() and path.suffix not in (".db-wal", ".db-shm")
    }


def script(hours, faults="", seed=0, **more):
    ends = BEGINS + hours * HOUR
    return Script("radio", BEGINS, ends, draw(parse(faults), seed, BEGINS, ends), seed=seed, **more)


def test_a_healthy_day_airs_as_planned_and_the_station_is_untouched(station):
    before = state(station)
    report = rehearse(script(24), CONFIG, station)
    assert state(station) == before
    assert report.status == 0
    assert [line.planned for line in report.as_run] == [line.began for line in report.as_run]
    assert report.hard_starts >= 24
    assert report.plannings > 6, "the horizon of four hours had to be planned on"
    assert report.as_run[0].began == BEGINS
    assert all(a.ended == b.began for a, b in zip(report.as_run, report.as_run[1:], strict=False))


def test_the_same_seed_replays_the_same_incident_to_the_fact(station):
    one = rehearse(script(3, "all,12", seed=5), CONFIG, station)
    two = rehearse(script(3, "all,12", seed=5), CONFIG, station)
    other = rehearse(script(3, "all,12", seed=6), CONFIG, station)
    assert (one.facts_digest, one.incidents, one.as_run, one.remarks) == (
        two.facts_digest, two.incidents, two.as_run, two.remarks,
    )  # fmt: skip
    assert other.facts_digest != one.facts_digest


@pytest.mark.parametrize("seed", range(3))
def test_whatever_goes_wrong_nobody_hears_a_hole(station, seed):
    report = rehearse(script(6, "all,25", seed=seed), CONFIG, station)
    broken = {What.HOLE, What.OVERLAP, What.TWICE, What.HARD_ERROR}
    assert [remark for remark in report.remarks if remark.what in broken] == []
    assert not [r for r in report.remarks if r.what is What.GAP and r.seconds > 2]
    assert report.wrong_ticks == 0
    assert len(report.incidents) == 25


def test_a_file_that_is_gone_is_found_before_it_is_missed(station, tmp_path):
    empty = StatePaths(tmp_path)
    empty.create()
    engine = engine_for(CONFIG.database_at(station), create=False)
    config = CONFIG.model_copy(update={"database_url": str(engine.url)})
    engine.dispose()
    report = rehearse(script(1), config, empty)
    assert report.status == 1
    assert {remark.what for remark in report.remarks} >= {What.FAILED, What.GAP}


def test_with_sound_the_silence_inside_a_recording_is_heard(station):
    report = rehearse(script(0.25, sound=True), CONFIG, station)
    assert report.peak_dbfs is not None
    assert -20 < report.peak_dbfs <= -1
    silences = [remark for remark in report.remarks if remark.what is What.SILENCE]
    assert silences
    assert all(5.5 < silence.seconds < 6.5 for silence in silences)
    assert report.underruns == 0


TELEVISION = CONFIG.model_copy(update={"channels": (Channel(kind="tv"),)})


@pytest.fixture
def television(station, tmp_path):
    """The same station, whose songs are films: one is short of pictures, one was never measured."""
    paths = StatePaths(shutil.copytree(station.home, tmp_path / "tv"))
    engine = engine_for(CONFIG.database_at(paths), create=False)
    with sessions_for(engine).begin() as session:
        carts = [cart for cart in CartStore(session).stock() if cart.kind is Kind.MUSIC]
        session.execute(update(CartRow).values(has_picture=True, revision=CartRow.revision + 1))
        for number, cart in enumerate(carts[1:]):
            span = cart.cue_out - (5 * RATE if number == 0 else 0)
            FilmStore(session).add(cart.id, replace(FILM, span=span, sound=cart.cue_out))
    engine.dispose()
    return paths


def test_a_rehearsal_of_television_counts_pictures_and_replays_their_incidents(television):
    one, two = (
        rehearse(
            Script(
                "radio", BEGINS, BEGINS + HOUR, draw(parse("pictures,9"), 3, BEGINS, BEGINS + HOUR)
            ),
            TELEVISION,
            television,
        )
        for _ in range(2)
    )
    assert one.pictures == two.pictures
    assert one.remarks == two.remarks
    assert [(each.fault, each.detail) for each in one.incidents if each.detail]
    assert one.pictures.seen + one.pictures.held + one.pictures.unseen == pytest.approx(
        90_000, 1e-3
    )
    assert one.pictures.alarms == sum(told.what is What.UNSEEN for told in one.remarks) > 0
    assert {What.STILL, What.UNMEASURED} <= {told.what for told in one.remarks}
    assert one.status == 0, "pictures are no hole, whatever kills them"


def simulate(paths, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "mengudara", "simulate", *arguments],
        capture_output=True, text=True, check=False, timeout=LIMIT_SECONDS,
        env={**os.environ, "MENGUDARA_HOME": str(paths.home), "MENGUDARA_PLAN_HOURS": "4"},
    )  # fmt: skip


def test_the_command_prints_a_document_for_machines(station):
    done = simulate(station, "--from", "2026-11-23", "--days", "1", "--json")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["begins"] == "2026-11-22T17:00:00Z"
    assert document["counts"]["gap"] == 0
    assert len(document["as_run"]) > 500


def test_the_command_tells_people_what_was_made_to_go_wrong(station):
    done = simulate(station, "--from", "2026-11-23", "--faults", "restart,1", "--seed", "4")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "made to go wrong (seed 4)" in done.stdout
    assert "All 1 incidents were survived." in done.stdout


@pytest.mark.parametrize(
    "arguments", [("--faults", "moon"), ("--channel", "tv"), ("--days", "0")], ids=str
)
def test_what_cannot_be_rehearsed_is_a_sentence_and_exit_2(station, arguments):
    done = simulate(station, *arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
