"""Listeners of a real streaming process, fed by a bus that speaks in real time."""

import os
import signal
import subprocess
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from station.config import Config, Streams
from station.paths import StatePaths
from station.rundown import Rundown, RunningText, publish
from streaming.process import run
from streaming.server import PortTaken, listening_socket
from tests.unit.streaming.fake_air import FakeAir, titled
from tests.unit.streaming.stream_process import (
    CLOCK,
    StreamProcess,
    decoded,
    loudness,
)
from tests.unit.streaming.test_icy import unwoven
from tests.waiting import LIMIT_SECONDS, until

TONE_DB = -15.05
"""Level of the fake air's sine: a quarter of full scale."""
LAME_DB = -0.45
"""LAME scales its input by 0.95."""


@pytest.fixture
def stream(tmp_path, free_port):
    with StreamProcess(tmp_path, free_port) as process:
        yield process


@pytest.fixture
def air(stream):
    with FakeAir(stream.paths.bus_socket("radio"), CLOCK) as air:
        until(lambda: b"Gesang" in stream.get("/status-json.xsl"))
        yield air


def test_a_listener_hears_what_the_air_sends_without_a_break_and_with_titles(stream, air):
    with stream.listener("/radio.mp3", titles=True) as ear:
        ear.hear(6)
        air.play(titled("Ayo Mama ';é", "Anak-anak"))
        ear.hear(4)
    assert "icy-metaint: 8064" in ear.head
    sound, told = unwoven(ear.body, 8_064)
    assert told[-2:] == ["Gesang - Bengawan Solo", "Anak-anak - Ayo Mama ’é"]
    heard = decoded(sound, "mp3")
    level = loudness(heard[-5 * 48_000 :])
    assert np.all(np.abs(level - TONE_DB - LAME_DB) < 0.1)
    assert np.abs(np.diff(heard[-5 * 48_000 :])).max() < 0.04


@pytest.mark.parametrize(("path", "rate"), [("/radio.aac", 12_000), ("/radio-low.aac", 6_000)])
def test_both_aac_mounts_decode_at_the_right_level(stream, air, path, rate):
    with stream.listener(path) as ear:
        ear.hear(5, rate)
    heard = decoded(ear.body, "aac")
    assert np.all(np.abs(loudness(heard[-3 * 48_000 :]) - TONE_DB) < 0.2)


def test_a_killed_encoder_is_replaced_and_no_listener_leaves(stream, air):
    with stream.listener("/radio.mp3") as ear:
        ear.hear(5)
        stream.kill_encoder()
        ear.hear(5)
        assert not ear.ended
    assert stream.output("encoder:radio").restarts == 1
    heard = decoded(ear.body, "mp3")
    assert (loudness(heard)[-80:] < -30).sum() <= 3


def test_a_hanging_encoder_is_killed_and_replaced(stream, air):
    with stream.listener("/radio.mp3") as ear:
        ear.hear(4)
        (encoder,) = stream.encoders()
        os.kill(encoder, signal.SIGSTOP)
        until(lambda: stream.output("encoder:radio").restarts == 1)
        ear.hear(4)
        assert not ear.ended


def test_when_the_air_falls_silent_the_slate_is_heard_and_then_the_air_again(tmp_path, free_port):
    stream = StreamProcess(tmp_path, free_port)
    time = np.arange(2 * 48_000) / 48_000
    slate = (0.05 * np.sin(2 * np.pi * 300 * time)).astype("<f4")
    np.repeat(slate[:, None], 2, axis=1).tofile(stream.paths.slate)
    with stream, FakeAir(stream.paths.bus_socket("radio"), CLOCK) as air:
        until(lambda: b"Gesang" in stream.get("/status-json.xsl"))
        with stream.listener("/radio.mp3", titles=True) as ear:
            ear.hear(6)
            air.hush()
            ear.hear(3)
            air.hush(False)
            ear.hear(4)
            assert not ear.ended
        sound, told = unwoven(ear.body, 8_064)
        assert told[-3:] == ["Gesang - Bengawan Solo", "Radio", "Gesang - Bengawan Solo"]
    level = loudness(decoded(sound, "mp3"), 0.04)[50:]
    quiet, slate_heard = (level < -45).sum(), (np.abs(level - TONE_DB - LAME_DB + 14) < 1).sum()
    assert slate_heard * 0.04 > 2.0
    assert quiet == 0


