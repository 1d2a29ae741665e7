"""What a picture encoder is to make: told to the child when it begins."""

from dataclasses import dataclass

from pydantic import TypeAdapter

from station.video import Shape
from streaming.pictures.rungs import Rung, rungs_of


@dataclass(frozen=True, slots=True)
class Making:
    """The whole task of one life of the encoder."""

    shape: Shape
    """Size of the pictures that come."""
    preset: str = "veryfast"
    """How hard x264 works for the same bits."""
    ladder: bool = True
    """Whether there are smaller sizes beside its own."""
    left_out: tuple[str, ...] = ()
    """Names of the rungs that are not made."""
    threads: int = 1
    """That encode one rung, 0 for one a core: faster, for more work in all."""
    every: int = 1
    """Of so many pictures one is encoded; divides the pictures between two key pictures."""
    pictures: str = ""
    """Path of the picture ring."""
    graphics: str = ""
    """Path of the folder of drawn things."""
    slate: str = ""
    """Path of the picture that is seen when there is no other."""

    @property
    def rungs(self) -> tuple[Rung, ...]:
        """Return the rungs that are made, the highest first."""
        every = rungs_of(self.shape, ladder=self.ladder)
        return tuple(each for each in every if each.name not in self.left_out)


MAKING: TypeAdapter[Making] = TypeAdapter(Making)
