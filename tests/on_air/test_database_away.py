"""Half a minute without the database: moved away, replaced by rubbish, brought back."""

from datetime import timedelta

import pytest

from tests.on_air.absence import Absence, live_without_database, prepare
from tests.on_air.absence_claims import NobodyNotices
from tests.on_air.live_station import live_station


@pytest.fixture(scope="module")
def absence(tmp_path_factory: pytest.TempPathFactory) -> Absence:
    folder = tmp_path_factory.mktemp("absence")
    with live_station(folder / "var") as station:
        cookie = prepare(station, folder)
        station.start()
        return live_without_database(station, cookie, timedelta(seconds=20))


class TestHalfAMinute(NobodyNotices):
    """As short as the claims can bear."""
