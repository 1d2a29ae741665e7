"""Kills every sort of process of a television channel, while FFmpeg watches HLS and RTMP."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Event, Thread
from urllib.error import URLError
from urllib.request import urlopen

import numpy as np

from station.audio import RATE
from station.kinds import Kind
from tests import nginx_rtmp
from tests.integration.test_streaming_remote import CONFIG, Server
from tests.on_air.live_station import CLOCK, LiveStation, live_station
from tests.on_air.players import Progress
from tests.on_air.television_film import PICTURE, Beep, Viewer, numbered_film
from tests.ports import unused_port
from tests.unit.streaming.stream_process import children
from tests.unit.streaming.test_hls_window import Published
from tests.waiting import until

CHANNEL = "tv"
SETTINGS = """kind = "tv"
[channels.air]
live_fade_ms = 0
[channels.picture]
height = 576
preset = "ultrafast"
ladder = false
[[push]]
name = "kanal"
url = "{url}"
"""
TARGET = 5
ROUNDS = 4
BEHIND_THE_LAST = 16.0
"""Seconds: more than players have ahead of them."""
CODED = 0.003
"""Seconds by which a codec may move the begin of a beep."""
CHILDREN = {
    "decoder of pictures": ("air-tv", "playout.pictures.child"),
    "decoder of sound": ("air-tv", "ffmpeg"),
    "encoder": ("stream", "streaming.pictures.child"),
    "push": ("stream", "streaming.push.rtmp_child"),
}
"""Sorts of children: whose they are, and what their command lines have."""
ROLES = {"air": "air-tv", "streaming": "stream"}
SORTS = (*CHILDREN, *ROLES)


@dataclass
class Kill:
    """One death and what came of it."""

    sort: str
    at: datetime
    until: datetime
    """When every player had got further."""


@dataclass
class Watched:
    """What the killings left behind."""

    kills: list[Kill] = field(default_factory=list)
    offsets: dict[str, list[Beep]] = field(default_factory=dict)
    """Of each player, all beeps."""
    stalls: dict[str, dict[str, float]] = field(default_factory=dict)
    """Of each player: its longest time without sound, by what was killed."""
    gave_up: dict[str, list[str]] = field(default_factory=dict)
    """Of each player: what had been killed last when it had to be begun anew."""
    contradictions: list[str] = field(default_factory=list)
    """What a strict player would have found wrong with the playlist."""
    segments: int = 0
    breaks: int = 0

    def told(self) -> str:
        """Return the figures as a sentence."""
        counted = {sort: sum(one.sort == sort for one in self.kills) for sort in SORTS}
        parts = [", ".join(f"{count} × {sort}" for sort, count in counted.items() if count)]
        for name, offsets in self.offsets.items():
            apart = [beep.later * 1000 for beep in offsets if beep.is_sharp] or [0.0]
            stalls = ", ".join(f"{sort} {held:.1f}" for sort, held in self.stalls[name].items())
            parts.append(
                f"{name}: {len(apart)} beeps {min(apart):+.1f} to {max(apart):+.1f} ms from their"
                f" pictures; longest wait in seconds: {stalls}; begun anew"
                f" {len(self.gave_up[name])} times"
            )
        parts.append(f"HLS: {self.segments} segments, {self.breaks} discontinuities,"
                     f" {len(self.contradictions)} contradictions")  # fmt: skip
        return "; ".join(parts)


class StrictReader:
    """Reads a playlist as a strict player does, and holds it against all it has seen."""

    def __init__(self, url: str) -> None:
        self.seen = Published(TARGET)
        self.contradictions: list[str] = []
        self._url = url
        self._stop = Event()
        self._thread = Thread(target=self._run, name="strict reader")

    def __enter__(self) -> "StrictReader":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(1.0):
            with suppress(URLError, OSError), urlopen(self._url, timeout=10) as answer:
                text = answer.read().decode()
                try:
                    self.seen.see_text(text)
                except AssertionError as error:
                    self.contradictions.append(f"{error}\n{text}")


@contextmanager
def television(folder: Path, rtmp: "Server", extra: str = "") -> Iterator[LiveStation]:
    """Yield a running station that has one television channel and one numbered film."""
    settings = SETTINGS.format(url=rtmp.url) + extra
    with live_station(folder / "var", settings, channel=CHANNEL) as station:
        np.full(2 * RATE, 1e-7, "<f4").tofile(station.paths.slate)
        film = numbered_film(folder / "film.mov", ROUNDS)
        station.take_in(film, Kind.MUSIC)
        station.always_on("Film")
        station.plan()
        station.start()
        yield station


def rtmp_server(folder: Path) -> Server:
    """Return an nginx that takes pushes and hands them on; it keeps nothing."""
    folder.mkdir()
    folder.chmod(0o777)
    port = unused_port()
    user = "user root;" if os.getuid() == 0 else ""
    config = folder / "nginx.conf"
    text = CONFIG.format(module=nginx_rtmp.MODULE, folder=folder, port=port, user=user)
    config.write_text(text.replace("record all", "record off"))
    server = Server(["nginx", "-p", str(folder), "-c", str(config)])
    server.url = f"rtmp://127.0.0.1:{port}/live/kunci"
    return server


def kill_everything(
    folder: Path,
    times: int,
    seconds: float,
    *,
    viewer: Callable[[str], Viewer] = Viewer,
    before: Callable[[LiveStation, dict[str, Viewer]], None] = lambda *_: None,
) -> Watched:
    """Kill each sort so many times; between two kills every player hears so many seconds more.

    Something else may happen before, under the eyes of the same viewers, however they are made.
    Pictures are no measure: a machine that is too small sends fewer of them.
    """
    watched = Watched()
    with ExitStack() as stack:
        rtmp = stack.enter_context(rtmp_server(folder / "rtmp"))
        station = stack.enter_context(television(folder, rtmp))
        hls = station.stream(f"/{CHANNEL}/live.m3u8")
        station.wait(lambda: station.answers(hls), "the ladder")
        reader = stack.enter_context(
            StrictReader(station.stream(f"/{CHANNEL}/576p/live.m3u8"))
        )  # fmt: skip
        viewers = {
            "HLS": stack.enter_context(viewer(hls)),
            "RTMP": stack.enter_context(viewer(rtmp.url)),
        }
        before(station, viewers)
        _goes_on(station, viewers, seconds)
        for _ in range(times):
            for sort in SORTS:
                at = _kill(station, sort)
                _goes_on(station, viewers, seconds)
                watched.kills.append(Kill(sort, at, CLOCK.now()))
        _goes_on(station, viewers, BEHIND_THE_LAST)
        _read(watched, viewers, reader)
    return watched


def _kill(station: LiveStation, sort: str) -> datetime:
    """Kill one; return when, as soon as another one is in its place."""
    if sort in ROLES:
        at = CLOCK.now()
        station.kill(ROLES[sort])
        return at
    found = partial(_of_sort, station, sort)
    victim = until(found, f"a {sort}")[0]
    at = CLOCK.now()
    os.kill(victim, signal.SIGKILL)
    station.wait(lambda: (now := found()) and victim not in now, f"another {sort}")
    return at


def _of_sort(station: LiveStation, sort: str) -> list[int]:
    """Return the living children of a sort, the one that works for what is on the air first."""
    role, word = CHILDREN[sort]
    return sorted(
        (pid for pid in children(station.pid(role)) if word in " ".join(_command(pid))),
        key=lambda pid: (_command(pid)[-1:] == ["0"], _began(pid)),
    )


def _command(pid: int) -> list[str]:
    """Return its words; those of a decoder of pictures end with where it began: not with 0, if it
    stands in for another."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text().split("\0")[:-1]
    return []


