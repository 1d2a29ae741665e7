"""Signs in at the desk and gives commands over the API, as a browser would."""

import json
import re
from datetime import datetime
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from benchmarks.bench_station import CLOCK


class Desk:
    """One signed-in browser."""

    def __init__(self, address: str, name: str, password: str) -> None:
        self._address = address
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))
        form = {"csrf": self._token("/sign-in"), "name": name, "password": password}
        with self._opener.open(f"{address}/sign-in", urlencode(form).encode(), timeout=10):
            self._csrf = self._token("/studio")

    def command(self, name: str, **body: object) -> datetime:
        """Give a command; return when it was sent. Raises HTTPError when it was refused."""
        request = Request(
            f"{self._address}/api/v1/channels/radio/commands/{name}",
            json.dumps(body).encode(),
            {"Content-Type": "application/json", "X-CSRF-Token": self._csrf},
        )
        sent = CLOCK.now()
        with self._opener.open(request, timeout=10):
            return sent

    def get(self, path: str) -> bytes:
        """Return a page. Raises HTTPError when it was refused."""
        with self._opener.open(self._address + path, timeout=60) as page:
            return bytes(page.read())

    def _token(self, path: str) -> str:
        with self._opener.open(self._address + path, timeout=10) as page:
            found = re.search(r'(?:data-csrf="|name="csrf" value=")([^"]+)"', page.read().decode())
        if found is None:
            raise ValueError(f"no forgery token on {path}")
        return found[1]
