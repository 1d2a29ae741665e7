"""Pushes of television to real servers: nginx-rtmp and SRT, as they see and keep them."""

import os
import signal
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from station.outputs import OutputState
from tests import nginx_rtmp
from tests.integration.test_streaming_television import PICTURE, SETTINGS, Seen, air, encoder
from tests.on_air.line import TcpLine, UdpLine
from tests.ports import unused_port
from tests.tls_front import NAME, Authority, Front
from tests.unit.streaming.stream_process import StreamProcess, children
from tests.waiting import until

KEY = "geheim-1?a=b&c=d"
PASSPHRASE = "sangat-rahasia"

CONFIG = """
load_module {module};
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log info;
{user}
events {{ worker_connections 64; }}
rtmp {{ server {{
  listen 127.0.0.1:{port};
  application live {{ live on; record all; record_path {folder}; record_unique on; }}
}} }}
"""


class Server:
    """A process that can be stopped, frozen and started again."""

    def __init__(self, command, output=None):
        self._command = command
        self._output = output
        self._child = None

    def start(self):
        out = self._output.open("ab") if self._output else subprocess.DEVNULL
        self._child = subprocess.Popen(self._command, stdout=out, stderr=subprocess.DEVNULL)
        if self._output:
            out.close()

    def pids(self):
        return [*children(self._child.pid), self._child.pid]

    def signal(self, what):
        for pid in self.pids():
            os.kill(pid, what)

    def stop(self):
        self.signal(signal.SIGCONT)
        self._child.kill() if self._output else self._child.terminate()
        self._child.wait()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()


@pytest.fixture
def stream(tmp_path, free_port):
    process = StreamProcess(tmp_path, free_port, SETTINGS)
    with air(process), process:
        yield process


def push(stream, url, rung="360p"):
    """Have the running process send a rung to an address, as an edited settings file does."""
    stream.configure(f'{SETTINGS}\n[[push]]\nname = "kanal"\nrung = "{rung}"\nurl = "{url}"\n')


def state(stream, name="push:kanal"):
    found = stream.output(name)
    return found.state if found else None


@pytest.fixture
def rtmp(tmp_path):
    nginx_rtmp.needed()
    folder = tmp_path / "rtmp"
    folder.mkdir()
    folder.chmod(0o777)
    user = "user root;" if os.getuid() == 0 else ""
    port = unused_port()
    config = folder / "nginx.conf"
    config.write_text(CONFIG.format(module=nginx_rtmp.MODULE, folder=folder, port=port, user=user))
    server = Server(["nginx", "-p", str(folder), "-c", str(config)])
    server.folder, server.url = folder, f"rtmp://127.0.0.1:{port}/live/{KEY}"
    return server


def family(pid):
    """Return all processes below one."""
    return [each for child in children(pid) for each in (child, *family(child))]


def cmdline(pid):
    return Path(f"/proc/{pid}/cmdline").read_text()


def recorded(server):
    """Return the newest recording, as long as it is."""
    newest = max(server.folder.glob("*.flv"), key=lambda path: path.stat().st_mtime_ns)
    return newest.read_bytes()


@pytest.mark.needs("nginx")
def test_an_rtmp_server_gets_pictures_and_their_sound_and_its_key_is_in_no_list(stream, rtmp):
    with rtmp:
        push(stream, rtmp.url)
        until(lambda: state(stream) is OutputState.UP)
        seen = until(lambda: in_step(recorded(rtmp), "flv", 3))
        lines = [cmdline(pid) for pid in children(stream.pid)]
        assert any("rtmp_child" in line for line in lines)
        assert not any("geheim" in line for line in lines)
        assert "geheim" not in stream.get("/outputs.json").decode()
    assert all(abs(offset) <= PICTURE for offset in seen), seen


def in_step(data, form, count):
    """Return by how much tones and their pictures are apart, once there are so many of them.

    Number 0 may be the slate of an encoder that has just begun: it has no tone.
    """
    seen = Seen(data, form)
    seen.pictures = [each for each in seen.pictures if each[1]]
    offsets = seen.offsets()
    return offsets if len(offsets) >= count else []


@pytest.fixture
def front(tmp_path, rtmp):
    """TLS in front of the server, which runs."""
    authority = Authority(tmp_path / "authority")
    with rtmp, Front(authority, urlsplit(rtmp.url).port).open() as front:
        yield front


@pytest.fixture
def trusting(front, monkeypatch):
    """A streaming process that starts from here on trusts it."""
    monkeypatch.setenv("SSL_CERT_FILE", str(front.authority.certificate))


@pytest.mark.needs("nginx", "openssl")
def test_through_tls_a_server_gets_the_same_and_confirms_it(trusting, front, rtmp, stream):
    push(stream, f"rtmps://{NAME}:{front.port}/live/{KEY}")
    until(lambda: state(stream) is OutputState.UP)
    offsets = until(lambda: in_step(recorded(rtmp), "flv", 3))
    assert all(abs(offset) <= PICTURE for offset in offsets), offsets
    assert front.carried > len(recorded(rtmp)) // 2
    lines = [cmdline(pid) for pid in family(stream.pid)]
    assert any("tls_child" in line for line in lines)
    assert not any("geheim" in line for line in lines)


