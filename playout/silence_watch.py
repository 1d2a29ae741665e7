"""Notices silence on the program bus and says, stage by stage, what is to end it."""

import enum

from station.audio import BLOCK, RATE, linear

LEAST_PATIENCE = 3 * RATE
"""Frames that every stage gets at least to be heard."""
_SECOND = RATE // BLOCK
_SOUNDING = 5
"""Blocks of the last second that make sound of clicks: 200 ms."""


class Stage(enum.Enum):
    """What is being done against the silence."""

    NONE = "none"
    """Nothing: there is sound, or it has not been missing for long."""
    NEXT_ITEM = "next_item"
    """The alarm is raised, and the next item is to take over."""
    FILLER = "filler"
    """That was not heard either; a filler is to take over."""
    SLATE = "slate"
    """Nor was that; the slate stays until something is heard."""


class Turn(enum.Enum):
    SILENT = "silent"
    """It has been silent for as long as the stage is given."""
    SOUNDS = "sounds"
    MEANT = "meant"
    """What is on is meant to be silent."""


TRANSITIONS = {
    Stage.NONE: {Turn.SILENT: Stage.NEXT_ITEM},
    Stage.NEXT_ITEM: {Turn.SILENT: Stage.FILLER, Turn.SOUNDS: Stage.NONE, Turn.MEANT: Stage.NONE},
    Stage.FILLER: {Turn.SILENT: Stage.SLATE, Turn.SOUNDS: Stage.NONE, Turn.MEANT: Stage.NONE},
    Stage.SLATE: {Turn.SOUNDS: Stage.NONE, Turn.MEANT: Stage.NONE},
}


class SilenceWatch:
    """Told the peak of every block; counts blocks and knows no clock."""

    def __init__(self, threshold_dbfs: float, seconds: float, *, block: int = BLOCK) -> None:
        self._threshold = linear(threshold_dbfs)
        first = round(seconds * RATE)
        later = max(LEAST_PATIENCE, first // 2)
        self._patience = dict.fromkeys(Stage, later // block) | {Stage.NONE: first // block}
        self._window = (1 << max(1, _SECOND * BLOCK // block)) - 1
        self._enough = max(1, _SOUNDING * BLOCK // block)
        self._heard = self._window
        """One bit a block of the last second, set where there was sound."""
        self._silent = 0
        self.stage = Stage.NONE

    def hear(self, peak: float, *, quiet: bool = False) -> Stage | None:
        """Take note of a block's highest sample; return the stage it leads to, else None.

        While what is on is meant to be `quiet`, silence is not counted, and what was done against
        the silence before it is over. A peak that is not a number is no sound.
        """
        is_loud = peak > self._threshold
        self._heard = (self._heard << 1 | is_loud) & self._window
        sounds = self._heard.bit_count() >= self._enough
        self._silent = 0 if quiet or (is_loud and sounds) else self._silent + 1
        if quiet:
            return self._move(Turn.MEANT)
        if is_loud:
            return self._move(Turn.SOUNDS) if sounds else None
        return self._move(Turn.SILENT) if self._silent >= self._patience[self.stage] else None

    def _move(self, turn: Turn) -> Stage | None:
        following = TRANSITIONS[self.stage].get(turn)
        if following is None:
            return None
        self.stage = following
        self._silent = 0
        return following
