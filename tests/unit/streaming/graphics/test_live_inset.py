"""When the pictures of a live interpreter are seen, and which of them gives way to which."""

from fractions import Fraction
from itertools import pairwise

import pytest

from station.audio import BLOCK
from station.look import Look
from station.video import Shape
from streaming.graphics.inset.box import largest, within
from streaming.graphics.inset.pace import EASE_US, HELD_US, MORE_US, MOST_US, Pace
from streaming.graphics.inset.sightings import KEPT_US, LATE_US, Sighting, Sightings
from streaming.graphics.layout import Sized
from streaming.live.interpreter.places import EARLY, Places

NOON = 1_800_000_000_000_000
PICTURE = 40_000


def dues(*arrivals):
    """Return when pictures are seen that come so many µs behind noon, a picture each block."""
    pace = Pace()
    return [pace.due(number * BLOCK, NOON + at) - NOON for number, at in enumerate(arrivals)]


def test_pictures_of_an_uneven_line_are_seen_evenly():
    uneven = (0, 100_000, 100_000, 290_000, 300_000, 300_000)
    assert dues(*uneven) == [HELD_US + number * PICTURE for number in range(6)]


def test_a_line_that_comes_too_late_is_seen_on_from_there():
    late = HELD_US + PICTURE + 1
    assert dues(0, late, late) == [HELD_US, late + HELD_US, late + HELD_US + PICTURE]


def test_what_was_held_back_at_the_beginning_is_left_out():
    burst = dues(*[0] * 60)
    assert max(burst) <= MOST_US
    assert burst[-1] <= HELD_US + 20 * PICTURE


def test_more_than_is_needed_is_worked_off_without_a_leap():
    many = (MORE_US - HELD_US) // PICTURE + 2
    seen = dues(*[0] * many, *(number * PICTURE for number in range(1, 400)))
    steps = {after - before for before, after in pairwise(seen)}
    assert steps == {PICTURE, PICTURE - EASE_US}
    assert seen[-1] - 399 * PICTURE <= MORE_US


def sightings(*dues):
    found = Sightings()
    for number, due in enumerate(dues):
        found = found.with_(Sighting(due, Sized(f"{number}", 384, 216)))
    return found


@pytest.mark.parametrize(
    ("at", "name"),
    [(9, None), (10, "0"), (19, "0"), (20, "1"), (19 + LATE_US, "1"), (20 + LATE_US, None)],
)
def test_the_newest_picture_that_is_due_is_seen_for_a_second(at, name):
    seen = sightings(10, 20).seen(at)
    assert (None if seen is None else seen.name) == name


def test_what_was_to_be_seen_later_gives_way_to_what_is_newer():
    before = sightings(10, 20, 30)
    after = before.with_(Sighting(20, Sized("neu", 384, 216)))
    assert [one.picture.name for one in after.ready] == ["0", "neu"]
    assert [one.name for one in after.gone(before)] == ["1", "2"]


def test_what_nobody_looks_at_any_more_is_let_go_of():
    assert [one.due for one in sightings(10, 20).since(10 + KEPT_US).ready] == [20]


def waits(*places):
    found = Places()
    return [found.wait(place) for place in places]


def test_time_passes_from_picture_to_picture_the_first_counts_from_itself():
    assert waits(5_000, 5_000 + BLOCK, 5_000 + 4 * BLOCK) == [0, 0, 2 * BLOCK]


def test_pictures_that_come_too_fast_are_thinned_out():
    assert waits(0, BLOCK // 2, BLOCK - EARLY, 2 * BLOCK - EARLY) == [0, None, 0, 0]


def test_sixty_pictures_a_second_become_twenty_five():
    kept = [wait for wait in waits(*range(0, 48_000, 800)) if wait is not None]
    assert 24 <= len(kept) <= 27


@pytest.mark.parametrize(
    ("aspect", "size"), [((16, 9), (384, 216)), ((9, 16), (120, 216)), ((4, 1), (512, 128))]
)
def test_he_is_as_large_as_the_look_wants_him_and_never_stretched(aspect, size):
    box = largest(Look(sign_percent=30), Shape(1_280, 720))
    found = within(Fraction(*aspect), box)
    assert (found.width, found.height) == size
