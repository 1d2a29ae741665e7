"""What the terminal shows: where each channel is to be found, and when it is served."""

import json
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest

from mengudara.announce import Terminal, announce_streams, public_stream
from station.clock import SystemClock
from station.config import Channel, Config, Streams
from station.paths import StatePaths
from tests.waiting import LIMIT_SECONDS


def test_every_channel_is_named_with_the_address_that_players_take(tmp_path, capsys):
    config = Config(channels=(Channel(), Channel(slug="tv", kind="tv")))
    Terminal(SystemClock(), config.zone).addresses(config, StatePaths(tmp_path))
    said = capsys.readouterr().out
    assert "Stream         http://127.0.0.1:8010/radio.mp3" in said
    assert "Television     http://127.0.0.1:8010/tv/live.m3u8" in said


def test_a_radio_without_mp3_is_named_by_its_playlist():
    assert public_stream(Channel(renditions=("aac",))) == "radio/live.m3u8"


@pytest.fixture
def outputs():
    """A stream server that tells which outputs are up, as the test fills them in."""
    up = []

    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            body = json.dumps([{"name": name, "state": "up"} for name in up]).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield server.server_address[1], up
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_desk_waits_for_the_radio_and_not_for_television(outputs, capsys):
    port, up = outputs
    config = Config(channels=(Channel(), Channel(slug="tv", kind="tv")), streams=Streams(port=port))
    served, stop = Event(), Event()
    terminal = Terminal(SystemClock(), config.zone)
    about = (config, terminal, datetime.now(UTC), served, stop)
    watch = Thread(target=announce_streams, args=about)
    watch.start()
    assert not served.is_set()
    up.append("radio.mp3")
    assert served.wait(LIMIT_SECONDS)
    assert watch.is_alive()
    up.append("tv/live.m3u8")
    watch.join(LIMIT_SECONDS)
    said = capsys.readouterr().out
    assert said.index("/radio.mp3 is served") < said.index("/tv/live.m3u8 is served")
