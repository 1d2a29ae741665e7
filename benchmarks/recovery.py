"""P8: kill -9 of the air process under the station's own supervisor while listeners listen."""

import os
import signal
import socket
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import NamedTuple

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
from benchmarks.material import item_of, ramp, write_wav
from benchmarks.row import Row, percentile
from mengudara.supervisor import UNDERSTUDY_AFTER, Supervisor, roles
from station.audio import RATE, frames_in, from_utc_us
from station.config import load
from station.journal import Act, read
from station.paths import HOME_VARIABLE
from station.rundown import Item

KILLS = 100
BETWEEN = timedelta(seconds=3)
ITEM_SECONDS = 47
RAMP = 32_000
"""Length of the ramp's period in frames: a place is known to ± a third of a second."""


class Outage(NamedTuple):
    """What one kill did."""

    seconds: float
    off_ms: float
    """Between what is heard and the place of the item, counted from where it began."""
    late_ms: float
    """Between the plan and where the item began: what was to begin in an outage begins whole."""
    right: bool


@dataclass
class Listener:
    """A player that only counts: bytes, the longest wait, disconnections."""

    host: str
    port: int
    stop: Event = field(default_factory=Event)
    drops: int = 0
    longest: float = 0.0

    def run(self) -> None:
        with socket.create_connection((self.host, self.port), timeout=20) as connection:
            connection.sendall(f"GET /{CHANNEL}.mp3 HTTP/1.0\r\n\r\n".encode())
            last = CLOCK.now()
            while not self.stop.is_set():
                if not connection.recv(1 << 16):
                    self.drops += 1
                    return
                now = CLOCK.now()
                self.longest = max(self.longest, (now - last).total_seconds())
                last = now


def run(scale: float) -> list[Row]:
    kills = max(3, round(KILLS * scale))
    with bench_station() as station:
        items = _publish(station, kills)
        supervisor = _supervised(station)
        wait_for(lambda: answers(station.url("/healthz")), 10, "the stream server")
        listeners = [Listener("127.0.0.1", station.stream_port) for _ in range(5)]
        threads = [Thread(target=listener.run) for listener in listeners]
        for thread in threads:
            thread.start()
        CLOCK.sleep_until(CLOCK.now() + UNDERSTUDY_AFTER + BETWEEN)
        outages = [_kill(station, items) for _ in range(kills)]
        for listener in listeners:
            listener.stop.set()
        for thread in threads:
            thread.join(30)
        supervisor.stop()
    return _rows(outages, listeners)


def _rows(outages: list[Outage], listeners: list[Listener]) -> list[Row]:
    back = percentile([outage.seconds for outage in outages], 99)
    error = max(outage.off_ms for outage in outages)
    pushed = max(outage.late_ms for outage in outages)
    wrong = sum(not outage.right for outage in outages)
    drops = sum(listener.drops for listener in listeners)
    stall = max(listener.longest for listener in listeners)
    what = f"over {len(outages)} kills"
    return [
        Row("P8", f"sound back on the bus, worst {what}", back, "s", "<= 1.5 s", met=back <= 1.5),
        Row("P8", f"error of the place, worst {what}", error, "ms", "<= 100 ms", met=error <= 100),
        Row("P8", "the plan pushed on by starts within an outage, in all", pushed, "ms", ""),
        Row("P8", f"wrong item {what}", wrong, "", "0", met=wrong == 0),
        Row("P8", "listeners dropped", drops, "", "0", met=drops == 0),
        Row("P8", "longest wait of a listener for bytes", stall, "s", "<= 8 s", met=stall <= 8),
    ]


def _supervised(station: BenchStation) -> Supervisor:
    """Run the air and the streams as `mengudara up` does."""
    os.environ[HOME_VARIABLE] = str(station.paths.home)
    supervisor = Supervisor(station.paths.home / "logs", CLOCK, lambda _: None)
    wanted = roles(load(station.paths))
    supervisor.start(role for role in wanted if role.name not in ("web", "plan"))
    return supervisor


def _publish(station: BenchStation, kills: int) -> list[Item]:
    write_wav(station.paths.media / "ramp.wav", ramp(ITEM_SECONDS))
    begins = CLOCK.now() + timedelta(seconds=3)
    step = timedelta(seconds=ITEM_SECONDS)
    items = [
        item_of(n, "ramp.wav", ITEM_SECONDS * RATE, begins=begins + n * step)
        for n in range(kills * 10 // ITEM_SECONDS + 10)
    ]
    station.publish(items, begins)
    return items


def _kill(station: BenchStation, items: list[Item]) -> Outage:
    CLOCK.sleep_until(CLOCK.now() + BETWEEN)
    os.kill(int((station.paths.run / f"air-{CHANNEL}.pid").read_text()), signal.SIGKILL)
    died = CLOCK.now()
    for packet, arrived in bus_packets(station.paths, 10):
        level = float(np.abs(packet.sound).mean())
        on_air = packet.metadata[-1].item_key if packet.metadata else ""
        if on_air:
            heard = on_air
        if packet.flags and level > 0.05 and (arrived - died).total_seconds() > 0.05:
            back, right = arrived, _right(items, heard, arrived)
            break
    else:
        raise TimeoutError("no programme 10 s after a kill")
    return Outage((back - died).total_seconds(), *_places(station), right)


def _places(station: BenchStation) -> tuple[float, float]:
    """Return how far the ramp on the bus is from its place, and its item from the plan, in ms."""
    for packet, _ in bus_packets(station.paths, 2):
        last = packet
    begins = from_utc_us(last.utc_us)
    item = [fact for fact, _ in read(station.paths.journal(CHANNEL)) if fact.act is Act.STARTED
            and fact.item_key.startswith("bench:") and fact.at <= begins][-1]  # fmt: skip
    expected = frames_in(begins - item.at) % RAMP
    heard = round(float(last.sound[0, 0]) * 32768) + 16_000
    off = (heard - expected + RAMP // 2) % RAMP - RAMP // 2
    late = (item.at - item.planned).total_seconds() if item.planned else 0.0
    return abs(off) / RATE * 1000, late * 1000


def _right(items: list[Item], heard: str, at: datetime) -> bool:
    return any(item.key == heard and item.begins <= at < item.ends for item in items)
