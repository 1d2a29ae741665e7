"""Presenters with the programs they own: FFmpeg and Liquidsoap as Icecast source clients."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from station import ffmpeg

LOUDNESS = "volume=0.25"


@contextmanager
def ffmpeg_presenter(port: int, login: str, key: str, pitch: int) -> Iterator[subprocess.Popen]:
    """Yield FFmpeg sending a tone as MP3 until it is ended."""
    address = f"icecast://{login}:{key}@127.0.0.1:{port}/radio"
    tone = ["-re", "-f", "lavfi", "-i", f"sine=frequency={pitch}:sample_rate=48000"]
    encoder = ["-af", LOUDNESS, "-ac", "2", "-c:a", "libmp3lame", "-b:a", "128k"]
    command = [
        ffmpeg.binary(), *ffmpeg.QUIET, *tone, *encoder,
        "-content_type", "audio/mpeg", "-f", "mp3", address,
    ]  # fmt: skip
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def liquidsoap_presenter(
    port: int, login: str, key: str, pitch: int, folder: Path
) -> Iterator[subprocess.Popen]:
    """Yield Liquidsoap sending a tone as MP3 until it is ended."""
    script = folder / f"{login}.liq"
    script.write_text(
        f'set("init.allow_root", true)\n'
        f"tone = mksafe(amplify(0.25, sine({pitch}.)))\n"
        f'output.icecast(%mp3(bitrate=128), host="127.0.0.1", port={port}, user="{login}",\n'
        f'  password="{key}", mount="radio", tone)\n'
    )
    home = {**os.environ, "HOME": str(folder)}
    with (folder / f"{login}.log").open("wb") as log:
        process = subprocess.Popen(
            ["liquidsoap", str(script)], stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=home
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
