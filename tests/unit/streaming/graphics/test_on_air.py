"""What is on and since when, as the bus tells it."""

from dataclasses import replace

import pytest

from station.bus import Metadata
from station.kinds import Kind
from station.ladder import Rung
from station.rating import Rating
from streaming.graphics.on_air import AWAY, OnAir

SONG = Metadata(0, Rung.SCHEDULE, "Lagu", "", "Malam", Kind.MUSIC, "R", 1, "a")
SPOT = replace(SONG, title="Iklan", kind=Kind.COMMERCIAL, rating="SU", item_key="b")
SLATE = Metadata(0, Rung.SLATE)


def after(*events):
    air = OnAir()
    for at, playing in events:
        air = air.heard(playing, at)
    return air


def test_what_is_told_again_began_when_it_began():
    air = after((100, replace(SONG, offset=960)), (200, SONG), (300, SONG))
    assert (air.since, air.programme_since, air.rating_since) == (100, 100, 100)


def test_a_break_does_not_begin_the_programme_anew():
    air = after((100, SONG), (200, SPOT), (300, replace(SONG, item_key="c")))
    assert (air.since, air.programme_since, air.rating_since) == (300, 100, 100)


def test_another_programme_begins_also_under_the_same_classification():
    air = after((100, SONG), (200, replace(SONG, programme="Pagi", item_key="c")))
    assert (air.programme, air.programme_since, air.rating_since) == ("Pagi", 200, 200)


def test_another_classification_inside_a_programme_begins():
    air = after((100, SONG), (200, replace(SONG, rating="A", item_key="c")))
    assert (air.programme_since, air.rating_since, air.rating) == (100, 200, Rating.A)


@pytest.mark.parametrize(
    ("kind", "programme", "rating"),
    [
        (Kind.JINGLE, "Malam", Rating.R),
        (Kind.BUMPER, "Malam", Rating.R),
        (Kind.JINGLE, "Pagi", Rating.SU),
        (Kind.JINGLE, "", Rating.SU),
        (Kind.FILLER, "Malam", Rating.SU),
        (Kind.MUSIC, "Malam", Rating.SU),
    ],
)
def test_jingles_keep_the_classification_of_their_programme(kind, programme, rating):
    between = replace(SONG, kind=kind, programme=programme, rating="SU", item_key="c")
    assert after((100, SONG), (200, between)).rating is rating


FILLER = replace(SONG, rung=Rung.FILLER, programme="", rating="SU", item_key="f")


def test_a_filler_inside_a_programme_does_not_begin_it_anew():
    again = replace(SONG, item_key="c")
    air = after((100, SONG), (200, FILLER), (200 + AWAY, again))
    assert (air.programme_since, air.rating_since, air.away) == (100, 100, 0)
    air = after((100, SONG), (200, FILLER), (201 + AWAY, again))
    assert (air.programme_since, air.rating_since) == (201 + AWAY, 201 + AWAY)


def test_what_belongs_to_no_programme_has_its_own_classification():
    assert after((100, SONG), (200, FILLER)).rating is Rating.SU
    teens = after((100, replace(FILLER, rating="R")))
    assert (teens.rating, teens.rating_since) == (Rating.R, 100)


@pytest.mark.parametrize(
    "between",
    [SLATE, Metadata(0, Rung.EMERGENCY, "Banjir", kind=Kind.PSA, item_key="wall:m")],
)
def test_what_comes_back_behind_an_interruption_began_before_it(between):
    air = after((100, SONG), (200, between))
    assert air.since == 200
    assert air.heard(SONG, 300).since == 100


def test_a_classification_that_nobody_knows_counts_as_the_strictest():
    assert after((100, replace(SONG, rating="X"))).rating is Rating.D
