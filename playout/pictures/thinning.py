"""Which pictures a decoder leaves out that cannot keep up with the sound. Pure: told, not timed.

First go those that no other picture needs, then all but those that need no other. What is left is
seen at its time; a decoder that goes on as before would bring every picture too late.
"""

import enum
from collections.abc import Mapping
from typing import Literal

LeftOut = Literal["DEFAULT", "NONREF", "NONKEY"]


class Step(enum.IntEnum):
    """How much is left out."""

    NONE = 0
    UNNEEDED = 1
    """Pictures that no other one is made from."""
    BETWEEN_KEYS = 2
    """All but those that are made from no other one."""


LEAVES_OUT: Mapping[Step, LeftOut] = {
    Step.NONE: "DEFAULT",
    Step.UNNEEDED: "NONREF",
    Step.BETWEEN_KEYS: "NONKEY",
}
"""What FFmpeg's decoders call it."""
IN_TIME = 1
"""A picture that is one too late is still seen."""
NOTICED = 8
"""So many that come too late, one after the other, are no chance."""
GIVEN = 50
"""As many must show whether leaving some out helps."""
STEADY = 250
"""So many in time, and what was left out is tried again; twice as many each time it was in vain."""
STEADIEST = 8_000


class Thinning:
    """Told of every picture when it is ready; says what is left out from then on."""

    def __init__(self) -> None:
        self.step = Step.NONE
        self._late = 0
        """Pictures in a row that came too late."""
        self._in_time = 0
        self._steady = STEADY
        self._worst = 0
        """By how much the first of these was too late."""

    @property
    def leaves_out(self) -> LeftOut:
        return LEAVES_OUT[self.step]

    def judge(self, number: int, place: int) -> None:
        """Take note of a picture's number, and of the one that belongs to what is heard now."""
        behind = place - number
        if behind > IN_TIME:
            self._be_late(behind)
        else:
            self._be_in_time()

    def _be_late(self, behind: int) -> None:
        self._in_time = 0
        if self._late == 0:
            self._worst = behind
        self._late += 1
        if self.step is Step.NONE and self._late >= NOTICED:
            self._turn(Step.UNNEEDED)
        elif self.step is Step.UNNEEDED and self._late >= GIVEN:
            if behind >= self._worst:
                self._turn(Step.BETWEEN_KEYS)
            self._late = 0

    def _be_in_time(self) -> None:
        self._late = 0
        self._in_time += 1
        if self.step is Step.BETWEEN_KEYS:
            self.step = Step.UNNEEDED
        elif self.step is Step.UNNEEDED and self._in_time >= self._steady:
            self._turn(Step.NONE)
            self._steady = min(STEADIEST, 2 * self._steady)

    def _turn(self, step: Step) -> None:
        self.step, self._late, self._in_time = step, 0, 0
