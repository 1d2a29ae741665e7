"""Rules that bring programmes, campaigns and playlists to days of the calendar."""

from datetime import date, time, timedelta
from itertools import pairwise

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
from scheduler.calendar.brought import brought, with_days
from scheduler.calendar.day import CalendarSources
from scheduler.calendar.hijri import HijriCalendar, known_months
from scheduler.calendar.reminders import reminders
from scheduler.problem import ScheduleInvalid
from scheduler.traffic.campaign import AtTimes, Campaign
from scheduler.week.programme import Fixed
from tests.unit.scheduler.station import (
    MONDAY,
    SPOT,
    at,
    planned,
    programme,
    slot,
    starting,
)

SOURCES = CalendarSources(HijriCalendar(known_months()))
KARTINI = date(2026, 4, 21)
DAY = timedelta(days=1)
PROGRAMME = BringsProgramme(7)


def rule(when, brings=PROGRAMME, **changes):
    return Attachment("radio", "Aturan", when, brings, id=changes.pop("number", 5), **changes)


def days_of(attachment, first, last):
    found = brought([attachment], first, last, SOURCES)
    return [slot.first_day for slot in found.slots] or [day for _, day in found.campaign_days]


def test_a_theme_brings_a_programme_to_its_day_each_year():
    kartini = rule(OnOccasion("Hari Kartini"), wall=time(9), duration=timedelta(minutes=90))
    [found] = brought([kartini], date(2026, 4, 1), date(2026, 4, 30), SOURCES).slots
    assert (found.first_day, found.wall, found.programme_id) == (KARTINI, time(9), 7)
    assert (found.rule, found.id) == ("", -5)
    assert days_of(kartini, date(2027, 4, 21), date(2027, 4, 21)) == [date(2027, 4, 21)]


def test_a_campaign_may_begin_days_ahead():
    early = rule(OnOccasion("Hari Kartini"), BringsCampaign(3), days_before=14)
    assert days_of(early, date(2026, 4, 1), date(2026, 4, 30)) == [
        KARTINI - number * DAY for number in range(14, -1, -1)
    ]


def test_ramadan_and_its_eve_follow_the_declared_month():
    whole = rule(OnHijri(9))
    days = days_of(whole, date(2026, 2, 1), date(2026, 4, 1))
    assert (days[0], days[-1], len(days)) == (date(2026, 2, 19), date(2026, 3, 20), 30)
    takbir = rule(OnHijri(10, 1, 1), eve=True)
    assert days_of(takbir, date(2026, 3, 1), date(2026, 3, 31)) == [date(2026, 3, 20)]


def test_friday_kliwon_begins_on_thursday_evening():
    """17 August 1945 was Jumat Legi; Jumat Kliwon comes every 35 days."""
    kliwon = OnPasaran("Kliwon", 4)
    on_day = days_of(rule(kliwon), date(2026, 1, 1), date(2026, 3, 31))
    eves = days_of(rule(kliwon, eve=True), date(2026, 1, 1), date(2026, 3, 30))
    assert {day.weekday() for day in on_day} == {4}
    assert {later - sooner for sooner, later in pairwise(on_day)} == {35 * DAY}
    assert eves == [day - DAY for day in on_day]


def test_dates_are_meant_once_or_every_year():
    span = (date(2025, 12, 24), date(2025, 12, 26))
    assert days_of(rule(OnDates(*span)), date(2026, 12, 1), date(2026, 12, 31)) == []
    found = days_of(rule(OnDates(*span, yearly=True)), date(2026, 12, 1), date(2026, 12, 31))
    assert [day.day for day in found] == [24, 25, 26]


def test_a_switched_off_rule_does_nothing():
    assert days_of(rule(OnOccasion("Hari Kartini"), active=False), KARTINI, KARTINI) == []


def test_a_playlist_airs_as_a_programme_of_its_own_over_the_grid():
    playlist = rule(
        OnDates(MONDAY, MONDAY),
        BringsPlaylist((7, 8)),
        wall=time(14),
        duration=timedelta(minutes=10),
    )
    found = brought([playlist], MONDAY, MONDAY, SOURCES)
    answer = planned(
        programmes=[programme(1, Fixed((20,))), *found.programmes],
        slots=[slot(1, 1, "13:00", 180), *found.slots],
    )
    behind = [item for item in answer.items if item.begins >= at("14:00")][:2]
    assert [item.cart_id for item in behind] == [7, 8]
    assert {item.programme for item in behind} == {"Aturan"}


def test_a_campaign_airs_outside_its_flight_on_the_days_of_the_calendar():
    order = Campaign(
        "radio", "Kartini", (SPOT,), MONDAY - 9 * DAY, MONDAY - 9 * DAY, AtTimes((time(15),)), id=3
    )
    when = rule(OnDates(MONDAY, MONDAY), BringsCampaign(3))
    found = brought([when], MONDAY, MONDAY, SOURCES)
    [campaign] = with_days([order], found.campaign_days)
    assert starting(planned(campaigns=[campaign]), at("15:00")).campaign_id == 3
    assert not campaign.airs_on(MONDAY + DAY)
    assert with_days([order], []) == [order]


def test_a_reminder_says_what_is_prepared():
    ready = rule(OnOccasion("Hari Kartini"))
    [found] = [
        one
        for one in reminders(KARTINI - 3 * DAY, SOURCES, [ready])
        if one.occasion.name_id == "Hari Kartini"
    ]
    assert (found.days_left, found.prepared) == (3, ("Aturan",))
    assert all(not one.prepared for one in reminders(KARTINI - 3 * DAY, SOURCES))


@pytest.mark.parametrize(
    "make",
    [
        lambda: OnOccasion(" "),
        lambda: OnHijri(13),
        lambda: OnHijri(9, 5, 4),
        lambda: OnPasaran("Senin"),
        lambda: OnPasaran("Legi", 7),
        lambda: OnDates(KARTINI, KARTINI - DAY),
        lambda: OnDates(date(2025, 12, 30), date(2026, 1, 2), yearly=True),
        lambda: BringsPlaylist(()),
        lambda: rule(OnHijri(9), duration=timedelta(0)),
        lambda: rule(OnHijri(9), days_before=61),
        lambda: Attachment("radio", "", OnHijri(9), BringsProgramme(1)),
    ],
)
def test_an_impossible_rule_is_refused(make):
    with pytest.raises(ScheduleInvalid):
        make()
