"""`make bench`: runs the named benchmarks, prints one table and writes it to benchmarks/results."""

import argparse
import json
import platform
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import (
    cold_start,
    command_latency,
    cpu,
    desk_pages,
    emergency,
    growth,
    ingest,
    joins,
    memory_slope,
    planning,
    recovery,
    simulation,
    start_error,
    television,
    television_growth,
)
from benchmarks.row import Row, table

RESULTS = Path(__file__).with_name("results")

BENCHMARKS: dict[str, tuple[str, Callable[[float], list[Row]]]] = {
    "P1": ("CPU of one radio channel", cpu.run),
    "P3": ("start error of hard-timed items", start_error.run),
    "P4": ("gap at a join", joins.run),
    "P5": ("operator command to first changed sample", command_latency.run),
    "P6": ("emergency to the bus and to the public stream", emergency.run),
    "P8": ("kill -9 of the air", recovery.run),
    "P9": ("cold start to first programme sound", cold_start.run),
    "P10": ("rehearsal of a month", simulation.run),
    "P11": ("one plan of 24 h with 200,000 carts", planning.run),
    "P12": ("pages of 200,000 carts and of a full week", desk_pages.run),
    "P13": ("ingest with full analysis", ingest.run),
    "P14": ("CPU of one television channel", television.run),
    "P15": ("one more channel, one more listener", growth.run),
    "P15TV": ("one more television channel", television_growth.run),
    "P16": ("memory slope over virtual days", memory_slope.run),
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"any of {', '.join(BENCHMARKS)}; default all")
    parser.add_argument(
        "--scale",
        type=float,
        default=1.0,
        help="share of the full length to run, 0.05 for a quick look (the table says so)",
    )
    options = parser.parse_args()
    names = [name.upper() for name in options.names] or list(BENCHMARKS)
    unknown = set(names) - set(BENCHMARKS)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    rows: list[Row] = []
    for name in names:
        title, run = BENCHMARKS[name]
        print(f"{name} {title} …", file=sys.stderr, flush=True)
        rows += _measured(name, run, options.scale)
    print(table(rows, scale=options.scale))
    _write(rows, options.scale)
    return 1 if any(row.failed for row in rows) else 0


def _measured(name: str, run: Callable[[float], list[Row]], scale: float) -> list[Row]:
    """Run one benchmark; what did not run is said, never replaced by an old figure."""
    try:
        return run(scale)
    except Exception as error:
        return [Row.did_not_run(name, f"{type(error).__name__}: {error}")]


def _write(rows: list[Row], scale: float) -> None:
    RESULTS.mkdir(exist_ok=True)
    at = datetime.now(UTC)
    document = {
        "at": at.isoformat(timespec="seconds"),
        "machine": platform.platform(),
        "python": platform.python_version(),
        "scale": scale,
        "rows": [row.as_json() for row in rows],
    }
    path = RESULTS / f"{at:%Y%m%dT%H%M%SZ}.json"
    path.write_text(json.dumps(document, indent=1))
    print(f"written to {path.relative_to(Path.cwd())}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
