"""A channel's HLS folder: the state file and the segments, written so that a crash loses nothing
that was published."""

import contextlib
import json
import logging
from collections.abc import Collection, Sequence
from pathlib import Path

from pydantic import TypeAdapter

from station.atomic_file import write_atomically
from streaming.hls.window import (
    FORMAT,
    TARGET_SECONDS,
    Segment,
    Window,
    first_life,
    next_life,
    state_lost,
    suffix_of,
    without_missing,
)

logger = logging.getLogger(__name__)

STATE = "state.json"
_ADAPTER: TypeAdapter[Window] = TypeAdapter(Window)


class HlsFolder:
    """The only writer of a channel's HLS files."""

    def __init__(
        self,
        folder: Path,
        renditions: Sequence[str],
        extra: Collection[str] = (),
        target_seconds: int = TARGET_SECONDS,
    ) -> None:
        """`extra` may lack segments: it is left out at times, or never made."""
        self._extra = extra
        self._target = target_seconds
        self._folder = folder
        self._renditions = renditions

    def open(self, now_us: int) -> Window:
        """Return the state to go on with; the life it begins is on disk before it is used."""
        window = self._found(now_us)
        for name in self._renditions:
            if name not in self._extra:
                (self._folder / name).mkdir(parents=True, exist_ok=True)
            for torn in (self._folder / name).glob(f".*{suffix_of(name)}.*"):
                torn.unlink(missing_ok=True)
        self.save(window)
        return window

    def save(self, window: Window) -> None:
        """Write the state, then delete the segments it no longer holds."""
        write_atomically(self._folder / STATE, _ADAPTER.dump_json(window))
        for name in self._renditions:
            held = {segment.file(name) for segment in window.held}
            for path in (self._folder / name).glob(f"*{suffix_of(name)}"):
                if path.name not in held:
                    path.unlink(missing_ok=True)

    def disown(self) -> None:
        """Delete the state because something was published that it does not know.

        Deleting works on a full disk; the next life then numbers from the clock, ahead of all.
        """
        with contextlib.suppress(OSError):
            (self._folder / STATE).unlink(missing_ok=True)

    def write(self, rendition: str, segment: Segment, content: bytes) -> None:
        folder = self._folder / rendition
        if rendition in self._extra:
            folder.mkdir(exist_ok=True)
        write_atomically(folder / segment.file(rendition), content)

    def read(self, rendition: str, segment: Segment) -> bytes | None:
        """Return a segment, None where an extra rendition was left out."""
        path = self._folder / rendition / segment.file(rendition)
        return None if rendition in self._extra and not path.is_file() else path.read_bytes()

    def _found(self, now_us: int) -> Window:
        try:
            window = _ADAPTER.validate_python(_of_any_format((self._folder / STATE).read_bytes()))
            if window.format != FORMAT:
                raise ValueError(f"format {window.format} is not known")
        except FileNotFoundError:
            begin = state_lost if self._was_used() else first_life
            return begin(now_us, self._target)
        except (OSError, ValueError) as error:
            logger.error("HLS state lost: %s", error, extra={"action": "hls_state_lost"})
            return state_lost(now_us, self._target)
        missing = [segment for segment in window.held if not self._whole(segment)]
        return next_life(without_missing(window, missing), now_us)

    def _was_used(self) -> bool:
        """Whether there was a life before: its folders outlast its segments."""
        return any((self._folder / name).is_dir() for name in self._renditions)

    def _whole(self, segment: Segment) -> bool:
        needed = [name for name in self._renditions if name not in self._extra]
        return all((self._folder / name / segment.file(name)).is_file() for name in needed)


def _of_any_format(state: bytes) -> object:
    """Return a state as it is written now; format 1 counted codec frames of 1,024 samples."""
    found = json.loads(state)
    if isinstance(found, dict) and found.get("format") == 1:
        for segment in [*found.get("segments", []), *found.get("expired", [])]:
            segment["samples"] = 1_024 * segment.pop("frames")
        found["format"] = FORMAT
    return found
