"""Letters of people: every script, and everything that is none."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from streaming.graphics import lettering
from streaming.graphics.lettering import MOST_LETTERS, clean, fitted, is_rtl, mask, width, wrapped


def ink(text, size=40):
    return np.asarray(mask(text, size))


@pytest.mark.parametrize("text", ["Ayo", "Café Śrī Ōṣadhi", "عيد مبارك", "ꦲꦤꦕꦫꦏ", "à", "18.05"])
def test_scripts_of_the_station_have_letters(text):
    assert clean(text) == text.replace("à", "à")
    assert ink(text).max() == 255


def test_accents_and_javanese_are_not_cut_off():
    for text in ("ÁÉŌ", "gjpqy", "ꦏꦿꦸꦁ", "عٍيِ"):
        rows = np.flatnonzero(ink(text).max(1))
        assert rows[0] > 0
        assert rows[-1] < ink(text).shape[0] - 1
    assert ink("gjpqy").shape[0] == lettering.row(40) < ink("ꦏꦿꦸꦁ").shape[0]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a\x00b\x1b[31m\x07", "a b [31m"),
        ("satu\r\ndua\u2028tiga\t empat", "satu dua tiga empat"),
        ("\u202eterbalik\u202c \u2066x\u2069", "terbalik x"),
        ("selamat 🎉 pagi", "selamat pagi"),
        ("漢字 x", "?? x"),
        ("ﬁlm ½", "film ½"),
        ("\ud800", ""),
        ("", ""),
    ],
)
def test_what_is_no_letter_does_not_come_through(text, left):
    assert clean(text) == left


def test_a_text_of_any_length_is_one_line_of_bounded_width():
    assert len(clean("kata " * 100_000)) <= MOST_LETTERS
    assert width(fitted("kata " * 100_000, 30, 500), 30) <= 500
    assert fitted("kata " * 1_000, 30, 500).endswith("…")
    assert fitted("kata", 30, 500) == "kata"


def test_text_is_wrapped_between_words_and_ends_in_an_ellipsis():
    lines = wrapped("Segera jauhi pantai dan pergi ke tempat yang tinggi", 30, 300, 3)
    assert len(lines) == 3
    assert all(width(line, 30) <= 300 for line in lines)
    assert " ".join(lines).rstrip("…").startswith("Segera jauhi pantai dan")
    assert wrapped("", 30, 300, 3) == []
    assert wrapped("Segera", 30, 300, 3) == ["Segera"]


@pytest.mark.parametrize(
    ("text", "expected"), [("18.05 عيد", True), ("Ayo عيد", False), ("18.05", False), ("", False)]
)
def test_the_first_letter_with_a_direction_gives_it(text, expected):
    assert is_rtl(text) is expected


def runs(text):
    return [run.text.strip() for run in lettering._runs(text, 30, lettering.PLAIN)]


def test_runs_stand_as_they_are_read():
    assert runs("Selamat عيد مبارك semoga") == ["Selamat", "عيد مبارك", "semoga"]
    assert runs("عيد مبارك Yogyakarta") == ["Yogyakarta", "عيد مبارك"]


def test_digits_of_a_clock_stand_still():
    masks = [mask(text, 40, lettering.BOLD, steady=True) for text in ("11.11", "00.00", "17.47")]
    assert len({each.width for each in masks}) == 1
    assert all(np.asarray(each)[:, -2:].max() == 0 for each in masks)


def test_without_the_font_packages_plain_letters_are_still_there(tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(lettering, "FONTS", tmp_path)
    for cached in (lettering._files, lettering._fonts):
        cached.cache_clear()
    try:
        assert clean("Ayo 漢") == "Ayo ?"
        assert ink("Ayo").max() == 255
        assert any(getattr(record, "action", "") == "fonts_missing" for record in caplog.records)
    finally:
        for cached in (lettering._files, lettering._fonts):
            cached.cache_clear()


@given(st.text(max_size=60))
def test_any_text_can_be_drawn(text):
    image = mask(text, 20)
    assert image.height >= lettering.row(20)
    assert clean(clean(text)) == clean(text)
