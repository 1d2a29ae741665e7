"""Which picture an encoder takes for a ticket."""

import numpy as np
import pytest

from station.bus import NO_PICTURE
from station.pictures import PictureRing
from station.video import Shape
from streaming.pictures.child import HOLD, LastPicture

SHAPE = Shape(64, 36)
SLATE = 7


@pytest.fixture
def path(tmp_path):
    return tmp_path / "ring"


@pytest.fixture
def ring(path):
    return made(path, 50)


@pytest.fixture
def last(path):
    return LastPicture(SHAPE, np.full(SHAPE.size, SLATE, np.uint8), str(path))


def made(path, level, shape=SHAPE):
    ring = PictureRing.create(path, shape, 3)
    for slot in range(3):
        ring.picture(slot)[:] = level + slot
    return ring


def seen(last, ticket):
    return int(last.look(ticket)[0])


def test_a_ticket_brings_its_picture(last, ring):
    assert [seen(last, ring.ticket(slot)) for slot in (2, 0, 1)] == [52, 50, 51]
    assert last.missed == 0


def test_without_a_ticket_the_last_picture_stands(last, ring):
    seen(last, ring.ticket(1))
    assert seen(last, NO_PICTURE) == 51
    assert last.missed == 0


def test_the_slate_is_seen_first_and_again_after_ten_seconds_without_a_picture(last, ring):
    assert seen(last, NO_PICTURE) == SLATE
    seen(last, ring.ticket(1))
    assert [seen(last, NO_PICTURE) for _ in range(HOLD)] == [51] * (HOLD - 1) + [SLATE]
    assert seen(last, ring.ticket(2)) == 52
    assert seen(last, NO_PICTURE) == 52


def test_one_that_comes_too_late_is_counted(last, ring):
    seen(last, ring.ticket(0))
    late = ring.ticket(2)
    ring.restamp(2)
    ring.picture(2)[:] = 99
    assert seen(last, late) == 50
    assert last.missed == 1


def test_the_ring_of_a_restarted_air_is_found(last, ring, path):
    seen(last, ring.ticket(0))
    fresh = made(path, 80)
    assert seen(last, fresh.ticket(1)) == 81
    assert last.missed == 0


def test_a_ring_that_is_gone_or_of_another_size_shows_nothing_new(last, ring, path):
    path.unlink()
    assert seen(last, 7) == SLATE
    other = made(path, 80, Shape(16, 16))
    assert seen(last, other.ticket(0)) == SLATE
    assert last.missed == 2
