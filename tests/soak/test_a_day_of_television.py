"""A virtual day of television: real decoders and files of odd rates; only the clock is virtual."""

from datetime import timedelta

import pytest

from tests.on_air.in_step import StaysInStep, Watched, watch
from tests.soak.conftest import SCALE, scaled

pytestmark = pytest.mark.timeout(4 * 3600)

HOURS = 24
FILM_SECONDS = scaled(960, 30) + 3.7
LENGTH = timedelta(minutes=scaled(HOURS * 60, 12))


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory, figures: dict[str, str]) -> Watched:
    watched = watch(tmp_path_factory.mktemp("day"), FILM_SECONDS, LENGTH)
    figures["P14, a virtual day"] = watched.told()
    return watched


class TestADay(StaysInStep):
    """As long as a station is on the air without a pause."""

    def test_it_was_a_whole_day(self, watched: Watched):
        assert SCALE < 1 or watched.length == timedelta(hours=HOURS)
