"""`mengudara media set`: what the page of a recording checks and records holds here too."""

from datetime import date, time

import pytest
from typer.testing import CliRunner

from media_library.cart import Mood
from media_library.store import CartStore
from mengudara import media, schema
from station.database import engine_for, sessions_for
from station.daypart import Daypart
from station.paths import HOME_VARIABLE, StatePaths
from station.rating import Rating
from tests.integration.web.wall_material import add_recordings
from web.audit import AuditLog


@pytest.fixture
def sessions(tmp_path, monkeypatch):
    paths = StatePaths(tmp_path / "home")
    paths.create()
    monkeypatch.setenv(HOME_VARIABLE, str(paths.home))
    monkeypatch.setenv("LOGNAME", "rina")
    engine = engine_for(f"sqlite:///{paths.database}")
    schema.upgrade(engine)
    yield sessions_for(engine)
    engine.dispose()


@pytest.fixture
def cart_id(sessions):
    return add_recordings(sessions)["Tepuk Tangan"]


def run(*arguments):
    return CliRunner().invoke(media.app, [str(argument) for argument in ("set", *arguments)])


def stored(sessions, cart_id):
    with sessions() as session:
        return CartStore(session).get(cart_id)


def test_every_field_is_set_shown_and_on_record(sessions, cart_id):
    done = run(
        cart_id, "--rating", "D", "--dayparts", "22.00-03.00 1-2", "--evergreen", "--weight", 3,
        "--tempo", 96, "--mood", "bright", "--valid-from", "2026-11-24",
        "--valid-until", "2026-12-01",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    cart = stored(sessions, cart_id)
    assert (cart.rating, cart.evergreen, cart.weight, cart.tempo, cart.mood) == (
        Rating.D, True, 3, 96, Mood.BRIGHT,
    )  # fmt: skip
    assert cart.dayparts == (Daypart(time(22), time(3), (0, 1)),)
    assert (cart.valid_from, cart.valid_until) == (date(2026, 11, 24), date(2026, 12, 1))
    shown = run(cart_id).output
    for line in (
        "rating       D",
        "dayparts     22.00-03.00 1,2",
        "evergreen    yes",
        "mood         b",
    ):
        assert line in shown
    with sessions() as session:
        [entry] = AuditLog(session).newest()
    assert (entry.account, entry.action, entry.about["cart"]) == (
        "shell:rina", "cart.change", cart_id,
    )  # fmt: skip
    assert set(entry.about["fields"]) == set(media._FIELDS)


def test_what_is_not_named_stays_and_an_empty_word_clears(sessions, cart_id):
    run(cart_id, "--tempo", 96, "--mood", "still", "--evergreen", "--weight", 5)
    assert run(cart_id, "--tempo", "", "--mood", "", "--no-evergreen").exit_code == 0
    cart = stored(sessions, cart_id)
    assert (cart.tempo, cart.mood, cart.evergreen, cart.weight) == (None, None, False, 5)


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--weight", "10", "A weight is from 1 to 9."),
        ("--weight", "0", "A weight is from 1 to 9."),
        ("--tempo", "19", "A tempo is from 20 to 300"),
        ("--dayparts", "pagi", "Write hours as in"),
        ("--valid-until", "besok", "Choose a day"),
    ],
)
def test_what_cannot_be_is_a_sentence_and_changes_nothing(
    sessions, cart_id, option, value, sentence
):
    before = stored(sessions, cart_id)
    done = run(cart_id, option, value, "--rating", "R")
    assert (done.exit_code, sentence in done.output) == (1, True)
    assert stored(sessions, cart_id) == before
    with sessions() as session:
        assert AuditLog(session).newest() == []


def test_days_that_are_reversed_and_unknown_words_are_refused(sessions, cart_id):
    run(cart_id, "--valid-from", "2026-11-24")
    done = run(cart_id, "--valid-until", "2026-11-23")
    assert (done.exit_code, "before the first" in done.output) == (1, True)
    assert run(cart_id, "--rating", "X").exit_code == 2
    assert run(cart_id, "--mood", "sleepy").exit_code == 2
    assert run(9_999).exit_code == 1
