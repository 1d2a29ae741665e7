"""Wraps ADTS frames into an MPEG transport stream (ISO/IEC 13818-1) with one sound track."""

from collections.abc import Sequence

PACKET = 188
PMT_PID = 0x1000
SOUND_PID = 0x100
FRAMES_PER_PES = 4
"""85 ms: a clock reference with each keeps the standard's limit of 100 ms."""
TICKS_PER_FRAME = 1_920
"""1,024 samples at 48 kHz on the 90 kHz clock, exactly."""
START = 90_000
"""Presentation time of an encoder's first frame."""
PCR_LEAD = 9_000
"""The decoder's clock starts 0.1 s before the sound."""
_WRAP = 1 << 33


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


_PAT = _table(0, 0x00, (1).to_bytes(2, "big") + (0xE000 | PMT_PID).to_bytes(2, "big"))
_PMT = _table(
    PMT_PID,
    0x02,
    (0xE000 | SOUND_PID).to_bytes(2, "big")
    + b"\xf0\x00\x0f"
    + (0xE000 | SOUND_PID).to_bytes(2, "big")
    + b"\xf0\x00",
)


class Muxer:
    """Makes the segments of one rendition; its counters run on from segment to segment."""

    def __init__(self) -> None:
        self._segments = 0
        self._packets = 0

    def segment(self, frames: Sequence[bytes], first_frame: int) -> bytes:
        """Return a whole segment; `first_frame` counts the frames of its stretch before it."""
        parts = [_numbered(table, self._segments) for table in (_PAT, _PMT)]
        self._segments += 1
        for start in range(0, len(frames), FRAMES_PER_PES):
            pts = (START + (first_frame + start) * TICKS_PER_FRAME) % _WRAP
            pes = _pes(b"".join(frames[start : start + FRAMES_PER_PES]), pts)
            packets = _packets(pes, (pts - PCR_LEAD) % _WRAP, self._packets)
            self._packets += len(packets)
            parts += packets
        return b"".join(parts)


def _numbered(table: bytes, count: int) -> bytes:
    return table[:3] + bytes([0x10 | count & 15]) + table[4:]


def _pes(payload: bytes, pts: int) -> bytes:
    stamp = bytes(
        [
            0x21 | pts >> 29 & 0x0E,
            pts >> 22 & 0xFF,
            0x01 | pts >> 14 & 0xFE,
            pts >> 7 & 0xFF,
            0x01 | pts << 1 & 0xFE,
        ]
    )
    length = 3 + len(stamp) + len(payload)
    head = b"\x00\x00\x01\xc0" + length.to_bytes(2, "big") + b"\x84\x80" + bytes([len(stamp)])
    return head + stamp + payload


def _packets(pes: bytes, pcr: int, continuity: int) -> list[bytes]:
    """Cut a PES packet; the first piece carries the clock, the last one is stuffed."""
    clock = bytes([0x50]) + (pcr << 15 | 0x7E00).to_bytes(6, "big")
    packets: list[bytes] = []
    at = 0
    while at < len(pes):
        adaptation = clock if at == 0 else b""
        room = PACKET - 4 - (1 + len(adaptation) if adaptation else 0)
        piece = pes[at : at + room]
        packets.append(_packet(piece, adaptation, at == 0, (continuity + len(packets)) & 15))
        at += len(piece)
    return packets


def _packet(piece: bytes, adaptation: bytes, starts: bool, continuity: int) -> bytes:
    stuffing = PACKET - 4 - len(piece) - (1 + len(adaptation) if adaptation else 0)
    field = b""
    if adaptation:
        field = bytes([len(adaptation) + stuffing]) + adaptation + b"\xff" * stuffing
    elif stuffing == 1:
        field = b"\x00"
    elif stuffing:
        field = bytes([stuffing - 1, 0x00]) + b"\xff" * (stuffing - 2)
    control = 0x30 if field else 0x10
    head = bytes([0x47, (0x40 if starts else 0) | SOUND_PID >> 8, SOUND_PID & 0xFF])
    return head + bytes([control | continuity]) + field + piece
