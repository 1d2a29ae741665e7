"""What the listener server offers, by path."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from http import HTTPStatus

from prometheus_client import CollectorRegistry

from station.config import Channel, Config
from station.outputs import OUTPUTS, Output
from streaming import icecast_status, metrics, playlists
from streaming.http_message import Answer, Request, head, refusal
from streaming.mount import Mount
from streaming.playlists import Entry

NO_CACHE = ("Cache-Control", "no-cache, no-store")
RETRY_SECONDS = "60"
"""When a rendition that was left out may be there again."""
ALLOW = ("Allow", "GET, HEAD, OPTIONS")

Files = Callable[[str], Answer | None]
"""Looks up a published HLS file by path."""


class StreamSite:
    """Pure look-ups: nothing here waits or touches a disk."""

    def __init__(
        self,
        config: Config,
        mounts: Sequence[Mount],
        *,
        files: Files,
        outputs: Callable[[], list[Output]],
        registry: CollectorRegistry,
        started: datetime,
    ) -> None:
        self._config = config
        self._mounts = {mount.path: mount for mount in mounts}
        self._files = files
        self._outputs = outputs
        self._registry = registry
        self._started = started
        self._pages: Mapping[str, Callable[[Request], Answer]] = {
            "/healthz": self._health,
            "/metrics": lambda _: metrics.page(self._registry),
            "/outputs.json": self._outputs_json,
            "/status-json.xsl": self._status,
            **self._playlists(),
        }

    def answer(self, request: Request) -> Answer | Mount:
        """Return a whole answer, or the mount to listen to."""
        if request.method == "OPTIONS":
            return Answer(status=HTTPStatus.NO_CONTENT, headers=(ALLOW,))
        if request.method not in ("GET", "HEAD"):
            return refusal(HTTPStatus.METHOD_NOT_ALLOWED, ALLOW)
        if mount := self._mounts.get(request.path):
            return self._in_place_of(mount) if mount.ring.shed else mount
        if page := self._pages.get(request.path):
            return page(request)
        return self._file(request)

    def full(self) -> bool:
        connected = sum(len(mount.listeners) for mount in self._mounts.values())
        return connected >= self._config.streams.max_listeners

    def stream_head(self, request: Request, mount: Mount) -> bytes:
        """Return the answer's head for a listener: 200 whatever range was asked for."""
        rendition, channel = mount.ring.rendition, mount.channel
        headers = [
            ("Content-Type", rendition.content_type),
            ("Connection", "close"),
            NO_CACHE,
            ("Accept-Ranges", "none"),
            ("icy-name", channel.name),
            ("icy-description", channel.description),
            ("icy-genre", channel.genre),
            ("icy-br", str(rendition.bitrate // 1000)),
            ("icy-sr", "48000"),
            ("icy-pub", "1"),
        ]
        if request.wants_titles and mount.tells_titles:
            headers.append(("icy-metaint", str(rendition.metaint)))
        return head(request, HTTPStatus.OK, headers)

    def _in_place_of(self, mount: Mount) -> Answer | Mount:
        """Return another mount with the same sound in the same codec, or ask to come later."""
        for other in self._mounts.values():
            same = other.ring.rendition.codec is mount.ring.rendition.codec
            if same and other.channel is mount.channel and not other.ring.shed:
                return other
        return refusal(HTTPStatus.SERVICE_UNAVAILABLE, ("Retry-After", RETRY_SECONDS))

    def _file(self, request: Request) -> Answer:
        found = self._files(request.path)
        if found is None:
            return refusal(HTTPStatus.NOT_FOUND)
        tag = dict(found.headers).get("ETag")
        if tag and request.headers.get("if-none-match") == tag:
            return Answer(status=HTTPStatus.NOT_MODIFIED, headers=found.headers)
        return found

    def _health(self, _request: Request) -> Answer:
        return Answer(b"ok\n", headers=(NO_CACHE,))

    def _outputs_json(self, _request: Request) -> Answer:
        body = OUTPUTS.dump_json(self._outputs())
        return Answer(body, "application/json", headers=(NO_CACHE,))

    def _status(self, request: Request) -> Answer:
        mounts = [each for each in self._mounts.values() if each.tells_titles]
        return icecast_status.status(self._config.name, self._started, self._base(request), mounts)

    def _playlists(self) -> dict[str, Callable[[Request], Answer]]:
        pages: dict[str, Callable[[Request], Answer]] = {}
        of = {channel.slug: self._entries(channel) for channel in self._config.channels}
        of["listen"] = [entry for entries in of.values() for entry in entries]
        for slug, own in of.items():
            pages[f"/{slug}.m3u"] = partial(self._playlist, playlists.m3u, own)
            pages[f"/{slug}.pls"] = partial(self._playlist, playlists.pls, own)
        return pages

    def _entries(self, channel: Channel) -> list[Entry]:
        own = [each for each in self._mounts.values() if each.channel.slug == channel.slug]
        seen = [Entry.of_television(channel)] if channel.shape else []
        return [*seen, *(Entry.of_mount(mount) for mount in own)]

    def _playlist(
        self,
        written: Callable[[str, Sequence[Entry]], Answer],
        entries: Sequence[Entry],
        request: Request,
    ) -> Answer:
        return written(self._base(request), entries)

    def _base(self, request: Request) -> str:
        streams = self._config.streams
        return playlists.base_url(request, f"{streams.host}:{streams.port}")
