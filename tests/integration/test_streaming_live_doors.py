"""The other ways in: browsers, relayed stations, sound cards, and the process as a whole."""

import contextlib
import functools
import http.server
import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from station import rundown
from station.audio import RATE
from station.config import LineIn
from station.live import MICROPHONE, WORD, Door, Hello, Microphone, Word
from station.relays import RelayState, read
from station.rundown import Rundown
from station.snapshot import LiveState
from streaming.live.lines import binary_for, missing_input
from streaming.live.pace import BURST
from streaming.live.uplink import RETRY_SECONDS, Uplink
from tests.integration.test_streaming_icecast import Icecast
from tests.ports import unused_port
from tests.unit.station.making import an_item
from tests.unit.streaming.live_air import LiveAir
from tests.unit.streaming.live_house import ENCODINGS, EXE, MP3, TONE, LiveHouse, encoded, is_tone
from tests.unit.streaming.stream_process import CLOCK
from tests.waiting import LIMIT_SECONDS, until

WEBM = encoded(*ENCODINGS["webm"][:-4], seconds=4.0)
SILENCE = ("-f", "lavfi", "-i", "anullsrc")
SRI = Microphone("radio", "sri", "Sri", always=True)


@pytest.fixture
def house(free_port):
    with LiveHouse(free_port) as house:
        yield house


class Browser:
    """The desk's end of a microphone's connection."""

    def __init__(self, house, hello=SRI):
        self.words = []
        self.ended = False
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(str(house.paths.microphone_socket))
        line = hello if isinstance(hello, bytes) else MICROPHONE.dump_json(hello)
        self._socket.sendall(line + b"\n")
        self._thread = Thread(target=self._listen, daemon=True)
        self._thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._socket.close()

    def speak(self, data):
        self._socket.sendall(data)

    def stop(self):
        self._socket.shutdown(socket.SHUT_WR)

    def _listen(self):
        with contextlib.suppress(OSError), self._socket.makefile("rb") as lines:
            for line in lines:
                self.words.append(WORD.validate_json(line))
        self.ended = True


