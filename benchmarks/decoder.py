"""Listens to public streams as a player would. Starts FFmpeg processes."""

import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np

from benchmarks.bench_station import CLOCK
from station import ffmpeg
from station.audio import CHANNELS, RATE, Block


def record(url: str, seconds: float) -> Block:
    """Return what a listener hears in so many seconds, decoded."""
    with _player(url, "-t", f"{seconds:.3f}") as player:
        data, _ = player.communicate(timeout=seconds + 30)
    return np.frombuffer(data, "<f4").reshape(-1, CHANNELS)


def seconds_until_sound(url: str, patience: float, level: float = 0.003) -> float:
    """Return how long it took from now until the decoded stream was louder than `level`.

    The address may not answer yet: it is tried again every 20 ms. Raises TimeoutError.
    """
    begins = CLOCK.now()
    while (waited := (CLOCK.now() - begins).total_seconds()) < patience:
        with _player(url) as player:
            assert player.stdout is not None
            while data := player.stdout.read(RATE // 50 * CHANNELS * 4):
                if np.abs(np.frombuffer(data, "<f4")).max() > level:
                    player.kill()
                    return (CLOCK.now() - begins).total_seconds()
                if (CLOCK.now() - begins).total_seconds() > patience:
                    player.kill()
                    break
        CLOCK.sleep_until(CLOCK.now() + timedelta(milliseconds=20))
    raise TimeoutError(f"no sound from {url} in {waited:g} s")


def arriving(url: str, seconds: float) -> Iterator[tuple[Block, datetime]]:
    """Yield what a listener hears, 20 ms at a time, and when he could have heard it."""
    ends = CLOCK.now() + timedelta(seconds=seconds)
    with _player(url) as player:
        assert player.stdout is not None
        while CLOCK.now() < ends and (data := player.stdout.read(RATE // 50 * CHANNELS * 4)):
            usable = data[: len(data) // 8 * 8]
            yield np.frombuffer(usable, "<f4").reshape(-1, CHANNELS), CLOCK.now()
        player.kill()


def _player(url: str, *limits: str) -> "subprocess.Popen[bytes]":
    command = [
        ffmpeg.binary(), *ffmpeg.QUIET, "-probesize", "4096", "-analyzeduration", "0",
        "-fflags", "nobuffer", "-i", url, *limits,
        "-f", "f32le", "-ar", str(RATE), "-ac", str(CHANNELS), "-flush_packets", "1", "pipe:1",
    ]  # fmt: skip
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
