"""Every FFmpeg command line, built by pure functions that return argument lists.

FFmpeg opens local files only, by whitelisted demuxers and protocols, under absolute paths so that
no name can be read as an option. Nothing here starts a process.
"""

import shutil
from pathlib import Path
from typing import cast

import ffmpeg
import imageio_ffmpeg

from station.audio import CHANNELS, RATE
from station.errors import StationError

PROTOCOLS = "file,pipe"
DEMUXERS = (
    "mp3,aac,ac3,eac3,mov,matroska,ogg,flac,wav,w64,aiff,caf,asf,avi,mpegts,mpeg,flv,amr,ape,wv"
)
"""Containers that hold their media inside; playlists, concat scripts and image lists are absent."""
QUIET = ("-nostdin", "-hide_banner", "-loglevel", "error")


class FfmpegMissing(StationError):
    """No FFmpeg binary was found."""


def binary(setting: str = "") -> str:
    """Return the FFmpeg to run: the setting, else the bundled one, else the one on the PATH."""
    if setting:
        return setting
    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError:
        found = shutil.which("ffmpeg")
    if found is None:
        raise FfmpegMissing("no FFmpeg: set `ffmpeg` in station.toml")
    return found


def decode(exe: str, path: Path, from_frame: int = 0) -> list[str]:
    """Decode a file's first sound track to raw float32 stereo at 48 kHz on standard output.

    `from_frame` counts decoded 48 kHz frames; the cut is exact, made after decoding. Far into a
    long file the demuxer seeks to ten seconds before it first.
    """
    coarse = max(0, from_frame // RATE - 10) if from_frame > 60 * RATE else 0
    options = {"ss": coarse} if coarse else {}
    sound = local_input(path, **options).audio
    if from_frame:
        sound = sound.filter("aresample", RATE).filter(
            "atrim", start_sample=from_frame - coarse * RATE
        )
    return command(exe, ffmpeg.output(sound, "pipe:1", **raw_sound(), map_metadata=-1))


def local_input(path: Path, **options: object) -> ffmpeg.nodes.FilterableStream:
    """Return the input node of a local file, whitelisted; raises ValueError for a relative path."""
    if not path.is_absolute():
        raise ValueError(f"{path} is not absolute")
    return ffmpeg.input(
        f"file:{path}", protocol_whitelist=PROTOCOLS, format_whitelist=DEMUXERS, **options
    )


def raw_input(pipe: str = "pipe:0") -> ffmpeg.nodes.FilterableStream:
    """Return the input node of the station's own PCM."""
    return ffmpeg.input(
        pipe, f="f32le", ar=RATE, ch_layout="stereo", probesize=32, analyzeduration=0
    )


def raw_sound() -> dict[str, object]:
    """Return the output options of the station's own PCM."""
    return {"f": "f32le", "acodec": "pcm_f32le", "ar": RATE, "ac": CHANNELS}


def command(exe: str, *outputs: ffmpeg.nodes.OutputStream) -> list[str]:
    """Return the argument list for one or several outputs."""
    node = outputs[0] if len(outputs) == 1 else ffmpeg.merge_outputs(*outputs)
    arguments = cast(list[str], ffmpeg.compile(node, cmd=exe))
    return [arguments[0], *QUIET, *arguments[1:]]
