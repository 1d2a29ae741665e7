"""Takes finished recordings through the library's own door while others are still being made."""

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed

from media_library.cart import Cart
from media_library.ingest import Ingest, Quarantined, Wish
from mengudara.demo.studio import Recording
from station.errors import StationError


class DemoRefused(StationError):
    """The library refused a recording that was made for it."""


def take_in(recordings: Iterable[Recording], ingest: Ingest) -> Iterator[Cart]:
    """Yield the cart of each recording; raises DemoRefused."""
    with ThreadPoolExecutor(os.cpu_count() or 1, "ingest") as pool:
        waiting: set[Future[Cart]] = set()
        for recording in recordings:
            waiting.add(pool.submit(_take, ingest, recording))
            for done in [future for future in waiting if future.done()]:
                waiting.remove(done)
                yield done.result()
        for future in as_completed(waiting):
            yield future.result()


def _take(ingest: Ingest, recording: Recording) -> Cart:
    wish = Wish(kind=recording.kind, tags=recording.tags)
    outcome = ingest.add(recording.path, wish, copy=False)
    if isinstance(outcome, Quarantined):
        raise DemoRefused(f"{recording.path.name}: {outcome.entry.fault}")
    return outcome.cart
