"""Every FFmpeg command line, built by functions that return argument lists.

FFmpeg opens local files, by whitelisted demuxers and protocols, under absolute paths so that no
name can be read as an option; and, for live inputs, its standard input, another station's address
or a sound card, each with a whitelist of its own. Nothing here starts a process.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import cast

import ffmpeg
import imageio_ffmpeg

from station.audio import CHANNELS, RATE
from station.config import Rendition
from station.demuxers import SOUND_DEMUXERS
from station.errors import StationError

PROTOCOLS = "file,pipe"
_UNCOMPRESSED = (
    (b"RIFF", b"WAVE", {"f": "wav"}),
    (b"RF64", b"WAVE", {"f": "wav"}),
    (b"FORM", b"AIFF", {"f": "aiff"}),
    (b"FORM", b"AIFC", {"f": "aiff"}),
)
QUIET = ("-nostdin", "-hide_banner", "-loglevel", "error")
RELAY_PROTOCOLS = "http,https,tcp,tls,hls,crypto,srt,udp,rtmp,rtmps"
"""Networks only; `udp` carries SRT."""
RELAY_SCHEMES = ("http://", "https://", "srt://", "rtmp://", "rtmps://")
RELAY_DEMUXERS = "mp3,aac,ogg,flac,matroska,mov,mpegts,hls,wav,flv"
RELAY_SECONDS = 10
"""A relayed station that sends nothing for so long is given up."""
PUSH_PROBE_BYTES, PUSH_PROBE_US = 2_000_000, 1_000_000
"""What is read of a stream before it is sent on."""
LIVE_DECODERS = "mp3float,mp3,aac,opus,libopus,vorbis,flac"
LARGE_FRAME = 8192
"""Samples that travel between FFmpeg's threads at a time: fewer, larger frames cost less."""
VERBOSE = ("-nostdin", "-hide_banner", "-nostats", "-loglevel", "level+info")


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
    sound = local_input(path, **options)["a:0"]
    if from_frame:
        sound = sound.filter("aresample", RATE).filter(
            "atrim", start_sample=from_frame - coarse * RATE
        )
    return command(exe, ffmpeg.output(sound, "pipe:1", **raw_sound(), map_metadata=-1))


def decode_live(exe: str, demuxer: str) -> list[str]:
    """Decode what a presenter sends on standard input to raw sound on standard output."""
    source = ffmpeg.input(
        "pipe:0",
        f=demuxer,
        protocol_whitelist="pipe",
        format_whitelist=demuxer,
        codec_whitelist=LIVE_DECODERS,
        **_WITHOUT_DELAY,
    )
    return _live(exe, source)


def relay(exe: str, address: str, seconds: float | None = None) -> list[str]:
    """Decode another station's stream, at the pace of its own time stamps.

    HLS comes in bursts of whole segments; read at its pace, it sounds evenly. Raises ValueError for
    an address that cannot be relayed.
    """
    return _live(exe, _relayed(address), **({} if seconds is None else {"t": seconds}))


def relay_film(exe: str, address: str) -> list[str]:
    """Fetch another station's stream as it is, with its best pictures, as a transport stream.

    What it is made of goes to standard output; raises ValueError as `relay` does.
    """
    form = {"f": "mpegts", "c": "copy", "muxdelay": 0, "muxpreload": 0, "flush_packets": 1}
    fetched = ffmpeg.output(_relayed(address), "pipe:1", sn=None, dn=None, **form)
    return command(exe, fetched)


def _relayed(address: str) -> ffmpeg.nodes.FilterableStream:
    if not address.startswith(RELAY_SCHEMES) or not address.isprintable() or " " in address:
        raise ValueError(f"a relay's address begins with {', '.join(RELAY_SCHEMES)}")
    return ffmpeg.input(
        address,
        protocol_whitelist=RELAY_PROTOCOLS,
        format_whitelist=RELAY_DEMUXERS,
        rw_timeout=RELAY_SECONDS * 1_000_000,
        readrate=1,
        threads=1,
    )


def receive_srt(exe: str, port: int, latency_ms: int, passphrase: str = "") -> list[str]:
    """Wait for one caller by SRT on a port of this computer; what he sends goes to standard output.

    `passphrase` decrypts it; empty for what is not encrypted.
    """
    secret = {"passphrase": passphrase} if passphrase else {}
    source = ffmpeg.input(
        f"srt://127.0.0.1:{port}",
        mode="listener",
        latency=latency_ms * 1_000,
        f="mpegts",
        protocol_whitelist="srt,udp",
        format_whitelist="mpegts",
        probesize=PUSH_PROBE_BYTES,
        analyzeduration=PUSH_PROBE_US,
        **secret,
    )
    form = {"f": "mpegts", "c": "copy", "muxdelay": 0, "muxpreload": 0, "flush_packets": 1}
    return command(exe, ffmpeg.output(source, "pipe:1", sn=None, dn=None, **form))


def line_in(exe: str, system: str, device: str) -> list[str]:
    """Take the sound of a sound card's input."""
    return _live(exe, ffmpeg.input(device, f=system, **_WITHOUT_DELAY))


_WITHOUT_DELAY = {"probesize": 4096, "analyzeduration": 0, "threads": 1}


