"""The set of pushes, following the settings without touching anything else."""

import logging
from collections.abc import Iterable, Mapping
from typing import Protocol

from station.clock import Clock
from station.config import Channel, Config, IcecastPush, Rendition
from station.outputs import Output
from streaming.captions import Caption
from streaming.push.icecast import Push
from streaming.ring import Ring
from streaming.standing import Standing

logger = logging.getLogger(__name__)

JOIN_SECONDS = 2.0


class Source(Protocol):
    """A channel and its rings by rendition."""

    @property
    def channel(self) -> Channel: ...
    @property
    def caption(self) -> Caption: ...
    @property
    def rings(self) -> Mapping[Rendition, Ring]: ...


class Pushes:
    """Starts what is new in the settings, stops what is gone, leaves the rest alone."""

    def __init__(self, channels: Iterable[Source], clock: Clock) -> None:
        self._channels = {each.channel.slug: each for each in channels}
        self._clock = clock
        self._running: dict[IcecastPush, Push] = {}

    def follow(self, config: Config) -> None:
        """Make the running pushes those of `config`."""
        wanted = [each for each in config.icecast if each.enabled]
        self._end([push for each, push in self._running.items() if each not in wanted])
        for settings in wanted:
            if settings not in self._running and (source := self._source(settings)):
                self._running[settings] = self._started(settings, source)

    def close(self) -> None:
        self._end(list(self._running.values()))

    def outputs(self) -> list[Output]:
        return [push.standing.output() for push in list(self._running.values())]

    def _end(self, pushes: list[Push]) -> None:
        for push in pushes:
            push.stop()
            del self._running[push.settings]
        for push in pushes:
            push.join(JOIN_SECONDS)

    def _source(self, settings: IcecastPush) -> Source | None:
        source = self._channels.get(settings.channel)
        if source and settings.rendition in source.rings:
            return source
        message = "push %s: %s has no rendition %s"
        about = (settings.name, settings.channel, settings.rendition)
        logger.error(message, *about, extra={"action": "push_impossible"})
        return None

    def _started(self, settings: IcecastPush, source: Source) -> Push:
        ring = source.rings[settings.rendition]
        scheme = "https" if settings.tls else "http"
        standing = Standing(
            self._clock,
            f"icecast:{settings.name}",
            kind="icecast",
            channel=settings.channel,
            url=f"{scheme}://{settings.host}:{settings.port}{settings.mount}",
            bitrate=ring.rendition.bitrate,
        )
        push = Push(
            settings, source.channel, ring, standing, clock=self._clock, caption=source.caption
        )
        push.start()
        return push
