"""Languages of captions: told by any of their tags, announced by their own names."""

import pytest

from station import webvtt
from station.film_captions import captions_of, language_in
from station.languages import LANGUAGES, OWN, known, name_of


@pytest.mark.parametrize(
    ("tag", "code"),
    [("en", "en"), ("en-GB", "en"), ("EN_us", "en"), ("eng", "en"), ("ind", "id"), ("in", "id"),
     ("mad", "mad"), (" jv ", "jv"), ("hd", ""), ("", ""), ("indonesia", "")],
)  # fmt: skip
def test_a_tag_is_one_of_a_language_or_of_none(tag, code):
    assert known(tag) == code


def test_each_has_a_code_and_a_name_of_its_own_that_fit_into_a_playlist():
    assert len({each.code for each in LANGUAGES}) == len(LANGUAGES)
    assert name_of(OWN) == LANGUAGES[0].name == "Bahasa Indonesia"
    assert all(known(each.code) == each.code and '"' not in each.name for each in LANGUAGES)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Pekan Raya.en.vtt", "en"),
        ("Pekan Raya.srt", ""),
        ("Film.HD.srt", ""),
        ("a.b.id.srt", "id"),
    ],
)
def test_the_name_of_a_file_may_say_it(name, code):
    assert language_in(name) == code


def test_captions_in_other_languages_lie_beside_those_in_the_stations_own():
    assert captions_of("ab/film.mp4") == captions_of("ab/film.mp4", OWN) == "ab/film.vtt"
    assert captions_of("ab/film.mp4", "en") == "ab/film.en.vtt"


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (b"WEBVTT\nKind: captions\nLanguage: en\n\n00:01.000 --> 00:02.000\nx\n", "en"),
        ("\ufeffWEBVTT - x\r\nLanguage: jv-ID \r\n\r\nx".encode(), "jv-ID"),
        (b"WEBVTT\n\nLanguage: en\n", ""),
        (b"1\nLanguage: en\n", ""),
        (b"", ""),
        (b"\xff\xfe\xff", ""),
    ],
)
def test_the_head_of_a_file_may_say_it(head, said):
    assert webvtt.language(head) == said
