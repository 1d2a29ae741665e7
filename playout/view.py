"""What the desk is shown: a frozen view of the air, made from what the engine holds."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from playout.alarms import Alarms, Wrong
from playout.commands import Desk
from playout.deck import Deck, State
from playout.director import Director
from playout.forecast import Expected, fixed_points
from playout.pictures.supply import TOO_SLOW
from playout.resources import Resources
from playout.silence_watch import Stage
from station.audio import RATE
from station.control import Answer
from station.ladder import Rung
from station.snapshot import (
    Alarm,
    Fate,
    FixedPoint,
    Health,
    LiveInput,
    Meters,
    OnAir,
    Playing,
    Snapshot,
    Upcoming,
)

SHOWN = 12
MARKS = 3
FORECAST_ITEMS = 400
FORECAST = 1440 * 60 * RATE
"""Nothing is foretold beyond a day."""
_WAITING = {State.OPENING: "opening", State.CUED: "cued", State.FAILED: "failed"}


@dataclass(slots=True)
class Counters:
    """What has happened in this life; the engine and its neighbours count it up."""

    started_at: datetime
    ticks: int = 0
    late: int = 0
    skipped: int = 0
    held: int = 0
    unseen: str = ""
    """Why the lead is heard without its pictures, or with few."""
    clock_step_ms: int = 0
    silence: Stage = Stage.NONE
    shed: tuple[str, ...] = ()
    resources: Resources = field(default_factory=Resources)
    rundown_error: str = ""
    journal_error: str = ""


class View:
    """Reads the director; changes nothing."""

    def __init__(
        self,
        channel: str,
        director: Director,
        desk: Desk,
        counters: Counters,
        subscribers: Callable[[], int],
    ) -> None:
        self._channel = channel
        self._director = director
        self._operator = desk.operator
        self._known = Alarms()
        desk.operator.forecast = self.forecast
        self._counters = counters
        self._subscribers = subscribers

    def snapshot(self, at: int, meters: Meters) -> Snapshot:
        director = self._director
        wings = director.wings
        join = director.segues.join(at)
        expected = wings.coming(join, SHOWN)
        done = self._operator.undo.last(at)
        manual = wings.waiting_for_operator(at)
        return Snapshot(
            channel=self._channel,
            at=director.timeline.utc_of(at),
            on_air=self._on_air(director.line.lead, at),
            upcoming=tuple(map(self._upcoming, expected)),
            meters=meters,
            hold=wings.hold,
            rundown_version=wings.plan.version,
            health=self._health(),
            marks=self._marks(expected, join.at, MARKS),
            live=self._live(at),
            playing=tuple(
                Playing(over.button, _ms(over.deck.ends - over.deck.position))
                for over in director.line.over
                if over.button
            ),
            emergency=self._operator.alerts.state(),
            alarms=self._alarms(at),
            undo="" if done is None else done.name,
            manual="" if manual is None else manual.key,
        )

    def forecast(self, at: int, minutes: int) -> Answer:
        """Return everything expected within so many minutes."""
        join = self._director.segues.join(at)
        until = at + min(max(1, minutes), 1440) * 60 * RATE
        coming = self._director.wings.coming(join, FORECAST_ITEMS)
        expected = [one for one in coming if one.begins < until]
        return Answer(
            "", ok=True, at=self._director.timeline.utc_of(at), sample=at,
            expected=tuple(map(self._upcoming, expected)),
            marks=self._marks(expected, join.at, FORECAST_ITEMS),
        )  # fmt: skip

    def _on_air(self, lead: Deck | None, at: int) -> OnAir:
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
            remaining_ms=self._remaining(lead, at),
        )  # fmt: skip

    def _remaining(self, lead: Deck, at: int) -> int | None:
        """Return how long the lead goes on, None for a live input without an end."""
        if not lead.endless or lead.until_hand_over < FORECAST:
            return _ms(lead.until_hand_over)
        ends = self._director.live.ends(lead, at)
        return None if ends is None else _ms(max(0, ends - at))

    def _upcoming(self, expected: Expected) -> Upcoming:
        item = expected.cue.item
        return Upcoming(
            item_key=item.key, cart_id=item.cart_id, kind=item.kind, title=item.title,
            artist=item.artist, programme=item.programme,
            begins=self._director.timeline.utc_of(expected.begins),
            length_ms=_ms(item.frames), start=item.start,
            deck=_WAITING.get(self._director.wings.rack.state(item), "empty"),
            reason=item.reason, fate=expected.fate,
            cut_ms=_ms(expected.cut), relay=self._relay(item.relay),
            planned=self._director.timeline.utc_of(expected.cue.planned),
        )  # fmt: skip

    def _relay(self, address: str) -> str:
        """Return how the relay of an item stands, empty for an item without one."""
        if not address:
            return ""
        inputs = self._director.live.inputs.sessions
        session = next((one.hello.session for one in inputs if one.hello.relay == address), "")
        if not session:
            return "waiting"
        return "ready" if self._director.live.desk.fit(session) else "failed"

    def _marks(self, expected: Sequence[Expected], free: int, limit: int) -> tuple[FixedPoint, ...]:
        utc_of = self._director.timeline.utc_of
        fillers = self._director.wings.fillers.available
        return tuple(
            FixedPoint(
                item_key=each.cue.item.key,
                at=utc_of(each.begins),
                title=each.cue.item.title,
                apart_ms=_ms(apart) if apart >= 0 else -_ms(-apart),
                faded=next((o.cue.item.key for o in lost if o.fate is Fate.FADED), ""),
                dropped=tuple(o.cue.item.key for o in lost if o.fate is Fate.DROPPED),
                filled_ms=max(0, _ms(apart)) if fillers else 0,
            )
            for each, apart, lost in fixed_points(expected, free, limit)
        )

    def _live(self, at: int) -> tuple[LiveInput, ...]:
        take = self._director.live
        lead = self._director.line.lead
        on_air = take.session_of(lead) if lead is not None and lead.rung is Rung.LIVE else ""
        found = []
        for one in take.inputs.sessions:
            hello = one.hello
            ends = take.desk.ends(hello.session, at)
            found.append(LiveInput(
                hello.session, hello.who, hello.name, hello.door.value,
                take.desk.state(one, at, on_air), round(one.level, 1), _ms(one.buffered),
                take.desk.allowed(one, at),
                None if ends is None else self._director.timeline.utc_of(ends),
                hello.mute,
            ))  # fmt: skip
        return tuple(found)

    def _alarms(self, at: int) -> tuple[Alarm, ...]:
        return self._known.of(self._wrong(at), self._director.timeline.utc_of(at))

    def _wrong(self, at: int) -> Iterator[Wrong]:
        counters, director = self._counters, self._director
        if counters.silence is not Stage.NONE:
            yield "silence", counters.silence.value, ""
        if director.live.lost:
            yield "live_lost", director.live.lost, ""
        if counters.shed:
            yield "overload", ", ".join(counters.shed), ""
        lead = director.line.lead
        if counters.unseen and lead is not None:
            code = "pictures_slow" if counters.unseen == TOO_SLOW else "pictures"
            yield code, lead.item.title, lead.item.key
        if counters.clock_step_ms:
            yield "clock", str(counters.clock_step_ms), ""
        for item in director.wings.broken(director.segues.join(at)):
            yield "preflight", item.title, item.key

    def _health(self) -> Health:
        counters = self._counters
        return Health(
            ticks=counters.ticks, late=counters.late, skipped=counters.skipped,
            underruns=self._director.line.underruns, pictures_held=counters.held,
            failed=self._director.asrun.faults,
            subscribers=self._subscribers(), started_at=counters.started_at,
            clock_step_ms=counters.clock_step_ms, rundown_error=counters.rundown_error,
            journal_error=counters.journal_error, shed=counters.shed,
            memory_bytes=counters.resources.memory_bytes, threads=counters.resources.threads,
            descriptors=counters.resources.descriptors, children=counters.resources.children,
        )  # fmt: skip


def _ms(frames: int) -> int:
    return frames * 1000 // RATE
