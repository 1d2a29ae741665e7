"""The form of an announcement, as it is typed."""

from datetime import UTC, date, datetime, time

import pytest

from scheduler.traffic.campaign import AtTimes, Per, Portion, Portions, Spread
from station.rundown import Prefer, Start
from tests.unit.scheduler.station import WIB
from web.campaign_form import CampaignForm, blank, shown
from web.slot_form import FormWrong

TYPED = {
    "title": " Imunisasi ",
    "agency": "Dinas Kesehatan",
    "cart": [7, 9, 7],
    "first_day": "2026-11-21",
    "last_day": "2026-11-27",
}


def form(**typed):
    return CampaignForm(**(TYPED | typed))


def wrong(**typed):
    with pytest.raises(FormWrong) as caught:
        form(**typed).campaign("radio", WIB)
    return caught.value.errors


def test_n_times_a_day_is_read():
    campaign = form(per_day="8", opens="06.00", closes="21:30", min_gap="45").campaign("radio", WIB)
    assert campaign.title == "Imunisasi"
    assert campaign.cart_ids == (7, 9)
    assert campaign.plays == Spread(8, time(6), time(21, 30), 45)


def test_fixed_times_are_read_however_they_are_separated():
    typed = {"mode": "times", "times": "17.00, 07:30;12.15", "start": "soft"}
    plays = form(**typed).campaign("radio", WIB).plays
    assert plays == AtTimes((time(7, 30), time(12, 15), time(17)), Start.SOFT)


def test_a_window_about_its_times_is_read():
    typed = {"mode": "times", "times": "12.00", "start": "window", "early": "3", "late": " 10 "}
    plays = form(**typed, prefer="under").campaign("radio", WIB).plays
    assert plays == AtTimes(
        (time(12),), Start.WINDOW, early_min=3, late_min=10, prefer=Prefer.UNDER
    )


def test_minutes_of_a_window_that_is_not_wanted_are_not_read():
    plays = form(mode="times", times="12.00", start="soft", late="x").campaign("radio", WIB).plays
    assert plays == AtTimes((time(12),), Start.SOFT)


