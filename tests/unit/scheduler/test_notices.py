"""Corrections and clarifications as running text."""

from dataclasses import replace
from datetime import timedelta

from scheduler.planner.notices import LONGEST, notices
from scheduler.traffic.campaign import Campaign, Spread
from scheduler.traffic.purpose import Priority, Purpose
from tests.unit.scheduler.station import MONDAY, NOON, at, inputs

DAY = timedelta(days=1)
RALAT = Campaign(
    "radio", "Nama lurah", (1,), MONDAY, MONDAY + DAY, Spread(2), purpose=Purpose.CORRECTION,
    reported_at=NOON,
)  # fmt: skip


def shown(*orders, **more):
    return notices(replace(inputs(), campaigns=orders, **more))


def test_a_correction_is_shown_on_each_day_of_its_flight():
    found = shown(replace(RALAT, id=7), begins=NOON, ends=NOON + 3 * DAY)
    assert [(text.key, text.text) for text in found] == [
        ("notice:7:20261123", "Ralat: Nama lurah"), ("notice:7:20261124", "Ralat: Nama lurah"),
    ]  # fmt: skip
    assert found[0].ends == found[1].begins == at("00:00") + DAY


def test_it_is_shown_from_when_it_was_approved():
    found = shown(replace(RALAT, effective_at=at("10:30")))
    assert found[0].begins == at("10:30")


def test_a_clarification_tells_its_script_on_one_line_and_no_more_than_a_line():
    hoax = replace(RALAT, purpose=Purpose.HOAX, script="Kabar itu\n tidak benar. " * 40)
    (first, *_) = shown(hoax)
    assert first.text.startswith("Klarifikasi: Kabar itu tidak benar. Kabar")
    assert first.text.endswith("…")
    assert len(first.text) <= len("Klarifikasi: …") + LONGEST


def test_what_is_not_approved_and_what_is_no_duty_is_not_shown():
    assert shown(replace(RALAT, active=False), replace(RALAT, purpose=Purpose.ANNOUNCEMENT)) == ()


def test_what_was_over_before_today_is_not_shown():
    assert shown(replace(RALAT, first_day=MONDAY - 3 * DAY, last_day=MONDAY - DAY)) == ()


POSYANDU = replace(
    RALAT, id=9, purpose=Purpose.ANNOUNCEMENT, reported_at=None, running_text="Posyandu  Kamis"
)


def test_an_announcement_that_asks_for_it_is_shown_on_the_days_it_airs():
    found = shown(replace(POSYANDU, weekdays=(1,)), begins=NOON, ends=NOON + 3 * DAY)
    assert [(text.text, text.urgent) for text in found] == [("Posyandu Kamis", False)]
    assert found[0].begins == at("00:00") + DAY


def test_an_urgent_announcement_is_an_urgent_text_and_a_correction_is_not():
    (urgent, *_) = shown(replace(POSYANDU, priority=Priority.URGENT))
    (correction, *_) = shown(replace(RALAT, priority=Priority.URGENT))
    assert (urgent.urgent, correction.urgent) == (True, False)


def test_what_is_paid_for_or_told_in_phases_is_not_shown():
    crisis = replace(POSYANDU, purpose=Purpose.CRISIS, sequence="Air", phase=2)
    election = replace(POSYANDU, purpose=Purpose.ELECTION, participant="A")
    assert shown(replace(POSYANDU, paid=True), crisis, election) == ()
    assert shown(replace(POSYANDU, active=False)) == ()


def test_a_correction_may_be_shown_in_other_words():
    (first, *_) = shown(replace(RALAT, running_text="Lurah bernama Sari"))
    assert first.text == "Ralat: Lurah bernama Sari"