def test_a_killed_process_leaves_no_encoder_behind(stream, air):
    (encoder,) = stream.encoders()
    stream.kill()
    until(lambda: not os.path.exists(f"/proc/{encoder}"))


def test_a_stop_is_clean_and_leaves_nothing_behind(stream, air):
    (encoder,) = stream.encoders()
    with stream.listener("/radio.mp3") as ear:
        ear.hear(2)
        assert stream.stop() == 0
        until(lambda: ear.ended)
    assert not os.path.exists(f"/proc/{encoder}")
    assert b"traceback" not in stream.log.read_bytes()


def test_a_port_in_use_is_said_plainly(tmp_path, free_port):
    with listening_socket("127.0.0.1", free_port), pytest.raises(PortTaken, match=str(free_port)):
        run(Config(streams=Streams(port=free_port)), StatePaths(tmp_path), Event())


@pytest.fixture
def open_folder():
    """A folder that a process without rights can write to: VLC refuses to run as root."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder


@pytest.mark.needs("cvlc")
def test_vlc_plays_the_aac_stream(stream, air, open_folder):
    target = open_folder / "heard.wav"
    output = f"#transcode{{acodec=s16l}}:std{{access=file,mux=wav,dst={target}}}"
    address = f"http://127.0.0.1:{stream.port}/radio.aac"
    subprocess.run(
        ["cvlc", "-q", "--no-video", "--run-time=8", address, "--sout", output, "vlc://quit"],
        check=True,
        timeout=LIMIT_SECONDS,
        cwd="/",
        env={**os.environ, "HOME": str(open_folder)},
        stderr=subprocess.DEVNULL,
        **({"user": "nobody"} if os.getuid() == 0 else {}),
    )
    heard = decoded(target.read_bytes(), "wav")
    assert len(heard) > 3 * 48_000
    assert np.median(np.abs(loudness(heard) - TONE_DB)) < 0.5


def taken_apart(body: bytes) -> tuple[bytes, list[str]]:
    """Return the sound and the titles of a stream that is still going on, whole ones only."""
    sound, titles = b"", []
    while len(body) > 8_064:
        length = body[8_064] * 16
        if len(body) < 8_065 + length:
            break
        sound += body[:8_064]
        titles += [body[8_065 : 8_065 + length].rstrip(b"\0").decode()] if length else []
        body = body[8_065 + length :]
    return sound, titles


def test_a_running_text_is_seen_by_listeners_and_the_title_comes_back(stream, air):
    song, words = "StreamTitle='Gesang - Bengawan Solo';", "StreamTitle='Azan’ Magrib';"
    begins = CLOCK.now() + timedelta(seconds=3)
    azan = RunningText("azan", begins, begins + timedelta(hours=1), "Azan'; Magrib")
    rundown = Rundown("radio", 1, begins, begins, begins + timedelta(hours=1), (), texts=(azan,))
    with stream.listener("/radio.mp3", titles=True) as ear:
        publish(stream.paths.rundown("radio"), rundown)
        until(lambda: words in taken_apart(ear.body)[1])
        publish(stream.paths.rundown("radio"), replace(rundown, version=2, texts=()))
        until(lambda: taken_apart(ear.body)[1][-1] == song)
    sound, told = taken_apart(ear.body)
    assert len(decoded(sound, "mp3")) > 48_000
    assert set(told) <= {song, words, "StreamTitle='Radio';"}, "the name of the station at most"
