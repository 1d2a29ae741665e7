"""P13: songs taken into the library with all that is measured of them, against a bare ebur128 pass.

Starts processes.
"""

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks import cpu_seconds
from benchmarks.bench_station import CLOCK
from benchmarks.row import Row
from media_library.ingest import Added, Ingest, Wish
from mengudara import schema
from station import ffmpeg
from station.config import Config
from station.database import engine_for, sessions_for
from station.kinds import Kind
from station.paths import StatePaths

SONGS, SECONDS = 96, 210
ROUNDS = 3
LEAST_SHARE = 0.85
CORES = os.cpu_count() or 1
FORMATS = {
    "mp3": ("-c:a", "libmp3lame", "-b:a", "192k"),
    "m4a": ("-c:a", "aac", "-b:a", "192k"),
    "ogg": ("-c:a", "libvorbis", "-q:a", "6"),
    "flac": ("-c:a", "flac"),
}
NOISE = f"anoisesrc=color=pink:amplitude=0.3:seed=1:r=44100:d={SECONDS},aformat=cl=stereo"


@dataclass(frozen=True, slots=True)
class Pace:
    """What some files took."""

    seconds: float
    cpu: float

    def __add__(self, other: "Pace") -> "Pace":
        return Pace(self.seconds + other.seconds, self.cpu + other.cpu)


def run(scale: float) -> list[Row]:
    """Return files a minute as the clock saw it, and as the CPU seconds alone would have it."""
    count, rounds = max(len(FORMATS), round(SONGS * scale)), max(1, round(ROUNDS * min(1, scale)))
    with tempfile.TemporaryDirectory(prefix="mengudara-bench-ingest-") as name:
        songs = list(_songs(Path(name), count))
        _bare(songs)
        ours, theirs = Pace(0, 0), Pace(0, 0)
        for number in range(rounds):
            library = _library(Path(name) / f"{number}")
            theirs += _measured(partial(_bare, songs))
            ours += _measured(partial(_take_in, library, songs))
    files = count * rounds
    what = f"{files} songs of {SECONDS} s taken in on {CORES} cores"
    return [
        _row(f"{what}: files a minute", files / ours.seconds, files / theirs.seconds),
        _row(
            f"{what}: by CPU, were all cores its own",
            CORES * files / ours.cpu,
            CORES * files / theirs.cpu,
        ),
    ]


def _row(what: str, ours: float, theirs: float) -> Row:
    return Row(
        "P13", what, ours * 60, "files/min", f">= {LEAST_SHARE} x floor",
        "bare ffmpeg -af ebur128", theirs * 60, met=ours >= LEAST_SHARE * theirs,
    )  # fmt: skip


def _songs(folder: Path, count: int) -> Iterator[Path]:
    """Make songs in the formats that stations have, no two alike to the byte."""
    for form, options in FORMATS.items():
        _ffmpeg("-f", "lavfi", "-i", NOISE, *options, str(folder / f"song.{form}"))
    for number in range(count):
        form = list(FORMATS)[number % len(FORMATS)]
        path = folder / f"{number:03d}.{form}"
        title = ("-metadata", f"title=Lagu {number}")
        _ffmpeg("-i", str(folder / f"song.{form}"), "-c", "copy", *title, str(path))
        yield path


def _measured(work: Callable[[], None]) -> Pace:
    began, cpu = CLOCK.now(), cpu_seconds.own() + cpu_seconds.finished()
    work()
    spent = cpu_seconds.own() + cpu_seconds.finished() - cpu
    return Pace((CLOCK.now() - began).total_seconds(), spent)


def _bare(songs: list[Path]) -> None:
    """Do nothing but measure loudness, on all cores."""
    with ThreadPoolExecutor(CORES) as pool:
        list(pool.map(_loudness, songs))


def _loudness(song: Path) -> None:
    _ffmpeg("-threads", "1", "-i", str(song), "-vn", "-af", "ebur128", "-f", "null", "-")


def _library(home: Path) -> Ingest:
    """Return the door of a new library."""
    paths, config = StatePaths(home), Config()
    paths.create()
    engine = engine_for(config.database_at(paths))
    schema.upgrade(engine)
    return Ingest(config, paths, sessions_for(engine), CLOCK)


def _take_in(library: Ingest, songs: list[Path]) -> None:
    outcomes: list[object] = []
    library.add_all(
        songs, Wish(kind=Kind.MUSIC), progress=lambda _path, outcome: outcomes.append(outcome)
    )
    assert all(isinstance(outcome, Added) for outcome in outcomes), outcomes


def _ffmpeg(*words: str) -> None:
    subprocess.run([ffmpeg.binary(), *ffmpeg.QUIET, "-y", *words], check=True)
