"""The picture ring: who comes too late sees that he does."""

import numpy as np
import pytest

from station.bus import NO_PICTURE
from station.pictures import MAGIC, PictureRing, RingBroken, black, planes, slot_of
from station.video import Shape

SHAPE = Shape(64, 36)


@pytest.fixture
def ring(tmp_path):
    return PictureRing.create(tmp_path / "ring", SHAPE, 4)


def test_a_reader_sees_what_the_writer_wrote_in_place(ring):
    reader = PictureRing(ring.path)
    ticket = ring.ticket(2)
    ring.picture(2)[:] = 77
    assert slot_of(ticket) == 2
    assert reader.holds(ticket)
    assert (reader.picture(2) == 77).all()
    assert (reader.shape, reader.slots) == (SHAPE, 4)


def test_a_ticket_is_void_once_its_slot_may_be_written_again(ring):
    reader = PictureRing(ring.path)
    old, other = ring.ticket(1), ring.ticket(0)
    ring.restamp(1)
    assert not reader.holds(old)
    assert reader.holds(other)
    assert reader.holds(ring.ticket(1))


def test_what_is_no_ticket_of_this_ring_holds_nothing(ring):
    assert not ring.holds(NO_PICTURE)
    assert not ring.holds(4 << 16)


def test_a_ticket_of_one_ring_is_not_taken_for_one_of_the_next(ring):
    ticket = ring.ticket(1)
    assert not ring.is_replaced
    fresh = PictureRing.create(ring.path, SHAPE, 4)
    assert ring.is_replaced
    assert not fresh.is_replaced
    assert not fresh.holds(ticket)
    assert not ring.holds(fresh.ticket(1))
    fresh.path.unlink()
    assert fresh.is_replaced


def test_a_reader_cannot_write(ring):
    with pytest.raises(ValueError, match="read-only"):
        PictureRing(ring.path).picture(0)[:] = 1


def test_a_new_ring_is_black_and_leaves_readers_of_the_old_one_alone(ring):
    old = PictureRing(ring.path)
    ring.picture(0)[:] = 99
    fresh = PictureRing.create(ring.path, SHAPE, 2)
    assert (fresh.picture(1) == black(SHAPE)).all()
    assert (old.picture(0) == 99).all()


def test_planes_are_views_of_the_picture():
    picture = black(SHAPE)
    luma, blue, red = planes(picture, SHAPE)
    red[:] = 5
    assert (luma == 16).all()
    assert (blue == 128).all()
    assert np.count_nonzero(picture == 5) == 18 * 32


@pytest.mark.parametrize(
    "content", [b"", b"x", b"\x00" * 9000, MAGIC + b"\x09\x00\x00\x00" + b"\x00" * 9000]
)
def test_what_is_no_ring_is_refused(tmp_path, content):
    path = tmp_path / "other"
    path.write_bytes(content)
    with pytest.raises(RingBroken):
        PictureRing(path)


def test_a_ring_that_was_cut_is_refused(ring):
    with ring.path.open("r+b") as file:
        file.truncate(9000)
    with pytest.raises(RingBroken):
        PictureRing(ring.path)


@pytest.mark.parametrize("slots", [0, 501])
def test_a_ring_has_a_sensible_size(tmp_path, slots):
    with pytest.raises(ValueError, match="slots"):
        PictureRing.create(tmp_path / "ring", SHAPE, slots)
