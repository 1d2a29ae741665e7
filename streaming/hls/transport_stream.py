"""Wraps ADTS frames into the segments of a transport stream with one sound track."""

from collections.abc import Sequence

from streaming.mpegts import AAC, SOUND_STREAM, WRAP, Track, numbered, packets, pes, tables

SOUND_PID = 0x100
FRAMES_PER_PES = 4
"""85 ms: a clock reference with each keeps the standard's limit of 100 ms."""
TICKS_PER_FRAME = 1_920
"""1,024 samples at 48 kHz on the 90 kHz clock, exactly."""
START = 90_000
"""Presentation time of an encoder's first frame."""
PCR_LEAD = 9_000
"""The decoder's clock starts 0.1 s before the sound."""

_TABLES = tables(Track(SOUND_PID, AAC))


class Muxer:
    """Makes the segments of one rendition; its counters run on from segment to segment."""

    def __init__(self) -> None:
        self._segments = 0
        self._packets = 0

    def segment(self, frames: Sequence[bytes], first_frame: int) -> bytes:
        """Return a whole segment; `first_frame` counts the frames of its stretch before it."""
        parts = [numbered(table, self._segments) for table in _TABLES]
        self._segments += 1
        for start in range(0, len(frames), FRAMES_PER_PES):
            pts = (START + (first_frame + start) * TICKS_PER_FRAME) % WRAP
            whole = pes(SOUND_STREAM, b"".join(frames[start : start + FRAMES_PER_PES]), pts)
            clock = (pts - PCR_LEAD) % WRAP
            cut = packets(whole, SOUND_PID, self._packets, clock=clock, key=True)
            self._packets += len(cut)
            parts += cut
        return b"".join(parts)
