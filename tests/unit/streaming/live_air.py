"""The air's side of the live socket, as far as the live process can tell."""

import contextlib
import fcntl
import socket
import sys
import termios
from pathlib import Path
from threading import Condition, Thread

import numpy as np

from station.clock import SystemClock
from station.live import WORD, Hello, SoundReader, Word
from tests.waiting import until

CLOCK = SystemClock()


class Heard:
    """One connection: who it is, and what it has sent."""

    def __init__(self, connection: socket.socket) -> None:
        self.reader = SoundReader()
        self.blocks: list[np.ndarray] = []
        self.ended = False
        self.arrived_at = CLOCK.now()
        self.connection = connection

    @property
    def hello(self) -> Hello | None:
        return self.reader.hello

    @property
    def sound(self) -> np.ndarray:
        return np.concatenate([np.zeros((0, 2), np.float32), *self.blocks])

    @property
    def frames(self) -> int:
        return sum(len(block) for block in self.blocks)

    def say(self, word: Word) -> None:
        self.connection.sendall(WORD.dump_json(word) + b"\n")

    def tell(self, word: Word) -> None:
        """Say it, and return when it has been understood: twice, so that once was read whole."""
        for _ in range(2):
            self.say(word)
            until(lambda: self._unread() == 0, "the word to be read")

    def _unread(self) -> int:
        waiting = fcntl.ioctl(self.connection, termios.TIOCOUTQ, bytes(4))
        return int.from_bytes(waiting, sys.byteorder)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)


class LiveAir:
    """Listens; every connection is read by a thread, unless it is told to `hush` or `refuse`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.inputs: list[Heard] = []
        self.reading = True
        self.closed = 0
        """Connections that were refused."""
        self._refusing = False
        self._changed = Condition()

    def __enter__(self) -> "LiveAir":
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.unlink(missing_ok=True)
        self._server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._server.bind(str(self.path))
        self._server.listen()
        self._thread = Thread(target=self._accept, name="live air")
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Die as a process would: every connection breaks."""
        self.read_on()
        with contextlib.suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._thread.join()
        for heard in self.inputs:
            heard.close()

    def hush(self) -> None:
        """Stop reading, as a busy air does."""
        self.reading = False

    def refuse(self) -> None:
        """Close whatever connects, without a word."""
        self._refusing = True

    def read_on(self) -> None:
        with self._changed:
            self.reading = True
            self._changed.notify_all()

    @property
    def last(self) -> Heard | None:
        known = [heard for heard in self.inputs if heard.hello]
        return known[-1] if known else None

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                heard = Heard(self._server.accept()[0])
                self.inputs.append(heard)
                if self._refusing:
                    heard.connection.close()
                    self.closed += 1
                    continue
                Thread(target=self._read, args=(heard,), daemon=True).start()

    def _read(self, heard: Heard) -> None:
        with contextlib.suppress(OSError), heard.connection:
            while data := heard.connection.recv(1 << 16):
                heard.blocks.extend(heard.reader.feed(data))
                with self._changed:
                    self._changed.wait_for(lambda: self.reading)
        heard.ended = True
