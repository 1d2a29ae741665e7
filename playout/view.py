"""What the desk is shown: a frozen view of the air, made from what the engine holds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from playout.deck import Deck, State
from playout.director import Director
from playout.plan import Expected
from station.audio import RATE
from station.control import Health, Meters, OnAir, Snapshot, Upcoming
from station.ladder import Rung

SHOWN = 12
_WAITING = {State.OPENING: "opening", State.CUED: "cued", State.FAILED: "failed"}


@dataclass(slots=True)
class Counters:
    """What has happened in this life; the engine and its neighbours count it up."""

    started_at: datetime
    ticks: int = 0
    late: int = 0
    skipped: int = 0
    clock_step_ms: int = 0
    rundown_error: str = ""
    journal_error: str = ""


class View:
    """Reads the director; changes nothing."""

    def __init__(
        self, channel: str, director: Director, counters: Counters, subscribers: Callable[[], int]
    ) -> None:
        self._channel = channel
        self._director = director
        self._counters = counters
        self._subscribers = subscribers

    def snapshot(self, at: int, meters: Meters) -> Snapshot:
        director = self._director
        wings = director.wings
        return Snapshot(
            channel=self._channel,
            at=director.timeline.utc_of(at),
            on_air=self._on_air(director.line.lead),
            upcoming=tuple(map(self._upcoming, wings.coming(director.free_at(at), SHOWN))),
            meters=meters,
            hold=wings.hold,
            rundown_version=wings.plan.version,
            health=self._health(),
        )

    def _on_air(self, lead: Deck | None) -> OnAir:
        if lead is None:
            return OnAir(Rung.SILENCE)
        began_at = self._director.timeline.utc_of(lead.began)
        if lead.rung < Rung.FILLER:
            return OnAir(lead.rung, began_at=began_at)
        item = lead.item
        return OnAir(
            rung=lead.rung, item_key=item.key, cart_id=item.cart_id, kind=item.kind,
            title=item.title, artist=item.artist, programme=item.programme, reason=item.reason,
            began_at=began_at, position_ms=_ms(lead.position - item.cue_in),
            remaining_ms=_ms(lead.until_hand_over),
        )  # fmt: skip

    def _upcoming(self, expected: Expected) -> Upcoming:
        item = expected.cue.item
        return Upcoming(
            item_key=item.key, cart_id=item.cart_id, kind=item.kind, title=item.title,
            artist=item.artist, programme=item.programme,
            begins=self._director.timeline.utc_of(expected.begins),
            length_ms=_ms(item.frames), start=item.start,
            deck=_WAITING.get(self._director.wings.rack.state(item), "empty"),
            reason=item.reason, trimmed=expected.trimmed,
        )  # fmt: skip

    def _health(self) -> Health:
        counters = self._counters
        return Health(
            ticks=counters.ticks, late=counters.late, skipped=counters.skipped,
            underruns=self._director.line.underruns, failed=self._director.failed,
            subscribers=self._subscribers(), started_at=counters.started_at,
            clock_step_ms=counters.clock_step_ms, rundown_error=counters.rundown_error,
            journal_error=counters.journal_error,
        )  # fmt: skip


def _ms(frames: int) -> int:
    return frames * 1000 // RATE
