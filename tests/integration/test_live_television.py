"""A presenter of television takes the air and gives it back, heard and seen in step all the way.

FFmpeg publishes to the live process, which hands on to an air; both are real. What is sent has
bars at its sides, which the film of the plan has not.
"""

import socket
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from station import rundown
from station.audio import BLOCK, RATE
from station.kinds import Kind
from station.paths import StatePaths
from station.pictures import PictureRing, planes, slot_of
from station.rundown import Item, Rundown
from tests.integration.test_playout import Listener
from tests.numbered_clips import make_clip, number_on
from tests.unit.streaming.film_house import (
    BEEP_EVERY,
    FilmHouse,
    WebServer,
    beeping_clip,
    beeps,
    sending,
)
from tests.waiting import LIMIT_SECONDS, until

PLANNED = 1_020
"""Pictures of the planned film: as many numbers as there are."""
FRAMES = PLANNED * BLOCK
PER_SECOND = RATE // BLOCK
VIDEO = ("-c:v", "libx264", "-preset", "ultrafast", "-g", "25")
INSIDE = (1 / 8, 7 / 8)
"""The part of the width that 4 to 3 fills."""
PROGRAM = textwrap.dedent("""
    import signal, sys, threading
    from pathlib import Path
    from playout import process
    from station.config import Air, Channel, Config, Picture
    from station.paths import StatePaths
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    air = Air(live_buffer_ms=500, live_fade_ms=40, live_patience_seconds=2)
    channel = Channel(slug="tv", kind="tv", picture=Picture(height=576), air=air)
    process.run("tv", Config(channels=(channel,)), StatePaths(Path(sys.argv[1])), stop)
""")


class Block(NamedTuple):
    """What was heard and seen at a tick."""

    tick: int
    utc_us: int
    number: int
    """Of its picture."""
    is_live: bool
    is_new: bool
    """Whether the block before showed another one."""
    sound: np.ndarray


class Viewer:
    """Looks at every block as it comes."""

    def __init__(self, bus: Path) -> None:
        self.blocks: list[Block] = []
        self._listener = Listener(bus)
        self._thread = threading.Thread(target=self._watch)
        self._ring: PictureRing | None = None
        self._last = -1

    def __enter__(self) -> "Viewer":
        self._listener.__enter__()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self._listener.socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.__exit__()

    def _watch(self) -> None:
        with suppress(OSError):
            self._look()

    def _look(self) -> None:
        for packet in self._listener.packets():
            self._ring = self._ring or PictureRing(Path(self._listener.reader.hello.pictures))
            picture = self._ring.picture(slot_of(packet.picture)).copy()
            if not self._ring.holds(packet.picture):
                self._last = -1
                continue
            luma = planes(picture, self._ring.shape)[0]
            is_live = bool(luma[:, :8].mean() < 22)
            number = number_on(picture, self._ring.shape, INSIDE if is_live else (0.0, 1.0))
            is_new = self._last not in (-1, packet.picture) and not packet.lost
            self._last = packet.picture
            told = (packet.tick, packet.utc_us, number, is_live, is_new)
            self.blocks.append(Block(*told, packet.sound))

    def wait(self, enough: Callable[[list[Block]], bool]) -> list[Block]:
        """Return all blocks since the last call, once they are what is wanted."""
        until(lambda: enough(self.blocks))
        found, self.blocks = self.blocks, []
        return found


@contextmanager
def air(paths: StatePaths) -> Iterator[None]:
    child = subprocess.Popen([sys.executable, "-c", PROGRAM, str(paths.home)])
    try:
        yield
    finally:
        child.terminate()
        try:
            child.wait(LIMIT_SECONDS)
        finally:
            child.kill()
            child.wait()


def plan(paths: StatePaths, relay: str = "", begins_in: timedelta = timedelta(0)) -> datetime:
    """Have one film after the other for two minutes, the second one perhaps a relay; return when
    the first one begins."""
    sound = np.full((PLANNED * BLOCK, 2), 300, np.int16)
    make_clip(paths.media / "film.mov", PLANNED, sound=sound, options={"preset": "ultrafast"})
    begins, items = datetime.now(UTC) + begins_in, []
    for key, address in (("one", ""), ("two", relay), ("three", "")):
        item = Item(
            key=key, cart_id=1, kind=Kind.MUSIC, title=key, path="film.mov", begins=begins,
            cue_in=0, segue=FRAMES, cue_out=FRAMES, has_picture=True, relay=address,
        )  # fmt: skip
        items.append(item)
        begins = item.ends
    version = Rundown("tv", 1, items[0].begins, items[0].begins, begins, tuple(items))
    rundown.publish(paths.rundown("tv"), version)
    return items[0].begins


