"""P10: how long the rehearsal of a full schedule takes, planned only and with every file decoded.

Starts processes: `mengudara simulate`, as people do.
"""

import json
import os
import subprocess
import sys
from typing import Any

from benchmarks.bench_station import CLOCK
from benchmarks.demo import made
from benchmarks.row import Row
from station.paths import HOME_VARIABLE

DAYS = 30
SECONDS_A_DAY = 2.0
"""60 s for 30 days."""
SPEED = 100.0


def run(scale: float) -> list[Row]:
    days = max(1, round(DAYS * scale))
    wall, planned = _rehearse(days)
    limit = SECONDS_A_DAY * days
    decoded, heard = _rehearse(1, "--sound")
    speed = 86_400 / decoded
    return [
        Row(
            "P10", f"{days} days without sound, {len(planned['as_run'])} airings, start to report",
            wall, "s", f"<= {limit:.0f} s", met=wall <= limit,
        ),
        Row("P10", "of which planning", planned["planning_seconds"], "s", ""),
        Row("P10", "one day with sound", speed, "x real time", ">= 100 x real time",
            met=speed >= SPEED),
        Row("P10", "blocks out of order and underruns in both",
            _wrong(planned) + _wrong(heard), "", "0", met=_wrong(planned) + _wrong(heard) == 0),
    ]  # fmt: skip


def _wrong(report: dict[str, Any]) -> float:
    return float(report["wrong_ticks"] + report["underruns"])


def _rehearse(days: int, *options: str) -> tuple[float, dict[str, Any]]:
    """Return the seconds from the start of the command to its end, and the report."""
    environment = {**os.environ, HOME_VARIABLE: str(made())}
    began = CLOCK.now()
    done = subprocess.run(
        [sys.executable, "-m", "mengudara", "simulate", "--json", "--days", str(days), *options],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 2:
        raise RuntimeError(done.stderr.strip())
    return (CLOCK.now() - began).total_seconds(), json.loads(done.stdout)
