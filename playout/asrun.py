"""Turns what happens on the line into as-run facts and bus metadata.

An airing ends, for the record, at the sample where the next one takes the air: so the facts of a
day cover it without holes and without overlaps. Its tail sounds on under the next one uncounted.
"""

import uuid
from collections.abc import Callable
from datetime import timedelta

from playout.deck import Deck
from playout.timeline import Timeline
from station.audio import RATE
from station.bus import Metadata
from station.journal import Act, EndedBy, Fact, StartedBy
from station.ladder import Rung

_BY_HAND = (StartedBy.OPERATOR, StartedBy.EMERGENCY)

Note = Callable[[Fact], None]
"""Takes a fact without waiting."""


class AsRun:
    """Writes facts with everything that is known at their frame."""

    def __init__(self, note: Note, timeline: Timeline) -> None:
        self.version = 0
        """Version of the rundown that is being played."""
        self.faults = 0
        """Airings that a fault has ended, or kept from the air."""
        self._note = note
        self._timeline = timeline

    def began(self, deck: Deck, at: int, *, over: bool = False) -> None:
        if deck.rung < Rung.FILLER:
            self._note(Fact(_new_id(), Act.FELL, self._timeline.utc_of(at), rung=deck.rung))
            return
        act = Act.RESUMED if deck.resumes else Act.STARTED
        self._write(deck, act, at, started_by=deck.started_by, over=over)

    def ended(self, deck: Deck, at: int, because: EndedBy, *, over: bool = False) -> None:
        failed = because is EndedBy.FAULT
        self.faults += failed and not over
        act = Act.FAILED if failed else Act.ENDED
        self._write(deck, act, at, because=because, over=over)

    def interrupted(self, deck: Deck, at: int, *, by: str) -> None:
        self._write(deck, Act.INTERRUPTED, at, by=by)

    def command(self, name: str, at: int, *, by: str, detail: str, why: str = "") -> None:
        instant = self._timeline.utc_of(at)
        self._note(Fact(_new_id(), Act.COMMAND, instant, title=name, by=by, detail=detail, why=why))

    def alarm(self, code: str, at: int, detail: str) -> None:
        instant = self._timeline.utc_of(at)
        self._note(Fact(_new_id(), Act.ALARM, instant, title=code, detail=detail))

    def clock(self, at: int, moved: timedelta) -> None:
        """Write down that station time was corrected; `at` is already counted by the new one."""
        detail = f"{moved.total_seconds():+.3f} s"
        self._note(Fact(_new_id(), Act.CLOCK, self._timeline.utc_of(at), detail=detail))

    def _write(
        self,
        deck: Deck,
        act: Act,
        at: int,
        *,
        started_by: StartedBy | None = None,
        because: EndedBy | None = None,
        by: str = "",
        over: bool = False,
    ) -> None:
        if deck.rung < Rung.FILLER:
            return
        item = deck.item
        by_plan = deck.started_by not in _BY_HAND and not deck.by
        planned = deck.rung in (Rung.SCHEDULE, Rung.MUST_AIR) and by_plan
        self._note(Fact(
            _new_id(), act, self._timeline.utc_of(at), airing=deck.airing, item_key=item.key,
            cart_id=item.cart_id, kind=item.kind, title=item.title, artist=item.artist,
            programme=item.programme, campaign_id=item.campaign_id, rung=deck.rung,
            planned=item.begins if planned else None, planned_frames=item.frames,
            start=item.start if planned else None, started_by=started_by, ended_by=because,
            frames=deck.heard, position=deck.position, rundown_version=self.version,
            by=by or deck.by, detail=deck.fault, over=over,
        ))  # fmt: skip


def metadata(deck: Deck | None, offset: int, at_us: int = 0) -> Metadata:
    """Return what subscribers of the bus are told about the lead, which begins at `at_us`."""
    if deck is None:
        return Metadata(offset, Rung.SILENCE)
    if deck.rung < Rung.FILLER:
        return Metadata(offset, deck.rung)
    item = deck.item
    return Metadata(
        offset, deck.rung, item.title, item.artist, item.programme, item.kind, item.rating,
        item.cart_id, item.key, item.clearance, item.film_class,
        "" if deck.endless else item.path, at_us - deck.position * 1_000_000 // RATE,
        "" if deck.endless else item.sign_path,
    )  # fmt: skip


def _new_id() -> str:
    return uuid.uuid4().hex
