"""Encodes blocks of sound and pictures into the units of a ladder. Only called in a child."""

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from typing import Any

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType, VideoFrame

from station.audio import BLOCK, CHANNELS, RATE, Block
from station.pictures import Picture
from station.video import FPS, PIXEL_FORMAT, Shape
from streaming.pictures.rungs import GOP, SOUND_BITS, SOUND_BLOCKS, Rung
from streaming.pictures.units import SOUND, TICKS_PER_SECOND, Unit

FRAME_SAMPLES = 1_024
LEAD = 9_000
"""Added to every time: pictures that are decoded before they are shown, and the sound that an
encoder puts before its first sample, must not begin below zero."""
PRESET = "veryfast"


class LadderEncoder:
    """One sound and one picture encoder per rung; blocks go in, units come out in order."""

    def __init__(
        self,
        shape: Shape,
        rungs: tuple[Rung, ...],
        preset: str = PRESET,
        *,
        every: int = 1,
        threads: int = 1,
    ) -> None:
        """`every`: of so many pictures one is encoded, without any delay if it is not each;
        `threads`: per rung, 0 for one a core."""
        self.blocks = 0
        """Taken so far."""
        self._shape = shape
        self._rungs = rungs
        self._every = every
        self._sound = _sound_encoder()
        self._heard: list[Block] = []
        """Sound that is not encoded yet."""
        self._sounded = 0
        """Blocks of sound that are."""
        self._pictures = [
            _picture_encoder(rung, preset, threads, ahead=every == 1) for rung in rungs
        ]

    @property
    def at_key(self) -> bool:
        """Whether the next picture is a key picture, which must not be left out."""
        return self.blocks % GOP == 0

    @property
    def at_picture(self) -> bool:
        """Whether the next picture is one of those that are encoded."""
        return self.blocks % self._every == 0

    def encode(self, sound: Block, picture: Picture | None) -> Iterator[Unit]:
        """Take one block and its picture; without one, what was seen stays.

        The encoders copy what they keep, so the picture may be changed afterwards.
        """
        self._heard.append(sound)
        if len(self._heard) == SOUND_BLOCKS:
            yield from self._encode_sound()
        if picture is not None and self.at_picture:
            yield from self._encode_picture(picture)
        self.blocks += 1

    def _encode_picture(self, picture: Picture) -> Iterator[Unit]:
        rows = picture.reshape(self._shape.height * 3 // 2, self._shape.width)
        whole = VideoFrame.from_numpy_buffer(rows, format=PIXEL_FORMAT)
        for track, (rung, encoder) in enumerate(zip(self._rungs, self._pictures, strict=True), 1):
            frame = whole
            if rung.shape != self._shape:
                frame = whole.reformat(rung.shape.width, rung.shape.height, PIXEL_FORMAT)
            frame.pts, frame.time_base = self.blocks, 1 / FPS
            frame.pict_type = PictureType.I if self.at_key else PictureType.NONE
            for packet in encoder.encode(frame):
                yield _unit(track, packet, bytes(packet))

    def close(self) -> Iterator[Unit]:
        """Give what the encoders still hold."""
        if self._heard:
            yield from self._encode_sound()
        for packet in self._sound.encode(None):
            yield _unit(SOUND, packet, _with_adts(bytes(packet)))
        for track, encoder in enumerate(self._pictures, 1):
            for packet in encoder.encode(None):
                yield _unit(track, packet, bytes(packet))

    def _encode_sound(self) -> Iterator[Unit]:
        heard, self._heard = self._heard, []
        planar = np.ascontiguousarray(np.concatenate(heard).T, np.float32)
        frame = AudioFrame.from_ndarray(planar, format="fltp", layout="stereo")
        frame.sample_rate = RATE
        frame.pts, frame.time_base = self._sounded * BLOCK, Fraction(1, RATE)
        self._sounded += len(heard)
        for packet in self._sound.encode(frame):
            yield _unit(SOUND, packet, _with_adts(bytes(packet)))


def _sound_encoder() -> AudioCodecContext:
    encoder = av.CodecContext.create("aac", "w")
    assert isinstance(encoder, AudioCodecContext)
    encoder.sample_rate = RATE
    encoder.layout = "stereo"
    encoder.format = "fltp"
    encoder.bit_rate = SOUND_BITS
    encoder.time_base = Fraction(1, RATE)
    encoder.options = {"aac_coder": "fast"}
    return encoder


def _picture_encoder(rung: Rung, preset: str, threads: int, *, ahead: bool) -> VideoCodecContext:
    """`ahead`: whether it may look at pictures to come, which delays it by a few of them.

    Threads that share a picture cost a tenth more than one alone, and cut it into slices.
    """
    encoder = av.CodecContext.create("libx264", "w")
    assert isinstance(encoder, VideoCodecContext)
    encoder.width, encoder.height = rung.shape.width, rung.shape.height
    encoder.pix_fmt = PIXEL_FORMAT
    encoder.time_base = 1 / FPS
    encoder.framerate = FPS
    encoder.gop_size = GOP
    encoder.thread_type, encoder.thread_count = "FRAME", threads
    encoder.bit_rate = rung.kilobits * 1_000
    encoder.options = {
        "preset": preset,
        "profile": "main",
        "maxrate": f"{rung.kilobits}k",
        "bufsize": f"{2 * rung.kilobits}k",
        "keyint_min": str(GOP),
        "sc_threshold": "0",
        "level": f"{rung.level / 10:.1f}",
        "forced-idr": "1",
        "aud": "1",
        **({} if ahead else {"tune": "zerolatency"}),
    }
    return encoder


def _unit(track: int, packet: "Packet[Any]", data: bytes) -> Unit:
    assert packet.pts is not None
    assert packet.dts is not None
    base = packet.time_base or Fraction(1, RATE if track == SOUND else int(FPS))
    ticks, per = _ticks(base)
    shown, decoded = (LEAD + round(at * ticks / per) for at in (packet.pts, packet.dts))
    return Unit(track, packet.is_keyframe, shown, decoded, data)


@cache
def _ticks(base: Fraction) -> tuple[int, int]:
    """Return how many ticks so many units of a time base are."""
    return (base * TICKS_PER_SECOND).as_integer_ratio()


def _with_adts(frame: bytes) -> bytes:
    """Put the header of ISO/IEC 13818-7 before a frame: AAC LC, 48 kHz, stereo."""
    size = len(frame) + 7
    return (
        bytes(
            [
                0xFF, 0xF1, 1 << 6 | 3 << 2 | CHANNELS >> 2,
                (CHANNELS & 3) << 6 | size >> 11, size >> 3 & 0xFF, (size & 7) << 5 | 0x1F, 0xFC,
            ]
        )
        + frame
    )  # fmt: skip
