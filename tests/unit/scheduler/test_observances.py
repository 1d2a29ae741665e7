"""What a station observes: anthem, azan, the fast and devotions, at the times of each day."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from scheduler.calendar.hijri import HijriCalendar, known_months
from scheduler.observance.events import Almanac, events_between, events_on
from scheduler.observance.modes import ModeRule, with_modes
from scheduler.observance.settings import (
    AzanSettings,
    BroadcastDay,
    Devotion,
    Fast,
    Location,
    Observances,
    Songs,
    tri_sandya,
)
from scheduler.planner.event import EventKind, EventMode
from scheduler.planner.planner import plan
from scheduler.prayer.settled import settled
from scheduler.prayer.times import PRAYERS, Time
from scheduler.problem import ScheduleInvalid
from station.kinds import Kind
from station.rundown import Start
from tests.unit.scheduler.station import NOON, WIB, cart, inputs, library, starting

WITA, WIT = ZoneInfo("Asia/Makassar"), ZoneInfo("Asia/Jayapura")
HERE = Location(name="Kota Pekalongan", latitude=-6.8886, longitude=109.6753)
RAMADAN, USUAL = date(2026, 2, 19), date(2026, 2, 18)
HIJRI = HijriCalendar(known_months())
BASE = Observances(location=HERE)


def almanac(observances=BASE, zone=WIB):
    def prayers(day):
        return settled(day, observances.location.place, zone)

    return Almanac(prayers, HIJRI.fasts)


def on(day, observances, zone=WIB):
    found = events_on(day, observances, almanac(observances, zone), zone)
    return {event.name: event for event in found}


def changed(**parts):
    return BASE.model_copy(update=parts)


def local(event, zone=WIB):
    return event.at.astimezone(zone)


def test_nothing_is_observed_until_it_is_chosen():
    assert on(RAMADAN, BASE) == {}


def test_a_station_of_24_hours_airs_the_anthem_at_six_and_a_song_at_midnight():
    found = on(USUAL, changed(songs=Songs(anthem=(1,), national=(2, 3))))
    assert local(found["anthem"]) == datetime(2026, 2, 18, 6, tzinfo=WIB)
    assert local(found["national-song"]) == datetime(2026, 2, 19, 0, tzinfo=WIB)
    assert found["national-song"].key == "event:national-song:20260218"
    assert {event.start for event in found.values()} == {Start.HARD}


@pytest.mark.parametrize(("zone", "hour"), [(WIB, 6), (WITA, 7), (WIT, 8)])
def test_the_anthem_may_keep_to_western_time(zone, hour):
    together = Songs(anthem=(1,), same_instant=True)
    found = on(USUAL, changed(songs=together), zone)
    assert local(found["anthem"], zone).hour == hour
    alone = on(USUAL, changed(songs=Songs(anthem=(1,))), zone)
    assert local(alone["anthem"], zone).hour == 6


@pytest.mark.parametrize(
    ("begins", "ends", "closes"),
    [
        (time(5), time(23), datetime(2026, 2, 18, 23, tzinfo=WIB)),
        (time(5), time(1), datetime(2026, 2, 19, 1, tzinfo=WIB)),
        (time(5), time(0), datetime(2026, 2, 19, 0, tzinfo=WIB)),
    ],
)
def test_other_stations_open_with_the_anthem_and_close_with_the_song(begins, ends, closes):
    hours = BroadcastDay(begins=begins, ends=ends)
    found = on(USUAL, changed(songs=Songs(anthem=(1,), national=(2,)), broadcast_day=hours))
    assert local(found["anthem"]).time() == begins
    assert (local(found["national-song"]), found["national-song"].by_end) == (closes, True)


def test_the_song_is_over_when_the_station_closes():
    hours = BroadcastDay(begins=time(5), ends=time(17))
    observances = changed(songs=Songs(national=(9_000,)), broadcast_day=hours)
    given_ = inputs(
        carts=[*library(), cart(9_000, 200, kind=Kind.ANTHEM)],
        events=events_between(
            observances, almanac(), (), NOON, NOON + timedelta(hours=9), zone=WIB
        ),
    )
    song = starting(plan(given_), datetime(2026, 11, 23, 9, 56, 40, tzinfo=UTC))
    assert (song.cart_id, song.must_air) == (9_000, True)


def test_any_of_the_five_prayers_may_be_called():
    chosen = (Time.SUBUH, Time.MAGRIB)
    azan = AzanSettings(prayers=chosen, carts=(1,), subuh_carts=(2,))
    found = on(USUAL, changed(azan=azan))
    assert set(found) == {"azan-subuh", "azan-magrib"}
    assert found["azan-subuh"].cart_ids == (2,)
    assert found["azan-magrib"].cart_ids == (1,)
    assert len(on(USUAL, changed(azan=AzanSettings(prayers=PRAYERS)))) == 5
    with pytest.raises(ValidationError):
        AzanSettings(prayers=(Time.IMSAK,))


def test_an_azan_is_at_the_minute_of_the_day_with_its_gap_and_words():
    found = on(USUAL, changed(azan=AzanSettings(prayers=(Time.MAGRIB,), carts=(1,), after_s=60)))
    event = found["azan-magrib"]
    assert event.at == settled(USUAL, HERE.place, WIB).at[Time.MAGRIB]
    assert (event.clear_before, event.clear_after) == (timedelta(seconds=30), timedelta(minutes=1))
    assert event.clears
    assert event.text == "Saatnya azan Magrib untuk Kota Pekalongan dan sekitarnya"


def test_an_azan_may_only_be_shown_and_the_drum_goes_with_it():
    azan = AzanSettings(prayers=PRAYERS, carts=(9,), text_for=(Time.ISYA, Time.MAGRIB))
    found = on(RAMADAN, changed(azan=azan, fast=Fast(drum=(8,))))
    shown = {name for name, event in found.items() if event.mode is EventMode.TEXT_ONLY}
    assert shown == {"azan-isya", "azan-magrib", "iftar"}
    with pytest.raises(ValidationError):
        AzanSettings(text_for=(Time.TERBIT,))


def test_ramadan_adds_sahur_imsak_and_the_drum_before_the_azan():
    fast = Fast(imsak=(3,), drum=(4,), sahur=(5,), sahur_before_min=90)
    observances = changed(azan=AzanSettings(prayers=(Time.MAGRIB,), carts=(1,)), fast=fast)
    assert set(on(USUAL, observances)) == {"azan-magrib"}
    found = on(RAMADAN, observances)
    assert set(found) == {"azan-magrib", "sahur", "imsak", "iftar"}
    times = settled(RAMADAN, HERE.place, WIB).at
    assert found["imsak"].at == times[Time.IMSAK]
    assert found["sahur"].at == times[Time.IMSAK] - timedelta(minutes=90)
    assert found["iftar"].at == found["azan-magrib"].at == times[Time.MAGRIB]
    assert found["azan-magrib"].follows == found["iftar"].key
    off = observances.model_copy(update={"fast": fast.model_copy(update={"active": False})})
    assert set(on(RAMADAN, off)) == {"azan-magrib"}


def test_the_prayers_of_bali_are_at_six_noon_and_six():
    found = on(USUAL, changed(devotions=tri_sandya((7,))))
    assert sorted(local(event).hour for event in found.values()) == [6, 12, 18]
    assert {event.kind for event in found.values()} == {EventKind.DEVOTION}


def test_a_devotion_may_follow_the_sun():
    angelus = Devotion(name="doa-senja", title="Doa senja", sun=Time.MAGRIB, offset_min=-15)
    found = on(USUAL, changed(devotions=(angelus,)))
    magrib = settled(USUAL, HERE.place, WIB).at[Time.MAGRIB]
    assert found["doa-senja"].at == magrib - timedelta(minutes=15)


@pytest.mark.parametrize("name", ["azan-magrib", "anthem", "imsak", "Doa", "", "doa senja"])
def test_a_devotion_cannot_take_the_name_of_another_event(name):
    with pytest.raises(ValidationError):
        Observances(devotions=(Devotion(name=name, title="Doa"),))


def test_two_devotions_have_two_names():
    with pytest.raises(ValidationError):
        Observances(devotions=tri_sandya() + tri_sandya())


PAPAL = date(2024, 9, 5)


def rule(*names, mode=EventMode.TEXT_ONLY, number=1, **changes):
    fields = {"first_day": PAPAL, "last_day": PAPAL} | changes
    return ModeRule("radio", names, mode=mode, id=number, **fields)


def modes(day, *rules):
    observances = changed(
        azan=AzanSettings(prayers=PRAYERS, carts=(1,)),
        songs=Songs(anthem=(2,)),
        devotions=tri_sandya((3,)),
    )
    return {
        name: with_modes(event, rules).mode.value for name, event in on(day, observances).items()
    }


def test_on_a_single_day_one_azan_may_be_text():
    found = modes(PAPAL, rule("azan-magrib"))
    assert found["azan-magrib"] == "text_only"
    assert found["azan-isya"] == "audio"
    assert set(modes(PAPAL + timedelta(days=1), rule("azan-magrib")).values()) == {"audio"}
    assert set(modes(PAPAL - timedelta(days=1), rule("azan-magrib")).values()) == {"audio"}


def test_every_azan_or_every_prayer_may_be_meant_at_once_and_never_the_anthem():
    azans = modes(PAPAL, rule("azan", mode=EventMode.OFF))
    assert {name for name, mode in azans.items() if mode == "off"} == {
        f"azan-{prayer}" for prayer in PRAYERS
    }
    all_of_them = modes(PAPAL, rule(mode=EventMode.OFF))
    assert {name for name, mode in all_of_them.items() if mode == "audio"} == {"anthem"}


def test_of_several_rules_the_last_counts():
    week = rule("azan", mode=EventMode.OFF, last_day=PAPAL + timedelta(days=6))
    assert modes(PAPAL, rule("azan-magrib", number=2), week)["azan-magrib"] == "text_only"


def test_the_drum_goes_with_its_azan():
    observances = changed(
        azan=AzanSettings(prayers=(Time.MAGRIB,), carts=(1,)), fast=Fast(drum=(4,))
    )
    quiet = rule("azan-magrib", first_day=RAMADAN, last_day=RAMADAN)
    found = {with_modes(event, [quiet]).mode for event in on(RAMADAN, observances).values()}
    assert found == {EventMode.TEXT_ONLY}


def test_a_rule_may_have_words_of_its_own():
    observances = changed(azan=AzanSettings(prayers=(Time.MAGRIB,), carts=(1,)))
    event = on(PAPAL, observances)["azan-magrib"]
    spoken = rule("azan", text="Magrib 17.48 WIB")
    assert with_modes(event, [spoken]).text == "Magrib 17.48 WIB"
    assert with_modes(event, [rule("azan")]).text == event.text


@pytest.mark.parametrize("last", [PAPAL - timedelta(days=1), PAPAL + timedelta(days=366)])
def test_an_impossible_span_is_refused(last):
    with pytest.raises(ScheduleInvalid):
        rule("azan", last_day=last)


def test_the_events_of_a_span_come_in_order_with_those_of_the_day_before():
    observances = changed(songs=Songs(anthem=(1,), national=(2,)))
    found = events_between(observances, almanac(), (), NOON, NOON + timedelta(hours=24), zone=WIB)
    assert [event.at for event in found] == sorted(event.at for event in found)
    assert {event.day for event in found} == {
        date(2026, 11, 22), date(2026, 11, 23), date(2026, 11, 24),
    }  # fmt: skip


def test_without_a_place_no_azan_is_known_and_nothing_breaks():
    nowhere = Almanac(lambda _: None, HIJRI.fasts)
    azan = changed(azan=AzanSettings(prayers=PRAYERS), fast=Fast(imsak=(3,)))
    with_sun = azan.model_copy(
        update={"devotions": (Devotion(name="doa", title="Doa", sun=Time.TERBIT),)}
    )
    assert list(events_on(RAMADAN, with_sun, nowhere, WIB)) == []


def test_the_settings_survive_their_way_to_the_database():
    whole = Observances(
        location=HERE,
        adjust={Time.MAGRIB: 2},
        azan=AzanSettings(prayers=PRAYERS, carts=(1,)),
        devotions=tri_sandya((7,)),
    )
    assert Observances.model_validate(whole.model_dump(mode="json")) == whole
    assert replace(rule("azan"), id=0).id == 0
