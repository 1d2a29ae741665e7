"""What sounds over the programme: secondary items in their time, and buttons when pressed."""

from playout import overlay
from playout.asrun import AsRun
from playout.deck import Deck, State
from playout.line import Line, Over
from playout.overlay import Overlays
from playout.segues import Segues
from playout.wings import Wings
from station.audio import RATE
from station.journal import EndedBy, StartedBy
from station.ladder import Rung
from station.rundown import Rundown, Secondary

AHEAD = 30 * RATE
"""Secondary items are opened this long before they sound."""


class VoicesOver:
    """Only the tick thread calls it. Never touches the lead."""

    def __init__(self, line: Line, wings: Wings, segues: Segues, asrun: AsRun) -> None:
        self._line = line
        self._wings = wings
        self._segues = segues
        self._asrun = asrun
        self._overlays = Overlays()
        self._near: list[tuple[int, Secondary]] = []

    def adopt(self, rundown: Rundown) -> None:
        self._overlays.adopt(rundown.secondary)

    @property
    def begins(self) -> list[int]:
        """Return the frames at which secondary items begin."""
        return [begins for begins, _ in self._near]

    @property
    def comes_near(self) -> int | None:
        """Return the frame at which the next one comes near, None where none is expected."""
        return self._overlays.comes_near if self._wings.plan.secondary else None

    def look(self, at: int) -> None:
        """See which secondary items are near, and have them opened."""
        self._near = []
        if self._wings.plan.secondary and self._line.rung <= Rung.SCHEDULE:
            coming = self._wings.coming(self._segues.join(at), 3)
            self._near = self._overlays.near(self._line.lead, at, coming, AHEAD)
        self._keep_open()

    def begin(self, at: int) -> None:
        """Begin the secondary items whose frame has come, those that stand ready."""
        come = [pair for pair in self._near if pair[0] <= at]
        for begins, one in come:
            deck = self._wings.beside_deck(one.item)
            if deck is not None:
                deck.started_by = StartedBy.PARENT
                self.sound(deck, at, duck_db=one.duck_db)
            self._overlays.done(one)
            self._near.remove((begins, one))
        if come:
            self._keep_open()

    def sound(self, deck: Deck, at: int, *, duck_db: float, button: str = "") -> None:
        """Let a deck sound over whatever is on."""
        deck.take(at)
        self._line.over.append(Over(deck, duck_db, button))
        self._asrun.began(deck, at, over=True)

    def silence(self, fade: int) -> None:
        """Fade out all of it, and let it lower nothing any more."""
        for over in self._line.over:
            over.deck.leave(fade, fade)
            over.deck.because = EndedBy.REPLACED
        self._line.lift()

    def hush(self, button: str, fade: int) -> int:
        """Fade out what sounds over the programme, of one button or all; return how many."""
        voices = [over for over in self._line.over if button in ("", over.button) and over.button]
        for over in voices:
            self.fade_out(over.deck, fade)
        return len(voices)

    def fade_out(self, deck: Deck, fade: int) -> None:
        """Fade out one voice."""
        deck.leave(max(fade, 1), fade)
        deck.because = EndedBy.SKIPPED

    def sounds(self, deck: Deck) -> bool:
        """Return whether a voice is heard and goes on."""
        return deck.because is None and any(over.deck is deck for over in self._line.over)

    def retire(self, at: int) -> None:
        """Let go of what has ended in this block."""
        for over in self._line.retire():
            failed = over.deck.state is State.FAILED
            natural = EndedBy.FAULT if failed else EndedBy.FINISHED
            self._asrun.ended(over.deck, at, over.deck.because or natural, over=True)
            over.deck.eject()

    def _keep_open(self) -> None:
        """Have those that are near be open, and no others."""
        beside = [overlay.cue(one, begins) for begins, one in self._near]
        if [one.item for one in beside] != [one.item for one in self._wings.beside]:
            self._wings.unsettle()
        self._wings.beside = beside

    def close(self, at: int) -> None:
        """End all of it, for the record too."""
        for over in self._line.over:
            self._asrun.ended(over.deck, at, EndedBy.STOPPED, over=True)
            over.deck.eject()
        self._line.over.clear()
