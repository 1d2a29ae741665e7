"""Some minutes of the virtual day of television; `make soak` has all of it."""

from datetime import timedelta

import pytest

from tests.on_air.in_step import StaysInStep, Watched, watch

pytestmark = pytest.mark.timeout(900)

FILM_SECONDS = 23.7
LENGTH = timedelta(minutes=9)


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    return watch(tmp_path_factory.mktemp("minutes"), FILM_SECONDS, LENGTH)


class TestSomeMinutes(StaysInStep):
    """Every film twice."""
