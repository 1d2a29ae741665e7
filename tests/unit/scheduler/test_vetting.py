"""Edits are held against the rules before they are stored."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from media_library.cart import Cart
from scheduler import vetting
from scheduler.rules.book import Setting, book_of
from scheduler.rules.pack import built_in
from scheduler.traffic.campaign import AtTimes, Campaign, Spread
from scheduler.traffic.purpose import Purpose
from scheduler.week.programme import Rotation
from station.kinds import Kind
from station.rating import Rating
from tests.unit.scheduler.station import MONDAY, WIB, programme, slot

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
QUIET = Setting("election/quiet-period", terms={"first": "2026-11-25", "last": "2026-11-27"})


def book(*settings, medium="radio"):
    return book_of(built_in(), settings, medium, "public")


def names(found):
    return [breach.rule.name for breach in found]


def on_slot(wall, minutes, rating=Rating.D, rule="FREQ=DAILY"):
    shown = replace(programme(1, Rotation(), "Malam"), rating=rating)
    place = slot(1, 1, wall, minutes, rule=rule)
    return vetting.of_slot(book(), place, shown, (), WIB, NOW)


@pytest.mark.parametrize(
    ("wall", "minutes", "allowed"),
    [
        ("21:59:59", 30, False),
        ("22:00", 300, True),
        ("22:00", 301, False),
        ("02:30", 30, True),
        ("03:00", 1, False),
    ],
)
def test_a_programme_rated_d_may_be_on_the_grid_at_night_only(wall, minutes, allowed):
    found = on_slot(wall, minutes)
    assert (found == []) is allowed
    if not allowed:
        assert names(found) == ["ratings/adults-at-night"]
        assert found[0].rule.blocks
        assert found[0].title == "Malam"


def test_childrens_programmes_late_in_the_evening_are_a_warning():
    (breach,) = on_slot("20:00", 60, Rating.P)
    assert not breach.rule.blocks


def test_a_series_that_begins_next_month_is_looked_at_from_its_first_day():
    shown = replace(programme(1, Rotation(), "Malam"), rating=Rating.D)
    later = slot(1, 1, "20:00", 60, day=MONDAY + timedelta(days=90))
    assert vetting.of_slot(book(), later, shown, (), WIB, NOW)


def test_a_programme_given_another_rating_is_held_against_all_its_slots():
    shown = replace(programme(1, Rotation(), "Malam"), rating=Rating.D)
    night, day = slot(1, 1, "22:00", 60), slot(2, 1, "10:00", 60)
    other = slot(3, 2, "10:00", 60)
    ask = (book(), shown)
    assert vetting.of_programme(*ask, [night, other], [], WIB, NOW) == []
    assert names(vetting.of_programme(*ask, [night, day], [], WIB, NOW)) == [
        "ratings/adults-at-night"
    ]


def recording(seconds=30, **more):
    frames = round(seconds * 48_000)
    return Cart(
        id=7, kind=Kind.COMMERCIAL, title="Spot", path="7.flac", sha256="7", original_name="7",
        frames=frames, cue_in=0, cue_out=frames, segue=frames, added_at=NOW, **more,
    )  # fmt: skip


def order(plays, **more):
    base = {"first_day": MONDAY, "last_day": MONDAY + timedelta(days=6), **more}
    return Campaign("radio", "Pesanan", (7,), plays=plays, **base)


def against(campaign, cart=None, *settings, medium="radio"):
    carts = {7: cart or recording()}
    return vetting.of_campaign(book(*settings, medium=medium), campaign, carts, WIB, NOW)


def test_an_adult_spot_at_a_fixed_time_is_refused_by_day_and_let_at_night():
    adult = recording(tags=("dewasa",))
    assert names(against(order(AtTimes((time(12),))), adult)) == ["ratings/adults-at-night"]
    assert against(order(AtTimes((time(22), time(2, 59)))), adult) == []


def test_an_adult_spot_in_a_window_is_let_where_part_of_the_window_is_night():
    adult = recording(tags=("dewasa",))
    assert against(order(Spread(2, time(18), time(23))), adult) == []
    assert names(against(order(Spread(2, time(6), time(21))), adult))
    assert against(order(Spread(2)), adult) == []


def test_a_participants_spot_is_refused_when_its_flight_is_in_the_quiet_period():
    speaks = {"purpose": Purpose.ELECTION, "participant": "Calon 1"}
    inside = order(AtTimes((time(12),)), **speaks)
    before = order(AtTimes((time(12),)), **speaks, last_day=date(2026, 11, 24))
    assert names(against(inside, None, QUIET)) == ["election/quiet-period"]
    assert against(before, None, QUIET) == []
    assert against(order(AtTimes((time(12),))), None, QUIET) == []


@pytest.mark.parametrize(("per_day", "seconds", "allowed"), [(10, 60, True), (11, 60, False),
                                                             (10, 61, False)])  # fmt: skip
def test_spots_of_a_participant_are_counted_and_measured(per_day, seconds, allowed):
    wanted = order(Spread(per_day), purpose=Purpose.ELECTION, participant="Calon 1")
    found = against(wanted, recording(seconds))
    assert names(found) == ([] if allowed else ["election/spots"])


def test_a_recording_to_be_inserted_is_held_against_the_hour():
    adult = recording(rating=Rating.D)
    at = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
    assert vetting.of_recording(book(), adult, at, WIB) == []
    assert names(vetting.of_recording(book(), adult, at - timedelta(seconds=1), WIB))
