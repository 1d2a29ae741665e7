"""Turns blocks into a picture encoder's orders; what stands over them is told when it changes."""

from streaming.feeder import Fed
from streaming.graphics.placed import Overlay
from streaming.pictures.feed import Order, pack


class Orders:
    """Remembers what the encoder was told last."""

    def __init__(self) -> None:
        self._told: Overlay = ()

    def pack(self, fed: Fed, waiting: int, first: bool) -> bytes:
        """Return one order as bytes; `first` says that the encoder has been told nothing yet."""
        changed = first or fed.overlay != self._told
        self._told = fed.overlay
        overlay = fed.overlay if changed else None
        return pack(Order(fed.sound, fed.utc_us, fed.picture, waiting, overlay))
