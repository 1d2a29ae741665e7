"""Seasons, hour templates, the week pattern and questions to the plan, as people use them."""

import pytest

from scheduler.stores import GridStore, SeasonStore
from station.clock import VirtualClock
from station.database import sessions_for
from tests.browser.desk import add_accounts, config_for, make_app
from tests.browser.doubles import NOON
from tests.browser.schedule_material import add_material, publish
from tests.integration.web_station import Visitor
from web.i18n import LANGUAGES


@pytest.fixture
def sqlite_sessions(sqlite_engine):
    return sessions_for(sqlite_engine)


@pytest.fixture
def clock():
    return VirtualClock(NOON)


@pytest.fixture
def material(sqlite_sessions):
    add_accounts(sqlite_sessions)
    return add_material(sqlite_sessions)


@pytest.fixture
def app(tmp_path, sqlite_sessions, material, clock):
    made = make_app(tmp_path / "home", sqlite_sessions, clock)
    publish(config_for(), made.state.desk.paths, sqlite_sessions, clock)
    return made


@pytest.fixture
def operator(app):
    return Visitor.signed_in(app, "operator")


@pytest.fixture
def humas(app):
    return Visitor.signed_in(app, "humas")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["/schedule/seasons", "/schedule/seasons/new"])
def test_the_pages_are_there_in_every_language(operator, language, path):
    assert operator.get(path, lang=language).status_code == 200


def test_a_season_is_a_copy_of_the_grid_that_one_switch_puts_on(
    operator, sqlite_sessions, material
):
    fields = {"name": "Ramadan <1448>", "first_day": "2026-11-23", "last_day": "2026-12-22"}
    operator.post("/schedule/seasons/new", **fields, cover="replace", copied="on")
    with sqlite_sessions() as session:
        [season] = SeasonStore(session).all("radio")
        slots = GridStore(session).slots("radio")
    assert not season.active
    copied = [slot for slot in slots if slot.season_id == season.id]
    assert len(copied) == len([slot for slot in slots if slot.rule and slot.season_id is None])
    page = operator.page("/schedule/seasons")
    assert "Ramadan &lt;1448&gt;" in page
    operator.post(f"/schedule/seasons/{season.id}/switch", to="on")
    with sqlite_sessions() as session:
        assert SeasonStore(session).get(season.id).active
    week = operator.get("/api/v1/occurrences", first="2026-11-23").json()
    assert {each["slot_id"] for each in week} <= {slot.id for slot in copied} | {
        slot.id for slot in slots if not slot.rule
    }
    operator.post(f"/schedule/seasons/{season.id}/switch", to="off")
    operator.post(f"/schedule/seasons/{season.id}/remove")
    with sqlite_sessions() as session:
        assert SeasonStore(session).all("radio") == []
        assert all(slot.season_id is None for slot in GridStore(session).slots("radio"))
    operator.post("/schedule/undo")
    with sqlite_sessions() as session:
        [back] = SeasonStore(session).all("radio")
        again = [slot for slot in GridStore(session).slots("radio") if slot.season_id == back.id]
    assert len(again) == len(copied)


def test_two_seasons_cannot_be_on_for_one_day(operator, sqlite_sessions):
    for name in ("Satu", "Dua"):
        operator.post(
            "/schedule/seasons/new",
            name=name,
            first_day="2026-12-01",
            last_day="2026-12-10",
        )
    with sqlite_sessions() as session:
        numbers = [season.id for season in SeasonStore(session).all("radio")]
    for number in numbers:
        operator.post(f"/schedule/seasons/{number}/switch", to="on")
    with sqlite_sessions() as session:
        assert [one.active for one in SeasonStore(session).all("radio")] == [True, False]


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "", "first_day": "2026-12-01", "last_day": "2026-12-10"},
        {"name": "x", "first_day": "besok", "last_day": "2026-12-10"},
        {"name": "x", "first_day": "2026-12-11", "last_day": "2026-12-10"},
    ],
)
def test_a_season_that_cannot_be_is_shown_again_with_what_is_wrong(operator, fields):
    answer = operator.post("/schedule/seasons/new", **fields)
    assert answer.status_code == 422
    assert 'class="error"' in answer.text


def test_who_only_reads_may_see_the_seasons_and_not_change_them(humas):
    assert humas.get("/schedule/seasons").status_code == 200
    assert humas.get("/schedule/seasons/new").status_code == 403
