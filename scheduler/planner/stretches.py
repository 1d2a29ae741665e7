"""Cuts the time line into stretches, each with one programme or with none.

Where occurrences overlap, a single one beats a recurring one and then the later start wins; the
loser goes on afterwards if it lasts longer. Time without a programme is cut at each full local
hour, so that planning it again from another minute gives the same stretches.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from types import MappingProxyType
from zoneinfo import ZoneInfo

from scheduler.planner.airtime import frame_at
from scheduler.planner.serials import Chapter
from scheduler.week.grid import Occurrence
from scheduler.week.programme import AnyContent, Programme
from station.audio import frames_in
from station.broadcast_day import hour_floor
from station.rundown import Prefer, Start

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of air that belongs to one occurrence, or to nobody."""

    key: str
    """The occurrence's key, or the hour's."""
    begins: int
    """First frame since 1970."""
    ends: int
    """The frame after the last."""
    programme: Programme | None
    """None: the station's own rotation plays."""
    start: Start
    """How it begins."""
    opens: bool
    """Whether its occurrence begins here, rather than going on after another."""
    early: int = 0
    """Frames it may begin before its time."""
    late: int = 0
    """Frames it may begin behind its time; then it cuts."""
    prefer: Prefer = Prefer.CLOSEST
    """Which join its window takes."""
    content: AnyContent | None = None
    """What fills it; of a serial the recordings of its episode. None: the station's own."""
    episode: str = ""
    """Number and title of the episode."""

    @property
    def opens_hard(self) -> bool:
        return self.opens and self.start is Start.HARD

    @property
    def opens_in_window(self) -> bool:
        return self.opens and self.start in (Start.WAIT, Start.WINDOW)

    @property
    def closes(self) -> int | None:
        """Return the frame by which it has begun, cutting what is on the air if need be."""
        return self.begins + self.late if self.opens_in_window else None


class Stretches:
    """Stretches without gap or overlap over a span."""

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        self._all = stretches
        self._begins = [stretch.begins for stretch in stretches]

    @property
    def all(self) -> Sequence[Stretch]:
        return self._all

    def behind(self, stretch: Stretch) -> Stretch | None:
        """Return the stretch that follows one, None at the end of the span."""
        found = self.at(stretch.ends)
        return found if found.begins >= stretch.ends else None

    def at(self, frame: int) -> Stretch:
        return self._all[max(0, bisect_right(self._begins, frame) - 1)]

    def after(self, frame: int) -> Sequence[Stretch]:
        """Return the stretches that begin behind a frame."""
        return self._all[bisect_right(self._begins, frame) :]

    def window_openings(self) -> list[Stretch]:
        return [stretch for stretch in self._all if stretch.opens_in_window]

    def hard_openings(self) -> list[Stretch]:
        return [stretch for stretch in self._all if stretch.opens_hard]


def cut(
    found: Iterable[Occurrence],
    programmes: Mapping[int, Programme],
    begins: datetime,
    ends: datetime,
    *,
    zone: ZoneInfo,
    chapters: Mapping[str, Chapter] = MappingProxyType({}),
) -> Stretches:
    """Return the stretches from the hour of `begins` to `ends`.

    `chapters`: what serials air, by the keys of their occurrences.
    """
    known = [occurrence for occurrence in found if occurrence.slot.programme_id in programmes]
    begins = hour_floor(begins, zone)
    edges = {begins, ends}
    for occurrence in known:
        edges |= {occurrence.begins, occurrence.ends}
    cuts = sorted(edge for edge in edges if begins <= edge <= ends)
    stretches: list[Stretch] = []
    for first, last in pairwise(cuts):
        winner = _winner(known, first)
        if winner is None:
            stretches += _open_hours(first, last, zone)
        else:
            piece = _piece(winner, programmes, first, last)
            _append(stretches, _told(piece, chapters.get(piece.key)))
    return Stretches(stretches)


def _winner(found: Iterable[Occurrence], at: datetime) -> Occurrence | None:
    airing = [occurrence for occurrence in found if occurrence.begins <= at < occurrence.ends]
    return max(airing, key=lambda occurrence: occurrence.rank, default=None)


def _piece(
    winner: Occurrence, programmes: Mapping[int, Programme], first: datetime, last: datetime
) -> Stretch:
    opens = first == winner.begins
    slot = winner.slot
    return Stretch(
        key=winner.key,
        begins=frame_at(first),
        ends=frame_at(last),
        programme=programmes[slot.programme_id],
        start=slot.start if opens else Start.SOFT,
        opens=opens,
        early=frames_in(slot.early) if slot.start is Start.WINDOW else 0,
        late=frames_in(slot.late),
        prefer=slot.prefer,
        content=programmes[slot.programme_id].content,
    )


def _told(piece: Stretch, chapter: Chapter | None) -> Stretch:
    if chapter is None:
        return piece
    return replace(piece, content=chapter.content, episode=chapter.label)


def _append(stretches: list[Stretch], piece: Stretch) -> None:
    """Join a piece to the one before it when both are of one occurrence."""
    before = stretches[-1] if stretches else None
    if before is None or before.key != piece.key or before.ends != piece.begins:
        stretches.append(piece)
        return
    stretches[-1] = replace(before, ends=piece.ends)


def _open_hours(first: datetime, last: datetime, zone: ZoneInfo) -> Iterable[Stretch]:
    while first < last:
        hour = hour_floor(first, zone)
        until = min(hour + _HOUR, last)
        yield Stretch(
            key=f"open:{hour:%Y%m%dT%H%M}",
            begins=frame_at(first),
            ends=frame_at(until),
            programme=None,
            start=Start.SOFT,
            opens=False,
        )
        first = until
