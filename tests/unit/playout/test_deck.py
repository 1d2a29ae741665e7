"""A deck's life is a table; whatever the table does not allow raises."""

import numpy as np
import pytest

from playout.deck import TRANSITIONS, Deck, IllegalMove, Move, State, after
from tests.unit.playout.fakes import Tone, frames_of, item


def deck(tone=None, **more):
    each = item("a", 10, **more)
    opened = Deck(each, tone or Tone(0.5, each.cue_out), each.cue_in)
    opened.poll(0)
    return opened


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("move", Move)
def test_every_move_is_in_the_table_or_raises(state, move):
    if move in TRANSITIONS[state]:
        assert isinstance(after(state, move), State)
    else:
        with pytest.raises(IllegalMove, match=f"cannot {move.value} a deck that is {state.value}"):
            after(state, move)


def test_a_deck_cannot_be_taken_before_it_is_cued():
    each = item("a", 10)
    opening = Deck(each, Tone(0.5, 9, opens_after=3), 0)
    opening.poll(0)
    with pytest.raises(IllegalMove):
        opening.take(0)


def test_static_gain_is_applied_and_unity_leaves_the_samples_alone():
    loud = deck(gain_db=6.0)
    loud.take(0)
    assert loud.read(10)[0, 0] == pytest.approx(0.5 * 10 ** (6 / 20), rel=1e-6)
    plain = deck()
    plain.take(0)
    assert np.all(plain.read(10) == np.float32(0.5))


def test_leaving_is_exact_and_a_later_wish_does_not_prolong_it():
    leaving = deck()
    leaving.take(0)
    leaving.leave(100, 50)
    leaving.leave(500, 50)
    block = leaving.read(200)
    assert len(block) == 100
    assert block[50, 0] == 0.5
    assert 0 < block[99, 0] < 0.011
    assert leaving.done


def test_an_early_end_is_a_fault_unless_it_is_tiny():
    short = deck(Tone(0.5, frames_of(9)))
    short.take(0)
    assert len(short.read(frames_of(10))) == frames_of(9)
    assert (short.state, short.fault) == (State.FAILED, "ended_early")
    tiny = deck(Tone(0.5, frames_of(10) - 100))
    tiny.take(0)
    tiny.read(frames_of(10))
    assert tiny.done
    assert tiny.state is State.PLAYING


def test_a_deck_that_takes_too_long_to_open_fails():
    each = item("a", 10)
    slow = Deck(each, Tone(0.5, 9, opens_after=1000), 0)
    assert slow.poll(frames_of(7)) is State.OPENING
    assert slow.poll(frames_of(9)) is State.FAILED


def test_an_item_joined_inside_passes_over_what_it_missed():
    each = item("a", 10)
    late = Deck(each, Tone(0.5, each.cue_out), 0, due=-1000)
    late.poll(0)
    assert late.catch_up(500)
    assert late.position == 1500
    assert not late.is_over(frames_of(9))
    assert late.is_over(frames_of(10))


@pytest.mark.parametrize("state", ["opening", "cued", "playing", "failed"])
def test_ejecting_closes_the_source_from_every_state(state):
    tone = Tone(0.5, 9, opens_after=5 if state == "opening" else 0)
    opened = Deck(item("a", 10), tone, 0)
    opened.poll(0)
    if state == "playing":
        opened.take(0)
    if state == "failed":
        opened.fail("boom")
    opened.eject()
    assert tone.closed
    assert opened.state is State.EMPTY


@pytest.mark.parametrize("tail", [1.0, 0.6, 0.25], ids=["longer", "as long", "shorter"])
def test_a_tail_is_faded_however_short_it_is(tail):
    each = item("a", 2, tail=tail)
    ringing = Deck(each, Tone(0.5, each.cue_out), 0)
    ringing.poll(0)
    ringing.take(0)
    ringing.read(frames_of(2))
    ringing.leave(frames_of(0.6), frames_of(0.6))
    ringing.leave(frames_of(0.6), frames_of(0.6))
    heard = ringing.read(frames_of(1))[:, 0]
    length = frames_of(min(tail, 0.6))
    assert len(heard) == length
    assert np.abs(heard - np.linspace(0.5, 0, length, endpoint=False)).max() < 0.001
    assert heard[-1] < 0.01


@pytest.mark.parametrize("gain_db", [float("nan"), float("inf"), 500.0])
def test_a_gain_that_makes_no_sense_is_not_applied(gain_db):
    odd = deck(gain_db=gain_db)
    odd.take(0)
    assert odd.read(10)[0, 0] == 0.5
