"""Meeting a point in time with up to three items."""

from scheduler.planner.airtime import MINUTE, SECOND
from scheduler.planner.fitting import best_first


def test_one_item_that_fits_is_taken():
    assert best_first([200 * SECOND, 181 * SECOND, 300 * SECOND], 180 * SECOND) == 1


def test_two_items_are_taken_where_one_would_be_cut_more():
    lengths = [100 * SECOND, 170 * SECOND, 260 * SECOND]
    assert best_first(lengths, 200 * SECOND) == 2
    assert best_first(lengths, 265 * SECOND) == 0


def test_three_items_are_taken_where_two_would_be_cut_more():
    lengths = [60 * SECOND, 70 * SECOND, 80 * SECOND, 300 * SECOND]
    assert best_first(lengths, 210 * SECOND) in (0, 1, 2)


def test_among_equals_the_first_candidate_and_the_fewest_items_win():
    assert best_first([90 * SECOND, 90 * SECOND, 180 * SECOND, 180 * SECOND], 180 * SECOND) == 2


def test_no_item_is_left_less_than_twenty_seconds():
    assert best_first([170 * SECOND, 40 * SECOND, 200 * SECOND], 180 * SECOND) == 2


def test_far_away_any_item_will_do():
    assert best_first([3 * MINUTE] * 10, 60 * MINUTE) is None
    assert best_first([], MINUTE) is None
