"""AAC-LC frames of silence: what HLS carries while no encoder gives anything."""

from streaming.renditions import Rendition

_RATE_INDEX = 3  # 48 kHz
_RAW = {
    1: bytes.fromhex("00c8 0080 2380"),
    2: bytes.fromhex("2100 4990 0219 0023 80"),
}
"""Raw data blocks by number of channels: one silent element, then the end."""


def frame(rendition: Rendition) -> bytes:
    """Return one ADTS frame of silence with the parameters of the rendition."""
    raw = _RAW[rendition.channels]
    size = 7 + len(raw)
    head = bytes(
        [
            0xFF,
            0xF1,
            1 << 6 | _RATE_INDEX << 2 | rendition.channels >> 2,
            (rendition.channels & 3) << 6 | size >> 11,
            size >> 3 & 0xFF,
            (size & 7) << 5 | 0x1F,
            0xFC,
        ]
    )
    return head + raw
