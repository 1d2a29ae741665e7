"""The emergency rung: a message said again and again above everything, until it is over."""

from dataclasses import dataclass, replace
from datetime import datetime

from playout.buttons import Buttons
from playout.deck import Deck
from playout.director import Director
from playout.orders import Standing
from playout.repeated import Repeated
from playout.slate import ENDLESS
from station.audio import RATE
from station.commands import Alert
from station.journal import StartedBy
from station.ladder import Rung
from station.rundown import Item
from station.snapshot import DRILL, Emergency
from station.wall import Button

FALL = RATE // 50
"""What is on is gone after 20 ms: a message must be heard at once."""
PATIENCE = 30 * RATE
"""Frames for which a new life waits for the wall that has the message of the last one."""


@dataclass(frozen=True, slots=True)
class _Running:
    command: Alert
    button: Button
    deck: Deck
    source: Repeated
    since: datetime


class Alerts:
    """At most one message at a time; a newer one takes the place of an older one."""

    def __init__(self, director: Director, buttons: Buttons) -> None:
        self._director = director
        self._buttons = buttons
        self._running: _Running | None = None
        self._owed: Standing | None = None

    def begin(self, command: Alert, at: int, by: str) -> str:
        """Put a message on the air at this frame; return why it cannot be, empty when it is."""
        button = self._buttons.message(command.button)
        if button is None:
            return "unknown"
        pause = max(0, command.pause_ms) * RATE // 1000
        item = _spoken(button.item, command.times, pause)
        if command.drill:
            item = replace(item, title=f"{DRILL}: {item.title}")
        frames = button.item.cue_out - button.item.cue_in
        source = Repeated(lambda: self._buttons.open(button), frames, command.times, pause)
        if source.fault:
            source.close()
            return "unreadable"
        deck = Deck(
            item, source, item.cue_in, rung=Rung.EMERGENCY, started_by=StartedBy.EMERGENCY,
            by=by, opened=at, endless=True,
        )  # fmt: skip
        deck.cue()
        self._owed = None
        self._director.over.silence(FALL)
        self._director.changeover.interrupt(deck, at, fall=FALL)
        since = self._director.timeline.utc_of(at)
        self._running = _Running(command, button, deck, source, since)
        return ""

    @property
    def standing(self) -> Standing | None:
        """Return what the next life would have to say."""
        if self._owed is not None or self.state() is None or self._running is None:
            return self._owed
        return Standing(self._running.command, self._running.deck.by)

    @property
    def awaits(self) -> bool:
        """Return whether a message of the last life is still to be said."""
        return self._owed is not None

    def owe(self, standing: Standing | None) -> None:
        """Have what the last life was saying said again as soon as the wall is known."""
        self._owed = standing

    def go_on(self, at: int) -> None:
        """Say what is owed; give it up when the wall does not have it for long."""
        owed = self._owed
        if owed is None:
            return
        fault = self.begin(owed.command, at, owed.by)
        if fault != "unknown" or at > PATIENCE:
            self._owed = None
            self._director.asrun.command("alert", at, by=owed.by, detail=fault or "restart")

    def clear(self, at: int, by: str) -> bool:
        """End the message; False when none is on."""
        if self.state() is None:
            return False
        self._director.changeover.skip(FALL * 10, by)
        return True

    def state(self) -> Emergency | None:
        running = self._running
        if running is None or self._director.line.lead is not running.deck:
            self._running = None
            return None
        return Emergency(
            running.button.id, running.button.label, running.since, running.source.said,
            running.command.times, running.command.drill,
        )  # fmt: skip


def _spoken(item: Item, times: int, pause: int) -> Item:
    """Return the item as long as all its repetitions."""
    frames = item.cue_out - item.cue_in
    whole = ENDLESS if times <= 0 else item.cue_in + times * (frames + pause) - pause
    return replace(item, cue_out=whole, segue=whole, fade_in=0, fade_out=0)
