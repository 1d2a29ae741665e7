"""What the playlists of a channel say, as a value that only ever moves forward. Pure.

All renditions share it: one media sequence number means the same stretch of air in each.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from station.audio import RATE
from station.bus import Metadata
from station.languages import LANGUAGES, OWN

SEGMENT_FRAMES = 282
"""Codec frames in a segment: 6.016 s."""
TARGET_SECONDS = 7
SHORTEST_FRAMES = 24
"""About half a second; what is shorter is not published."""
WINDOW = 8
KEPT = 8
"""Segments kept after they left the window."""
SEED_SECONDS = 2
"""Length of the shortest regular segment: numbers seeded by it lie above all used before."""
STALE_US = 60_000_000
CAPTIONS = "captions"
"""Name of the rendition that is read, and the beginning of those in other languages."""
FORMAT = 2


@dataclass(frozen=True, slots=True)
class Segment:
    """One published entry. It never changes."""

    msn: int
    """Media sequence number."""
    epoch: int
    """Life of the streaming process that made it."""
    samples: int
    """Sample frames of sound in it."""
    utc_us: int
    """Station time of its first sample."""
    discontinuity: bool = False
    """Whether it does not join the one before it."""

    def file(self, rendition: str) -> str:
        """Return the name of what a rendition has of it; it is never used twice."""
        return f"{self.epoch}-{self.msn}{suffix_of(rendition)}"

    @property
    def seconds(self) -> float:
        return self.samples / RATE

    @property
    def ends_us(self) -> int:
        return self.utc_us + self.samples * 1_000_000 // RATE


@dataclass(frozen=True, slots=True)
class Airing:
    """Something with a title that began at an instant."""

    utc_us: int
    title: str
    artist: str = ""
    programme: str = ""

    @classmethod
    def of(cls, metadata: Metadata, utc_us: int) -> "Airing":
        return cls(utc_us, metadata.title, metadata.artist, metadata.programme)


@dataclass(frozen=True, slots=True)
class Window:
    """The state behind the playlists; the file on disk holds exactly this."""

    epoch: int
    """Life of the streaming process that writes now."""
    next_msn: int
    """Number the next segment gets."""
    discontinuity_sequence: int = 0
    """Discontinuities that have left the window."""
    segments: tuple[Segment, ...] = ()
    """In the playlist."""
    expired: tuple[Segment, ...] = ()
    """Left the playlist, still served to those who read it a moment ago."""
    airings: tuple[Airing, ...] = ()
    """What was on during the window, oldest first."""
    joins: bool = False
    """Whether the next segment may follow the last one without a discontinuity."""
    target_seconds: int = TARGET_SECONDS
    format: int = FORMAT

    @property
    def media_sequence(self) -> int:
        return self.segments[0].msn if self.segments else self.next_msn

    @property
    def unpublished(self) -> bool:
        """Whether the channel has never published anything."""
        return self.joins and not self.segments

    @property
    def held(self) -> tuple[Segment, ...]:
        """Every segment that must be on offer."""
        return self.expired + self.segments


def first_life(now_us: int, target_seconds: int = TARGET_SECONDS) -> Window:
    """Return the state of a channel that has never been on the air: it begins without a break."""
    seed = _seed(now_us)
    return Window(seed, seed, joins=True, target_seconds=target_seconds)


def state_lost(now_us: int, target_seconds: int = TARGET_SECONDS) -> Window:
    """Return a state that lies ahead of whatever the lost one said."""
    seed = _seed(now_us)
    return Window(seed, seed, discontinuity_sequence=seed, target_seconds=target_seconds)


def next_life(window: Window, now_us: int) -> Window:
    """Return the state with which a new streaming process goes on.

    What ended over a minute ago is of no use to a player that joins now, and may be older than
    what was published last if the disk was full: its numbers are left behind.
    """
    window = replace(window, epoch=window.epoch + 1, joins=window.unpublished)
    if window.unpublished:
        return window
    if window.segments and now_us - window.segments[-1].ends_us <= STALE_US:
        return window
    lost = state_lost(now_us)
    window = _without_first(window, len(window.segments))
    return replace(
        window,
        epoch=max(window.epoch, lost.epoch),
        next_msn=max(window.next_msn, lost.next_msn),
        discontinuity_sequence=max(window.discontinuity_sequence, lost.discontinuity_sequence),
        expired=(),
    )


def publish(
    window: Window,
    *,
    samples: int,
    utc_us: int,
    joins: bool = True,
    airings: Iterable[Airing] = (),
) -> Window:
    """Return the state with one more segment; `joins` says it follows the last one seamlessly."""
    breaks = not (joins and window.joins) and not window.unpublished
    segment = Segment(window.next_msn, window.epoch, samples, utc_us, breaks)
    window = replace(
        window,
        next_msn=window.next_msn + 1,
        segments=(*window.segments, segment),
        joins=True,
    )
    window = _without_first(window, max(0, len(window.segments) - WINDOW))
    return replace(window, airings=_known(window, airings))


def without_missing(window: Window, missing: Iterable[Segment]) -> Window:
    """Return the state without segments whose files are gone, and all those before them."""
    lost = set(missing)
    numbers = [place for place, each in enumerate(window.segments) if each in lost]
    window = _without_first(window, numbers[-1] + 1 if numbers else 0)
    return replace(window, expired=tuple(each for each in window.expired if each not in lost))


def _without_first(window: Window, count: int) -> Window:
    leaving, staying = window.segments[:count], window.segments[count:]
    return replace(
        window,
        segments=staying,
        expired=(*window.expired, *leaving)[-KEPT:],
        discontinuity_sequence=window.discontinuity_sequence
        + sum(segment.discontinuity for segment in leaving),
    )


def _known(window: Window, airings: Iterable[Airing]) -> tuple[Airing, ...]:
    """Keep what began in the window, and the last thing that began before it."""
    every = list(window.airings)
    for airing in airings:
        if not every or replace(airing, utc_us=every[-1].utc_us) != every[-1]:
            every.append(airing)
    begins = window.segments[0].utc_us
    before = [each for each in every if each.utc_us <= begins]
    return (*before[-1:], *(each for each in every if each.utc_us > begins))


def _seed(now_us: int) -> int:
    return now_us // 1_000_000 // SEED_SECONDS


def suffix_of(rendition: str) -> str:
    return ".vtt" if rendition.startswith(CAPTIONS) else ".ts"


def captions_in(language: str) -> str:
    """Return the name of the rendition that is read in a language."""
    return CAPTIONS if language == OWN else f"{CAPTIONS}-{language}"


ALL_CAPTIONS = tuple(captions_in(each.code) for each in LANGUAGES)
"""Those that there may be; most are never made."""
