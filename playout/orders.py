"""What operators have ordered and the air has not done yet, kept for its next life."""

import logging
import queue
import threading
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from station.atomic_file import write_atomically
from station.commands import Alert
from station.rundown import Item

logger = logging.getLogger(__name__)

NAME = "orders.json"
FORMAT = 1
RETRY_SECONDS = 1.0
URGENT = timedelta(minutes=10)
"""An emergency comes back after an absence no longer than this; later somebody must want it."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An insert that has not aired yet."""

    item: Item
    """What to air, under the key the air gave it."""
    when: Literal["next", "at"] = "next"
    """next: as soon as what is on ends; at: as a hard start at its `begins`."""
    by: str = ""
    """Operator who wants it; empty for what must air and was put off."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What an operator has put on the air and is not over."""

    item: Item
    """What airs."""
    by: str
    """Operator who ordered it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An emergency message that is on the air."""

    command: Alert
    """As it was ordered; the next life says it from its beginning."""
    by: str = ""
    """Operator who ordered it."""


@dataclass(frozen=True, slots=True)
class Orders:
    """The orders in force."""

    hold: bool = False
    """Whether the next soft item is held back."""
    waiting: tuple[Waiting, ...] = ()
    """Inserts, in the order in which they are to air."""
    emergency: Standing | None = None
    """What stands above everything until it is over."""
    under_way: tuple[Begun, ...] = ()
    """What goes on in the next life, below the others what comes back behind them."""
    format: int = FORMAT
    """Version of this file."""

    def still(
        self, now: datetime, but: Collection[str] = (), lived: datetime | None = None
    ) -> "Orders":
        """Return what can still be done: no insert whose own time has gone by, or whose key is in
        `but` because it has begun; no emergency of a life that was last seen long ago.
        """
        left = (one for one in self.waiting if one.when == "next" or one.item.ends > now)
        recent = lived is not None and now - lived < URGENT
        return replace(
            self,
            waiting=tuple(one for one in left if one.item.key not in but),
            emergency=self.emergency if recent else None,
        )


_ADAPTER: TypeAdapter[Orders] = TypeAdapter(Orders)


def read(folder: Path) -> Orders:
    """Return what the last life left, no orders when it left none that can be read."""
    path = folder / NAME
    try:
        orders = _ADAPTER.validate_json(path.read_bytes())
    except FileNotFoundError:
        return Orders()
    except (OSError, ValueError) as error:
        logger.warning("orders are lost: %s", error, extra={"action": "orders_unreadable"})
        return Orders()
    return orders if orders.format == FORMAT else Orders()


class OrdersStore:
    """`note` belongs to the tick and never waits; only the newest orders are written."""

    def __init__(self, folder: Path, found: Orders = Orders()) -> None:
        self._folder = folder
        self._noted = found
        self._changes: queue.SimpleQueue[Orders | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="orders", daemon=True)
        self.last_error = ""
        """Why the newest orders are not on disk; empty when they are."""

    def start(self) -> None:
        self._thread.start()

    def note(self, orders: Orders) -> None:
        """Keep these from now on; costs nothing while they are the same."""
        if orders != self._noted:
            self._noted = orders
            self._changes.put(orders)

    def close(self) -> None:
        """Write what is left; a disk that fails gets one try."""
        self._changes.put(None)
        self._thread.join(2.0)

    def _run(self) -> None:
        unwritten: Orders | None = None
        closing = False
        while not closing:
            for change in self._wait(RETRY_SECONDS if unwritten else None):
                closing |= change is None
                unwritten = change or unwritten
            if unwritten is not None and self._write(unwritten):
                unwritten = None

    def _wait(self, seconds: float | None) -> list[Orders | None]:
        """Return all changes there are, at least one unless the time is up."""
        changes: list[Orders | None] = []
        try:
            changes.append(self._changes.get(timeout=seconds))
            while True:
                changes.append(self._changes.get_nowait())
        except queue.Empty:
            return changes

    def _write(self, orders: Orders) -> bool:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_atomically(self._folder / NAME, _ADAPTER.dump_json(orders))
        except OSError as error:
            if not self.last_error:
                logger.error("orders not kept: %s", error, extra={"action": "orders_failed"})
            self.last_error = str(error)
            return False
        self.last_error = ""
        return True
