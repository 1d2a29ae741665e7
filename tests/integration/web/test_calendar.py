"""Calendar and prayer times as people see and change them: pages, forms and the API."""

import re
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from scheduler.observance.settings import AzanSettings, Location, Observances
from scheduler.planner.event import EventMode
from scheduler.prayer.times import Time
from scheduler.stores import (
    AttachmentStore,
    CalendarStore,
    EventModeStore,
    PrayerTableStore,
    ScheduleSettingStore,
)
from tests.browser.doubles import NOON
from tests.integration.web.asking import rundown
from tests.integration.web.visitor import Visitor
from web.i18n import LANGUAGES

CALENDAR, PRAYER = "/schedule/calendar", "/schedule/prayer"
TABLE = Path(__file__).parents[2] / "unit" / "scheduler" / "data" / "prayer_times.csv"
HERE = Location(name="Kota Pekalongan", latitude=-6.8886, longitude=109.6753)
LINES = "tanggal,imsak,magrib\n2026-11-21,04:00,17:40\n2026-11-22,04:00,petang\n"
DAY = {"name_id": "Pekan Batik", "first_day": "2026-11-25", "kind": "local"}
RULE = {"name": "Guru", "form": "occasion", "occasion": "Hari Guru Nasional", "active": "on"}


@pytest.fixture
def settled(sessions):
    """A town, and the azan of magrib."""
    azan = AzanSettings(prayers=(Time.MAGRIB,), carts=(31,))
    with sessions.begin() as session:
        settings = Observances(location=HERE, azan=azan)
        ScheduleSettingStore(session).save_observances("radio", settings, NOON)


def words(page):
    """Return a page's text without its tags."""
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_every_page_stands_in_both_languages(operator, settled):
    forms = [f"{CALENDAR}/days/new", f"{CALENDAR}/rules/new", f"{CALENDAR}/settings"]
    for path in [CALENDAR, *forms, PRAYER, f"{PRAYER}/settings"]:
        for language in LANGUAGES:
            assert "%(" not in operator.page(f"{path}?lang={language}"), path


def test_without_a_town_the_page_teaches(operator):
    page = operator.page(PRAYER)
    assert "Tempat belum ditentukan" in page
    assert f'href="{PRAYER}/settings?channel=radio"' in page


def test_the_settings_reach_the_air(material, operator, app):
    azan = {"prayers": "magrib", "azan": str(material.news_cart)}
    answer = operator.post(f"{PRAYER}/settings", town="Kota Pekalongan", **azan)
    assert answer.status_code == 303
    [item] = [item for item in rundown(app).items if item.key == "event:azan-magrib:20261122"]
    assert item.must_air
    text = words(operator.page(PRAYER))
    assert "Kota Pekalongan" in text
    assert "11 Jumadilakhir 1448" in text
    assert "Azan Magrib terdengar" in text


def test_what_cannot_be_read_is_told_at_its_field_and_nothing_is_stored(operator, sessions):
    wrong = {
        "latitude": {"name": "Sini", "latitude": "x", "longitude": "110"},
        "longitude": {"name": "Sini", "latitude": "-7", "longitude": "181"},
        "begins": {"begins": "pagi"},
        "before_s": {"before_s": "-1"},
        "after_s": {"after_s": "1000"},
        "sahur_before_min": {"sahur_before_min": "1"},
    }
    for name, fields in wrong.items():
        answer = operator.post(f"{PRAYER}/settings", **fields)
        assert answer.status_code == 422, name
        assert f'id="{name}-error"' in answer.text
    with sessions() as session:
        assert ScheduleSettingStore(session).observances("radio").location.name == ""


