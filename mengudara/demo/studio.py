"""Makes every recording of the demo station as a tagged file. Adapter: starts FFmpeg.

Runs in worker processes: each job is a plain function of picklable values.
"""

import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from media_library import spot_studio
from media_library.spot_studio import AudioSegment
from mengudara.demo.effects import Effect
from mengudara.demo.gendhing import Piece, perform
from mengudara.demo.scripts import STATION, Script
from mengudara.demo.voices import RATE, Sound
from station import audio, ffmpeg
from station.errors import StationError
from station.kinds import Kind

COMMENT = "dibuat oleh komputer"
_Format = tuple[str, dict[str, object]]
"""File suffix, and FFmpeg's output options."""
_FLAC: _Format = (".flac", {"acodec": "flac", "sample_fmt": "s16"})
_MP3: _Format = (".mp3", {"acodec": "libmp3lame", "audio_bitrate": "128k", "compression_level": 7})
_OPUS: _Format = (
    ".opus",
    {"acodec": "libopus", "audio_bitrate": "96k", "ar": 48_000, "compression_level": 2},
)
_OGG: _Format = (".ogg", {"acodec": "libvorbis", "aq": 4})
_M4A: _Format = (
    ".m4a",
    {"acodec": "aac", "aac_coder": "fast", "audio_bitrate": "128k", "movflags": "+faststart"},
)
FORMATS: tuple[_Format, ...] = (
    _FLAC, _MP3, _OPUS, _MP3, _OGG, _FLAC, _OPUS, _MP3, _M4A,
)  # fmt: skip
"""Mixed on purpose, the quick ones more often."""


class Unencodable(StationError):
    """FFmpeg would not write a recording."""


@dataclass(frozen=True, slots=True)
class Recording:
    """One finished file, and what the library is told about it."""

    path: Path
    kind: Kind
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where and with what the work is done."""

    folder: Path
    """For finished recordings."""
    scratch: Path
    """For voices and beds."""
    exe: str
    """FFmpeg."""


def make_piece(piece: Piece, kind: Kind, number: int, shop: Workshop) -> Recording:
    suffix, options = FORMATS[number % len(FORMATS)]
    path = shop.folder / f"{kind}-{piece.seed:02d}{suffix}"
    tags = {
        "title": piece.title,
        "artist": piece.artist,
        "album": piece.album,
        "genre": piece.genre,
        "comment": COMMENT,
    }
    _encode(perform(piece), RATE, path, options, tags, shop.exe)
    return Recording(path, kind, piece.tags)


def make_bed(piece: Piece, number: int, shop: Workshop) -> None:
    perform(piece).tofile(bed_path(number, shop))


def make_spoken(script: Script, number: int, shop: Workshop) -> Recording:
    """Lay the voice over its bed; long talk gets music only at its ends."""
    suffix, options = FORMATS[(number + 1) % len(FORMATS)]
    path = shop.folder / f"{script.name}{suffix}"
    tags = {"title": script.title, "artist": script.artist, "comment": COMMENT}
    if script.agency:
        tags["album"] = script.agency
    segment = _produce(script, shop)
    _encode(spot_studio.samples_of(segment), audio.RATE, path, options, tags, shop.exe)
    return Recording(path, script.kind, script.tags)


def make_effect(effect: Effect, shop: Workshop) -> Recording:
    suffix, options = _FLAC
    path = shop.folder / f"{effect.name}{suffix}"
    tags = {"title": effect.title, "artist": STATION, "comment": COMMENT}
    _encode(effect.make(), RATE, path, options, tags, shop.exe)
    return Recording(path, Kind.PROGRAMME, ("efek",))


def make_slate(text_path: Path, path: Path, shop: Workshop) -> None:
    """Write the slate: a soft bed, the voice, and quiet music to loop on."""
    voice = voice_of(text_path)
    bed = _bed(0, shop)
    segment = spot_studio.over_bed(voice, bed, lead_ms=2_500, tail_ms=4_500)
    samples = spot_studio.samples_of(spot_studio.normalised(segment, -20.0)[:15_000])
    temporary = path.with_suffix(".part")
    samples.astype("<f4").tofile(temporary)
    temporary.replace(path)


def make_neighbour(text_path: Path, path: Path, shop: Workshop) -> None:
    """Write what the station next door sends: MP3 frames and nothing else, to be looped."""
    whole = spot_studio.over_bed(voice_of(text_path), _bed(1, shop), lead_ms=1_500, tail_ms=1_500)
    samples = spot_studio.samples_of(spot_studio.normalised(whole))
    plain: dict[str, object] = {"b:a": "128k", "write_xing": 0, "id3v2_version": 0}
    temporary = path.with_suffix(".part.mp3")
    _encode(samples, audio.RATE, temporary, plain, {}, shop.exe)
    temporary.replace(path)


def voice_path(name: str, shop: Workshop) -> Path:
    return shop.scratch / f"{name}.wav"


def bed_path(number: int, shop: Workshop) -> Path:
    return shop.scratch / f"bed-{number}.f32"


def _produce(script: Script, shop: Workshop) -> AudioSegment:
    voice = voice_of(voice_path(script.name, shop))
    if script.bed is None:
        return spot_studio.normalised(voice)
    bed = _bed(script.bed, shop)
    if script.kind is Kind.PROGRAMME:
        whole = spot_studio.over_bed(voice, bed, lead_ms=4_000, tail_ms=5_000, ducked_db=-20)
    else:
        whole = spot_studio.over_bed(voice, bed)
    return spot_studio.normalised(whole)


def voice_of(path: Path) -> AudioSegment:
    """Return what was spoken into a file, without the silence around it."""
    segment = spot_studio.load_wav(path).set_frame_rate(audio.RATE)
    return spot_studio.normalised(spot_studio.trimmed(segment), -17.0)


def _bed(number: int, shop: Workshop) -> AudioSegment:
    sound = np.fromfile(bed_path(number, shop), "<f4").reshape(-1, 2)
    bed = spot_studio.segment_of(sound, RATE).set_frame_rate(audio.RATE)
    return spot_studio.normalised(bed, -22.0)


def _encode(
    sound: Sound, rate: int, path: Path, options: dict[str, object], tags: dict[str, str], exe: str
) -> None:
    command = ffmpeg.encode_file(exe, path.absolute(), rate=rate, options=options, tags=tags)
    child = subprocess.run(
        command,
        input=np.ascontiguousarray(sound, "<f4").tobytes(),
        capture_output=True,
        check=False,
    )
    if child.returncode:
        raise Unencodable(f"{path.name}: {child.stderr.decode(errors='replace')[-300:]}")
