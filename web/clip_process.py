"""Cuts a stretch out of a recording. This module starts a child where it is put into an MP4."""

import hashlib
import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from station import ffmpeg
from station.errors import StationError
from station.recordings import Part

SECONDS = 300.0
"""Putting an hour into an MP4 takes a fraction of it."""
READ = 1 << 20
_NICENESS = 10
"""The air comes first."""
_FORMS = {".ts": ("mpegts", "mp4", "video/mp4"), ".aac": ("aac", "m4a", "audio/mp4")}


class NotCut(StationError):
    """There is no clip."""

    def __init__(self, why: str) -> None:
        super().__init__(f"no clip: {why}")


@dataclass(frozen=True, slots=True)
class Clip:
    """A file without a name, gone when it is closed."""

    file: IO[bytes]
    size: int
    suffix: str
    type: str
    sha256: str
    """Of all its bytes, in hex: the same stretch of the same copy gives the same."""

    def read(self) -> Iterator[bytes]:
        """Yield all of it, then close it."""
        with self.file:
            while data := self.file.read(READ):
                yield data


def cut(parts: Sequence[Part], exe: str, folder: Path) -> Clip:
    """Return what some parts hold, made in a folder with room; raises NotCut, OSError."""
    form = _FORMS.get(parts[0].path.suffix)
    file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115
    try:
        if form is None:
            _spool(parts, file)
            suffix, kind = "mp3", "audio/mpeg"
        else:
            demuxer, suffix, kind = form
            _wrap(parts, ffmpeg.clip(exe, demuxer, file.fileno()), file)
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return Clip(file, size, suffix, kind, sha256)


def _wrap(parts: Sequence[Part], command: Sequence[str], file: IO[bytes]) -> None:
    with tempfile.TemporaryFile() as words:
        child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stderr=words, pass_fds=[file.fileno()]
        )
        try:
            os.setpriority(os.PRIO_PROCESS, child.pid, _NICENESS)
            assert child.stdin
            with child.stdin as given:
                _spool(parts, given)
            child.wait(SECONDS)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NotCut(str(error)) from error
        finally:
            child.kill()
            child.wait()
        if child.returncode:
            words.seek(0)
            raise NotCut(words.read(500).decode(errors="replace"))


def _spool(parts: Sequence[Part], into: IO[bytes]) -> None:
    for part in parts:
        with part.path.open("rb") as source:
            source.seek(part.stretch.offset)
            into.write(source.read(part.stretch.size))
