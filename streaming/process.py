"""The streaming process: wires the channels, the listener server and the pushes together."""

from collections.abc import Iterable
from itertools import chain
from threading import Event

from prometheus_client import CollectorRegistry

from station.clock import Clock, SystemClock
from station.config import Config
from station.outputs import Output
from station.paths import StatePaths
from streaming.channel_streams import ChannelStreams
from streaming.http_message import Answer
from streaming.metrics import Count, OutputCollector
from streaming.push.pushes import Pushes
from streaming.server import ListenerServer, listening_socket
from streaming.settings_watch import SettingsWatch
from streaming.site import StreamSite

LOOK_SECONDS = 1.0


def run(config: Config, paths: StatePaths, stop: Event) -> None:
    """Stream until told to stop; raises PortTaken when the address is not to be had."""
    with listening_socket(config.streams.host, config.streams.port) as socket:
        house = _House(config, paths, SystemClock())
        server = ListenerServer(house.site, house.mounts, socket)
        house.start(stop)
        server.start()
        house.look_until(stop)
        house.pushes.close()
        server.close()
        house.join()


class _House:
    """All channels and pushes, and what is told about them."""

    def __init__(self, config: Config, paths: StatePaths, clock: Clock) -> None:
        self._config = config
        self._settings = SettingsWatch(paths)
        self._channels = [ChannelStreams(each, config, paths, clock) for each in config.channels]
        self.mounts = [mount for channel in self._channels for mount in channel.mounts]
        self.pushes = Pushes(self._channels, clock)
        registry = CollectorRegistry()
        registry.register(OutputCollector(self.outputs, self._counts))
        self.site = StreamSite(
            config,
            self.mounts,
            files=self._file,
            outputs=self.outputs,
            registry=registry,
            started=clock.now(),
        )

    def start(self, stop: Event) -> None:
        for channel in self._channels:
            channel.start(stop)
        self.pushes.follow(self._config)

    def look_until(self, stop: Event) -> None:
        """Do what needs doing once a second."""
        while not stop.wait(LOOK_SECONDS):
            for channel in self._channels:
                channel.look()
            if changed := self._settings.changed():
                self.pushes.follow(changed)

    def join(self) -> None:
        for channel in self._channels:
            channel.join()

    def outputs(self) -> list[Output]:
        own = chain.from_iterable(channel.outputs() for channel in self._channels)
        return [*own, *self.pushes.outputs()]

    def _counts(self) -> Iterable[Count]:
        return chain.from_iterable(channel.counts() for channel in self._channels)

    def _file(self, path: str) -> Answer | None:
        found = (channel.published.answer(path) for channel in self._channels)
        return next((each for each in found if each), None)
