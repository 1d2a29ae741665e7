"""P15: what one more radio channel and one more listener cost: lines through measured points.

Starts processes: the crowd of listeners.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import partial
from typing import NamedTuple
from urllib.request import urlopen

import numpy as np

from benchmarks import cpu_seconds
from benchmarks.bench_station import CLOCK, BenchStation, answers, bench_station, wait_for
from benchmarks.cpu import items
from benchmarks.music import music
from benchmarks.row import Row

CHANNELS = (1, 2, 4, 8)
LISTENERS = (1_000, 2_000, 5_000, 10_000, 15_000)
SECONDS = 60.0
SETTLES = 20.0
MARGINAL_MB = 45.0
CURVED = 1.1
"""How much more the last step of a line may cost than the first."""


class Cost(NamedTuple):
    """What a station takes."""

    many: int
    cpu: float
    """Seconds a minute."""
    memory: float
    """Megabytes, proportional set size."""


def run(scale: float) -> list[Row]:
    return [*_of_channels(scale), *_of_listeners(scale)]


def _of_channels(scale: float) -> Iterator[Row]:
    """Yield rows of a station as `mengudara up` runs it, the air of a channel twice, and of one as
    units of systemd run it, once and with nothing shared."""
    for way, supervised in (("under `up`", True), ("as units", False)):
        seconds = max(10.0, SECONDS * scale)
        yield from _lines(way, [_channels(count, seconds, supervised) for count in CHANNELS])


def _lines(way: str, costs: Sequence[Cost]) -> Iterator[Row]:
    for cost in costs:
        yield Row("P15", f"{way}: memory of {cost.many} radio channels", cost.memory, "MB", "")
        yield Row("P15", f"{way}: CPU of {cost.many} radio channels", cost.cpu, "s a minute", "")
    memory = slope([(cost.many, cost.memory) for cost in costs])
    what = f"{way}: memory of one more radio channel, a line through 1, 2, 4 and 8"
    yield Row("P15", what, memory, "MB", f"<= {MARGINAL_MB:g} MB", met=memory <= MARGINAL_MB)
    yield bent(f"{way}: memory of one more channel, from 4 to 8", "from 1 to 2",
                [(cost.many, cost.memory) for cost in costs], "MB")  # fmt: skip
    yield bent(f"{way}: CPU of one more channel, from 4 to 8", "from 1 to 2",
                [(cost.many, cost.cpu) for cost in costs], "s a minute")  # fmt: skip


def _of_listeners(scale: float) -> Iterator[Row]:
    wanted = LISTENERS[: max(2, round(len(LISTENERS) * scale))]
    with _aired(["radio"], max(120.0, SECONDS * 12), streams="max_listeners = 20000") as station:
        alone = measured(station, 0, max(10.0, SECONDS * scale))
        costs = [alone]
        for count in wanted:
            with _crowd(station, count):
                costs.append(measured(station, count, max(10.0, SECONDS * scale)))
    for cost in costs[1:]:
        each = (cost.cpu - alone.cpu) / cost.many * 1e3
        yield Row("P15", f"CPU of one of {cost.many:,} listeners", each, "ms a minute", "")
    points = [(cost.many, cost.cpu) for cost in costs]
    line = slope(points) * 1e3
    yield Row("P15", "CPU of one more listener, a line through them", line, "ms a minute", "")
    yield bent(f"CPU of one more listener, up to {points[-1][0]:,}", f"up to {points[1][0]:,}",
                points, "s a minute")  # fmt: skip


def _channels(count: int, seconds: float, supervised: bool) -> Cost:
    slugs = [f"radio-{number}" for number in range(1, count + 1)]
    with _aired(slugs, seconds + SETTLES + 60, supervised=supervised) as station:
        return measured(station, count, seconds)


@contextmanager
def _aired(
    slugs: Sequence[str], seconds: float, streams: str = "", *, supervised: bool = False
) -> Iterator[BenchStation]:
    """Yield a station that plays music on these channels and streams it."""
    with bench_station(channels=slugs, streams=streams) as station:
        files = music(station.paths.media, seconds)
        begins = CLOCK.now() + timedelta(seconds=2)
        for slug in slugs:
            station.publish(items(station.paths.media, files, begins), begins, channel=slug)
        if supervised:
            station.start(module="benchmarks.supervised")
        else:
            for slug in slugs:
                station.start("air", slug)
            station.start("stream")
        wait_for(partial(_heard, station, slugs), 120, "the sound of every channel")
        CLOCK.sleep_until(CLOCK.now() + timedelta(seconds=SETTLES))
        yield station


def _heard(station: BenchStation, slugs: Sequence[str]) -> bool:
    return answers(station.url("/healthz")) and all(
        station.paths.bus_socket(slug).exists() and _sounds(station.url(f"/{slug}.mp3"))
        for slug in slugs
    )


def _sounds(url: str) -> bool:
    with suppress(OSError), urlopen(url, timeout=2) as stream:
        return bool(stream.read(4_000))
    return False


def measured(station: BenchStation, count: int, seconds: float) -> Cost:
    pids = [process.pid for process in station.processes.values()]
    cpu = _over(seconds, lambda: sum(map(cpu_seconds.of_tree, pids)))
    return Cost(count, cpu, sum(map(cpu_seconds.memory_of_tree, pids)))


def _over(seconds: float, read: Callable[[], float]) -> float:
    before, began = read(), CLOCK.now()
    CLOCK.sleep_until(began + timedelta(seconds=seconds))
    return (read() - before) / (CLOCK.now() - began).total_seconds() * 60


@contextmanager
def _crowd(station: BenchStation, count: int) -> Iterator[None]:
    """Have so many listeners in two processes; raises when one was dropped."""
    halves = [
        subprocess.Popen(
            [sys.executable, "-m", "benchmarks.crowd", str(station.stream_port), "/radio.mp3",
             str(half)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for half in (count // 2, count - count // 2)
    ]  # fmt: skip
    try:
        for half in halves:
            if half.stdout is None or half.stdout.readline() != "there\n":
                raise ConnectionError(f"not all of {count} listeners were let in")
        yield
        told = [half.communicate()[0] for half in halves]
        if told != ["0\n", "0\n"]:
            raise ConnectionError(f"of {count} listeners were dropped: {told}")
    finally:
        for half in halves:
            half.kill()
            half.wait()


def slope(points: Sequence[tuple[float, float]]) -> float:
    return float(np.polyfit([many for many, _ in points], [cost for _, cost in points], 1)[0])


def bent(last: str, first: str, points: Sequence[tuple[float, float]], unit: str) -> Row:
    """Hold what one more costs at the end of a line against what it costs at its beginning."""
    begins, ends = slope(points[:2]), slope(points[-2:])
    return Row("P15", last, ends, unit, "at most linear", first, begins, ends <= begins * CURVED)
