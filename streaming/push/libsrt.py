"""SRT as its own library speaks it, which alone knows what the other end has acknowledged.

FFmpeg sends to SRT addresses too, but does not tell.
"""

import ctypes
import socket
import struct
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from urllib.parse import parse_qsl, urlsplit

from station.errors import StationError
from streaming.push.confirmation import Confirmation

NAMES = ("libsrt-gnutls.so.1.5", "libsrt-openssl.so.1.5", "libsrt.so.1.5")
"""With FFmpeg, Debian installs the first."""
PAYLOAD = 1_316
"""Bytes in a message: seven packets of a transport stream."""

_CONNECT_TIMEOUT, _SEND_DATA = 36, 19
_CONNECT_MS = 3_000
_STATISTICS_BYTES = 2_048
_ACKS, _DROPPED = 40, 64
"""Where the statistics have the acknowledgements received, and the packets given up."""


def _milliseconds(us: str) -> bytes:
    return _number(str(int(us) // 1000))


def _number(value: str) -> bytes:
    return struct.pack("i", int(value))


def _large(value: str) -> bytes:
    return struct.pack("q", int(value))


OPTIONS: Mapping[str, tuple[int, Callable[[str], bytes]]] = {
    "mss": (0, _number),
    "maxbw": (16, _large),
    "latency": (23, _milliseconds),
    "inputbw": (24, _large),
    "oheadbw": (25, _number),
    "passphrase": (26, str.encode),
    "pbkeylen": (27, _number),
    "ipttl": (29, _number),
    "iptos": (30, _number),
    "connect_timeout": (_CONNECT_TIMEOUT, _number),
    "rcvlatency": (43, _milliseconds),
    "peerlatency": (44, _milliseconds),
    "streamid": (46, str.encode),
    "srt_streamid": (46, str.encode),
}
"""What the query of an address can say, as FFmpeg reads it: numbers of the library, and forms."""


class SrtFailed(StationError):
    """What the library says about it."""


def speaks(address: str) -> bool:
    """Return whether the library is there and understands an address."""
    return library() is not None and all(name in OPTIONS for name, _ in _asked(address))


@cache
def library() -> ctypes.CDLL | None:
    for name in NAMES:
        with suppress(OSError):
            found = ctypes.CDLL(name)
            found.srt_getlasterror_str.restype = ctypes.c_char_p
            found.srt_rejectreason_str.restype = ctypes.c_char_p
            return found
    return None


class SrtConnection:
    """Calls an address; `send` and `confirmation` may be called by different threads."""

    def __init__(self, address: str) -> None:
        """Raises SrtFailed, OSError, ValueError."""
        srt = library()
        if srt is None:
            raise SrtFailed("libsrt is not installed")
        self._srt = srt
        self._given = self._acks = self._confirmed = 0
        self._statistics = ctypes.create_string_buffer(_STATISTICS_BYTES)
        srt.srt_startup()
        self._socket = srt.srt_create_socket()
        self._set(_CONNECT_TIMEOUT, _number(str(_CONNECT_MS)))
        for name, value in _asked(address):
            number, form = OPTIONS[name]
            self._set(number, form(value))
        where = _where(address)
        if srt.srt_connect(self._socket, where, len(where)) < 0:
            reason = srt.srt_getrejectreason(self._socket)
            said = srt.srt_rejectreason_str(reason) if reason else srt.srt_getlasterror_str()
            raise SrtFailed(said.decode())

    def send(self, message: bytes) -> None:
        """Send up to `PAYLOAD` bytes; raises SrtFailed when the connection is over."""
        if self._srt.srt_send(self._socket, message, len(message)) < 0:
            raise SrtFailed(self._srt.srt_getlasterror_str().decode())
        self._given += 1

    def close(self) -> None:
        """Tell the other end that it is over."""
        self._srt.srt_close(self._socket)

    def confirmation(self) -> Confirmation:
        """Return what was acknowledged. What the library gave up for being late looks so too."""
        given, waiting = self._given, self._waiting()
        self._srt.srt_bistats(self._socket, self._statistics, 0, 1)
        acks, dropped = (
            struct.unpack_from("i", self._statistics, at)[0] for at in (_ACKS, _DROPPED)
        )
        if acks != self._acks:
            self._acks = acks
            self._confirmed = max(self._confirmed, given - waiting - dropped)
        received = self._confirmed * PAYLOAD
        return Confirmation(received + waiting * PAYLOAD, received, received)

    def _waiting(self) -> int:
        """Return how many packets are not acknowledged."""
        count, size = ctypes.c_int(), ctypes.c_int(4)
        self._srt.srt_getsockflag(self._socket, _SEND_DATA, ctypes.byref(count), ctypes.byref(size))
        return count.value

    def _set(self, number: int, value: bytes) -> None:
        if self._srt.srt_setsockflag(self._socket, number, value, len(value)) < 0:
            raise SrtFailed(self._srt.srt_getlasterror_str().decode())


def _asked(address: str) -> list[tuple[str, str]]:
    """Return the options of an address; to call is what is always done."""
    pairs = parse_qsl(urlsplit(address).query, keep_blank_values=True)
    return [pair for pair in pairs if pair != ("mode", "caller")]


def _where(address: str) -> bytes:
    """Return an address as the system's calls take it."""
    parts = urlsplit(address)
    family, *_, where = socket.getaddrinfo(parts.hostname, parts.port, type=socket.SOCK_DGRAM)[0]
    host, port = socket.inet_pton(family, str(where[0])), socket.htons(int(where[1]))
    if family == socket.AF_INET6:
        return struct.pack("=HHI16sI", family, port, 0, host, int(where[-1]))
    return struct.pack("=HH4s8x", family, port, host)
