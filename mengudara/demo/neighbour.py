"""A station next door for the demo to relay: one recording, over and over, on this computer only.

Runs as a role of `mengudara up` where the demo has made its recording.
"""

import contextlib
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from threading import Thread

from mengudara.role import playing
from station.clock import Clock, SystemClock
from station.config import load
from station.paths import StatePaths, state_home

ROLE = "neighbour"
PORT = 8029
ADDRESS = f"http://127.0.0.1:{PORT}/warta.mp3"
BYTES_PER_SECOND = 16_000
"""MP3 of 128 kb/s."""
BURST_SECONDS = 4
PIECE = BYTES_PER_SECOND // 4


def recording(paths: StatePaths) -> Path:
    """Return what it sends: MP3 frames without tags, so that its end joins its begin."""
    return paths.home / "neighbour.mp3"


def due(began: datetime, sent: int) -> datetime:
    """Return when so many bytes should have left."""
    return began + timedelta(seconds=sent / BYTES_PER_SECOND - BURST_SECONDS)


class Neighbour(ThreadingHTTPServer):
    """Sends the recording to whoever asks, in real time."""

    daemon_threads = True

    def __init__(self, sound: bytes, clock: Clock, port: int = PORT) -> None:
        super().__init__(("127.0.0.1", port), _Answer)
        self.sound = sound
        self.clock = clock


class _Answer(BaseHTTPRequestHandler):
    server: Neighbour

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "audio/mpeg")
        self.end_headers()
        with contextlib.suppress(OSError):
            self._send_for_ever(self.server.sound)

    def _send_for_ever(self, sound: bytes) -> None:
        began = self.server.clock.now()
        for sent in count(0, PIECE):
            self.server.clock.sleep_until(due(began, sent))
            at = sent % len(sound)
            self.wfile.write((sound[at : at + PIECE] + sound)[:PIECE])

    def log_message(self, format: str, *args: object) -> None:
        """Nobody needs to read who asked."""


def main() -> None:
    paths = StatePaths(state_home())
    with playing(ROLE, load(paths), paths) as stop:
        server = Neighbour(recording(paths).read_bytes(), SystemClock())
        Thread(target=server.serve_forever, name="neighbour", daemon=True).start()
        stop.wait()
        server.shutdown()
        server.server_close()


if __name__ == "__main__":
    main()
