"""The rundown: what the scheduler publishes and the air plays."""

import enum
import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import TypeAdapter

from station.atomic_file import write_atomically
from station.audio import span_of
from station.errors import StationError
from station.kinds import Kind
from station.transition import Transition

FORMAT = 2
"""Version of this contract; a reader refuses one it does not know."""

_READABLE = (1, FORMAT)
"""Format 1 had no windows, secondary items, live slots and transitions: all have defaults."""

CURRENT = "current"
"""Name of the pointer file: `<file name> <sha256 of that file>`, replaced atomically."""


class Start(enum.StrEnum):
    """How an item begins."""

    SOFT = "soft"
    """After the item before it, where the transition rule of the two kinds says."""
    HARD = "hard"
    """On its own sample, fading and cutting whatever is on the air."""
    WAIT = "wait"
    """From its own time on it waits for what is on the air, no longer than `late`; then it cuts."""
    WINDOW = "window"
    """At the join between `early` before and `late` behind its own time that `prefer` chooses;
    where there is none, it cuts at the end of the window."""
    MANUAL = "manual"
    """When an operator takes it; until then fillers keep the air behind the item before it."""


class Prefer(enum.StrEnum):
    """Which join inside its window an item takes."""

    CLOSEST = "closest"
    """The one nearest to its own time."""
    OVER = "over"
    """The first one behind its own time; the last one before it where there is none."""
    UNDER = "under"
    """The last one before its own time; the first one behind it where there is none."""


class Overrun(enum.StrEnum):
    """What happens where a programme is not over when something with its own time should begin.

    A HARD start always begins on its sample; this rule is for all the others.
    """

    SHIFT = "shift"
    """It finishes, and what follows begins later."""
    FADE = "fade"
    """It is faded so that it ends in time."""
    DROP = "drop"
    """It finishes, and the next droppable items are left out until the delay is made good."""


class Anchor(enum.StrEnum):
    """What of its parent a secondary item is tied to."""

    START = "start"
    """Its first sample is `offset` behind the parent's first sample."""
    INTRO = "intro"
    """Its last sample is `offset` behind the end of the parent's intro."""
    END = "end"
    """Its first sample is `offset` behind the parent's hand-over; negative: before it."""


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
    LIVE = "live"
    """A presenter is live."""
    RELAY = "relay"
    """Another station is relayed."""
    SUBSTITUTE = "substitute"
    """It stands in for a recording that failed its check before the airing."""
    TALK_OVER = "talk_over"
    """The programme wants it over its items."""
    EVENT = "event"
    """It airs at a time of its own whatever the programme: the anthem, an azan."""


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
    has_sound: bool = True
    """Whether the file has sound; a film without is aired with silence."""
    early: int = 0
    """WINDOW: frames it may begin before `begins`."""
    late: int = 0
    """WINDOW and WAIT: frames it may begin behind `begins`; then it cuts."""
    prefer: Prefer = Prefer.CLOSEST
    """WINDOW: which join it takes."""
    overrun: Overrun = Overrun.SHIFT
    """What happens when it is not over when something with its own time should begin."""
    droppable: bool = False
    """Whether it may be left out to make good a delay."""
    quiet: bool = False
    """Whether it is meant to have long silences, so that no alarm is raised."""
    intro: int = 0
    """Frame of the file at which the words or the tune proper begin; 0 when nobody marked it."""
    relay: str = ""
    """Address of another station's stream that airs in its place for as long as it sounds; the
    file is what airs without it. http, https and srt."""
    relay_over: int = 0
    """Frames the relay may run over behind its items; then, or when it falls silent before, the
    plan goes on. A start that cuts and a presenter's slot end it as well."""
    relay_source: str = ""
    """Whose broadcast is relayed, for listeners and for the account of relays."""
    clearance: str = ""
    """Number with which the film censors have cleared it (STLS), shown before it; empty: none."""
    film_class: str = ""
    """Whom they have cleared it for: SU, 13+, 17+ or 21+; empty: not said."""
    sign_path: str = ""
    """The film of its sign-language interpreter, relative to the media folder: its first picture
    belongs to the first frame of the item's own file. Empty: none."""

    def __post_init__(self) -> None:
        if not 0 <= self.cue_in < self.segue <= self.cue_out:
            raise ValueError(f"{self.key}: cues out of order")
        if self.begins.utcoffset() != timedelta(0):
            raise ValueError(f"{self.key}: begins must be aware and in UTC")
        if min(self.early, self.late, self.relay_over) < 0:
            raise ValueError(f"{self.key}: a window cannot be negative")

    @property
    def frames(self) -> int:
        """Frames from its first sample to the start of the next item."""
        return self.segue - self.cue_in

    @property
    def ends(self) -> datetime:
        """When the next item may start, UTC."""
        return self.begins + span_of(self.frames)


