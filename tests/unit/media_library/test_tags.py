"""Tags in every state in which they are found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_library.tags import clean, from_name, labels, parse


def test_the_tags_of_the_file_go_before_those_of_its_tracks():
    found = parse(b";FFMETADATA1\ntitle=One\n[STREAM]\ntitle=Two\nARTIST=Three\n")
    assert found == {"title": "One", "artist": "Three"}


def test_escaped_characters_come_back():
    found = parse(b";FFMETADATA1\ntitle=a\\=b\\;c\\#d\\\\e\\\nf\nalbum=g\n")
    assert found == {"title": "a=b;c#d\\e\nf", "album": "g"}


def test_bytes_that_are_not_utf8_are_read_as_windows_1252():
    assert parse(b"title=Caf\xe9 \x93Bali\x94")["title"] == "Café “Bali”"


def test_utf8_that_was_read_as_latin_1_is_put_right():
    assert clean("Beyoncé".encode().decode("latin-1")) == "Beyoncé"
    assert clean("Déjà – vu".encode().decode("cp1252")) == "Déjà – vu"


def test_true_latin_text_is_left_alone():
    assert clean("Noël à Paris Ø") == "Noël à Paris Ø"


def test_control_characters_newlines_and_nul_become_single_spaces():
    assert clean(" a\x00b\r\n\tc\u2028d\u200b ") == "a b c d"


def test_huge_tags_are_cut():
    assert len(clean("x" * 1_000_000)) == 300


@given(st.text())
def test_a_clean_text_is_one_printable_line_and_stays_as_it_is(text):
    once = clean(text)
    assert "\n" not in once
    assert "\x00" not in once
    assert once == once.strip()
    once.encode("utf-8")


@given(st.binary())
def test_no_bytes_can_upset_the_parser(data):
    found = labels(parse(data), "x.mp3")
    assert found.title


@pytest.mark.parametrize(
    ("name", "artist", "title"),
    [
        ("Sheila On 7 - Dan.mp3", "Sheila On 7", "Dan"),
        ("07. Sheila On 7 - Dan.mp3", "Sheila On 7", "Dan"),
        ("07 - Dan.mp3", "", "Dan"),
        ("01_bengawan_solo.ogg", "", "bengawan solo"),
        ("1979.mp3", "", "1979"),
        ("99 Red Balloons.mp3", "", "Red Balloons"),
        ("ILM Dinkes 112.wav", "", "ILM Dinkes 112"),
        (".mp3", "", ".mp3"),
        ("- - .mp3", "", "?"),
    ],
)
def test_a_file_name_gives_artist_and_title(name, artist, title):
    assert from_name(name) == (artist, title)


@pytest.mark.parametrize("title", ["", "  ", "\x00", "Track 01", "<unknown>", "untitled"])
def test_a_title_that_says_nothing_falls_back_to_the_file_name(title):
    found = labels({"title": title}, "Gesang - Bengawan Solo.mp3")
    assert (found.artist, found.title) == ("Gesang", "Bengawan Solo")


def test_a_tagged_artist_goes_before_the_one_in_the_name():
    found = labels({"artist": "Gesang Martohartono"}, "Gesang - Bengawan Solo.mp3")
    assert found.artist == "Gesang Martohartono"


def test_year_isrc_and_genres_are_picked_out():
    tags = {"title": "t", "date": "2003-05-01", "isrc": "id-a01 03 00001", "genre": "(13)Pop; Rock"}
    found = labels(tags, "t.mp3")
    assert (found.year, found.isrc, found.genres) == (2003, "IDA010300001", ("pop", "rock"))


def test_what_is_no_year_or_isrc_is_left_out():
    found = labels({"title": "t", "date": "12345", "isrc": "none"}, "t.mp3")
    assert (found.year, found.isrc) == (None, "")
