"""Says whether a stored recording is still what was measured: opened, decoded whole, heard."""

import enum
from dataclasses import dataclass
from pathlib import Path

from media_library import cues, decoder, files
from media_library.cart import Cart
from media_library.files import FileUnreadable
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
    """Decode a recording whole and compare; raises Interrupted and FfmpegMissing only.

    A film is only opened: its bytes are those that were measured, and to decode its pictures
    once more would take as much of the machine as to air them.
    """
    try:
        if files.sha256_of(path) != cart.sha256:
            return Found(Flaw.CHANGED)
        return _opened(exe, path) if cart.has_picture else _decoded(exe, path, cart)
    except FileUnreadable as error:
        return Found(Flaw.MISSING, error.why)
    except OSError as error:
        return Found(Flaw.MISSING, error.strerror or str(error))


def _opened(exe: str, path: Path) -> Found:
    return Found(None if decoder.look(exe, path).has_picture else Flaw.UNDECODABLE)


def _decoded(exe: str, path: Path, cart: Cart) -> Found:
    found = decoder.run(exe, path)
    if found.exit_code or not found.levels.frames:
        return Found(Flaw.UNDECODABLE, str(found.exit_code))
    if abs(found.levels.frames - cart.frames) > _TOLERATED:
        lengths = f"{found.levels.frames / RATE:.1f} s, {cart.frames / RATE:.1f} s"
        return Found(Flaw.SHORT, lengths)
    return Found(Flaw.SILENT if cues.heard(found.levels) is None else None)
