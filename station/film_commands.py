"""FFmpeg command lines for files with moving pictures; built as those of `station.ffmpeg` are.

The time of a film begins with the first of its sound and its pictures, whichever comes first, and
its sound is kept to the time stamps of the file, as its pictures are: what is missing on either
side is silence, so that a film whose sound has holes does not run ahead of its pictures.
"""

from pathlib import Path

import ffmpeg

from station.audio import RATE
from station.ffmpeg import LARGE_FRAME, QUIET, VERBOSE, command, local_input, raw_sound
from station.video import FPS, Shape

_IN_STEP = {"async": 1, "min_hard_comp": 0.04, "first_pts": 0}
"""Sound that is one picture or more off its time stamps is filled with silence or cut."""
MOVING = "V:0"
"""The first pictures of a file that are no cover."""
_ROUNDED = RATE // 2000
"""Frames by which time stamps may be rounded down, in Matroska."""
BLACK_SECONDS = 1.0
FROZEN_SECONDS = 3.0
"""Shorter stretches are cuts and breaths of a film, no faults."""


def decode_film(
    exe: str, path: Path, from_frame: int, until: int, *, has_sound: bool = True
) -> list[str]:
    """Decode the sound of a film to raw sound on standard output, with silence up to `until`."""
    form = {**raw_sound(), "map_metadata": -1}
    if not has_sound:
        silence = ffmpeg.input(f"anullsrc=r={RATE}:cl=stereo", f="lavfi")
        return command(
            exe,
            ffmpeg.output(silence.filter("atrim", end_sample=until - from_frame), "pipe:1", **form),
        )
    coarse = max(0, from_frame // RATE - 10) if from_frame > 60 * RATE else 0
    source = local_input(path, **({"ss": coarse} if coarse else {}))
    sound = source["a:0"].filter("aresample", RATE, **_IN_STEP)
    sound = sound.filter("atrim", start_sample=from_frame - coarse * RATE)
    sound = sound.filter("apad", whole_len=until - from_frame)
    return command(exe, ffmpeg.output(sound, "pipe:1", **form), _pictures_too(source))


def _pictures_too(source: ffmpeg.nodes.FilterableStream) -> ffmpeg.nodes.OutputStream:
    """Read the pictures without decoding: in some containers time begins with what is read."""
    return ffmpeg.output(source[MOVING], "-", f="null", c="copy")


def look(exe: str, path: Path) -> list[str]:
    """Have FFmpeg say on standard error what a file holds, and read no further."""
    line = command(exe, ffmpeg.output(local_input(path), "-", f="null", c="copy", t=0))
    return _talking(line)


def measure_film(
    exe: str, path: Path, tags_fd: int, pictures_fd: int, *, moving: int, has_sound: bool = True
) -> list[str]:
    """Do as `measure` does for a film: its sound as `decode_film` has it, and its pictures.

    `moving` is the place of the pictures among the tracks that FFmpeg calls video. A line about
    each of them goes to the open file `pictures_fd`; black and frozen stretches, and how many
    pictures were interlaced, are said on standard error.
    """
    source = local_input(path, threads=1)
    outputs = [_counted(source[f"v:{moving}"], pictures_fd)]
    leading = source["a:0"] if has_sound else source[f"v:{moving}"]
    if has_sound:
        outputs.insert(0, _heard(source["a:0"]))
    outputs.append(
        ffmpeg.output(leading, f"pipe:{tags_fd}", f="ffmetadata", c="copy", map_chapters=-1)
    )
    return _talking(command(exe, *outputs))


def _heard(sound: ffmpeg.nodes.FilterableStream) -> ffmpeg.nodes.OutputStream:
    form = {"sample_rates": RATE, "channel_layouts": "stereo", "sample_fmts": "flt"}
    sound = sound.filter("aresample", RATE, **_IN_STEP)
    sound = sound.filter("asetnsamples", LARGE_FRAME, p=0).filter("aformat", **form)
    sound = sound.filter("ebur128", framelog="verbose")
    return ffmpeg.output(sound, "pipe:1", **raw_sound(), map_metadata=-1)


def _counted(pictures: ffmpeg.nodes.FilterableStream, to: int) -> ffmpeg.nodes.OutputStream:
    """Make pictures small once it is known how they were scanned: what follows costs little."""
    small = pictures.filter("idet").filter("scale", 160, 90, flags="fast_bilinear")
    small = small.filter("format", "yuv420p")
    small = small.filter("blackdetect", d=BLACK_SECONDS).filter("freezedetect", d=FROZEN_SECONDS)
    return ffmpeg.output(
        small,
        f"pipe:{to}",
        f="framecrc",
        fps_mode="passthrough",
        enc_time_base=f"1/{RATE}",
        **{"c:v": "rawvideo"},
    )


def thumbnail(
    exe: str, path: Path, at: float, target: Path, *, size: tuple[int, int], interlaced: bool
) -> list[str]:
    """Write the picture that is seen at a second of a film as a JPEG."""
    source = local_input(path, ss=round(at, 3), threads=1)
    picture = _upright(source[MOVING], size, interlaced)
    form = {"f": "mjpeg", "frames:v": 1, "q:v": 4}
    return command(exe, ffmpeg.output(picture, f"file:{target}", map_metadata=-1, **form))


def proxy(
    exe: str,
    path: Path,
    target: Path,
    *,
    size: tuple[int, int],
    interlaced: bool,
    has_sound: bool,
) -> list[str]:
    """Write a small copy of a film that browsers play."""
    source = local_input(path, threads=1)
    tracks = [_upright(source[MOVING].filter("fps", FPS, start_time=0), size, interlaced)]
    if has_sound:
        tracks.append(source["a:0"].filter("aresample", RATE, **_IN_STEP))
    return command(exe, ffmpeg.output(*tracks, f"file:{target}", map_metadata=-1, **_PROXY))


def house_copy(
    exe: str, path: Path, target: Path, *, shape: Shape, interlaced: bool, shown: tuple[int, int],
    has_sound: bool,
) -> list[str]:  # fmt: skip
    """Write the pictures of a film as a channel sends them: nothing is left to do but decode them.

    `shown` is the size they have upright, with square pixels. They begin when the film does; its
    sound stays where it is.
    """
    source = local_input(path, threads=1)
    width, height = shown
    scale = min(shape.width / width, shape.height / height)
    size = (_even(width * scale), _even(height * scale))
    pictures = source[MOVING].filter("settb", f"1/{RATE}").filter("setpts", f"PTS+{_ROUNDED}")
    pictures = pictures.filter("fps", FPS, start_time=0, round="near")
    if interlaced:
        pictures = pictures.filter("bwdif", mode="send_frame", deint="interlaced")
    pictures = pictures.filter("scale", *size, out_color_matrix="bt709", out_range="tv")
    pictures = pictures.filter("format", "yuv420p")
    pictures = pictures.filter("pad", shape.width, shape.height, "(ow-iw)/2", "(oh-ih)/2")
    copy = ffmpeg.output(pictures.filter("setsar", 1), f"file:{target}", map_metadata=-1, **_HOUSE)
    heard = [ffmpeg.output(source["a:0"], "-", f="null", c="copy")] if has_sound else []
    return command(exe, copy, *heard)


def _even(length: float) -> int:
    return max(2, round(length / 2) * 2)


_HOUSE = {
    "f": "mp4", "movflags": "+faststart", "c:v": "libx264", "preset": "veryfast", "crf": 19,
    "g": int(FPS), "colorspace": "bt709", "threads": 1,
}  # fmt: skip
_PROXY = {
    "f": "mp4", "movflags": "+faststart", "c:a": "aac", "b:a": "96k", "ac": 2,
    "c:v": "libx264", "preset": "veryfast", "crf": 27, "maxrate": "800k", "bufsize": "1600k",
    "g": int(2 * FPS), "threads": 1,
}  # fmt: skip


def _upright(
    pictures: ffmpeg.nodes.FilterableStream, size: tuple[int, int], interlaced: bool
) -> ffmpeg.nodes.FilterableStream:
    if interlaced:
        pictures = pictures.filter("bwdif", mode="send_frame")
    return pictures.filter("scale", *size).filter("setsar", 1).filter("format", "yuv420p")


def _talking(line: list[str]) -> list[str]:
    return [line[0], *VERBOSE, *line[1 + len(QUIET) :]]
