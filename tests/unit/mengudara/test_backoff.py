"""The first restart is at once; repeated deaths rest longer; a stable life forgives."""

from datetime import timedelta

from mengudara.backoff import LONGEST, STABLE, Backoff

BRIEF = timedelta(seconds=2)


def test_the_first_death_is_answered_at_once():
    assert Backoff().rest_after(BRIEF) == timedelta(0)


def test_repeated_deaths_rest_twice_as_long_each_time():
    backoff = Backoff()
    rests = [backoff.rest_after(BRIEF).total_seconds() for _ in range(5)]
    assert rests == [0, 0.5, 1, 2, 4]


def test_no_rest_is_longer_than_the_longest():
    backoff = Backoff()
    assert max(backoff.rest_after(BRIEF) for _ in range(100)) == LONGEST


def test_a_stable_life_forgives_the_deaths_before_it():
    backoff = Backoff()
    for _ in range(4):
        backoff.rest_after(BRIEF)
    assert backoff.rest_after(STABLE) == timedelta(0)


def test_the_air_never_rests():
    backoff = Backoff(longest=timedelta(0))
    assert {backoff.rest_after(BRIEF) for _ in range(9)} == {timedelta(0)}
