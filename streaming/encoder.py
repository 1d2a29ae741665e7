"""A channel's encoder: one FFmpeg for all its renditions, watched and started again.

One for all, because two cost more: a sixth more processor time, measured for MP3 and AAC in one
and the low AAC in another. Extra renditions are therefore shed by going on with an FFmpeg that
makes only the others, from the very block at which the one before ends.
"""

from collections.abc import Collection
from threading import Event

from streaming.encoder_input import EncoderInput
from streaming.encoder_life import EncoderLife
from streaming.lives import Lives
from streaming.ring import Ring
from streaming.standing import Standing


class Encoder:
    """Lives as long as the channel; its FFmpeg may die at any time."""

    def __init__(
        self,
        rings: list[Ring],
        source: EncoderInput,
        standing: Standing,
        *,
        exe: str,
        extra: Collection[str] = (),
    ) -> None:
        """`extra` names the renditions that can be shed."""
        self.standing = standing
        self._rings = rings
        self._extra = extra
        self._source = source
        self._exe = exe
        self._lives = Lives(self._begin, standing, False, over=self._tell_shed)

    @property
    def shed(self) -> bool:
        """Whether the extra renditions are to be left out; set by whoever watches the pressure."""
        return self._lives.wanted

    @shed.setter
    def shed(self, left_out: bool) -> None:
        self._lives.wanted = left_out

    def run(self, stop: Event) -> None:
        """Run FFmpeg again and again until told to stop."""
        self._lives.run(stop)

    def _begin(self, number: int, shed: bool) -> EncoderLife:
        rings = self._without_extra() if shed else self._rings
        return EncoderLife(self._exe, rings, self._source, number)

    def _without_extra(self) -> list[Ring]:
        return [ring for ring in self._rings if ring.rendition.name not in self._extra]

    def _tell_shed(self) -> None:
        """Tell the leaves of the extra renditions that nothing more comes for now."""
        for ring in self._rings if self.shed else ():
            if ring.rendition.name in self._extra:
                ring.leave_out()
