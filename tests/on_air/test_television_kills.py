"""Every process of a television channel dies, and FFmpeg plays on; `make soak` kills many more."""

import pytest

from tests import nginx_rtmp
from tests.on_air.television_kills import PlayersGoOn, Watched, kill_everything

pytestmark = [pytest.mark.needs("nginx"), pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    nginx_rtmp.needed()
    return kill_everything(tmp_path_factory.mktemp("kills"), times=1, seconds=2.5)


class TestOneKillEach(PlayersGoOn):
    """One of every sort."""
