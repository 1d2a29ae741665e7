"""Measures a file and judges whether it can go on air."""

from dataclasses import dataclass, field
from pathlib import Path

from media_library import cues, decoder, film, sniff
from media_library.decoder import Pass
from media_library.film import Film
from media_library.levels import Levels
from media_library.quarantine import Fault
from station.audio import RATE
from station.errors import StationError

SHORTEST_SECONDS = 0.2
"""Less than this cannot be told from a click."""
_MISSING_SECONDS = 0.5
_MISSING_SHARE = 0.01
"""Containers round, and count an encoder's delay; more than this is missing sound."""
_ONLY_STAMPED = ("mpegts", "mpeg")
"""Containers that know their length by time stamps alone, which may begin anew on the way."""
_SURPLUS_SECONDS = 60
_SURPLUS_SHARE = 0.1
"""A film that is so much longer than it says has broken time stamps."""
_GUESSED_BY_NAME = "detected only with low score"
_GARBAGE = 10
"""So many complaints about a file known only by its name: it is something else."""


class Refused(StationError):
    """A file cannot go on air."""

    def __init__(self, fault: Fault, **about: str | int | float) -> None:
        super().__init__(f"{fault}: {about}")
        self.fault = fault
        self.about = about


@dataclass(frozen=True, slots=True)
class Measurement:
    """A file that can go on air."""

    levels: Levels
    """Its length and level."""
    loudness_lufs: float | None
    """Integrated loudness."""
    true_peak_db: float | None
    """True peak; None where there is no sound."""
    film: Film | None
    """Its moving pictures, where it has any."""
    tags: bytes = field(repr=False)
    """Its tags, as ffmetadata."""

    @property
    def has_picture(self) -> bool:
        return self.film is not None

    @property
    def has_sound(self) -> bool:
        return self.film is None or self.film.sound > 0


def measure(exe: str, path: Path) -> Measurement:
    """Decode a whole file once; raises Refused with the reason when it cannot go on air."""
    if not path.stat().st_size:
        raise Refused(Fault.EMPTY)
    if reference := sniff.reference_format(path):
        raise Refused(Fault.REFERS_ELSEWHERE, format=reference)
    if picture := sniff.picture_format(path):
        raise Refused(Fault.STILL_IMAGE, format=picture)
    found, seen = _passed(exe, path)
    frames = found.levels.frames if seen is None else seen.frames
    _refuse_undecoded(found, frames)
    _refuse_cut(path, found, frames / RATE)
    if seen is None:
        _refuse_unheard(found.levels, frames / RATE)
    elif frames < SHORTEST_SECONDS * RATE:
        raise Refused(Fault.TOO_SHORT, seconds=round(frames / RATE, 3))
    return Measurement(
        levels=found.levels.lengthened(frames),
        loudness_lufs=found.report.loudness_lufs,
        true_peak_db=found.levels.true_peak_db if found.levels.frames else None,
        film=seen,
        tags=found.tags,
    )


def _passed(exe: str, path: Path) -> tuple[Pass, Film | None]:
    """Decode a whole file once, with its moving pictures where it has any."""
    if sniff.may_have_pictures(path):
        heading = decoder.look(exe, path)
    else:
        found = decoder.run(exe, path)
        heading = found.report
        if heading.moving is None:
            return found, None
    if heading.moving is None:
        return decoder.run(exe, path), None
    found = decoder.run_film(exe, path, heading.moving.place, heading.has_sound)
    silent = cues.silences(found.levels)
    sound = found.levels.frames
    return found, film.of_pass(found.report, heading.moving, found.pictures, sound, silent)


def _refuse_undecoded(found: Pass, frames: int) -> None:
    said = found.report
    doubtful = said.complains_of(_GUESSED_BY_NAME)
    if said.complains_of("moov atom not found"):
        raise Refused(Fault.TRUNCATED)
    if said.complains_of("external track", "Skipping opening of external"):
        raise Refused(Fault.REFERS_ELSEWHERE, format="mov")
    if found.exit_code >= 0 and not said.format:
        raise Refused(Fault.NOT_MEDIA)
    if doubtful and (found.exit_code > 0 or len(said.complaints) > _GARBAGE):
        raise Refused(Fault.NOT_MEDIA)
    if found.exit_code >= 0 and not said.has_sound and not said.has_picture:
        raise Refused(Fault.NO_SOUND)
    if found.exit_code or not frames:
        raise Refused(Fault.DECODER_FAILED, error=_last_complaint(found))


def _refuse_cut(path: Path, found: Pass, seconds: float) -> None:
    said = found.report
    if sniff.is_cut_short(path):
        raise Refused(Fault.TRUNCATED, decoded=round(seconds, 1))
    if said.stated is None or said.format.startswith(_ONLY_STAMPED):
        return
    missing = said.stated - seconds
    if missing > max(_MISSING_SECONDS, _MISSING_SHARE * said.stated):
        raise Refused(Fault.TRUNCATED, stated=said.stated, decoded=round(seconds, 1))
    if -missing > max(_SURPLUS_SECONDS, _SURPLUS_SHARE * said.stated) and said.has_picture:
        raise Refused(Fault.DECODER_FAILED, error=f"{seconds:.0f} s decoded of {said.stated:.0f} s")


def _refuse_unheard(levels: Levels, seconds: float) -> None:
    heard = cues.heard(levels)
    if heard is None:
        raise Refused(Fault.SILENT, seconds=round(seconds, 1))
    if (heard[1] - heard[0]) / RATE < SHORTEST_SECONDS:
        raise Refused(Fault.TOO_SHORT, seconds=round((heard[1] - heard[0]) / RATE, 3))


def _last_complaint(found: Pass) -> str:
    if found.exit_code < 0:
        return f"signal {-found.exit_code}"
    return found.report.complaints[-1][:200] if found.report.complaints else ""
