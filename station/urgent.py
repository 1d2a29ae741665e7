"""Urgent texts of a channel: shown at once and before all others until they end or are taken back.

The desk publishes them beside the rundown: whoever shows running texts finds them there, and
nobody has to plan anew.
"""

from pathlib import Path

from pydantic import TypeAdapter

from station.atomic_file import write_atomically
from station.errors import StationError
from station.rundown import RunningText

NAME = "urgent"
"""Of the file in the folder of a channel's rundown."""

_TEXTS: TypeAdapter[tuple[RunningText, ...]] = TypeAdapter(tuple[RunningText, ...])


class UrgentUnreadable(StationError):
    """The published texts are damaged."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}")


def publish(folder: Path, texts: tuple[RunningText, ...]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(folder / NAME, _TEXTS.dump_json(texts))


def read(folder: Path) -> tuple[RunningText, ...]:
    """Return what is published, nothing when nothing is; raises UrgentUnreadable."""
    path = folder / NAME
    try:
        return _TEXTS.validate_json(path.read_bytes())
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as error:
        raise UrgentUnreadable(path, str(error)) from error
