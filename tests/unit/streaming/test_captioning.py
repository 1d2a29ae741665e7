"""What is said in a stretch: in its own times, taken along by whatever takes the film away."""

from dataclasses import replace

import pytest

from station.audio import RATE
from station.bus import Metadata
from station.ladder import Rung
from station.video import Shape
from station.webvtt import Cue, write
from streaming.film_cues import FilmCues
from streaming.mpegts import WRAP
from streaming.pictures.cutter import Stretch
from streaming.pictures.rungs import rungs_of
from streaming.television.captioning import Captioning
from streaming.television.stretches import Found
from streaming.television.unit_ring import Origin
from streaming.timeline import Timeline
from tests.unit.streaming.fake_air import titled
from tests.unit.streaming.streams import START_US

FILM = titled("Pekan Raya", path="ab/film.mp4", file_us=START_US)
SPOT = titled("Iklan", path="cd/spot.mp4", file_us=START_US + 2_500_000)
SLATE = Metadata(0, Rung.SLATE)
CUES = {
    (FILM.path, "id"): [Cue(500, 3_000, "panjang"), Cue(3_500, 4_500, "nanti")],
    (SPOT.path, "id"): [Cue(0, 1_000, "Beli!")],
    (SPOT.path, "en"): [Cue(0, 1_000, "Buy!")],
}


class House:
    """A timeline that is written by hand."""

    def __init__(self, *on):
        """`on`: what begins, each with its seconds behind the begin."""
        self.timeline = Timeline()
        done = 0
        for seconds, metadata in on:
            self.feed(seconds - done)
            self.timeline.add(0, self.now, (metadata,))
            done = seconds
        self.feed(60 - done)
        self.captioning = Captioning(lambda *asked: CUES.get(asked, ()))

    @property
    def now(self):
        return START_US + self.timeline.fed * 1_000_000 // RATE

    def feed(self, seconds):
        self.timeline.add(round(seconds * RATE), self.now)

    def stretch(self, first, pictures=50):
        origin = Origin(1, rungs_of(Shape(1280, 720)), self.timeline)
        found = Found(origin, Stretch(first, pictures, {}), True)
        made = self.captioning.segments(found, ("id", "en"))
        return {name: each.decode() for name, each in made.items()}

    def said(self, first, rendition="captions"):
        """Return the lines of times and words."""
        return self.stretch(first)[rendition].split("\n\n")[1:]


def test_words_over_a_border_go_on_in_the_next_stretch():
    house = House((0, FILM))
    assert house.said(0) == ["00:00:00.500 --> 00:00:02.000\npanjang\n"]
    assert house.said(50) == [
        "00:00:00.000 --> 00:00:01.000\npanjang",
        "00:00:01.500 --> 00:00:02.000\nnanti\n",
    ]


def test_what_takes_the_film_away_takes_its_words_along():
    house = House((0, FILM), (2.5, SPOT))
    house.said(0)
    assert house.said(50) == [
        "00:00:00.000 --> 00:00:00.500\npanjang",
        "00:00:00.500 --> 00:00:01.500\nBeli!\n",
    ]


@pytest.mark.parametrize("other", [SLATE, titled("Lagu", path="ef/lagu.mp3")])
def test_where_nothing_is_said_a_segment_is_only_its_head(other):
    assert House((0, other)).stretch(0)["captions"].split("\n") == [
        "WEBVTT", "X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:99000", "",
    ]  # fmt: skip


def test_each_language_has_the_words_in_that_language_alone():
    house = House((0, FILM), (2.5, SPOT))
    assert house.said(0, "captions-en") == []
    assert house.said(50, "captions-en") == ["00:00:00.500 --> 00:00:01.500\nBuy!\n"]


def test_a_film_that_comes_back_goes_on_where_it_was():
    back = replace(FILM, file_us=START_US + 1_000_000)
    house = House((0, FILM), (2.5, SPOT), (3.5, back))
    house.said(0)
    assert house.said(50)[-1] == "00:00:01.500 --> 00:00:02.000\npanjang\n"


def test_what_began_long_ago_is_still_on():
    house = House((0, FILM))
    house.said(0)
    house.timeline._marks.clear()
    assert "nanti" in house.stretch(50)["captions"]


def test_the_clock_of_the_pictures_wraps():
    head = House((0, SLATE)).stretch((WRAP // 3_600 // 50 + 1) * 50)["captions"].split("MPEGTS:")[1]
    assert int(head) < WRAP


def test_captions_are_read_anew_when_they_change_and_damaged_ones_are_none(tmp_path):
    (tmp_path / "ab").mkdir()
    file = tmp_path / "ab" / "film.vtt"
    cues, said = FilmCues(tmp_path), CUES[FILM.path, "id"]
    assert cues.of(FILM.path) == cues.of("") == ()
    file.write_bytes(write(said))
    assert cues.of(FILM.path) == tuple(said)
    file.with_suffix(".en.vtt").write_bytes(write([Cue(0, 40, "Hi")]))
    assert cues.of(FILM.path, "en") == (Cue(0, 40, "Hi"),)
    assert cues.of(FILM.path) == tuple(said)
    assert cues.languages(FILM.path) == ("id", "en")
    assert cues.languages("") == ()
    file.write_bytes(b"WEBVTT\n\nno times\n")
    assert cues.of(FILM.path) == ()
    file.unlink()
    assert cues.of(FILM.path) == ()
