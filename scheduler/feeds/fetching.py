"""Fetches a feed over http or https, and nothing else. Adapter: waits on the network."""

import http.client
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    Request,
)

from scheduler.feeds.reading import FeedUnreadable

LARGEST = 1_000_000
SECONDS = 10.0
_HANDLERS = (
    HTTPHandler, HTTPSHandler, HTTPRedirectHandler, HTTPErrorProcessor, HTTPDefaultErrorHandler,
)  # fmt: skip


def fetch(address: str) -> bytes:
    """Return what stands at an address; raises FeedUnreadable."""
    opener = OpenerDirector()
    for handler in _HANDLERS:
        opener.add_handler(handler())
    try:
        request = Request(address, headers={"User-Agent": "Mengudara"})
        answer = opener.open(request, timeout=SECONDS)
        if answer is None:
            raise FeedUnreadable(f"{address} is not on the web")
        with answer:
            body: bytes = answer.read(LARGEST + 1)
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise FeedUnreadable(str(error)) from error
    if len(body) > LARGEST:
        raise FeedUnreadable("it is too large")
    return body
