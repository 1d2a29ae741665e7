"""P9: from `mengudara up` to the first programme sound in the public stream, against Liquidsoap."""

from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks import liquidsoap
from benchmarks.bench_station import BenchStation, free_port
from benchmarks.decoder import seconds_until_sound
from benchmarks.demo import demo_station
from benchmarks.music import music
from benchmarks.row import Row

STARTS = 20
PATIENCE = 20.0


def run(scale: float) -> list[Row]:
    """Start both again and again; the station's slate is silent, so only programme counts."""
    starts = max(2, round(STARTS * scale))
    with demo_station(silent_slate=True) as station:
        ours = [_start(station) for _ in range(starts)]
        files = [path for path, _ in music(station.paths.home, 60)]
        theirs = [_peer(files, station.paths.home) for _ in range(starts)]
    worst = max(ours)
    return [
        Row(
            "P9", f"first programme sound, median of {starts} starts", median(ours), "s",
            "<= 3 s, ahead of Liquidsoap", "Liquidsoap", median(theirs),
            worst <= 3 and median(ours) < median(theirs),
        ),
        Row("P9", f"first programme sound, worst of {starts} starts", worst, "s", "<= 3 s",
            "Liquidsoap", max(theirs), worst <= 3),
    ]  # fmt: skip


def _start(station: BenchStation) -> float:
    station.start("up")
    try:
        return seconds_until_sound(station.url("/radio.mp3"), PATIENCE)
    finally:
        station.stop()


def _peer(files: Sequence[Path], folder: Path) -> float:
    port = free_port()
    output = f'output.harbor(%mp3(bitrate=128), port={port}, mount="radio.mp3", radio)'
    with liquidsoap.running(liquidsoap.playlist_to(files, folder, output)):
        return seconds_until_sound(f"http://127.0.0.1:{port}/radio.mp3", PATIENCE)
