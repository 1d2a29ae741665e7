"""Finds the titles inside an Ogg stream, where Vorbis, Opus and FLAC carry them. Holds no socket.

Each title begins a new logical stream; its second packet holds the comments.
"""

import struct

from streaming.live.titles import title_in

LONGEST = 1 << 18
"""Bytes of a comment packet; pictures make them long."""
_PAGE = struct.Struct("<4sBBqIIIB")
_BEGINS = 2
_PREFIXES = (b"\x03vorbis", b"OpusTags")
_FLAC_COMMENTS = 4
_LENGTH = struct.Struct("<I")


class OggTitles:
    """Fed with everything that comes, in pieces of any size."""

    def __init__(self) -> None:
        self._buffer = b""
        self._streams: dict[int, list[bytes]] = {}
        """Packets of each logical stream whose comments are still to come."""

    def feed(self, data: bytes) -> str | None:
        """Return the last title that begins in `data`, None without any."""
        self._buffer += data
        title = None
        while (page := self._next_page()) is not None:
            title = self._take(*page) or title
        return title

    def _next_page(self) -> tuple[int, int, bytes, bytes] | None:
        """Return flags, serial number, segment table and body of the next whole page."""
        start = self._buffer.find(b"OggS")
        self._buffer = self._buffer[start:] if start >= 0 else self._buffer[-3:]
        if start < 0 or len(self._buffer) < _PAGE.size:
            return None
        _, _, flags, _, serial, _, _, segments = _PAGE.unpack_from(self._buffer)
        table = self._buffer[_PAGE.size : _PAGE.size + segments]
        begin = _PAGE.size + segments
        end = begin + sum(table)
        if len(table) < segments or len(self._buffer) < end:
            return None
        body, self._buffer = self._buffer[begin:end], self._buffer[end:]
        return flags, serial, table, body

    def _take(self, flags: int, serial: int, table: bytes, body: bytes) -> str | None:
        if flags & _BEGINS:
            self._streams = {serial: [b""]}
        packets = self._streams.get(serial)
        if packets is None:
            return None
        at = 0
        for length in table:
            packets[-1] += body[at : at + length]
            at += length
            if length < 255:
                packets.append(b"")
        if len(packets) < 3 and len(packets[-1]) <= LONGEST:
            return None
        del self._streams[serial]
        return _title(packets[1])


def _title(packet: bytes) -> str:
    """Return what a comment packet tells; empty for one that is damaged or tells nothing."""
    prefix = next((each for each in _PREFIXES if packet.startswith(each)), b"")
    if prefix:
        comments = packet[len(prefix) :]
    elif packet[:1] and packet[0] & 0x7F == _FLAC_COMMENTS:
        comments = packet[4:]
    else:
        return ""
    try:
        return title_in(_comments(comments))
    except struct.error:
        return ""


def _comments(data: bytes) -> dict[str, str]:
    (vendor,) = _LENGTH.unpack_from(data)
    at = _LENGTH.size + vendor
    (count,) = _LENGTH.unpack_from(data, at)
    at += _LENGTH.size
    found: dict[str, str] = {}
    for _ in range(min(count, 200)):
        (length,) = _LENGTH.unpack_from(data, at)
        at += _LENGTH.size
        name, _, value = data[at : at + length].decode(errors="replace").partition("=")
        found.setdefault(name.lower(), value)
        at += length
    return {name: found.get(name, "") for name in ("artist", "title")}
