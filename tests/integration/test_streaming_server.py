"""The listener server over real sockets, with a ring filled by hand."""

import contextlib
import http.client
import json
import socket
from datetime import UTC, datetime
from http import HTTPStatus

import pytest
from prometheus_client import CollectorRegistry

from station.clock import SystemClock
from station.config import Channel, Config, Streams
from station.outputs import OUTPUTS, OutputState
from streaming.http_message import Answer
from streaming.metrics import Count, OutputCollector
from streaming.mount import Mount
from streaming.renditions import AAC, MP3
from streaming.server import ListenerServer, listening_socket
from streaming.site import StreamSite
from streaming.standing import Standing
from tests.unit.streaming.streams import filled, grow
from tests.waiting import until

CHANNEL = Channel(name="Suara é\r\nX-Evil: 1", description="Radio publik")


class House:
    """A server with mounts and no encoder behind them."""

    def __init__(self, port: int, renditions=(MP3, AAC), channel=CHANNEL, most: int = 50) -> None:
        self.port = port
        self._open = contextlib.ExitStack()
        config = Config(
            channels=(channel,), streams=Streams(port=port, max_listeners=most), name="LPPL"
        )
        self.mounts = [self._mount(channel, each) for each in renditions]
        registry = CollectorRegistry()
        counts = [Count("mengudara_things", "Things", "radio", 3)]
        registry.register(OutputCollector(self.outputs, lambda: counts))
        self.site = StreamSite(
            config,
            self.mounts,
            files=FILES.get,
            outputs=self.outputs,
            registry=registry,
            started=datetime(2026, 3, 2, tzinfo=UTC),
        )
        self._socket = listening_socket("127.0.0.1", port)
        self.server = ListenerServer(self.site, self.mounts, self._socket)

    def __enter__(self) -> "House":
        self.server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()
        self.server.close()
        self._socket.close()

    def outputs(self):
        return [mount.standing.output(len(mount.listeners)) for mount in self.mounts]

    def _mount(self, channel, rendition) -> Mount:
        name = f"radio{rendition.suffix}"
        standing = Standing(SystemClock(), name, kind="icy", channel="radio")
        standing.enter(OutputState.CONNECTING)
        return Mount(channel, filled(rendition, 20), standing, burst=2.0)

    def get(self, path: str, method: str = "GET", **headers: str):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        self._open.callback(connection.close)
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        self._open.callback(answer.close)
        return answer

    def raw(self, request: bytes, enough: int = 1) -> bytes:
        """Send bytes; return what comes until the end, or until there is enough."""
        with socket.create_connection(("127.0.0.1", self.port), 30) as connection:
            connection.settimeout(30)
            connection.sendall(request)
            received = b""
            while len(received) < enough and (data := connection.recv(1 << 16)):
                received += data
            return received


FILES = {
    "/radio/live.m3u8": Answer(
        b"#EXTM3U\n", "application/vnd.apple.mpegurl", headers=(("ETag", '"1"'),)
    )
}


@pytest.fixture
def house(free_port):
    with House(free_port) as house:
        yield house


def test_a_listener_gets_the_icy_headers_and_no_length(house):
    answer = house.get("/radio.mp3", **{"Icy-MetaData": "1", "Range": "bytes=0-"})
    assert answer.status == HTTPStatus.OK
    assert answer.headers["Content-Type"] == "audio/mpeg"
    assert answer.headers["icy-metaint"] == "8064"
    assert (answer.headers["icy-br"], answer.headers["icy-sr"]) == ("128", "48000")
    assert answer.headers["Accept-Ranges"] == "none"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Content-Length"] is None
    assert answer.headers["X-Evil"] is None
    assert len(answer.read(8_064)) == 8_064


def test_titles_come_only_to_those_who_asked(house):
    assert house.get("/radio.mp3").headers["icy-metaint"] is None
    assert house.get("/radio.mp3").read(2)[:1] == b"\xff"


def test_sound_goes_on_as_the_ring_grows(house):
    answer = house.get("/radio.mp3")
    answer.read(4 * 8_064)
    grow(house.mounts[0].ring, 20)
    assert len(answer.read(8_064)) == 8_064
    assert house.mounts[0].standing.state is OutputState.UP


