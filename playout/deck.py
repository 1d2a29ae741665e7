"""A deck: one item being opened, cued, played and faded, and the table of its life."""

import enum
import logging
import uuid
from dataclasses import dataclass, field

from playout.fades import Ramp
from playout.source import Source
from station.audio import BLOCK, RATE, Block, linear
from station.errors import StationError
from station.journal import EndedBy, StartedBy
from station.ladder import Rung
from station.rundown import Item
from station.transition import Curve, Passage

logger = logging.getLogger(__name__)

SHORT_END = 2 * BLOCK
"""A file may end this much before its cue-out and still count as played to its end."""
STARVED = RATE // 2
"""After this many frames without sound a deck is given up."""
WIDEST_GAIN_DB = 60.0
PATIENCE = 8 * RATE
"""After this many frames a source that is still opening is given up."""


class State(enum.Enum):
    EMPTY = "empty"
    OPENING = "opening"
    CUED = "cued"
    PLAYING = "playing"
    FADING = "fading"
    ENDED = "ended"
    FAILED = "failed"


class Move(enum.Enum):
    OPEN = "open"
    CUE = "cue"
    TAKE = "take"
    FADE = "fade"
    END = "end"
    FAIL = "fail"
    EJECT = "eject"


TRANSITIONS = {
    State.EMPTY: {Move.OPEN: State.OPENING},
    State.OPENING: {Move.CUE: State.CUED, Move.FAIL: State.FAILED},
    State.CUED: {Move.TAKE: State.PLAYING, Move.EJECT: State.EMPTY, Move.FAIL: State.FAILED},
    State.PLAYING: {Move.FADE: State.FADING, Move.END: State.ENDED, Move.FAIL: State.FAILED},
    State.FADING: {Move.END: State.ENDED, Move.FAIL: State.FAILED},
    State.ENDED: {Move.EJECT: State.EMPTY},
    State.FAILED: {Move.EJECT: State.EMPTY},
}


class IllegalMove(StationError):
    """A deck was asked for what its state does not allow."""

    def __init__(self, state: State, move: Move) -> None:
        super().__init__(f"cannot {move.value} a deck that is {state.value}")


def after(state: State, move: Move) -> State:
    """Return the state behind a move; raises IllegalMove."""
    try:
        return TRANSITIONS[state][move]
    except KeyError:
        raise IllegalMove(state, move) from None


