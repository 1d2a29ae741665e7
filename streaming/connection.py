"""One TCP connection of the listener server: parses requests, answers, or becomes a listener."""

import asyncio
import logging
from http import HTTPStatus
from typing import Protocol, cast

import httptools

from streaming.http_message import Answer, Request, refusal, render
from streaming.mount import Listener, Mount

logger = logging.getLogger(__name__)

REQUEST_SECONDS = 10.0
"""Time for a whole request head, and for the next request on a kept connection."""
HEAD_LIMIT = 16_384


class Site(Protocol):
    """What a connection asks."""

    def answer(self, request: Request) -> Answer | Mount: ...
    def full(self) -> bool: ...
    def stream_head(self, request: Request, mount: Mount) -> bytes: ...


class Connection(asyncio.Protocol):
    """Callbacks of asyncio and httptools; all on the event loop."""

    def __init__(self, site: Site, connections: set["Connection"]) -> None:
        self._site = site
        self._connections = connections
        self._parser = httptools.HttpRequestParser(self)
        self._transport: asyncio.Transport
        self._timeout: asyncio.TimerHandle | None = None
        self._listener: Listener | None = None
        self._mount: Mount | None = None
        self._begin()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._transport.set_write_buffer_limits(high=0)
        self._connections.add(self)
        self._await_request()

    def connection_lost(self, _error: Exception | None) -> None:
        self._connections.discard(self)
        self._cancel_timeout()
        if self._mount and self._listener:
            self._mount.leave(self._listener)

    def resume_writing(self) -> None:
        if self._mount and self._listener:
            self._mount.serve(self._listener)

    def data_received(self, data: bytes) -> None:
        if self._listener or self._transport.is_closing():
            return
        self._head_size += len(data)
        if self._head_size > HEAD_LIMIT:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
            return
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserCallbackError:
            logger.exception("request not answered", extra={"action": "request_failed"})
            self._refuse(HTTPStatus.INTERNAL_SERVER_ERROR)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade):
            self._refuse(HTTPStatus.BAD_REQUEST)

    def on_url(self, url: bytes) -> None:
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_message_complete(self) -> None:
        if self._listener or self._transport.is_closing():
            return
        self._cancel_timeout()
        version = "1.0" if self._parser.get_http_version() == "1.0" else "1.1"
        path = self._url.decode("latin-1").partition("?")[0]
        method = self._parser.get_method().decode("latin-1")
        keep_alive = self._parser.should_keep_alive() and version == "1.1"
        self._answer(Request(method, path, version, self._headers, keep_alive))

    def abort(self) -> None:
        self._transport.abort()

    def _begin(self) -> None:
        self._url = bytearray()
        self._headers: dict[str, str] = {}
        self._head_size = 0

    def _answer(self, request: Request) -> None:
        found = self._site.answer(request)
        if isinstance(found, Mount):
            self._stream(request, found)
            return
        keep = request.keep_alive
        self._transport.write(render(request, found, keep_alive=keep))
        self._begin()
        if keep:
            self._await_request()
        else:
            self._transport.close()

    def _stream(self, request: Request, mount: Mount) -> None:
        if self._site.full() and request.method != "HEAD":
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, ("Retry-After", "30"))
            return
        self._transport.write(self._site.stream_head(request, mount))
        if request.method == "HEAD":
            self._transport.close()
            return
        self._mount = mount
        self._listener = mount.join(self._transport, icy=request.wants_titles)

    def _refuse(self, status: HTTPStatus, *headers: tuple[str, str]) -> None:
        request = Request("GET", "")
        self._transport.write(render(request, refusal(status, *headers), keep_alive=False))
        self._transport.close()

    def _await_request(self) -> None:
        loop = asyncio.get_running_loop()
        self._timeout = loop.call_later(REQUEST_SECONDS, self._transport.abort)

    def _cancel_timeout(self) -> None:
        if self._timeout:
            self._timeout.cancel()
            self._timeout = None
