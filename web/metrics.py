"""Counters of the desk, as Prometheus reads them."""

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Metrics:
    """One registry an application, so that two in one process do not mix."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "mengudara_web_requests", "Answers", ("method", "status"), registry=self._registry
        )
        self.air_reachable = Gauge(
            "mengudara_web_air_reachable",
            "Whether the air of a channel answers",
            ("channel",),
            registry=self._registry,
        )
        self.streams_reachable = Gauge(
            "mengudara_web_streams_reachable",
            "Whether the streaming process answers",
            registry=self._registry,
        )
        self.pages_open = Gauge(
            "mengudara_web_live_pages", "Open live connections", registry=self._registry
        )

    def text(self) -> bytes:
        return bytes(generate_latest(self._registry))


_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class CountRequests:
    """Plain ASGI: counts each answer by method and status."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        method = scope["method"] if scope["method"] in _METHODS else "other"

        async def send_counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._metrics.requests.labels(method, str(message["status"])).inc()
            await send(message)

        await self._app(scope, receive, send_counted)
