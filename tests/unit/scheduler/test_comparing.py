"""What differs between two versions of a rundown."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from scheduler.comparing import Change, applied, compare, differences, grouped
from station.kinds import Kind
from station.rundown import Item, Rundown

TEN = datetime(2026, 11, 23, 3, tzinfo=UTC)
RATE = 48_000


def item(key, minute, cart=1, *, seconds=180, title=""):
    return Item(
        key=key,
        cart_id=cart,
        kind=Kind.MUSIC,
        title=title or f"Lagu {cart}",
        path=f"{cart}.flac",
        begins=TEN + timedelta(minutes=minute),
        cue_in=0,
        cue_out=seconds * RATE,
        segue=seconds * RATE,
    )


def rundown(*items, version=1, hours=6):
    return Rundown("radio", version, TEN, TEN, TEN + timedelta(hours=hours), items)


def told(steps):
    return [
        (step.change, step.before and step.before.key, step.after and step.after.key)
        for step in steps
    ]


def test_a_version_does_not_differ_from_itself():
    version = rundown(item("a", 0, 1), item("b", 3, 2))
    assert compare(version, version) == ()


def test_three_items_that_move_by_forty_seconds_are_one_sentence():
    songs = [item(key, 3 * n, n) for n, key in enumerate("abcde")]
    later = [
        replace(song, begins=song.begins + timedelta(seconds=40)) if song.key in "bcd" else song
        for song in songs
    ]
    [group] = grouped(compare(rundown(*songs), rundown(*later, version=2)))
    assert (group.change, len(group.steps), group.by) == (Change.MOVED, 3, timedelta(seconds=40))


def test_what_moves_by_other_times_is_told_apart():
    first, second = item("a", 0, 1), item("b", 3, 2)
    later = (
        replace(first, begins=TEN + timedelta(seconds=1)),
        replace(second, begins=second.begins + timedelta(seconds=5)),
    )
    groups = grouped(compare(rundown(first, second), rundown(*later)))
    assert [group.by.total_seconds() for group in groups] == [1, 5]


def test_another_recording_in_the_same_place_is_a_replacement():
    steps = compare(rundown(item("a", 0, 1)), rundown(item("a", 0, 2)))
    assert told(steps) == [(Change.REPLACED, "a", "a")]
    steps = compare(rundown(item("a", 0, 1)), rundown(item("b", 0, 2)))
    assert told(steps) == [(Change.REPLACED, "a", "b")]


def test_a_recording_that_changes_its_key_has_moved():
    steps = compare(rundown(item("a", 0, 7)), rundown(item("b", 4, 7)))
    assert told(steps) == [(Change.MOVED, "a", "b")]
    assert steps[0].by == timedelta(minutes=4)


def test_the_same_recording_three_hours_later_is_another_airing():
    steps = compare(rundown(item("a", 0, 7)), rundown(item("b", 180, 7)))
    assert told(steps) == [(Change.REMOVED, "a", None), (Change.ADDED, None, "b")]


def test_a_fade_alone_is_an_alteration():
    whole = item("a", 0, 1)
    faded = replace(whole, fade_out=RATE, segue=100 * RATE, cue_out=100 * RATE)
    assert told(compare(rundown(whole), rundown(faded))) == [(Change.ALTERED, "a", "a")]


def test_what_only_one_version_reaches_is_no_difference():
    short = rundown(item("a", 0, 1), hours=1)
    long = rundown(item("a", 0, 1), item("b", 60, 2), hours=6)
    assert compare(short, long) == ()
    assert compare(long, short) == ()


def test_what_is_over_is_left_out_on_wish():
    steps = compare(
        rundown(item("a", 0, 1), item("b", 30, 2)),
        rundown(item("a", 0, 3), item("b", 30, 4)),
        since=TEN + timedelta(minutes=30),
    )
    assert told(steps) == [(Change.REPLACED, "b", "b")]


@st.composite
def item_lists(draw):
    starts = sorted(draw(st.sets(st.integers(0, 40), max_size=12)))
    keys = draw(st.permutations([f"k{n}" for n in range(16)]))
    carts = draw(st.lists(st.integers(1, 5), min_size=len(starts), max_size=len(starts)))
    lengths = draw(st.lists(st.integers(60, 61), min_size=len(starts), max_size=len(starts)))
    return tuple(
        item(key, start, cart, seconds=length)
        for key, start, cart, length in zip(keys, starts, carts, lengths, strict=False)
    )


@given(item_lists())
def test_no_list_differs_from_itself(items):
    assert differences(items, items) == ()


@given(item_lists(), item_lists())
def test_the_differences_carried_out_give_the_other_list(before, after):
    assert applied(before, differences(before, after)) == after


@given(item_lists(), item_lists())
def test_an_item_is_in_no_more_than_one_difference(before, after):
    steps = differences(before, after)
    for side in ("before", "after"):
        keys = [getattr(step, side).key for step in steps if getattr(step, side)]
        assert len(keys) == len(set(keys))


@given(item_lists(), item_lists())
def test_grouping_loses_nothing(before, after):
    steps = differences(before, after)
    assert tuple(step for group in grouped(steps) for step in group.steps) == steps
