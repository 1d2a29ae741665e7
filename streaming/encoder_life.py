"""One life of an encoder's FFmpeg. This module starts child processes.

All pipes are read in turns by whoever calls `collect`, a few times a second: with a thread for
each pipe FFmpeg's small writes would wake up Python 140 times a second for the same bytes.
"""

import contextlib
import os
import subprocess
from typing import cast

from station import ffmpeg
from station.config import Rendition
from streaming.encoder_input import EncoderInput
from streaming.outlet import Outlet
from streaming.ring import Ring
from streaming.timeline import Timeline

GRACE_SECONDS = 2.0
READ = 1 << 14


class EncoderLife:
    """A running FFmpeg, its input attached and its output cut into the rings."""

    def __init__(self, exe: str, rings: list[Ring], source: EncoderInput, life: int) -> None:
        timeline = Timeline()
        self._source = source
        together = tuple(ring.rendition.name for ring in rings)
        self._outlets = [Outlet(ring, life, timeline, together) for ring in rings]
        self._last_words = b""
        pipes = {
            cast(Rendition, each.rendition.name): out.write_fd
            for each, out in zip(rings, self._outlets, strict=True)
        }
        try:
            self._child = subprocess.Popen(
                ffmpeg.encode(exe, pipes),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                pass_fds=tuple(pipes.values()),
            )
        except OSError:
            for outlet in self._outlets:
                os.close(outlet.read_fd)
            raise
        finally:
            for outlet in self._outlets:
                os.close(outlet.write_fd)
        assert self._child.stdin
        assert self._child.stderr
        self._stdin, self._stderr = self._child.stdin, self._child.stderr
        os.set_blocking(self._stdin.fileno(), False)
        os.set_blocking(self._stderr.fileno(), False)
        source.attach(self._stdin.fileno(), timeline)

    @property
    def pid(self) -> int:
        return self._child.pid

    @property
    def ended(self) -> bool:
        return self._child.poll() is not None

    @property
    def last_words(self) -> str:
        """The last line FFmpeg wrote on standard error, or how it ended."""
        lines = self._last_words.decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else f"exit code {self._child.returncode}"

    def collect(self) -> int:
        """Move on whatever the pipes hold and take; return how many bytes were encoded."""
        self._source.flush()
        with contextlib.suppress(BlockingIOError):
            while words := os.read(self._stderr.fileno(), READ):
                self._last_words = (self._last_words + words)[-READ:]
        return sum([outlet.collect() for outlet in self._outlets])

    def close(self, *, kill: bool = False) -> None:
        """Let FFmpeg see the end of its input, or kill it; give the rings what is left."""
        self._source.detach()
        self._stdin.close()
        if kill:
            self._child.kill()
        self._wait()
        self.collect()
        self._stderr.close()
        for outlet in self._outlets:
            outlet.close()

    def _wait(self) -> None:
        for insist in (self._child.terminate, self._child.kill):
            try:
                self._child.wait(GRACE_SECONDS)
                return
            except subprocess.TimeoutExpired:
                insist()
        self._child.wait()
