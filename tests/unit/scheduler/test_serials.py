"""Serials: the next episode airs, then repeats, and what is promised stays."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.planner.plan import Note
from scheduler.planner.planner import plan
from scheduler.week.episode import Aired, Episode, moved
from scheduler.week.programme import Serial
from station.kinds import Kind
from tests.unit.scheduler.station import (
    MONDAY,
    NOON,
    cart,
    inputs,
    later,
    library,
    programme,
    slot,
)

TUNE = 800
PARTS = [cart(900 + n, 600, kind=Kind.PROGRAMME, title=f"Bagian {n}") for n in range(1, 5)]
CARTS = [*library(), cart(TUNE, 10, kind=Kind.BUMPER), *PARTS]
SHOW = programme(1, Serial(before=(TUNE,)), "Sandiwara")


def episode(number, **more):
    return Episode(1, number, f"Judul {number}", 900 + number, id=number, **more)


def aired(*, hours=30, **changes):
    asked = {
        "carts": CARTS,
        "programmes": [SHOW],
        "slots": [slot(1, 1, "13:00", 30), slot(2, 1, "19:00", 30)],
        "episodes": [episode(1), episode(2), episode(3)],
        "ends": NOON + timedelta(hours=hours),
    } | changes
    schedule = inputs(**asked)
    return schedule, plan(schedule)


def numbers(answer):
    return [item.cart_id - 900 for item in answer.items if 900 < item.cart_id < 1000]


def test_each_occurrence_airs_the_next_episode_and_then_the_oldest_again():
    _, answer = aired(hours=60)
    assert numbers(answer) == [1, 2, 3, 1, 2, 3]
    first = next(item for item in answer.items if item.cart_id == 901)
    assert first.reason.about["episode"] == "1 Judul 1"
    assert answer.items[answer.items.index(first) - 1].cart_id == TUNE


def test_what_was_heard_is_not_new_any_more():
    before = {901: Aired(1, NOON - timedelta(days=2)), 902: Aired(1, NOON - timedelta(days=1))}
    _, answer = aired(aired_episodes=before)
    assert numbers(answer) == [3, 1, 2]


def test_an_episode_waits_for_its_first_day_and_for_its_recording():
    tomorrow = MONDAY + timedelta(days=1)
    parts = [episode(1, first_air=tomorrow), replace(episode(2), cart_id=None), episode(3)]
    _, answer = aired(episodes=parts)
    assert numbers(answer) == [3, 3, 1]


def test_without_repeats_left_the_stations_own_rotation_stands_in():
    _, answer = aired(episodes=[episode(1, repeats=1)])
    assert numbers(answer) == [1, 1]


def test_planning_again_keeps_the_episode_that_is_on():
    schedule, answer = aired()
    again = plan(later(schedule, answer, timedelta(minutes=65)))
    assert numbers(again)[:2] == [1, 2]
    heard = {901: Aired(1, NOON + timedelta(minutes=60, seconds=10))}
    behind = later(schedule, answer, timedelta(minutes=95), aired_episodes=heard)
    assert numbers(plan(behind))[-3:] == [2, 3, 1]


def test_a_serial_without_episodes_says_nothing_airs():
    _, answer = aired(episodes=[])
    assert numbers(answer) == []
    assert Note.HOLE not in {found.note for found in answer.findings}


@pytest.mark.parametrize(
    ("number", "by", "order"),
    [(3, -1, [1, 3, 2]), (1, 1, [2, 1, 3]), (1, -1, [1, 2, 3]), (3, 1, [1, 2, 3])],
)
def test_an_episode_changes_places_with_its_neighbour(number, by, order):
    before = [episode(n) for n in (1, 2, 3)]
    changed = {one.id: one for one in moved(before, number, by)}
    after = sorted((changed.get(one.id, one) for one in before), key=lambda one: one.number)
    assert [one.id for one in after] == order
    assert [one.number for one in after] == [1, 2, 3]


def test_episodes_of_one_number_are_told_apart_when_one_is_moved():
    before = [replace(episode(n), number=5) for n in (1, 2)] + [replace(episode(3), number=9)]
    after = {one.id: one.number for one in moved(before, 2, -1)}
    assert after == {1: 6}
    numbers = {one.id: after.get(one.id, one.number) for one in before}
    assert sorted(numbers, key=numbers.__getitem__) == [2, 1, 3]
