"""The air with real FFmpeg, real sockets and real processes that are killed."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import wave
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from queue import SimpleQueue

import numpy as np
import pytest

from playout import slate
from playout.bus_server import BusServer
from playout.decoder import HELD, REFILL, Decoder
from playout.engine import Engine
from playout.recorder import Recorder
from station import control, ffmpeg, journal, rundown
from station.audio import BLOCK, CHANNELS, RATE, from_utc_us
from station.bus import Hello, Metadata, Packet, PacketReader
from station.clock import VirtualClock
from station.commands import Adopt, Hold, Insert, Request, Skip
from station.journal import Act, EndedBy, StartedBy
from station.kinds import Kind
from station.ladder import Rung
from station.paths import StatePaths
from station.rundown import Item, Rundown
from station.snapshot import Snapshot
from tests.numbered_clips import make_clip
from tests.waiting import LIMIT_SECONDS, until


@pytest.fixture
def paths(tmp_path_factory):
    """A state folder with a name short enough for sockets."""
    home = StatePaths(tmp_path_factory.mktemp("air"))
    home.create()
    return home


def write_wav(path: Path, samples: np.ndarray) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.astype("<i2").tobytes())


def ramp(frames: int, first: int = 0) -> np.ndarray:
    """Return frames that tell their own number: left the low part, right the high part."""
    numbers = np.arange(first, first + frames)
    return np.stack([numbers % 20_000, numbers // 20_000 * 100], axis=1)


def audible(frames: int) -> np.ndarray:
    return np.full((frames, CHANNELS), 3_000)


def place_of(block: np.ndarray) -> np.ndarray:
    """Read the numbers back from what `ramp` wrote."""
    values = np.rint(block.astype(np.float64) * 32768).astype(int)
    return values[:, 0] + values[:, 1] // 100 * 20_000


def item(key: str, begins: datetime, frames: int, **more) -> Item:
    fields = {"cart_id": 1, "kind": Kind.MUSIC, "title": key, "path": f"{key}.wav"} | more
    return Item(key=key, begins=begins, cue_in=0, segue=frames, cue_out=frames, **fields)


def publish(paths: StatePaths, *items: Item, fillers=(), version=1) -> None:
    first = items[0].begins if items else datetime.now(UTC)
    last = items[-1].ends if items else first
    version_file = Rundown("radio", version, first, first, last, tuple(items), tuple(fillers))
    rundown.publish(paths.rundown("radio"), version_file)


PROGRAM = textwrap.dedent("""
    import signal, sys, threading
    from pathlib import Path
    from playout import process
    from station.config import Config
    from station.paths import StatePaths
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    process.run("radio", Config(), StatePaths(Path(sys.argv[1])), stop)
""")


@contextmanager
def air(paths: StatePaths):
    child = subprocess.Popen([sys.executable, "-c", PROGRAM, str(paths.home)])
    try:
        yield child
    finally:
        child.terminate()
        try:
            child.wait(120)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


class Listener:
    """Reads the program bus until it has what it wants."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.socket = until(self._connected, f"the program bus {path}")
        self.reader = PacketReader()

    def _connected(self) -> socket.socket:
        found = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        found.settimeout(LIMIT_SECONDS)
        try:
            found.connect(str(self.path))
        except OSError:
            found.close()
            raise
        return found

    def packets(self):
        while data := self.socket.recv(1 << 16):
            yield from self.reader.feed(data)

    def until(self, wanted) -> list[Packet]:
        heard = []
        for packet in self.packets():
            heard.append(packet)
            if wanted(packet):
                return heard
        raise AssertionError("the bus closed")

    def take(self, count: int) -> list[Packet]:
        left = iter(range(count - 1, -1, -1))
        return self.until(lambda _packet: next(left) == 0)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()


