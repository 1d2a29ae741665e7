"""Every service a channel is sent to is cut twenty times, for up to five minutes."""

import pytest

from tests import nginx_rtmp
from tests.on_air.remote_cuts import Cuts, OthersAreUntouched, cut_everything
from tests.soak.conftest import scaled

pytestmark = [
    pytest.mark.needs("nginx", "icecast2", "srt-live-transmit"),
    pytest.mark.timeout(3600),
]

TIMES = scaled(20, 6)
LONGEST_SECONDS = scaled(300, 12)


@pytest.fixture(scope="module")
def cuts(tmp_path_factory: pytest.TempPathFactory, figures: dict[str, str]) -> Cuts:
    nginx_rtmp.needed()
    cuts = cut_everything(tmp_path_factory.mktemp("cuts"), TIMES, LONGEST_SECONDS, seed=2026)
    figures["R4"] = cuts.told()
    return cuts


class TestTwentyCuts(OthersAreUntouched):
    """As many as a bad line brings."""

    times = TIMES
