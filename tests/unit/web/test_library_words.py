"""Why a file cannot go on air, in both languages."""

from zoneinfo import ZoneInfo

import pytest

from media_library.quarantine import Fault
from web import i18n
from web.library_words import trouble
from web.times import Times

LANGUAGES = i18n.load()


def told(fault, about, code="id"):
    language = LANGUAGES[code]
    return trouble(fault, about, language, Times(ZoneInfo("Asia/Jakarta"), language.locale))


@pytest.mark.parametrize("code", ["id", "en"])
@pytest.mark.parametrize("fault", list(Fault))
def test_every_fault_says_what_happened_and_what_to_do(fault, code):
    said = told(fault, {}, code)
    assert said.what.endswith(".")
    assert said.advice.endswith(".")
    assert "%(" not in said.what + said.advice


def test_a_cut_file_says_how_much_is_there():
    said = told(Fault.TRUNCATED, {"stated": 240.0, "decoded": 12.34})
    assert "12,3" in said.what
    assert "240" in said.what


def test_a_large_file_says_both_sizes():
    said = told(Fault.TOO_LARGE, {"bytes": 5_100_000_000, "limit": 4_294_967_296}, "en")
    assert said.what == "The file is 5.1 GB; the station takes at most 4.3 GB."


def test_indonesian_has_one_form_for_every_number():
    texts = {LANGUAGES["id"].ngettext("%(num)s play", "%(num)s plays", n)[2:] for n in (0, 1, 5)}
    assert texts == {"tayangan"}
