"""Whatever process dies, the as-run keeps every fact, once."""

import pytest

from tests.on_air.random_kills import Killed, NothingIsLost, kill_at_random

KILLS = 8


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Killed:
    return kill_at_random(tmp_path_factory.mktemp("killed"), KILLS, seed=5)


class TestAFewKills(NothingIsLost):
    """A short form."""

    kills = KILLS
