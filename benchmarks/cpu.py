"""P1: CPU of one radio channel in the steady state, against bare FFmpeg and Liquidsoap."""

import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks import cpu_seconds, liquidsoap
from benchmarks.bench_station import CLOCK, BenchStation, answers, bench_station, wait_for
from benchmarks.music import music
from benchmarks.row import Row
from station import ffmpeg
from station.audio import RATE, span_of
from station.kinds import Kind
from station.rundown import Item

SECONDS = 600
OVERLAP = 2 * RATE
GOAL = "<= 1.3 x FFmpeg, <= 0.6 x Liquidsoap"


def run(scale: float) -> list[Row]:
    """Return CPU per minute of sound: MP3 128, crossfades and gain, files with tags as found."""
    seconds = max(30.0, SECONDS * scale)
    with bench_station() as station:
        files = music(station.paths.media, seconds + 60)
        ours = _ours(station, files, seconds)
        floor = _floor([path for path, _ in files], station.paths.home)
        peer = _peer([path for path, _ in files], station.paths.home, seconds)
    what = f"CPU seconds per minute of MP3 128 with crossfades, over {seconds:.0f} s"
    return [
        Row("P1", what, ours, "s", GOAL, "bare FFmpeg", floor, ours <= 1.3 * floor),
        Row("P1", what, ours, "s", GOAL, "Liquidsoap", peer, ours <= 0.6 * peer),
    ]


def _ours(station: BenchStation, files: list[tuple[Path, int]], seconds: float) -> float:
    begins = CLOCK.now() + timedelta(seconds=2)
    station.publish(items(station.paths.media, files, begins), begins)
    processes = [station.start("air", "radio"), station.start("stream")]
    wait_for(lambda: answers(station.url("/healthz")), 10, "the stream server")
    CLOCK.sleep_until(begins + timedelta(seconds=8))
    return _over(seconds, lambda: sum(cpu_seconds.of_tree(p.pid) for p in processes))


def items(media: Path, files: list[tuple[Path, int]], begins: datetime) -> list[Item]:
    """Return the files one after another, crossfaded."""
    found = []
    for number, (path, frames) in enumerate(files):
        found.append(
            Item(
                key=f"bench:{number}", cart_id=number, kind=Kind.MUSIC, title=path.stem,
                path=str(path.relative_to(media)), begins=begins, cue_in=0, cue_out=frames,
                segue=frames - OVERLAP, fade_out=OVERLAP, gain_db=-3.0,
            )
        )  # fmt: skip
        begins += span_of(found[-1].frames)
    return found


def _over(seconds: float, read: Callable[[], float]) -> float:
    """Return the growth of a CPU counter per minute."""
    before = read()
    began = CLOCK.now()
    CLOCK.sleep_until(began + timedelta(seconds=seconds))
    return (read() - before) / (CLOCK.now() - began).total_seconds() * 60


def _floor(files: list[Path], folder: Path) -> float:
    """Return what bare FFmpeg needs for a minute of the same files, decoded and encoded."""
    before = cpu_seconds.finished()
    length = 0.0
    for path in files:
        command = [
            ffmpeg.binary(), *ffmpeg.QUIET, "-y", "-i", str(path), "-vn",
            "-ar", str(RATE), "-ac", "2",
            "-c:a", "libmp3lame", "-b:a", "128k", "-progress", "pipe:1", str(folder / "floor.mp3"),
        ]  # fmt: skip
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            progress, _ = process.communicate()
        length += int(progress.rpartition("out_time_us=")[2].split()[0]) / 1e6
    return (cpu_seconds.finished() - before) / length * 60


def _peer(files: list[Path], folder: Path, seconds: float) -> float:
    output = 'output.file(%mp3(bitrate=128), "/dev/null", radio)'
    with liquidsoap.running(liquidsoap.playlist_to(files, folder, output)) as process:
        CLOCK.sleep_until(CLOCK.now() + timedelta(seconds=8))
        return _over(seconds, lambda: cpu_seconds.of_tree(process.pid))
