"""Feeds are fetched over the web and from nowhere else, and only as much as is sensible."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from scheduler.feeds import fetching
from scheduler.feeds.fetching import fetch
from scheduler.feeds.reading import FeedUnreadable

FEED = b"<rss><channel><item><title>Pasar buka</title></item></channel></rss>"


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/there":
            self.send_response(302)
            self.send_header("Location", "/feed")
        elif self.path == "/file":
            self.send_response(302)
            self.send_header("Location", "file:///etc/hostname")
        elif self.path == "/gone":
            self.send_response(404)
        else:
            self.send_response(200)
        self.end_headers()
        self.wfile.write(FEED)

    def log_message(self, *_arguments):
        """Say nothing."""


@pytest.fixture(scope="module")
def address():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize("path", ["/feed", "/there"])
def test_a_feed_is_fetched_also_from_where_it_has_moved_to(address, path):
    assert fetch(address + path) == FEED


@pytest.mark.parametrize("path", ["/gone", "/file"])
def test_what_is_not_on_the_web_is_refused(address, path):
    with pytest.raises(FeedUnreadable):
        fetch(address + path)


@pytest.mark.parametrize("elsewhere", ["file:///etc/hostname", "ftp://127.0.0.1/a", "data:,a", "x"])
def test_nothing_else_is_opened(elsewhere):
    with pytest.raises(FeedUnreadable):
        fetch(elsewhere)


def test_what_is_too_large_is_refused(address, monkeypatch):
    monkeypatch.setattr(fetching, "LARGEST", len(FEED) - 1)
    with pytest.raises(FeedUnreadable):
        fetch(f"{address}/feed")
