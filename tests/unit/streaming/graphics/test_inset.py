"""Which picture of an interpreter is seen when, and where he stands."""

import pytest

from station.look import Corner, Look, UpperCorner
from station.video import Shape
from streaming.graphics.drawing import Style
from streaming.graphics.inset.inset import Wish
from streaming.graphics.inset.records import Ready, ReadyReader, pack
from streaming.graphics.inset.reel import KEPT, LATE, Reel
from streaming.graphics.layout import Layout, Sized

BOX = Shape(512, 216)


def reel(*numbers, end=None):
    return Reel(tuple(Ready(number, 384, 216) for number in numbers), end)


@pytest.mark.parametrize(
    ("place", "number"),
    [(4, None), (5, 5), (6, 5), (7, 7), (7 + LATE - 1, 7), (7 + LATE, None)],
)
def test_the_newest_picture_that_has_begun_is_seen_unless_it_is_late(place, number):
    seen = reel(5, 7).seen(place)
    assert (None if seen is None else seen.number) == number


def test_nothing_is_seen_where_the_film_is_over_or_never_began():
    assert Reel().seen(0) is None
    assert reel(5, 6, end=7).seen(6).number == 6
    assert reel(5, 6, end=7).seen(7) is None


def test_what_nobody_looks_at_any_more_is_let_go_of():
    whole = reel(0, 1, 200)
    gone = whole.behind(KEPT + 1)
    assert [one.number for one in gone] == [0]
    assert [one.number for one in whole.without(gone).ready] == [1, 200]


def test_records_come_through_however_they_are_cut():
    told = pack(Ready(3, 384, 216)) + pack(Ready(4))
    for cut in range(len(told) + 1):
        reader = ReadyReader()
        found = [*reader.feed(told[:cut]), *reader.feed(told[cut:])]
        assert found == [Ready(3, 384, 216), Ready(4)]
        assert [one.is_end for one in found] == [False, True]


def test_pictures_are_counted_from_the_first_frame_of_the_items_own_file():
    wish = Wish("a.mp4", 1_000_000, BOX)
    assert [wish.place(1_000_000 + at) for at in (-40_000, 0, 19_999, 20_000, 40_000)] == [
        -1, 0, 0, 1, 1,
    ]  # fmt: skip


def placed(sign, **more):
    look = Look(sign=sign, **more)
    layout = Layout(Style(look, Shape(1_280, 720)))
    return layout.inset(Sized("a", 384, 216))


BARE = {"logo": Corner.NONE, "clock": Corner.NONE, "badge": UpperCorner.NONE}


@pytest.mark.parametrize(
    ("corner", "left", "above"),
    [
        (Corner.TOP_LEFT, True, True), (Corner.TOP_RIGHT, False, True),
        (Corner.BOTTOM_LEFT, True, False), (Corner.BOTTOM_RIGHT, False, False),
    ],
)  # fmt: skip
def test_he_stands_in_his_corner_inside_the_safe_area_and_above_running_texts(corner, left, above):
    alone, beside = placed(corner, **BARE), placed(corner, logo=corner, clock=corner)
    for one in (alone, beside):
        assert (one.x == 64) is left
        assert (one.x == 1_280 - 64 - 384) is not left
        assert 36 <= one.y <= 640 - 216
        assert (one.y < 300) is above
        assert one.x % 2 == one.y % 2 == 0
    assert (beside.y > alone.y) if above else (beside.y < alone.y)
