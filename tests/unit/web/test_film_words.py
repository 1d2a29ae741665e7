"""Films in the words of the station, in both languages."""

from dataclasses import replace
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from station.audio import RATE
from tests.integration.web.library_material import FILM
from web import i18n
from web.film_words import FilmWords
from web.times import Times


def words(code="en"):
    language = i18n.load()[code]
    return FilmWords(language, Times(ZoneInfo("Asia/Jakarta"), language.locale))


@pytest.mark.parametrize(
    ("about", "size"),
    [
        ({}, "1,280 × 720, widescreen 16:9"),
        ({"width": 720, "height": 576, "pixel_aspect": Fraction(16, 15)},
         "768 × 576, 4:3, seen between black sides"),
        ({"turned": 90}, "720 × 1,280, upright, seen between wide black sides"),
        ({"width": 2000, "height": 800}, "2,000 × 800"),
        ({"width": 0}, "–"),
    ],
)  # fmt: skip
def test_the_size_is_what_is_seen(about, size):
    assert words().size(replace(FILM, **about)) == size


def test_the_size_is_told_in_indonesian():
    assert words("id").size(FILM) == "1.280 × 720, layar lebar 16:9"


def test_rates_are_told_as_they_are():
    assert words().rate(replace(FILM, rate=29.97)) == "29.97 pictures a second"
    assert words("id").rate(replace(FILM, rate=29.97)) == "29,97 gambar per detik"
    assert words().rate(replace(FILM, steady=False, rate=13.2)).startswith("about 13.2")
    assert words().rate(replace(FILM, pictures=1, rate=0.0)) == "a single picture"


def test_sound_and_scanning_are_told():
    assert words().scan(FILM) == "whole (progressive)"
    assert words().scan(replace(FILM, interlaced=True)) == "in two halves (interlaced)"
    assert words().sound(FILM) == "one track"
    assert words().sound(replace(FILM, sound_tracks=2)) == "2 tracks: the first one airs"
    assert words().sound(replace(FILM, sound=0, sound_tracks=0)) == "none: it airs in silence"


def test_a_sound_film_has_nothing_to_be_told():
    assert words().findings(FILM) == []
    assert words().findings(replace(FILM, sound=0, sound_tracks=0)) == []


def test_black_and_frozen_stretches_are_told_with_their_places():
    film = replace(FILM, black=((0, 72_000),), frozen=((96_000, 240_000),), silent=((0, 96_000),))
    assert words("id").findings(film) == [
        "Gambar hitam: 00.00,0–00.01,5.",
        "Gambar tidak bergerak: 00.02,0–00.05,0.",
        "Tidak terdengar apa-apa: 00.00,0–00.02,0.",
    ]


def test_of_many_stretches_only_some_are_told():
    spans = tuple((second * RATE, second * RATE + 4800) for second in range(9))
    [told] = words().findings(replace(FILM, black=spans))
    assert told.endswith("00:05.0–00:05.1, ….")


def test_sound_and_pictures_that_do_not_end_together_are_told():
    [early] = words().findings(replace(FILM, sound=8 * RATE))
    assert early == "The sound ends 2 s before the pictures; silence follows."
    [late] = words("id").findings(replace(FILM, span=8 * RATE))
    assert late == "Gambar habis 2 detik sebelum suara; gambar terakhir bertahan."
    assert words().findings(replace(FILM, pictures=1, span=1920)) == []
