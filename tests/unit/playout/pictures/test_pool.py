"""Slots: written by one, and not again while somebody may still look."""

import pytest

from playout.pictures.pool import SlotPool
from station.pictures import PictureRing
from station.video import Shape


@pytest.fixture
def pool(tmp_path):
    return SlotPool(PictureRing.create(tmp_path / "ring", Shape(16, 16), 3), lease_ticks=5)


def test_a_slot_is_given_to_one_only_until_none_is_left(pool):
    assert {pool.take(), pool.take(), pool.take()} == {0, 1, 2}
    assert pool.take() is None


def test_what_was_shown_stands_for_its_lease(pool):
    slot = pool.take()
    ticket = pool.ring.ticket(slot)
    pool.shown_until(slot, 100)
    pool.advance(104)
    assert pool.free == 2
    pool.advance(105)
    assert pool.free == 3
    assert pool.ring.holds(ticket)
    assert slot in {pool.take() for _ in range(3)}
    assert not pool.ring.holds(ticket)


def test_what_was_never_shown_is_free_at_once(pool):
    pool.give_back(pool.take())
    assert pool.free == 3