@dataclass(slots=True, eq=False)
class Deck:
    """One airing, or the part of it from `position` on. Counts in frames of the file."""

    item: Item
    source: Source
    position: int
    """Frame of the file that is read next."""
    rung: Rung = Rung.SCHEDULE
    started_by: StartedBy = StartedBy.SCHEDULE
    airing: str = field(default_factory=lambda: uuid.uuid4().hex)
    by: str = ""
    """Operator who wanted it."""
    before: int = 0
    """Frames of this airing that earlier decks have aired."""
    resumes: bool = False
    """Whether the airing began before this deck."""
    opened: int = 0
    """Frame of the air at which its opening began."""
    due: int | None = None
    """Frame of the air at which its cue-in would be, where it is joined in its middle."""
    endless: bool = False
    """Whether it is live: it may fall silent for a while without having failed."""
    because: EndedBy | None = None
    """Why it leaves the air, where that is settled beforehand."""
    passage: Passage = Passage.CUT
    """How its picture takes the place of the one before it."""
    passing: int = 0
    """Over how many frames."""
    state: State = State.EMPTY
    fault: str = ""
    began: int = 0
    """Frame of the air at which it took the air."""
    entered: int = 0
    """Position at which it took the air."""
    ends: int = 0
    """Position at which it falls silent."""
    hands_over: int = 0
    """Position at which the next item may start."""
    _gain: float = 1.0
    _ramps: list[Ramp] = field(default_factory=list)
    _falls: bool = False
    """Whether it is faded towards its end."""
    _starved: int = 0
    _aired: bool = False

    def __post_init__(self) -> None:
        item = self.item
        self.ends = item.cue_out
        self.hands_over = item.segue
        self._gain = _factor(item.gain_db)
        if item.fade_in and self.position < item.cue_in + item.fade_in:
            self._ramps.append(Ramp(item.cue_in, item.fade_in, rises=True))
        if item.fade_out:
            self._ramps.append(Ramp(item.cue_out - item.fade_out, item.fade_out, rises=False))
            self._falls = True
        self.move(Move.OPEN)

    def move(self, move: Move) -> None:
        self.state = after(self.state, move)

    def eject(self) -> None:
        """Let go of it from wherever it stands."""
        if self.state is State.OPENING:
            self.move(Move.FAIL)
        elif self.state in (State.PLAYING, State.FADING):
            self.move(Move.END)
        self.move(Move.EJECT)
        self.source.close()

    def poll(self, at: int) -> State:
        """Take note, at frame `at` of the air, of what became of the opening."""
        if self.state in (State.OPENING, State.CUED) and self.source.fault:
            self.fail(self.source.fault)
        elif self.state is State.OPENING and self.source.ready:
            self.move(Move.CUE)
        elif self.state is State.OPENING and at - self.opened > PATIENCE:
            self.fail("opening_took_too_long")
        return self.state

    def cue(self) -> None:
        """Count it as ready without waiting for its sound."""
        if self.state is State.OPENING:
            self.move(Move.CUE)

    def take(self, at: int, *, rise: int = 0, curve: Curve = Curve.EQUAL_POWER) -> None:
        """Put it on the air at frame `at` of the air, rising over `rise` frames."""
        self.move(Move.TAKE)
        self.began, self.entered, self._aired = at, self.position, True
        if rise:
            self._ramps.append(Ramp(self.position, rise, rises=True, curve=curve))

    def leave(self, frames: int, fade: int, curve: Curve = Curve.LINEAR) -> None:
        """Fall silent `frames` from now, faded over the last `fade` of them."""
        ends = min(self.position + frames, self.ends)
        if ends == self.ends and self._falls:
            return
        fade = min(fade, ends - self.position)
        self.ends, self._falls = ends, True
        self._ramps.append(Ramp(ends - fade, fade, rises=False, curve=curve))

    def fail(self, why: str) -> None:
        self.fault = why
        self.move(Move.FAIL)
        logger.warning(
            "%s cannot be played: %s", self.item.title, why,
            extra={"action": "deck_failed", "item": self.item.key, "fault": why},
        )  # fmt: skip

    def catch_up(self, at: int) -> bool:
        """Pass over what should have been heard before frame `at`; False while it is not there."""
        if self.due is None:
            return True
        behind = self.item.cue_in + at - self.due - self.position
        if behind > 0:
            self.position += len(self.source.read(behind))
        return self.position >= self.item.cue_in + at - self.due

    def is_over(self, at: int) -> bool:
        """Return whether nothing is left of an item that is joined at `at`."""
        return self.due is not None and at - self.due >= self.hands_over - self.item.cue_in

    @property
    def heard(self) -> int:
        """Return the frames of this airing heard so far, counted on the bus."""
        return self.before + (self.position - self.entered if self._aired else 0)

    @property
    def until_hand_over(self) -> int:
        """Return the frames until the next item may start, 0 when it may now."""
        return max(0, min(self.hands_over, self.ends) - self.position)

    @property
    def done(self) -> bool:
        """Return whether nothing more is to be heard of it."""
        return self.position >= self.ends or self.state in (State.FAILED, State.ENDED)

    def read(self, frames: int) -> Block:
        """Return the next frames with gain and fades; fewer at its end, none when it starves."""
        wanted = min(frames, self.ends - self.position)
        block = self.source.read(wanted)
        got = len(block)
        if got:
            self._shape(block)
            self.position += got
        if got < wanted:
            self._miss(wanted - got)
        else:
            self._starved = 0
        return block

    def _shape(self, block: Block) -> None:
        if self._gain != 1.0:
            block *= self._gain
        if self._ramps:
            for ramp in self._ramps:
                if not ramp.is_flat(self.position, len(block)):
                    block *= ramp.gains(self.position, len(block))
            self._ramps = [r for r in self._ramps if not r.rises or not r.is_flat(self.position, 1)]

    def _miss(self, frames: int) -> None:
        """Tell an end from an underrun, and a long underrun from a short one."""
        if not self.source.ended:
            self._starved += frames
            if self._starved > STARVED and not self.endless:
                self.fail("starved")
        elif self.endless and not self.source.fault:
            self.ends = self.position
        elif self.source.fault or self.ends - self.position > SHORT_END:
            self.fail(self.source.fault or "ended_early")
        else:
            self.ends = self.position


def _factor(gain_db: float) -> float:
    """Return the factor of a static gain; one that no measurement can have given is not applied."""
    return linear(gain_db) if 0.0 < abs(gain_db) <= WIDEST_GAIN_DB else 1.0
