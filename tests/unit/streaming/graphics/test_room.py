"""Words and the interpreter below them: they never leap while they are read."""

from streaming.graphics.direction import Seen
from streaming.graphics.layout import Sized
from streaming.graphics.policy import Part
from streaming.graphics.room import Room
from streaming.graphics.things import Hour, Lower, Strap

LIVE, FILM = Sized("live-0-1.moving", 384, 216), Sized("inset-0-1.moving", 304, 200)
CLOCK = (Seen(Part.CLOCK, Hour("12.00")),)
TITLE = (*CLOCK, Seen(Part.TITLE, Lower("Bengawan Solo")))
STRAP = (*CLOCK, Seen(Part.STRAP, Strap("Warta")))


def test_who_comes_while_words_are_seen_moves_them_not():
    room = Room()
    assert [room.beside(each, sign) for each, sign in (
        (CLOCK, None), (TITLE, None), (TITLE, LIVE), (STRAP, FILM), (CLOCK, LIVE), (TITLE, LIVE),
    )] == [None, None, None, None, LIVE, LIVE]  # fmt: skip


def test_who_goes_while_words_are_seen_moves_them_not():
    room = Room()
    assert [room.beside(each, sign) for each, sign in (
        (STRAP, LIVE), (STRAP, FILM), (STRAP, None), (CLOCK, None), (STRAP, None),
    )] == [LIVE, LIVE, LIVE, None, None]  # fmt: skip
