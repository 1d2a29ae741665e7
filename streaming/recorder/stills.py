"""Thins stretches of television: all of the sound, and of the pictures those that begin a group.

For a channel that is made in one size this is the small copy: no encoder works for it.
"""

from streaming.mpegts import PACKET
from streaming.pictures.transport_stream import PICTURE_PID

_KEY = 0x40
"""Flag of the adaptation field: decoding can begin here."""


class Stills:
    """Thins one stretch after the other; its counter of picture packets runs on."""

    def __init__(self) -> None:
        self._count = 0

    def __call__(self, data: bytes) -> bytes:
        """Return a stretch of a transport stream without the pictures between its key pictures."""
        kept: list[bytes] = []
        is_wanted = False
        for at in range(0, len(data), PACKET):
            packet = data[at : at + PACKET]
            if _pid(packet) == PICTURE_PID:
                if _begins(packet):
                    is_wanted = _is_key(packet)
                if not is_wanted:
                    continue
                packet = self._numbered(packet)
            kept.append(packet)
        return b"".join(kept)

    def _numbered(self, packet: bytes) -> bytes:
        """Return a packet with the counter of what is kept: a jump would be taken for a loss."""
        control = packet[3] & 0xF0 | self._count & 15
        self._count += 1
        return packet[:3] + bytes([control]) + packet[4:]


def _pid(packet: bytes) -> int:
    return (packet[1] & 0x1F) << 8 | packet[2]


def _begins(packet: bytes) -> bool:
    return bool(packet[1] & 0x40)


def _is_key(packet: bytes) -> bool:
    return bool(packet[3] & 0x20 and packet[4] and packet[5] & _KEY)
