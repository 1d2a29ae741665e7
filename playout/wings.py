"""What stands ready to take the air: the plan with its open decks, the fillers, what comes back."""

import logging
from collections.abc import Callable, Sequence

from playout.cue import Cue
from playout.deck import Deck, State
from playout.fillers import Fillers
from playout.forecast import Expected, Join, choose
from playout.plan import WHOLE, Plan
from playout.rack import Rack
from playout.source import OpenSource
from station.audio import BLOCK, RATE
from station.kinds import Kind
from station.ladder import Rung
from station.rundown import Item, Overrun
from station.snapshot import Fate

logger = logging.getLogger(__name__)

OPEN_AHEAD = 2
FAILED_AHEAD = 8
"""How far behind items that cannot be played the next ones are opened."""
HARD_AHEAD = 120 * RATE
"""An item that cuts is opened at least this early."""
NEAR = 60 * RATE
"""Everything that should begin within this time is opened, so that a fault shows before it."""
MOST_OPEN = 8
LOOK_AGAIN = 25 * BLOCK
"""When all is cued, one look a second is enough."""

Struck = Callable[[Deck, int], None]
"""Told of a deck that will never air, and when that was found."""


class Wings:
    """Opens ahead and hands out decks that are cued. Knows nothing of what is heard."""

    def __init__(self, open_source: OpenSource, struck: Struck, *, seed: str) -> None:
        self.plan = Plan()
        self.rack = Rack(open_source)
        self.fillers = Fillers(open_source, seed)
        self.hold = False
        self.interrupted: list[Deck] = []
        """What comes back when the air is free, the last one first; they may still be opening."""
        self.beside: list[Cue] = []
        """What else should be open: secondary items that are near."""
        self._struck = struck
        self._settled = False

    def hold_back(self, *, on: bool) -> None:
        """Hold back the next soft item of the plan, or let it come."""
        self.hold = on
        self.unsettle()

    def unsettle(self) -> None:
        """Look again at once which decks should be open."""
        self._settled = False

    @property
    def settled(self) -> bool:
        """Return whether all that should be open is cued."""
        return self._settled

    def rest(self, at: int) -> bool:
        """Return whether nothing needs to be looked after in this block."""
        return self._settled and at % LOOK_AGAIN != 0

    def prepare(self, at: int, join: Join, filled: int) -> None:
        """Look after the decks that wait; what is to be heard first is opened alone.

        The next item may begin at `join`; a filler that is on lasts until `filled`.
        """
        self.rack.poll(at)
        if self.interrupted and self.interrupted[-1].poll(at) is State.OPENING:
            return
        complete = self.rack.want(self._wanted(at, join), at)
        opening = self.rack.opening
        if not opening:
            opening = self.fillers.prepare(at, self._hole(join, filled))
        self._settled = complete and not opening and not self.interrupted

    def coming(self, join: Join, limit: int) -> list[Expected]:
        """Return what will become of the next cues if the next item may begin there."""
        if self.interrupted:
            back = sum(deck.until_hand_over for deck in self.interrupted)
            return self.plan.coming(join.at + back, limit)
        return self.plan.coming(join.at, limit, over_filler=join.over_filler)

    def due(self, at: int, lead: Item | None = None) -> Deck | None:
        """Return the deck of an item whose time to cut what is on has come."""
        cue = self.plan.overdue(at)
        if cue is None and lead is not None and lead.overrun is Overrun.FADE:
            cue = self._faded_for(at)
        if cue is None or (not cue.hard and self._gives_way(cue, at)):
            return None
        late = at - (cue.planned if cue.cuts is None else cue.cuts)
        if late > WHOLE and not cue.inside:
            self._catch_up(cue, at - cue.planned)
            return None
        deck = self._cued(cue, at)
        if deck is not None:
            self._leave_out(self.plan.before(cue))
        return deck

    def must_air(self, at: int, *, but: str = "") -> Deck | None:
        """Return the deck of what outranks a presenter and whose time has come, or was put off.

        `but`: the address of the relay that is heard in the place of its items.
        """
        cue = self.plan.next_must_air
        if cue is None or cue.planned > at:
            cue = self.plan.owed(at)
        if cue is not None and but and cue.item.relay == but:
            return None
        return None if cue is None else self._cued(cue, at)

    def beside_deck(self, item: Item) -> Deck | None:
        """Return the deck of a secondary item, None when it is not cued in time."""
        if self.rack.state(item) is not State.CUED:
            return None
        return self.rack.take(item)

    def _gives_way(self, cue: Cue, at: int) -> bool:
        """Return whether an item that may begin elsewhere is passed over here, and leave it out."""
        choice = choose(self.plan.behind(cue), at, over_filler=True)
        if cue not in choice.left_out:
            return False
        self._leave_out([cue])
        return True

    def _faded_for(self, at: int) -> Cue | None:
        """Return the item for which a programme that may not overrun has made way."""
        opening = self.plan.opening
        ends = None if opening is None else opening.ends_programme
        return opening if ends is not None and ends <= at else None

    def following(self, at: int, *, over_filler: bool = False) -> Deck | None:
        """Return the deck that may follow at `at`: what was interrupted, or the next soft item."""
        if self.interrupted:
            return self._returning(self.interrupted[-1], at)
        for cue in self.plan.inserted(at):
            deck = self._cued(cue, at)
            if deck is not None:
                return deck
        return None if self.hold else self._planned(at, over_filler=over_filler)

    @property
    def returning_rung(self) -> Rung:
        """Return the rung of what comes back when the air is free, SILENCE for nothing."""
        return self.interrupted[-1].rung if self.interrupted else Rung.SILENCE

    def next_kind(self, at: int) -> Kind | None:
        """Return the kind of what would follow at `at`, None for nothing of the plan."""
        if self.interrupted:
            return self.interrupted[-1].item.kind
        inserted = self.plan.inserted(at)
        if inserted:
            return inserted[0].item.kind
        cue = None if self.hold else self.plan.next_soft(at, over_filler=False).cue
        return None if cue is None else cue.item.kind

    def _planned(self, at: int, *, over_filler: bool) -> Deck | None:
        """Return the deck of the next soft item that can be played; None while it is opening."""
        while True:
            choice = self.plan.next_soft(at, over_filler=over_filler)
            self._leave_out(choice.left_out)
            cue = choice.cue
            if cue is None:
                return None
            deck = self._cued(cue, at)
            if deck is not None or self.plan.holds(cue):
                return deck

    def run_beneath(self, at: int) -> None:
        """Let the plan run on unheard below a live input, its deck in step with the time."""
        first = self.plan.first
        self.plan.pass_by(at)
        if self.plan.first is not first:
            self.unsettle()
        cue = self.plan.first
        deck = None if cue is None or not cue.inside else self.rack.get(cue.item)
        if deck is not None and deck.poll(at) is State.CUED:
            deck.catch_up(at)

    def wait_beneath(self, at: int) -> None:
        """Let the plan wait below a relay that runs over."""
        first = self.plan.first
        self.plan.wait_beneath(at)
        if self.plan.first is not first:
            self.unsettle()

    def begin_beneath(self, cue: Cue, at: int) -> None:
        """Have an item begin unheard at this frame, below a live input in its place."""
        self._leave_out(self.plan.before(cue))
        began = cue.start if cue.inside and cue.start is not None else at
        self.plan.remove([cue])
        self.plan.run_on(cue.item, began)

    def filler(self, at: int) -> Deck | None:
        """Return the cued filler; the next one is opened behind it."""
        deck = self.fillers.take(at)
        if deck is not None:
            self.unsettle()
        return deck

    def ready(self, at: int) -> bool:
        """Return whether what should be heard first can begin, or nothing is coming."""
        self.rack.poll(at)
        if self.interrupted:
            return self.interrupted[-1].state is not State.OPENING
        coming = self.plan.coming(at, 4, over_filler=True)
        expected = [one for one in coming if one.fate is not Fate.DROPPED][:1]
        if not expected or expected[0].begins > at or expected[0].fate is Fate.TAKEN:
            return True
        return self.rack.state(expected[0].cue.item) in (State.CUED, State.FAILED)

    def waiting_for_operator(self, at: int) -> Item | None:
        """Return the item that the plan has reached and that an operator must take."""
        first = self.plan.first
        return first.item if first is not None and first.manual else None

    def broken(self, join: Join) -> list[Item]:
        """Return the coming items whose files could not be opened."""
        coming = [one.cue.item for one in self.coming(join, FAILED_AHEAD)]
        return [item for item in coming if self.rack.state(item) is State.FAILED]

    def can_follow(self, at: int) -> bool:
        """Return whether something other than the slate could take the air at once."""
        if self.interrupted or self.fillers.cued:
            return True
        if self.next_kind(at) is None:
            return False
        coming = (one for one in self.plan.coming(at, FAILED_AHEAD) if one.fate is not Fate.DROPPED)
        first = next((o for o in coming if self.rack.state(o.cue.item) is not State.FAILED), None)
        return first is not None and self._could_begin(first.cue, at)

    def _could_begin(self, cue: Cue, at: int) -> bool:
        """Return whether an item stands ready, and may begin at the end of another at `at`."""
        in_time = cue.earliest is None or cue.earliest <= at
        return in_time and not cue.manual and self.rack.state(cue.item) is State.CUED

    def close(self) -> None:
        for deck in self.interrupted:
            deck.eject()
        self.rack.close()
        self.fillers.close()

    def _hole(self, join: Join, filled: int) -> tuple[int, int] | None:
        """Return where a filler will be needed and for how many frames, None while unknown."""
        if self.hold or self.interrupted:
            return None
        free = join.at
        for expected in self.coming(join, FAILED_AHEAD):
            if expected.fate is Fate.DROPPED:
                continue
            if expected.fate is Fate.TAKEN:
                return None
            begins = max(free, filled)
            if expected.begins > begins:
                return begins, expected.begins - begins
            free = expected.ends
        return None

    def _wanted(self, at: int, join: Join) -> list[Cue]:
        cues: list[Cue] = []
        sound = 0
        for expected in self.coming(join, FAILED_AHEAD):
            if expected.fate is Fate.DROPPED:
                continue
            cues.append(expected.cue)
            sound += self.rack.state(expected.cue.item) is not State.FAILED
            if sound >= OPEN_AHEAD and expected.begins - at > NEAR:
                break
        cues = cues[:MOST_OPEN]
        for cue in (self.plan.fixed, self.plan.next_must_air, self.plan.owed(at)):
            if cue is not None and cue.planned - at < HARD_AHEAD and cue not in cues:
                cues.append(cue)
        return cues + self.beside

    def _catch_up(self, cue: Cue, late: int) -> None:
        """Join a hard item inside that could not begin for a long time, or give it up."""
        if late < cue.item.frames:
            self.plan.join_late(cue)
        else:
            self._leave_out([cue])
        self.unsettle()

    def _returning(self, deck: Deck, at: int) -> Deck | None:
        if deck.state is State.FAILED or (deck.state is State.CUED and deck.is_over(at)):
            self.interrupted.remove(deck)
            self._struck(deck, at)
            return None
        if deck.state is State.CUED and deck.catch_up(at):
            self.interrupted.remove(deck)
            return deck
        return None

    def _cued(self, cue: Cue, at: int) -> Deck | None:
        """Return the deck of a cue if it can be taken at `at`; strike the cue if it has failed."""
        deck = self.rack.get(cue.item)
        if deck is None:
            self.unsettle()
        elif deck.state is State.FAILED:
            self.plan.remove([cue])
            self._struck(self.rack.take(cue.item), at)
            self.unsettle()
        elif deck.is_over(at):
            self._leave_out([cue])
        elif deck.state is State.CUED and deck.catch_up(at):
            return self.rack.take(cue.item)
        return None

    def _leave_out(self, cues: Sequence[Cue]) -> None:
        if not cues:
            return
        self.plan.remove(cues)
        self.unsettle()
        for cue in cues:
            if cue.is_owed:
                self.plan.insert(cue.put_off)
                continue
            logger.info(
                "%s is left out", cue.item.title,
                extra={"action": "item_left_out", "item": cue.item.key},
            )  # fmt: skip
