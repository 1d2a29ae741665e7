"""What Prometheus reads of the live process; no names of people, for its port is theirs too."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from station.live import Door
from station.relays import Relay, RelayState
from streaming.live.inputs import Inputs
from streaming.live.session_state import SessionState

SHOWN = (SessionState.OPENING, SessionState.LINKED, SessionState.ADRIFT)
WHERE = ["channel", "door"]


class LiveCollector(Collector):
    """Counts at the moment it is asked."""

    def __init__(
        self,
        channels: Iterable[str],
        inputs: Inputs,
        relays: Callable[[], Iterable[Relay]] = tuple,
    ) -> None:
        self._channels = tuple(channels)
        self._inputs = inputs
        self._relays = relays

    def collect(self) -> Iterator[Metric]:
        yield self._sessions()
        yield from self._totals()
        yield self._stations()

    def _sessions(self) -> Metric:
        """Say how many stand where, the noughts too: an alarm needs them."""
        family = GaugeMetricFamily(
            "mengudara_live_sessions", "Presenters connected, by state", labels=[*WHERE, "state"]
        )
        now = Counter(
            (each.channel, each.hello.door, each.standing.state) for each in self._inputs.sessions()
        )
        for channel in self._channels:
            for door in (Door.ICECAST, Door.MICROPHONE):
                for state in SHOWN:
                    labels = [channel, door.value, state.value]
                    family.add_metric(labels, now[channel, door, state])
        return family

    def _totals(self) -> Iterator[Metric]:
        began = CounterMetricFamily(
            "mengudara_live_sessions_begun", "Presenters since the start", labels=WHERE
        )
        taken = CounterMetricFamily(
            "mengudara_live_bytes", "Bytes taken from presenters", labels=WHERE
        )
        totals = self._inputs.totals()
        for channel in self._channels:
            for door in (Door.ICECAST, Door.MICROPHONE):
                count, size = totals.get((channel, door), (0, 0))
                began.add_metric([channel, door.value], count)
                taken.add_metric([channel, door.value], size)
        yield began
        yield taken
        yield CounterMetricFamily(
            "mengudara_live_refused", "Presenters refused", value=self._inputs.refused
        )

    def _stations(self) -> Metric:
        family = GaugeMetricFamily(
            "mengudara_relays", "Coming relays, by their last trial", labels=["channel", "state"]
        )
        found = Counter((relay.channel, relay.state) for relay in self._relays())
        for channel in self._channels:
            for state in RelayState:
                family.add_metric([channel, state.value], found[channel, state])
        return family


def page(collector: LiveCollector) -> bytes:
    registry = CollectorRegistry()
    registry.register(collector)
    return generate_latest(registry)
