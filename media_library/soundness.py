"""Says whether a stored recording is still what was measured: opened, decoded whole, heard."""

import enum
from dataclasses import dataclass
from pathlib import Path

from media_library import cues, files
from media_library.cart import Cart
from media_library.files import FileUnreadable
from media_library.measure import passed
from station.audio import RATE

_TOLERATED = RATE // 10


class Flaw(enum.StrEnum):
    """Why a recording must not go on air."""

    MISSING = "missing"
    """The file is gone, or cannot be read."""
    CHANGED = "changed"
    """The file holds other bytes than those that were measured."""
    UNDECODABLE = "undecodable"
    """The decoder gives it up."""
    SHORT = "short"
    """It does not decode to the length it had."""
    SILENT = "silent"
    """Nothing is heard of it."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a check came to."""

    flaw: Flaw | None
    """None: it is sound."""
    detail: str = ""
    """What exactly was found, for the desk."""


def examine(exe: str, path: Path, cart: Cart) -> Found:
    """Decode a recording whole and compare; raises Interrupted and FfmpegMissing only."""
    try:
        if files.sha256_of(path) != cart.sha256:
            return Found(Flaw.CHANGED)
        found, film = passed(exe, path)
    except FileUnreadable as error:
        return Found(Flaw.MISSING, error.why)
    except OSError as error:
        return Found(Flaw.MISSING, error.strerror or str(error))
    frames = found.levels.frames if film is None else film.frames
    if found.exit_code or not frames:
        return Found(Flaw.UNDECODABLE, str(found.exit_code))
    if abs(frames - cart.frames) > _TOLERATED:
        return Found(Flaw.SHORT, f"{frames / RATE:.1f} s, {cart.frames / RATE:.1f} s")
    silent = film is None and cues.heard(found.levels) is None
    return Found(Flaw.SILENT if silent else None)
