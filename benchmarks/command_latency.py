"""P5: from an operator's command at the API to the first changed sample on the program bus."""

from datetime import datetime, timedelta
from threading import Event, Thread

import numpy as np

from benchmarks.bench_station import (
    CHANNEL,
    CLOCK,
    BenchStation,
    answers,
    bench_station,
    bus_packets,
    wait_for,
)
from benchmarks.desk_client import Desk
from benchmarks.material import item_of, write_wav
from benchmarks.row import Row, percentile
from mengudara import schema
from station.audio import RATE
from station.database import engine_for, sessions_for
from station.rundown import Item
from web.accounts import AccountStore, Role

COMMANDS = 200
PAUSE = timedelta(milliseconds=400)
LEVELS = (0.2, 0.4)
"""Steady levels of two items in turn, so that a skip shows in the first changed sample."""
PASSWORD = "bench bench bench"


def run(scale: float) -> list[Row]:
    count = max(10, round(COMMANDS * scale))
    with bench_station() as station:
        account(station)
        items = _publish(station, count)
        station.start("air", CHANNEL)
        station.start("web")
        address = f"http://127.0.0.1:{station.web_port}"
        wait_for(lambda: answers(f"{address}/healthz"), 20, "the desk")
        CLOCK.sleep_until(items[0].begins + timedelta(seconds=1))
        delays = _measure(station, Desk(address, "bench", PASSWORD), count)
    p99 = percentile(delays, 99)
    what = f"command to changed sample on the bus, {len(delays)} of {count} skips"
    return [
        Row("P5", f"{what}, p99", p99 * 1000, "ms", "<= 100 ms",
            met=p99 <= 0.1 and len(delays) == count),
        Row("P5", f"{what}, median", percentile(delays, 50) * 1000, "ms", ""),
    ]  # fmt: skip


def account(station: BenchStation) -> None:
    """Make the database and an account that may give every command."""
    engine = engine_for(f"sqlite:///{station.paths.database}")
    schema.upgrade(engine)
    with sessions_for(engine).begin() as session:
        AccountStore(session).create("bench", PASSWORD, [Role.ADMIN], now=CLOCK.now())
    engine.dispose()


def _publish(station: BenchStation, count: int) -> list[Item]:
    for number, level in enumerate(LEVELS):
        sound = np.full((60 * RATE, 2), level, dtype=np.float32)
        write_wav(station.paths.media / f"{number}.wav", sound)
    begins = CLOCK.now() + timedelta(seconds=3)
    items = [
        item_of(n, f"{n % 2}.wav", 60 * RATE, begins=begins + n * timedelta(minutes=1))
        for n in range(count + 20)
    ]
    station.publish(items, begins)
    return items


def _measure(station: BenchStation, desk: Desk, count: int) -> list[float]:
    changes: list[datetime] = []
    ready = Event()
    watching = Thread(target=_watch, args=(station, count, changes, ready))
    watching.start()
    ready.wait(10)
    sent: list[datetime] = []
    for _ in range(count):
        sent.append(desk.command("skip", fade_ms=0))
        CLOCK.sleep_until(sent[-1] + PAUSE)
    watching.join()
    delays = []
    for begin in sent:
        after = [at for at in changes if begin < at < begin + PAUSE]
        if after:
            delays.append((after[0] - begin).total_seconds())
    return delays


def _watch(station: BenchStation, count: int, changes: list[datetime], ready: Event) -> None:
    level = 0.0
    for packet, arrived in bus_packets(station.paths, count * PAUSE.total_seconds() + 2):
        ready.set()
        now = float(packet.sound[-1, 0])
        if abs(now - level) > 0.05:
            changes.append(arrived)
        level = now
