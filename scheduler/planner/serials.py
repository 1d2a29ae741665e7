"""Says which episode each occurrence of a serial airs, and keeps what has been promised."""

from collections.abc import Iterable
from dataclasses import dataclass

from scheduler.planner.inputs import PlanInputs
from scheduler.week.episode import Episode, Queue, queues
from scheduler.week.grid import Occurrence
from scheduler.week.programme import Fixed, Serial
from station.broadcast_day import local_date


@dataclass(frozen=True, slots=True)
class Chapter:
    """What a serial airs at one occurrence."""

    content: Fixed
    """Its recordings."""
    label: str
    """Number and title of the episode."""


def chapters(inputs: PlanInputs, found: Iterable[Occurrence]) -> dict[str, Chapter]:
    """Return what each occurrence of a serial airs, by the key of the occurrence."""
    serials = {
        programme.id: programme.content
        for programme in inputs.programmes
        if isinstance(programme.content, Serial)
    }
    waiting = queues(inputs.episodes, inputs.aired_episodes)
    answer = {}
    for occurrence in sorted(found, key=lambda one: (one.begins, one.key)):
        serial = serials.get(occurrence.slot.programme_id)
        queue = waiting.get(occurrence.slot.programme_id)
        if serial is None or queue is None:
            continue
        episode = _promised(inputs, occurrence, queue) or _next(inputs, occurrence, queue)
        if episode is not None and episode.cart_id is not None:
            content = Fixed((*serial.before, episode.cart_id, *serial.after))
            label = f"{episode.number} {episode.title}".strip()
            answer[occurrence.key] = Chapter(content, label)
    return answer


def _next(inputs: PlanInputs, occurrence: Occurrence, queue: Queue) -> Episode | None:
    return queue.take(occurrence.begins, local_date(occurrence.begins, inputs.zone))


def _promised(inputs: PlanInputs, occurrence: Occurrence, queue: Queue) -> Episode | None:
    """Return the episode that is on, or so near that it stays as published."""
    if inputs.previous is None or occurrence.begins > inputs.begins + inputs.lock:
        return None
    for item in inputs.previous.items:
        if item.key.rpartition(":")[0] != occurrence.key:
            continue
        episode = queue.of(item.cart_id)
        if episode is not None:
            heard = queue.aired.get(item.cart_id)
            if heard is None or heard.last < occurrence.begins:
                queue.note(episode, occurrence.begins)
            return episode
    return None
