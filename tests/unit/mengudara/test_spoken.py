"""Indonesian is written for the eye and spoken for the ear."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mengudara.demo.spoken import number, say


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("pukul 08.00 WIB", "pukul delapan tepat waktu Indonesia barat"),
        ("07.30 s.d. 10.00", "tujuh lewat tiga puluh menit sampai dengan sepuluh tepat"),
        ("hubungi 112", "hubungi satu satu dua"),
        ("RT 03 RW 11", "er te tiga er we sebelas"),
        ("Jl. Melati No. 15", "jalan Melati nomor lima belas"),
        ("45% warga", "empat puluh lima persen warga"),
        ("tahun 2026", "tahun dua ribu dua puluh enam"),
        ("Selamat pagi", "Selamat pagi"),
    ],
)
def test_what_is_written_is_said_in_words(written, spoken):
    assert say(written) == spoken


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "nol"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (19, "sembilan belas"),
        (20, "dua puluh"),
        (100, "seratus"),
        (101, "seratus satu"),
        (1_000, "seribu"),
        (1_999, "seribu sembilan ratus sembilan puluh sembilan"),
        (21_500, "dua puluh satu ribu lima ratus"),
        (1_000_000, "satu juta"),
    ],
)
def test_numbers_in_words(value, words):
    assert number(value) == words


@given(st.integers(0, 999_999_999))
def test_every_number_has_words_without_digits(value):
    assert not any(letter.isdigit() for letter in number(value))
