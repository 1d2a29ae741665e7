import pytest

from web import i18n
from web.words import Words

MANY = ("Too many tries. Wait %(num)s second.", "Too many tries. Wait %(num)s seconds.")


@pytest.fixture(scope="module")
def languages():
    return i18n.load()


def test_catalogues_of_a_folder_are_one(languages):
    said = languages["id"]
    assert (said.gettext("Sign in"), said.gettext("Skip")) == ("Masuk", "Lewati")


@pytest.mark.parametrize("n", [1, 5])
def test_indonesian_has_one_form_for_any_number(languages, n):
    assert languages["id"].ngettext(*MANY, n) == f"Terlalu banyak percobaan. Tunggu {n} detik."


def test_english_texts_are_their_own_translation(languages):
    assert languages["en"].ngettext(*MANY, 1) == "Too many tries. Wait 1 second."
    assert languages["en"].ngettext(*MANY, 5) == "Too many tries. Wait 5 seconds."


def test_an_unknown_code_is_shown_as_it_is(languages):
    said = Words(languages["id"])
    assert said.refusal("brand_new_code") == "brand_new_code"
    assert said.kind(None) == ""
