"""The first steps of a station: each kept when it is left, refused in words, published at last."""

from datetime import time

import pytest

from scheduler.start.progress import Step
from scheduler.stores import (
    PinStore,
    ScheduleSettingStore,
)
from station.config import load
from station.rundown import read_current
from tests.browser import start_material
from tests.browser.doubles import NOON
from tests.browser.schedule_material import publish
from tests.integration.web.first_steps import STATION, WEEK, observances, progress, refused, send
from tests.integration.web.visitor import Visitor

pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture
def aired(app, sessions, paths):
    """What the plan process publishes by itself before anybody has planned anything."""
    return publish(app.state.desk.config, paths, sessions, app.state.desk.clock)


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


def test_other_hours_ask_for_another_look_at_the_week(admin, sessions):
    send(admin, "station", **STATION)
    send(admin, "week", **WEEK)
    assert Step.WEEK in progress(sessions).done
    send(admin, "station", **STATION)
    assert Step.WEEK in progress(sessions).done
    send(admin, "station", **STATION | {"hours": "some", "begins": "05:00", "ends": "23:00"})
    assert Step.WEEK not in progress(sessions).done