def test_http_1_0_is_answered_in_kind(house):
    head = house.raw(b"GET /radio.mp3 HTTP/1.0\r\n\r\n")
    assert head.startswith(b"HTTP/1.0 200 OK\r\n")


def test_head_ends_after_the_headers(house):
    received = house.raw(b"HEAD /radio.mp3 HTTP/1.1\r\nHost: x\r\n\r\n", enough=1 << 20)
    assert received.endswith(b"\r\n\r\n")
    assert house.mounts[0].listeners == set()


def test_several_requests_may_use_one_connection(house):
    connection = http.client.HTTPConnection("127.0.0.1", house.port, timeout=30)
    for path, status in (("/healthz", 200), ("/nothing", 404), ("/radio/live.m3u8", 200)):
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == status
    connection.close()


@pytest.mark.parametrize(("method", "status"), [("POST", 405), ("DELETE", 405), ("OPTIONS", 204)])
def test_other_methods_are_refused_by_name(house, method, status):
    answer = house.get("/radio.mp3", method)
    assert answer.status == status
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"nonsense\r\n\r\n", b"400"),
        (b"GET /" + b"x" * 20_000 + b" HTTP/1.1\r\n\r\n", b"431"),
        (b"GET / HTTP/1.1\r\nA: " + b"b" * 20_000, b"431"),
        (b"GET /../../etc/passwd HTTP/1.1\r\n\r\n", b"404"),
        (b"GET /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n", b"40"),
        (b"CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n", b"40"),
    ],
)
def test_bad_requests_get_an_answer_and_the_server_lives_on(house, request_, status):
    assert house.raw(request_).split(b" ")[1].startswith(status)
    assert house.get("/healthz").status == HTTPStatus.OK


def test_a_full_house_says_so(free_port):
    with House(free_port, most=1) as house:
        first = house.get("/radio.mp3")
        until(lambda: house.mounts[0].listeners)
        second = house.get("/radio.mp3")
        assert second.status == HTTPStatus.SERVICE_UNAVAILABLE
        assert second.headers["Retry-After"]
        first.close()
        until(lambda: not house.mounts[0].listeners)


def test_a_playlist_is_not_sent_again_to_who_has_it(house):
    answer = house.get("/radio/live.m3u8", **{"If-None-Match": '"1"'})
    assert (answer.status, answer.read()) == (HTTPStatus.NOT_MODIFIED, b"")


def test_players_find_the_streams_in_playlists(house):
    m3u = house.get("/listen.m3u", Host="radio.example:8010").read().decode()
    assert "http://radio.example:8010/radio.mp3\n" in m3u
    assert "X-Evil" not in [line.partition(":")[0] for line in m3u.splitlines()]
    evil = house.get("/radio.pls", Host="x/evil?").read().decode()
    assert f"File2=http://127.0.0.1:{house.port}/radio.aac\n" in evil


def test_the_status_page_is_what_icecast_readers_expect(house, free_port):
    house.get("/radio.mp3")
    both = json.loads(house.get("/status-json.xsl").read())["icestats"]["source"]
    assert [source["listenurl"].rpartition("/")[2] for source in both] == ["radio.mp3", "radio.aac"]


def test_one_mount_is_an_object_in_the_status_page(free_port):
    with House(free_port, renditions=(MP3,)) as house:
        source = json.loads(house.get("/status-json.xsl").read())["icestats"]["source"]
        assert source["server_type"] == "audio/mpeg"


def test_outputs_and_metrics_tell_the_same(house):
    listener = house.get("/radio.mp3")
    until(lambda: house.mounts[0].listeners)
    outputs = OUTPUTS.validate_json(house.get("/outputs.json").read())
    assert [(each.name, each.listeners) for each in outputs] == [("radio.mp3", 1), ("radio.aac", 0)]
    text = house.get("/metrics").read().decode()
    assert 'mengudara_listeners{channel="radio",kind="icy",output="radio.mp3"} 1.0' in text
    assert 'mengudara_things_total{channel="radio"} 3.0' in text
    listener.close()
