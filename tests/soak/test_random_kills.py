"""A hundred processes are killed, and the as-run keeps every fact, once."""

import pytest

from tests.on_air.random_kills import Killed, NothingIsLost, kill_at_random
from tests.soak.conftest import scaled

pytestmark = pytest.mark.timeout(1_200)

KILLS = scaled(100, 12)


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory, figures: dict[str, str]) -> Killed:
    killed = kill_at_random(tmp_path_factory.mktemp("killed"), KILLS, seed=2026)
    written = {fact.id for fact in killed.facts}
    victims = ", ".join(f"{count} {name}" for name, count in killed.victims.most_common())
    figures["R3"] = (
        f"{killed.victims.total()} processes killed ({victims}); {len(killed.facts)} facts written,"
        f" {len(written - set(killed.collected))} lost,"
        f" {len(killed.collected) - len(set(killed.collected))} collected twice"
    )
    return killed


class TestAHundredKills(NothingIsLost):
    """As many as a bad year brings."""

    kills = KILLS
