"""A television channel's air as a process: pictures in step with their sound, whatever dies."""

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from playout.fades import SHORT_FADE
from playout.pictures import cards
from station import rundown
from station.audio import BLOCK, RATE
from station.bus import Packet
from station.commands import Insert, Request
from station.kinds import Kind
from station.paths import StatePaths
from station.pictures import PictureRing, slot_of
from station.rundown import Item, Rundown
from tests.integration.test_playout import (
    EagerListener,
    children_of,
    place_of,
    ramp,
    send,
    snapshots,
    write_wav,
)
from tests.numbered_clips import make_clip, number_on
from tests.waiting import is_running, until

PER_SECOND = RATE // BLOCK
MANY = 40
RISE = SHORT_FADE // BLOCK + 2
PROGRAM = textwrap.dedent("""
    import signal, sys, threading
    from pathlib import Path
    from playout import process
    from station.config import Channel, Config, Picture
    from station.paths import StatePaths
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    channel = Channel(slug="tv", kind="tv", picture=Picture(height=576))
    process.run("tv", Config(channels=(channel,)), StatePaths(Path(sys.argv[1])), stop)
""")


@pytest.fixture
def paths(tmp_path_factory):
    home = StatePaths(tmp_path_factory.mktemp("tv"))
    home.create()
    np.full(2 * RATE, 1e-7, "<f4").tofile(home.slate)
    return home


@contextmanager
def air(paths: StatePaths) -> Iterator[subprocess.Popen[bytes]]:
    child = subprocess.Popen([sys.executable, "-c", PROGRAM, str(paths.home)])
    try:
        yield child
    finally:
        child.terminate()
        try:
            child.wait(120)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def film(paths: StatePaths, name: str, first: int, pictures: int) -> str:
    """Make a film whose pictures and samples both tell their number, counted from `first`."""
    sound = ramp(pictures * BLOCK, first * BLOCK)
    options = {"g": "50", "preset": "ultrafast"}
    make_clip(paths.media / name, pictures, first=first, sound=sound, options=options)
    return name


def item(path: str, begins: datetime, pictures: int, *, seen: bool = True) -> Item:
    frames = pictures * BLOCK
    return Item(
        key=path, cart_id=1, kind=Kind.MUSIC, title=path, path=path, begins=begins,
        cue_in=0, segue=frames, cue_out=frames, has_picture=seen,
    )  # fmt: skip


def publish(paths: StatePaths, *items: Item) -> None:
    version = Rundown("tv", 1, items[0].begins, items[0].begins, items[-1].ends, items)
    rundown.publish(paths.rundown("tv"), version)


@dataclass(frozen=True)
class Seen:
    """One block that was received in time for its picture."""

    packet: Packet
    number: int
    """What its picture shows."""
    heard: int
    """Picture to which the sound in the middle of the block belongs."""
    is_new: bool
    """Whether another picture was shown with the block before."""
    is_card: bool


