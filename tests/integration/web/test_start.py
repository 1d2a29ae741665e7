"""The first steps of a station: each kept when it is left, refused in words, taken back whole."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from media_library.store import CartStore
from scheduler.prayer.times import Time
from scheduler.start.progress import Step
from scheduler.stores import (
    CampaignStore,
    GridStore,
    HourTemplateStore,
    PinStore,
    ProgrammeStore,
    ScheduleSettingStore,
    SeasonStore,
)
from scheduler.week.grid import GridSlot
from scheduler.week.programme import Programme, Rotation
from station.config import load
from station.kinds import Kind
from station.rundown import read_current
from tests.browser import start_material
from tests.browser.doubles import NOON
from tests.browser.schedule_material import publish
from tests.integration.web.visitor import Visitor
from web.observance_form import ObservanceForm

STATION = {"name": "Radio Suara Pekalongan", "town": "Kota Pekalongan", "hours": "24"}
WEEK = {"week": "music-and-information"}


@pytest.fixture(autouse=True)
def _demo(sessions):
    start_material.add_demo(sessions)


@pytest.fixture
def aired(app, sessions, paths):
    """What the plan process publishes by itself before anybody has planned anything."""
    return publish(app.state.desk.config, paths, sessions, app.state.desk.clock)


def send(visitor, step, **fields):
    answer = visitor.post(f"/schedule/start/{step}", **fields)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def refused(visitor, step, **fields):
    answer = visitor.post(f"/schedule/start/{step}?lang=en", **fields)
    assert answer.status_code == 422, answer.text
    return answer.text


def progress(sessions):
    with sessions() as session:
        return ScheduleSettingStore(session).progress("radio")


def observances(sessions):
    with sessions() as session:
        return ScheduleSettingStore(session).observances("radio")


def grid(sessions):
    with sessions() as session:
        programmes = ProgrammeStore(session).all("radio")
        return (
            programmes,
            HourTemplateStore(session).all("radio"),
            GridStore(session).slots("radio"),
        )


def add_slot(sessions):
    with sessions.begin() as session:
        own = ProgrammeStore(session).save(Programme("radio", "Acara lama", Rotation()))
        slot = GridSlot("radio", own.id, date(2026, 11, 16), time(8), timedelta(hours=2),
                        "FREQ=DAILY")  # fmt: skip
        return GridStore(session).save(slot)


def test_only_operators_and_administrators_come_in(app):
    humas = Visitor.signed_in(app, "humas")
    assert humas.get("/schedule/start").status_code == 403
    assert humas.post("/schedule/start/week", **WEEK).status_code == 403


def test_an_empty_schedule_offers_the_first_steps(operator, sessions):
    assert "/schedule/start?channel=radio" in operator.page("/schedule")
    assert "/schedule/start?channel=radio" in operator.page("/studio")
    assert 'href="/schedule/start/station?channel=radio"' in operator.page("/schedule/start")


def test_the_station_step_keeps_name_place_zone_and_hours(admin, paths, sessions):
    where = send(admin, "station", **STATION | {"town": "Kota Makassar"})
    assert where == "/schedule/start/sound?channel=radio"
    config, settings = load(paths), observances(sessions)
    assert (config.name, config.city) == ("Radio Suara Pekalongan", "Kota Makassar")
    assert config.timezone == "Asia/Makassar"
    assert settings.location.name == "Kota Makassar"
    assert settings.location.latitude == pytest.approx(-5.1477)
    assert settings.broadcast_day.whole
    assert progress(sessions).done == (Step.STATION,)
    page = admin.page("/schedule/start?lang=en")
    assert 'href="/schedule/start/sound?channel=radio"' in page
    assert "Asia/Makassar counts from the next start" in admin.page("/schedule/start/air?lang=en")


def test_a_town_that_is_not_known_is_written_with_its_position(admin, paths, sessions):
    own = {"name": "Radio Desa", "town": "", "city": "Kendal", "latitude": "−6,92",
           "longitude": "110.20", "timezone": "Asia/Jakarta"}  # fmt: skip
    send(admin, "station", **own, hours="some", begins="05.00", ends="23:30")
    place = observances(sessions).location
    assert (place.name, place.latitude, place.longitude) == ("Kendal", -6.92, 110.2)
    hours = observances(sessions).broadcast_day
    assert (hours.begins, hours.ends) == (time(5), time(23, 30))
    page = admin.page("/schedule/start/station")
    assert 'value="Kendal"' in page
    assert 'value="-6.92"' in page


def test_what_cannot_be_read_changes_nothing(admin, paths, sessions):
    before = load(paths).model_dump()
    own = {"town": "", "city": "Kendal"}
    for wrong, told in (
        ({"name": " "}, "Give the station a name."),
        ({"town": "", "city": ""}, "Choose your town"),
        ({**own, "latitude": "north"}, "Write a number."),
        ({**own, "latitude": "99", "longitude": "1"}, "out of range"),
        ({"timezone": "Asia/Nowhere"}, "This time zone is not known."),
        ({"hours": "some", "begins": "25:00"}, "Give a time"),
        ({"hours": "some", "begins": "05:00", "ends": "05:00"}, "the same time"),
    ):
        assert told in refused(admin, "station", **STATION | wrong)
    assert load(paths).model_dump() == before
    assert observances(sessions).location.name == ""
    assert progress(sessions).done == ()


def test_an_operator_sets_place_and_hours_but_not_the_name(operator, paths, sessions):
    assert 'name="name"' not in operator.page("/schedule/start/station")
    send(operator, "station", **STATION)
    assert load(paths).name != STATION["name"]
    assert observances(sessions).location.name == "Kota Pekalongan"


def test_corrected_coordinates_of_the_same_town_are_kept(admin, sessions):
    send(admin, "station", **STATION)
    mine = observances(sessions)
    moved = mine.location.model_copy(update={"latitude": -6.9})
    with sessions.begin() as session:
        settled = mine.model_copy(update={"location": moved})
        ScheduleSettingStore(session).save_observances("radio", settled, NOON)
    send(admin, "station", **STATION)
    assert observances(sessions).location.latitude == -6.9


def test_the_sound_step_says_what_is_missing_and_goes_on_all_the_same(operator, sessions):
    page = operator.page("/schedule/start/sound?lang=en")
    assert "Each song returns after about 72 minutes" in page
    assert "Indonesia Raya with its words at 06.00" in page
    assert "P3 2012 Pasal 38" in page
    assert "the schedule can be published all the same." in page
    assert 'data-island="upload"' in page
    start_material.add_songs_of_the_state(sessions)
    assert "Indonesia Raya with its words at 06.00" not in operator.page(
        "/schedule/start/sound?lang=en"
    )
    assert send(operator, "sound") == "/schedule/start/week?channel=radio"


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


def test_the_law_step_observes_each_prayer_as_asked(operator, admin, sessions):
    start_material.add_songs_of_the_state(sessions)
    send(admin, "station", **STATION)
    page = admin.page("/schedule/start/law")
    assert 'name="azan_magrib" value="audio" checked' in page
    with sessions() as session:
        store = CartStore(session)
        ids = {title: store.search(title, limit=1).carts[0].id
               for title in ("Indonesia Raya", "Bagimu Negeri", "Azan")}  # fmt: skip
    where = send(
        admin, "law", azan_magrib="audio", azan_subuh="audio", azan_isya="text", azan_asar="off",
        azan=[ids["Azan"]], anthem=[ids["Indonesia Raya"]], national=[ids["Bagimu Negeri"]],
        per_day="12",
    )  # fmt: skip
    assert where == "/schedule/start/air?channel=radio"
    settings = observances(sessions)
    assert settings.azan.prayers == (Time.SUBUH, Time.MAGRIB, Time.ISYA)
    assert settings.azan.text_for == (Time.ISYA,)
    assert settings.songs.anthem == (ids["Indonesia Raya"],)
    assert settings.songs.national == (ids["Bagimu Negeri"],)
    again = admin.page("/schedule/start/law")
    assert 'name="azan_isya" value="text" checked' in again
    form = ObservanceForm.of(settings)
    assert form.observances().azan == settings.azan
    assert 'name="azan_asar" value="off" checked' in again


def orders(sessions):
    with sessions() as session:
        return CampaignStore(session).all("radio")


def test_announcements_are_ordered_changed_and_stopped_as_one_order(admin, sessions):
    send(admin, "law", per_day="12")
    [order] = orders(sessions)
    assert order.plays.per_day == 12
    with sessions() as session:
        assert len(order.cart_ids) == CartStore(session).counts()[Kind.PSA]
    send(admin, "law", per_day="6")
    [changed] = orders(sessions)
    assert (changed.id, changed.plays.per_day) == (order.id, 6)
    send(admin, "law", per_day="0")
    assert [each.active for each in orders(sessions)] == [False]
    assert 'value="0"' in admin.page("/schedule/start/law")
    send(admin, "law", per_day="6")
    assert [(each.id, each.active) for each in orders(sessions)] == [(order.id, True)]


def test_an_operator_leaves_the_order_to_the_public_relations_office(operator, sessions):
    assert "ordered by the public relations office" in operator.page("/schedule/start/law?lang=en")
    send(operator, "law", per_day="12")
    assert orders(sessions) == []


def test_a_count_that_is_none_is_refused(admin, sessions):
    for count in ("-1", "97", "many", "1.5", "٣"):
        assert "from 0 to 96" in refused(admin, "law", per_day=count)
    assert orders(sessions) == []


def test_a_station_that_closes_has_both_songs_at_night_too(admin, sessions):
    start_material.add_songs_of_the_state(sessions)
    send(admin, "station", **STATION | {"hours": "some", "begins": "05:00", "ends": "23:00"})
    send(admin, "week", **WEEK)
    page = admin.page("/schedule/start/law")
    assert 'name="beside" checked' in page
    with sessions() as session:
        carts = CartStore(session).search(kind=Kind.ANTHEM).carts
    ids = {cart.title: cart.id for cart in carts}
    songs = {"anthem": [ids["Indonesia Raya"]], "national": [ids["Bagimu Negeri"]]}
    send(admin, "law", beside="on", **songs)
    assert {one.name for one in observances(sessions).devotions} == {
        "indonesia-raya-06", "lagu-nasional-24"
    }  # fmt: skip
    page = admin.page("/schedule/start/air?lang=en")
    assert "No rule is broken" in page
    assert "05:00:00" in page
    assert "22:58:30" in page
    send(admin, "law", **songs)
    assert observances(sessions).devotions == ()
    told = admin.page("/schedule/start/air?lang=en")
    assert "Indonesia Raya with its words at 06.00" in told


def test_what_is_published_waits_for_the_last_step(admin, aired, paths, sessions):
    send(admin, "week", **WEEK)
    assert read_current(paths.rundown("radio")).version == aired.version
    send(admin, "law", per_day="0")
    page = admin.page("/schedule/start/air?lang=en")
    assert "asks for this; it can be published all the same" in page
    assert 'href="/schedule/start/sound?channel=radio"' in page
    send(admin, "air")
    now = read_current(paths.rundown("radio"))
    assert now.version > aired.version
    assert "Kabar Kota" in {item.programme for item in now.items}
    with sessions() as session:
        assert PinStore(session).in_force("radio", NOON) is None
    assert Step.AIR in progress(sessions).done
    page = admin.page("/schedule/start/air?lang=en")
    assert "Your schedule is on the air" in page
    assert 'href="/studio?channel=radio"' in page


def test_where_nothing_was_published_the_last_step_publishes_too(admin, paths):
    send(admin, "air")
    assert read_current(paths.rundown("radio")).version >= 1


def test_a_version_held_by_hand_is_not_overruled(admin, aired, paths):
    send(admin, "week", **WEEK)
    send(admin, "air")
    rolled = admin.post(f"/schedule/versions/{aired.version}/roll-back?channel=radio", hours="0")
    assert rolled.status_code == 303, rolled.text
    held = read_current(paths.rundown("radio"))
    assert "An older version is held" in admin.page("/schedule/start/air?lang=en")
    send(admin, "air")
    assert read_current(paths.rundown("radio")) == held


def test_the_week_can_be_undone_on_the_week_page_too(operator, sessions):
    send(operator, "week", **WEEK)
    assert operator.post("/schedule/undo").status_code == 303
    assert grid(sessions) == ([], [], [])
    assert "Take the week back" not in operator.page("/schedule/start/week?lang=en")


def test_other_hours_ask_for_another_look_at_the_week(admin, sessions):
    send(admin, "station", **STATION)
    send(admin, "week", **WEEK)
    assert Step.WEEK in progress(sessions).done
    send(admin, "station", **STATION)
    assert Step.WEEK in progress(sessions).done
    send(admin, "station", **STATION | {"hours": "some", "begins": "05:00", "ends": "23:00"})
    assert Step.WEEK not in progress(sessions).done
