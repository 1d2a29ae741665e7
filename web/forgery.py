"""Refuses requests that another site makes in the browser of someone signed in here.

The token is the signature of the session's cookie (or of the sign-in form's own cookie), so it
needs no storage and dies with the session. Besides, a foreign `Origin` is refused outright.
"""

import hmac
import secrets
from urllib.parse import urlsplit

from itsdangerous import BadSignature, Signer, URLSafeSerializer
from starlette.requests import HTTPConnection, Request

from station.errors import StationError
from web.browser_sessions import COOKIE

FIELD = "csrf"
HEADER = "x-csrf-token"
VISITOR_COOKIE = "mengudara_visitor"
_SAFE = {"GET", "HEAD", "OPTIONS"}
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class ForgeryRefused(StationError):
    """The request does not come from one of our own pages."""

    def __init__(self) -> None:
        super().__init__("forgery refused")


class Forgery:
    """Makes and checks the tokens; also signs small texts kept by the browser."""

    def __init__(self, secret: str) -> None:
        self._signer = Signer(secret, salt="forgery")
        self.notices = URLSafeSerializer(secret, salt="notice")

    def token(self, request: Request) -> str:
        """Return the token of this browser, empty when it has no cookie to bind it to."""
        bound_to = request.cookies.get(COOKIE) or request.cookies.get(VISITOR_COOKIE)
        return self.token_for(bound_to) if bound_to else ""

    def token_for(self, cookie: str) -> str:
        return self._signer.get_signature(cookie).decode()

    def new_visitor(self) -> str:
        return secrets.token_urlsafe(16)

    async def refuse(self, request: Request) -> None:
        """Raise ForgeryRefused unless the request is safe or carries the right token."""
        if request.method in _SAFE:
            return
        if not same_origin(request):
            raise ForgeryRefused
        expected = self.token(request)
        if not expected or not hmac.compare_digest(expected, await _given(request)):
            raise ForgeryRefused

    def read_notice(self, text: str) -> str:
        try:
            return str(self.notices.loads(text))
        except BadSignature:
            return ""


async def _given(request: Request) -> str:
    header = request.headers.get(HEADER)
    if header is not None or not request.headers.get("content-type", "").startswith(_FORMS):
        return header if header is not None and header.isascii() else ""
    field = (await request.form()).get(FIELD)
    return field if isinstance(field, str) and field.isascii() else ""


def same_origin(request: HTTPConnection) -> bool:
    """Whether one of our own pages asks; for a WebSocket too."""
    origin = request.headers.get("origin")
    if origin is None:
        return request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")
    return urlsplit(origin).netloc == request.headers.get("host", "")
