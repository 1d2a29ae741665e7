"""Security headers on every answer. No inline script or style is ever allowed."""

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\]")
_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def stream_origin(host: str, public_url: str, port: int) -> str:
    """Return where this visitor finds the stream server; empty for a nonsensical Host header."""
    if public_url:
        return public_url.rstrip("/")
    name = re.sub(r":\d+$", "", host)
    return f"http://{name}:{port}" if _HOST.fullmatch(name) else ""


def content_policy(stream: str) -> str:
    origin = "/".join(stream.split("/")[:3])
    return "; ".join(
        (
            "default-src 'self'",
            f"media-src 'self' blob: data: {origin}".rstrip(),
            f"connect-src 'self' {origin}".rstrip(),
            "img-src 'self' data:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


class SecurityHeaders:
    """Plain ASGI, so that event streams pass through untouched."""

    def __init__(self, app: ASGIApp, public_stream_url: str, stream_port: int, https: bool) -> None:
        self._app = app
        self._public_stream_url = public_stream_url
        self._stream_port = stream_port
        self._https = https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        host = Headers(scope=scope).get("host", "")
        stream = stream_origin(host, self._public_stream_url, self._stream_port)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(MutableHeaders(scope=message), stream)
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _add(self, headers: MutableHeaders, stream: str) -> None:
        for name, value in _FIXED.items():
            headers.setdefault(name, value)
        headers.setdefault("Content-Security-Policy", content_policy(stream))
        headers.setdefault("Cache-Control", "no-store")
        if self._https:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")
