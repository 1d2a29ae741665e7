"""The peer: Liquidsoap as Debian ships it. Starts its process, says so when it is absent."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import numpy as np

from benchmarks.material import impulse, write_wav
from station.audio import CHANNELS, RATE, Block

PREAMBLE = (
    "settings.init.allow_root.set(true)\nsettings.log.level.set(2)\n"
    f"settings.frame.audio.samplerate.set({RATE})\n"
)


@contextmanager
def running(script: str) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a script for as long as the block lasts; raises FileNotFoundError without Liquidsoap."""
    if shutil.which("liquidsoap") is None:
        raise FileNotFoundError("liquidsoap is not installed (apt-get install liquidsoap)")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "peer.liq"
        path.write_text(PREAMBLE + script)
        process = subprocess.Popen(
            ["liquidsoap", str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(20)


def playlist_to(files: Sequence[Path], folder: Path, output: str) -> str:
    """Return a script that plays files with crossfades into an output line using `radio`."""
    names = folder / "list.m3u"
    names.write_text("\n".join(str(file) for file in files) + "\n")
    return (
        f'radio = playlist(mode="normal", reload_mode="never", "{names}")\n'
        f"radio = crossfade(radio)\nradio = mksafe(radio)\n{output}\n"
    )


def impulses(count: int, every: timedelta) -> Block:
    """Return what comes of an impulse file that is pushed into a queue every few seconds."""
    step = int(every.total_seconds())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_wav(folder / "impulse.wav", impulse(step * 0.8))
        heard = folder / "heard.wav"
        script = (
            "due = request.queue()\n"
            f'thread.run(every={step}., fun () -> due.push.uri("{folder}/impulse.wav"))\n'
            "radio = fallback(track_sensitive=false, [due, blank()])\n"
            f'output.file(fallible=true, %wav, "{heard}", radio)\n'
        )
        with running(script) as process, suppress(subprocess.TimeoutExpired):
            process.wait(count * step + 3)
        data = heard.read_bytes()[44:]
    sound = np.frombuffer(data[: len(data) // 4 * 4], "<i2").reshape(-1, CHANNELS)
    return sound.astype(np.float32) / np.float32(32768)
