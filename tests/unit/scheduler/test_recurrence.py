"""Recurrence rules: whole days only, bounded, read strictly."""

import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.problem import Problem, ScheduleInvalid
from scheduler.week.recurrence import check, days

FIRST = date(2026, 11, 23)
FAR = FIRST + timedelta(days=400)


def listed(rule, begins=FIRST, ends=FAR):
    return list(days(rule, FIRST, begins, ends))


def problem_of(rule):
    with pytest.raises(ScheduleInvalid) as caught:
        check(rule, FIRST)
    return caught.value.problem


def test_no_rule_is_one_day():
    assert listed("") == [FIRST]
    assert listed("", FIRST + timedelta(days=1)) == []


def test_a_weekly_rule_names_its_days():
    assert listed("FREQ=WEEKLY;BYDAY=MO,WE", ends=FIRST + timedelta(days=10)) == [
        date(2026, 11, 23),
        date(2026, 11, 25),
        date(2026, 11, 30),
        date(2026, 12, 2),
    ]


def test_a_rule_ends_by_count_or_by_a_last_day_that_is_included():
    assert len(listed("FREQ=DAILY;COUNT=5")) == 5
    assert listed("FREQ=DAILY;UNTIL=20261125")[-1] == date(2026, 11, 25)
    assert listed("FREQ=DAILY;UNTIL=20261125T120000Z")[-1] == date(2026, 11, 25)


def test_the_count_runs_from_the_first_day_wherever_one_looks():
    late = FIRST + timedelta(days=3)
    assert len(listed("FREQ=DAILY;COUNT=5", begins=late)) == 2


def test_the_last_friday_of_the_month_is_found():
    assert listed("FREQ=MONTHLY;BYDAY=-1FR", ends=date(2027, 1, 1)) == [
        date(2026, 11, 27),
        date(2026, 12, 25),
    ]


@pytest.mark.parametrize(
    "rule",
    ["FREQ=HOURLY", "FREQ=MINUTELY;COUNT=3", "FREQ=DAILY;BYHOUR=1,2,3", "FREQ=DAILY;BYMINUTE=5"],
)
def test_more_than_one_start_a_day_is_refused(rule):
    assert problem_of(rule) is Problem.RULE_TOO_FREQUENT


@pytest.mark.parametrize(
    "rule",
    [
        "nonsense",
        "INTERVAL=2",
        "FREQ=FOO",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;FREQ=WEEKLY",
        "FREQ=DAILY;BYEASTER=0",
        "FREQ=DAILY;INTERVAL=x",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=DAILY;UNTIL=never",
        "FREQ=DAILY\nRDATE:20261123",
        "FREQ=DAILY;BYMONTHDAY=" + ",".join(["1"] * 400),
    ],
)
def test_what_cannot_be_read_is_refused(rule):
    assert problem_of(rule) is Problem.RULE_UNREADABLE


def test_a_rule_that_never_comes_is_refused():
    assert problem_of("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30") is Problem.RULE_NEVER
    assert problem_of("FREQ=DAILY;UNTIL=20200101") is Problem.RULE_NEVER


def test_the_prefix_and_a_last_semicolon_do_no_harm():
    check("RRULE:FREQ=DAILY;", FIRST)
    assert listed("rrule:freq=daily;count=2;") == [FIRST, FIRST + timedelta(days=1)]


def test_a_rule_that_never_comes_is_not_searched_for_ever():
    assert problem_of("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=4") is Problem.RULE_NEVER


def test_a_leap_day_is_found():
    assert listed("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", ends=date(2030, 1, 1)) == [
        date(2028, 2, 29)
    ]


def test_years_are_joined_without_a_gap():
    assert listed("FREQ=DAILY", date(2026, 12, 30), date(2027, 1, 3)) == [
        date(2026, 12, 30),
        date(2026, 12, 31),
        date(2027, 1, 1),
        date(2027, 1, 2),
    ]


@given(st.text(max_size=60))
def test_any_text_is_either_a_rule_or_refused(text):
    with contextlib.suppress(ScheduleInvalid):
        check(f"FREQ=DAILY;{text}", FIRST)
