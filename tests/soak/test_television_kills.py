"""Fifty kills of every process of a television channel, under the eyes of FFmpeg."""

import pytest

from tests import nginx_rtmp
from tests.on_air.television_kills import PlayersGoOn, Watched, kill_everything
from tests.soak.conftest import scaled

pytestmark = [pytest.mark.needs("nginx"), pytest.mark.timeout(4 * 3600)]

TIMES = scaled(50, 2)


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory, figures: dict[str, str]) -> Watched:
    nginx_rtmp.needed()
    watched = kill_everything(tmp_path_factory.mktemp("kills"), TIMES, seconds=3.0)
    figures["television, kills"] = watched.told()
    return watched


class TestFiftyKillsEach(PlayersGoOn):
    """As many as years bring."""

    def test_so_many_died(self, watched: Watched):
        assert len(watched.kills) == 6 * TIMES
