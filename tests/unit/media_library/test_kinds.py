"""What a recording is for, guessed from what is around it."""

import pytest

from media_library import kinds
from media_library.fold import fold
from media_library.tags import Labels
from station.kinds import LIBRARY_KINDS, Kind


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("Musik", Kind.MUSIC),
        ("jingles", Kind.JINGLE),
        ("Station-ID", Kind.STATION_ID),
        ("station_id", Kind.STATION_ID),
        ("ILM", Kind.PSA),
        ("Iklan Layanan Masyarakat", Kind.PSA),
        ("Iklan", Kind.COMMERCIAL),
        ("programme", Kind.PROGRAMME),
        ("Downloads", None),
    ],
)
def test_a_folder_is_named_for_a_kind_in_either_language(folder, kind):
    assert kinds.of_folder(folder) is kind


@pytest.mark.parametrize("kind", LIBRARY_KINDS)
def test_every_kind_is_known_by_its_own_name(kind):
    assert kinds.of_folder(kind.value) is kind


def guess(folder="", genre="", name="lagu.mp3", seconds=200.0):
    labels = Labels(title="t", genres=(genre,) if genre else ())
    return kinds.guess(labels, [folder], name, seconds)


def test_the_folder_goes_before_the_genre():
    assert guess(folder="jingle", genre="podcast") is Kind.JINGLE
    assert guess(genre="podcast") is Kind.PROGRAMME


def test_words_in_the_name_count_only_as_whole_words():
    assert guess(name="ILM cuci tangan.mp3") is Kind.PSA
    assert guess(name="Iklan niaga Bank Kota.mp3") is Kind.COMMERCIAL
    assert guess(name="Film Score.mp3") is Kind.MUSIC
    assert guess(name="Berita Kepada Kawan.mp3") is Kind.MUSIC


def test_what_is_very_long_is_a_programme_and_the_rest_is_music():
    assert guess(seconds=3_600) is Kind.PROGRAMME
    assert guess() is Kind.MUSIC


def test_folding_ignores_case_accents_and_punctuation():
    assert fold("Élan d'Or — Ñandú_2") == "elan d or nandu 2"
