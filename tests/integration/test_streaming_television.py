"""A television channel of a real streaming process: what decoders and players see of its ladder."""

import os
import re
import signal
import subprocess
from functools import partial
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from threading import Thread

import av
import numpy as np
import pytest

from station import ffmpeg
from station.config import Picture
from tests.integration.test_streaming_hls import segments
from tests.numbered_clips import number_on
from tests.unit.streaming.fake_television import EVERY, NUMBERS, FakeTelevision
from tests.unit.streaming.stream_process import CLOCK, StreamProcess, children
from tests.unit.streaming.test_hls_window import Published
from tests.waiting import until

SETTINGS = """
[[channels]]
slug = "tv"
name = "TV"
kind = "tv"
[channels.picture]
height = 576
preset = "ultrafast"
"""
SHAPE = Picture(height=576).shape
RUNGS = ["576p", "480p", "360p"]
GOP = 50
PICTURE = 0.04


def air(process):
    return FakeTelevision(
        process.paths.bus_socket("tv"), process.paths.pictures("tv"), SHAPE, CLOCK
    )


@pytest.fixture
def process(tmp_path, free_port):
    return StreamProcess(tmp_path, free_port, SETTINGS)


@pytest.fixture
def stream(process):
    with air(process), process:
        until(lambda: published(process, 1))
        yield process


def playlist(stream, rung="576p"):
    return stream.get(f"/tv/{rung}/live.m3u8").decode()


def published(stream, count):
    return len(segments(playlist(stream))) >= count


def segment(stream, rung, name):
    return stream.get(f"/tv/{rung}/{name}")


class Seen:
    """The decoded content of some transport stream."""

    def __init__(self, data, form="mpegts"):
        self.pictures = []
        """Time, number and whether it is a key picture."""
        self.sound = []
        """Times at which a tone begins."""
        with av.open(BytesIO(data), format=form) as container:
            for frame in container.decode():
                if isinstance(frame, av.VideoFrame):
                    self._see(frame)
                else:
                    self._hear(frame)

    def _see(self, frame):
        shape = type(SHAPE)(frame.width, frame.height)
        whole = frame.to_ndarray(format="yuv420p").reshape(-1)
        self.pictures.append((frame.time, number_on(whole, shape), frame.key_frame))

    def _hear(self, frame):
        loud = np.flatnonzero(np.abs(frame.to_ndarray()[0]) > 0.1)
        if len(loud):
            begins = frame.time + loud[0] / 48_000
            if not self.sound or begins - self.sound[-1] > 0.5:
                self.sound.append(begins)

    def offsets(self):
        """Return how much later than its picture each tone is heard, where both are there."""
        shown = {}
        for at, number, _ in self.pictures:
            if number % EVERY == 0:
                shown.setdefault(number, at)
        tones = [
            (heard, min(shown.values(), key=lambda at: abs(at - heard)))
            for heard in self.sound
            if shown
        ]
        return [heard - at for heard, at in tones if abs(heard - at) < EVERY * PICTURE / 2]


def test_players_are_told_what_there_is_to_choose_from(stream):
    master = stream.get("/tv/live.m3u8").decode()
    assert re.findall(r"^(\S+)/live.m3u8$", master, re.M) == [*RUNGS, "sound"]
    assert re.findall(r"RESOLUTION=(\S+?),", master) == ["1024x576", "854x480", "640x360"]
    assert master.count('CODECS="avc1.4d40') == 3
    assert len({playlist(stream, rung) for rung in [*RUNGS, "sound"]}) == 1
    assert "#EXT-X-TARGETDURATION:5\n" in playlist(stream)
    for path in ("/tv.m3u", "/listen.pls"):
        assert f"http://127.0.0.1:{stream.port}/tv/live.m3u8\n" in stream.get(path).decode()
    until(lambda: 'X-TITLE="Bengawan Solo"' in playlist(stream))