def live(blocks: list[Block]) -> list[Block]:
    return [each for each in blocks if each.is_live]


def has_beeps(blocks: list[Block]) -> bool:
    """Return whether some beeps can be held against their pictures."""
    marked = sum(each.is_new and each.number % BEEP_EVERY == 0 for each in live(blocks))
    return marked > 2 and len(apart(blocks)) > 1


def whole_beeps(blocks: list[Block]) -> list[int]:
    """Return where beeps begin, in samples of the air, that no hole of line or viewer has cut."""
    sound = np.concatenate([each.sound for each in blocks])
    found = []
    for at in beeps(sound):
        around = blocks[max(0, at // BLOCK - 1) : at // BLOCK + 3]
        if around[-1].tick - around[0].tick != 3:
            continue
        loud = np.abs(sound[at : at + 2 * BLOCK - 200]).reshape(-1, 40).max(axis=1)
        if loud.min() > 0.2:
            found.append(blocks[at // BLOCK].tick * BLOCK + at % BLOCK)
    return found


def apart(blocks: list[Block]) -> list[int]:
    """Return by how many samples the picture of each beep comes behind it, in unbroken blocks."""
    found = []
    whole = live(blocks)
    places = whole_beeps(whole)
    for before, each in pairwise(whole):
        follows = each.is_new and each.number == before.number + 1
        if follows and each.tick == before.tick + 1 and each.number % BEEP_EVERY == 0:
            begins = each.tick * BLOCK
            near = [begins - place for place in places if abs(begins - place) < RATE // 2]
            found += [min(near, key=abs)] if near else []
    return found


def off_plan(blocks: list[Block], began: datetime) -> int:
    """Return how many pictures the film that is seen is away from where the plan has it by now."""
    newest = [each for each in blocks if each.is_new and not each.is_live][-1]
    passed = round((newest.utc_us - began.timestamp() * 1e6) / 40_000)
    return (newest.number - passed + PLANNED // 2) % PLANNED - PLANNED // 2


def is_planned(blocks: list[Block]) -> bool:
    """Return whether the film of the plan is seen again."""
    return any(each.is_new and not each.is_live for each in blocks[-5:])


def test_a_presenter_takes_the_air_without_sound_too_and_the_plan_comes_back_where_it_is_by_then(
    tmp_path,
):
    clip = beeping_clip(tmp_path / "beeps.mkv", 500, size=(320, 240))
    with FilmHouse(has_air=False, always=True) as house:
        began = plan(house.paths)
        with air(house.paths), Viewer(house.paths.bus_socket("tv")) as viewer:
            viewer.wait(is_planned)
            with sending(clip, f"rtmp://127.0.0.1:{house.rtmp}/tv/sesame", "flv"):
                during = viewer.wait(has_beeps)
            after = viewer.wait(is_planned)
            silent = ("-an", *VIDEO)
            with sending(clip, f"rtmp://127.0.0.1:{house.rtmp}/tv/sesame", "flv", *silent):
                mute = viewer.wait(lambda blocks: len(live(blocks)) > 2 * PER_SECOND)
    found = apart(during)
    assert max(map(abs, found)) <= BLOCK, found
    assert abs(off_plan(after, began)) <= 2
    heard = np.concatenate([each.sound for each in live(mute)[PER_SECOND:]])
    assert not heard.any()


def test_a_relay_takes_the_air_in_its_time_and_the_plan_comes_back_when_it_dies(tmp_path):
    clip = beeping_clip(tmp_path / "beeps.mkv", 1_000, size=(320, 240))
    with FilmHouse(has_air=False) as house, WebServer(tmp_path) as server:
        address = server.hls(clip)
        began = plan(house.paths, address, timedelta(seconds=4 - PLANNED / 25))
        with air(house.paths), Viewer(house.paths.bus_socket("tv")) as viewer:
            during = viewer.wait(has_beeps)
            server.close()
            after = viewer.wait(is_planned)
    found = apart(during)
    assert max(map(abs, found)) <= BLOCK, found
    assert abs(off_plan(after, began)) <= 2
