"""`mengudara doctor`: what is missing for going on air, in plain words. Adapter: starts FFmpeg."""

import ctypes
import ctypes.util
import enum
import shutil
import struct
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from mengudara import ports, schema
from mengudara.lock import PidFile
from station import ffmpeg
from station.config import Config
from station.database import engine_for
from station.paths import StatePaths
from station.rundown import RundownUnreadable, read_current

NEEDED = {
    "-encoders": ("libmp3lame", "aac"),
    "-decoders": ("mp3float", "aac", "vorbis", "opus", "flac", "pcm_s16le", "wmav2"),
    "-muxers": ("mp3", "adts", "f32le"),
    "-protocols": ("file", "pipe"),
    "-filters": ("ebur128", "aresample", "atrim"),
}
"""What the station asks of FFmpeg, by the option that lists it."""
ROOM_FOR_A_DAY = 3_000_000_000
_TIMEX = struct.Struct("@i4xqqqqi")
_TIMEX_BYTES = 256
_UNSYNCHRONISED = 0x40


class Grade(enum.Enum):
    """How a finding weighs."""

    GOOD = "ok  "
    WEAK = "note"
    BAD = "FAIL"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    grade: Grade
    sentence: str


def examine(config: Config, paths: StatePaths) -> list[Finding]:
    """Look at everything; changes nothing."""
    return [
        *_state(config, paths),
        *_ffmpeg(config),
        *_ports(config, paths),
        *_disk(config, paths),
        *_database(config, paths),
        *_clock(),
        *_soundcard(),
    ]


def report(findings: list[Finding]) -> int:
    """Print the findings; return 1 when one of them keeps the station off the air."""
    for finding in findings:
        print(f"[{finding.grade.value}] {finding.sentence}")
    bad = sum(finding.grade is Grade.BAD for finding in findings)
    print(f"{bad} to be put right." if bad else "Ready to go on air.")
    return 1 if bad else 0


def _state(config: Config, paths: StatePaths) -> Iterator[Finding]:
    if not paths.config.exists():
        yield Finding(Grade.WEAK, f"There is no {paths.config}: every setting has its default.")
    if not paths.slate.exists():
        yield Finding(Grade.WEAK, "There is no slate: a gap in the air would be silent.")
    for channel in config.channels:
        try:
            rundown = read_current(paths.rundown(channel.slug))
            yield Finding(
                Grade.GOOD, f"Rundown {rundown.version} of {channel.slug} until {rundown.ends}."
            )
        except RundownUnreadable:
            yield Finding(Grade.WEAK, f"No rundown of {channel.slug} is published yet.")


def _ffmpeg(config: Config) -> Iterator[Finding]:
    try:
        exe = ffmpeg.binary(config.ffmpeg)
        version = _ask(exe, "-version").split()[2]
    except (ffmpeg.FfmpegMissing, OSError, subprocess.SubprocessError, IndexError) as error:
        yield Finding(Grade.BAD, f"FFmpeg cannot be run: {error}")
        return
    for option, wanted in NEEDED.items():
        listed = set(_ask(exe, option).replace(",", " ").split())
        lacking = [name for name in wanted if name not in listed]
        if lacking:
            what = option.strip("-")
            yield Finding(Grade.BAD, f"FFmpeg {version} lacks {what}: {', '.join(lacking)}.")
            return
    yield Finding(Grade.GOOD, f"FFmpeg {version} can do all that is needed ({exe}).")


def _ask(exe: str, option: str) -> str:
    done = subprocess.run(
        [exe, "-hide_banner", option], capture_output=True, text=True, check=True, timeout=20
    )
    return done.stdout


def _ports(config: Config, paths: StatePaths) -> Iterator[Finding]:
    problems = ports.taken(config)
    roles = {"web": "web", "streams": "stream"}
    for problem in problems:
        if PidFile(paths.run, roles[problem.section]).is_held():
            yield Finding(Grade.GOOD, f"Port {problem.port} is used by this running station.")
        else:
            yield Finding(Grade.BAD, str(problem))
    if not problems:
        yield Finding(Grade.GOOD, f"Ports {config.web.port} and {config.streams.port} are free.")
    yield from _presenters_port(config, paths)


def _presenters_port(config: Config, paths: StatePaths) -> Iterator[Finding]:
    """The station goes on the air without it, so it never keeps anything from starting."""
    live = config.live
    if not live.enabled or PidFile(paths.run, "live").is_held():
        return
    seen = live.rtmp.enabled and any(channel.shape for channel in config.channels)
    for door in (live, live.rtmp) if seen else (live,):
        if why := ports.refusal(door.host, door.port):
            sentence = f"Presenters cannot connect to port {door.port} on {door.host}: {why}."
            yield Finding(Grade.WEAK, sentence)


def _disk(config: Config, paths: StatePaths) -> Iterator[Finding]:
    folder = next(one for one in (paths.home, *paths.home.parents) if one.exists())
    free = shutil.disk_usage(folder).free
    size = f"{free / 1e9:.1f} GB free in {paths.home}"
    if free < config.media.keep_free_bytes:
        yield Finding(Grade.BAD, f"The disk is full: {size}.")
    elif free < config.media.keep_free_bytes + ROOM_FOR_A_DAY:
        yield Finding(Grade.WEAK, f"The disk is nearly full: {size}.")
    else:
        yield Finding(Grade.GOOD, f"{size}.")


def _database(config: Config, paths: StatePaths) -> Iterator[Finding]:
    if not config.database_url and not paths.database.exists():
        yield Finding(Grade.WEAK, "There is no database yet: `mengudara schema upgrade` makes it.")
        return
    engine = engine_for(config.database_at(paths))
    try:
        if schema.is_current(engine):
            yield Finding(Grade.GOOD, f"The database answers ({engine.url.render_as_string()}).")
        else:
            yield Finding(
                Grade.BAD, "The database is of another version: `mengudara schema upgrade`."
            )
    except SQLAlchemyError as error:
        yield Finding(Grade.BAD, f"The database does not answer: {error}")
    finally:
        engine.dispose()


def _clock() -> Iterator[Finding]:
    """Ask the kernel whether something keeps its clock right; see adjtimex(2)."""
    timex = ctypes.create_string_buffer(_TIMEX_BYTES)
    if ctypes.CDLL(None).adjtimex(timex) < 0:
        yield Finding(Grade.WEAK, "The kernel does not tell whether its clock is kept right.")
    elif _TIMEX.unpack_from(timex)[-1] & _UNSYNCHRONISED:
        yield Finding(
            Grade.WEAK, "Nothing keeps this computer's clock right: install chrony, or turn on NTP."
        )
    else:
        yield Finding(Grade.GOOD, "The computer's clock is kept right.")


def _soundcard() -> Iterator[Finding]:
    if ctypes.util.find_library("vlc"):
        yield Finding(Grade.GOOD, "libVLC is there: the sound output can be used.")
    else:
        yield Finding(Grade.WEAK, "libVLC is absent: streams work; the sound output needs libvlc5.")
