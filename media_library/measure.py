"""Measures a file and judges whether it can go on air."""

from dataclasses import dataclass, field
from pathlib import Path

from media_library import cues, decoder, sniff
from media_library.decoder import Pass
from media_library.levels import Levels
from media_library.quarantine import Fault
from station.audio import RATE
from station.errors import StationError

SHORTEST_SECONDS = 0.2
"""Less than this cannot be told from a click."""
_MISSING_SECONDS = 0.5
_MISSING_SHARE = 0.01
"""Containers round, and count an encoder's delay; more than this is missing sound."""
_CUT = ("File ended prematurely", "partial file", "corrupt input packet", "Packet corrupt")
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
    true_peak_db: float
    """True peak."""
    has_picture: bool
    """Whether it has moving pictures."""
    tags: bytes = field(repr=False)
    """Its tags, as ffmetadata."""


def measure(exe: str, path: Path) -> Measurement:
    """Decode a whole file once; raises Refused with the reason when it cannot go on air."""
    if not path.stat().st_size:
        raise Refused(Fault.EMPTY)
    if reference := sniff.reference_format(path):
        raise Refused(Fault.REFERS_ELSEWHERE, format=reference)
    found = decoder.run(exe, path)
    seconds = found.levels.frames / RATE
    _refuse_undecoded(found)
    _refuse_cut(path, found, seconds)
    _refuse_unheard(found.levels, seconds)
    said = found.report
    return Measurement(
        levels=found.levels,
        loudness_lufs=said.loudness_lufs,
        true_peak_db=found.levels.true_peak_db,
        has_picture=said.has_picture,
        tags=found.tags,
    )


def _refuse_undecoded(found: Pass) -> None:
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
    if found.exit_code >= 0 and not said.has_sound:
        raise Refused(Fault.NO_SOUND)
    if found.exit_code or not found.levels.frames:
        raise Refused(Fault.DECODER_FAILED, error=_last_complaint(found))


def _refuse_cut(path: Path, found: Pass, seconds: float) -> None:
    said = found.report
    if sniff.is_cut_short(path):
        raise Refused(Fault.TRUNCATED, decoded=round(seconds, 1))
    if said.stated is None:
        return
    missing = said.stated - seconds
    pictures_may_last_longer = said.has_picture and not said.complains_of(*_CUT)
    if missing > max(_MISSING_SECONDS, _MISSING_SHARE * said.stated) and (
        not pictures_may_last_longer
    ):
        raise Refused(Fault.TRUNCATED, stated=said.stated, decoded=round(seconds, 1))


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