def test_other_prayers_are_added_row_by_row(operator, sessions):
    page = operator.post(f"{PRAYER}/settings/draft", act="tri-sandya").text
    assert page.count('value="Tri Sandya"') == 3
    operator.post(
        f"{PRAYER}/settings",
        devotion_name=["tri-sandya-6", "", ""],
        devotion_title=["Tri Sandya", "Doa Pagi", "Doa Pagi"],
        devotion_time=["06.00", "terbit", "07:30"],
        devotion_offset=["0", "-10", "0"],
        devotion_cart=["", "", ""],
    )
    with sessions() as session:
        found = ScheduleSettingStore(session).observances("radio").devotions
    assert [one.name for one in found] == ["tri-sandya-6", "doa-doa-pagi", "doa-doa-pagi-2"]
    assert [(one.sun, one.offset_min) for one in found][1] == (Time.TERBIT, -10)
    answer = operator.post(f"{PRAYER}/settings", devotion_title="Doa", devotion_time="sore")
    assert answer.status_code == 422


def test_a_day_of_text_is_set_shown_and_taken_back(operator, app, sessions, settled):
    day = {"first_day": "2026-11-22", "names": "azan-magrib", "mode": "text_only", "text": "Misa"}
    assert operator.post(f"{PRAYER}/modes", **day, reason="Misa").status_code == 303
    assert [text.text for text in rundown(app).texts if text.text == "Misa"] == ["Misa"]
    assert "Misa" in operator.page(PRAYER)
    with sessions() as session:
        [rule] = EventModeStore(session).since("radio", date(2026, 11, 21))
    assert rule.mode is EventMode.TEXT_ONLY
    operator.post(f"{PRAYER}/modes/{rule.id}/remove")
    assert "Misa" not in [text.text for text in rundown(app).texts]
    operator.post("/schedule/undo")
    assert "Misa" in [text.text for text in rundown(app).texts]


def test_an_impossible_span_of_days_is_told(operator):
    reversed_days = {"first_day": "2026-11-22", "last_day": "2026-11-21"}
    for fields in ({}, reversed_days, {"first_day": "besok"}):
        answer = operator.post(f"{PRAYER}/modes", **fields)
        assert answer.status_code == 422
        assert 'class="error"' in answer.text


def test_a_table_is_looked_at_line_by_line_before_it_counts(operator, app, sessions, settled):
    preview = operator.post(f"{PRAYER}/table", text=LINES, source="Bimas Islam")
    assert "Baris 3: Ada waktu yang tidak terbaca: magrib: petang" in words(preview.text)
    with sessions() as session:
        assert PrayerTableStore(session).coverage() is None
    answer = operator.post(f"{PRAYER}/table/load", text=LINES, source="Bimas Islam")
    assert answer.status_code == 303
    text = words(operator.page(PRAYER))
    assert "17.40" in text
    assert "Jadwal resmi memuat 1 hari" in text
    operator.post("/schedule/undo")
    with sessions() as session:
        assert PrayerTableStore(session).coverage() is None


def test_a_table_for_another_town_is_suspected(operator, settled):
    text = "tanggal,magrib\n2026-11-21,18:20\n"
    assert "Apakah jadwal ini untuk kota lain?" in operator.post(f"{PRAYER}/table", text=text).text


def test_a_file_of_several_places_asks_for_one_of_them(operator, settled):
    files = {"file": ("jadwal.csv", TABLE.read_bytes(), "text/csv")}
    page = operator.client.post(f"{PRAYER}/table", data={"csrf": operator.token}, files=files).text
    assert "Pekalongan (fits Kajen)" in page
    chosen = operator.post(
        f"{PRAYER}/table", text=TABLE.read_text("utf-8"), place="Kota Pekalongan"
    )
    assert "2 hari dapat dimuat" in chosen.text


def test_a_file_that_is_no_table_is_refused(operator):
    answer = operator.post(f"{PRAYER}/table", text="<script>alert(1)</script>")
    assert answer.status_code == 422
    assert "<script>alert(1)" not in answer.text
    assert operator.post(f"{PRAYER}/table/load", text="").status_code == 422


