"""Follows the air of every channel and hands what it says to any number of open pages.

One thread a channel reads snapshots; pages wait in asyncio. Nothing here touches a database.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Event, Lock, Thread

from station.clock import Clock
from station.control import AirUnreachable, snapshots
from station.errors import StationError
from station.running_texts import RunningTexts
from station.snapshot import Snapshot

logger = logging.getLogger(__name__)

REST_SECONDS = (0.3, 1.0, 2.0)
"""How long to rest before asking again an air that does not answer."""

MOST_PAGES = 2_000
"""Open pages at once; a listener's page that is refused asks now and then instead."""


class TooManyStreams(StationError):
    """No further page can be kept up to date live."""

    def __init__(self) -> None:
        super().__init__("too many open pages")


@dataclass(frozen=True, slots=True)
class AirView:
    """What is known of a channel's air."""

    channel: str
    """Channel slug."""
    reachable: bool = False
    """Whether the air answers now."""
    snapshot: Snapshot | None = None
    """The last one heard; old when the air is not reachable."""
    heard_at: datetime | None = None
    """When it was heard, UTC."""
    texts: tuple[str, ...] = ()
    """Running texts that are shown now."""


class Watch:
    """One open page. It sees the latest view of every channel; what it was too slow for is gone."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._changed = asyncio.Event()
        self._pending: dict[str, AirView] = {}
        self.closed = False

    async def next(self) -> list[AirView]:
        """Wait for news; an empty list means that the desk is closing."""
        await self._changed.wait()
        self._changed.clear()
        news, self._pending = list(self._pending.values()), {}
        return [] if self.closed else news

    def offer(self, view: AirView) -> None:
        """Give it a view, from any thread."""
        self._call(self._take, view)

    def close(self) -> None:
        """End it, from any thread."""
        self.closed = True
        self._call(self._changed.set)

    def _take(self, view: AirView) -> None:
        self._pending[view.channel] = view
        self._changed.set()

    def _call(self, function: object, *arguments: object) -> None:
        try:
            self._loop.call_soon_threadsafe(function, *arguments)  # type: ignore[arg-type]
        except RuntimeError:  # the loop has ended before the page did
            logger.debug("a page outlived its loop")


class Hub:
    """The latest view of each channel, and who wants to know."""

    def __init__(
        self,
        sockets: Mapping[str, Path],
        clock: Clock,
        texts: Mapping[str, RunningTexts] | None = None,
    ) -> None:
        """`texts`: the running texts of each channel."""
        self._sockets = dict(sockets)
        self._texts = dict(texts or {})
        self._clock = clock
        self._views = {slug: AirView(slug) for slug in sockets}
        self._watches: dict[Watch, bool] = {}
        self._lock = Lock()
        self._stop = Event()
        self._closed = False
        self._threads = [
            Thread(target=self._follow, args=(slug,), name=f"air {slug}", daemon=True)
            for slug in sockets
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self.close()
        self._stop.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout=4)

    def close(self) -> None:
        """End every open page, so that the server can shut down without waiting for them."""
        with self._lock:
            self._closed = True
            for watch in self._watches:
                watch.close()

    def view(self, channel: str) -> AirView:
        """Return the latest view; raises KeyError for an unknown channel."""
        return self._views[channel]

    @property
    def watching(self) -> int:
        return len(self._watches)

    def watch(self, *, meters: bool) -> Watch:
        """Open a watch; without `meters` it hears only of changes in what is on or next.

        Raises TooManyStreams for a watch without meters: staff always get in.
        """
        if not meters and len(self._watches) >= MOST_PAGES:
            raise TooManyStreams
        watch = Watch(asyncio.get_running_loop())
        with self._lock:
            self._watches[watch] = meters
            for view in self._views.values():
                watch.offer(view)
            if self._closed:
                watch.close()
        return watch

    def leave(self, watch: Watch) -> None:
        with self._lock:
            self._watches.pop(watch, None)

    def publish(self, view: AirView) -> None:
        with self._lock:
            matters = outline(view) != outline(self._views[view.channel])
            self._views[view.channel] = view
            for watch, meters in self._watches.items():
                if meters or matters:
                    watch.offer(view)

    def _follow(self, slug: str) -> None:
        failures = 0
        while not self._stop.is_set():
            try:
                for snapshot in snapshots(self._sockets[slug]):
                    failures = 0
                    texts = self._shown(slug, snapshot.at)
                    self.publish(AirView(slug, True, snapshot, self._clock.now(), texts))
                    if self._stop.is_set():
                        return
            except (AirUnreachable, ValueError) as error:
                self._lost(slug, error)
                self._stop.wait(REST_SECONDS[min(failures, len(REST_SECONDS) - 1)])
                failures += 1

    def _shown(self, slug: str, now: datetime) -> tuple[str, ...]:
        texts = self._texts.get(slug)
        if texts is None:
            return ()
        texts.look()
        return tuple(text.text or text.title for text in texts.at(now))

    def _lost(self, slug: str, error: Exception) -> None:
        last = self._views[slug]
        if last.reachable:
            logger.warning("%s: %s", slug, error, extra={"action": "air_lost", "channel": slug})
        self.publish(AirView(slug, False, last.snapshot, last.heard_at))


def outline(view: AirView) -> tuple[object, ...]:
    """Return what must differ before a listener's page has to change."""
    if view.snapshot is None:
        return (view.reachable,)
    on_air, upcoming = view.snapshot.on_air, view.snapshot.upcoming
    following = upcoming[0].item_key if upcoming else ""
    alert = view.snapshot.emergency
    message = "" if alert is None else alert.button
    shown = (*view.texts, message)
    return view.reachable, on_air.rung, on_air.item_key, on_air.title, following, shown
