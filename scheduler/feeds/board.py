"""The newest headlines of a channel's feeds, kept in a file beside its rundown."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter

from scheduler.feeds.reading import FeedUnreadable, Headline, headlines, once
from station.atomic_file import write_atomically

logger = logging.getLogger(__name__)

NAME = "headlines"
_HEADLINES: TypeAdapter[tuple[Headline, ...]] = TypeAdapter(tuple[Headline, ...])

Fetch = Callable[[str], bytes]
"""Returns what stands at an address; raises FeedUnreadable."""


def collect(folder: Path, addresses: Iterable[str], fetch: Fetch, now: datetime) -> int:
    """Write what the feeds tell, each once; return how many. A feed that fails is left out."""
    told: list[Headline] = []
    for address in addresses:
        try:
            told += headlines(fetch(address), now)
        except FeedUnreadable as error:
            logger.warning("%s: %s", address, error, extra={"action": "feed_unreadable"})
    found = once(told)
    if found or (folder / NAME).exists():
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(folder / NAME, _HEADLINES.dump_json(found))
    return len(found)


def read(folder: Path) -> tuple[Headline, ...]:
    """Return the newest headlines, nothing where there are none that can be read."""
    try:
        return _HEADLINES.validate_json((folder / NAME).read_bytes())
    except (OSError, ValueError):
        return ()
