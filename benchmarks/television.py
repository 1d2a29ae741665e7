"""P14: CPU of one television channel of one size, against bare FFmpeg and MLT's `melt`.

Starts processes: FFmpeg and melt over the same films.
"""

import shutil
import subprocess
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from urllib.request import urlopen

from benchmarks import cpu_seconds
from benchmarks.bench_station import CLOCK, BenchStation, answers, bench_station, wait_for
from benchmarks.row import Row
from station import ffmpeg
from station.audio import RATE, span_of
from station.kinds import Kind
from station.rundown import Item

SECONDS = 600.0
SETTLES = 20.0
FILM_SECONDS = 60
GOAL = "<= 1.15 x FFmpeg"
_CHANNEL = '[[channels]]\nslug = "tv"\nkind = "tv"\n[channels.picture]\nladder = false\n'
_ENCODED = ("-c:v", "libx264", "-preset", "veryfast", "-profile:v", "main", "-g", "50",
            "-b:v", "2500k", "-maxrate", "2500k", "-bufsize", "5000k",
            "-c:a", "aac", "-b:a", "128k")  # fmt: skip
PACED = ("-re",)
"""As fast as it is shown: the same work costs more where it comes in pieces, as on the air."""
FILMS = ("testsrc2", "mandelbrot", "life")
_LOST = ("mengudara_pictures_missed", "mengudara_pictures_left_out", "mengudara_picture_steps_down")


def run(scale: float) -> list[Row]:
    """Return CPU per minute of 720p25 H.264 and AAC, the same films cut to cut."""
    seconds = max(60.0, SECONDS * scale)
    with bench_station(_CHANNEL, channels=()) as station:
        films = [film(station.paths.media, source) for source in FILMS]
        ours, lost = _ours(station, films, seconds)
        floor, paced = _floor(films), _floor(films, *PACED)
        peer = _peer(films, station.paths.home)
    what = f"CPU seconds per minute of 720p25, one size, over {seconds:.0f} s"
    return [
        Row("P14", what, ours, "s", GOAL, "bare FFmpeg", floor, ours <= 1.15 * floor),
        Row("P14", what, ours, "s", GOAL, "FFmpeg in real time", paced, ours <= 1.15 * paced),
        *_against_melt(what, ours, peer),
        Row("P14", "pictures left out or missed, and steps down", lost, "", "0", met=lost == 0),
    ]


def _against_melt(what: str, ours: float, peer: float | None) -> list[Row]:
    if peer is None:
        return [Row.did_not_run("P14", "melt is not installed (apt-get install melt)")]
    return [Row("P14", what, ours, "s", GOAL, "melt", peer, ours <= peer)]


def film(folder: Path, source: str) -> Path:
    """Make a film with moving pictures, some grain, and a tone."""
    path = folder / f"{source}.mp4"
    size = "size" if source != "life" else "mold=10:life_color=0x40c080:s"
    pictures = f"{source}={size}=1280x720:rate=25,noise=alls=6:allf=t,format=yuv420p"
    command = [
        ffmpeg.binary(), *ffmpeg.QUIET, "-y", "-f", "lavfi", "-i", pictures,
        "-f", "lavfi", "-i", f"sine=330:sample_rate={RATE}", "-t", str(FILM_SECONDS),
        "-c:v", "libx264", "-preset", "superfast", "-b:v", "5000k", "-c:a", "aac", "-b:a", "128k",
        str(path),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    return path


def _ours(station: BenchStation, films: Sequence[Path], seconds: float) -> tuple[float, float]:
    """Return CPU seconds a minute, and what was lost of the pictures."""
    begins = CLOCK.now() + timedelta(seconds=2)
    station.publish(items(films, begins, seconds + 120), begins, channel="tv")
    processes = [station.start("air", "tv"), station.start("stream")]
    wait_for(lambda: answers(station.url("/tv/live.m3u8")), 60, "the ladder")
    CLOCK.sleep_until(CLOCK.now() + timedelta(seconds=SETTLES))
    lost = _lost(station)
    spent, began = sum(cpu_seconds.of_tree(p.pid) for p in processes), CLOCK.now()
    CLOCK.sleep_until(began + timedelta(seconds=seconds))
    took = sum(cpu_seconds.of_tree(p.pid) for p in processes) - spent
    return took / (CLOCK.now() - began).total_seconds() * 60, _lost(station) - lost


def items(films: Sequence[Path], begins: datetime, seconds: float) -> list[Item]:
    """Return the films one after another, again and again."""
    found: list[Item] = []
    while span_of(len(found) * FILM_SECONDS * RATE).total_seconds() < seconds:
        path = films[len(found) % len(films)]
        frames = FILM_SECONDS * RATE
        found.append(
            Item(
                key=f"bench:{len(found)}", cart_id=len(found), kind=Kind.PROGRAMME, title=path.stem,
                path=path.name, begins=begins, cue_in=0, cue_out=frames, segue=frames,
                has_picture=True,
            )
        )  # fmt: skip
        begins += span_of(frames)
    return found


def _lost(station: BenchStation) -> float:
    with urlopen(station.url("/metrics"), timeout=10) as page:
        lines = page.read().decode().splitlines()
    told = [line for line in lines if line.startswith(_LOST)]
    return sum(float(line.rpartition(" ")[2]) for line in told)


def _floor(films: Sequence[Path], *pace: str) -> float:
    """Return what bare FFmpeg needs for a minute of the same films."""
    before = cpu_seconds.finished()
    for film in films:
        command = [ffmpeg.binary(), *ffmpeg.QUIET, "-y", *pace, "-i", str(film), *_ENCODED,
                   "-f", "mpegts", "/dev/null"]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True)
    return (cpu_seconds.finished() - before) / (len(films) * FILM_SECONDS) * 60


def _peer(films: Sequence[Path], home: Path) -> float | None:
    """Return what melt needs for the same; None where it is not installed."""
    if shutil.which("melt") is None:
        return None
    before = cpu_seconds.finished()
    consumer = [
        f"avformat:{home}/melt.ts", "f=mpegts", "vcodec=libx264", "preset=veryfast", "vb=2500k",
        "g=50", "acodec=aac", "ab=128k", "real_time=-1", "width=1280", "height=720",
        "frame_rate_num=25", "frame_rate_den=1", "progressive=1",
    ]  # fmt: skip
    command = ["melt", "-profile", "atsc_720p_25", *map(str, films), "-consumer", *consumer]
    subprocess.run(command, check=True, capture_output=True)
    return (cpu_seconds.finished() - before) / (len(films) * FILM_SECONDS) * 60
