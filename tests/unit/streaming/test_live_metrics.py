"""Relays are counted by how they did, the noughts too."""

from datetime import UTC, datetime

from station.clock import SystemClock
from station.relays import Relay, RelayState
from streaming.live.admission import Admission
from streaming.live.inputs import Inputs
from streaming.live.metrics import LiveCollector, page
from streaming.live.presenter_list import PresenterList

AT = datetime(2026, 3, 2, tzinfo=UTC)


def test_a_relay_that_failed_is_seen_beside_one_that_sounds(tmp_path):
    nobody = Admission(["radio"], PresenterList(tmp_path / "presenters.json"))
    relays = [
        Relay("https://rri.example/1", "radio", AT, RelayState.READY),
        Relay("https://rri.example/2", "radio", AT, RelayState.FAILED, "404"),
    ]
    inputs = Inputs(8, nobody, SystemClock())
    text = page(LiveCollector(["radio", "tv"], inputs, lambda: relays)).decode()
    assert 'mengudara_relays{channel="radio",state="ready"} 1.0' in text
    assert 'mengudara_relays{channel="radio",state="failed"} 1.0' in text
    assert 'mengudara_relays{channel="tv",state="failed"} 0.0' in text
    assert "rri.example" not in text
