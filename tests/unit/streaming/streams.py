"""Frames, pieces and rings made by hand."""

from station.bus import Metadata
from streaming.renditions import AAC, MP3, Rendition
from streaming.ring import Mark, Piece, Ring

START_US = 1_767_225_600_000_000
MP3_FRAME = bytes.fromhex("fffb9464") + bytes(380)


def adts_frame(size: int = 40, fill: int = 0) -> bytes:
    """An AAC-LC, 48 kHz, stereo header with the size asked for, around `fill`."""
    header = bytes(
        [0xFF, 0xF1, 0x4C, 0x80 | size >> 11, size >> 3 & 0xFF, (size & 7) << 5 | 0x1F, 0xFC]
    )
    return header + bytes([fill]) * (size - 7)


def piece(
    first: int = 0,
    count: int = 24,
    *,
    life: int = 1,
    rendition: Rendition = AAC,
    marks: tuple[Mark, ...] = (),
    fill: int = 0,
) -> Piece:
    frame = MP3_FRAME if rendition is MP3 else adts_frame(fill=fill)
    utc_us = START_US + first * rendition.codec.samples * 1_000_000 // 48_000
    return Piece((frame,) * count, life, first, utc_us, marks)


def filled(rendition: Rendition, chunks: int, *, depth: float = 60.0) -> Ring:
    """A ring of so many chunks, each of one kind of byte after its headers."""
    ring = Ring(rendition, depth)
    for number in range(chunks):
        grow(ring, number)
    return ring


def grow(ring: Ring, number: int, *metadata: Metadata) -> None:
    count = ring.rendition.chunk_frames
    marks = tuple(Mark(0, START_US, each) for each in metadata)
    ring.append(
        piece(number * count, count, rendition=ring.rendition, marks=marks, fill=number % 250)
    )