def _began(pid: int) -> int:
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])
    return 0


def _goes_on(station: LiveStation, viewers: dict[str, Viewer], seconds: float) -> None:
    wanted = {name: viewer.heard + seconds for name, viewer in viewers.items()}
    for name, viewer in viewers.items():
        station.wait(lambda name=name, viewer=viewer: viewer.heard >= wanted[name], name)


def _read(watched: Watched, viewers: dict[str, Viewer], reader: StrictReader) -> None:
    for name, viewer in viewers.items():
        watched.offsets[name] = viewer.offsets()
        progress = Progress(list(viewer.moved))
        watched.stalls[name] = {
            sort: max(
                (progress.longest_stall(one.at, one.until) for one in watched.kills
                 if one.sort == sort),
                default=0.0,
            )
            for sort in SORTS
        }  # fmt: skip
        watched.gave_up[name] = [_before(watched.kills, at) for at in viewer.anew]
    watched.contradictions = reader.contradictions
    watched.segments = len(reader.seen.entries)
    watched.breaks = max(entry[-1] for entry in reader.seen.entries.values())


def out_of_step(beeps: list[Beep]) -> list[Beep]:
    """Return those that are more than one picture from theirs."""
    return [beep for beep in beeps if beep.is_sharp and abs(beep.later) > PICTURE + CODED]


def _before(kills: list[Kill], at: datetime) -> str:
    return next((one.sort for one in reversed(kills) if one.at <= at), "nothing")


class PlayersGoOn:
    """What is claimed of any number of killings."""

    def test_every_sort_died_and_was_replaced(self, watched: Watched):
        assert {one.sort for one in watched.kills} == set(SORTS)

    def test_sound_and_pictures_stay_within_one_picture(self, watched: Watched):
        for name, offsets in watched.offsets.items():
            assert len(offsets) > len(watched.kills), name
            assert out_of_step(offsets) == [], name

    def test_beeps_are_heard_with_their_pictures_behind_every_kill(self, watched: Watched):
        for kill in watched.kills:
            for name, offsets in watched.offsets.items():
                assert any(beep.came > kill.at for beep in offsets), (name, kill)

    def test_a_player_only_loses_its_connection_when_the_process_ends_it_talks_to(
        self, watched: Watched
    ):
        assert set(watched.gave_up["HLS"]) <= {"streaming"}
        assert watched.gave_up["RTMP"] == []

    def test_the_playlist_never_contradicts_itself(self, watched: Watched):
        assert watched.contradictions == []
        assert watched.segments > 0
