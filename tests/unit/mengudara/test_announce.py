"""What the terminal shows: where each channel is to be found."""

from mengudara.announce import Terminal, public_stream
from station.clock import SystemClock
from station.config import Channel, Config
from station.paths import StatePaths


def test_every_channel_is_named_with_the_address_that_players_take(tmp_path, capsys):
    config = Config(channels=(Channel(), Channel(slug="tv", kind="tv")))
    Terminal(SystemClock(), config.zone).addresses(config, StatePaths(tmp_path))
    said = capsys.readouterr().out
    assert "Stream         http://127.0.0.1:8010/radio.mp3" in said
    assert "Television     http://127.0.0.1:8010/tv/live.m3u8" in said


def test_a_radio_without_mp3_is_named_by_its_playlist():
    assert public_stream(Channel(renditions=("aac",))) == "radio/live.m3u8"
