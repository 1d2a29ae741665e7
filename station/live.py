"""Live sound into the air: one stream socket per input, from the live process to the air process.

The live process connects, says who it is in one line of JSON (`Hello`), and then sends packets of
sound. The air answers on the same connection with lines of JSON (`Word`): where the input stands,
for the presenter's own screen. A session ends with its connection, so that nothing of an old
session can reach the air late.
"""

import enum
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from pydantic import TypeAdapter

from station.audio import BYTES_PER_FRAME, CHANNELS, RATE, Block
from station.control import LiveState
from station.errors import StationError

MAGIC = b"MGL1"
MAX_FRAMES = RATE
_HEADER = struct.Struct("<4sI")
"""magic, bytes of sound"""


class Door(enum.StrEnum):
    """Which way an input came in."""

    ICECAST = "icecast"
    """A presenter's program, by the Icecast source protocol."""
    MICROPHONE = "microphone"
    """A browser."""
    RELAY = "relay"
    """Another station's stream, for an item of the rundown."""
    LINE = "line"
    """A sound card."""


class LiveBroken(StationError):
    """What came over the socket is not live sound."""


@dataclass(frozen=True, slots=True)
class Hello:
    """What the air is told first of an input."""

    session: str
    """Names this connection, never used twice."""
    door: Door
    """Which way it came in."""
    name: str
    """As people see it."""
    who: str = ""
    """Login of the presenter; empty for a relay or a line."""
    always: bool = False
    """Whether his role lets him take the air outside his slots too."""
    relay: str = ""
    """For a relay: its address, the same as in the items that want it."""
    title: str = ""
    """What the presenter's program says it plays."""


@dataclass(frozen=True, slots=True)
class Word:
    """What an input is told about itself, whenever it changes and once a second."""

    state: LiveState
    """Where it stands."""
    until: datetime | None = None
    """When its slot ends, UTC; None outside of one."""
    on_air: str = ""
    """Name of the presenter who has the air instead, with BENCHED."""
    ended: str = ""
    """Why the air closes the connection: `kicked`, `slot_end` …; else empty."""


HELLO: TypeAdapter[Hello] = TypeAdapter(Hello)
WORD: TypeAdapter[Word] = TypeAdapter(Word)


def pack(sound: Block) -> bytes:
    body = np.ascontiguousarray(sound, dtype="<f4").tobytes()
    return _HEADER.pack(MAGIC, len(body)) + body


class SoundReader:
    """Turns bytes into a hello and blocks of sound; holds no socket."""

    def __init__(self) -> None:
        self.hello: Hello | None = None
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[Block]:
        """Yield every block completed by `data`; raises LiveBroken when the framing is wrong."""
        self._buffer += data
        if self.hello is None and not self._read_hello():
            return
        while (block := self._next()) is not None:
            yield block

    def _read_hello(self) -> bool:
        end = self._buffer.find(b"\n")
        if end < 0:
            if len(self._buffer) > 4096:
                raise LiveBroken("no hello")
            return False
        try:
            self.hello = HELLO.validate_json(bytes(self._buffer[:end]))
        except ValueError as error:
            raise LiveBroken(f"hello not understood: {error}") from error
        del self._buffer[: end + 1]
        return True

    def _next(self) -> Block | None:
        if len(self._buffer) < _HEADER.size:
            return None
        magic, size = _HEADER.unpack_from(self._buffer)
        if magic != MAGIC or size > MAX_FRAMES * BYTES_PER_FRAME or size % BYTES_PER_FRAME:
            raise LiveBroken("lost the start of a packet")
        end = _HEADER.size + size
        if len(self._buffer) < end:
            return None
        sound = np.frombuffer(bytes(self._buffer[_HEADER.size : end]), "<f4")
        del self._buffer[:end]
        return sound.reshape(-1, CHANNELS).copy()
