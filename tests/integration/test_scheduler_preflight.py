"""Pre-flight with real files: what would fail on the air is found an hour before."""

import os
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from media_library import files, soundness
from media_library.ingest import Ingest, Wish
from media_library.soundness import Flaw
from scheduler.jobs import Housekeeping
from scheduler.planning import Planning
from scheduler.preflight import MOST, Preflight, coming
from scheduler.stores import PreflightStore
from station import ffmpeg
from station.clock import VirtualClock
from station.config import Config
from station.database import sessions_for
from station.kinds import Kind
from station.rundown import Item, Why, read_current
from station.wall import Button, Page, Wall, publish

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SONGS = 8


@pytest.fixture
def sqlite_sessions(sqlite_engine):
    return sessions_for(sqlite_engine)


@pytest.fixture
def clock():
    return VirtualClock(NOW)


@pytest.fixture
def carts(sqlite_sessions, paths, clock, tmp_path):
    """A small library of tones, each of its own pitch."""
    ingest = Ingest(Config(), paths, sqlite_sessions, clock)
    found = []
    for number in range(SONGS):
        path = tmp_path / f"nada-{number}.flac"
        tone = f"sine=frequency={200 + 40 * number}:duration={20 + number}"
        line = [ffmpeg.binary(""), "-v", "error", "-f", "lavfi", "-i", tone, "-ac", "2", str(path)]
        subprocess.run(line, check=True)
        found.append(ingest.add(path, Wish(kind=Kind.MUSIC, title=f"Nada {number}")).cart)
    return found


@pytest.fixture
def examined():
    return []


@pytest.fixture
def preflight(sqlite_sessions, paths, clock, examined):
    def examine(path, cart):
        examined.append(cart.id)
        return soundness.examine(ffmpeg.binary(""), path, cart)

    return Preflight(paths.media, sqlite_sessions, clock, examine)


@pytest.fixture
def rundown(sqlite_sessions, paths, clock, carts):
    Planning(Config(plan_hours=2), paths, sqlite_sessions, clock).replan("radio")
    return read_current(paths.rundown("radio"))


def flaws(sqlite_sessions):
    with sqlite_sessions() as session:
        return {cart_id: check.flaw for cart_id, check in PreflightStore(session).failed().items()}


def file_of(paths, cart):
    return paths.media / cart.path


