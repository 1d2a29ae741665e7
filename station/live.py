"""Live sound into the air: one stream socket per input, from the live process to the air process.

The live process connects, says who it is in one line of JSON (`Hello`), and then sends packets of
sound, with a packet for a title in between whenever that changes. The air answers on the same
connection with lines of JSON (`Word`): where the input stands, for the presenter's own screen. A
session ends with its connection, so that nothing of an old session can reach the air late.

An input that is seen too has a picture ring of its own (`station.pictures`), named in its hello. A
packet between two of sound holds a ticket: that picture is to be seen from the sound that follows
on. Slots are written round and round; whoever comes too late for a picture sees that by its ticket.

The sound of a browser takes one step more: the desk hands it to the live process on
`paths.microphone_socket`, one line of JSON (`Microphone`) and then the bytes that the browser's
MediaRecorder made; the same `Word` lines come back.
"""

import enum
import struct
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

import numpy as np
from pydantic import TypeAdapter

from station.audio import BYTES_PER_FRAME, CHANNELS, RATE, Block
from station.errors import StationError
from station.snapshot import LiveState

MAGIC = b"MGL1"
TITLE_MAGIC = b"MGT1"
PICTURE_MAGIC = b"MGP1"
MUTE_MAGIC = b"MGM1"
MAX_FRAMES = RATE
MAX_LINE = 4096
"""Bytes of a hello, and of a title."""
_HEADER = struct.Struct("<4sI")
"""magic, bytes that follow"""
_TICKET = struct.Struct("<Q")
_MUTE = struct.Struct("<?")


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
    RTMP = "rtmp"
    """Sound and pictures of OBS, vMix or a phone."""
    SRT = "srt"
    """The same, over lines that lose packets."""
    CAMERA = "camera"
    """A browser, with its camera."""


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
    """What the presenter's program says it plays; `SoundReader` keeps it up to date."""
    pictures: str = ""
    """Path of the ring its pictures will stand in; empty for what is only heard."""
    mute: bool = False
    """Whether it is seen and has no sound at all, so that silence is what is to be heard of it;
    `SoundReader` keeps it up to date."""


@dataclass(frozen=True, slots=True)
class Microphone:
    """What the desk tells the live process of a browser; the login is checked already."""

    channel: str
    """Slug of the channel he speaks to."""
    who: str
    """Login."""
    name: str
    """As people see it."""
    always: bool = False
    """Whether his role lets him take the air outside his slots too."""
    mime: str = "audio/webm;codecs=opus"
    """What MediaRecorder says it makes; a type of video is a camera's."""

    @property
    def is_camera(self) -> bool:
        return self.mime.startswith("video/")


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
    """Why the connection is closed: `kicked`, `slot_end` … by the air; `no_sound`, `bad_sound`,
    `too_many`, `unknown_channel` … by the live process; else empty."""


HELLO: TypeAdapter[Hello] = TypeAdapter(Hello)
WORD: TypeAdapter[Word] = TypeAdapter(Word)
MICROPHONE: TypeAdapter[Microphone] = TypeAdapter(Microphone)


def pack(sound: Block) -> bytes:
    body = np.ascontiguousarray(sound, dtype="<f4").tobytes()
    return _HEADER.pack(MAGIC, len(body)) + body


def pack_title(title: str) -> bytes:
    """Return the packet that tells of a new title."""
    body = title.encode(errors="replace")[:MAX_LINE]
    return _HEADER.pack(TITLE_MAGIC, len(body)) + body


def pack_picture(ticket: int) -> bytes:
    """Return the packet that names the picture which begins with the next frame of sound."""
    return _HEADER.pack(PICTURE_MAGIC, _TICKET.size) + _TICKET.pack(ticket)


def pack_mute(*, mute: bool) -> bytes:
    """Return the packet that tells whether an input that is seen has no sound at all."""
    return _HEADER.pack(MUTE_MAGIC, _MUTE.size) + _MUTE.pack(mute)


class Seen(NamedTuple):
    """A picture and the frame of sound, counted from the first one received, it begins with."""

    frame: int
    ticket: int


class SoundReader:
    """Turns bytes into a hello, blocks of sound and pictures; holds no socket."""

    def __init__(self, hello: Hello | None = None) -> None:
        """`hello`: for bytes that bring none."""
        self.hello = hello
        self.pictures: deque[Seen] = deque()
        """What came, for the caller to take out; in the order of `frame`."""
        self._frames = 0
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
            if len(self._buffer) > MAX_LINE:
                raise LiveBroken("no hello")
            return False
        try:
            self.hello = HELLO.validate_json(bytes(self._buffer[:end]))
        except ValueError as error:
            raise LiveBroken(f"hello not understood: {error}") from error
        del self._buffer[: end + 1]
        return True

    def _next(self) -> Block | None:
        """Return the next block that is whole; what is told before it is taken up."""
        while (packet := self._packet()) is not None:
            magic, body = packet
            if magic == MAGIC:
                self._frames += len(body) // BYTES_PER_FRAME
                return np.frombuffer(body, "<f4").reshape(-1, CHANNELS).copy()
            if magic == PICTURE_MAGIC:
                self.pictures.append(Seen(self._frames, *_TICKET.unpack(body)))
                continue
            assert self.hello is not None
            if magic == MUTE_MAGIC:
                self.hello = replace(self.hello, mute=_MUTE.unpack(body)[0])
                continue
            self.hello = replace(self.hello, title=body.decode(errors="replace"))
        return None

    def _packet(self) -> tuple[bytes, bytes] | None:
        if len(self._buffer) < _HEADER.size:
            return None
        magic, size = _HEADER.unpack_from(self._buffer)
        if not _fits(magic, size):
            raise LiveBroken("lost the start of a packet")
        end = _HEADER.size + size
        if len(self._buffer) < end:
            return None
        body = bytes(self._buffer[_HEADER.size : end])
        del self._buffer[:end]
        return magic, body


def _fits(magic: bytes, size: int) -> bool:
    if magic == TITLE_MAGIC:
        return size <= MAX_LINE
    if magic == PICTURE_MAGIC:
        return size == _TICKET.size
    if magic == MUTE_MAGIC:
        return size == _MUTE.size
    sound = size <= MAX_FRAMES * BYTES_PER_FRAME and size % BYTES_PER_FRAME == 0
    return magic == MAGIC and sound
