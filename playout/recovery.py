"""What the air does about silence: gives up the lead, then airs a filler, then the slate."""

from playout import slate
from playout.changeover import Changeover
from playout.deck import Deck
from playout.fades import SHORT_FADE
from playout.live_take import LiveTake
from playout.silence_watch import Stage
from playout.wings import Wings
from station.audio import RATE, Block
from station.journal import EndedBy
from station.ladder import Rung

SLATE_STAYS = 30 * RATE
"""After silence that neither the next item nor a filler has ended, the slate stays so long."""


class Recovery:
    """Only the tick thread calls it."""

    def __init__(
        self, changeover: Changeover, wings: Wings, live: LiveTake, slate_sound: Block
    ) -> None:
        self._changeover = changeover
        self._wings = wings
        self._live = live
        self._slate = slate_sound
        self._until = 0

    def lasts(self, at: int) -> bool:
        """Return whether what was put on instead of silence stays for now."""
        return at < self._until

    def recover(self, lead: Deck, stage: Stage, at: int) -> None:
        """Do what a stage of silence asks for."""
        lead.because = lead.because or EndedBy.SILENT
        if lead.rung is Rung.LIVE:
            self._live.give_up(lead)
        elif stage is Stage.NEXT_ITEM:
            self._changeover.skip(SHORT_FADE, "")
            lead.because = EndedBy.SILENT
        else:
            self._stand_in(stage, at)

    def _stand_in(self, stage: Stage, at: int) -> None:
        deck = self._wings.filler(at) if stage is Stage.FILLER else None
        self._until = at + (deck.until_hand_over if deck else SLATE_STAYS)
        self._changeover.take(deck or slate.deck(self._slate), at, fall=SHORT_FADE)
