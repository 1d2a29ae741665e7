"""Which picture an encoder takes for a ticket."""

import pytest

from station.bus import NO_PICTURE
from station.pictures import PictureRing
from station.video import Shape
from streaming.pictures.child import LastPicture

SHAPE = Shape(64, 36)


@pytest.fixture
def ring(tmp_path):
    return made(tmp_path, 50)


def made(tmp_path, level):
    ring = PictureRing.create(tmp_path / "ring", SHAPE, 3)
    for slot in range(3):
        ring.picture(slot)[:] = level + slot
    return ring


def seen(last, ring, ticket):
    return int(last.look(str(ring.path), ticket)[0])


def test_a_ticket_brings_its_picture(ring):
    last = LastPicture(SHAPE)
    assert [seen(last, ring, ring.ticket(slot)) for slot in (2, 0, 1)] == [52, 50, 51]
    assert last.missed == 0


def test_without_a_ticket_the_last_picture_stands(ring):
    last = LastPicture(SHAPE)
    assert seen(last, ring, NO_PICTURE) == 16
    seen(last, ring, ring.ticket(1))
    assert seen(last, ring, NO_PICTURE) == 51
    assert last.missed == 0


def test_one_that_comes_too_late_is_counted(ring):
    last = LastPicture(SHAPE)
    seen(last, ring, ring.ticket(0))
    late = ring.ticket(2)
    ring.restamp(2)
    ring.picture(2)[:] = 99
    assert seen(last, ring, late) == 50
    assert last.missed == 1


def test_the_ring_of_a_restarted_air_is_found(ring, tmp_path):
    last = LastPicture(SHAPE)
    seen(last, ring, ring.ticket(0))
    fresh = made(tmp_path, 80)
    assert seen(last, fresh, fresh.ticket(1)) == 81
    assert last.missed == 0


def test_a_ring_that_is_gone_or_of_another_size_shows_nothing_new(ring, tmp_path):
    last = LastPicture(SHAPE)
    other = PictureRing.create(tmp_path / "other", Shape(16, 16), 2)
    assert seen(last, other, other.ticket(0)) == 16
    (tmp_path / "gone").unlink(missing_ok=True)
    assert int(last.look(str(tmp_path / "gone"), 7)[0]) == 16
    assert last.missed == 2
