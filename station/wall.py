"""The cart wall: pages of instant buttons and the emergency messages, published by the desk."""

import enum
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from station.atomic_file import write_atomically
from station.errors import StationError
from station.rundown import Item

FORMAT = 1


class WallUnreadable(StationError):
    """The published wall is damaged or of an unknown format."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}")


class Level(enum.StrEnum):
    """How grave an emergency message is: what of the picture it takes."""

    WASPADA = "waspada"
    """A blue band over the lower part."""
    SIAGA = "siaga"
    """A yellow band over the lower part."""
    AWAS = "awas"
    """Red, the whole picture."""
    CLEAR = "clear"
    """A green band: the danger is over."""


@dataclass(frozen=True, slots=True)
class Button:
    """One button."""

    id: str
    """Names it for ever."""
    label: str
    """What is written on it."""
    item: Item
    """What it plays; its `begins` means nothing."""
    instead: bool = False
    """Whether it interrupts the programme, which comes back behind it; else it sounds over it."""
    duck_db: float = 0.0
    """What the programme is lowered by while it sounds over it, zero or less."""
    colour: str = ""
    """`#rrggbb`; empty: the colour of its kind."""
    withdrawn: str = ""
    """The clarification or correction that has withdrawn its recording: it must not sound."""
    level: Level = Level.AWAS
    """Of an emergency message, on television."""
    words: str = ""
    """What is written under its label, on television."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of buttons, F1 to F12 in their order."""

    name: str
    """Shown on its tab."""
    buttons: tuple[Button, ...]
    """At most twelve."""


@dataclass(frozen=True, slots=True)
class Wall:
    """All that can be pressed on one channel."""

    pages: tuple[Page, ...] = ()
    """In order."""
    emergency: tuple[Button, ...] = ()
    """Messages that an emergency can put on the air within a moment."""
    format: int = FORMAT
    """Version of this contract."""

    def button(self, button_id: str) -> Button | None:
        """Return a button of any page."""
        return next(
            (one for page in self.pages for one in page.buttons if one.id == button_id), None
        )

    def message(self, button_id: str) -> Button | None:
        """Return an emergency message."""
        return next((one for one in self.emergency if one.id == button_id), None)


_ADAPTER: TypeAdapter[Wall] = TypeAdapter(Wall)


def publish(path: Path, wall: Wall) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, _ADAPTER.dump_json(wall))


def read(path: Path) -> Wall:
    """Return what is published, an empty wall when nothing is; raises WallUnreadable."""
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return Wall()
    except OSError as error:
        raise WallUnreadable(path, str(error)) from error
    try:
        wall = _ADAPTER.validate_json(text)
    except ValueError as error:
        raise WallUnreadable(path, str(error)) from error
    if wall.format != FORMAT:
        raise WallUnreadable(path, f"format {wall.format} is not known")
    return wall