def test_the_month_shows_pasaran_hijri_holidays_and_what_comes(operator):
    text = words(operator.page(f"{CALENDAR}?month=2026-12"))
    assert "Hari Raya Natal" in text
    assert "Cuti Bersama Hari Raya Natal" in text
    assert "Jum Legi" in text
    assert "Rajab 1448" in text
    today = words(operator.page(CALENDAR))
    assert "4 hari lagi Hari tematik: Hari Guru Nasional" in today
    assert "belum ada yang disiapkan" in today
    assert "Belum ada hari yang membawa sesuatu" in today


def test_a_month_out_of_reach_is_todays(operator):
    for month in ("0000-01", "9999-12", "x", "2026-13"):
        assert "November 2026" in operator.page(f"{CALENDAR}?month={month}")
        assert "November 2026" in operator.page(f"{PRAYER}?month={month}")


def test_the_week_names_pasaran_and_holidays(operator):
    text = words(operator.page("/schedule?week=2026-12-25"))
    assert "Jum 25 Des Legi Hari Raya Natal" in text


def test_an_own_day_is_added_changed_and_removed(operator, sessions):
    assert operator.post(f"{CALENDAR}/days", **DAY).status_code == 303
    with sessions() as session:
        [entry] = CalendarStore(session).days()
    assert "Pekan Batik" in operator.page(CALENDAR)
    operator.post(f"{CALENDAR}/days", **(DAY | {"id": str(entry.id), "name_id": "Pekan Tenun"}))
    assert 'value="Pekan Tenun"' in operator.page(f"{CALENDAR}/days/{entry.id}")
    operator.post(f"{CALENDAR}/days/{entry.id}/remove")
    with sessions() as session:
        assert CalendarStore(session).days() == []
    operator.post("/schedule/undo")
    assert "Pekan Tenun" in operator.page(CALENDAR)


def test_an_impossible_day_is_told(operator):
    days = [{"first_day": ""}, {"last_day": "2026-11-01"}, {"last_day": "2027-11-01"}]
    for fields in ({"name_id": ""}, *days):
        answer = operator.post(f"{CALENDAR}/days", **(DAY | fields))
        assert answer.status_code == 422
        assert 'class="error"' in answer.text


def test_a_rule_brings_a_programme_to_the_air(material, operator, app, sessions):
    fields = RULE | {"programme_id": str(material.news), "days_before": "4", "wall": "13:00"}
    assert operator.post(f"{CALENDAR}/rules", **fields).status_code == 303
    began = [item for item in rundown(app).items if item.key.startswith("slot:-")]
    assert began[0].programme == "Warta & Kota"
    assert "Guru" in words(operator.page(CALENDAR))
    assert "belum ada yang disiapkan" not in words(operator.page(CALENDAR)).split("KORPRI")[0]
    with sessions() as session:
        [rule] = AttachmentStore(session).all("radio")
    assert 'value="13:00"' in operator.page(f"{CALENDAR}/rules/{rule.id}")
    assert f'href="{CALENDAR}/rules/{rule.id}"' in operator.page("/schedule")
    assert "dibawa oleh kalender" in operator.page("/schedule")
    operator.post(f"{CALENDAR}/rules/{rule.id}/remove")
    assert not [item for item in rundown(app).items if item.key.startswith("slot:-")]


def test_an_impossible_rule_is_told(operator):
    wrong = [
        {"form": "hijri", "hijri_month": "13"},
        {"form": "pasaran", "pasaran": "Senin"},
        {"form": "dates"},
        {"occasion": " "},
        {"brings": "campaign"},
        {"brings": "playlist"},
        {"programme_id": ""},
        {"wall": "pagi"},
        {"days_before": "x"},
        {"name": ""},
    ]
    for fields in wrong:
        answer = operator.post(f"{CALENDAR}/rules", **(RULE | {"programme_id": "1"} | fields))
        assert answer.status_code == 422, fields


