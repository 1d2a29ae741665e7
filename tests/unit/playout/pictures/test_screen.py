"""What is seen with each block: the lead's picture, the last one, the slate."""

import pytest

from playout.deck import Deck
from playout.pictures.pool import SlotPool
from playout.pictures.screen import HELD_TICKS, NoScreen, RingScreen
from station.audio import BLOCK
from station.bus import NO_PICTURE
from station.ladder import Rung
from station.pictures import PictureRing, black, slot_of
from station.video import Shape
from tests.unit.playout.fakes import Tone, item

SHAPE = Shape(16, 16)


class Reel:
    """Pictures that carry their number; `come` of them have been decoded."""

    def __init__(self, pool, come=1_000, whole=1_000):
        self._pool = pool
        self.come = come
        self.whole = whole
        self.passed = -1
        self.gone = False
        self.fault = ""
        self.closed = False

    def at(self, frame):
        number = min(frame // BLOCK, self.come - 1)
        if self.gone or number <= self.passed:
            return None
        self.passed = number
        slot = self._pool.take()
        self._pool.ring.picture(slot)[:] = number % 200 + 20
        return slot

    def missing(self, frame):
        return frame // BLOCK >= min(self.come, self.whole)

    def close(self):
        self.closed = True


class Watched:
    """A screen with one deck at a time, and what is seen on it."""

    def __init__(self, tmp_path):
        self.pool = SlotPool(PictureRing.create(tmp_path / "ring", SHAPE, 8), lease_ticks=2)
        self.reels = {}
        self.screen = RingScreen(
            self.pool, self.reels.get, slate=black(SHAPE) * 0 + 7, card=black(SHAPE) * 0 + 9
        )
        self.tick = 0

    def deck(self, reel=None, *, cue_in=0, rung=Rung.SCHEDULE):
        deck = Deck(item("clip", 60.0, cue_in=cue_in), Tone(0.1, 1 << 30), cue_in, rung=rung)
        if reel:
            self.reels[deck] = reel
        return deck

    def see(self, lead, frames=BLOCK):
        """Mix a block in which the lead is heard for so many frames; return what is seen."""
        if lead is not None:
            lead.position += frames
        ticket = self.screen.show(lead, self.tick)
        self.tick += 1
        assert self.pool.ring.holds(ticket)
        return int(self.pool.ring.picture(slot_of(ticket))[0])


@pytest.fixture
def watched(tmp_path):
    return Watched(tmp_path)


def test_nothing_is_seen_on_a_radio_channel():
    assert NoScreen().show(None, 5) == NO_PICTURE


def test_the_slate_is_seen_when_nobody_has_the_air(watched):
    assert watched.see(None) == 7
    assert watched.see(watched.deck(rung=Rung.SLATE)) == 7


@pytest.mark.parametrize("rung", [rung for rung in Rung if rung >= Rung.FILLER])
def test_the_card_is_seen_with_what_has_no_pictures(watched, rung):
    assert watched.see(watched.deck(rung=rung)) == 9


def test_each_block_has_the_picture_of_its_sound(watched):
    deck = watched.deck(Reel(watched.pool))
    assert [watched.see(deck) for _ in range(30)] == list(range(20, 50))


@pytest.mark.parametrize(("heard", "seen"), [(BLOCK // 2 - 1, 7), (BLOCK // 2 + 1, 20)])
def test_a_cut_inside_a_block_is_seen_at_the_nearer_edge(watched, heard, seen):
    deck = watched.deck(Reel(watched.pool))
    assert watched.see(None) == 7
    assert watched.see(deck, heard) == seen
    assert watched.see(deck) == (20 if seen == 7 else 21)


def test_what_is_cued_in_the_middle_begins_with_that_picture(watched):
    deck = watched.deck(Reel(watched.pool), cue_in=10 * BLOCK)
    assert watched.see(deck) == 30


def test_the_last_picture_stands_for_late_ones_and_then_the_card(watched):
    reel = Reel(watched.pool, come=3)
    deck = watched.deck(reel)
    seen = [watched.see(deck) for _ in range(3 + HELD_TICKS + 2)]
    assert seen == [20, 21, *[22] * (HELD_TICKS + 1), 9, 9]
    assert watched.screen.held == HELD_TICKS + 2
    reel.come = 1_000
    assert watched.see(deck) == 20 + 3 + HELD_TICKS + 2


def test_no_slot_is_lost_in_a_thousand_cuts(watched):
    for _ in range(1_000):
        deck = watched.deck(Reel(watched.pool))
        for _ in range(3):
            watched.see(deck)
    for _ in range(4):
        watched.see(None)
    assert watched.pool.free == 6


def test_pictures_are_let_go_of_when_another_has_the_lead(watched):
    reel = Reel(watched.pool)
    watched.see(watched.deck(reel))
    assert not reel.closed
    watched.see(watched.deck())
    assert reel.closed


def test_pictures_that_will_never_come_are_not_waited_for(watched):
    reel = Reel(watched.pool, come=0)
    reel.gone = True
    assert watched.see(watched.deck(reel)) == 9


def test_the_stations_own_slate_takes_the_place_of_the_drawn_one(tmp_path):
    pool = SlotPool(PictureRing.create(tmp_path / "ring", SHAPE, 8), lease_ticks=2)
    own = Reel(pool, come=0)
    own.gone = True
    screen = RingScreen(pool, lambda _: None, slate=black(SHAPE), card=black(SHAPE), own_slate=own)
    assert pool.ring.picture(slot_of(screen.show(None, 0)))[0] == 16
    own.come, own.gone = 1, False
    assert pool.ring.picture(slot_of(screen.show(None, 1)))[0] == 20
    assert own.closed
    for tick in range(2, 5):
        assert pool.ring.picture(slot_of(screen.show(None, tick)))[0] == 20
    assert pool.free == 6
