"""Writes a clip as a film: pictures and sound in one file, as any camera or editor would."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.container import OutputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image

from mengudara.demo.tv.canvas import PAPER, Canvas, Moment
from mengudara.demo.tv.clips import NARROW, Clip
from mengudara.demo.tv.scenes import SCENES
from mengudara.demo.voices import Sound
from station.audio import RATE

_NARROW_PIXELS = Fraction(12, 11)
_FADE_SECONDS = 0.5
_TITLE_SECONDS = 6.0


def pictures(clip: Clip, seconds: float) -> Iterator[Image.Image]:
    """Yield every picture of a clip, from black and back to it unless it is very short."""
    scene = SCENES[clip.scene]
    for number in range(round(seconds * clip.rate)):
        moment = Moment(number / clip.rate, seconds, clip.size)
        image = scene(moment)
        _write_words(image, clip, moment)
        yield _faded(image, moment)


def write(clip: Clip, sound: Sound, path: Path, tags: dict[str, str]) -> None:
    """Encode a clip of the length of its sound (frames, 2) at the station's rate."""
    seconds = len(sound) / RATE
    with av.open(str(path), "w", options=_options(path)) as container:
        container.metadata.update(tags)
        film = _video(container, clip)
        heard = container.add_stream("aac", rate=RATE, options={"aac_coder": "fast"})
        heard.bit_rate = 128_000
        for number, image in enumerate(pictures(clip, seconds)):
            frame = VideoFrame.from_ndarray(np.asarray(image), format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, clip.rate)
            container.mux(film.encode(frame))
            if number % clip.rate == 0:
                begin = number // clip.rate * RATE
                for piece in _pieces(sound[begin : begin + RATE], begin):
                    container.mux(heard.encode(piece))
        container.mux(film.encode(None))
        container.mux(heard.encode(None))


def _video(container: OutputContainer, clip: Clip) -> VideoStream:
    options = {"preset": "veryfast", "crf": "24", "threads": "1"}
    film = container.add_stream("libx264", rate=clip.rate, options=options)
    film.width, film.height = clip.size
    film.pix_fmt = "yuv420p"
    film.codec_context.gop_size = 2 * clip.rate
    if clip.size == NARROW:
        film.codec_context.sample_aspect_ratio = _NARROW_PIXELS
    return film


def _options(path: Path) -> dict[str, str]:
    return {"movflags": "+faststart"} if path.suffix == ".mp4" else {}


def _pieces(sound: Sound, begin: int) -> Iterator[AudioFrame]:
    for at in range(0, len(sound), 1024):
        planes = np.ascontiguousarray(sound[at : at + 1024].T, np.float32)
        frame = AudioFrame.from_ndarray(planes, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts = RATE, begin + at
        frame.time_base = Fraction(1, RATE)
        yield frame


def _write_words(image: Image.Image, clip: Clip, moment: Moment) -> None:
    """Write the words of the moment above the lower third, which belongs to what runs there."""
    lines = clip.lines
    if not lines:
        return
    span = max(_TITLE_SECONDS, moment.seconds / len(lines))
    number = min(len(lines) - 1, int(moment.at / span))
    height = 0.1 if number == 0 else 0.075
    canvas = Canvas(image)
    canvas.words(lines[number], (canvas.width / 2, 0.62), height, PAPER)


def _faded(image: Image.Image, moment: Moment) -> Image.Image:
    if moment.seconds < 4 * _FADE_SECONDS:
        return image
    light = min(moment.at, moment.seconds - moment.at) / _FADE_SECONDS
    return image if light >= 1 else image.point(lambda value: round(value * max(0.0, light)))
