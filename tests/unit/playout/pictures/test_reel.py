"""Which of the pictures that have come is to be seen, and what becomes of the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playout.pictures.pool import SlotPool
from playout.pictures.records import FOREVER, Record
from playout.pictures.reel import Reel
from station.pictures import PictureRing
from station.video import Shape

SLOTS = 12


@pytest.fixture(scope="module")
def ring(tmp_path_factory):
    return PictureRing.create(tmp_path_factory.mktemp("reel") / "ring", Shape(16, 16), SLOTS)


def reel_of(ring, *numbers):
    """Return a reel of pictures that begin at these numbers, its pool and their slots."""
    pool = SlotPool(ring)
    reel = Reel(pool)
    slots = {}
    for number, until in zip(numbers, (*numbers[1:], FOREVER), strict=True):
        slots[number] = pool.take()
        reel.put(Record(slots[number], number, until))
    return reel, pool, slots


def test_each_picture_is_handed_over_once_at_its_own_place(ring):
    reel, _, slots = reel_of(ring, 0, 1, 4)
    assert [reel.take(place) for place in range(6)] == [
        slots[0], slots[1], None, None, slots[4], None,
    ]  # fmt: skip


def test_what_was_skipped_is_free_again(ring):
    reel, pool, slots = reel_of(ring, 0, 1, 2, 3)
    assert reel.take(3) == slots[3]
    assert pool.free == SLOTS - 1


def test_a_picture_one_too_late_is_seen_and_one_two_too_late_is_not(ring):
    for late, seen in ((0, True), (1, True), (2, False), (9, False)):
        reel, pool, slots = reel_of(ring, 5, 6)
        reel.pass_over(4)
        second = slots.pop(6)
        reel._coming.pop()
        pool.give_back(second)
        assert (reel.take(5 + late) == slots[5]) is seen
        assert pool.free == SLOTS - seen


def test_the_last_picture_of_a_file_is_never_too_late(ring):
    reel, _, slots = reel_of(ring, 5)
    assert reel.take(5_000) == slots[5]


@given(
    numbers=st.lists(st.integers(0, 40), min_size=1, max_size=SLOTS, unique=True).map(sorted),
    steps=st.lists(st.integers(0, 6), max_size=30),
)
def test_what_is_seen_is_never_early_nor_more_than_one_late(ring, numbers, steps):
    reel, pool, slots = reel_of(ring, *numbers)
    number_of = {slot: number for number, slot in slots.items()}
    ends = dict(zip(numbers, (*numbers[1:], FOREVER), strict=True))
    place, taken = 0, 0
    for step in steps:
        place += step
        slot = reel.take(place)
        if slot is not None:
            taken += 1
            assert number_of[slot] <= place <= ends[number_of[slot]]
    assert pool.free + len(reel) + taken == SLOTS