def test_every_rung_is_cut_at_the_same_pictures_and_sound_comes_with_its_picture(stream):
    until(lambda: published(stream, 4))
    names = segments(playlist(stream))[:4]
    begins = []
    for rung in RUNGS:
        seen = [Seen(segment(stream, rung, name)) for name in names]
        for each in seen:
            keys = [at for at, _, key in each.pictures if key]
            assert keys[0] == each.pictures[0][0]
            for before, after in pairwise(keys):
                assert after - before == pytest.approx(GOP * PICTURE, abs=1e-4)
        begins.append([(each.pictures[0][0], each.pictures[0][1]) for each in seen])
        whole = Seen(b"".join(segment(stream, rung, name) for name in names))
        offsets = whole.offsets()
        assert len(offsets) >= 3
        assert all(abs(offset) <= PICTURE for offset in offsets), offsets
    assert begins[0] == begins[1] == begins[2]


def test_the_variant_of_sound_alone_is_the_same_sound(stream):
    until(lambda: published(stream, 3))
    for name in segments(playlist(stream))[:3]:
        alone = Seen(segment(stream, "sound", name))
        assert alone.pictures == []
        assert alone.sound == Seen(segment(stream, "360p", name)).sound


WHAT = ("-map", "0:v:0", "-map", "0:a:0", "-vf", "scale=32:18")


class Player:
    """FFmpeg on the public playlist, telling every picture and every frame of sound it decodes."""

    def __init__(self, stream, name="tv/live.m3u8"):
        address = f"http://127.0.0.1:{stream.port}/{name}"
        self.lines = 0
        self._child = subprocess.Popen(
            [ffmpeg.binary(), "-v", "quiet", "-i", address, *WHAT, "-f", "framecrc", "pipe:1"],
            stdout=subprocess.PIPE,
        )
        self._thread = Thread(target=self._read)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._child.kill()
        self._thread.join()
        self._child.stdout.close()
        self._child.wait()

    def _read(self):
        for _ in self._child.stdout:
            self.lines += 1

    def goes_on(self, lines=200):
        """Wait until so much more was decoded."""
        wanted = self.lines + lines
        until(lambda: self.lines >= wanted or self._child.poll() is not None)
        assert self._child.poll() is None


def encoder(stream):
    """Return the process that encodes the pictures now, if there is one."""
    for pid in children(stream.pid):
        line = Path(f"/proc/{pid}/cmdline").read_text()
        if "streaming.pictures.child" in line and not line.startswith("nice"):
            return pid
    return None


def breaks(text):
    """Return how many discontinuities there ever were."""
    gone = re.search(r"DISCONTINUITY-SEQUENCE:(\d+)", text).group(1)
    return int(gone) + text.count("#EXT-X-DISCONTINUITY\n")


def broken(stream, times):
    text = playlist(stream)
    return text if breaks(text) >= times else ""


def test_players_survive_five_deaths_of_the_encoder(stream):
    seen = Published(5)
    with Player(stream) as player:
        player.goes_on()
        for death in range(1, 6):
            os.kill(until(partial(encoder, stream)), signal.SIGKILL)
            seen.see_text(until(partial(broken, stream, death)))
            player.goes_on()


def test_a_restart_takes_nothing_back_and_the_slate_stands_in_for_the_air(process):
    seen = Published(5)
    with process:
        until(lambda: published(process, 2))
        seen.see_text(playlist(process))
        name = segments(playlist(process))[0]
        _, number, _ = Seen(segment(process, "360p", name)).pictures[0]
        assert number == 0
        process.kill()
        process.start()
        seen.see_text(playlist(process))
        assert segment(process, "360p", name)
        with air(process):
            until(lambda: numbers(process))
        until(lambda: "#EXT-X-DISCONTINUITY\n" in playlist(process))
        until(lambda: not numbers(process))
        seen.see_text(playlist(process))


def numbers(stream):
    """Return the numbers seen in the newest segment when it shows the air, else nothing."""
    last = Seen(segment(stream, "360p", segments(playlist(stream))[-1]))
    return [number % NUMBERS for _, number, _ in last.pictures if number]
