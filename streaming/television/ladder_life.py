"""One life of a picture encoder's child. This module starts child processes."""

import contextlib
import fcntl
import os
import subprocess
import sys
from collections.abc import Callable

from streaming.encoder_input import EncoderInput
from streaming.pictures.making import MAKING, Making
from streaming.pictures.units import REPORT, Report, Unit, UnitReader, report_of
from streaming.television.unit_ring import Origin, UnitRing
from streaming.timeline import Timeline

GRACE_SECONDS = 3.0
READ = 1 << 18
PIPE_BYTES = 1 << 20
"""Over a second of the ladder: the child need not wait until somebody looks."""
WORDS = 1 << 14


def command(making: Making) -> list[str]:
    """Return the arguments of a child that makes a ladder."""
    return [sys.executable, "-m", "streaming.pictures.child", MAKING.dump_json(making).decode()]


class LadderLife:
    """A running child, its input attached and its units put into the ring."""

    def __init__(
        self,
        number: int,
        making: Making,
        source: EncoderInput,
        ring: UnitRing,
        told: Callable[[Report], None],
    ) -> None:
        """`told` is given what the child says of itself, about once a second."""
        self._source = source
        self._ring = ring
        self._told = told
        self._reader = UnitReader()
        self._last_words = b""
        timeline = Timeline()
        self._origin = Origin(number, making.rungs, timeline)
        self._child = subprocess.Popen(
            command(making), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert self._child.stdin
        assert self._child.stdout
        assert self._child.stderr
        self._stdin, self._stdout = self._child.stdin, self._child.stdout
        self._stderr = self._child.stderr
        for pipe in (self._stdin, self._stdout, self._stderr):
            os.set_blocking(pipe.fileno(), False)
        with contextlib.suppress(OSError):
            fcntl.fcntl(self._stdout.fileno(), fcntl.F_SETPIPE_SZ, PIPE_BYTES)
        source.attach(self._stdin.fileno(), timeline)

    @property
    def pid(self) -> int:
        return self._child.pid

    @property
    def ended(self) -> bool:
        return self._child.poll() is not None

    @property
    def last_words(self) -> str:
        """The last line the child wrote on standard error, or how it ended."""
        lines = self._last_words.decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else f"exit code {self._child.returncode}"

    def collect(self) -> int:
        """Move on whatever the pipes hold and take; return how many bytes came."""
        self._source.flush()
        with contextlib.suppress(BlockingIOError):
            while words := os.read(self._stderr.fileno(), READ):
                self._last_words = (self._last_words + words)[-WORDS:]
        count = 0
        units: list[Unit] = []
        with contextlib.suppress(BlockingIOError):
            while data := os.read(self._stdout.fileno(), READ):
                count += len(data)
                units += self._reader.feed(data)
        self._put(units)
        return count

    def close(self, *, kill: bool = False) -> None:
        """Let the child see the end of its input, or kill it; give the ring what is left."""
        self._source.detach()
        self._stdin.close()
        if kill:
            self._child.kill()
        try:
            self._wait()
            self.collect()
        finally:
            self._child.kill()
            self._child.wait()
            self._stdout.close()
            self._stderr.close()

    def _put(self, units: list[Unit]) -> None:
        for unit in units:
            if unit.track == REPORT:
                self._told(report_of(unit))
        if row := tuple(unit for unit in units if unit.track != REPORT):
            self._ring.append(self._origin, row)

    def _wait(self) -> None:
        """Wait for its end, emptying its output meanwhile, so that it can come to one."""
        for insist in (self._child.terminate, self._child.kill):
            for _ in range(round(GRACE_SECONDS / 0.1)):
                self.collect()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._child.wait(0.1)
                    return
            insist()
        self._child.wait()
