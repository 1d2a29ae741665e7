"""The calendar and the events of the day, stored in both databases and planned for the air."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from scheduler.calendar.attachment import (
    Attachment,
    BringsCampaign,
    BringsPlaylist,
    BringsProgramme,
    OnDates,
    OnHijri,
    OnOccasion,
    OnPasaran,
)
from scheduler.calendar.day import about
from scheduler.calendar.hijri import HijriDate, HijriMonth
from scheduler.calendar.occasion import OccasionKind, OwnDay
from scheduler.calendar.settings import CalendarSettings
from scheduler.observance.modes import ModeRule
from scheduler.observance.settings import AzanSettings, Location, Observances, Songs
from scheduler.planner.event import EventMode
from scheduler.planning import Planning
from scheduler.prayer.table import OfficialDay
from scheduler.prayer.times import PRAYERS, Time
from scheduler.problem import NotInSchedule
from scheduler.running_text import note_texts
from scheduler.stores import (
    AiringStore,
    AttachmentStore,
    CalendarStore,
    CampaignStore,
    EventModeStore,
    PrayerTableStore,
    ScheduleSettingStore,
)
from scheduler.traffic.campaign import AtTimes, Campaign
from station.clock import VirtualClock
from station.config import Config
from station.journal import Act
from station.kinds import Kind
from station.rundown import RunningText, Start, Why
from tests.integration.test_scheduler_planning import add_carts
from tests.unit.scheduler.station import MONDAY, at, cart, library

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
HERE = Location(name="Kota Pekalongan", latitude=-6.8886, longitude=109.6753)
CONFIG = Config(city="Pekalongan")


@pytest.fixture
def numbers(sessions):
    azan = cart(5_000, 240, kind=Kind.PROGRAMME, title="Azan")
    with sessions.begin() as session:
        return add_carts(session, [*library(40, 20), azan])


@pytest.fixture
def session(sessions):
    with sessions.begin() as session:
        yield session


def planned(sessions, paths):
    return Planning(CONFIG, paths, sessions, VirtualClock(NOW)).replan("radio").rundown


def observe(sessions, **parts):
    with sessions.begin() as session:
        store = ScheduleSettingStore(session)
        settings = store.observances("radio").model_copy(update={"location": HERE, **parts})
        store.save_observances("radio", settings, NOW)


def test_an_azan_of_the_imported_table_is_published(sessions, paths, numbers):
    observe(sessions, azan=AzanSettings(prayers=(Time.MAGRIB,), carts=(numbers[5_000],)))
    with sessions.begin() as session:
        PrayerTableStore(session).load([OfficialDay(MONDAY, {Time.MAGRIB: time(17, 41)})])
    found = {item.key: item for item in planned(sessions, paths).items}
    item = found["event:azan-magrib:20261123"]
    assert (item.begins, item.start, item.must_air) == (at("17:41"), Start.HARD, True)
    assert item.reason.code is Why.EVENT
    assert found["event:azan-magrib:20261124"].begins != at("17:41", MONDAY + DAY)


def test_a_day_of_text_is_published_shown_and_kept_in_the_as_run(sessions, paths, numbers):
    observe(sessions, azan=AzanSettings(prayers=PRAYERS, carts=(numbers[5_000],)))
    with sessions.begin() as session:
        EventModeStore(session).add(
            ModeRule("radio", ("azan-magrib",), MONDAY, MONDAY, EventMode.TEXT_ONLY)
        )
    rundown = planned(sessions, paths)
    [text] = rundown.texts
    assert text.title == "Azan Magrib"
    assert "event:azan-isya:20261123" in {item.key for item in rundown.items}
    with sessions.begin() as session:
        assert note_texts(session, rundown, text.begins - DAY) == 0
        assert note_texts(session, rundown, text.begins) == 1
        assert note_texts(session, rundown, text.begins + DAY) == 0
        [event] = AiringStore(session).events("radio", NOW, NOW + DAY)
    assert (event.act, event.title, event.at) == (Act.TEXT, "Azan Magrib", text.begins)
    assert event.detail == "Saatnya azan Magrib untuk Kota Pekalongan dan sekitarnya"


def test_an_urgent_text_is_kept_in_the_as_run_each_time_it_is_shown(sessions, paths):
    rundown = planned(sessions, paths)
    first = RunningText("alert:banjir", NOW, NOW + HOUR, "Banjir: jauhi sungai", "Banjir", True)
    again = replace(first, begins=NOW + 5 * HOUR, ends=NOW + 6 * HOUR)
    with sessions.begin() as session:
        assert note_texts(session, rundown, NOW, (first,)) == 1
        assert note_texts(session, rundown, NOW + HOUR, (first,)) == 0
        assert note_texts(session, rundown, NOW + 5 * HOUR, (again,)) == 1
        events = AiringStore(session).events("radio", NOW, NOW + DAY)
    assert [(one.title, one.detail) for one in events] == [("Banjir", "Banjir: jauhi sungai")] * 2


def test_a_song_at_midnight_and_the_anthem_at_six(sessions, paths, numbers):
    observe(sessions, songs=Songs(anthem=(numbers[5_000],), national=(numbers[1],)))
    begins = {item.key: item.begins for item in planned(sessions, paths).items}
    assert begins["event:national-song:20261123"] == at("00:00", MONDAY + DAY)
    assert begins["event:anthem:20261124"] == at("06:00", MONDAY + DAY)


def test_days_bring_playlists_and_campaigns_to_the_air(sessions, paths, numbers):
    long_ago = date(2026, 1, 1)
    with sessions.begin() as session:
        order = CampaignStore(session).save(
            Campaign(
                "radio", "Guru", (numbers[1_000_030],), long_ago, long_ago, AtTimes((time(15),))
            ),
            NOW,
        )
        store = AttachmentStore(session)
        playlist = BringsPlaylist((numbers[7], numbers[8]))
        store.save(Attachment("radio", "Guru", OnDates(MONDAY, MONDAY), playlist, time(14)))
        store.save(
            Attachment("radio", "Ajakan", OnOccasion("Hari Guru Nasional"),
                       BringsCampaign(order.id), days_before=14)
        )  # fmt: skip
        store.save(
            Attachment("radio", "Hilang", OnDates(MONDAY, MONDAY), BringsCampaign(order.id + 9))
        )
    items = planned(sessions, paths).items
    assert [item.begins for item in items if item.campaign_id == order.id] == [
        at("15:00"), at("15:00", MONDAY + DAY),
    ]  # fmt: skip
    guru = [item for item in items if item.programme == "Guru" and item.kind is Kind.MUSIC]
    [first, second] = guru[:2]
    assert [first.cart_id, second.cart_id] == [numbers[7], numbers[8]]


def test_attachments_are_stored_as_they_are(session):
    store = AttachmentStore(session)
    rules = [
        Attachment("radio", "Kliwon", OnPasaran("Kliwon", 4), BringsProgramme(3), eve=True),
        Attachment("radio", "Ramadan", OnHijri(9, 1, 10), BringsPlaylist((1, 2)), time(2, 30)),
        Attachment("radio", "Tanggal", OnDates(MONDAY, MONDAY, yearly=True), BringsCampaign(4),
                   active=False, notes="x", days_before=3, duration=timedelta(minutes=90),
                   start=Start.HARD),
    ]  # fmt: skip
    stored = [store.save(rule) for rule in rules]
    assert store.all("radio") == stored
    assert store.get("radio", stored[0].id).eve
    assert [(one.when, one.brings, one.wall) for one in stored] == [
        (one.when, one.brings, one.wall) for one in rules
    ]
    store.remove("radio", stored[1].id)
    assert [one.name for one in store.all("radio")] == ["Kliwon", "Tanggal"]
    with pytest.raises(NotInSchedule):
        store.get("tv", stored[0].id)
    assert store.all("tv") == []


def test_own_days_and_declared_months_change_what_a_day_is(session):
    store = CalendarStore(session)
    entry = store.save(OwnDay(MONDAY, MONDAY, OccasionKind.LOCAL, " Pekan Batik "))
    store.declare(HijriMonth(1448, 6), date(2026, 11, 13), "KMA 1/2026")
    ScheduleSettingStore(session).save_calendar(CalendarSettings(hijri_offset=1), NOW)
    day = about(MONDAY, store.sources(CONFIG))
    assert [one.name_id for one in day.occasions] == ["Pekan Batik"]
    assert day.hijri == HijriDate(1448, 6, 11)
    assert store.decrees() == {HijriMonth(1448, 6): "KMA 1/2026"}
    store.declare(HijriMonth(1448, 6), None)
    store.remove(entry.id)
    assert about(MONDAY, store.sources(CONFIG)).occasions == ()
    assert store.months() == {}
    with pytest.raises(NotInSchedule):
        store.get(entry.id)


def test_the_days_of_the_stations_own_city_are_kept(session):
    day = about(date(2027, 4, 1), CalendarStore(session).sources(CONFIG))
    assert "Hari Jadi Kota Pekalongan" in [one.name_id for one in day.occasions]


def test_a_table_is_loaded_over_the_former_and_cleared(session):
    store = PrayerTableStore(session)
    assert store.coverage() is None
    store.load([OfficialDay(MONDAY + n * DAY, {Time.MAGRIB: time(17, 40)}) for n in (0, 1, 3)])
    store.load([OfficialDay(MONDAY, {Time.MAGRIB: time(17, 41)}, "Pekalongan", "Kemenag")])
    found = store.between(MONDAY, MONDAY + DAY)
    assert found[MONDAY] == OfficialDay(
        MONDAY, {Time.MAGRIB: time(17, 41)}, "Pekalongan", "Kemenag"
    )
    coverage = store.coverage()
    assert (coverage.first_day, coverage.last_day, coverage.days) == (MONDAY, MONDAY + 3 * DAY, 3)
    store.clear()
    assert store.between(MONDAY, MONDAY + DAY) == {}


def test_modes_of_days_that_are_over_are_not_read(session):
    store = EventModeStore(session)
    old = store.add(ModeRule("radio", (), MONDAY - DAY, MONDAY - DAY, EventMode.OFF))
    new = store.add(ModeRule("radio", ("azan",), MONDAY, MONDAY, EventMode.OFF, reason="Misa"))
    assert store.since("radio", MONDAY) == [new]
    assert store.since("tv", MONDAY) == []
    with pytest.raises(NotInSchedule):
        store.remove("tv", old.id)
    store.remove("radio", old.id)
    assert store.since("radio", MONDAY - DAY) == [new]


def test_settings_that_were_never_made_have_their_defaults(session):
    store = ScheduleSettingStore(session)
    assert store.observances("radio") == Observances()
    assert store.calendar() == CalendarSettings()
    store.save_observances("tv", Observances(location=HERE), NOW)
    assert store.observances("tv").location == HERE
    assert store.observances("radio") == Observances()
