"""P15 for television: what one more channel with pictures costs: lines through measured points.

Sizes and preset are the thriftiest, so that a small machine holds several.
"""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from benchmarks.bench_station import CLOCK, BenchStation, answers, bench_station, wait_for
from benchmarks.growth import Cost, bent, measured, slope
from benchmarks.row import Row
from benchmarks.television import FILMS, film, items

CHANNELS = (1, 2, 3)
SECONDS = 60.0
SETTLES = 20.0
_CHANNEL = """[[channels]]
slug = "{slug}"
kind = "tv"
[channels.picture]
height = 576
preset = "ultrafast"
ladder = false
"""


def run(scale: float) -> list[Row]:
    """Return memory and CPU of 1, 2 and 3 channels as `mengudara up` runs them, airs twice."""
    seconds = max(10.0, SECONDS * scale)
    costs = [_channels(count, seconds) for count in CHANNELS]
    rows = []
    for cost in costs:
        rows += [
            Row("P15", f"memory of {cost.many} television channels", cost.memory, "MB", ""),
            Row("P15", f"CPU of {cost.many} television channels", cost.cpu, "s a minute", ""),
        ]
    memory = [(cost.many, cost.memory) for cost in costs]
    processors = [(cost.many, cost.cpu) for cost in costs]
    line = slope(memory)
    rows += [
        Row("P15", "memory of one more television channel, a line through them", line, "MB", ""),
        bent("memory of one more television channel, from 2 to 3", "from 1 to 2", memory, "MB"),
        bent("CPU of one more, from 2 to 3", "from 1 to 2", processors, "s a minute"),
    ]
    return rows


def _channels(count: int, seconds: float) -> Cost:
    slugs = [f"tv-{number}" for number in range(1, count + 1)]
    with bench_station("".join(_CHANNEL.format(slug=slug) for slug in slugs), channels=()) as tv:
        films = [film(tv.paths.media, source) for source in FILMS]
        begins = CLOCK.now() + timedelta(seconds=2)
        for slug in slugs:
            tv.publish(items(films, begins, seconds + SETTLES + 120), begins, channel=slug)
        tv.start(module="benchmarks.supervised")
        wait_for(partial(_seen, tv, slugs), 120, "the pictures of every channel")
        CLOCK.sleep_until(CLOCK.now() + timedelta(seconds=SETTLES))
        return measured(tv, count, seconds)


def _seen(station: BenchStation, slugs: Sequence[str]) -> bool:
    return all(answers(station.url(f"/{slug}/live.m3u8")) for slug in slugs)
