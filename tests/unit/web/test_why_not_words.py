"""Every cause has its sentence in every language."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from scheduler.planner.plan import Note
from scheduler.planner.why_not import Cause, Told
from web.i18n import LANGUAGES, load
from web.times import Times
from web.why_not_words import SENTENCES, WhyNotWords

AT = datetime(2026, 11, 23, 3, 30, tzinfo=UTC)
KNOWN = load()


def words(code):
    language = KNOWN[code]
    return WhyNotWords(language, Times(ZoneInfo("Asia/Jakarta"), language.locale))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("cause", list(Cause))
def test_every_cause_is_a_sentence(language, cause):
    about = {"note": Note.HOLE, "rule": "flow"}
    assert len(words(language).sentence(Told(cause, about), AT)) > 5
    assert cause is Cause.FOUND or cause in SENTENCES


def test_separation_names_the_time_at_which_it_ends():
    about = {"rule": "artist_separation", "until": "2026-11-23T03:42:00+00:00"}
    text = words("en").sentence(Told(Cause.APART, about), AT)
    assert "performer" in text
    assert "10:42" in text
