"""Episodes: which one airs next, and which comes again when all have aired."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from scheduler.problem import Problem, ScheduleInvalid


@dataclass(frozen=True, slots=True)
class Episode:
    """One episode of a programme."""

    programme_id: int
    """The programme."""
    number: int
    """They air in this order."""
    title: str = ""
    """As listeners see it."""
    cart_id: int | None = None
    """The recording; None: not there yet, so it is passed over."""
    first_air: date | None = None
    """Local day before which it may not air."""
    repeats: int | None = None
    """How often it may air again; None: as often as nothing new is there."""
    notes: str = ""
    """For the people at the desk."""
    id: int = 0
    """0 until it is stored."""

    def __post_init__(self) -> None:
        if self.number < 1 or (self.repeats is not None and self.repeats < 0):
            raise ScheduleInvalid(Problem.EPISODE_IMPOSSIBLE, "number", self.number)

    def may_air(self, day: date) -> bool:
        return self.cart_id is not None and (self.first_air is None or self.first_air <= day)


@dataclass(frozen=True, slots=True)
class Aired:
    """How often an episode was on, and when last."""

    times: int
    last: datetime


@dataclass(slots=True)
class Queue:
    """The episodes of one programme as a plan goes along; `take` moves it on."""

    episodes: Sequence[Episode]
    aired: dict[int, Aired] = field(default_factory=dict)
    """By number of the recording."""

    def take(self, at: datetime, day: date) -> Episode | None:
        """Return what airs at an instant of a local day, None when nothing may."""
        ready = [episode for episode in self.episodes if episode.may_air(day)]
        fresh = [episode for episode in ready if self._times(episode) == 0]
        again = [
            episode
            for episode in ready
            if episode.repeats is None or self._times(episode) <= episode.repeats
        ]
        found = min(fresh, key=lambda episode: episode.number, default=None)
        found = found or min(again, key=self._waited, default=None)
        if found is not None:
            self.note(found, at)
        return found

    def note(self, episode: Episode, at: datetime) -> None:
        """Remember that an episode airs."""
        if episode.cart_id is not None:
            self.aired[episode.cart_id] = Aired(self._times(episode) + 1, at)

    def of(self, cart_id: int) -> Episode | None:
        return next((one for one in self.episodes if one.cart_id == cart_id), None)

    def _times(self, episode: Episode) -> int:
        found = self.aired.get(episode.cart_id) if episode.cart_id is not None else None
        return 0 if found is None else found.times

    def _waited(self, episode: Episode) -> tuple[datetime, int]:
        assert episode.cart_id is not None
        return self.aired[episode.cart_id].last, episode.number


def moved(episodes: Sequence[Episode], episode_id: int, by: int) -> list[Episode]:
    """Return the episodes whose numbers change when one goes `by` places on, -1 for back.

    The numbers in use stay in use; where two were alike, those behind count on.
    """
    ordered = sorted(episodes, key=lambda one: (one.number, one.id))
    place = next(n for n, one in enumerate(ordered) if one.id == episode_id)
    to = min(max(place + by, 0), len(ordered) - 1)
    numbers = [one.number for one in ordered]
    ordered.insert(to, ordered.pop(place))
    changed, last = [], 0
    for one, number in zip(ordered, numbers, strict=True):
        last = max(last + 1, number)
        if one.number != last:
            changed.append(replace(one, number=last))
    return changed


def queues(episodes: Iterable[Episode], aired: Mapping[int, Aired]) -> dict[int, Queue]:
    """Return the queue of each programme, by its number."""
    by_programme: dict[int, list[Episode]] = {}
    for episode in episodes:
        by_programme.setdefault(episode.programme_id, []).append(episode)
    return {
        number: Queue(
            sorted(found, key=lambda one: one.number),
            {id: aired[id] for one in found if (id := one.cart_id or 0) in aired},
        )
        for number, found in by_programme.items()
    }
