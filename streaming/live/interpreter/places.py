"""How much time passes from one picture of an interpreter to the next, a picture a block. Pure."""

from station.audio import BLOCK

EARLY = BLOCK // 4
"""How much less than a block may lie between two pictures; faster ones are thinned out."""


class Places:
    """Asked for each picture in order; places are samples of the sender's time."""

    def __init__(self) -> None:
        self._told: int | None = None
        """Place up to which time has been told of."""

    def wait(self, place: int) -> int | None:
        """Return the samples that pass before a picture, None for one that is left out.

        The block that begins with it has passed as well, once it is told of.
        """
        told = place if self._told is None else self._told
        if place < told - EARLY:
            return None
        self._told = max(place, told) + BLOCK
        return max(0, place - told)
