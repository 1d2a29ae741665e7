"""P3: hard-timed impulses on the real clock, read off the program bus and off the public MP3."""

import itertools
from datetime import datetime, timedelta
from threading import Thread

import numpy as np

from benchmarks import liquidsoap
from benchmarks.bench_station import (
    CLOCK,
    BenchStation,
    answers,
    bench_station,
    bus_packets,
    wait_for,
)
from benchmarks.decoder import record
from benchmarks.material import impulse, item_of, write_wav
from benchmarks.row import Row, percentile
from station.audio import RATE, Block, from_utc_us, span_of
from station.rundown import Item, Start

EVERY = timedelta(seconds=5)
LOUD = 0.5


def run(scale: float) -> list[Row]:
    count = max(4, round(24 * scale))
    with bench_station() as station:
        items = _publish(station, count)
        public: list[Block] = []
        station.start("air", "radio")
        station.start("stream")
        wait_for(lambda: answers(station.url("/healthz")), 10, "the stream server")
        length = (items[-1].begins - CLOCK.now()).total_seconds() + 3
        listener = Thread(target=lambda: public.append(record(station.url("/radio.mp3"), length)))
        listener.start()
        errors, lateness = _read_bus(station, items, length)
        listener.join()
    spacing = _spacing_errors(public[0], RATE * int(EVERY.total_seconds()))
    theirs = _spacing_errors(liquidsoap.impulses(count, EVERY), RATE * int(EVERY.total_seconds()))
    late = percentile(lateness, 99)
    return [
        Row(
            "P3", f"largest start error on the bus, {len(errors)} of {count} hard starts",
            float(max(map(abs, errors), default=RATE)), "samples", "0",
            met=len(errors) == count and not any(errors),
        ),
        Row(
            "P3", "bus against UTC, p99 of a block's lateness", late * 1000, "ms", "<= 2 ms",
            met=late <= 0.002,
        ),
        Row(
            "P3", "largest error between two starts in the decoded MP3",
            float(max(spacing, default=RATE)), "samples", "0 beyond the codec",
            "Liquidsoap queue", float(max(theirs, default=RATE)), max(spacing, default=RATE) <= 2,
        ),
    ]  # fmt: skip


def _publish(station: BenchStation, count: int) -> list[Item]:
    seconds = EVERY.total_seconds()
    write_wav(station.paths.media / "impulse.wav", impulse(seconds))
    first = (CLOCK.now() + timedelta(seconds=5)).replace(microsecond=123_457)
    frames = int(seconds * RATE)
    items = [
        item_of(n, "impulse.wav", frames, begins=first + n * EVERY, start=Start.HARD)
        for n in range(count)
    ]
    station.publish(items, first)
    return items


def _read_bus(
    station: BenchStation, items: list[Item], seconds: float
) -> tuple[list[int], list[float]]:
    """Return each start's error in samples, and how late each block arrived in seconds."""
    found: list[datetime] = []
    lateness: list[float] = []
    for packet, arrived in bus_packets(station.paths, seconds):
        begins = from_utc_us(packet.utc_us)
        lateness.append((arrived - begins).total_seconds())
        found += (begins + span_of(int(n)) for n in np.flatnonzero(packet.sound[:, 0] > LOUD))
    wanted = [item.begins for item in items]
    errors = []
    for begins in wanted:
        nearest = min(found, key=lambda at: abs(at - begins), default=None)
        if nearest is not None and abs(nearest - begins) < EVERY / 2:
            errors.append(round((nearest - begins).total_seconds() * RATE))
    return errors, lateness


def _spacing_errors(sound: Block, spacing: int) -> list[int]:
    """Return by how many samples each distance between two impulses differs from `spacing`."""
    places: list[int] = []
    loud = np.flatnonzero(np.abs(sound[:, 0]) > LOUD / 4)
    for place in loud:
        if not places or place - places[-1] > spacing // 2:
            window = np.abs(sound[place : place + 200, 0])
            places.append(int(place) + int(np.argmax(window)))
    return [abs(b - a - spacing) for a, b in itertools.pairwise(places)]
