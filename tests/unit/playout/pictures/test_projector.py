"""What a channel shows with, and what it does without room for pictures."""

from playout.deck import Deck
from playout.live_session import LiveSession
from playout.pictures.projector import Projector, SoundOnly, pictures_of, projector_for
from station import live
from station.bus import NO_PICTURE, Hello
from station.live import Door
from station.pictures import PictureRing, slot_of
from station.video import Shape
from tests.unit.playout.fakes import Shelf, item

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


def test_a_live_input_is_seen_where_it_says_so_and_its_channel_has_pictures(tmp_path):
    television, radio = (made(shape, tmp_path / "ring", tmp_path) for shape in (SHAPE, None))
    seen = live.Hello("one", Door.RTMP, "Sari", pictures=str(tmp_path / "sari"))
    heard = live.Hello("two", Door.ICECAST, "Budi")
    assert television.film_of(heard) is None
    assert radio.film_of(seen) is None
    for hello, shown in ((seen, True), (heard, False)):
        source = LiveSession(hello, 10, television.film_of(hello)).open_source()
        assert (pictures_of(Deck(item("live", 1.0), source, 0)) is not None) is shown
