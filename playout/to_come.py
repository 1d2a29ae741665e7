"""What is to come, kept as it was before a command, and placed again where the clock was set."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from playout.cue import Cue
from playout.timeline import Timeline


@dataclass(frozen=True, slots=True)
class ToCome:
    """What is to come, as a version of the rundown and the operators have it."""

    version: tuple[int, int]
    """Of the rundown, and how often the clock had told another place in it."""
    clocks: int
    """How often the clock had been corrected."""
    inserted: tuple[Cue, ...]
    cues: tuple[Cue, ...]
    appointed: tuple[Cue, ...]

    def on(self, timeline: Timeline) -> "ToCome":
        """Return it with every time of its own where a corrected clock has it."""
        return replace(
            self,
            cues=tuple(placed_again(self.cues, timeline)),
            appointed=tuple(placed_again(self.appointed, timeline)),
        )


def placed_again(cues: Iterable[Cue], timeline: Timeline) -> list[Cue]:
    """Return cues at the frames that a corrected clock gives their items.

    What runs on unheard began when it did, whatever the clock says now.
    """
    return [
        cue if cue.runs_on else cue.moved(timeline.frame_at(cue.item.begins) - cue.planned)
        for cue in cues
    ]
