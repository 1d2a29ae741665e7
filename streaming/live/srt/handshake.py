"""Reads and writes the packets with which SRT begins: who calls, and as whom. Holds no socket.

A caller says hello (induction), is given a cookie, and comes again with it (conclusion). Only then
is anything remembered of him, and only then he says his stream id.
"""

import hmac
import struct
from dataclasses import dataclass
from hashlib import sha256

HANDSHAKE_BYTES = 64
LARGEST = 2048
INDUCTION, CONCLUSION = 1, 0xFFFFFFFF
REJECTED = 2000
"""Added to a status of HTTP, it says why somebody is not let in."""
_CONTROL = 0x80000000
_HEADER = struct.Struct(">IIII")
_BODY = struct.Struct(">IHHIIIIII")
_MAGIC = 0x4A17
_STREAM_ID = 5
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Handshake:
    """One packet of a caller's."""

    packet: bytes
    kind: int
    version: int
    caller: int
    """How he names his side of the connection."""
    cookie: int
    stream_id: str = ""


def read(packet: bytes) -> Handshake | None:
    """Return what a packet says, None for any other packet."""
    if not HANDSHAKE_BYTES <= len(packet) <= LARGEST:
        return None
    if int.from_bytes(packet[:4]) != _CONTROL:
        return None
    version, _, _, _, _, _, kind, caller, cookie = _BODY.unpack_from(packet, _HEADER.size)
    stream_id = _stream_id(packet[HANDSHAKE_BYTES:]) if kind == CONCLUSION else ""
    return Handshake(packet, kind, version, caller, cookie, stream_id)


def _stream_id(extensions: bytes) -> str:
    """Return the stream id, whose letters come in fours, each four backwards."""
    at = 0
    while at + 4 <= len(extensions):
        kind, words = struct.unpack_from(">HH", extensions, at)
        body = extensions[at + 4 : at + 4 + 4 * words]
        if kind == _STREAM_ID:
            fours = (body[n : n + 4][::-1] for n in range(0, len(body), 4))
            return b"".join(fours).rstrip(b"\0").decode(errors="replace")
        at += 4 + 4 * words
    return ""


def induced(hello: Handshake, cookie: int) -> bytes:
    """Return the answer to an induction."""
    return _answered(hello, INDUCTION, version=5, cookie=cookie, extension=_MAGIC)


def rejected(hello: Handshake, status: int) -> bytes:
    """Return the answer to a conclusion that is not taken; `status` is one of HTTP."""
    return _answered(hello, REJECTED + status % 1000, version=5, cookie=hello.cookie, extension=0)


def _answered(hello: Handshake, kind: int, *, version: int, cookie: int, extension: int) -> bytes:
    body = list(_BODY.unpack_from(hello.packet, _HEADER.size))
    body[0], body[1], body[2], body[6], body[8] = version, 0, extension, kind, cookie
    head = _HEADER.pack(_CONTROL, 0, 0, hello.caller)
    rest = hello.packet[_HEADER.size + _BODY.size : HANDSHAKE_BYTES]
    return head + _BODY.pack(*body) + rest


def induction(caller: int) -> bytes:
    """Return a hello as a caller's program says it."""
    body = _BODY.pack(4, 0, 2, 0, 1500, 8192, INDUCTION, caller, 0)
    return _HEADER.pack(_CONTROL, 0, 0, 0) + body + bytes(16)


def with_cookie(packet: bytes, cookie: int) -> bytes:
    """Return a handshake with another cookie."""
    at = _HEADER.size + _BODY.size - 4
    return packet[:at] + cookie.to_bytes(4) + packet[at + 4 :]


class Cookies:
    """Makes cookies that only he can bring back who has been sent them; remembers nobody."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def make(self, address: tuple[str, int], second: int) -> int:
        return self._of(address, second // _SECONDS)

    def is_his(self, cookie: int, address: tuple[str, int], second: int) -> bool:
        minute = second // _SECONDS
        return cookie in (self._of(address, minute), self._of(address, minute - 1))

    def _of(self, address: tuple[str, int], minute: int) -> int:
        about = f"{address[0]} {address[1]} {minute}".encode()
        return int.from_bytes(hmac.digest(self._secret, about, sha256)[:4])


def named(stream_id: str) -> tuple[str, str]:
    """Return the channel and the key of a stream id, `CHANNEL/KEY` or `#!::r=CHANNEL,s=KEY`."""
    if stream_id.startswith("#!::"):
        parts = dict(part.partition("=")[::2] for part in stream_id[4:].split(","))
        return parts.get("r", ""), parts.get("s", "")
    channel, _, key = stream_id.rpartition("/")
    return channel, key
