"""A PulseAudio of our own with one null sink, whose monitor stands in for a sound card's input."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from station import ffmpeg
from tests.waiting import until

SINK = "studio"
SOURCE = f"{SINK}.monitor"
_MODULES = """\
load-module module-native-protocol-unix auth-anonymous=1 socket={socket}
load-module module-null-sink sink_name={sink} rate=48000
set-default-source {source}
"""
_ALSA = "pcm.studio {{ type pulse server {server} device {source} }}\n"


@dataclass(frozen=True, slots=True)
class Pulse:
    """A running server, and what its clients must have in their environment."""

    environment: dict[str, str]

    @contextlib.contextmanager
    def playing(self, pitch: int) -> Iterator[None]:
        """Play a tone into the sink for as long as the block lasts."""
        tone = f"sine={pitch}:sample_rate=48000,volume=2"
        line = [ffmpeg.binary(), "-loglevel", "error", "-re", "-f", "lavfi", "-i", tone]
        card = ["-ac", "2", "-f", "pulse", "-device", SINK, "tone"]
        with subprocess.Popen([*line, *card], env=os.environ | self.environment) as player:
            try:
                yield
            finally:
                player.kill()


@contextlib.contextmanager
def pulse_server(folder: Path) -> Iterator[Pulse]:
    """Run PulseAudio in a folder of its own; it touches no card, no bus and nobody's settings."""
    folder.mkdir(parents=True, exist_ok=True)
    socket, script, alsa = (folder / name for name in ("native", "default.pa", "asound.conf"))
    script.write_text(_MODULES.format(socket=socket, sink=SINK, source=SOURCE))
    server = f"unix:{socket}"
    alsa.write_text("</usr/share/alsa/alsa.conf>\n" + _ALSA.format(server=server, source=SOURCE))
    own = dict.fromkeys(("HOME", "XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH", "PULSE_STATE_PATH"))
    command = ["pulseaudio", "-n", "-F", str(script), "--daemonize=no", "--exit-idle-time=-1"]
    quietly = ["--use-pid-file=no", "--disable-shm", "--system=false", "--log-level=error"]
    with subprocess.Popen(
        [*command, *quietly],
        env=os.environ | {name: str(folder) for name in own},
        stderr=subprocess.DEVNULL,
    ) as daemon:
        try:
            until(socket.exists, "PulseAudio")
            yield Pulse({"PULSE_SERVER": server, "ALSA_CONFIG_PATH": str(alsa)})
        finally:
            daemon.terminate()
