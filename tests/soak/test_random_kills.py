"""A hundred processes are killed, and the as-run keeps every fact, once."""

import pytest

from tests.on_air.random_kills import Killed, NothingIsLost, kill_at_random

pytestmark = pytest.mark.timeout(1_200)

KILLS = 100


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Killed:
    return kill_at_random(tmp_path_factory.mktemp("killed"), KILLS, seed=2026)


class TestAHundredKills(NothingIsLost):
    """As many as a bad year brings."""

    kills = KILLS
