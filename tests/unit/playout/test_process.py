"""What the air process asks of its interpreter."""

import sys

import pytest

from playout.process import YIELD_SECONDS, yielding


def test_other_threads_give_way_to_the_tick_soon_for_as_long_as_the_air_runs():
    before = sys.getswitchinterval()
    with yielding():
        assert sys.getswitchinterval() == pytest.approx(YIELD_SECONDS)
    assert sys.getswitchinterval() == before