@dataclass(frozen=True, slots=True)
class Secondary:
    """A short item that sounds over others: a voice over an intro, a sweeper, a jingle."""

    item: Item
    """What is heard; its `begins` is where the plan expects it."""
    parent: str
    """Key of the item it is tied to; it is left out together with it."""
    anchor: Anchor = Anchor.START
    """What of the parent it is tied to."""
    offset: int = 0
    """Frames behind the anchor; negative before it."""
    duck_db: float = -12.0
    """What the items below it are lowered by while it sounds; 0 leaves them alone."""


@dataclass(frozen=True, slots=True)
class LiveSlot:
    """A stretch in which a presenter may have the air; the items below it are what airs without."""

    key: str
    """Names it through every planning."""
    begins: datetime
    """UTC."""
    ends: datetime
    """UTC; the presenter has left the air by then."""
    programme: str = ""
    """Its name, for listeners too."""
    presenters: tuple[str, ...] = ()
    """Logins that may take it; empty: every presenter of the channel."""
    by_itself: bool = True
    """Whether the air goes over as soon as the presenter sounds; else an operator takes him."""


@dataclass(frozen=True, slots=True)
class RunningText:
    """Words that are shown rather than heard, such as a call to prayer on a day of silence."""

    key: str
    """Names it through every planning."""
    begins: datetime
    """UTC."""
    ends: datetime
    """UTC."""
    text: str
    """What is shown."""
    title: str = ""
    """What it stands for."""
    urgent: bool = False
    """Whether it runs before all others, again and again."""


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
    secondary: tuple[Secondary, ...] = ()
    """What sounds over the items, in order of the expected starts."""
    live_slots: tuple[LiveSlot, ...] = ()
    """When presenters may have the air, in order; they do not overlap."""
    transitions: tuple[Transition, ...] = ()
    """The station's own rules; where none fits, `transition.DEFAULTS` do."""
    format: int = FORMAT
    """Version of this contract."""
    texts: tuple[RunningText, ...] = ()
    """What is shown as running text, in order."""

    def __post_init__(self) -> None:
        if any(a.begins > b.begins for a, b in zip(self.items, self.items[1:], strict=False)):
            raise ValueError("items are not in order of their starts")
        keys = [item.key for item in (*self.items, *(one.item for one in self.secondary))]
        if len(set(keys)) != len(keys):
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
    if rundown.format not in _READABLE:
        raise ValueError(f"format {rundown.format} is not known")
    return rundown


def publish(folder: Path, rundown: Rundown) -> Path:
    """Write a version beside the others, then point at it; both steps are atomic and synced."""
    folder.mkdir(parents=True, exist_ok=True)
    text = to_json(rundown)
    path = _path(folder, rundown.version)
    write_atomically(path, text)
    write_atomically(folder / CURRENT, f"{path.name} {hashlib.sha256(text).hexdigest()}\n".encode())
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


def prune(folder: Path, keep: int = 200, spare: Collection[int] = ()) -> None:
    """Delete all but the newest `keep` versions, and those that are to be spared."""
    spared = {_path(folder, version) for version in spare}
    for path in sorted(folder.glob("*.json"))[:-keep]:
        if path not in spared:
            path.unlink(missing_ok=True)
