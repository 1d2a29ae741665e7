"""Ten minutes without the database: moved away, replaced by rubbish, brought back."""

from datetime import timedelta

import pytest

from tests.on_air.absence import Absence, live_without_database, prepare
from tests.on_air.absence_claims import NobodyNotices
from tests.on_air.live_station import live_station
from tests.soak.conftest import scaled

pytestmark = pytest.mark.timeout(1_000)

AWAY = timedelta(seconds=scaled(600, 20))


@pytest.fixture(scope="module")
def absence(tmp_path_factory: pytest.TempPathFactory, figures: dict[str, str]) -> Absence:
    folder = tmp_path_factory.mktemp("absence")
    with live_station(folder / "var") as station:
        cookie = prepare(station, folder)
        station.start()
        absence = live_without_database(station, cookie, AWAY)
    figures["R1, R3"] = _told(absence)
    return absence


def _told(absence: Absence) -> str:
    away = absence.returned - absence.left
    quiet = sum(not block.is_programme for block in absence.bus.blocks)
    missing = {fact.id for fact in absence.journal} - set(absence.collected)
    asked = sum(len(answers) for answers in absence.answers.values())
    return (
        f"{away.total_seconds():.0f} s without the database: {len(absence.bus.blocks)} blocks,"
        f" {quiet} without programme, {absence.bus.lost} lost; the public stream waited"
        f" {absence.listener.longest_wait:.1f} s at most; {asked} pages asked;"
        f" {len(missing)} of {len(absence.journal)} facts not collected yet"
    )


class TestTenMinutes(NobodyNotices):
    """As long as a restore takes."""
