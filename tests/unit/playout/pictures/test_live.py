"""What is seen of a live input: in step with its own sound, and out of its own ring in time."""

import numpy as np
import pytest

from playout.live_session import LiveSession
from playout.pictures.live import LATE, LiveFilm, LivePictures
from playout.pictures.pool import SlotPool
from station.audio import BLOCK, CHANNELS, RATE
from station.live import Door, Hello, Seen
from station.pictures import PictureRing
from station.video import Shape

SHAPE = Shape(16, 16)


class Studio:
    """An input's own ring, written round and round, and what the air makes of it."""

    def __init__(self, tmp_path, slots=4, shape=SHAPE):
        self.pool = SlotPool(PictureRing.create(tmp_path / "air", SHAPE, 3), lease_ticks=1)
        self.ring = PictureRing.create(tmp_path / "studio", shape, slots)
        self.film = LiveFilm(tmp_path / "studio", self.pool)
        self.position = BLOCK
        self.pictures = LivePictures(self.film, lambda: self.position)
        self._sent = 0

    def send(self, frame):
        """Write a picture that carries its number, and tell of it."""
        slot = self._sent % self.ring.slots
        self.ring.restamp(slot)
        self.ring.picture(slot)[:] = self._sent
        self._sent += 1
        self.film.receive([Seen(frame, self.ring.ticket(slot))])

    def see(self, position=None):
        """Return the number of the picture that begins at a place of the sound."""
        self.position = self.position + BLOCK if position is None else position
        slot = self.pictures.at(0)
        if slot is None:
            return None
        number = int(self.pool.ring.picture(slot)[0])
        self.pool.give_back(slot)
        return number


@pytest.fixture
def studio(tmp_path):
    return Studio(tmp_path)


def test_a_picture_is_seen_with_the_block_in_whose_first_half_its_sound_begins(studio):
    for frame in (0, BLOCK + BLOCK // 2, BLOCK * 5 // 2 + 1):
        studio.send(frame)
    assert [studio.see(block * BLOCK) for block in range(1, 5)] == [0, 1, None, 2]


def test_of_several_that_have_begun_the_newest_is_seen(studio):
    for frame in (0, BLOCK // 2, 600, 9000):
        studio.send(frame)
    assert [studio.see(2 * BLOCK), studio.see()] == [2, None]


def test_a_picture_whose_slot_was_written_again_is_not_shown(studio):
    for number in range(5):
        studio.send(number * BLOCK)
    assert studio.see(BLOCK) is None
    assert [studio.see() for _ in range(4)] == [1, 2, 3, 4]


def test_without_a_slot_of_the_channel_the_last_picture_stands(studio):
    taken = [studio.pool.take() for _ in range(3)]
    studio.send(0)
    assert studio.see(BLOCK) is None
    studio.pool.give_back(taken[0])
    studio.send(BLOCK)
    assert studio.see() == 1


def test_a_picture_is_missed_once_the_last_one_has_stood_for_long(studio):
    assert studio.pictures.missing(0)
    studio.send(0)
    studio.see(BLOCK)
    assert not studio.pictures.missing(0)
    studio.position = LATE + BLOCK // 2
    assert not studio.pictures.missing(0)
    studio.position += 1
    assert studio.pictures.missing(0)
    assert studio.pictures.fault == "no pictures come in"


@pytest.mark.parametrize("trouble", ["gone", "of another size"])
def test_a_ring_that_cannot_be_read_is_no_obstacle(tmp_path, trouble):
    studio = Studio(tmp_path, shape=Shape(32, 16))
    if trouble == "gone":
        (tmp_path / "studio").unlink()
    studio.send(0)
    assert studio.see(BLOCK) is None
    assert studio.pictures.missing(0)
    assert studio.pictures.fault not in ("", "no pictures come in")


def sound(frames):
    return [np.full((frames, CHANNELS), 0.5, np.float32)]


def test_an_input_that_sends_no_new_picture_stands_still(studio):
    hello = Hello("s", Door.RTMP, "Sari", pictures=str(studio.ring.path))
    session = LiveSession(hello, RATE, studio.film)
    session.watch(0)
    session.watch(500)
    assert session.still == 0
    session.receive(sound(BLOCK), hello, [Seen(0, studio.ring.ticket(0))])
    session.watch(1000)
    assert session.still == 0
    session.receive(sound(BLOCK), hello)
    session.watch(5000)
    assert session.still == 4000
    session.receive(sound(BLOCK), hello, [Seen(BLOCK, studio.ring.ticket(0))])
    session.watch(6000)
    assert session.still == 0


def test_an_input_that_is_only_heard_never_stands_still():
    hello = Hello("s", Door.ICECAST, "Sari")
    session = LiveSession(hello, RATE)
    session.watch(0)
    session.watch(100 * RATE)
    assert session.still == 0
    assert session.open_source().pictures is None


def test_the_pictures_of_a_source_follow_the_sound_that_is_read_from_it(studio):
    hello = Hello("s", Door.RTMP, "Sari", pictures=str(studio.ring.path))
    session = LiveSession(hello, 2 * BLOCK, studio.film)
    for number in range(4):
        slot = number % studio.ring.slots
        studio.ring.picture(slot)[:] = number
        seen = [Seen(number * BLOCK, studio.ring.ticket(slot))]
        session.receive(sound(BLOCK), hello, seen)
    source = session.open_source()
    seen = []
    for _ in range(2):
        source.read(BLOCK)
        slot = source.pictures.at(0)
        seen.append(int(studio.pool.ring.picture(slot)[0]))
    assert seen == [2, 3]
