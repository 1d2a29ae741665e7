"""Publishing: what counts as a change, and what must not reach the air."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.planner.plan import Plan
from scheduler.planner.planner import plan
from scheduler.publishing import PlanBroken, difference, rundown_of, worth_publishing
from tests.unit.scheduler.station import NOON, inputs, published

MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def before():
    given = inputs()
    return published(given, plan(given))


def test_an_unchanged_rundown_is_not_published_again(before):
    assert not worth_publishing(before, replace(before, version=2), NOON)


def test_the_first_rundown_is_published(before):
    assert worth_publishing(None, before, NOON)


def test_items_that_are_over_do_not_count(before):
    shorter = replace(before, items=before.items[2:])
    assert not worth_publishing(before, shorter, before.items[2].begins)
    assert worth_publishing(before, shorter, NOON)


def test_a_rundown_that_only_grew_is_published_when_it_grew_enough(before):
    assert not worth_publishing(before, replace(before, ends=before.ends + 14 * MINUTE), NOON)
    assert worth_publishing(before, replace(before, ends=before.ends + 15 * MINUTE), NOON)


def test_other_fillers_are_published(before):
    assert worth_publishing(before, replace(before, fillers=before.fillers[:1]), NOON)


def test_changes_are_counted(before):
    items = list(before.items)
    del items[4]
    items[7] = replace(items[7], title="Lain")
    items[9] = replace(items[9], key="other")
    apart = difference(before, replace(before, items=tuple(items)), NOON)
    assert (apart.added, apart.removed, apart.changed) == (1, 2, 1)


def test_a_plan_with_overlapping_items_is_refused(before):
    items = list(before.items)
    items[3] = replace(items[3], begins=items[3].begins - MINUTE)
    with pytest.raises(PlanBroken) as caught:
        rundown_of(Plan(tuple(items), (), ()), "radio", 2, NOON, before.ends)
    assert caught.value.key == items[3].key


def test_a_plan_with_a_key_twice_is_refused(before):
    items = [*before.items, replace(before.items[0], begins=before.items[-1].ends)]
    with pytest.raises(PlanBroken):
        rundown_of(Plan(tuple(items), (), ()), "radio", 2, NOON, before.ends)
