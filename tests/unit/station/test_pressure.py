"""What the air says of the machine is heeded for half a minute."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from station.paths import StatePaths
from station.pressure import FRESH, Level, Pressure, highest, publish, shed

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def paths(tmp_path: Path) -> StatePaths:
    paths = StatePaths(tmp_path)
    paths.create()
    return paths


def test_the_highest_level_of_all_channels_counts(paths: StatePaths) -> None:
    assert highest(paths.run, NOW) is Level.NONE
    publish(paths.pressure("radio"), Pressure(Level.METERS, NOW, NOW))
    publish(paths.pressure("tv"), Pressure(Level.INGEST, NOW, NOW))
    assert highest(paths.run, NOW) is Level.INGEST


def test_what_was_said_long_ago_counts_no_longer(paths: StatePaths) -> None:
    publish(paths.pressure("radio"), Pressure(Level.INGEST, NOW, NOW))
    assert highest(paths.run, NOW + FRESH) is Level.INGEST
    assert highest(paths.run, NOW + FRESH + timedelta(seconds=1)) is Level.NONE
    assert highest(paths.run, NOW - timedelta(hours=1)) is Level.NONE


@pytest.mark.parametrize("text", [b"", b"{", b'{"level": 9}', b"\xff", b'{"level":3,"at":"2026"}'])
def test_a_damaged_file_presses_nobody(paths: StatePaths, text: bytes) -> None:
    paths.pressure("radio").write_bytes(text)
    assert highest(paths.run, NOW) is Level.NONE


def test_work_is_shed_in_the_stated_order() -> None:
    assert shed(Level.NONE) == ()
    assert shed(Level.RENDITIONS) == ("meters", "waveforms", "ingest", "renditions")