class Viewer(EagerListener):
    """Reads the bus, and the ring beside it as the packets come."""

    ring: PictureRing | None = None
    last = -1
    rises = RISE
    """Blocks of programme that still come in, and whose samples tell no number so long."""

    def look(self, packet: Packet) -> Seen | None:
        """Return what is seen with a packet, None when its picture does not stand any more, or its
        samples do not follow each other: then they tell no place."""
        hello = self.reader.hello
        assert hello is not None
        self.ring = self.ring or PictureRing(Path(hello.pictures))
        picture = self.ring.picture(slot_of(packet.picture)).copy()
        is_new = packet.picture != self.last and not packet.lost
        self.last = packet.picture
        self.rises -= packet.flags
        places = place_of(packet.sound)
        is_whole = bool((np.diff(places) == 1).all())
        if self.rises >= 0 or not is_whole or not self.ring.holds(packet.picture):
            return None
        shape = self.ring.shape
        return Seen(
            packet,
            number_on(picture, shape),
            int(places[BLOCK // 2]) // BLOCK,
            is_new,
            bool(np.array_equal(picture, cards.card(shape))),
        )

    def watch(self, wanted: Callable[[Seen], bool]) -> list[Seen]:
        """Return what is seen up to what is wanted."""
        found = []
        for packet in self.packets():
            seen = self.look(packet)
            if seen is not None:
                found.append(seen)
                if wanted(seen):
                    return found
        raise AssertionError("the bus closed")

    def watch_many(self, is_one: Callable[[Seen], bool]) -> list[Seen]:
        left = iter(range(MANY - 1, -1, -1))
        return self.watch(lambda seen: is_one(seen) and next(left) == 0)


def is_film(seen: Seen) -> bool:
    """Return whether a picture begins with a block that is heard as programme."""
    return seen.is_new and not seen.is_card and seen.packet.flags == 1


def in_step(seen: list[Seen]) -> list[Seen]:
    """Return the blocks with which a picture began, each no further than one from its sound.

    Where decoding is late, what was seen stays; a block without a new picture says nothing.
    """
    began = [each for each in seen if is_film(each)]
    off = [each for each in began if abs(each.number - each.heard) > 1]
    assert not off, [(each.packet.tick, each.number, each.heard) for each in off]
    return began


def unbroken(seen: list[Seen]) -> bool:
    """Return whether the sound went on from block to block."""
    heard = [(each.packet.tick, each.heard) for each in seen]
    return len({place - tick for tick, place in heard}) == 1


def decoders(life: subprocess.Popen[bytes]) -> list[int]:
    """Return the children of an air that decode pictures, the oldest first."""
    return [pid for pid in children_of(life.pid) if b"pictures.child" in command_of(pid)]


def command_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def test_pictures_are_in_step_across_a_join_and_sound_alone_shows_the_card(paths):
    film(paths, "one.mov", 0, 100)
    film(paths, "two.mov", 100, 100)
    write_wav(paths.media / "song.wav", ramp(RATE * 60, 200 * BLOCK))
    now = datetime.now(UTC)
    door = paths.control_socket("tv")
    with air(paths), Viewer(paths.bus_socket("tv")) as viewer:
        viewer.take(1)
        for each, place in (
            (item("one.mov", now, 100), "now"),
            (item("two.mov", now, 100), "next"),
        ):
            assert send(door, Request(Insert(each, place), by="rina")).ok
        seen = viewer.watch(lambda seen: seen.number > 110 and is_film(seen))
        song = item("song.wav", now, 60 * PER_SECOND, seen=False)
        assert send(door, Request(Insert(song, "next"), by="rina")).ok
        seen += viewer.watch(lambda seen: seen.is_card)
        assert viewer.ring.path == paths.pictures("tv")
        began = [each.number for each in in_step(seen)]
        assert began == sorted(began)
        assert {number // 100 for number in began} == {0, 1}
        assert seen[-1].packet.flags == 1
        later = viewer.watch(lambda seen: seen.heard > 230)
        assert all(each.is_card for each in later)
        snapshot = next(snapshots(door))
        assert snapshot.health.pictures_held >= 0
    assert viewer.ring.is_replaced


def test_a_decoder_that_is_killed_is_replaced_while_the_sound_goes_on(paths):
    film(paths, "long.mov", 0, 1_000)
    publish(paths, item("long.mov", datetime.now(UTC), 1_000))
    with air(paths) as life, Viewer(paths.bus_socket("tv")) as viewer:
        viewer.watch(is_film)
        killed = until(lambda: decoders(life))
        os.kill(killed[0], signal.SIGKILL)
        until(lambda: set(decoders(life)) - set(killed))
        seen = viewer.watch_many(is_film)
        assert len(in_step(seen)) >= MANY
        assert unbroken(seen)


def test_after_kill_nine_the_film_goes_on_with_the_picture_of_its_sound(paths):
    film(paths, "long.mov", 0, 1_000)
    publish(paths, item("long.mov", datetime.now(UTC), 1_000))
    with air(paths) as life:
        with Viewer(paths.bus_socket("tv")) as viewer:
            before = in_step(viewer.watch_many(is_film))
        until(lambda: (paths.journal("tv") / "pulse").exists())
        orphans = decoders(life)
        life.send_signal(signal.SIGKILL)
        life.wait()
        until(lambda: not any(map(is_running, orphans)))
        assert not viewer.ring.is_replaced
    with air(paths), Viewer(paths.bus_socket("tv")) as again:
        after = in_step(again.watch_many(is_film))
        assert viewer.ring.is_replaced
    passed = after[-1].packet.utc_us - before[-1].packet.utc_us
    due = before[-1].number + passed / 1e6 * PER_SECOND
    assert abs(after[-1].number - due) <= 5
