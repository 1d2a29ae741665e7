"""The encodings of a channel. All come from one FFmpeg, so their frames share one time grid."""

from dataclasses import dataclass

from station.audio import RATE
from station.config import Rendition as Name
from streaming.frames import Codec


@dataclass(frozen=True, slots=True)
class Rendition:
    """One encoding, and how its bytes are cut and announced."""

    name: str
    """As settings name it; that of pictures is their rung's."""
    suffix: str
    """What follows the channel slug in the address."""
    content_type: str
    codec: Codec
    bitrate: int
    channels: int
    delay: int
    """Frames of sound a decoder gives before the first one that was put in. Measured."""
    chunk_frames: int
    """Codec frames in a chunk: about half a second."""
    metaint: int
    """Bytes between two titles, 0 where none can be put. For MP3 exactly one chunk, so that all
    its listeners share the same woven bytes."""

    def span(self, codec_frames: int) -> float:
        """Return seconds of sound in so many codec frames."""
        return codec_frames * self.codec.samples / RATE


MP3 = Rendition("mp3", ".mp3", "audio/mpeg", Codec.MP3, 128_000, 2, 1_105, 21, 21 * 384)
AAC = Rendition("aac", ".aac", "audio/aac", Codec.ADTS, 96_000, 2, 1_024, 24, 8_192)
AAC_LOW = Rendition("aac-low", "-low.aac", "audio/aac", Codec.ADTS, 48_000, 1, 1_024, 24, 4_096)
RENDITIONS: dict[Name, Rendition] = {"mp3": MP3, "aac": AAC, "aac-low": AAC_LOW}