def test_a_microphone_is_heard_and_told_where_it_stands(house):
    with Browser(house) as browser:
        for at in range(0, len(WEBM), 997):
            browser.speak(WEBM[at : at + 997])
        heard = house.sounding(2.0)
        hello = heard.hello
        assert (hello.door, hello.who, hello.always) == (Door.MICROPHONE, "sri", True)
        assert is_tone(heard.sound[RATE // 2 : 2 * RATE])
        heard.say(Word(LiveState.BENCHED, on_air="Budi"))
        until(lambda: Word(LiveState.BENCHED, on_air="Budi") in browser.words)
        browser.stop()
        until(lambda: heard.ended)
        until(lambda: browser.ended)


def test_a_microphone_is_told_when_the_air_is_away_and_goes_on_afterwards(house):
    with Browser(house) as browser:
        browser.speak(WEBM)
        first = house.sounding(1.0)
        house.air.__exit__()
        until(lambda: first.ended and Word(LiveState.CONNECTING) in browser.words)
        house.air.__enter__()
        until(lambda: len(house.air.inputs) == 2 and house.air.inputs[1].hello)
        assert not browser.ended


@pytest.mark.parametrize(
    ("hello", "why"),
    [
        (b"hello", "bad_hello"),
        (b"x" * 5000, "bad_hello"),
        (Microphone("tv", "sri", "Sri"), "unknown_channel"),
        (Microphone("radio", "sri", "Sri", mime="video/x-flv"), "bad_sound"),
    ],
)
def test_a_microphone_that_is_refused_learns_why(house, hello, why):
    with Browser(house, hello) as browser:
        until(lambda: browser.ended)
        assert browser.words[-1] == Word(LiveState.LOST, ended=why)
        assert house.air.inputs == []


def test_a_microphone_beyond_the_limit_learns_why(free_port):
    with LiveHouse(free_port, max_inputs=1) as house, Browser(house):
        until(lambda: house.air.last)
        with Browser(house) as second:
            until(lambda: second.ended)
            assert second.words[-1].ended == "too_many"


def test_sound_that_cannot_be_decoded_is_said_to_be_bad(house):
    with Browser(house) as browser:
        browser.speak(b"\x1aE\xdf\xa3" + os.urandom(50_000))
        with contextlib.suppress(BrokenPipeError):
            browser.stop()
        until(lambda: browser.ended)
        assert browser.words[-1].ended == "bad_sound"


def test_who_is_sent_away_learns_it_and_cannot_come_straight_back(house):
    with Browser(house) as browser:
        browser.speak(WEBM)
        house.sounding(1.0).say(Word(LiveState.READY, ended="kicked"))
        until(lambda: browser.ended)
        assert browser.words[-1].ended == "kicked"
    with Browser(house) as again:
        until(lambda: again.ended)
        assert again.words[-1].ended == "kicked"


def test_the_socket_of_the_microphones_is_for_this_user_and_group_only(house):
    assert house.paths.microphone_socket.stat().st_mode & 0o007 == 0


def test_where_presenters_are_not_wanted_there_is_no_door(free_port):
    with LiveHouse(free_port, enabled=False) as house:
        assert not house.paths.microphone_socket.exists()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", free_port), 1)


@pytest.fixture
def server(tmp_path):
    """Another station: files served over HTTP."""
    folder = tmp_path / "www"
    folder.mkdir()
    quiet = type("Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    serve = functools.partial(quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), serve) as found:
        found.folder = folder
        Thread(target=found.serve_forever, daemon=True).start()
        yield found
        found.shutdown()


def publish_relay(house, address, begins_in, version=1, beside=""):
    """Publish a rundown in which a relay begins so many seconds from now, and another soon."""
    now = datetime.now(UTC)
    items = [an_item("news", now + timedelta(seconds=begins_in), 3600, relay=address)]
    if beside:
        items.append(an_item("sport", now + timedelta(seconds=300), 3600, relay=beside))
    day = timedelta(days=1)
    in_order = sorted(items, key=lambda item: item.begins)
    published = Rundown("radio", version, now, now - day, now + day, tuple(in_order))
    rundown.publish(house.paths.rundown("radio"), published)


def look_again(house, server, address, begins_in):
    """Publish a second version; return when it has been read, which the other relay tells."""
    absent = f"http://127.0.0.1:{server.server_port}/absent.mp3"
    publish_relay(house, address, begins_in, version=2, beside=absent)
    until(lambda: any(relay.address == absent for relay in read(house.paths.relays)))


def known(house, state):
    found = [relay for relay in read(house.paths.relays) if relay.state is state]
    return found[0] if found else None


def test_a_station_is_tried_ahead_and_what_was_heard_is_told(house, server):
    (server.folder / "news.mp3").write_bytes(encoded(*MP3[:-2], seconds=10))
    address = f"http://127.0.0.1:{server.server_port}/news.mp3"
    publish_relay(house, address, begins_in=300)
    ready = until(lambda: known(house, RelayState.READY))
    assert (ready.address, ready.channel, ready.why) == (address, "radio", "")
    assert -20 < ready.level < 0
    assert house.air.inputs == []


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("gone.mp3", None, "404"),
        ("garbage.mp3", b"\x00garbage" * 5000, ""),
        ("silence.mp3", encoded(*MP3[:-2], tone=SILENCE, seconds=5), "silent"),
    ],
)
def test_a_station_that_fails_is_told_with_its_reason(house, server, name, body, why):
    if body:
        (server.folder / name).write_bytes(body)
    address = f"http://127.0.0.1:{server.server_port}/{name}"
    publish_relay(house, address, begins_in=300)
    failed = until(lambda: known(house, RelayState.FAILED))
    assert failed.why
    assert why in failed.why


def test_a_file_is_no_station(house, tmp_path):
    (tmp_path / "x.mp3").write_bytes(encoded(*MP3[:-2]))
    publish_relay(house, f"file://{tmp_path}/x.mp3", begins_in=10)
    failed = until(lambda: known(house, RelayState.FAILED))
    assert "http://" in failed.why
    assert house.air.inputs == []


def test_a_playlist_cannot_make_the_relay_read_a_file(house, server, tmp_path):
    (tmp_path / "secret.ts").write_bytes(encoded("-c:a", "aac", "-f", "mpegts", seconds=5.0))
    (server.folder / "live.m3u8").write_text(
        f"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nfile://{tmp_path}/secret.ts\n"
        "#EXT-X-ENDLIST\n"
    )
    publish_relay(house, f"http://127.0.0.1:{server.server_port}/live.m3u8", begins_in=300)
    assert until(lambda: known(house, RelayState.FAILED))


def test_a_station_is_connected_half_a_minute_ahead_as_one_session_that_outlives_its_breaks(
    house, server
):
    (server.folder / "news.mp3").write_bytes(encoded(*MP3[:-2], seconds=4))
    address = f"http://127.0.0.1:{server.server_port}/news.mp3"
    publish_relay(house, address, begins_in=20)
    heard = house.sounding(5.0)
    assert (heard.hello.door, heard.hello.relay) == (Door.RELAY, address)
    assert len([one for one in house.air.inputs if one.hello]) == 1
    assert is_tone(heard.sound[RATE // 2 : RATE])
    publish_relay(house, address, begins_in=600, version=2)
    until(lambda: heard.ended)
    until(lambda: house.decoders() == [])


def test_what_is_on_the_air_stays_until_the_air_lets_it_go(house, server):
    (server.folder / "news.mp3").write_bytes(encoded(*MP3[:-2], seconds=60))
    address = f"http://127.0.0.1:{server.server_port}/news.mp3"
    publish_relay(house, address, begins_in=20)
    heard = house.sounding(1.0)
    heard.tell(Word(LiveState.ON_AIR))
    look_again(house, server, address, begins_in=600)
    before = heard.frames
    until(lambda: heard.frames > before + 2 * RATE)
    assert not heard.ended
    heard.say(Word(LiveState.READY))
    until(lambda: heard.ended)


def test_hls_is_relayed_evenly_although_it_comes_in_whole_segments(house, server):
    subprocess.run(
        [EXE, "-loglevel", "error", *TONE, "-t", "30", "-c:a", "aac", "-f", "hls",
         "-hls_time", "6", "-hls_list_size", "0", "-hls_playlist_type", "event",
         str(server.folder / "live.m3u8")],
        check=True, timeout=LIMIT_SECONDS,
    )  # fmt: skip
    publish_relay(house, f"http://127.0.0.1:{server.server_port}/live.m3u8", begins_in=20)
    heard = house.sounding(1.0)
    began, frames = CLOCK.now(), heard.frames
    until(lambda: heard.frames > frames + 6 * RATE)
    burst = timedelta(seconds=BURST / RATE)
    assert CLOCK.now() - began > timedelta(seconds=5.5) - burst
    assert is_tone(heard.sound[RATE // 2 : RATE])


@pytest.fixture
def icecast():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        server = Icecast(folder, unused_port())
        try:
            server.start()
            yield server
        finally:
            server.stop()


@pytest.mark.needs("icecast2")
def test_a_station_on_icecast_is_relayed_and_its_break_is_outlived(house, icecast):
    address = f"http://127.0.0.1:{icecast.port}/live.mp3"
    publish_relay(house, address, begins_in=20)
    with studio(icecast.port):
        heard = house.sounding(2.0)
        assert is_tone(heard.sound[RATE : 2 * RATE])
        ready = until(lambda: known(house, RelayState.READY))
        assert ready.address == address
    until(lambda: known(house, RelayState.FAILED))
    with studio(icecast.port):
        before = heard.frames
        until(lambda: heard.frames > before + 2 * RATE)
        assert until(lambda: known(house, RelayState.READY))
    assert len([one for one in house.air.inputs if one.hello]) == 1


@contextlib.contextmanager
def studio(port):
    """Another station that sends to Icecast."""
    address = f"icecast://source:sesame@127.0.0.1:{port}/live.mp3"
    with subprocess.Popen([EXE, "-loglevel", "quiet", "-re", *TONE, *MP3, address]) as child:
        try:
            yield
        finally:
            child.kill()


@pytest.mark.needs("ffmpeg")
def test_an_srt_sender_is_relayed(house, free_port):
    port = unused_port()
    sender = [EXE, "-loglevel", "error", "-re", *TONE, "-c:a", "aac", "-f", "mpegts"]
    with subprocess.Popen([*sender, f"srt://127.0.0.1:{port}?mode=listener"]) as child:
        try:
            publish_relay(house, f"srt://127.0.0.1:{port}", begins_in=20)
            assert is_tone(house.sounding(2.0).sound[RATE // 2 : RATE])
        finally:
            child.kill()


def test_an_ffmpeg_without_the_sound_system_is_named_with_what_to_do():
    line = LineIn(name="Studio", system="alsa", device="hw:0")
    sentence = missing_input(line, "/opt/ffmpeg", "Unknown input format: 'alsa'\nError opening")
    assert "/opt/ffmpeg has no alsa input" in sentence
    assert 'ffmpeg = "/usr/bin/ffmpeg"' in sentence
    assert missing_input(line, "/opt/ffmpeg", "No such file or directory") == ""


@pytest.mark.needs("ffmpeg")
def test_for_alsa_the_ffmpeg_of_the_system_is_taken_unless_one_is_set():
    alsa, pulse = LineIn(name="A", system="alsa"), LineIn(name="P", system="pulse")
    assert binary_for(alsa, "").endswith("/bin/ffmpeg")
    assert binary_for(alsa, "/opt/ffmpeg") == "/opt/ffmpeg"
    assert binary_for(pulse, "") == EXE


def test_a_line_that_cannot_be_opened_is_asked_again_and_harms_nobody(free_port, caplog):
    line = LineIn(name="Studio", system="pulse", device="nowhere")
    with LiveHouse(free_port, lines=(line,)) as house:
        until(lambda: house.air.last and house.air.last.hello.door is Door.LINE)
        until(lambda: [r for r in caplog.records if r.action == "live_supply_failed"])
        with house.source():
            house.sounding(beside=1)


def test_the_command_serves_and_leaves_when_asked(tmp_path, free_port):
    (tmp_path / "station.toml").write_text(f"[live]\nport = {free_port}\n")
    environment = {**os.environ, "MENGUDARA_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "mengudara", "live"]
    with (
        LiveAir(tmp_path / "run" / "radio.live"),
        open(tmp_path / "log", "wb") as log,
        subprocess.Popen(command, env=environment, stderr=log) as child,
        contextlib.ExitStack() as stack,
    ):
        stack.callback(child.kill)
        with until(lambda: socket.create_connection(("127.0.0.1", free_port), 30)) as connection:
            connection.sendall(b"PUT /radio HTTP/1.1\r\n\r\n")
            assert connection.recv(100).startswith(b"HTTP/1.1 401 ")
        child.send_signal(signal.SIGTERM)
        assert child.wait(120) == 0
    said = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    assert [line["action"] for line in said] == ["live_ready"]


def test_an_operator_sends_a_station_away_for_good_and_the_end_of_a_slot_does_not(house, server):
    (server.folder / "news.mp3").write_bytes(encoded(*MP3[:-2], seconds=30))
    address = f"http://127.0.0.1:{server.server_port}/news.mp3"
    publish_relay(house, address, begins_in=20)
    first = house.sounding(1.0)
    first.say(Word(LiveState.READY, ended="slot_end"))
    second = house.sounding(1.0, beside=1)
    assert first.ended
    second.say(Word(LiveState.READY, ended="kicked"))
    until(lambda: second.ended and house.decoders() == [])
    look_again(house, server, address, begins_in=20)
    assert len(house.air.inputs) == 2


def test_an_air_that_lets_nobody_in_is_asked_less_and_less_often(house, caplog):
    house.air.refuse()
    with house.source():
        until(lambda: len(house.air.inputs) >= 5)
    assert_pauses_grow(house.air)
    assert [each.action for each in caplog.records].count("air_away") == 1


def test_an_air_that_closes_before_it_was_greeted_is_asked_less_and_less_often(tmp_path):
    @dataclass(frozen=True)
    class LateHello(Hello):
        """Is written only once the air has closed the connection that it is meant for."""

        def __post_init__(self):
            _, connected, number = self.session.partition(".")
            if connected:
                until(lambda: air.closed == int(number))

    words = []
    with LiveAir(tmp_path / "live") as air:
        air.refuse()
        uplink = Uplink(air.path, LateHello("s", Door.LINE, "Studio"), words.append, CLOCK)
        uplink.start()
        until(lambda: len(air.inputs) >= 5)
        uplink.close()
    assert_pauses_grow(air)
    assert set(words) == {Word(LiveState.CONNECTING)}


def assert_pauses_grow(air):
    """However slow the machine, no pause may end early."""
    arrivals = [heard.arrived_at for heard in air.inputs[:5]]
    gaps = [after - before for before, after in itertools.pairwise(arrivals)]
    pauses = [timedelta(seconds=RETRY_SECONDS * 2**refusals) for refusals in range(4)]
    assert all(gap >= pause for gap, pause in zip(gaps, pauses, strict=True)), gaps


def test_a_line_of_an_unknown_channel_is_named_and_harms_nobody(free_port, caplog):
    line = LineIn(name="Studio", channel="tv")
    with LiveHouse(free_port, lines=(line,)) as house:
        assert [each.message for each in caplog.records if each.action == "line_impossible"] == [
            "line_in Studio: there is no channel tv"
        ]
        with house.source():
            house.sounding()
