"""The recording of what aired: files of one hour by UTC, each with an index from time to bytes.

    recordings/CHANNEL/COPY/20270305T05Z.ts
    recordings/CHANNEL/COPY/20270305T05Z.index

The index grows with the file, one JSON object a line: stretches that can be heard or seen by
themselves, and what began to be on. A last line torn by a power cut is no line.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from pydantic import TypeAdapter

from station.audio import from_utc_us, utc_us

HOUR = timedelta(hours=1)
INDEX = ".index"
GAP_US = 500_000
"""Less than this between two stretches is no gap: clocks are corrected by as much."""
JOURNAL = "recorder"
"""Folder inside that of the air's journal: the recorder's own."""
SUFFIXES = (".ts", ".mp3", ".aac")
_NAME = re.compile(r"(\d{8}T\d{2}Z)\.(ts|mp3|aac)")


class Copy(StrEnum):
    """What is kept of a channel, each encoded once, for its audience."""

    PROGRAMME = "programme"
    """The best there is: the channel's own size, or its first rendition."""
    PROXY = "proxy"
    """The thriftiest: the smallest size or rendition."""


class Alarm(StrEnum):
    """What goes wrong with a recording and is well again: codes in its journal, words on pages."""

    SHORT = "recording_short"
    """The disk is nearly full; GB that are free."""
    FULL = "recording_full"
    """Nothing is recorded, for want of room; GB that are free."""
    UNWRITABLE = "recording_unwritable"
    """Nothing is recorded: the disk does not take it, and why."""
    BEHIND = "recording_behind"
    """The encoder gives nothing; the seconds after which that was noticed."""
    GAVE_UP = "recording_gave_up"
    """Large hours went before their days were over, for want of room; how many."""
    GOES_ON = "recording_goes_on"
    """It is recorded again."""
    ROOM = "recording_room"
    """The disk has room again."""

    @property
    def stops(self) -> bool:
        """Whether nothing is recorded while it stands."""
        return self in (Alarm.FULL, Alarm.UNWRITABLE, Alarm.BEHIND)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some bytes of a file that can be decoded by themselves."""

    at: int
    """Station time of its first sample or picture, UTC in µs."""
    us: int
    """How long it is."""
    offset: int
    """Byte of the file at which it begins."""
    size: int

    @property
    def ends(self) -> int:
        return self.at + self.us


@dataclass(frozen=True, slots=True)
class Begun:
    """Something that began to be on."""

    at: int
    """Station time, UTC in µs."""
    title: str
    artist: str = ""
    programme: str = ""
    cart_id: int | None = None
    item_key: str = ""


@dataclass(frozen=True, slots=True)
class Index:
    """What is known of one hour."""

    stretches: tuple[Stretch, ...] = ()
    begun: tuple[Begun, ...] = ()

    @property
    def size(self) -> int:
        """Bytes of the file that are known to be whole."""
        return max((each.offset + each.size for each in self.stretches), default=0)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch with the file that holds it."""

    path: Path
    stretch: Stretch


_LINE: TypeAdapter[Stretch | Begun] = TypeAdapter(Stretch | Begun)


def line(entry: Stretch | Begun) -> bytes:
    return _LINE.dump_json(entry, exclude_defaults=True) + b"\n"


def read_index(path: Path) -> Index:
    """Return what an index says; damaged lines are left out, a missing file is empty."""
    try:
        lines = path.read_bytes().split(b"\n")[:-1]
    except FileNotFoundError:
        return Index()
    entries = list(_entries(lines))
    return Index(
        tuple(each for each in entries if isinstance(each, Stretch)),
        tuple(each for each in entries if isinstance(each, Begun)),
    )


def _entries(lines: Sequence[bytes]) -> Iterator[Stretch | Begun]:
    for each in lines:
        try:
            yield _LINE.validate_json(each)
        except ValueError:
            continue


def stem(begins: datetime) -> str:
    """Return the name of the file of an hour, without its suffix."""
    return f"{begins.astimezone(UTC):%Y%m%dT%H}Z"


def hour_of(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def begins_of(path: Path) -> datetime | None:
    """Return the hour of a recording by its name, None for any other file."""
    found = _NAME.fullmatch(path.name)
    try:
        return datetime.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def hours(folder: Path) -> list[Path]:
    """Return the recordings of one copy, the oldest first; none when there is no folder."""
    return sorted(each for each in folder.glob("*Z.*") if begins_of(each))


def between(folder: Path, begins: datetime, ends: datetime) -> list[Part]:
    """Return what there is of a span, in order; its ends lie outside, where stretches have theirs.

    A stretch belongs to the hour in which it begins, so the hour before is looked at too.
    """
    first, last = utc_us(begins), utc_us(ends)
    found = [
        Part(path, stretch)
        for path in _near(folder, begins, ends)
        for stretch in read_index(path.with_suffix(INDEX)).stretches
        if stretch.at < last and stretch.ends > first
    ]
    return sorted(found, key=lambda part: part.stretch.at)


def covered(stretches: Sequence[Stretch]) -> list[tuple[datetime, datetime]]:
    """Return the spans that were recorded without a gap, in order."""
    spans: list[tuple[int, int]] = []
    for each in sorted(stretches, key=lambda one: one.at):
        if spans and each.at - spans[-1][1] <= GAP_US:
            spans[-1] = spans[-1][0], max(spans[-1][1], each.ends)
        else:
            spans.append((each.at, each.ends))
    return [(from_utc_us(begin), from_utc_us(end)) for begin, end in spans]


def _near(folder: Path, begins: datetime, ends: datetime) -> Iterator[Path]:
    hour = hour_of(begins) - HOUR
    while hour < ends:
        named = (folder / f"{stem(hour)}{suffix}" for suffix in SUFFIXES)
        yield from (path for path in named if path.is_file())
        hour += HOUR
