"""What Prometheus reads: every output and every counter, at the moment it asks."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from station.outputs import Output, OutputState
from streaming.http_message import Answer

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
LABELS = ["output", "kind", "channel"]


class Count(NamedTuple):
    """Something counted or measured per channel."""

    name: str
    meaning: str
    channel: str
    value: float
    measured: bool = False
    """Whether it goes up and down."""


class OutputCollector(Collector):
    """Turns outputs and counts into metric families."""

    def __init__(
        self, outputs: Callable[[], list[Output]], counts: Callable[[], Iterable[Count]]
    ) -> None:
        self._outputs = outputs
        self._counts = counts

    def collect(self) -> Iterator[Metric]:
        yield from _of_outputs(self._outputs())
        yield from _of_counts(self._counts())


def _of_counts(counts: Iterable[Count]) -> Iterator[Metric]:
    families: dict[str, CounterMetricFamily | GaugeMetricFamily] = {}
    for count in counts:
        kind = GaugeMetricFamily if count.measured else CounterMetricFamily
        family = families.setdefault(
            count.name, kind(count.name, count.meaning, labels=["channel"])
        )
        family.add_metric([count.channel], count.value)
    return iter(families.values())


def _of_outputs(outputs: list[Output]) -> Iterator[Metric]:
    state = GaugeMetricFamily(
        "mengudara_output_state", "1 for the state it is in", labels=[*LABELS, "state"]
    )
    listeners = GaugeMetricFamily("mengudara_listeners", "Connections now", labels=LABELS)
    sent = CounterMetricFamily("mengudara_output_bytes", "Bytes delivered", labels=LABELS)
    restarts = CounterMetricFamily("mengudara_output_restarts", "Restarts", labels=LABELS)
    for each in outputs:
        labels = [each.name, each.kind, each.channel]
        for one in OutputState:
            state.add_metric([*labels, one.value], float(one is each.state))
        listeners.add_metric(labels, each.listeners)
        sent.add_metric(labels, each.bytes_out)
        restarts.add_metric(labels, each.restarts)
    return iter((state, listeners, sent, restarts))


def page(registry: CollectorRegistry) -> Answer:
    return Answer(generate_latest(registry), CONTENT_TYPE)
