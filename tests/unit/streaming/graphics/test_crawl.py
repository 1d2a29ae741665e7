"""Running texts on their way."""

import pytest

from station.look import Pace
from streaming.graphics.crawl import PICTURE, Train, departed, due, without
from streaming.graphics.things import CrawlText

A, B = CrawlText("Air padam"), CrawlText("Jalan ditutup")
ARABIC = CrawlText("عيد مبارك")
AT = 1_800_000_000_000_000
ROOM, GAP = 1_280, 60


def train(*texts, at=AT, pace=Pace.NORMAL):
    return departed(texts, at, room=ROOM, pace=pace, gap=GAP)


def left_edges(found, pictures):
    return [wagon.x - found.speed * pictures for wagon in found.wagons]


def test_texts_enter_one_behind_the_other_from_the_right():
    found = train((A, 300), (B, 500))
    assert left_edges(found, 0) == [ROOM, ROOM + 300 + GAP]


def test_it_is_over_when_the_last_letter_has_left():
    found = train((A, 300), (B, 500))
    pictures = (found.until - found.since) // PICTURE
    assert left_edges(found, pictures)[-1] + 500 <= 0
    assert left_edges(found, pictures - 60)[-1] + 500 > 0
    assert not found.is_over(found.until - 1)
    assert found.is_over(found.until)


@pytest.mark.parametrize(("pace", "speed"), [(Pace.SLOW, 2), (Pace.NORMAL, 4), (Pace.FAST, 6)])
def test_the_pace_is_whole_even_columns(pace, speed):
    assert train((A, 300), pace=pace).speed == speed


def test_what_is_read_from_the_right_enters_from_the_left():
    found = train((ARABIC, 300))
    assert left_edges(found, 0) == [-300]
    assert found.speed < 0
    assert left_edges(found, (found.until - AT) // PICTURE)[0] >= ROOM
    assert train((ARABIC, 300), (A, 200)).speed > 0


def test_it_departs_again_after_the_rest_and_at_once_for_a_new_text():
    found, rest = train((A, 300)), 20_000_000
    assert due(Train(), [A], AT, rest)
    assert not due(Train(), [], AT, rest)
    assert not due(found, [A, B], found.until - PICTURE, rest)
    assert due(found, [A, B], found.until, rest)
    assert not due(found, [A], found.until + rest - PICTURE, rest)
    assert due(found, [A], found.until + rest, rest)


def test_what_is_withdrawn_leaves_the_others_where_they_are():
    found = train((A, 300), (B, 500))
    assert without(found, {A}).wagons == found.wagons[1:]
    assert without(found, set()) is found
    assert without(found, {A, B}).is_over(AT)