class EagerListener(Listener):
    """Reads all the time, so that nothing is lost while the test looks elsewhere."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._heard: SimpleQueue[Packet | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def _read(self) -> None:
        with suppress(OSError):
            for packet in super().packets():
                self._heard.put(packet)
        self._heard.put(None)

    def packets(self):
        while (packet := self._heard.get(timeout=LIMIT_SECONDS)) is not None:
            yield packet

    def __exit__(self, *_):
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self.socket.close()


send = partial(control.send, timeout=LIMIT_SECONDS)
snapshots = partial(control.snapshots, timeout=LIMIT_SECONDS)


def facts(paths: StatePaths):
    return [fact for fact, _ in journal.read(paths.journal("radio"))]


def decoded(source):
    """Return a source when its file is decoded to the end."""
    until(lambda: source._finished)
    return source


def test_a_file_split_in_two_is_joined_bit_for_bit(paths):
    whole = ramp(RATE * 6)
    cut = 123_457
    write_wav(paths.media / "whole.wav", whole)
    write_wav(paths.media / "one.wav", whole[:cut])
    write_wav(paths.media / "two.wav", whole[cut:])
    begins = datetime(2026, 3, 2, 8, tzinfo=UTC)
    one = item("one", begins, cut)
    two = item("two", one.ends, len(whole) - cut)

    class Tape:
        def __init__(self):
            self.blocks = []

        def write(self, packet):
            self.blocks.append(packet.sound)

    tape = Tape()
    exe = ffmpeg.binary()
    decoder = Decoder(paths.media, exe)
    engine = Engine(
        VirtualClock(begins),
        lambda each, from_frame: decoded(decoder.open(each, from_frame)),
        [tape],
        lambda _fact: None,
        slate=slate.chime(),
    )
    engine.start_with(Rundown("radio", 1, begins, begins, two.ends, (one, two)), ())
    engine.warm_up(timedelta(seconds=60))
    engine.run(engine.air_time + timedelta(seconds=5))
    engine.close()
    raw = subprocess.run(
        ffmpeg.decode(exe, paths.media / "whole.wav"), capture_output=True, check=True
    ).stdout
    unsplit = np.frombuffer(raw, "<f4").reshape(-1, CHANNELS)
    heard = np.concatenate(tape.blocks)
    assert len(heard) > cut + RATE
    assert np.array_equal(heard, unsplit[: len(heard)])


def test_the_air_survives_kill_nine_in_the_right_place(paths):
    frames = RATE * 100
    write_wav(paths.media / "song.wav", ramp(frames))
    begins = datetime.now(UTC) - timedelta(seconds=3)
    publish(paths, item("song", begins, frames))
    bus = paths.bus_socket("radio")
    with air(paths) as first:
        with Listener(bus) as listener:
            listener.until(lambda packet: titles(packet) == ["song"])
            before = listener.take(50)
        until(lambda: facts(paths))
        first.send_signal(signal.SIGKILL)
        first.wait()
    with air(paths) as _second, Listener(bus) as listener:
        heard = listener.until(lambda packet: packet.flags == 1)
        after = listener.take(50)
    assert heard[-1].metadata[-1].title == "song"
    error = offset(after[-1], begins) - offset(before[-1], begins)
    assert abs(error) <= RATE // 1000, f"{error} frames off"
    assert abs(offset(after[-1], begins)) <= RATE // 10
    told = facts(paths)
    assert [f.act for f in told if f.airing] == [Act.STARTED, Act.RESUMED, Act.ENDED]
    assert len({f.airing for f in told if f.airing}) == 1
    resumed = told[1]
    assert resumed.started_by is StartedBy.RESTART
    assert 0 < resumed.frames < frames
    assert told[-1].ended_by is EndedBy.STOPPED
    assert told[-1].frames > resumed.frames


def offset(packet: Packet, begins: datetime) -> int:
    """Return how many frames the ramp on the bus is ahead of where its start would have it."""
    due = round((from_utc_us(packet.utc_us) - begins) / timedelta(seconds=1) * RATE)
    return int(place_of(packet.sound[:1])[0]) - due


def test_no_decoder_outlives_a_killed_air(paths):
    write_wav(paths.media / "song.wav", ramp(RATE * 60))
    now = datetime.now(UTC)
    publish(paths, item("song", now, RATE * 60))
    with air(paths) as life:
        with Listener(paths.bus_socket("radio")) as listener:
            listener.until(lambda packet: packet.flags == 1)
        children = until(lambda: children_of(life.pid))
        life.send_signal(signal.SIGKILL)
        life.wait()
        until(lambda: not any(map(alive, children)))


def children_of(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    threads = Path(f"/proc/{pid}/task").iterdir()
    texts = [text, *((thread / "children").read_text() for thread in threads)]
    return sorted({int(child) for found in texts for child in found.split()})


def alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False


def test_commands_snapshots_and_adoption_over_the_socket(paths):
    frames = RATE * 120
    write_wav(paths.media / "a.wav", ramp(frames))
    for key in ("b", "spot", "bed"):
        os.link(paths.media / "a.wav", paths.media / f"{key}.wav")
    (paths.media / "broken.wav").write_bytes(b"RIFF nothing of the kind")
    now = datetime.now(UTC)
    a = item("a", now, frames)
    broken = item("broken", a.ends, frames)
    b = item("b", broken.ends, frames)
    bed = item("bed", now, frames, kind=Kind.FILLER)
    door = paths.control_socket("radio")
    with air(paths), EagerListener(paths.bus_socket("radio")) as listener:
        assert listener.take(1)[0].metadata[0].rung is Rung.SLATE
        publish(paths, a, broken, b, fillers=[bed])
        assert send(door, Request(Adopt(), by="rina", id="7")).id == "7"
        listener.until(lambda packet: titles(packet) == ["a"])
        snapshot = next(s for s in snapshots(door) if s.upcoming)
        assert (snapshot.on_air.title, snapshot.rundown_version) == ("a", 1)
        assert snapshot.health.shed or snapshot.meters.peak[0] > -60
        ready = next(s for s in snapshots(door) if decks(s) == ["failed", "cued"])
        assert [coming.title for coming in ready.upcoming] == ["broken", "b"]
        skipped = send(door, Request(Skip(fade_ms=100), by="rina"))
        assert skipped.ok
        packet = listener.until(lambda packet: titles(packet) != [])[-1]
        assert titles(packet) == ["b"]
        assert skipped.sample == packet.tick * BLOCK + packet.metadata[0].offset
        spot = item("spot", now, RATE * 2, kind=Kind.PSA, path="spot.wav")
        assert send(door, Request(Insert(spot, "now"), by="rina")).ok
        listener.until(lambda packet: titles(packet) == ["spot"])
        listener.until(lambda packet: titles(packet) == ["b"])
        outside = item("outside", now, RATE, path="../../etc/passwd")
        refused = send(door, Request(Insert(outside, "now")))
        assert (refused.ok, refused.error) == (False, "unreadable")
        assert send(door, Request(Hold())).ok
        malformed(door)
        assert send(door, Request(Hold(on=False))).ok
    told = facts(paths)
    commands = [(f.title, f.by) for f in told if f.act is Act.COMMAND]
    assert commands == [("skip", "rina"), ("insert", "rina"), ("hold", ""), ("hold", "")]
    assert [f.item_key for f in told if f.act is Act.FAILED] == ["broken", "outside"]


def decks(snapshot: Snapshot) -> list[str]:
    return [coming.deck for coming in snapshot.upcoming]


def titles(packet: Packet) -> list[str]:
    return [told.title for told in packet.metadata]


def malformed(door: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(LIMIT_SECONDS)
        client.connect(str(door))
        client.sendall(b'{"command": {"op": "explode"}}\n\xff\xfe\n[]\n')
        lines = client.makefile("rb")
        for _ in range(3):
            answer = control.REPLY.validate_json(lines.readline())
            assert (answer.ok, answer.error) == (False, "bad_request")


def test_a_damaged_rundown_leaves_the_old_one_in_force(paths):
    write_wav(paths.media / "a.wav", ramp(RATE * 120))
    publish(paths, item("a", datetime.now(UTC), RATE * 120))
    door = paths.control_socket("radio")
    with air(paths), Listener(paths.bus_socket("radio")) as listener:
        listener.until(lambda packet: packet.flags == 1)
        (paths.rundown("radio") / "00000001.json").write_text("{}")
        refused = send(door, Request(Adopt()))
        assert (refused.ok, refused.error) == (False, "unreadable")
        assert {packet.flags for packet in listener.take(20)} == {1}


def test_a_slow_subscriber_loses_blocks_and_is_told_while_others_lose_none(tmp_path):
    bus = BusServer(tmp_path / "bus", Hello("radio"))
    slow = Listener(tmp_path / "bus")
    quick = Listener(tmp_path / "bus")
    heard: list[Packet] = []
    reading = threading.Thread(target=lambda: heard.extend(quick.packets()))
    reading.start()
    sound = np.zeros((BLOCK, CHANNELS), dtype=np.float32)
    until(lambda: len(bus._arrived) == 2)
    sent = 400

    def write(tick):
        bus.write(Packet(tick, tick * 40_000, sound))
        until(lambda: len(heard) > tick - 10, f"the quick one to have heard up to {tick - 10}")

    for tick in range(sent):
        write(tick)
    late = []
    for tick in range(sent, sent + 200):
        late += slow.take(1)
        write(tick)
    until(lambda: len(heard) == sent + 200)
    bus.close()
    late += list(slow.packets())
    reading.join()
    slow.socket.close()
    quick.socket.close()
    assert [packet.tick for packet in heard] == list(range(sent + 200))
    assert sum(packet.lost for packet in heard) == 0
    assert sum(packet.lost for packet in late) > 100
    expected = 0
    for packet in late:
        assert packet.tick == expected + packet.lost
        expected = packet.tick + 1


def test_a_subscriber_that_lost_blocks_is_told_what_began_in_them(tmp_path):
    bus = BusServer(tmp_path / "bus", Hello("radio"))
    sound = np.zeros((BLOCK, CHANNELS), dtype=np.float32)
    with Listener(tmp_path / "bus") as slow:
        until(lambda: bus._arrived)
        for tick in range(200):
            began = {0: "a", 198: "b"}.get(tick)
            metadata = (Metadata(7, Rung.SCHEDULE, began),) if began else ()
            bus.write(Packet(tick, tick * 40_000, sound, metadata=metadata))
        slow.take(1)
        heard = []
        for tick in range(200, 300):
            heard += slow.take(1)
            bus.write(Packet(tick, tick * 40_000, sound))
        bus.close()
    behind = next(packet for packet in heard if packet.lost)
    assert [(told.title, told.offset) for told in behind.metadata] == [("b", 0)]


def test_only_owner_and_group_may_connect(tmp_path):
    bus = BusServer(tmp_path / "bus", Hello("radio"))
    assert (tmp_path / "bus").stat().st_mode & 0o777 == 0o660
    bus.close()
    assert not (tmp_path / "bus").exists()


def test_facts_wait_in_memory_while_the_disk_refuses_them(tmp_path):
    folder = tmp_path / "journal"
    folder.write_text("a file where a folder should be")
    recorder = Recorder(folder)
    recorder.start()
    stamp = datetime.now(UTC)
    for number in range(3):
        recorder.note(journal.Fact(f"f{number}", Act.COMMAND, stamp))
    until(lambda: recorder.last_error)
    folder.unlink()
    until(lambda: not recorder.last_error)
    recorder.close()
    assert [fact.id for fact, _ in journal.read(folder)] == ["f0", "f1", "f2"]


def test_a_decoder_counts_frames_exactly_and_ends(paths):
    write_wav(paths.media / "a.wav", ramp(RATE * 2))
    each = item("a", datetime.now(UTC), RATE * 2 - 7)
    source = decoded(Decoder(paths.media, ffmpeg.binary()).open(each, 1_000))
    parts = []
    while not source.ended:
        parts.append(source.read(500))
    assert np.array_equal(place_of(np.concatenate(parts)), np.arange(1_000, RATE * 2 - 7))
    source.close()


def test_a_long_item_decodes_no_further_than_its_ring(paths):
    write_wav(paths.media / "a.wav", ramp(RATE * 60))
    each = item("a", datetime.now(UTC), RATE * 60)
    source = Decoder(paths.media, ffmpeg.binary()).open(each, 0)
    until(lambda: source._ring.room < REFILL)
    assert source._ring.filled <= HELD
    assert source._child.poll() is None
    source.close()
    until(lambda: source._child.returncode is not None)


@pytest.mark.parametrize("name", ["a.wav", "a.mov"])
def test_a_decoder_that_is_killed_is_followed_by_another_one_from_the_same_frame(paths, name):
    is_film = name == "a.mov"
    if is_film:
        make_clip(paths.media / name, 750, sound=ramp(750 * BLOCK).astype(np.int16))
    else:
        write_wav(paths.media / name, ramp(750 * BLOCK))
    each = item("a", datetime.now(UTC), 750 * BLOCK, path=name, has_picture=is_film)
    source = Decoder(paths.media, ffmpeg.binary(), held=2 * RATE, rest_seconds=0.01).open(
        each, 1_000
    )
    heard = []

    def hear(enough):
        while not enough():
            until(lambda: source._ring.filled or source.ended or enough())
            heard.append(source.read(BLOCK))

    for _ in range(3):
        count = len(heard)
        hear(lambda count=count: len(heard) > count + 50)
        killed = source._child
        os.kill(killed.pid, signal.SIGKILL)
        hear(lambda killed=killed: source._child is not killed)
    count = len(heard)
    hear(lambda: len(heard) > count + 100)
    places = place_of(np.concatenate(heard))
    assert np.array_equal(places, np.arange(1_000, 1_000 + len(places)))
    assert not source.fault
    source.close()


def test_a_decoder_that_dies_again_and_again_is_given_up(paths, tmp_path):
    program = tmp_path / "dies"
    program.write_text("#!/bin/sh\nkill -SEGV $$\n")
    program.chmod(0o755)
    (paths.media / "a.wav").touch()
    source = Decoder(paths.media, str(program)).open(item("a", datetime.now(UTC), RATE), 0)
    until(lambda: source.ended)
    assert source.fault == "no sound"


def test_a_decoder_that_hangs_gives_way_to_the_next_item(paths):
    write_wav(paths.media / "a.wav", audible(RATE * 90))
    write_wav(paths.media / "b.wav", audible(RATE * 5))
    a = item("a", datetime.now(UTC), RATE * 90)
    publish(paths, a, item("b", a.ends, RATE * 5))
    door = paths.control_socket("radio")
    with air(paths) as life, Listener(paths.bus_socket("radio")) as listener:
        listener.until(lambda packet: titles(packet) == ["a"])
        next(s for s in snapshots(door) if decks(s) == ["cued"])
        harmed = children_of(life.pid)
        for child in harmed:
            os.kill(child, signal.SIGSTOP)
        heard = listener.until(lambda packet: titles(packet) == ["b"])
        silent = [packet.tick for packet in heard if not packet.sound.any()]
        assert len(silent) <= 25
        until(lambda: [f for f in facts(paths) if f.act is Act.FAILED])
    for child in harmed:
        assert not alive(child)
    failed = next(f for f in facts(paths) if f.act is Act.FAILED)
    assert (failed.title, failed.ended_by) == ("a", EndedBy.FAULT)
    assert failed.detail in ("starved", "ended_early")
    assert 0 < failed.frames < RATE * 30
