"""Cuts the byte stream of RTMP into messages, and messages into chunks. Holds no socket."""

import enum
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from station.errors import StationError

FIRST_CHUNK = 128
LARGEST_CHUNK = 1 << 24
CHUNK_STREAMS = 64
_EXTENDED = 0xFFFFFF
_HEADER_SIZES = (11, 7, 3, 0)
_CLOCK = 1 << 32


class Kind(enum.IntEnum):
    """Types of messages, as far as they matter here."""

    CHUNK_SIZE = 1
    ABORT = 2
    ACKNOWLEDGED = 3
    CONTROL = 4
    WINDOW = 5
    BANDWIDTH = 6
    SOUND = 8
    PICTURES = 9
    COMMAND_AMF3 = 17
    ABOUT = 18
    COMMAND = 20


class BadChunk(StationError):
    """What came is not RTMP, or more of it than is taken."""


@dataclass(frozen=True, slots=True)
class Message:
    """One whole message."""

    kind: int
    at_ms: int
    """Time stamp."""
    stream: int
    body: bytes


class _Head(NamedTuple):
    """What stands before the bytes of a chunk."""

    ends: int
    form: int
    """How much it leaves out, 0 for nothing to 3 for everything."""
    name: int
    """Of the chunk stream."""
    fields: bytes
    told: int
    """Time stamp, or difference from the one before, as far as it fits."""
    stamp: int
    """The same, whole."""

    @property
    def length(self) -> int:
        return int.from_bytes(self.fields[3:6])


@dataclass(slots=True)
class _Stream:
    """What is remembered of one chunk stream."""

    told: int = 0
    """Of its last header."""
    at_ms: int = 0
    size: int = 0
    kind: int = 0
    stream: int = 0
    body: bytearray = field(default_factory=bytearray)

    def take(self, head: _Head) -> None:
        """Take up a header; what it leaves out is as it was."""
        self.told = head.told
        if self.body:
            return
        self.at_ms = (head.stamp if head.form == 0 else self.at_ms + head.stamp) % _CLOCK
        if head.form < 2:
            self.size, self.kind = head.length, head.fields[6]
        if head.form == 0:
            self.stream = int.from_bytes(head.fields[7:11], "little")

    def whole(self) -> Message | None:
        """Return the message if it is whole, once."""
        if len(self.body) < self.size:
            return None
        message = Message(self.kind, self.at_ms, self.stream, bytes(self.body))
        self.body.clear()
        return message


class ChunkReader:
    """Obeys changes of the chunk size by itself."""

    def __init__(self, largest: int) -> None:
        self.largest = largest
        """Bytes of a message; raised once it is known who sends."""
        self._chunk = FIRST_CHUNK
        self._streams: dict[int, _Stream] = {}
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[Message]:
        """Yield every message completed by `data`; raises BadChunk."""
        self._buffer += data
        at = 0
        try:
            while (taken := self._chunk_at(at)) is not None:
                at, message = taken
                if message is None:
                    continue
                if message.kind == Kind.CHUNK_SIZE:
                    self._resize(message.body)
                elif message.kind == Kind.ABORT and len(message.body) == 4:
                    self._drop(int.from_bytes(message.body))
                else:
                    yield message
        finally:
            del self._buffer[:at]

    def _chunk_at(self, at: int) -> tuple[int, Message | None] | None:
        """Return where the next chunk begins, and the message this one ends; None if cut short."""
        head = self._head_at(at)
        if head is None:
            return None
        stream = self._streams.get(head.name) or self._new_stream()
        is_first = not stream.body
        length = head.length if head.form < 2 and is_first else stream.size
        if length > self.largest:
            raise BadChunk(f"a message of {length} bytes")
        body = min(self._chunk, length - len(stream.body))
        if len(self._buffer) < head.ends + body:
            return None
        self._streams[head.name] = stream
        stream.take(head)
        stream.body += self._buffer[head.ends : head.ends + body]
        return head.ends + body, stream.whole()

    def _head_at(self, at: int) -> _Head | None:
        """Return the whole header of a chunk, None if cut short."""
        named = self._basic_header(at)
        if named is None:
            return None
        at, form, name = named
        size = _HEADER_SIZES[form]
        fields = bytes(self._buffer[at : at + size])
        known = self._streams.get(name)
        told = int.from_bytes(fields[:3]) if form < 3 else known.told if known else 0
        more = 4 if told == _EXTENDED else 0
        if len(self._buffer) < at + size + more:
            return None
        at += size
        stamp = int.from_bytes(self._buffer[at : at + 4]) if more else told
        return _Head(at + more, form, name, fields, told, stamp)

    def _new_stream(self) -> _Stream:
        if len(self._streams) >= CHUNK_STREAMS:
            raise BadChunk("too many chunk streams")
        return _Stream()

    def _basic_header(self, at: int) -> tuple[int, int, int] | None:
        """Return where the message header begins, its form and the chunk stream."""
        if len(self._buffer) <= at:
            return None
        form, name = self._buffer[at] >> 6, self._buffer[at] & 63
        at += 1
        if name > 1:
            return at, form, name
        more = self._buffer[at : at + name + 1]
        if len(more) <= name:
            return None
        return at + len(more), form, 64 + int.from_bytes(more, "little")

    def _resize(self, body: bytes) -> None:
        size = int.from_bytes(body[:4]) & 0x7FFFFFFF
        if not 0 < size <= LARGEST_CHUNK:
            raise BadChunk(f"chunks of {size} bytes")
        self._chunk = size

    def _drop(self, name: int) -> None:
        if name in self._streams:
            self._streams[name].body.clear()


def chunked(kind: Kind, body: bytes, *, name: int = 2, stream: int = 0) -> bytes:
    """Return a message in chunks of the first size; `name` is the chunk stream, 2 to 63."""
    header = struct.pack(">B", name) + bytes(3) + len(body).to_bytes(3) + bytes([kind])
    pieces = [body[at : at + FIRST_CHUNK] for at in range(0, len(body), FIRST_CHUNK)]
    return header + stream.to_bytes(4, "little") + bytes([0xC0 | name]).join(pieces)
