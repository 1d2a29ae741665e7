"""Fillers are chosen so that a gap is met exactly, or with the least loss."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from playout.filling import SHORTEST_REST, STEP, TOLERANCE, Filling, fill
from station.audio import RATE
from station.rundown import Item
from tests.unit.playout.clips import clip

HOUR = 3600 * RATE
NOW = 100 * HOUR

lengths = st.lists(st.integers(1, 40 * RATE // STEP), max_size=7)
odd_lengths = st.lists(st.integers(STEP, 40 * RATE), max_size=7)


def of(*frames: int) -> list[Item]:
    return [clip(f"filler {n}", length) for n, length in enumerate(frames)]


def chosen(fillings: list[Filling]) -> list[str]:
    return [one.item.key for one in fillings]


def grade(gap: int, choice: tuple[Item, ...]) -> tuple[int, int, int] | None:
    """Judge a choice without regard to its order: the longest stands at the end."""
    over = sum(one.frames for one in choice) - gap
    longest = max(one.frames for one in choice)
    if over < -TOLERANCE or longest <= over:
        return None
    if over <= TOLERANCE:
        return 0, len(choice), 0
    return (2 if longest - over < SHORTEST_REST else 1), over, len(choice)


def best(gap: int, items: list[Item]) -> tuple[int, int, int] | None:
    """Try every choice."""
    grades = [
        grade(gap, choice) for n in range(1, len(items) + 1) for choice in combinations(items, n)
    ]
    return min((one for one in grades if one is not None), default=None)


@given(lengths, st.integers(5, 100 * RATE // STEP))
def test_no_other_choice_is_better(steps: list[int], gap: int) -> None:
    items = of(*(STEP * one for one in steps))
    fillings = fill(STEP * gap, items, {}, NOW, hour=HOUR)
    expected = best(STEP * gap, items)
    if expected is not None:
        assert grade(STEP * gap, tuple(one.item for one in fillings)) == expected


@given(odd_lengths, st.integers(5 * STEP, 90 * RATE))
def test_odd_lengths_cost_no_more_than_the_steps_they_are_rounded_to(
    frames: list[int], gap: int
) -> None:
    items = of(*frames)
    fillings = fill(gap, items, {}, NOW, hour=HOUR)
    expected = best(gap, items)
    if expected is not None and expected[0] == 1:
        assert fillings[-1].lost <= max(expected[1], TOLERANCE) + len(items) * STEP


@given(odd_lengths, st.integers(5 * STEP, 200 * RATE))
def test_a_gap_is_filled_to_its_end_and_only_the_last_one_is_cut(
    frames: list[int], gap: int
) -> None:
    items = of(*frames)
    fillings = fill(gap, items, {}, NOW, hour=HOUR)
    if sum(frames) >= gap:
        assert len(set(chosen(fillings))) == len(fillings)
    if sum(frames) * 60 >= gap:
        assert -TOLERANCE <= sum(one.frames for one in fillings) - gap <= 0
    assert all(one.lost == 0 for one in fillings[:-1])
    assert all(one.frames + one.lost == one.item.frames and one.frames > 0 for one in fillings)


@given(odd_lengths, st.integers(5 * STEP, 90 * RATE), st.randoms())
def test_the_order_of_the_fillers_makes_no_difference(frames: list[int], gap: int, chance) -> None:  # type: ignore[no-untyped-def]
    items = of(*frames)
    shuffled = list(items)
    chance.shuffle(shuffled)
    assert fill(gap, items, {}, NOW, hour=HOUR) == fill(gap, shuffled, {}, NOW, hour=HOUR)


def test_one_that_aired_within_the_hour_is_left_alone_while_others_suffice() -> None:
    items = of(10 * RATE, 12 * RATE)
    fillings = fill(10 * RATE, items, {"filler 0": NOW - HOUR + 1}, NOW, hour=HOUR)
    assert chosen(fillings) == ["filler 1"]
    assert fillings[0].lost == 2 * RATE


def test_one_that_aired_an_hour_ago_counts_as_fresh() -> None:
    items = of(10 * RATE, 12 * RATE)
    fillings = fill(10 * RATE, items, {"filler 0": NOW - HOUR}, NOW, hour=HOUR)
    assert chosen(fillings) == ["filler 0"]


def test_the_one_that_aired_longest_ago_comes_back_first() -> None:
    items = of(20 * RATE, 20 * RATE)
    aired = {"filler 0": NOW - RATE, "filler 1": NOW - 2 * RATE}
    assert chosen(fill(20 * RATE, items, aired, NOW, hour=HOUR)) == ["filler 1"]


def test_a_few_fillers_go_round_in_a_gap_that_is_longer_than_all_of_them() -> None:
    fillings = fill(50 * RATE, of(10 * RATE, 12 * RATE), {}, NOW, hour=HOUR)
    assert sum(one.frames for one in fillings) == 50 * RATE
    assert chosen(fillings)[:4] == ["filler 0", "filler 1"] * 2


def test_three_seconds_are_left_of_the_last_one_where_that_can_be() -> None:
    fillings = fill(22 * RATE, of(20 * RATE, 30 * RATE), {}, NOW, hour=HOUR)
    assert chosen(fillings) == ["filler 1"]
    assert chosen(fill(2 * RATE, of(30 * RATE), {}, NOW, hour=HOUR)) == ["filler 0"]


def test_nothing_is_chosen_from_nothing_and_for_nothing() -> None:
    assert fill(10 * RATE, [], {}, NOW, hour=HOUR) == []
    assert fill(0, of(10 * RATE), {}, NOW, hour=HOUR) == []


def test_an_hour_is_filled_exactly_from_many_fillers_and_none_comes_twice() -> None:
    items = of(*(RATE * (30 + 37 * n % 211) + 1000 * n for n in range(60)))
    fillings = fill(40 * 60 * RATE, items, {}, NOW, hour=HOUR)
    assert abs(sum(one.frames for one in fillings) - 40 * 60 * RATE) <= TOLERANCE
    assert len(set(chosen(fillings))) == len(fillings)
