"""Turns the live desk's choice into decks: takes an input, keeps it, and lets go of it in time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

from playout.deck import Deck, State
from playout.live_desk import Input, LiveDesk, Span
from playout.slate import ENDLESS
from playout.source import Source
from playout.timeline import Timeline
from station.audio import RATE
from station.config import Air
from station.journal import EndedBy, StartedBy
from station.kinds import Kind
from station.ladder import Rung
from station.live import Door, Word
from station.rundown import Item, Reason, Rundown, Why
from station.snapshot import LiveState

WORDS_EVERY = RATE
"""An input is told where it stands once a second, and at every change."""


class Session(Input, Protocol):
    """An input whose sound can be taken."""

    def watch(self, at: int) -> None:
        """Look at it, once a block, as of frame `at` of the air."""

    def open_source(self) -> Source:
        """Return its sound from now on."""


class Inputs(Protocol):
    """Where live sound comes in."""

    @property
    def sessions(self) -> Sequence[Session]:
        """All that are connected."""

    def words(self, session: Session, word: Word) -> None:
        """Tell an input where it stands, without waiting."""

    def kick(self, session: Session) -> None:
        """End a connection."""


class NoInputs:
    """A channel without live inputs."""

    sessions: Sequence[Session] = ()

    def words(self, session: Session, word: Word) -> None:
        """Nobody hears it."""

    def kick(self, session: Session) -> None:
        """Nobody is connected."""


class LiveTake:
    """Only the tick thread calls it."""

    def __init__(self, desk: LiveDesk, air: Air) -> None:
        self.desk = desk
        self.fade = max(1, air.live_fade_ms * RATE // 1000)
        self.lost = ""
        """Name of the input that fell off the air by itself, until another is on or it is over."""
        self.inputs: Inputs = NoInputs()
        """Who is connected; set by whoever owns the socket."""
        self._timeline: Timeline | None = None
        self._kicked = ""
        self._on: dict[str, str] = {}
        self._told: dict[str, tuple[Word, int]] = {}

    @property
    def is_idle(self) -> bool:
        """Return whether nobody is connected, and nothing is remembered of anybody who was."""
        return not (self.inputs.sessions or self._told or self.lost or self.desk.taken)

    def adopt(self, rundown: Rundown, timeline: Timeline) -> None:
        """Take up when presenters may have the air."""
        self._timeline = timeline
        self.desk.slots = tuple(
            Span(slot.key, timeline.frame_at(slot.begins), timeline.frame_at(slot.ends), slot)
            for slot in rundown.live_slots
        )

    def first_ready(self, at: int) -> str:
        """Return the session that could go on the air first, empty for none."""
        fit = [one for one in self.inputs.sessions if self.desk.fit(one.hello.session)]
        return fit[0].hello.session if fit else ""

    def watch(self, at: int, lead: Deck | None) -> None:
        """Take note of who is connected, and tell each where it stands."""
        sessions = self.inputs.sessions
        if not sessions and not self._told and not self.lost:
            self.desk.watch((), at)
            return
        for session in sessions:
            session.watch(at)
        self.desk.watch(sessions, at)
        if self.lost and (self.desk.span(at) is None or self.session_of(lead)):
            self.lost = ""
        self._tell(sessions, at, lead)
        if lead is not None and lead.rung is Rung.LIVE:
            self._take_up(lead)

    def kick(self, session: str) -> None:
        """End a connection, and say so first."""
        for one in self.inputs.sessions:
            if one.hello.session == session:
                self._kicked = session
                self.desk.send_away(session)
                self.inputs.words(one, Word(LiveState.LOST, ended="kicked"))
                self.inputs.kick(one)

    def relay_of(self, deck: Deck) -> str:
        """Return the address that a live deck relays, empty for a presenter."""
        one = self.desk.find(self.session_of(deck))
        return "" if one is None else one.hello.relay

    def session_of(self, deck: Deck | None) -> str:
        """Return the session a deck carries, empty for none."""
        return "" if deck is None else self._on.get(deck.airing, "")

    def wanted(self, lead: Deck | None, at: int) -> bool:
        """Return whether some input should have the air."""
        return self.desk.choose(at, self.session_of(lead)) is not None

    def relay_wanted(self, lead: Deck | None, at: int) -> str:
        """Return the address of the relay that should have the air, empty for none."""
        chosen = self.desk.choose(at, self.session_of(lead))
        return "" if chosen is None else chosen.hello.relay

    def due(self, lead: Deck | None, at: int, *, free: bool) -> Deck | None:
        """Return a deck of the input that should take the air now, None for none."""
        current = self.session_of(lead) if lead is not None and lead.rung is Rung.LIVE else ""
        chosen = self.desk.choose(at, current)
        if chosen is None:
            self._give_back(lead, current, at)
            return None
        if chosen.hello.session == current and lead is not None and not lead.done:
            return None
        if lead is not None and not free and lead.rung > Rung.LIVE:
            return None
        return self._deck(chosen, at)

    def keeps(self, lead: Deck, at: int) -> bool:
        """Return whether a live lead goes on, whatever the plan has meanwhile."""
        current = self.session_of(lead) if lead.rung is Rung.LIVE else ""
        return bool(current) and not lead.done and lead.until_hand_over > 0

    def make_way(self, lead: Deck, at: int, ahead: int) -> None:
        """Fade a live lead so that it has gone when its slot ends."""
        ends = self.desk.ends(self.session_of(lead), at)
        if ends is None or not 0 < ends - at <= max(ahead, self.fade):
            return
        if lead.position + ends - at < lead.ends:
            lead.because = EndedBy.SLOT_END
            lead.leave(ends - at, self.fade)

    def give_up(self, lead: Deck) -> None:
        """Count the input on the air as silent."""
        self.desk.give_up(self.session_of(lead))

    def ends(self, lead: Deck, at: int) -> int | None:
        """Return the frame at which a live lead must have left the air, None for none."""
        return self.desk.ends(self.session_of(lead), at)

    def next_change(self, at: int) -> int | None:
        return self.desk.next_change(at)

    def _tell(self, sessions: Sequence[Session], at: int, lead: Deck | None) -> None:
        on = lead is not None and lead.rung is Rung.LIVE and lead.until_hand_over > 0
        on_air = self.session_of(lead) if on else ""
        rival = self.desk.find(on_air)
        for one in sessions:
            name = one.hello.session
            state = self.desk.state(one, at, on_air)
            benched = state is LiveState.BENCHED and rival is not None
            word = Word(state, self._until(name, at), rival.hello.name if benched and rival else "")
            told, when = self._told.get(name, (None, 0))
            if word != told or at - when >= WORDS_EVERY:
                self._told[name] = (word, at)
                self.inputs.words(one, word)
        for gone in self._told.keys() - {one.hello.session for one in sessions}:
            del self._told[gone]

    def _until(self, session: str, at: int) -> datetime | None:
        ends = self.desk.ends(session, at)
        return None if ends is None or self._timeline is None else self._timeline.utc_of(ends)

    def _take_up(self, lead: Deck) -> None:
        """Take up what is told of an input while it is on: its title, and whether it is heard."""
        one = self.desk.find(self.session_of(lead))
        if one is None:
            return
        title, has_sound = one.hello.title or lead.item.title, not one.hello.mute
        if (title, has_sound) != (lead.item.title, lead.item.has_sound):
            lead.item = replace(lead.item, title=title, has_sound=has_sound)

    def _give_back(self, lead: Deck | None, current: str, at: int) -> None:
        """Let a live lead that may not go on hand over now."""
        if lead is None or not current or lead.state is State.FAILED:
            return
        one = self.desk.find(current)
        lost = one is None or one.closed
        wanted = self._kicked == current or self.desk.is_dismissed(current)
        if lead.because in (None, EndedBy.SILENT) and not wanted:
            self.lost = lead.item.artist or lead.item.title
        lead.because = lead.because or (EndedBy.FINISHED if lost else EndedBy.SILENT)
        lead.hands_over = min(lead.hands_over, lead.position)
        lead.leave(self.fade, self.fade)

    def _deck(self, chosen: Input, at: int) -> Deck:
        session = next(one for one in self.inputs.sessions if one is chosen)
        hello = chosen.hello
        span = self.desk.span(at)
        slot = None if span is None else span.slot
        relay = hello.door is Door.RELAY
        programme = slot.programme if slot else ""
        relayed = ""
        if relay and span is not None and span.relay:
            programme, relayed = span.programme, span.source
        item = Item(
            key=f"live:{hello.session}", cart_id=0, kind=Kind.RELAY if relay else Kind.LIVE,
            title=hello.title or programme or hello.name,
            artist=relayed if relay else hello.name, path="",
            programme=programme, has_sound=not hello.mute,
            reason=Reason(Why.RELAY if relay else Why.LIVE),
            begins=datetime(1970, 1, 1, tzinfo=UTC), cue_in=0, cue_out=ENDLESS, segue=ENDLESS,
        )  # fmt: skip
        by_hand = self.desk.taken == hello.session
        deck = Deck(
            item, session.open_source(), 0, rung=Rung.LIVE, by=hello.who, endless=True, opened=at,
            started_by=StartedBy.OPERATOR if by_hand else StartedBy.LIVE,
        )  # fmt: skip
        deck.poll(at)
        if deck.state is State.OPENING:
            deck.fail("no sound")
        self._on[deck.airing] = hello.session
        while len(self._on) > 8:
            del self._on[next(iter(self._on))]
        return deck
