"""Javanese and Arabic letters on paper that has Latin ones only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.latin_letters import MARK, latin

LATIN = frozenset((*range(0x20, 0x7F), *range(0xA0, 0x100), 0x2026))


@pytest.mark.parametrize(
    ("javanese", "read"),
    [
        ("ꦱꦸꦫꦏꦂꦠ", "surakarta"),
        ("ꦔꦪꦺꦴꦒꦾꦏꦂꦠ", "ngayogyakarta"),
        ("ꦒꦩꦺꦭꦤ꧀", "gamélan"),
        ("ꦥꦿꦧꦸ", "prabu"),
        ("ꦥꦸꦠꦿꦶ", "putri"),
        ("ꦏꦺꦴꦠ", "kota"),
        ("꧑꧙꧔꧕", "1945"),
    ],
)
def test_javanese_is_written_as_it_is_read(javanese, read):
    assert latin(javanese, LATIN) == read + MARK


@pytest.mark.parametrize(
    ("arabic", "written"),
    [
        ("محمد", "mhmd"),
        ("مُحَمَّد", "muhammad"),
        ("ڠاجي", "ngajy"),
        ("ﻣﺤﻤﺪ", "mhmd"),
        ("١٩٤٥", "1945"),
        ("\u200fنور\u200e", "nwr"),
    ],
)
def test_arabic_is_written_letter_for_letter(arabic, written):
    assert latin(arabic, LATIN) == written + MARK


def test_other_letters_give_their_base_or_one_sign_for_all():
    assert latin("Ṣalāḥ", LATIN) == "Salah*"
    assert latin("Lagu 日本 🎵", LATIN) == "Lagu (?) (?)*"


def test_latin_letters_stay_as_they_are():
    assert latin("Café – Ño", LATIN | {0x2013}) == "Café – Ño"


@given(st.text())
def test_nothing_is_left_that_the_font_has_not(text):
    shown = latin(text, LATIN)
    assert all(ord(letter) in LATIN or letter.isspace() for letter in shown)
