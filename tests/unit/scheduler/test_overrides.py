"""Operators' wishes: applied at each planning, and gone when they are undone."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from scheduler.override import Override, Wish
from scheduler.planner.planner import plan
from scheduler.traffic.campaign import AtTimes, Campaign
from station.rundown import Start, Why
from tests.unit.scheduler.station import (
    MONDAY,
    NOON,
    SPOT,
    at,
    check,
    inputs,
    later,
    published,
    starting,
)

MINUTE = timedelta(minutes=1)


@pytest.fixture
def given():
    return inputs()


@pytest.fixture
def before(given):
    return plan(given)


def wish(kind, *, number=1, **fields):
    base = Override("radio", kind, NOON, SPOT, by="sari", made_at=NOON, id=number)
    return replace(base, **fields)


def replanned(given, before, *overrides):
    changed = replace(given, previous=published(given, before), overrides=overrides)
    answer = plan(changed)
    check(changed, answer)
    return answer


def keys(answer):
    return [item.key for item in answer.items]


def test_an_insertion_airs_directly_behind_the_item_named(given, before):
    anchor = before.items[3]
    answer = replanned(given, before, wish(Wish.INSERT, after_key=anchor.key, at=anchor.ends))
    item = answer.items[4]
    assert (item.key, item.cart_id) == ("override:1", SPOT)
    assert item.begins - anchor.ends == timedelta(milliseconds=600)
    assert item.reason.code is Why.INSERTED
    assert item.reason.about["by"] == "sari"


def test_an_insertion_into_the_locked_minutes_is_made_all_the_same(given, before):
    anchor = before.items[0]
    answer = replanned(given, before, wish(Wish.INSERT, after_key=anchor.key, at=anchor.ends))
    assert keys(answer)[1] == "override:1"


def test_a_hard_insertion_airs_on_its_second(given, before):
    answer = replanned(given, before, wish(Wish.INSERT, at=at("13:13:13"), start=Start.HARD))
    assert starting(answer, at("13:13:13")).key == "override:1"
    assert starting(answer, at("13:13:13")).start is Start.HARD


def test_a_soft_insertion_airs_at_the_next_junction(given, before):
    answer = replanned(given, before, wish(Wish.INSERT, at=at("13:13")))
    [item] = [item for item in answer.items if item.key == "override:1"]
    assert timedelta(minutes=-2) <= item.begins - at("13:13") <= timedelta(minutes=6)


def test_a_removed_item_is_gone_and_those_behind_it_keep_their_keys_and_recordings(given, before):
    gone = before.items[5]
    answer = replanned(
        given, before, wish(Wish.REMOVE, item_key=gone.key, cart_id=gone.cart_id, at=gone.begins)
    )
    assert gone.key not in keys(answer)
    assert keys(answer)[5:8] == keys(before)[6:9]
    assert [item.cart_id for item in answer.items[5:8]] == [
        item.cart_id for item in before.items[6:9]
    ]


def test_a_moved_item_keeps_its_key_and_leaves_its_place(given, before):
    item, anchor = before.items[2], before.items[6]
    answer = replanned(
        given,
        before,
        wish(
            Wish.MOVE, item_key=item.key, cart_id=item.cart_id, after_key=anchor.key,
            at=anchor.ends,
        ),
    )  # fmt: skip
    assert keys(answer).count(item.key) == 1
    place = keys(answer).index(item.key)
    assert keys(answer)[place - 1] == anchor.key
    assert answer.items[place].reason.code is Why.MOVED


def test_a_moved_spot_still_counts_for_its_campaign():
    order = Campaign("radio", "Vaksin", (SPOT,), MONDAY, MONDAY, AtTimes((time(14),)), id=9)
    given = inputs(campaigns=[order])
    before = plan(given)
    spot = starting(before, at("14:00"))
    answer = replanned(
        given,
        before,
        wish(Wish.MOVE, item_key=spot.key, at=at("15:00"), start=Start.HARD),
    )
    moved = starting(answer, at("15:00"))
    assert (moved.key, moved.campaign_id) == (spot.key, 9)
    assert moved.reason.about["campaign"] == "Vaksin"
    assert keys(answer).count(spot.key) == 1


def test_the_last_of_several_wishes_for_one_item_counts(given, before):
    item = before.items[8]
    first = wish(Wish.MOVE, item_key=item.key, cart_id=item.cart_id, at=at("15:00"))
    second = wish(Wish.REMOVE, number=2, item_key=item.key, cart_id=item.cart_id, at=item.begins)
    assert item.key not in keys(replanned(given, before, first, second))


def test_an_undone_wish_leaves_the_plan_as_it_was(given, before):
    gone = before.items[5]
    removal = wish(Wish.REMOVE, item_key=gone.key, cart_id=gone.cart_id, at=gone.begins)
    without = replanned(given, before, removal)
    undone = replace(removal, undone_at=NOON + MINUTE)
    assert keys(replanned(given, without, undone)) == keys(before)


def test_an_undone_insertion_disappears_even_from_the_locked_minutes(given, before):
    anchor = before.items[0]
    insertion = wish(Wish.INSERT, after_key=anchor.key, at=anchor.ends)
    with_it = replanned(given, before, insertion)
    undone = replace(insertion, undone_at=NOON + MINUTE)
    assert "override:1" not in keys(replanned(given, with_it, undone))


def test_wishes_survive_every_later_planning(given, before):
    anchor = before.items[9]
    insertion = wish(Wish.INSERT, after_key=anchor.key, at=anchor.ends)
    gone = before.items[12]
    removal = wish(Wish.REMOVE, number=2, item_key=gone.key, cart_id=gone.cart_id, at=gone.begins)
    changed = replace(given, previous=published(given, before), overrides=(insertion, removal))
    answer = plan(changed)
    for _ in range(30):
        changed = later(changed, answer, MINUTE)
        again = plan(changed)
        check(changed, again)
        assert [item for item in again.items if item.begins < answer.items[-1].begins] == [
            item for item in answer.items[:-1] if item.ends > changed.begins - timedelta(hours=1)
        ]
        answer = again
    assert keys(answer).count("override:1") == 1
    assert gone.key not in keys(answer)


def test_a_wish_behind_an_item_that_is_gone_is_fulfilled_at_its_time(given, before):
    anchor = before.items[6]
    removal = wish(Wish.REMOVE, item_key=anchor.key, cart_id=anchor.cart_id, at=anchor.begins)
    insertion = wish(Wish.INSERT, number=2, after_key=anchor.key, at=anchor.ends)
    answer = replanned(given, before, removal, insertion)
    [item] = [item for item in answer.items if item.key == "override:2"]
    assert abs(item.begins - anchor.ends) < timedelta(minutes=6)