def test_every_way_of_choosing_days_comes_back_in_its_form(material, operator, sessions):
    ways = [
        {"form": "hijri", "hijri_month": "9", "hijri_first": "1", "hijri_last": "10", "eve": "on"},
        {"form": "pasaran", "pasaran": "Kliwon", "weekday": "4"},
        {"form": "dates", "first_day": "2026-12-24", "last_day": "2026-12-26", "yearly": "on"},
    ]
    for number, way in enumerate(ways):
        fields = RULE | way | {"name": f"Aturan {number}", "brings": "playlist"}
        answer = operator.post(f"{CALENDAR}/rules", **fields, cart_ids=str(material.songs[0]))
        assert answer.status_code == 303
    text = words(operator.page(CALENDAR))
    assert "malam sebelumnya: 1–10 Ramadan" in text
    assert "Jumat Kliwon" in text
    assert "24–26 Des 2026, setiap tahun" in text
    with sessions() as session:
        for rule in AttachmentStore(session).all("radio"):
            page = operator.page(f"{CALENDAR}/rules/{rule.id}")
            assert f'value="{rule.when.form}" checked' in page
    assert "Lagu 7" in operator.post(f"{CALENDAR}/rules/draft", find="Lagu 7").text


def test_a_declared_month_moves_the_fast(operator, sessions):
    month = {"year": "1448", "month": "9", "first_day": "2027-02-09", "decree": "KMA 1"}
    assert operator.post(f"{CALENDAR}/hijri", **month).status_code == 303
    assert "1 Ramadan 1448" in operator.page(f"{CALENDAR}?month=2027-02")
    assert "KMA 1" in operator.page(f"{CALENDAR}/settings")
    operator.post(f"{CALENDAR}/hijri", **(month | {"first_day": ""}))
    with sessions() as session:
        assert CalendarStore(session).months() == {}
    assert operator.post(f"{CALENDAR}/hijri", **(month | {"year": "2027"})).status_code == 422


def test_how_days_are_counted_is_settled(operator, sessions):
    assert (
        operator.post(
            f"{CALENDAR}/settings", hijri_offset="1", lead_days="30", places="Kota Kudus, Kudus"
        ).status_code
        == 303
    )
    with sessions() as session:
        settings = ScheduleSettingStore(session).calendar()
    assert (settings.hijri_offset, settings.lead_days) == (1, 30)
    for lead in ("0", "x", "61"):
        assert operator.post(f"{CALENDAR}/settings", lead_days=lead).status_code == 422


def test_who_may_not_change_the_schedule_changes_nothing(app):
    assert Visitor.signed_in(app, "presenter").get(CALENDAR).status_code == 403
    visitor = Visitor.signed_in(app, "humas")
    assert "Pasang sesuatu" not in visitor.page(CALENDAR)
    for path in (f"{CALENDAR}/days", f"{CALENDAR}/rules", f"{PRAYER}/modes", f"{PRAYER}/settings"):
        assert visitor.post(path).status_code == 403
    assert visitor.api("PUT", "/prayer/settings", {}).status_code == 403


def test_the_api_tells_days_and_reminders(operator):
    [day] = operator.api("GET", "/calendar?first=2026-08-17&days=1").json()
    assert (day["weton"], day["free"]) == ("Senin Legi", True)
    assert day["occasions"][0]["name_en"] == "Independence Day"
    first = operator.api("GET", "/calendar/reminders").json()[0]
    assert (first["occasion"]["name_id"], first["days_left"]) == ("Hari Guru Nasional", 4)
    assert operator.api("GET", "/calendar?first=9999-12-31&days=2").status_code == 422
    assert operator.api("GET", "/calendar?first=2026-01-01&days=63").status_code == 422


def test_the_api_keeps_own_days_and_declared_months(operator):
    body = {"first_day": "2026-11-25", "last_day": "2026-11-25", "name_id": "Pekan"}
    made = operator.api("POST", "/calendar/days", body)
    assert made.status_code == 201
    assert [one["name_id"] for one in operator.api("GET", "/calendar/days").json()] == ["Pekan"]
    assert operator.api("DELETE", f"/calendar/days/{made.json()['id']}").status_code == 204
    assert operator.api("DELETE", "/calendar/days/99").status_code == 404
    wrong = body | {"last_day": "2026-01-01"}
    assert operator.api("POST", "/calendar/days", wrong).status_code == 422
    put = operator.api("PUT", "/calendar/hijri/1448/9", {"first_day": "2027-02-09"})
    assert put.status_code == 204


