"""The rundown: what the scheduler publishes and the air plays."""

import enum
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import TypeAdapter

from station.audio import span_of
from station.errors import StationError

FORMAT = 1
"""Version of this contract; a reader refuses one it does not know."""

CURRENT = "current"
"""Name of the pointer file: `<file name> <sha256 of that file>`, replaced atomically."""


class Kind(enum.StrEnum):
    """What a recording is for."""

    MUSIC = "music"
    JINGLE = "jingle"
    STATION_ID = "station_id"
    PSA = "psa"
    PROGRAMME = "programme"
    BUMPER = "bumper"
    FILLER = "filler"


class Start(enum.StrEnum):
    """How an item begins."""

    SOFT = "soft"
    """After the item before it, at that item's segue."""
    HARD = "hard"
    """On its own sample, fading and cutting whatever is on the air."""


class Why(enum.StrEnum):
    """Why the planner put an item where it is."""

    FIXED = "fixed"
    """It is a fixed item of the programme."""
    ROTATION = "rotation"
    """The programme's rotation chose it."""
    SPOT_TIME = "spot_time"
    """A spot ordered for this very time."""
    SPOT_SPREAD = "spot_spread"
    """A spot ordered n times a day inside a window."""
    FILL = "fill"
    """It fills the time to the next hard start."""
    NO_PROGRAMME = "no_programme"
    """No programme is scheduled here: the station's own rotation."""
    INSERTED = "inserted"
    """An operator put it here."""
    MOVED = "moved"
    """An operator moved it here."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an item is here, for people; the words come from the message catalogue."""

    code: Why
    """The rule that placed it."""
    about: Mapping[str, str] = field(default_factory=dict)
    """What the sentence needs: `programme`, `campaign`, `window`, `rule`, `by` …"""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a rundown: one airing of one recording. All lengths count frames at 48 kHz."""

    key: str
    """Names this airing; the same airing keeps its key through every planning."""
    cart_id: int
    """The recording in the library."""
    kind: Kind
    """What the recording is for."""
    title: str
    """As shown to people and listeners."""
    path: str
    """The file, relative to the media folder."""
    begins: datetime
    """Planned first sample, UTC; binding for a hard start."""
    cue_in: int
    """First frame of the file that is used."""
    cue_out: int
    """The frame after the last one used."""
    segue: int
    """The frame at which the next item may start; cue_in < segue <= cue_out."""
    artist: str = ""
    """Performer, may be empty."""
    programme: str = ""
    """Name of the programme it belongs to."""
    start: Start = Start.SOFT
    """How it begins."""
    reason: Reason = Reason(Why.FIXED)
    """Why it is here."""
    gain_db: float = 0.0
    """Static gain from the loudness measured at ingest, ceiling included."""
    fade_in: int = 0
    """Frames over which it rises."""
    fade_out: int = 0
    """Frames before cue_out over which it falls; more than zero when it was trimmed to fit."""
    must_air: bool = False
    """Whether it outranks a live presenter."""
    campaign_id: int | None = None
    """The campaign that ordered it."""
    rating: str = "SU"
    """Programme classification: SU, P, A, R or D (SPS 2012)."""
    has_picture: bool = False
    """Whether the file has moving pictures."""

    def __post_init__(self) -> None:
        if not 0 <= self.cue_in < self.segue <= self.cue_out:
            raise ValueError(f"{self.key}: cues out of order")
        if self.begins.utcoffset() != timedelta(0):
            raise ValueError(f"{self.key}: begins must be aware and in UTC")

    @property
    def frames(self) -> int:
        """Frames from its first sample to the start of the next item."""
        return self.segue - self.cue_in

    @property
    def ends(self) -> datetime:
        """When the next item may start, UTC."""
        return self.begins + span_of(self.frames)


@dataclass(frozen=True, slots=True)
class Rundown:
    """An immutable, versioned list of items for one channel."""

    channel: str
    """Channel slug."""
    version: int
    """Counts up by one with each publication of the channel."""
    made_at: datetime
    """When the planner made it, UTC."""
    begins: datetime
    """Start of the span it covers, UTC."""
    ends: datetime
    """End of the span it covers, UTC."""
    items: tuple[Item, ...]
    """In order of their planned starts."""
    fillers: tuple[Item, ...] = ()
    """What the filler rung loops when the plan has a hole; their `begins` means nothing."""
    format: int = FORMAT
    """Version of this contract."""

    def __post_init__(self) -> None:
        if any(a.begins > b.begins for a, b in zip(self.items, self.items[1:], strict=False)):
            raise ValueError("items are not in order of their starts")
        if len({item.key for item in self.items}) != len(self.items):
            raise ValueError("two items have the same key")


class RundownUnreadable(StationError):
    """A published rundown is missing, damaged or of an unknown format."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}")


_ADAPTER: TypeAdapter[Rundown] = TypeAdapter(Rundown)


def to_json(rundown: Rundown) -> bytes:
    return _ADAPTER.dump_json(rundown)


def from_json(text: bytes) -> Rundown:
    """Read a rundown; raises ValueError for anything that is not one of a known format."""
    rundown = _ADAPTER.validate_json(text)
    if rundown.format != FORMAT:
        raise ValueError(f"format {rundown.format} is not known")
    return rundown


def publish(folder: Path, rundown: Rundown) -> Path:
    """Write a version beside the others, then point at it; both steps are atomic and synced."""
    folder.mkdir(parents=True, exist_ok=True)
    text = to_json(rundown)
    path = _path(folder, rundown.version)
    _write(path, text)
    _write(folder / CURRENT, f"{path.name} {hashlib.sha256(text).hexdigest()}\n".encode())
    return path


def read_current(folder: Path) -> Rundown:
    """Return the published rundown; raises RundownUnreadable when it cannot be trusted."""
    pointer = folder / CURRENT
    try:
        name, _, checksum = pointer.read_text().strip().partition(" ")
    except (OSError, ValueError) as error:
        raise RundownUnreadable(pointer, str(error)) from error
    return _read(folder / Path(name).name, checksum)


def read_version(folder: Path, version: int, checksum: str) -> Rundown:
    """Return a version by its number; raises RundownUnreadable when it cannot be trusted."""
    return _read(_path(folder, version), checksum)


def _path(folder: Path, version: int) -> Path:
    return folder / f"{version:08d}.json"


def _read(path: Path, checksum: str) -> Rundown:
    try:
        text = path.read_bytes()
    except (OSError, ValueError) as error:
        raise RundownUnreadable(path, str(error)) from error
    if hashlib.sha256(text).hexdigest() != checksum:
        raise RundownUnreadable(path, "its checksum does not match")
    try:
        return from_json(text)
    except ValueError as error:
        raise RundownUnreadable(path, str(error)) from error


def newest_version(folder: Path) -> int:
    """Return the highest version ever written to the folder, 0 when there is none."""
    numbers = (int(path.stem) for path in folder.glob("*.json") if path.stem.isdigit())
    return max(numbers, default=0)


def prune(folder: Path, keep: int = 200) -> None:
    """Delete all but the newest `keep` versions."""
    for path in sorted(folder.glob("*.json"))[:-keep]:
        path.unlink(missing_ok=True)


def _write(path: Path, text: bytes) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    with temporary.open("wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
