"""The program that decodes a live interpreter: pictures alone, in small; what is heard is left out.

    python -m streaming.live.interpreter.child RING WIDTH HEIGHT SLOTS DEMUXER

As `streaming.live.film.child`, with silence in the place of the sound, and pictures that are as
large as fits into the size that is named, without any edge around them.
"""

import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from station.audio import BLOCK, RATE, silence
from station.decoding import NoPictures, decoded
from station.fitting import Fitter
from station.live import pack, pack_picture
from station.video import Shape
from streaming.graphics.inset.box import fitted
from streaming.live.film.child import Album, Pipe, ended, send
from streaming.live.film.decoding import PICTURES, PROBE, READ
from streaming.live.film.joining import NO_PICTURES
from streaming.live.film.timeline import Timeline
from streaming.live.interpreter.places import Places

STANDARD_OUTPUT = 1


def run(given: int, ring: Path, box: Shape, slots: int, demuxer: str) -> None:
    """Decode until the input ends; raises NoPictures, and what PyAV raises."""
    options = {**PROBE, "format_whitelist": demuxer, "protocol_whitelist": ""}
    with av.open(Pipe(given), "r", demuxer, options, buffer_size=READ) as container:
        video = next((each for each in container.streams.video if each.name in PICTURES), None)
        if video is None:
            raise NoPictures(NO_PICTURES)
        video.codec_context.thread_count = 1
        shape = fitted(video, box)
        album: Album | None = None
        timeline, places = Timeline(), Places()
        for at, frame in _pictures(container, video, shape):
            wait = places.wait(timeline.place(at))
            if wait is None:
                continue
            _be_silent(wait)
            album = album or Album(ring, shape, slots)
            send(STANDARD_OUTPUT, pack_picture(album.put(frame)))
            _be_silent(BLOCK)


def _pictures(
    container: InputContainer, video: VideoStream, shape: Shape
) -> Iterator[tuple[int, VideoFrame]]:
    """Yield fitted pictures, each with its place in samples of the sender's time."""
    base = video.time_base or Fraction(1, 1000)
    fitter = Fitter(shape, base, video.sample_aspect_ratio)
    timed = (frame for frame in decoded(container.demux(video)) if frame.pts is not None)
    for frame in timed:
        for each in fitter.fit(frame):
            yield round((each.pts or 0) * (each.time_base or base) * RATE), each


def _be_silent(frames: int) -> None:
    """Tell how much time passes, in pieces of a second at most."""
    while frames > 0:
        piece = min(frames, RATE)
        send(STANDARD_OUTPUT, pack(silence(piece)))
        frames -= piece


def main(ring: str, width: str, height: str, slots: str, demuxer: str) -> int:
    box = Shape(int(width), int(height))
    return ended(lambda: run(0, Path(ring), box, int(slots), demuxer))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
