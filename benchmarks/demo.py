"""The demo station as a measuring object: made once a run, started by `mengudara up`.

Starts processes.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import numpy as np

from benchmarks.bench_station import BenchStation, free_port
from station.paths import HOME_VARIABLE, StatePaths

SLATE_SECONDS = 10


@cache
def made() -> Path:
    """Make the demo station's state folder; it is removed when this process ends."""
    folder = tempfile.TemporaryDirectory(prefix="mengudara-bench-demo-")
    _KEPT.append(folder)
    home = Path(folder.name)
    subprocess.run(
        [sys.executable, "-m", "mengudara.demo"],
        check=True,
        env={**os.environ, HOME_VARIABLE: str(home)},
        stdout=subprocess.DEVNULL,
    )
    return home


_KEPT: list[tempfile.TemporaryDirectory[str]] = []


@contextmanager
def demo_station(*, silent_slate: bool = False) -> Iterator[BenchStation]:
    """Yield a copy of the demo station on free ports, not started.

    With a silent slate only programme can be heard.
    """
    with tempfile.TemporaryDirectory(prefix="mengudara-bench-") as name:
        home = Path(name) / "var"
        shutil.copytree(made(), home)
        station = BenchStation(StatePaths(home), free_port(), free_port())
        station.environment = {
            "MENGUDARA_WEB__PORT": str(station.web_port),
            "MENGUDARA_STREAMS__PORT": str(station.stream_port),
        }
        if silent_slate:
            np.zeros(SLATE_SECONDS * 48_000 * 2, "<f4").tofile(station.paths.slate)
        try:
            yield station
        finally:
            station.stop()