@pytest.mark.needs("nginx", "openssl")
def test_through_tls_the_death_of_what_carries_is_mended(trusting, front, rtmp, stream):
    push(stream, f"rtmps://{NAME}:{front.port}/live/{KEY}")
    until(lambda: state(stream) is OutputState.UP)
    (carrier,) = [pid for pid in family(stream.pid) if "tls_child" in cmdline(pid)]
    os.kill(carrier, signal.SIGKILL)
    until(lambda: stream.output("push:kanal").restarts == 1)
    until(lambda: state(stream) is OutputState.UP)
    assert carrier not in family(stream.pid)


@pytest.mark.needs("nginx", "openssl")
@pytest.mark.parametrize("host", [NAME, "127.0.0.1"])
def test_a_server_whose_certificate_is_not_good_is_sent_nothing(
    front, rtmp, stream, monkeypatch, host
):
    if host != NAME:
        stream.stop()
        monkeypatch.setenv("SSL_CERT_FILE", str(front.authority.certificate))
        stream.start()
    push(stream, f"rtmps://{host}:{front.port}/live/{KEY}")
    until(lambda: state(stream) is OutputState.BACKOFF)
    assert f"certificate of {host} not trusted" in stream.output("push:kanal").last_error
    assert front.carried == 0


@pytest.mark.needs("nginx")
def test_a_server_that_is_gone_or_silent_is_told_and_found_again(stream, rtmp):
    with rtmp:
        push(stream, rtmp.url)
        until(lambda: state(stream) is OutputState.UP)
        until(lambda: state(stream, "tv/live.m3u8") is OutputState.UP)
        rtmp.stop()
        until(lambda: state(stream) is OutputState.BACKOFF)
        assert state(stream, "tv/live.m3u8") is OutputState.UP
        rtmp.start()
        until(lambda: state(stream) is OutputState.UP)
        line = TcpLine(rtmp)
        line.cut()
        until(lambda: state(stream) is OutputState.STALLED)
        line.restore()
        until(lambda: state(stream) is OutputState.UP)
        assert stream.output("push:kanal").restarts >= 1


@pytest.mark.needs("nginx")
def test_the_push_goes_on_over_the_death_of_the_encoder(stream, rtmp):
    with rtmp:
        push(stream, rtmp.url)
        until(lambda: state(stream) is OutputState.UP)
        until(lambda: in_step(recorded(rtmp), "flv", 1))
        os.kill(until(lambda: encoder(stream)), signal.SIGKILL)
        before = len(in_step(recorded(rtmp), "flv", 1))
        offsets = until(lambda: in_step(recorded(rtmp), "flv", before + 4))
    assert all(abs(offset) <= PICTURE for offset in offsets), offsets


@pytest.mark.needs("srt-live-transmit")
def test_an_srt_receiver_gets_pictures_and_their_sound(stream, tmp_path):
    port = unused_port()
    received = tmp_path / "received.ts"
    where = f"srt://127.0.0.1:{port}?mode=listener&passphrase={PASSPHRASE}"
    with Server(["srt-live-transmit", "-q", where, "file://con"], received):
        push(stream, f"srt://127.0.0.1:{port}?passphrase={PASSPHRASE}&latency=200000")
        until(lambda: state(stream) is OutputState.UP)
        until(lambda: received.stat().st_size > 200_000)
        offsets = until(lambda: in_step(received.read_bytes(), "mpegts", 3))
    assert all(abs(offset) <= PICTURE for offset in offsets), offsets
    assert PASSPHRASE not in stream.get("/outputs.json").decode()


@pytest.mark.needs("srt-live-transmit")
def test_an_srt_receiver_that_is_silent_or_gone_is_told_and_found_again(stream):
    port = unused_port()
    command = ["srt-live-transmit", "-q", f"srt://127.0.0.1:{port}?mode=listener", "file://con"]
    with Server(command, Path("/dev/null")) as receiver, UdpLine(port) as line:
        push(stream, f"srt://127.0.0.1:{line.port}?connect_timeout=500")
        until(lambda: state(stream) is OutputState.UP)
        told = (OutputState.STALLED, OutputState.BACKOFF)
        line.cut()
        until(lambda: state(stream) in told)
        line.restore()
        until(lambda: state(stream) is OutputState.UP)
        receiver.signal(signal.SIGSTOP)
        until(lambda: state(stream) in told)
        receiver.signal(signal.SIGCONT)
        until(lambda: state(stream) is OutputState.UP)


@pytest.mark.needs("srt-live-transmit")
def test_what_only_ffmpeg_can_send_is_never_called_up(stream, tmp_path):
    port = unused_port()
    received = tmp_path / "received.ts"
    where = f"srt://127.0.0.1:{port}?mode=listener"
    with Server(["srt-live-transmit", "-q", where, "file://con"], received):
        push(stream, f"srt://127.0.0.1:{port}?linger=0")
        until(lambda: state(stream) is OutputState.SENDING)
        until(lambda: received.stat().st_size > 100_000)
        assert state(stream) is not OutputState.UP


def test_a_push_that_is_taken_out_of_the_settings_ends(stream):
    push(stream, f"rtmp://127.0.0.1:{unused_port()}/live/{KEY}")
    until(lambda: state(stream) is OutputState.BACKOFF)
    assert stream.output("push:kanal").last_error == "Connection refused"
    stream.configure(SETTINGS)
    until(lambda: state(stream) is None)


def test_what_the_channel_has_not_is_not_pushed(stream):
    push(stream, f"rtmp://127.0.0.1:{unused_port()}/live/{KEY}", rung="1080p")
    until(lambda: "push_impossible" in stream.log.read_text())
    assert state(stream) is None
