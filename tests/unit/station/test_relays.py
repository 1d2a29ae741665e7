"""What is known about relayed stations, in its file."""

from station.relays import Relay, RelayState, publish, read
from tests.unit.station.making import NOON


def test_what_is_published_is_read(tmp_path):
    known = (Relay("https://rri.example/pro1", "radio", NOON, RelayState.FAILED, "404", -120.0),)
    publish(tmp_path / "run" / "relays.json", known)
    assert read(tmp_path / "run" / "relays.json") == known


def test_nothing_is_known_where_the_file_is_missing_or_damaged(tmp_path):
    path = tmp_path / "relays.json"
    assert read(path) == ()
    path.write_bytes(b"{")
    assert read(path) == ()