def all_of(preflight, rundown):
    """Check as often as it takes to get through the library; return what the rounds said."""
    return [preflight.run([rundown]) for _ in range(SONGS // MOST + 1)]


def button(number, cart):
    item = Item(
        key=f"wall:{number}", cart_id=cart.id, kind=cart.kind, title=cart.title, path=cart.path,
        begins=NOW, cue_in=0, cue_out=cart.frames, segue=cart.frames,
    )  # fmt: skip
    return Button(f"b{number}", cart.title, item)


@pytest.fixture
def wall(carts):
    """Two buttons and an emergency message; nothing of it is in any rundown."""
    message, *buttons = (button(number, cart) for number, cart in enumerate(carts[:3]))
    return Wall((Page("Pagi", tuple(buttons)),), (message,))


def test_what_can_be_pressed_is_decoded_at_the_start_and_again_the_next_day(
    preflight, wall, carts, examined, clock
):
    preflight.run([], [wall])
    assert examined == [cart.id for cart in carts[:3]], "the emergency message comes first"
    clock.jump(23 * 60 * MINUTE)
    preflight.run([], [wall])
    assert len(examined) == 3
    clock.jump(61 * MINUTE)
    preflight.run([], [wall])
    assert len(examined) == 6


def test_a_button_with_another_recording_is_decoded_at_the_next_look(
    preflight, wall, carts, examined
):
    preflight.run([], [wall])
    examined.clear()
    preflight.run([], [replace(wall, emergency=(button(9, carts[5]),))])
    assert examined == [carts[5].id]


def test_an_emergency_message_whose_file_is_damaged_or_gone_is_known(
    preflight, wall, carts, paths, sqlite_sessions
):
    preflight.run([], [wall])
    spoil_length(file_of(paths, carts[0]))
    assert preflight.run([], [wall])
    assert flaws(sqlite_sessions) == {carts[0].id: Flaw.CHANGED}
    file_of(paths, carts[1]).unlink()
    assert preflight.run([], [wall], decode=False)
    assert flaws(sqlite_sessions)[carts[1].id] is Flaw.MISSING


def test_the_plan_process_reads_the_walls_and_survives_a_damaged_one(
    sqlite_sessions, paths, clock, wall, caplog
):
    publish(paths.wall("radio"), wall)
    house = Housekeeping(Config(), paths, sqlite_sessions, clock)
    file_of(paths, next(iter(wall.emergency)).item).unlink()
    house.check_coming()
    assert list(flaws(sqlite_sessions)) == [wall.emergency[0].item.cart_id]
    paths.wall("radio").write_text("{")
    house.check_coming()
    assert "wall_unreadable" in [getattr(record, "action", "") for record in caplog.records]


def test_sound_recordings_are_decoded_once_and_then_only_looked_at(
    preflight, rundown, examined, sqlite_sessions
):
    assert not any(all_of(preflight, rundown))
    assert sorted(examined) == sorted(coming(rundown, NOW))
    assert not preflight.run([rundown])
    assert len(examined) == SONGS
    assert flaws(sqlite_sessions) == {}


def test_the_next_ones_come_first_and_few_in_one_round(preflight, rundown, examined):
    preflight.run([rundown])
    assert examined == coming(rundown, NOW)[:MOST]


def spoil_length(path):
    path.write_bytes(path.read_bytes()[:-5000])


def silence(path):
    other = path.with_name("tenang.flac")
    line = [ffmpeg.binary(""), "-v", "error", "-f", "lavfi", "-i", "anullsrc", "-t", "5"]
    subprocess.run([*line, str(other)], check=True)
    os.replace(other, path)


@pytest.mark.parametrize("spoil", [spoil_length, silence])
def test_a_file_whose_bytes_changed_fails(preflight, rundown, carts, paths, sqlite_sessions, spoil):
    spoil(file_of(paths, carts[0]))
    assert any(all_of(preflight, rundown))
    assert flaws(sqlite_sessions) == {carts[0].id: Flaw.CHANGED}


def test_a_file_that_vanishes_is_found_within_a_minute_without_decoding(
    preflight, rundown, carts, paths, sqlite_sessions, examined
):
    all_of(preflight, rundown)
    examined.clear()
    file_of(paths, carts[1]).unlink()
    assert preflight.run([rundown], decode=False)
    assert flaws(sqlite_sessions) == {carts[1].id: Flaw.MISSING}
    assert not preflight.run([rundown])
    assert examined == []


def test_while_the_air_is_pressed_nothing_is_decoded(preflight, rundown, examined):
    preflight.run([rundown], decode=False)
    assert examined == []


def test_what_failed_is_replaced_and_comes_back_when_it_is_sound(
    preflight, rundown, carts, paths, sqlite_sessions, clock, tmp_path
):
    planning = Planning(Config(plan_hours=2), paths, sqlite_sessions, clock)
    bad = rundown.items[3]
    kept = tmp_path / "kept"
    shutil.move(paths.media / bad.path, kept)
    assert preflight.run([rundown])
    after = planning.replan("radio", cause="preflight").rundown
    assert bad.cart_id not in [item.cart_id for item in after.items[1:]]
    [stands_in] = [item for item in after.items if item.key == bad.key]
    assert stands_in.reason.code is Why.SUBSTITUTE
    assert stands_in.reason.about["replaces"] == bad.title
    shutil.move(kept, paths.media / bad.path)
    assert preflight.run([after])
    assert flaws(sqlite_sessions) == {}


def test_what_failed_once_is_tried_again_after_a_rest(
    preflight, rundown, carts, paths, clock, examined
):
    path = file_of(paths, carts[0])
    spoil_length(path)
    all_of(preflight, rundown)
    examined.clear()
    preflight.run([rundown])
    assert examined == []
    clock.jump(6 * MINUTE)
    preflight.run([rundown])
    assert carts[0].id in examined


def test_a_recording_that_does_not_decode_to_its_length_is_unsound(paths, carts):
    cart = carts[0]
    path = file_of(paths, cart)
    exe = ffmpeg.binary("")
    assert soundness.examine(exe, path, cart).flaw is None
    longer = replace(cart, frames=cart.frames + 48_000)
    assert soundness.examine(exe, path, longer).flaw is Flaw.SHORT
    noise = paths.media / "x.flac"
    noise.write_bytes(b"no sound" * 1000)
    odd = replace(cart, sha256=files.sha256_of(noise))
    assert soundness.examine(exe, noise, odd).flaw is Flaw.UNDECODABLE
