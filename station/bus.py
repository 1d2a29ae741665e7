"""The framing of the program bus: one hello line, then one packet per tick.

A Unix stream socket per channel. The hello is one line of JSON; each packet is a fixed header,
the sound (float32 little-endian, interleaved stereo) and, where something begins in this block,
the metadata as JSON.
"""

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from pydantic import TypeAdapter

from station.audio import BLOCK, BYTES_PER_FRAME, CHANNELS, RATE, Block
from station.errors import StationError
from station.kinds import Kind
from station.ladder import Rung

FORMAT = 2
MAGIC = b"MGB1"
NO_PICTURE = -1

_HEADER = struct.Struct("<4sQqIIIqI")
"""magic, tick, UTC µs of the first sample, flags, blocks lost, sound bytes, picture ticket,
metadata bytes"""

LIVE_RUNG = 1
"""Flag: the sound is programme (rung SCHEDULE or above), not filler, slate or silence."""


class BusBroken(StationError):
    """What came over the socket is not the program bus."""


@dataclass(frozen=True, slots=True)
class Hello:
    """What a subscriber is told first."""

    channel: str
    """Channel slug."""
    rate: int = RATE
    """Sample frames per second."""
    channels: int = CHANNELS
    """Samples in a frame."""
    block: int = BLOCK
    """Frames in a packet."""
    width: int = 0
    """Picture width, 0 for a channel without pictures."""
    height: int = 0
    """Picture height."""
    pictures: str = ""
    """Name of the shared-memory ring that holds the pictures."""
    format: int = FORMAT
    """Version of this contract."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What began in this block."""

    offset: int
    """Frame inside the block at which it begins."""
    rung: Rung
    """Who has the air."""
    title: str = ""
    """Title, empty on slate and silence."""
    artist: str = ""
    """Performer."""
    programme: str = ""
    """Programme name."""
    kind: Kind | None = None
    """Kind of the recording, None below the filler rung."""
    rating: str = "SU"
    """Programme classification."""
    cart_id: int | None = None
    """The recording in the library."""
    item_key: str = ""
    """The airing."""
    clearance: str = ""
    """Number with which the film censors have cleared it (STLS); empty: none."""
    film_class: str = ""
    """Whom they have cleared it for; empty: not said."""
    path: str = ""
    """The file, relative to the media folder; empty for what is live."""
    file_us: int = 0
    """UTC µs at which the first frame of the file would have been heard, had all of it aired."""
    sign_path: str = ""
    """The film of its sign-language interpreter, relative to the media folder: its first picture
    belongs to the first frame of the file. Empty: none."""

    @property
    def stream_title(self) -> str:
        """Return `Artist - Title` as players expect it."""
        return f"{self.artist} - {self.title}" if self.artist and self.title else self.title


@dataclass(frozen=True, slots=True)
class Packet:
    """One tick of a channel."""

    tick: int
    """Counts the blocks of one life of the air process; one per 40 ms."""
    utc_us: int
    """UTC of the first sample, microseconds since 1970."""
    sound: Block
    """PCM of shape (frames, 2)."""
    flags: int = 0
    """See LIVE_RUNG."""
    lost: int = 0
    """Blocks this subscriber missed just before this one because it was slow."""
    picture: int = NO_PICTURE
    """Ticket of the picture to show, see `station/pictures.py`."""
    metadata: tuple[Metadata, ...] = field(default=())
    """What begins in this block, in order of offset. The first packet a subscriber gets carries
    what is already on the air, with offset 0; one behind lost blocks what began in them."""


_HELLO: TypeAdapter[Hello] = TypeAdapter(Hello)
_METADATA: TypeAdapter[tuple[Metadata, ...]] = TypeAdapter(tuple[Metadata, ...])


def pack_hello(hello: Hello) -> bytes:
    return _HELLO.dump_json(hello) + b"\n"


def pack(packet: Packet) -> bytes:
    sound = np.ascontiguousarray(packet.sound, dtype="<f4").tobytes()
    metadata = _METADATA.dump_json(packet.metadata) if packet.metadata else b""
    header = _HEADER.pack(
        MAGIC, packet.tick, packet.utc_us, packet.flags, packet.lost,
        len(sound), packet.picture, len(metadata),
    )  # fmt: skip
    return header + sound + metadata


class PacketReader:
    """Turns bytes into packets; holds no socket. Feed it what arrived, iterate what is whole."""

    MAX_SOUND = RATE * BYTES_PER_FRAME
    MAX_METADATA = 1 << 20

    def __init__(self) -> None:
        self.hello: Hello | None = None
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[Packet]:
        """Yield every packet completed by `data`; raises BusBroken when the framing is wrong."""
        self._buffer += data
        if self.hello is None and not self._read_hello():
            return
        while (packet := self._next()) is not None:
            yield packet

    def _read_hello(self) -> bool:
        end = self._buffer.find(b"\n")
        if end < 0:
            if len(self._buffer) > 4096:
                raise BusBroken("no hello")
            return False
        try:
            hello = _HELLO.validate_json(bytes(self._buffer[:end]))
        except ValueError as error:
            raise BusBroken(f"hello not understood: {error}") from error
        if hello.format != FORMAT:
            raise BusBroken(f"bus format {hello.format} is not known")
        self.hello = hello
        del self._buffer[: end + 1]
        return True

    def _next(self) -> Packet | None:
        if len(self._buffer) < _HEADER.size:
            return None
        magic, tick, at, flags, lost, sound_size, picture, meta_size = _HEADER.unpack_from(
            self._buffer
        )
        if magic != MAGIC or sound_size > self.MAX_SOUND or meta_size > self.MAX_METADATA:
            raise BusBroken("lost the start of a packet")
        end = _HEADER.size + sound_size + meta_size
        if len(self._buffer) < end:
            return None
        body = bytes(self._buffer[_HEADER.size : end])
        del self._buffer[:end]
        try:
            sound = np.frombuffer(body[:sound_size], "<f4").reshape(-1, CHANNELS)
            metadata = _METADATA.validate_json(body[sound_size:]) if meta_size else ()
        except ValueError as error:
            raise BusBroken(f"packet not understood: {error}") from error
        return Packet(tick, at, sound, flags, lost, picture, metadata)


def describe(hello: Hello) -> str:
    """Return the hello as people read it in a log."""
    return json.dumps({"channel": hello.channel, "rate": hello.rate, "block": hello.block})
