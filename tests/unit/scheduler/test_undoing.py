"""What an undone wish changed comes back: the same items at the same times."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scheduler.drift import Heard
from scheduler.override import Override, Wish
from scheduler.planner.planner import plan
from scheduler.undoing import oldest_undone
from scheduler.week.programme import Fixed
from station.rundown import Start
from tests.unit.scheduler.station import (
    NOON,
    SPOT,
    check,
    inputs,
    later,
    programme,
    published,
    slot,
)
from tests.unit.scheduler.test_replanning import a_week

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
SCHEDULES = [a_week(), inputs()]
PLANS = [plan(schedule) for schedule in SCHEDULES]


def wish(kind, *, item=None, after=None, number=1, made_at=NOON, **fields):
    base = Override("radio", kind, NOON, SPOT + 5, by="sari", made_at=made_at, id=number)
    if item is not None:
        base = replace(base, at=item.begins, cart_id=item.cart_id, item_key=item.key)
    if after is not None:
        base = replace(base, at=after.ends, after_key=after.key)
    return replace(base, **fields)


def wished(schedule, before, made, span=timedelta(0)):
    """Plan `span` later, with what is wished by then."""
    changed = later(schedule, before, span, overrides=tuple(made))
    answer = plan(changed)
    check(changed, answer)
    return changed, answer


def undone(schedule, before, number, span, restored):
    """Plan `span` later, when one of the wishes has been undone."""
    now = schedule.begins + span
    overrides = tuple(
        replace(each, undone_at=now) if each.id == number else each for each in schedule.overrides
    )
    changed = later(schedule, before, span, overrides=overrides, restored=restored)
    answer = plan(changed)
    check(changed, answer)
    return changed, answer


def from_on(answer, instant, until):
    return [item for item in answer.items if item.begins > instant and item.ends < until]


def begun(answer, instant):
    return {item.key for item in answer.items if item.begins <= instant}


@st.composite
def wishes(draw, items, made_at):
    coming = [item for item in items if item.begins > made_at]
    kind = draw(st.sampled_from(list(Wish)))
    item = coming[draw(st.integers(0, 5))]
    anchor = draw(st.sampled_from([other for other in coming[:8] if other is not item]))
    moved = item if kind is not Wish.INSERT else None
    if not wish(kind).places:
        return wish(kind, item=item, made_at=made_at)
    if draw(st.booleans()):
        return wish(kind, item=moved, after=anchor, made_at=made_at)
    hard = anchor.begins + 37 * SECOND
    return wish(kind, item=moved, at=hard, start=Start.HARD, made_at=made_at)


@given(st.data())
def test_an_undone_wish_leaves_what_is_to_come_as_it_was(data):
    chosen = data.draw(st.integers(0, len(SCHEDULES) - 1))
    schedule, before = SCHEDULES[chosen], PLANS[chosen]
    made = timedelta(seconds=data.draw(st.integers(0, 1800)))
    span = timedelta(seconds=data.draw(st.integers(1, 400)))
    made_at = schedule.begins + made
    changed = wished(schedule, before, [data.draw(wishes(before.items, made_at))], made)
    now = made_at + span
    assume(begun(changed[1], now) == begun(before, now))
    opened = [item for item in changed[1].items if made_at < item.begins <= now]
    assume(all(item in before.items for item in opened))  # a song opened shortened stays short
    _, after = undone(*changed, 1, span, published(schedule, before))
    assert from_on(after, now, schedule.ends) == from_on(before, now, schedule.ends)


@pytest.fixture
def schedule():
    return inputs()


@pytest.fixture
def before(schedule):
    return plan(schedule)


def test_what_was_wished_since_stays(schedule, before):
    first, anchor, far = before.items[2], before.items[6], before.items[12]
    move = wish(Wish.MOVE, item=first, after=anchor)
    insertion = wish(Wish.INSERT, after=far, number=2, made_at=NOON + SECOND)
    changed = wished(schedule, before, [move, insertion])
    _, after = undone(*changed, 1, MINUTE, published(schedule, before))
    assert after.items[:13] == before.items[:13]
    assert after.items[13].key == "override:2"


def test_without_the_version_before_it_the_wish_is_gone_all_the_same(schedule, before):
    insertion = wish(Wish.INSERT, after=before.items[1])
    changed = wished(schedule, before, [insertion])
    _, after = undone(*changed, 1, MINUTE, None)
    assert "override:1" not in [item.key for item in after.items]


def test_the_song_on_the_air_is_whole_again_when_what_would_cut_it_is_undone(schedule, before):
    song = before.items[1]
    now = song.begins + 20 * SECOND
    spot = wish(Wish.INSERT, at=song.begins + MINUTE, start=Start.HARD, made_at=now - SECOND)
    changed = wished(schedule, before, [spot], now - SECOND - NOON)
    assert changed[1].items[1].frames < song.frames
    _, after = undone(*changed, 1, SECOND, published(schedule, before))
    assert after.items[:20] == before.items[:20]


def test_a_song_that_the_air_opened_shortened_ends_as_it_was_opened(schedule, before):
    song = before.items[1]
    spot = wish(Wish.INSERT, at=song.begins + MINUTE, start=Start.HARD)
    changed = wished(schedule, before, [spot])
    span = song.begins - NOON + 10 * SECOND
    _, after = undone(*changed, 1, span, published(schedule, before))
    assert after.items[1].ends == song.begins + MINUTE
    assert after.items[2].key == before.items[2].key


def test_what_comes_before_an_undone_change_stays_when_the_air_runs_late():
    schedule = inputs(programmes=[programme(1, Fixed((7,)))], slots=[slot(1, 1, "12:20", 10)])
    before = plan(schedule)
    on_air, *coming = before.items[1:4]
    far = next(item for item in before.items if item.begins > NOON + 60 * MINUTE)
    removal = wish(Wish.REMOVE, item=far)
    changed, without = wished(schedule, before, [removal])
    span = coming[0].begins - NOON + 10 * SECOND
    late = replace(
        later(changed, without, span),
        heard=Heard(on_air.key, on_air.begins + 90 * SECOND),
        overrides=(replace(removal, undone_at=NOON + span),),
        restored=published(schedule, before),
    )
    after = plan(late)
    assert [(item.key, item.cart_id, item.begins) for item in after.items[2:4]] == [
        (item.key, item.cart_id, item.begins + 90 * SECOND) for item in coming
    ]
    assert far.key in [item.key for item in after.items]


def test_an_item_moved_up_that_is_on_when_it_is_undone_takes_none_of_the_others_away(
    schedule, before
):
    item = before.items[7]
    changed = wished(schedule, before, [wish(Wish.MOVE, item=item, after=before.items[0])])
    span = before.items[0].ends - NOON + 10 * SECOND
    _, after = undone(*changed, 1, span, published(schedule, before))
    keys = [item.key for item in after.items]
    assert keys[:3] == [before.items[0].key, item.key, before.items[1].key]
    assert keys[3:8] == [item.key for item in before.items[2:7]]


def test_the_version_to_go_back_to_is_older_than_every_undone_wish_it_would_carry():
    def at(minutes):
        return NOON + minutes * MINUTE

    def made(number, minute, undone=None):
        taken_back = None if undone is None else at(undone)
        return wish(Wish.INSERT, number=number, made_at=at(minute), undone_at=taken_back)

    none, last, both = [made(1, 0)], [made(1, 0), made(2, 2, 4)], [made(1, 0, 3), made(2, 2, 4)]
    apart = [made(1, 0, 1), made(2, 2, 4)]
    assert oldest_undone(none, at(4)) is None
    assert oldest_undone(last, at(5)) is None
    assert [oldest_undone(each, at(4)).id for each in (last, both, apart)] == [2, 1, 2]
