"""Pushes to a real Icecast: proof of life, titles, refusals, restarts, changed settings."""

import html
import json
import os
import signal
import subprocess
import tempfile
import urllib.request
from pathlib import Path

import pytest

from station.outputs import OutputState
from tests.on_air.line import TcpLine
from tests.ports import unused_port
from tests.unit.streaming.fake_air import FakeAir, titled
from tests.unit.streaming.stream_process import CLOCK, StreamProcess
from tests.waiting import until

pytestmark = pytest.mark.needs("icecast2")

CONFIG = """
<icecast>
  <location>Test</location><admin>nobody@example.org</admin><hostname>127.0.0.1</hostname>
  <limits><clients>50</clients><sources>5</sources><source-timeout>10</source-timeout></limits>
  <authentication>
    <source-password>sesame</source-password>
    <admin-user>admin</admin-user><admin-password>admin</admin-password>
  </authentication>
  <listen-socket><port>{port}</port><bind-address>127.0.0.1</bind-address></listen-socket>
  <paths>
    <logdir>{folder}</logdir><webroot>/usr/share/icecast2/web</webroot>
    <adminroot>/usr/share/icecast2/admin</adminroot>
  </paths>
  <logging><accesslog>access.log</accesslog><errorlog>error.log</errorlog></logging>
  <security><chroot>0</chroot>{owner}</security>
</icecast>
"""
OWNER = "<changeowner><user>icecast2</user><group>icecast</group></changeowner>"


class Icecast:
    """The server to push to; can be stopped and started."""

    def __init__(self, folder: Path, port: int) -> None:
        self.port = port
        self._config = folder / "icecast.xml"
        owner = OWNER if os.getuid() == 0 else ""
        self._config.write_text(CONFIG.format(port=port, folder=folder, owner=owner))
        self._child: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._child = subprocess.Popen(
            ["icecast2", "-c", str(self._config)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until(lambda: self.status())

    def stop(self) -> None:
        self._child.kill()
        self._child.wait()

    def pids(self) -> list[int]:
        return [self._child.pid]

    def signal(self, what: signal.Signals) -> None:
        os.kill(self._child.pid, what)

    def status(self) -> dict:
        address = f"http://127.0.0.1:{self.port}/status-json.xsl"
        with urllib.request.urlopen(address, timeout=30) as answer:
            return json.load(answer)["icestats"]

    def title(self) -> str:
        """Return what is on; Icecast writes letters beyond Latin as character references."""
        return html.unescape(self.status().get("source", {}).get("title", ""))

    def push(self, name: str = "main", password: str = "sesame", mount: str = "/live.mp3") -> str:
        """Return the settings of a push to this server."""
        return (
            f'[[icecast]]\nname = "{name}"\nhost = "127.0.0.1"\nport = {self.port}\n'
            f'mount = "{mount}"\npassword = "{password}"\n'
        )


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


@pytest.fixture
def stream(tmp_path, free_port, icecast):
    return StreamProcess(tmp_path, free_port, icecast.push())


@pytest.fixture
def air(stream):
    with FakeAir(stream.paths.bus_socket("radio"), CLOCK) as air:
        yield air


def state(stream, name="main"):
    output = stream.output(f"icecast:{name}")
    return output.state if output else None


def test_a_push_is_up_and_its_titles_arrive_in_utf8(stream, air, icecast):
    with stream:
        until(lambda: state(stream) is OutputState.UP)
        until(lambda: icecast.title() == "Gesang - Bengawan Solo")
        air.play(titled("Gending Jawa: ꦗꦮ é", "Nyi Tjondrolukito"))
        until(lambda: icecast.title() == "Nyi Tjondrolukito - Gending Jawa: ꦗꦮ é")
        source = icecast.status()["source"]
        assert source["server_name"] == "Radio"
        assert source["server_type"] == "audio/mpeg"
        address = f"http://127.0.0.1:{icecast.port}/live.mp3"
        with urllib.request.urlopen(address, timeout=30) as listener:
            assert len(listener.read(50_000)) == 50_000


def test_a_push_comes_back_after_the_server_was_away(stream, air, icecast):
    with stream:
        until(lambda: state(stream) is OutputState.UP)
        icecast.stop()
        until(lambda: state(stream) is OutputState.BACKOFF)
        assert stream.output("icecast:main").last_error
        icecast.start()
        until(lambda: state(stream) is OutputState.UP)
        until(lambda: icecast.title() == "Gesang - Bengawan Solo")


def test_a_wrong_password_is_shown_and_never_looks_up(stream, air, icecast):
    stream.configure(icecast.push(password="mellon"))
    with stream:
        until(lambda: state(stream))
        until(lambda: "401" in stream.output("icecast:main").last_error)
        assert state(stream) in (OutputState.BACKOFF, OutputState.CONNECTING)
        assert "mellon" not in stream.get("/outputs.json").decode()
        assert b"mellon" not in stream.log.read_bytes()


def test_pushes_follow_the_settings_and_listeners_notice_nothing(stream, air, icecast):
    with stream:
        until(lambda: state(stream) is OutputState.UP)
        with stream.listener("/radio.mp3") as ear:
            stream.configure(icecast.push("other", mount="/other.mp3"))
            until(lambda: state(stream, "other") is OutputState.UP)
            assert state(stream) is None
            stream.configure("this is = no toml [")
            until(lambda: b"settings_invalid" in stream.log.read_bytes())
            ear.hear(3)
            assert state(stream, "other") is OutputState.UP
            assert not ear.ended
        assert stream.log.read_bytes().count(b"settings_invalid") == 1


def test_a_server_that_stands_still_is_called_stalled_and_harms_nobody(stream, air, icecast):
    with stream:
        until(lambda: state(stream) is OutputState.UP)
        icecast.signal(signal.SIGSTOP)
        try:
            until(lambda: state(stream) is OutputState.STALLED)
            with stream.listener("/radio.mp3") as ear:
                ear.hear(6)
        finally:
            icecast.signal(signal.SIGCONT)
        until(lambda: state(stream) is OutputState.UP)


def test_a_line_that_is_cut_silently_is_told(stream, air, icecast):
    line = TcpLine(icecast)
    with stream:
        until(lambda: state(stream) is OutputState.UP)
        line.cut()
        until(lambda: state(stream) is OutputState.STALLED)
        line.restore()
        until(lambda: state(stream) is OutputState.UP)
