"""Captions written into the picture: as everything that is drawn, and only where it is wanted."""

from dataclasses import replace
from datetime import timedelta
from threading import Event

import numpy as np
import pytest

from station.film_captions import captions_of
from station.kinds import Kind
from station.ladder import Rung
from station.video import Shape
from station.webvtt import Cue, write
from streaming.graphics import subtitles
from streaming.graphics.things import Caption
from tests.unit.station.making import an_item
from tests.unit.streaming.graphics.test_graphics import (
    NOON,
    NOTHING,
    PLAIN,
    SONG,
    Channeled,
    coarse,
)
from tests.waiting import until

BURNT = PLAIN.model_copy(update={"captions": True})
FILM = replace(SONG, title="Pekan Raya", kind=Kind.COMMERCIAL, item_key="film", path="ab/film.mp4")
CUES = (Cue(1_000, 3_000, "Selamat pagi"), Cue(2_500, 4_000, "Pagi juga"))


class Cinema(Channeled):
    """A channel with a film that has captions."""

    def begin(self):
        super().begin()
        self.film = replace(FILM, file_us=self.at)
        file = self.paths.media / captions_of(FILM.path)
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(write(CUES))

    def words(self, seconds, *metadata):
        """Return what is drawn for so much later, as the number of its overlays."""
        return len(self.after(seconds, *metadata))


@pytest.fixture
def tv(tmp_path, monkeypatch):
    monkeypatch.setattr("station.paths.MEMORY", tmp_path / "none")
    return Cinema(tmp_path / "home")


def test_what_is_said_stands_low_in_the_middle_while_it_is_said(tv):
    tv.look(BURNT)
    tv.after(0, tv.film)
    assert tv.shown(0.5) == NOTHING
    seen = tv.shown(1)
    assert "#" in "".join(row[6:10] for row in seen[9:11])
    assert seen[:8] == NOTHING[:8]
    assert all(row[0] == row[-1] == "." for row in seen)
    assert tv.shown(4) == NOTHING


def test_two_who_speak_at_once_are_both_read(tv):
    tv.look(BURNT)
    one = tv.after(1.5, tv.film)
    both = tv.after(1.2)
    assert len(one) == len(both) == 1
    assert one[0].name != both[0].name
    assert both[0].y < one[0].y


def test_nothing_is_written_unless_the_look_wants_it(tv):
    tv.look(PLAIN)
    assert tv.shown(1.5, tv.film) == NOTHING


def test_those_in_the_language_of_the_look_are_written_and_no_others(tv):
    english = tv.paths.media / captions_of(FILM.path, "en")
    english.write_bytes(write([Cue(1_000, 3_000, "Good morning, dear viewers")]))
    tv.look(BURNT)
    own = tv.after(1.5, tv.film)
    tv.look(BURNT.model_copy(update={"captions_language": "en"}))
    assert [one.name for one in tv.after(0.1)] != [one.name for one in own]
    tv.look(BURNT.model_copy(update={"captions_language": "ar"}))
    assert tv.shown(0.1) == NOTHING


def test_a_film_that_is_joined_in_its_middle_says_what_belongs_there(tv):
    tv.look(BURNT)
    late = replace(tv.film, file_us=tv.at - 1_500_000)
    assert tv.words(0, late) == 1


def test_what_else_is_on_says_nothing_of_the_film(tv):
    tv.look(BURNT)
    assert tv.words(1.5, tv.film) == 1
    assert tv.words(0, replace(FILM, item_key="spot", path="cd/spot.mp4", file_us=tv.at)) == 0


def test_the_first_words_of_what_the_plan_has_next_are_there_with_its_first_picture(tv):
    begins = NOON + timedelta(seconds=15)
    tv.publish(items=(an_item("film", begins, path=FILM.path, has_picture=True),))
    (tv.paths.media / captions_of(FILM.path)).write_bytes(write([Cue(0, 1_000, "Halo")]))
    tv.look(BURNT)
    tv.after(0)
    assert len(tv.graphics.overlay(tv.fed(tv.film))) == 1


def test_a_film_that_comes_back_says_at_once_what_belongs_there(tv):
    tv.look(BURNT)
    assert tv.words(1.5, tv.film) == 1
    assert tv.words(1, replace(FILM, item_key="spot", path="cd/spot.mp4", file_us=tv.at)) == 0
    back = replace(tv.film, file_us=tv.at - 1_500_000)
    assert len(tv.graphics.overlay(tv.fed(back))) == 1


def test_what_nobody_knew_would_come_is_read_without_waiting_for_the_next_look(tv):
    tv.look(BURNT)
    tv.after(0)
    stop = Event()
    tv.graphics.start(stop)
    until(lambda: tv.graphics.overlay(tv.fed(replace(tv.film, file_us=tv.at - 1_500_000))))
    stop.set()
    tv.graphics.join()


def test_an_emergency_is_not_written_over(tv):
    tv.look(BURNT)
    alarm = replace(tv.film, rung=Rung.EMERGENCY, title="Banjir", item_key="wall:m")
    assert tv.graphics._subtitles.said(alarm, tv.at + 1_500_000) is None
    tv.after(1.5, tv.film)
    assert tv.graphics._subtitles.said(alarm, tv.at) is None


@pytest.mark.parametrize("text", ["Halo", "مرحبا بكم في البث", "a\nb\nc\nd\ne\nf", "x" * 300])
def test_no_words_are_wider_or_higher_than_their_place(text):
    shape = Shape(1280, 720)
    image = subtitles.drawn(Caption(text), 30, shape)
    assert image.width <= shape.width * 8 // 10
    assert image.height <= shape.height // 3
    assert coarse(np.asarray(image.convert("L").resize((160, 120)))) != NOTHING
