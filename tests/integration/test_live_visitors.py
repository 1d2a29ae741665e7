"""Live interpreters at the socket of the graphics: the newest is seen, a broken one harms none."""

import socket
from contextlib import contextmanager

import pytest

from station.audio import BLOCK, silence
from station.clock import VirtualClock
from station.live import HELLO, WORD, Door, Hello, pack, pack_picture
from station.outputs import OutputState
from station.pictures import PictureRing
from station.snapshot import LiveState
from station.video import Shape
from streaming.graphics import drawn
from streaming.graphics.inset import visitors as doors
from streaming.graphics.inset.pace import HELD_US
from streaming.graphics.inset.sightings import KEPT_US, LATE_US
from streaming.graphics.inset.visitors import Visitors
from tests.unit.station.making import NOON
from tests.waiting import until

BOX = Shape(512, 216)
AT = 1_900_000_000_000_000
SHAPE = Shape(384, 216)


class House:
    """Visitors, and the time at which somebody looks at them."""

    def __init__(self, folder):
        self.folder = folder
        self.path = folder / "tv.interpreters"
        self.visitors = Visitors("tv", self.path, folder, VirtualClock(NOON))
        self.visitors.seen(AT, BOX)
        self.visitors.start()
        until(self.path.exists)

    def shade(self, at=AT + HELD_US, box=BOX):
        """Return how bright what is seen is, None where nothing is."""
        seen = self.visitors.seen(at, box)
        if seen is None:
            return None
        return int(drawn.unpack((self.folder / seen.name).read_bytes()).y[100, 100])

    def sightings(self, who):
        """Return what is kept of somebody."""
        mine = (each.sightings.ready for each in self.visitors._visitors if each.who == who)
        return next(mine, ())

    def states(self):
        return {each.name: each.state for each in self.visitors.outputs()}

    @contextmanager
    def caller(self, who, shade, box=BOX):
        """Somebody who has shown one picture, which came at AT."""
        self.visitors.seen(AT, box)
        ring = PictureRing.create(self.folder / f"{who}.ring", SHAPE, 1)
        ring.picture(0)[: SHAPE.width * SHAPE.height] = shade
        with socket.socket(socket.AF_UNIX) as live:
            live.connect(str(self.path))
            hello = Hello(who, Door.RTMP, who.title(), who, pictures=str(ring.path))
            live.sendall(HELLO.dump_json(hello) + b"\n")
            live.sendall(pack_picture(ring.ticket(0)) + pack(silence(BLOCK)))
            until(lambda: self.sightings(who), "his picture")
            yield live


@pytest.fixture
def house(tmp_path):
    made = House(tmp_path)
    yield made
    made.visitors.close()
    assert list(tmp_path.glob("*.moving")) == []
    assert not made.path.exists()


def test_the_newest_is_seen_and_behind_him_the_one_before(house):
    with house.caller("ani", 60):
        assert house.shade() == 60
        with house.caller("budi", 180):
            assert house.shade() == 180
            up = {"interpreter:tv/ani": OutputState.UP, "interpreter:tv/budi": OutputState.UP}
            assert house.states() == up
        until(lambda: list(house.states()) == ["interpreter:tv/ani"])
        assert house.shade() == 180, "what has come is still seen"
        assert house.shade(AT + HELD_US + KEPT_US) is None
        until(lambda: not house.sightings("budi") and not list(house.folder.glob("*.moving")))


def test_who_sends_nothing_more_is_told_of_as_such(house):
    with house.caller("ani", 60):
        assert house.shade() == 60
        assert house.shade(AT + HELD_US + LATE_US) is None
        assert house.states() == {"interpreter:tv/ani": OutputState.STALLED}


def test_who_is_taken_in_is_told_so(house):
    with house.caller("ani", 60) as live:
        live.settimeout(None)
        assert WORD.validate_json(live.recv(1_000)).state is LiveState.READY


@pytest.mark.parametrize(
    "sent",
    [
        b"?" * 5_000,
        b"{}\n",
        HELLO.dump_json(Hello("x", Door.SRT, "X", "x", pictures="/nowhere")) + b"\n"
        + pack_picture(1) + pack(silence(BLOCK)),
    ],
)  # fmt: skip
def test_who_sends_what_cannot_be_read_is_parted_with_and_nobody_else(house, sent):
    with house.caller("ani", 60), socket.socket(socket.AF_UNIX) as broken:
        broken.connect(str(house.path))
        broken.sendall(sent)
        until(lambda: not broken.recv(1_000))
        assert house.shade() == 60
        assert list(house.states()) == ["interpreter:tv/ani"]


def test_no_more_come_in_than_there_is_room_for(house, monkeypatch):
    monkeypatch.setattr(doors, "MOST", 1)
    with house.caller("ani", 60), socket.socket(socket.AF_UNIX) as late:
        late.connect(str(house.path))
        assert late.recv(1) == b""


def test_he_is_made_as_large_as_the_look_wants_him_by_now(house):
    small = Shape(256, 108)
    with house.caller("ani", 60, small):
        assert house.shade(box=small) == 60
        seen = house.visitors.seen(AT + HELD_US, small)
        assert (seen.width, seen.height) == (192, 108)
