"""The pieces of an MPEG transport stream (ISO/IEC 13818-1): tables, PES packets, 188 bytes each."""

from dataclasses import dataclass

PACKET = 188
PMT_PID = 0x1000
SOUND_STREAM, PICTURE_STREAM = 0xC0, 0xE0
AAC, H264 = 0x0F, 0x1B
"""Stream types of tables."""
WRAP = 1 << 33
"""Times are counted modulo this on a clock of 90 kHz."""


@dataclass(frozen=True, slots=True)
class Track:
    """One elementary stream of the programme."""

    pid: int
    kind: int
    """Stream type."""


def crc32(data: bytes) -> int:
    """Return the checksum of a table: MPEG-2's, most significant bit first."""
    value = 0xFFFFFFFF
    for byte in data:
        value ^= byte << 24
        for _ in range(8):
            value = (value << 1 ^ 0x04C11DB7 if value & 0x80000000 else value << 1) & 0xFFFFFFFF
    return value


def _table(pid: int, table_id: int, body: bytes) -> bytes:
    """Return one packet that holds one table; its continuity counter is 0."""
    length = 5 + len(body) + 4
    table = bytes([table_id, 0xB0 | length >> 8, length & 0xFF, 0, 1, 0xC1, 0, 0]) + body
    table += crc32(table).to_bytes(4, "big")
    head = bytes([0x47, 0x40 | pid >> 8, pid & 0xFF, 0x10, 0])
    return (head + table).ljust(PACKET, b"\xff")


def tables(*tracks: Track) -> tuple[bytes, bytes]:
    """Return the PAT and the PMT of one programme; its clock travels with the first track."""
    programmes = (1).to_bytes(2, "big") + (0xE000 | PMT_PID).to_bytes(2, "big")
    streams = b"".join(
        bytes([track.kind]) + (0xE000 | track.pid).to_bytes(2, "big") + b"\xf0\x00"
        for track in tracks
    )
    body = (0xE000 | tracks[0].pid).to_bytes(2, "big") + b"\xf0\x00" + streams
    return _table(0, 0x00, programmes), _table(PMT_PID, 0x02, body)


def numbered(table: bytes, count: int) -> bytes:
    """Return a table with its continuity counter."""
    return table[:3] + bytes([0x10 | count & 15]) + table[4:]


def pes(stream: int, payload: bytes, pts: int, dts: int | None = None) -> bytes:
    """Return a PES packet; that of a picture does not say how long it is."""
    if dts is None or dts == pts:
        stamps, flags = _stamp(0x20, pts), 0x80
    else:
        stamps, flags = _stamp(0x30, pts) + _stamp(0x10, dts), 0xC0
    length = 0 if stream == PICTURE_STREAM else 3 + len(stamps) + len(payload)
    head = b"\x00\x00\x01" + bytes([stream]) + length.to_bytes(2, "big")
    return head + bytes([0x84, flags, len(stamps)]) + stamps + payload


def _stamp(mark: int, at: int) -> bytes:
    return bytes(
        [
            mark | 1 | at >> 29 & 0x0E,
            at >> 22 & 0xFF,
            0x01 | at >> 14 & 0xFE,
            at >> 7 & 0xFF,
            0x01 | at << 1 & 0xFE,
        ]
    )


def packets(
    pes: bytes, pid: int, continuity: int, *, clock: int | None = None, key: bool = False
) -> list[bytes]:
    """Cut a PES packet; the first piece carries the clock if there is one, the last is stuffed.

    `continuity` counts the packets of this track so far. `key`: decoding can begin here.
    """
    first = b""
    if clock is not None or key:
        flags = (0x10 if clock is not None else 0) | (0x40 if key else 0)
        first = bytes([flags])
        if clock is not None:
            first += (clock << 15 | 0x7E00).to_bytes(6, "big")
    cut: list[bytes] = []
    at = 0
    while at < len(pes):
        adaptation = first if at == 0 else b""
        room = PACKET - 4 - (1 + len(adaptation) if adaptation else 0)
        piece = pes[at : at + room]
        cut.append(_packet(piece, pid, adaptation, at == 0, (continuity + len(cut)) & 15))
        at += len(piece)
    return cut


def _packet(piece: bytes, pid: int, adaptation: bytes, starts: bool, continuity: int) -> bytes:
    stuffing = PACKET - 4 - len(piece) - (1 + len(adaptation) if adaptation else 0)
    field = b""
    if adaptation:
        field = bytes([len(adaptation) + stuffing]) + adaptation + b"\xff" * stuffing
    elif stuffing == 1:
        field = b"\x00"
    elif stuffing:
        field = bytes([stuffing - 1, 0x00]) + b"\xff" * (stuffing - 2)
    control = 0x30 if field else 0x10
    head = bytes([0x47, (0x40 if starts else 0) | pid >> 8, pid & 0xFF])
    return head + bytes([control | continuity]) + field + piece


def clock_of(data: bytes, at: int) -> int | None:
    """Return what the packet that begins there says of the clock, None if it does not."""
    carries = data[at + 3] & 0x20 and data[at + 4] > 0 and data[at + 5] & 0x10
    return int.from_bytes(data[at + 6 : at + 11], "big") >> 7 if carries else None