def test_all_seven_days_are_every_day():
    assert form(weekday=[0, 1, 2, 3, 4, 5, 6]).campaign("radio", WIB).weekdays == ()
    assert form(weekday=[4, 0]).campaign("radio", WIB).weekdays == (0, 4)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"title": "  "}, "title"),
        ({"cart": []}, "cart"),
        ({"first_day": "besok"}, "first_day"),
        ({"last_day": "2026-11-20"}, "last_day"),
        ({"per_day": "banyak"}, "per_day"),
        ({"per_day": "0"}, "per_day"),
        ({"per_day": "-3"}, "per_day"),
        ({"opens": "25:00"}, "opens"),
        ({"per_day": "100", "min_gap": "60"}, "min_gap"),
        ({"mode": "times", "times": "setengah tujuh"}, "times"),
        ({"mode": "times", "times": ""}, "times"),
        ({"mode": "times", "times": "07.00", "start": "window", "early": "-1"}, "early"),
        ({"mode": "times", "times": "07.00", "start": "window", "late": "sebentar"}, "late"),
        ({"mode": "times", "times": "07.00", "start": "window", "late": "61"}, "late"),
        ({"mode": "times", "times": "07.00", "start": "window", "early": "0", "late": "0"}, "late"),
        ({"weekday": [9]}, "weekday"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(typed, field):
    assert list(wrong(**typed)) == [field]


def test_several_faults_are_told_at_once():
    assert set(wrong(title="", cart=[], first_day="")) == {"title", "cart", "first_day"}


def test_a_new_announcement_runs_for_a_week_from_today():
    opened = blank(date(2026, 11, 21))
    assert (opened.first_day, opened.last_day) == ("2026-11-21", "2026-11-27")


@pytest.mark.parametrize(
    "typed",
    [
        {"per_day": "3", "opens": "22:00", "closes": "02:00", "min_gap": "0"},
        {"mode": "times", "times": "07:00:15, 12:00", "weekday": [0, 2]},
        {"mode": "times", "times": "12:00", "start": "soft"},
        {"mode": "times", "times": "12:00", "start": "window", "early": "0", "prefer": "over"},
        {"per": "week", "per_day": "3"},
        {
            "mode": "portions",
            "per": "day",
            "portion_count": ["3", "", "2"],
            "portion_opens": ["06:00", "", "16:00"],
            "portion_closes": ["09:00", "", "18:00"],
        },
        {"weights": "3, 1", "topic": " Kesehatan ", "topic_gap": "20", "priority": 1},
        {"paid": True, "category": "education"},
        {"purpose": "correction", "reported_at": "2026-11-21T14:30", "due_hours": "12"},
        {"purpose": "hoax", "reported_at": "2026-11-21T14:30", "hoaxed": "77"},
        {"purpose": "crisis", "sequence": "Banjir", "phase": "2"},
        {"purpose": "election", "participant": "Calon 1"},
        {"live_read": True, "script": "Ayo ke posyandu!", "declared": "25"},
    ],
)
def test_an_announcement_comes_back_into_the_form_as_it_is(typed):
    campaign = form(**typed).campaign("radio", WIB)
    assert shown(campaign, WIB).campaign("radio", WIB) == campaign


def test_parts_of_the_day_are_read_and_empty_rows_are_passed_over():
    typed = {
        "mode": "portions",
        "portion_count": ["3", "", "2"],
        "portion_opens": ["06.00", "", "16:00"],
        "portion_closes": ["09:00", "", "18:00"],
        "min_gap": "20",
    }
    plays = form(**typed).campaign("radio", WIB).plays
    assert plays == Portions(
        (Portion(3, time(6), time(9)), Portion(2, time(16), time(18))), Per.DAY, 20
    )
    assert len(form(**typed).portion_rows) == 3
    assert form().portion_rows == [("", "", "")] * 3


def test_what_was_reported_is_read_on_the_stations_clock():
    typed = {"purpose": "correction", "reported_at": "2026-11-21T14:30"}
    assert form(**typed).campaign("radio", WIB).reported_at == datetime(
        2026, 11, 21, 7, 30, tzinfo=UTC
    )


def test_a_reading_needs_no_recording_and_keeps_none():
    read = form(live_read=True, script="Ayo!", declared="20", cart=[]).campaign("radio", WIB)
    assert (read.cart_ids, read.script, read.declared_s) == ((), "Ayo!", 20)
    kept = form(live_read=True, script="Ayo!", declared="20").campaign("radio", WIB)
    assert kept.cart_ids == ()


def test_the_running_text_is_one_line_and_comes_back():
    order = form(running_text=" Posyandu \n Kamis ").campaign("radio", WIB)
    assert order.running_text == "Posyandu Kamis"
    assert shown(order, WIB).running_text == "Posyandu Kamis"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"mode": "portions"}, "portions"),
        ({"mode": "portions", "portion_count": ["1"], "portion_opens": ["x"],
          "portion_closes": ["9:00"]}, "portions"),
        ({"weights": "3"}, "weights"),
        ({"weights": "a, b"}, "weights"),
        ({"topic_gap": "x"}, "topic_gap"),
        ({"paid": True, "category": "news"}, "paid"),
        ({"purpose": "correction"}, "reported_at"),
        ({"purpose": "correction", "reported_at": "kemarin"}, "reported_at"),
        ({"purpose": "correction", "reported_at": "2026-11-21T14:30", "due_hours": ""},
         "due_hours"),
        ({"purpose": "crisis", "sequence": " "}, "phase"),
        ({"purpose": "election"}, "participant"),
        ({"live_read": True, "script": " "}, "script"),
        ({"live_read": True, "script": "Ayo!", "declared": "0"}, "declared"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_the_folded_fields_is_told_there(typed, field):
    assert field in wrong(**typed)


def test_only_the_usual_fields_leave_the_rest_folded():
    assert form(per_day="3", mode="portions").is_plain
    assert not form(topic="Kesehatan").is_plain
    assert not form(paid=True).is_plain
