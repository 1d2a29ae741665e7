"""P6: from the trigger of an emergency message to the bus, and to a listener of the public MP3.

And P5 for the cart wall: from the press of a button to the bus.
"""

from collections.abc import Iterable
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
from benchmarks.command_latency import PASSWORD, account
from benchmarks.decoder import arriving
from benchmarks.desk_client import Desk
from benchmarks.material import item_of, write_wav
from benchmarks.row import Row, percentile
from station import wall
from station.audio import RATE, Block
from station.kinds import Kind
from station.rundown import Item

RUNS = 50
MESSAGE_SECONDS = 2
PERIOD = timedelta(seconds=5)
"""From one trigger to the next: the message is over, also for listeners."""
PROGRAMME, MESSAGE = 0.1, 0.6
"""Levels of two tones; between them lies what tells one from the other."""
LOUD = 0.35


def run(scale: float) -> list[Row]:
    count = max(3, round(RUNS * scale))
    with bench_station() as station:
        account(station)
        begins = _publish(station, count)
        station.start("air", CHANNEL)
        station.start("stream")
        station.start("web")
        address = f"http://127.0.0.1:{station.web_port}"
        wait_for(lambda: answers(f"{address}/healthz"), 20, "the desk")
        wait_for(lambda: answers(station.url("/healthz")), 20, "the stream server")
        _publish_wall(station, begins)
        CLOCK.sleep_until(begins + timedelta(seconds=6))
        desk = Desk(address, "bench", PASSWORD)
        sent, bus, public = _measure(station, desk, count, "alert", times=1, pause_ms=0)
        pressed, sounded, _ = _measure(station, desk, count, "press")
    rows = _rows(_delays(sent, bus), _delays(sent, public), count)
    return [*rows, _button_row(_delays(pressed, sounded), count)]


def _rows(bus: list[float], public: list[float], count: int) -> list[Row]:
    heard = f"{len(bus)} of {count} emergencies"
    told = f"{len(public)} of {count} emergencies"
    return [
        Row("P6", f"trigger to first changed sample on the bus, {heard}, p99",
            _p99(bus) * 1000, "ms", "<= 150 ms", met=_p99(bus) <= 0.15 and len(bus) == count),
        Row("P6", f"trigger to audible in the decoded public MP3, {told}, p99",
            _p99(public), "s", "<= 2 s", met=_p99(public) <= 2 and len(public) == count),
    ]  # fmt: skip


def _button_row(delays: list[float], count: int) -> Row:
    what = f"press of a button to the bus, {len(delays)} of {count} presses, p99"
    met = _p99(delays) <= 0.1 and len(delays) == count
    return Row("P5", what, _p99(delays) * 1000, "ms", "<= 100 ms", met=met)


def _p99(delays: list[float]) -> float:
    return percentile(delays, 99) if delays else float("inf")


def _delays(sent: list[datetime], changes: list[datetime]) -> list[float]:
    """Return how long after each trigger the first change came, for those where one came."""
    delays = []
    for trigger in sent:
        after = [at for at in changes if trigger < at < trigger + PERIOD]
        if after:
            delays.append((after[0] - trigger).total_seconds())
    return delays


def _tone(seconds: float, level: float, pitch: float) -> Block:
    at = np.arange(int(seconds * RATE)) / RATE
    wave = level * np.sin(2 * np.pi * pitch * at)
    return np.repeat(wave.astype(np.float32)[:, None], 2, axis=1)


def _publish(station: BenchStation, count: int) -> datetime:
    """Publish a quiet programme; return when it begins."""
    write_wav(station.paths.media / "programme.wav", _tone(60, PROGRAMME, 440))
    begins = CLOCK.now() + timedelta(seconds=3)
    minutes = count * PERIOD // timedelta(minutes=1) + 4
    items = [
        item_of(n, "programme.wav", 60 * RATE, begins=begins + n * timedelta(minutes=1))
        for n in range(minutes)
    ]
    station.publish(items, begins)
    return begins


def _publish_wall(station: BenchStation, begins: datetime) -> None:
    """Put one loud message on the wall; the desk has published its own, empty one by now."""
    write_wav(station.paths.media / "message.wav", _tone(MESSAGE_SECONDS, MESSAGE, 1000))
    frames = MESSAGE_SECONDS * RATE
    message = Item(
        key="bench:message", cart_id=10_000, kind=Kind.PSA, title="Message", path="message.wav",
        begins=begins, cue_in=0, cue_out=frames, segue=frames,
    )  # fmt: skip
    button = wall.Button("message", "Message", message)
    pages = (wall.Page("Bench", (button,)),)
    wall.publish(station.paths.wall(CHANNEL), wall.Wall(pages, emergency=(button,)))


def _measure(
    station: BenchStation, desk: Desk, count: int, name: str, **about: object
) -> tuple[list[datetime], list[datetime], list[datetime]]:
    """Trigger again and again; return when, and when it was seen on the bus and in the MP3."""
    seconds = (count + 1) * PERIOD.total_seconds() + 8
    bus: list[datetime] = []
    public: list[datetime] = []
    ready = Event()
    packets = ((packet.sound, at) for packet, at in bus_packets(station.paths, seconds))
    decoded = arriving(station.url(f"/{CHANNEL}.mp3"), seconds)
    watching = [
        Thread(target=_watch, args=(packets, bus, Event())),
        Thread(target=_watch, args=(decoded, public, ready)),
    ]
    for thread in watching:
        thread.start()
    ready.wait(20)
    CLOCK.sleep_until(CLOCK.now() + timedelta(seconds=5))
    sent: list[datetime] = []
    for _ in range(count):
        sent.append(desk.command(name, button="message", **about))
        CLOCK.sleep_until(sent[-1] + PERIOD)
    for thread in watching:
        thread.join()
    return sent, bus, public


def _watch(blocks: Iterable[tuple[Block, datetime]], changes: list[datetime], ready: Event) -> None:
    """Note when sound becomes loud that was not."""
    was_loud = False
    for sound, arrived in blocks:
        ready.set()
        is_loud = bool(np.abs(sound).max() > LOUD)
        if is_loud and not was_loud:
            changes.append(arrived)
        was_loud = is_loud
