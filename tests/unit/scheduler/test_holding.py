"""A held version: what was published stays, what is wished since counts, the air is never cut."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.comparing import differences
from scheduler.override import Override, Wish
from scheduler.pin import Pin, Purpose, holding
from scheduler.planner.planner import plan
from scheduler.traffic.campaign import AtTimes, Campaign
from scheduler.week.programme import Rotation
from station.kinds import Kind
from station.rundown import Start
from tests.unit.scheduler.station import (
    MONDAY,
    NOON,
    SPOT,
    at,
    check,
    inputs,
    later,
    programme,
    published,
    slot,
    starting,
)

OLD = {
    "programmes": [programme(1, Rotation()), programme(2, Rotation((Kind.MUSIC,)))],
    "slots": [slot(1, 1, "13:00", 60), slot(2, 2, "15:00", 60)],
}
NEW = {
    "programmes": [programme(1, Rotation()), programme(2, Rotation((Kind.MUSIC,)))],
    "slots": [slot(1, 1, "12:30", 60), slot(2, 2, "14:10", 20)],
}
TEN_MINUTES = timedelta(minutes=10)


def pin(version, made_at, hours=4):
    return Pin(
        "radio", version, "", Purpose.ROLL_BACK, made_at, made_at + timedelta(hours=hours), "sri"
    )


@pytest.fixture(scope="module")
def story():
    """The version of noon, the changed grid of ten minutes later, and a pin of the former."""
    first = inputs(**OLD, lock=timedelta(0))
    before = plan(first)
    changed = later(first, before, TEN_MINUTES, **NEW)
    wrong = plan(changed)
    version = published(first, before)
    now = changed.begins + TEN_MINUTES
    given_now = later(changed, wrong, TEN_MINUTES)
    return version, given_now, pin(1, now)


def coming(items, since):
    return [item for item in items if item.begins > since]


def test_the_old_version_comes_back_behind_what_is_on_the_air(story):
    version, given_now, held = story
    answer = plan(holding(given_now, held, version))
    on_air = [item for item in answer.items if item.begins <= given_now.begins]
    assert on_air == [
        item
        for item in given_now.previous.items
        if item.begins <= given_now.begins and item in answer.items
    ]
    assert starting(answer, at("13:00")).key.startswith("slot:1:")
    assert starting(answer, at("15:00")).key.startswith("slot:2:")
    hold = [item for item in answer.items if at("13:00") <= item.begins < at("16:00")]
    assert tuple(hold) == tuple(
        item for item in version.items if at("13:00") <= item.begins < at("16:00")
    )


def test_planning_a_held_version_again_changes_nothing(story):
    version, given_now, held = story
    answer = plan(holding(given_now, held, version))
    again = later(given_now, answer, timedelta(minutes=1))
    second = plan(holding(again, held, version))
    since = again.begins
    until = given_now.ends
    before = [item for item in coming(answer.items, since) if item.begins < until]
    after = [item for item in coming(second.items, since) if item.begins < until]
    assert differences(before, after) == ()


def test_behind_its_end_the_grid_has_the_word_again(story):
    version, given_now, held = story
    short = replace(held, until=at("14:00"))
    answer = plan(holding(given_now, short, version))
    assert starting(answer, at("13:00")).key.startswith("slot:1:")
    assert starting(answer, at("14:10")).key.startswith("slot:2:")


def test_an_operator_wish_made_since_counts(story):
    version, given_now, held = story
    gone = next(item for item in version.items if item.begins > at("13:20"))
    wish = Override(
        "radio", Wish.REMOVE, gone.begins, gone.cart_id, gone.key, id=4,
        by="sri", made_at=held.made_at + timedelta(minutes=1),
    )  # fmt: skip
    edited = replace(given_now, overrides=[wish])
    answer = plan(holding(edited, held, version))
    assert gone.key not in {item.key for item in answer.items}
    assert starting(answer, at("15:00")).key.startswith("slot:2:")


def test_an_inserted_recording_displaces_songs_and_the_next_fixed_start_holds(story):
    version, given_now, held = story
    wish = Override(
        "radio", Wish.INSERT, at("13:20"), SPOT, start=Start.HARD, id=5, by="sri",
        made_at=held.made_at + timedelta(minutes=1),
    )  # fmt: skip
    answer = plan(holding(replace(given_now, overrides=[wish]), held, version))
    assert starting(answer, at("13:20")).cart_id == SPOT
    assert starting(answer, at("15:00")).key.startswith("slot:2:")


def test_a_wish_that_is_rolled_back_does_not_count(story):
    version, given_now, held = story
    kept = next(item for item in version.items if item.begins > at("13:20"))
    wish = Override(
        "radio", Wish.REMOVE, kept.begins, kept.cart_id, kept.key, id=3,
        by="sri", made_at=held.made_at - timedelta(minutes=1),
    )  # fmt: skip
    answer = plan(holding(replace(given_now, overrides=[wish]), held, version))
    assert kept in answer.items


def test_orders_are_those_of_today(story):
    version, given_now, held = story
    order = Campaign("radio", "112", (SPOT,), MONDAY, MONDAY, AtTimes((time(14, 30),)), id=9)
    answer = plan(holding(replace(given_now, campaigns=[order]), held, version))
    assert starting(answer, at("14:30")).campaign_id == 9


def test_a_recording_that_is_gone_leaves_its_place_to_what_follows(story):
    version, given_now, held = story
    gone = next(item for item in version.items if item.begins > at("13:20"))
    carts = [cart for cart in given_now.carts if cart.id != gone.cart_id]
    answer = plan(holding(replace(given_now, carts=carts), held, version))
    assert gone.cart_id not in {item.cart_id for item in answer.items if item.begins > at("13:00")}
    assert starting(answer, at("15:00")).key.startswith("slot:2:")


def test_a_pin_ends_by_itself_or_when_it_is_released():
    held = pin(1, NOON)
    assert held.holds(NOON)
    assert held.holds(NOON + timedelta(hours=4) - timedelta(microseconds=1))
    assert not held.holds(NOON + timedelta(hours=4))
    assert not replace(held, released_at=NOON).holds(NOON)


@given(
    st.integers(0, 170),
    st.lists(st.tuples(st.integers(0, 200), st.sampled_from(Wish)), max_size=3),
)
def test_a_held_plan_is_sound_whatever_is_wished_since(story, minutes, wishes):
    version, given_now, held = story
    now = given_now.begins + timedelta(minutes=minutes)
    moved = replace(given_now, begins=now, previous=version, ends=now + timedelta(hours=6))
    items = [item for item in version.items if item.begins > now]
    made = [
        _wish(wish, items[place % len(items)], number, held.made_at)
        for number, (place, wish) in enumerate(wishes, 1)
    ]
    asked = holding(replace(moved, overrides=made), replace(held, until=at("16:30")), version)
    answer = plan(asked)
    check(asked, answer)
    assert plan(asked) == answer


def _wish(wish, item, number, since):
    key = "" if wish is Wish.INSERT else item.key
    where = item.begins + timedelta(minutes=7) if wish is Wish.MOVE else item.begins
    return Override(
        "radio", wish, where, item.cart_id, key, id=number, by="sri",
        made_at=since + timedelta(minutes=number),
    )  # fmt: skip
