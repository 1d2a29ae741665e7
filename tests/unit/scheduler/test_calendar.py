"""What a day is: pasaran, Hijri date, holidays, themes, own days; and what is told ahead."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.calendar.day import CalendarSources, about, between
from scheduler.calendar.hijri import RAMADAN, HijriCalendar, HijriDate, HijriMonth, known_months
from scheduler.calendar.national import national
from scheduler.calendar.occasion import OccasionKind, OwnDay
from scheduler.calendar.pasaran import pasaran, weton
from scheduler.calendar.reminders import reminders
from scheduler.calendar.thematic import thematic
from scheduler.problem import Problem, ScheduleInvalid

GOVERNMENT = HijriCalendar(known_months())
RECKONED = HijriCalendar({})
SOURCES = CalendarSources(GOVERNMENT, places=("Pekalongan", "Batik TV"))
DAY = timedelta(days=1)


def names(day, sources=SOURCES):
    return [occasion.name_id for occasion in about(day, sources).occasions]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(1945, 8, 17), "Jumat Legi"),
        (date(2024, 10, 7), "Senin Pahing"),
        (date(2024, 10, 8), "Selasa Pon"),
        (date(2024, 10, 6), "Minggu Legi"),
    ],
)
def test_the_pasaran_of_known_days(day, words):
    assert weton(day) == words


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_the_pasaran_comes_back_every_five_days_and_the_weton_every_35(day):
    assert len({pasaran(day + number * DAY) for number in range(5)}) == 5
    assert pasaran(day) == pasaran(day + 5 * DAY)
    assert weton(day) == weton(day + 35 * DAY)


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2025, 2, 28), HijriDate(1446, 8, 29)),
        (date(2025, 3, 1), HijriDate(1446, 9, 1)),
        (date(2025, 3, 30), HijriDate(1446, 9, 30)),
        (date(2025, 3, 31), HijriDate(1446, 10, 1)),
        (date(2026, 2, 18), HijriDate(1447, 8, 30)),
        (date(2026, 2, 19), HijriDate(1447, 9, 1)),
        (date(2026, 3, 20), HijriDate(1447, 9, 30)),
        (date(2026, 3, 21), HijriDate(1447, 10, 1)),
        (date(2026, 6, 16), HijriDate(1448, 1, 1)),
    ],
)
def test_the_months_that_the_government_declared(day, found):
    assert GOVERNMENT.on(day) == found


def test_reckoning_alone_is_a_day_early_in_2026():
    assert RECKONED.on(date(2026, 2, 18)) == HijriDate(1447, 9, 1)


def test_the_offset_of_the_station_moves_what_is_not_declared():
    late = HijriCalendar({}, offset=1)
    assert late.on(date(2026, 2, 19)) == HijriDate(1447, 9, 1)
    early = HijriCalendar({}, offset=-1)
    assert early.on(date(2026, 2, 17)) == HijriDate(1447, 9, 1)


def test_a_declared_month_wins_over_the_offset():
    calendar = HijriCalendar({HijriMonth(1447, 9): date(2026, 2, 20)}, offset=-1)
    assert calendar.on(date(2026, 2, 20)) == HijriDate(1447, 9, 1)
    assert calendar.on(date(2026, 2, 19)).month == RAMADAN - 1
    assert calendar.fasts(date(2026, 2, 20))
    assert not calendar.fasts(date(2026, 2, 19))


@given(st.dates(date(1931, 1, 1), date(2074, 1, 1)), st.integers(-2, 2))
def test_hijri_days_follow_one_another(day, offset):
    calendar = HijriCalendar(known_months(), offset)
    today, tomorrow = calendar.on(day), calendar.on(day + DAY)
    same_month = (today.year, today.month) == (tomorrow.year, tomorrow.month)
    assert tomorrow.day == (today.day + 1 if same_month else 1)
    assert 1 <= today.day <= 33


def test_far_away_days_have_no_hijri_date_and_break_nothing():
    assert about(date(1900, 1, 1), SOURCES).hijri is None
    assert about(date(2090, 1, 1), SOURCES).hijri is None


def test_a_hijri_date_is_written_in_both_languages():
    assert HijriDate(1447, 9, 1).in_words("id") == "1 Ramadan 1447"
    assert HijriDate(1447, 10, 1).in_words("en") == "1 Shawwal 1447"


def test_national_holidays_and_cuti_bersama_of_2026():
    found = list(national(date(2026, 1, 1), date(2026, 12, 31)))
    kinds = [occasion.kind for occasion in found]
    assert kinds.count(OccasionKind.HOLIDAY) == 17
    assert kinds.count(OccasionKind.CUTI_BERSAMA) == 8
    [merdeka] = [one for one in found if one.first_day == date(2026, 8, 17)]
    assert merdeka.name_id == "Hari Kemerdekaan Republik Indonesia"
    assert merdeka.name_en == "Independence Day"


def test_what_hangs_on_the_moon_is_marked_and_named_without_the_mark():
    [eid] = [
        one
        for one in national(date(2027, 3, 10), date(2027, 3, 10))
        if one.kind is OccasionKind.HOLIDAY
    ]
    assert (eid.name_id, eid.estimated) == ("Hari Raya Idul Fitri", True)


def test_years_beyond_the_package_are_empty_and_break_nothing():
    assert list(national(date(2150, 1, 1), date(2150, 12, 31))) == []


def test_a_day_of_a_city_concerns_its_stations_alone():
    day = date(2026, 4, 1)
    assert "Hari Jadi Kota Pekalongan" in names(day)
    assert "Hari Jadi Batik TV" in names(day)
    others = [one.name_id for one in thematic(day, day, ("Kota Kudus",))]
    assert others == ["Hari Penyiaran Nasional"]
    assert [one.name_id for one in thematic(date(2026, 9, 23), date(2026, 9, 23), ("Kota Kudus",))]


def test_a_holiday_and_its_theme_are_told_once():
    assert names(date(2026, 8, 17)) == ["Hari Kemerdekaan Republik Indonesia"]
    assert about(date(2026, 8, 17), SOURCES).free
    assert not about(date(2026, 8, 18), SOURCES).free


def test_a_holiday_stands_before_a_theme():
    kinds = [one.kind for one in about(date(2026, 5, 27), SOURCES).occasions]
    assert kinds == sorted(kinds, key=list(OccasionKind).index)


def test_a_decree_moves_a_holiday():
    decree = "SKB 933/2025"
    own = (
        OwnDay(date(2026, 8, 17), date(2026, 8, 17), OccasionKind.HOLIDAY, "x", removes=True),
        OwnDay(date(2026, 8, 18), date(2026, 8, 18), OccasionKind.HOLIDAY, "Cuti", decree=decree),
    )
    moved = CalendarSources(GOVERNMENT, own)
    assert not about(date(2026, 8, 17), moved).free
    [occasion] = about(date(2026, 8, 18), moved).occasions
    assert (occasion.name_id, occasion.name_en, occasion.decree) == ("Cuti", "Cuti", decree)
    assert about(date(2026, 8, 17), moved).occasions[0].kind is OccasionKind.THEMATIC


def test_an_own_day_may_last_and_come_back_each_year():
    fair = OwnDay(
        date(2025, 12, 30), date(2026, 1, 2), OccasionKind.LOCAL, "Pekan", yearly=True, id=3
    )
    sources = CalendarSources(GOVERNMENT, (fair,))
    days = between(date(2027, 12, 29), date(2028, 1, 3), sources)
    assert ["Pekan" in [one.name_id for one in day.occasions] for day in days] == [
        False, True, True, True, True, False,
    ]  # fmt: skip
    assert "Pekan" not in names(date(2025, 1, 1), sources)


def test_a_leap_day_comes_back_in_leap_years_only():
    leap = OwnDay(date(2024, 2, 29), date(2024, 2, 29), OccasionKind.LOCAL, "Kabisat", yearly=True)
    sources = CalendarSources(GOVERNMENT, (leap,))
    assert "Kabisat" in names(date(2028, 2, 29), sources)
    assert all("Kabisat" not in names(date(2026, 2, 28) + n * DAY, sources) for n in range(2))


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"name_id": " "}, Problem.NAME_EMPTY),
        ({"last_day": date(2026, 1, 1)}, Problem.DAYS_REVERSED),
        ({"last_day": date(2026, 12, 1)}, Problem.DURATION_IMPOSSIBLE),
    ],
)
def test_an_impossible_entry_is_refused(changes, problem):
    fields = {
        "first_day": date(2026, 2, 1),
        "last_day": date(2026, 2, 1),
        "kind": OccasionKind.LOCAL,
        "name_id": "Pekan",
    }
    with pytest.raises(ScheduleInvalid) as caught:
        OwnDay(**(fields | changes))
    assert caught.value.problem is problem


def test_the_desk_is_reminded_two_weeks_ahead_and_not_a_day_more():
    """1 May is told from 17 April on: fourteen days."""

    def told(today):
        return [
            one.days_left for one in reminders(today, SOURCES) if "Buruh" in one.occasion.name_id
        ]

    assert told(date(2026, 4, 16)) == []
    assert set(told(date(2026, 4, 17))) == {14}
    assert set(told(date(2026, 5, 1))) == {0}
    assert told(date(2026, 5, 2)) == []


def test_what_lasts_is_told_while_it_lasts():
    fair = OwnDay(date(2026, 4, 10), date(2026, 4, 20), OccasionKind.LOCAL, "Pekan")
    found = reminders(date(2026, 4, 15), CalendarSources(GOVERNMENT, (fair,)))
    assert ("Pekan", 0) in [(one.occasion.name_id, one.days_left) for one in found]


def test_collective_leave_is_nothing_to_prepare_for():
    kinds = {one.occasion.kind for one in reminders(date(2026, 3, 10), SOURCES, lead_days=30)}
    assert OccasionKind.CUTI_BERSAMA not in kinds
