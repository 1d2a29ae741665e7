"""Cuts a stream of MP3 or ADTS bytes into whole frames. Holds no pipe and no socket."""

import enum

_MP3_KBITS = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_MP3_RATES = (44_100, 48_000, 32_000)
_ADTS_FIXED = 7


class Codec(enum.Enum):
    """The framings that streams carry."""

    MP3 = "mp3"
    ADTS = "adts"
    TS = "ts"
    """Pictures with their sound; a frame is a stretch between two key pictures, two seconds."""

    @property
    def samples(self) -> int:
        """Sample frames of sound in one codec frame."""
        return _SAMPLES[self]

    @property
    def header(self) -> int:
        """Bytes needed to know the length of a frame."""
        return 4 if self is Codec.MP3 else _ADTS_FIXED


_SAMPLES = {Codec.MP3: 1_152, Codec.ADTS: 1_024, Codec.TS: 96_000}


def mp3_size(data: bytes | bytearray, at: int) -> int:
    """Return the length of the MPEG-1 layer III frame that begins at `at`, 0 if none does."""
    if data[at] != 0xFF or data[at + 1] & 0xFE != 0xFA:
        return 0
    bitrate, rate = data[at + 2] >> 4, data[at + 2] >> 2 & 3
    if bitrate in (0, 15) or rate == 3:
        return 0
    padding = data[at + 2] >> 1 & 1
    return 144_000 * _MP3_KBITS[bitrate] // _MP3_RATES[rate] + padding


def adts_size(data: bytes | bytearray, at: int) -> int:
    """Return the length of the ADTS frame that begins at `at`, 0 if none does."""
    if data[at] != 0xFF or data[at + 1] & 0xF6 != 0xF0 or data[at + 2] >> 2 & 15 > 12:
        return 0
    size = (data[at + 3] & 3) << 11 | data[at + 4] << 3 | data[at + 5] >> 5
    return size if size > _ADTS_FIXED else 0


class FrameParser:
    """Turns bytes into frames. Out of step it believes a header only when another follows it."""

    def __init__(self, codec: Codec) -> None:
        self.skipped = 0
        """Bytes thrown away because they were no frame."""
        self._header = codec.header
        self._size = mp3_size if codec is Codec.MP3 else adts_size
        self._buffer = bytearray()
        self._in_step = False

    def feed(self, data: bytes) -> list[bytes]:
        """Return the frames completed by `data`."""
        self._buffer += data
        frames: list[bytes] = []
        at = 0
        while True:
            if not self._in_step:
                at = self._find(at)
            if not self._in_step or len(self._buffer) < at + self._header:
                break
            size = self._size(self._buffer, at)
            if size == 0:
                self._in_step = False
                continue
            if len(self._buffer) < at + size:
                break
            frames.append(bytes(self._buffer[at : at + size]))
            at += size
        del self._buffer[:at]
        return frames

    def _find(self, at: int) -> int:
        """Return where to go on: at a confirmed frame, or where more bytes are needed to tell."""
        buffer, start = self._buffer, at
        while (at := buffer.find(0xFF, at)) >= 0:
            if len(buffer) < at + self._header:
                break
            size = self._size(buffer, at)
            if size and len(buffer) < at + size + self._header:
                break
            if size and self._size(buffer, at + size):
                self._in_step = True
                break
            at += 1
        at = len(buffer) if at < 0 else at
        self.skipped += at - start
        return at
