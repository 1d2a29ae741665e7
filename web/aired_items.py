"""What aired in a stretch of the recording, each item with the way to its clip."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.airing import Airing
from scheduler.stores import AiringStore
from station.audio import span_of
from station.recordings import Copy
from web.clip_span import clip_addresses

_BEFORE = timedelta(hours=6)
"""How long before a stretch what reaches into it may have begun."""


@dataclass(frozen=True, slots=True)
class AiredItem:
    """One airing as far as it has come."""

    airing: Airing
    ends: datetime
    """Behind its last sample, or now."""
    clips: Sequence[str]
    """Where it can be fetched, by the hour at most."""

    @property
    def length(self) -> timedelta:
        return self.ends - self.airing.started_at


@dataclass(frozen=True, slots=True)
class AiredItems:
    """The items of one channel."""

    store: AiringStore
    channel: str
    zone: ZoneInfo
    now: datetime

    def between(self, begins: datetime, ends: datetime, copy: Copy) -> list[AiredItem]:
        """Return what was heard in the half-open span, what sounded over it too, in order."""
        since = begins - _BEFORE
        found = [
            *self.store.between(self.channel, since, ends),
            *self.store.over(self.channel, since, ends),
        ]
        items = [self._item(each, copy) for each in found]
        heard = [item for item in items if item.ends > begins]
        return sorted(heard, key=lambda item: item.airing.started_at)

    def _item(self, airing: Airing, copy: Copy) -> AiredItem:
        ends = airing.ended_at or max(self.now, airing.started_at + span_of(airing.frames))
        return AiredItem(
            airing, ends, clip_addresses(self.channel, airing.started_at, ends, self.zone, copy)
        )
