"""How a slot repeats: the form's choices, the rule they mean, the sentence people read."""

from datetime import date, datetime, time, timedelta

import pytest

from scheduler.problem import ScheduleInvalid
from scheduler.week import recurrence
from scheduler.week.grid import GridSlot
from web import i18n
from web.repetition import Pattern, Repetition, SeriesCannotMove, read, sentence, shifted

MONDAY = date(2026, 11, 2)
HOUR = timedelta(hours=1)


def slot(rule="", first_day=MONDAY, wall=time(8)):
    return GridSlot("radio", 1, first_day, wall, HOUR, rule)


@pytest.mark.parametrize(
    ("repetition", "rule"),
    [
        (Repetition(), ""),
        (Repetition(Pattern.DAILY), "FREQ=DAILY"),
        (Repetition(Pattern.WEEKDAYS), "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        (Repetition(Pattern.DAYS, (5, 1)), "FREQ=WEEKLY;BYDAY=TU,SA"),
        (
            Repetition(Pattern.DAILY, until=date(2026, 12, 31)),
            "FREQ=DAILY;UNTIL=20261231",
        ),
    ],
)
def test_the_choices_become_a_rule_that_is_read_back_as_the_same_choices(repetition, rule):
    made = repetition.to_rule(MONDAY)
    assert made == rule
    again = read(made, MONDAY)
    assert (again.pattern, again.until) == (repetition.pattern, repetition.until)
    if repetition.weekdays:
        assert again.weekdays == tuple(sorted(repetition.weekdays))


def test_the_last_day_is_included():
    rule = Repetition(Pattern.DAILY, until=date(2026, 11, 4)).to_rule(MONDAY)
    found = list(recurrence.days(rule, MONDAY, MONDAY, date(2026, 12, 1)))
    assert found == [date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 4)]


def test_a_series_cannot_end_before_it_begins():
    with pytest.raises(ScheduleInvalid):
        Repetition(Pattern.DAILY, until=date(2026, 11, 1)).to_rule(MONDAY)


@pytest.mark.parametrize(
    "rule", ["FREQ=MONTHLY;BYDAY=1MO", "FREQ=WEEKLY;INTERVAL=2", "FREQ=YEARLY"]
)
def test_a_rule_that_the_form_has_no_choices_for_is_kept_as_it_is(rule):
    found = read(rule, MONDAY)
    assert found.pattern is Pattern.OTHER
    assert found.to_rule(MONDAY) == rule


def test_all_seven_days_are_every_day():
    assert read("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", MONDAY).pattern is Pattern.DAILY


def test_weekly_without_days_means_the_day_of_its_start():
    assert read("FREQ=WEEKLY", MONDAY).weekdays == (0,)


@pytest.mark.parametrize(
    ("rule", "indonesian", "english"),
    [
        ("", "Sekali, pada 2 Nov 2026", "Once, on 2 Nov 2026"),
        ("FREQ=DAILY", "Setiap hari", "Every day"),
        ("FREQ=WEEKLY;BYDAY=TU,SA", "Setiap Selasa, Sabtu", "Every Tuesday, Saturday"),
        (
            "FREQ=DAILY;UNTIL=20261231T165959Z",
            "Setiap hari, sampai 31 Des 2026",
            "Every day, until 31 Dec 2026",
        ),
    ],
)
def test_a_repetition_reads_as_a_sentence(rule, indonesian, english):
    languages = i18n.load()
    assert sentence(slot(rule), languages["id"]) == indonesian
    assert sentence(slot(rule), languages["en"]) == english


def test_a_series_moved_within_the_day_keeps_its_days():
    moved = shifted(
        slot("FREQ=WEEKLY;BYDAY=MO,TH"),
        date(2026, 11, 5),
        datetime.fromisoformat("2026-11-05T09:30"),
        2 * HOUR,
    )
    assert (moved.rule, moved.first_day) == ("FREQ=WEEKLY;BYDAY=MO,TH", MONDAY)
    assert (moved.wall, moved.duration) == (time(9, 30), 2 * HOUR)


def test_a_weekly_series_moved_to_another_day_takes_all_its_days_along():
    moved = shifted(
        slot("FREQ=WEEKLY;BYDAY=MO,SU;UNTIL=20261227"),
        date(2026, 11, 9),
        datetime.fromisoformat("2026-11-10T08"),
        HOUR,
    )
    assert moved.rule == "FREQ=WEEKLY;BYDAY=MO,TU;UNTIL=20261228"
    assert moved.first_day == date(2026, 11, 3)


def test_a_daily_series_dragged_to_another_day_changes_only_its_time():
    moved = shifted(
        slot("FREQ=DAILY"), date(2026, 11, 9), datetime.fromisoformat("2026-11-11T06"), HOUR
    )
    assert (moved.rule, moved.first_day, moved.wall) == ("FREQ=DAILY", MONDAY, time(6))


def test_a_one_off_moves_to_the_new_day():
    moved = shifted(slot(), MONDAY, datetime.fromisoformat("2026-11-06T07"), HOUR)
    assert (moved.first_day, moved.wall) == (date(2026, 11, 6), time(7))


def test_a_rule_by_the_days_of_the_month_is_not_shifted():
    with pytest.raises(SeriesCannotMove):
        shifted(
            slot("FREQ=MONTHLY;BYMONTHDAY=2"), MONDAY, datetime.fromisoformat("2026-11-03T08"), HOUR
        )
