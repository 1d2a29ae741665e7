"""Every process of a television channel dies, and FFmpeg plays on; `make soak` kills many more."""

import pytest

from tests.integration.test_streaming_remote import MODULE
from tests.on_air.television_kills import PlayersGoOn, Watched, kill_everything

pytestmark = [pytest.mark.needs("nginx"), pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    if not MODULE.exists():
        pytest.skip("needs libnginx-mod-rtmp")
    return kill_everything(tmp_path_factory.mktemp("kills"), times=1, seconds=2.5)


class TestOneKillEach(PlayersGoOn):
    """One of every sort."""
