import pytest

from station.live import Door
from station.pressure import Level, shed
from station.snapshot import LiveState
from web import i18n, studio_words


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        (studio_words.LIVE_STATES, list(LiveState)),
        (studio_words.DOORS, list(Door)),
        (studio_words.SHED, list(shed(max(Level)))),
    ],
)
def test_every_code_of_the_air_has_words(table, codes):
    assert set(codes) <= set(table)


def test_a_script_gets_plain_codes_in_the_language_of_the_page():
    told = studio_words.in_words(studio_words.LIVE_STATES, i18n.load()["id"])
    assert told["on_air"] == "mengudara"
    assert {type(code) for code in told} == {str}
