"""Opens what was on the air once more, from the place where it was or would be by now."""

from collections.abc import Collection

from playout.cue import LEAST
from playout.deck import Deck
from playout.restart import Resume
from playout.source import OpenSource
from station.journal import StartedBy
from station.kinds import Kind
from station.ladder import Rung


class Reopening:
    """Knows which kinds go on after an interruption; changes nothing on the air."""

    def __init__(self, open_source: OpenSource, resumes: Collection[Kind]) -> None:
        self._open_source = open_source
        self._resumes = resumes

    def comes_back(self, lead: Deck) -> bool:
        """Return whether the policy has the lead go on behind an interruption."""
        if lead.because is not None:
            return False
        if lead.until_hand_over < LEAST or lead.rung not in (
            Rung.SCHEDULE, Rung.MUST_AIR, Rung.OPERATOR,
        ):  # fmt: skip
            return False
        return lead.item.kind in self._resumes

    def again(self, lead: Deck, at: int) -> Deck:
        """Open the lead's airing once more, from where it is."""
        return Deck(
            lead.item, self._open_source(lead.item, lead.position), lead.position,
            rung=lead.rung, started_by=StartedBy.OPERATOR, airing=lead.airing, by=lead.by,
            before=lead.heard, resumes=True, opened=at,
        )  # fmt: skip

    def another(self, deck: Deck, position: int, at: int) -> Deck:
        """Open what a deck had on it once more; it counts as another airing.

        What would go on behind an interruption begins at `position`, all else at its start.
        """
        item = deck.item
        position = position if item.kind in self._resumes else item.cue_in
        return Deck(
            item, self._open_source(item, position), position, rung=deck.rung,
            started_by=StartedBy.OPERATOR, by=deck.by, opened=at,
        )  # fmt: skip

    def of_last_life(self, left: Resume, due: int, at: int, *, waits: bool) -> Deck:
        """Open an airing of the last life at the place where it would be by now.

        One that `waits` for another to be over stays at that place meanwhile.
        """
        item = left.item
        position = min(max(item.cue_in, item.cue_in + at - due), item.cue_out - 1)
        deck = Deck(
            item, self._open_source(item, position), position, rung=left.rung, by=left.by,
            started_by=StartedBy.RESTART, opened=at, due=None if waits else due,
            resumes=bool(left.airing), before=left.heard,
        )  # fmt: skip
        deck.airing = left.airing or deck.airing
        return deck