def _live(exe: str, source: ffmpeg.nodes.FilterableStream, **options: object) -> list[str]:
    form = {**raw_sound(), "map_metadata": -1, "flush_packets": 1, **options}
    return command(exe, ffmpeg.output(source["a:0"], "pipe:1", **form))


_AAC = {"f": "adts", "c:a": "aac", "aac_coder": "fast"}
"""The encoder's default coder, `twoloop`, takes up to twice the time for the same signal-to-noise
ratio, and lets a steady tone at 48 kb/s waver by 2 dB."""
_MEAN = "pan=mono|c0=0.5*c0+0.5*c1"
"""One channel from two; `-ac 1` would add 3 dB, for it does not scale floats."""
STREAM_OUTPUTS: dict[Rendition, dict[str, object]] = {
    "mp3": {"f": "mp3", "c:a": "libmp3lame", "b:a": "128k", "write_xing": 0, "id3v2_version": 0},
    "aac": {**_AAC, "b:a": "96k"},
    "aac-low": {**_AAC, "b:a": "48k", "af": _MEAN},
}
"""Output options of each rendition of a stream."""


def encode(exe: str, pipes: Mapping[Rendition, int]) -> list[str]:
    """Encode raw sound on standard input into renditions, each to the pipe of that number."""
    sound = raw_input().audio
    return command(
        exe,
        *(
            ffmpeg.output(sound, f"pipe:{fd}", **STREAM_OUTPUTS[name], flush_packets=1)
            for name, fd in pipes.items()
        ),
    )


def push_srt(exe: str, address: str) -> list[str]:
    """Send the transport stream on standard input to an SRT address; progress on standard output.

    Raises ValueError for another address.
    """
    if not address.startswith("srt://") or not address.isprintable() or " " in address:
        raise ValueError("an SRT address begins with srt://")
    source = ffmpeg.input(
        "pipe:0",
        f="mpegts",
        protocol_whitelist="pipe",
        format_whitelist="mpegts",
        probesize=PUSH_PROBE_BYTES,
        analyzeduration=PUSH_PROBE_US,
    )
    sent = ffmpeg.output(
        source["v"], source["a"], address, f="mpegts", c="copy", muxdelay=0, flush_packets=1
    )
    return command(exe, sent.global_args("-progress", "pipe:1", "-stats_period", "1"))


def clip(exe: str, demuxer: str, into: int) -> list[str]:
    """Put what comes on standard input into an MP4, as it is encoded: the open file `into`."""
    source = ffmpeg.input("pipe:0", f=demuxer, protocol_whitelist="pipe", format_whitelist=demuxer)
    form = {"f": "mp4", "c": "copy", "bsf:a": "aac_adtstoasc", "movflags": "faststart"}
    written = ffmpeg.output(source, f"file:/dev/fd/{into}", **form)
    return command(exe, written.overwrite_output())


def local_input(path: Path, **options: object) -> ffmpeg.nodes.FilterableStream:
    """Return the input node of a local file, whitelisted; raises ValueError for a relative path."""
    if not path.is_absolute():
        raise ValueError(f"{path} is not absolute")
    return ffmpeg.input(
        f"file:{path}",
        protocol_whitelist=PROTOCOLS,
        format_whitelist=SOUND_DEMUXERS,
        **_known_container(path),
        **options,
    )


def _known_container(path: Path) -> dict[str, str]:
    """Name the demuxer of uncompressed files, whose sound FFmpeg may take for a container.

    In 16-bit stereo at 48 kHz a 1 kHz line-up tone repeats every 192 bytes, as M2TS packets do.
    """
    try:
        with path.open("rb") as file:
            head = file.read(12)
    except OSError:
        return {}
    return next(
        (d for start, form, d in _UNCOMPRESSED if (head[:4], head[8:]) == (start, form)), {}
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


def measure(exe: str, path: Path, tags_fd: int) -> list[str]:
    """Decode a file as `decode` does and measure it on the way, in one pass.

    The sound goes to standard output; what FFmpeg knows of the container, its complaints and the
    loudness summary go to standard error, each line with its level; the tags, as ffmetadata, to
    the open file `tags_fd`.
    """
    source = local_input(path, threads=1)
    rate = {"sample_rates": RATE, "channel_layouts": "stereo", "sample_fmts": "flt"}
    sound = source["a:0"].filter("asetnsamples", LARGE_FRAME, p=0).filter("aformat", **rate)
    sound = sound.filter("ebur128", framelog="verbose")
    tags = ffmpeg.output(
        source["a:0"], f"pipe:{tags_fd}", f="ffmetadata", c="copy", map_chapters=-1
    )
    line = command(exe, ffmpeg.output(sound, "pipe:1", **raw_sound(), map_metadata=-1), tags)
    return [line[0], *VERBOSE, *line[1 + len(QUIET) :]]


def encode_file(
    exe: str,
    path: Path,
    *,
    rate: int,
    options: Mapping[str, object],
    tags: Mapping[str, str],
) -> list[str]:
    """Encode raw float32 stereo on standard input to a file, at its container's own choice."""
    if not path.is_absolute():
        raise ValueError(f"{path} is not absolute")
    sound = ffmpeg.input("pipe:0", f="f32le", ar=rate, ch_layout="stereo")
    written = {
        f"metadata:g:{at}": f"{name}={value}" for at, (name, value) in enumerate(tags.items())
    }
    return command(exe, ffmpeg.output(sound, f"file:{path}", **options, **written))
