"""Planning again: what stays, what the lock holds, what an edit may move."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from scheduler.planner.plan import Note
from scheduler.planner.planner import plan
from scheduler.traffic.campaign import AtTimes, Campaign, Spread
from scheduler.week.programme import Fixed, Rotation
from station.kinds import Kind
from station.rundown import Start
from tests.unit.scheduler.station import (
    MONDAY,
    NOON,
    SPOT,
    at,
    cart,
    check,
    inputs,
    later,
    library,
    programme,
    published,
    slot,
    starting,
)

LAST = MONDAY + timedelta(days=3)


def order(number, plays, carts=(SPOT,)):
    return Campaign("radio", f"Ajakan {number}", carts, MONDAY, LAST, plays, id=number)


def a_week():
    """Return a busy schedule: talk split by spots, rotations, spread and fixed spots."""
    return inputs(
        carts=[*library(), cart(901, 3000), cart(902, 700)],
        programmes=[
            programme(1, Fixed((901, 902))),
            programme(2, Rotation(artist_separation_min=90, jingle_every=3)),
            programme(3, Fixed((5, 6, 7))),
        ],
        slots=[
            slot(1, 1, "13:30", 60),
            slot(2, 2, "15:00", 120),
            slot(3, 3, "16:00", 20),
            slot(4, 3, "19:10", 30, start=Start.SOFT),
        ],
        campaigns=[
            order(1, AtTimes((time(13, 50), time(15, 7)))),
            order(2, Spread(20), (SPOT + 1, SPOT + 2)),
            order(3, Spread(3, time(17), time(20))),
        ],
        ends=NOON + timedelta(hours=10),
    )


def test_the_same_inputs_give_the_same_plan():
    assert plan(a_week()) == plan(a_week())


@pytest.mark.parametrize("minutes", [1, 7, 13, 59, 61, 95])
@pytest.mark.parametrize("fresh_library", [False, True])
def test_planning_again_later_gives_the_same_items_where_both_plan(minutes, fresh_library):
    """With `fresh_library` no choice is copied: the planner must find the same ones again."""
    given = a_week()
    before = plan(given)
    for _ in range(3):
        given = later(given, before, timedelta(minutes=minutes), same_library=not fresh_library)
        after = plan(given)
        check(given, after)
        kept = [item for item in before.items if item.ends > given.begins - timedelta(hours=1)]
        assert [item for item in after.items if item.begins <= kept[-1].begins] == kept
        assert after.items[-1].ends >= given.ends
        before = after


def test_the_last_items_are_chosen_for_a_fixed_point_behind_the_end_of_the_plan():
    given = inputs(programmes=[programme(1, Fixed((7,)))], slots=[slot(1, 1, "18:04", 10)])
    before = plan(given)
    again = later(given, before, timedelta(minutes=20), same_library=False)
    after = plan(again)
    kept = [item for item in before.items if item.ends > again.begins - timedelta(hours=1)]
    assert list(after.items[: len(kept)]) == kept
    assert starting(after, at("18:04")).cart_id == 7


def test_what_begins_within_the_lock_stays_when_the_grid_is_edited():
    given = a_week()
    before = plan(given)
    edited = replace(
        given,
        previous=published(given, before),
        slots=[slot(9, 2, "11:55", 300)],
    )
    after = plan(edited)
    locked = [item for item in before.items if item.begins < NOON + timedelta(minutes=10)]
    assert list(after.items[: len(locked)]) == locked
    assert after.items[len(locked)].programme == "Acara 2"


def test_a_programme_newly_begun_hard_behind_the_lock_cuts_the_last_locked_item():
    given = inputs()
    before = plan(given)
    edited = replace(
        given,
        previous=published(given, before),
        programmes=[programme(1, Fixed((7,)))],
        slots=[slot(1, 1, "12:10:30", 10)],
    )
    after = plan(edited)
    check(edited, after)
    assert starting(after, at("12:10:30")).cart_id == 7


@pytest.mark.parametrize(("wall", "airs"), [("12:09:59", False), ("12:10:30", True)])
def test_a_spot_newly_ordered_airs_behind_the_lock_only(wall, airs):
    given = inputs()
    before = plan(given)
    spot = order(1, AtTimes((time.fromisoformat(wall),)))
    edited = replace(given, previous=published(given, before), campaigns=[spot])
    after = plan(edited)
    check(edited, after)
    assert any(item.begins == at(wall) for item in after.items) is airs
    locked = [item for item in before.items if item.begins < NOON + timedelta(minutes=10)]
    assert [item.key for item in after.items[: len(locked)]] == [item.key for item in locked]
    told = [finding.at for finding in after.findings if finding.note is Note.LOCKED]
    assert told == ([] if airs else [at(wall)])


@pytest.mark.parametrize(("minutes", "airs"), [(10, True), (5, False), (0, False)])
def test_a_spot_withdrawn_airs_where_the_lock_has_settled_it(minutes, airs):
    given = inputs(campaigns=[order(1, AtTimes((time(12, 5),)))])
    before = plan(given)
    edited = replace(
        given,
        previous=published(given, before),
        campaigns=[],
        lock=timedelta(minutes=minutes),
    )
    after = plan(edited)
    check(edited, after)
    assert any(item.campaign_id for item in after.items) is airs


def test_an_edit_moves_little_beyond_the_next_fixed_point():
    given = a_week()
    before = plan(given)
    fresh = order(9, AtTimes((time(12, 40),)))
    edited = replace(given, previous=published(given, before), campaigns=[*given.campaigns, fresh])
    after = plan(edited)
    assert starting(after, at("12:40")).campaign_id == 9
    music = {item.key: item for item in before.items if item.begins > at("15:30")}
    same = [item for item in after.items if music.get(item.key) == item]
    assert len(same) >= len(music) * 0.9


def test_new_recordings_are_heard_soon_behind_the_lock():
    given = inputs()
    before = plan(given)
    fresh = [cart(5000 + n, 200, artist=f"Baru {n}") for n in range(20)]
    played = {number: NOON - timedelta(days=1) for number in range(1, 301)}
    edited = replace(
        given,
        previous=published(given, before),
        carts=[*given.carts, *fresh],
        same_library=False,
        last_aired=played,
    )
    after = plan(edited)
    soon = [item for item in after.items if at("12:11") < item.begins < at("12:40")]
    assert {item.cart_id for item in soon if item.kind is Kind.MUSIC} <= set(range(5000, 5020))


def test_a_plan_made_after_a_long_absence_starts_anew_from_now():
    given = a_week()
    before = plan(given)
    late = later(given, before, timedelta(days=2))
    after = plan(late)
    check(late, after)
    assert after.items[0].begins == late.begins
