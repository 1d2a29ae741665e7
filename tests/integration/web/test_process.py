"""The web process: it listens, it ends at once though pages are open, it keeps its secret."""

import socket
import threading
import urllib.request

import pytest

from station.clock import SystemClock
from station.database import sessions_for
from tests.browser.desk import config_for
from tests.waiting import LIMIT_SECONDS, until
from web import process


@pytest.fixture
def running(paths, sqlite_engine, air, free_port):
    stop = threading.Event()
    arguments = (config_for(free_port), paths, sessions_for(sqlite_engine), SystemClock(), stop)
    thread = threading.Thread(target=process.run, args=arguments)
    thread.start()
    yield thread, stop, free_port
    stop.set()
    thread.join(LIMIT_SECONDS)


def connected(port):
    return until(lambda: socket.create_connection(("127.0.0.1", port), timeout=LIMIT_SECONDS))


def test_it_ends_while_a_page_listens(running):
    thread, stop, port = running
    with connected(port) as page:
        page.sendall(b"GET /api/v1/events/public HTTP/1.1\r\nHost: localhost\r\n\r\n")
        received = b""
        while b"Gending Pagi" not in received:
            received += page.recv(4096)
        assert b"text/event-stream" in received
        assert b"event: now" in received
        stop.set()
        thread.join(LIMIT_SECONDS)
        assert not thread.is_alive()


def test_health_tells_of_the_air_and_the_streams(running):
    port = running[2]
    connected(port).close()
    with urllib.request.urlopen(
        f"http://127.0.0.1:{port}/healthz", timeout=LIMIT_SECONDS
    ) as answer:
        assert b'"streams":false' in answer.read()


def test_a_taken_port_is_an_error_and_not_a_silent_end(paths, sqlite_engine, free_port):
    with socket.create_server(("127.0.0.1", free_port)), pytest.raises(OSError, match="in use"):
        process.run(
            config_for(free_port),
            paths,
            sessions_for(sqlite_engine),
            SystemClock(),
            threading.Event(),
        )


def test_the_secret_is_made_once_and_read_by_nobody_else(paths):
    secret = process.read_secret(paths)
    assert len(secret) > 40
    assert process.read_secret(paths) == secret
    assert (paths.home / "web.secret").stat().st_mode & 0o077 == 0