def test_the_api_tells_and_sets_times_modes_and_tables(operator, settled):
    [day] = operator.api("GET", "/prayer?first=2026-11-22&days=1").json()
    assert day["source"]["magrib"] == "computed"
    assert [event["name"] for event in day["events"]] == ["azan-magrib"]
    mode = {"first_day": "2026-11-22", "last_day": "2026-11-22", "mode": "off"}
    made = operator.api("POST", "/prayer/modes", mode)
    assert made.status_code == 201
    [day] = operator.api("GET", "/prayer?first=2026-11-22&days=1").json()
    assert [event["mode"] for event in day["events"]] == ["off"]
    assert len(operator.api("GET", "/prayer/modes").json()) == 1
    assert operator.api("DELETE", f"/prayer/modes/{made.json()['id']}").status_code == 204
    table = {"text": LINES, "preview": True}
    seen = operator.api("PUT", "/prayer/table", table).json()
    assert (seen["loaded"], seen["days"], seen["problems"][0]["line"]) == (0, 1, 3)
    assert operator.api("PUT", "/prayer/table", {"text": LINES}).json()["loaded"] == 1
    assert operator.api("DELETE", "/prayer/table").status_code == 204
    settings = operator.api("GET", "/prayer/settings").json()
    settings["azan"]["prayers"] = ["imsak"]
    assert operator.api("PUT", "/prayer/settings", settings).status_code == 422
    settings["azan"]["prayers"] = ["subuh", "magrib"]
    assert operator.api("PUT", "/prayer/settings", settings).status_code == 200


def test_the_studio_shows_the_running_texts_of_the_next_hours(material, operator, app, settled):
    """The recording of the azan is a spoken one here; on a day of text its words come instead."""
    day = {"first_day": "2026-11-21", "names": "azan-magrib", "mode": "text_only"}
    operator.post(f"{PRAYER}/modes", **day)
    text = words(operator.page("/studio/texts"))
    assert "17.45" in text
    assert "Saatnya azan Magrib untuk Kota Pekalongan dan sekitarnya" in text
    assert 'hx-get="/studio/texts?channel=radio"' in operator.page("/studio")


def test_what_the_calendar_brings_stands_in_the_grid_the_guide_and_every_export(
    material, operator, app, sessions
):
    fields = RULE | {"programme_id": str(material.news), "days_before": "4", "wall": "13:07"}
    operator.post(f"{CALENDAR}/rules", **fields)
    with sessions() as session:
        [rule] = AttachmentStore(session).all("radio")
    week = operator.get("/api/v1/occurrences", first="2026-11-21").json()
    brought = [each for each in week if each["rule_id"] == rule.id]
    assert {each["day"] for each in brought} == {f"2026-11-{day}" for day in range(21, 26)}
    assert brought[0]["local_begins"] == "2026-11-21T13:07:00"
    assert not brought[0]["recurring"]
    public = TestClient(app)
    today = public.get("/api/v1/programmes/today").json()
    assert ("Warta & Kota", "2026-11-21T06:07:00Z") in [
        (each["programme"], each["begins"]) for each in today
    ]
    assert "DTSTART:20261125T060700Z" in public.get("/api/v1/schedule.ics").text
    exported = {
        "xmltv": 'start="20261121130700 +0700"',
        "ics": "DTSTART:20261121T060700Z",
    }
    for form, text in exported.items():
        assert text in operator.get("/schedule/export/file", form=form, day="2026-11-21").text
    assert "Warta" in operator.page("/schedule/pattern", week="2026-11-21")
    operator.post(f"{CALENDAR}/rules/{rule.id}/remove")
    left = operator.get("/api/v1/occurrences", first="2026-11-21").json()
    assert [each for each in left if each["rule_id"]] == []
