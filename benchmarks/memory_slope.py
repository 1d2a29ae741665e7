"""P16: what a process that airs and plans grows by, a straight line through many virtual days.

Starts a process: itself, as the one that is measured.
"""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from benchmarks.demo import made
from benchmarks.row import Row

DAYS = 30
SETTLED = 3
"""Days before what is kept on purpose has reached its size."""
_PAGE = os.sysconf("SC_PAGE_SIZE")


def run(scale: float) -> list[Row]:
    days = max(SETTLED + 3, round(DAYS * scale))
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.memory_slope", str(made()), str(days)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    sizes = [float(size) for size in json.loads(done.stdout)]
    slope = float(np.polyfit(np.arange(len(sizes) - SETTLED), sizes[SETTLED:], 1)[0])
    what = f"growth over {days} virtual days, air and planning in one process"
    return [
        Row("P16", what, slope, "MB a day", "< 1 MB a day", met=slope < 1),
        Row("P16", f"resident after {days} days", sizes[-1], "MB", "", "after one day", sizes[0]),
    ]


def measure(home: Path, days: int) -> list[float]:
    """Rehearse so many days of a station; return the resident megabytes at the end of each."""
    from mengudara.simulate.stage import Script, rehearse
    from station.config import load
    from station.paths import StatePaths

    paths = StatePaths(home)
    config = load(paths)
    begins = datetime(2026, 11, 23, tzinfo=UTC)
    script = Script(config.channels[0].slug, begins, begins + timedelta(days=days))
    sizes: list[float] = []
    rehearse(script, config, paths, lambda _days: sizes.append(_resident()))
    return sizes


def _resident() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE / 1e6


if __name__ == "__main__":
    import logging

    logging.disable(logging.CRITICAL)
    print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]))))
