"""What a channel shows with, and what it does without room for pictures."""

from playout.pictures.projector import Projector, SoundOnly, projector_for
from station.bus import NO_PICTURE, Hello
from station.pictures import PictureRing, slot_of
from station.video import Shape
from tests.unit.playout.fakes import Shelf

SHAPE = Shape(16, 16)


def made(shape, path, tmp_path):
    return projector_for(shape, path, Shelf().open, tmp_path, tmp_path / "slate.png")


def test_a_radio_channel_has_none(tmp_path):
    radio = made(None, tmp_path / "ring", tmp_path)
    assert isinstance(radio, SoundOnly)
    assert radio.hello("radio") == Hello("radio")
    assert radio.screen.show(None, 0) == NO_PICTURE
    assert not (tmp_path / "ring").exists()


def test_readers_are_told_where_the_ring_is_and_that_it_goes(tmp_path):
    television = made(SHAPE, tmp_path / "ring", tmp_path)
    hello = television.hello("tv")
    assert (hello.width, hello.height) == (16, 16)
    ring = PictureRing(tmp_path / "ring")
    ticket = television.screen.show(None, 0)
    assert ring.holds(ticket)
    assert ring.picture(slot_of(ticket)).any()
    television.close()
    assert ring.is_replaced
    television.close()


def test_without_room_for_pictures_it_is_at_least_heard(tmp_path):
    nowhere = made(SHAPE, tmp_path / "absent" / "ring", tmp_path)
    assert isinstance(nowhere, SoundOnly)


def test_every_life_makes_a_ring_of_its_own(tmp_path):
    made(SHAPE, tmp_path / "ring", tmp_path)
    first = PictureRing(tmp_path / "ring")
    assert isinstance(made(SHAPE, tmp_path / "ring", tmp_path), Projector)
    assert first.is_replaced
