"""The set of pushes, following the settings without touching anything else."""

import logging
from collections.abc import Iterable, Mapping
from typing import Protocol

from station import ffmpeg
from station.clock import Clock
from station.config import Channel, Config, IcecastPush, Push, Rendition
from station.outputs import Output
from streaming.captions import Caption
from streaming.pictures.rungs import rungs_of
from streaming.push.icecast import Push as IcecastSource
from streaming.push.leaf import Leaf
from streaming.push.remote import RemotePush
from streaming.push.udp import UdpPush
from streaming.ring import Ring
from streaming.standing import Standing
from streaming.television.unit_ring import UnitRing

logger = logging.getLogger(__name__)

JOIN_SECONDS = 2.0


class Source(Protocol):
    """A channel, its rings by rendition, and its pictures on television."""

    @property
    def channel(self) -> Channel: ...
    @property
    def caption(self) -> Caption: ...
    @property
    def rings(self) -> Mapping[Rendition, Ring]: ...
    @property
    def units(self) -> UnitRing | None: ...
    @property
    def transport(self) -> Mapping[str, Ring]: ...


Settings = IcecastPush | Push


class Pushes:
    """Starts what is new in the settings, stops what is gone, leaves the rest alone."""

    def __init__(self, channels: Iterable[Source], clock: Clock) -> None:
        self._channels = {each.channel.slug: each for each in channels}
        self._clock = clock
        self._running: dict[Settings, Leaf] = {}

    def follow(self, config: Config) -> None:
        """Make the running pushes those of `config`."""
        every: list[Settings] = [*config.icecast, *config.push]
        wanted = [each for each in every if each.enabled]
        self._end([each for each in self._running if each not in wanted])
        for settings in wanted:
            if settings not in self._running and (leaf := self._leaf(settings, config)):
                leaf.start()
                self._running[settings] = leaf

    def close(self) -> None:
        self._end(list(self._running))

    def outputs(self) -> list[Output]:
        return [leaf.standing.output() for leaf in list(self._running.values())]

    def _end(self, ending: list[Settings]) -> None:
        leaves = [self._running.pop(settings) for settings in ending]
        for leaf in leaves:
            leaf.stop()
        for leaf in leaves:
            leaf.join(JOIN_SECONDS)

    def _leaf(self, settings: Settings, config: Config) -> Leaf | None:
        source = self._channels.get(settings.channel)
        if isinstance(settings, IcecastPush):
            if source and settings.rendition in source.rings:
                return self._icecast(settings, source)
            self._impossible(settings, settings.rendition)
        else:
            names = _rungs(source.channel) if source else []
            if source and source.units and (not settings.rung or settings.rung in names):
                if settings.kind == "udp":
                    return self._datagrams(settings, source.transport)
                return self._remote(settings, source.units, ffmpeg.binary(config.ffmpeg))
            self._impossible(settings, settings.rung or "picture")
        return None

    def _impossible(self, settings: Settings, what: str) -> None:
        about = (settings.name, settings.channel, what)
        logger.error("push %s: %s has no %s", *about, extra={"action": "push_impossible"})

    def _remote(self, settings: Push, units: UnitRing, exe: str) -> RemotePush:
        standing = self._standing(settings)
        return RemotePush(settings, units, standing, clock=self._clock, exe=exe)

    def _datagrams(self, settings: Push, transport: Mapping[str, Ring]) -> UdpPush:
        ring = transport[settings.rung or next(iter(transport))]
        return UdpPush(settings, ring, self._standing(settings), clock=self._clock)

    def _standing(self, settings: Push) -> Standing:
        return Standing(
            self._clock,
            f"push:{settings.name}",
            kind=settings.kind,
            channel=settings.channel,
            url=settings.public_url,
        )

    def _icecast(self, settings: IcecastPush, source: Source) -> IcecastSource:
        ring = source.rings[settings.rendition]
        standing = Standing(
            self._clock,
            f"icecast:{settings.name}",
            kind="icecast",
            channel=settings.channel,
            url=settings.public_url,
            bitrate=ring.rendition.bitrate,
        )
        return IcecastSource(
            settings, source.channel, ring, standing, clock=self._clock, caption=source.caption
        )


def _rungs(channel: Channel) -> list[str]:
    """Return the names of the sizes of a channel's pictures."""
    if channel.shape is None:
        return []
    return [rung.name for rung in rungs_of(channel.shape, ladder=channel.picture.ladder)]
