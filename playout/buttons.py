"""What the desk asks of the buttons of the cart wall: find one, and open its sound at once."""

from typing import Protocol

from playout.source import Source
from station.wall import Button


class Buttons(Protocol):
    """Buttons whose beginnings are in memory."""

    def button(self, button_id: str) -> Button | None:
        """Return a button of the wall."""

    def message(self, button_id: str) -> Button | None:
        """Return an emergency message."""

    def open(self, button: Button) -> Source:
        """Return its sound from the cue-in, ready at once where it is in memory."""


class NoButtons:
    """A wall without buttons."""

    def button(self, button_id: str) -> Button | None:
        return None

    def message(self, button_id: str) -> Button | None:
        return None

    def open(self, button: Button) -> Source:
        raise LookupError(button.id)
