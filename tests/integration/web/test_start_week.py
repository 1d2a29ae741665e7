"""The week of the first steps: shown, written, kept from what is there, taken back whole."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from scheduler.start.progress import Step
from scheduler.stores import (
    GridStore,
    HourTemplateStore,
    ProgrammeStore,
    SeasonStore,
)
from scheduler.week.grid import GridSlot
from tests.integration.web.first_steps import (
    WEEK,
    add_slot,
    grid,
    progress,
    refused,
    send,
)

pytestmark = pytest.mark.usefixtures("demo")


def test_a_week_is_shown_with_minutes_before_anything_is_written(operator, sessions):
    page = operator.page("/schedule/start/week?week=school-friendly-city&lang=en")
    assert "Taman Ceria" in page
    assert "Minutes a week" in page
    assert grid(sessions) == ([], [], [])


def test_a_week_becomes_ordinary_programmes_templates_and_slots(operator, sessions):
    assert send(operator, "week", **WEEK) == "/schedule/start/law?channel=radio"
    programmes, templates, slots = grid(sessions)
    assert {each.name for each in programmes} >= {"Kabar Kota", "Teman Malam", "Ruang Belajar"}
    assert [each.name for each in templates] == ["Jam musik dengan dua jeda"]
    assert all(slot.season_id is None and slot.rule for slot in slots)
    assert sum((slot.duration for slot in slots if slot.rule == "FREQ=DAILY"), timedelta(0))
    assert "Kabar Kota" in operator.page("/schedule")


def test_a_week_that_is_not_there_is_refused(operator, sessions):
    assert "Choose a week." in refused(operator, "week", week="../../secret")
    assert grid(sessions) == ([], [], [])


def test_another_week_takes_the_place_of_an_untouched_one(operator, sessions):
    send(operator, "week", **WEEK)
    send(operator, "week", week="morning-talk")
    programmes, templates, slots = grid(sessions)
    assert {each.name for each in programmes} >= {"Bincang Pagi"}
    assert "Teman Malam" not in {each.name for each in programmes}
    assert len(templates) == 1
    assert set(progress(sessions).laid.slots) == {slot.id for slot in slots}


def test_the_week_is_taken_back_as_a_whole(operator, sessions):
    send(operator, "week", **WEEK)
    send(operator, "week/take-back")
    assert grid(sessions) == ([], [], [])
    assert progress(sessions).laid is None
    assert Step.WEEK not in progress(sessions).done


def rename(session, laid):
    programme = ProgrammeStore(session).get(laid.programmes[0])
    ProgrammeStore(session).save(replace(programme, name="Nama baru"))


def cancel_one(session, laid):
    GridStore(session).cancel(laid.slots[0], date(2026, 11, 28))


def lean_on(session, laid):
    slot = GridStore(session).get(laid.slots[0])
    GridStore(session).save(GridSlot("radio", slot.programme_id, date(2026, 12, 1), time(3),
                                     timedelta(hours=1)))  # fmt: skip


def open_hour(session, laid):
    HourTemplateStore(session).set_open_hours("radio", {(0, 3): laid.templates[0]})


def test_a_week_that_somebody_changed_is_not_taken_back(operator, sessions):
    for change in (rename, cancel_one, lean_on, open_hour):
        send(operator, "week", **WEEK, where="replace", sure="on")
        with sessions.begin() as session:
            change(session, progress(sessions).laid)
        before = grid(sessions)
        send(operator, "week/take-back")
        assert grid(sessions) == before, change
    page = operator.page("/schedule/start/week?lang=en")
    assert "People have changed this week since" in page
    assert "Say where this week goes." in refused(operator, "week", week="morning-talk")


def test_a_grid_that_is_there_is_not_overwritten_without_a_word(operator, sessions):
    add_slot(sessions)
    before = grid(sessions)
    assert "has 1 recurring slot already" in operator.page("/schedule/start/week?lang=en")
    assert "Say where this week goes." in refused(operator, "week", **WEEK)
    told = refused(operator, "week", **WEEK, where="replace")
    assert "Tick that the week may replace" in told
    assert grid(sessions) == before


def test_a_replaced_grid_is_kept_and_comes_back_with_the_way_back(operator, sessions):
    old = add_slot(sessions)
    send(operator, "week", **WEEK, where="replace", sure="on")
    with sessions() as session:
        [kept] = SeasonStore(session).all("radio")
        assert not kept.active
        assert GridStore(session).get(old.id).season_id == kept.id
    send(operator, "week/take-back")
    with sessions() as session:
        assert SeasonStore(session).all("radio") == []
        assert GridStore(session).slots("radio") == [old]


def test_a_week_goes_into_a_season_of_its_own(operator, sessions):
    old = add_slot(sessions)
    season = {"season_name": "Ramadan", "first_day": "2026-12-01", "last_day": "2026-12-30"}
    send(operator, "week", **WEEK, where="season", **season)
    with sessions() as session:
        [found] = SeasonStore(session).all("radio")
        assert (found.name, found.active) == ("Ramadan", True)
        assert {slot.season_id for slot in GridStore(session).slots("radio")} == {None, found.id}
    send(operator, "week", week="morning-talk", where="season", **season)
    send(operator, "week/take-back")
    with sessions() as session:
        assert SeasonStore(session).all("radio") == []
        assert GridStore(session).slots("radio") == [old]


def test_a_season_that_cannot_be_is_refused_before_anything_is_written(operator, sessions):
    add_slot(sessions)
    other = {"season_name": "Pemilu", "first_day": "2027-01-01", "last_day": "2027-01-31"}
    send(operator, "week", **WEEK, where="season", **other)
    with sessions.begin() as session:
        rename(session, progress(sessions).laid)
    before = grid(sessions)
    season = {"season_name": "Ramadan", "first_day": "2026-12-01", "last_day": "2026-12-30"}
    for wrong, told in (
        ({"season_name": ""}, "Give it a name."),
        ({"first_day": "soon"}, "Give a date."),
        ({"last_day": "2026-11-01"}, "The last day lies before the first."),
        ({"first_day": "2027-01-05", "last_day": "2027-01-06"}, "Another season is on"),
    ):
        assert told in refused(operator, "week", **WEEK, where="season", **season | wrong)
    assert grid(sessions) == before


def test_the_week_can_be_undone_on_the_week_page_too(operator, sessions):
    send(operator, "week", **WEEK)
    assert operator.post("/schedule/undo").status_code == 303
    assert grid(sessions) == ([], [], [])
    assert "Take the week back" not in operator.page("/schedule/start/week?lang=en")
