from datetime import timedelta

import pytest

from web.throttle import POLICIES, Policy, Scope


def test_the_wait_doubles_up_to_its_longest():
    policy = Policy(free=3, longest=timedelta(minutes=5))
    waits = [policy.wait(failures).total_seconds() for failures in range(2, 15)]
    assert waits[:5] == [0, 1, 2, 4, 8]
    assert waits[-1] == 300


@pytest.mark.parametrize("failures", [10, 100, 10**6])
def test_a_flood_of_failures_does_not_overflow(failures):
    assert POLICIES[Scope.ADDRESS].wait(failures) <= timedelta(minutes=15)


def test_an_address_shared_by_an_office_has_more_tries_than_a_name():
    assert POLICIES[Scope.ADDRESS].free > POLICIES[Scope.NAME].free
