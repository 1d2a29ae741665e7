"""The cart wall as operators keep it: pages of twelve buttons, and the emergency messages."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from station.errors import StationError
from station.wall import Level
from web.tables import WallButtonRow, WallPageRow

BUTTONS = 12
"""Of a page: F1 to F12."""
PAGES = 20
MESSAGES = 24


class WallEntryNotFound(StationError):
    """There is no such page or button on the wall of this channel."""

    def __init__(self, entry: int | str) -> None:
        super().__init__(f"no wall page or button {entry}")


class WallFull(StationError):
    """The page has its twelve buttons, or the wall its last page."""

    def __init__(self) -> None:
        super().__init__("the wall is full there")


@dataclass(frozen=True, slots=True)
class WallButton:
    """One button, or one emergency message."""

    id: str
    page_id: int | None
    """None: an emergency message."""
    cart_id: int
    label: str
    instead: bool
    """Whether it interrupts the programme; else it sounds over it."""
    duck_db: float
    """What the programme is lowered by while it sounds over it, zero or less."""
    colour: str
    """`#rrggbb`, or empty for the colour of its kind."""
    level: Level = Level.AWAS
    """Of a message: what of a television picture it takes."""
    words: str = ""
    """Of a message: what is written there under its label."""


@dataclass(frozen=True, slots=True)
class WallPage:
    """One page, its buttons in order."""

    id: int
    name: str
    buttons: tuple[WallButton, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything on the wall of one channel."""

    pages: tuple[WallPage, ...]
    messages: tuple[WallButton, ...]

    @property
    def cart_ids(self) -> set[int]:
        on_pages = {button.cart_id for page in self.pages for button in page.buttons}
        return on_pages | {message.cart_id for message in self.messages}


class WallStore:
    """One session's view of one channel's wall. The caller owns the transaction."""

    def __init__(self, session: Session, channel: str) -> None:
        self._session = session
        self._channel = channel

    def layout(self) -> Layout:
        pages = self._session.scalars(
            select(WallPageRow)
            .where(WallPageRow.channel == self._channel)
            .order_by(WallPageRow.position, WallPageRow.id)
        )
        return Layout(
            tuple(WallPage(page.id, page.name, self._buttons(page.id)) for page in pages),
            self._buttons(None),
        )

    def page(self, page_id: int) -> WallPage:
        row = self._page(page_id)
        return WallPage(row.id, row.name, self._buttons(row.id))

    def button(self, button_id: str) -> WallButton:
        return _button(self._button(button_id))

    def add_page(self, name: str) -> WallPage:
        """Put an empty page behind the others; raises WallFull."""
        held = self._session.scalar(
            select(func.count()).where(WallPageRow.channel == self._channel)
        )
        if (held or 0) >= PAGES:
            raise WallFull
        row = WallPageRow(channel=self._channel, position=self._last_page() + 1, name=name)
        self._session.add(row)
        self._session.flush()
        return WallPage(row.id, row.name, ())

    def rename_page(self, page_id: int, name: str) -> None:
        self._page(page_id).name = name
        self._session.flush()

    def remove_page(self, page_id: int) -> None:
        """Remove a page with its buttons."""
        row = self._page(page_id)
        for button in self._rows(page_id):
            self._session.delete(button)
        self._session.flush()
        self._session.delete(row)
        self._session.flush()

    def order_pages(self, page_ids: Sequence[int]) -> None:
        """Put the named pages first, in this order; pages it does not name follow."""
        rows = [self._page(page_id) for page_id in dict.fromkeys(page_ids)]
        others = [self._page(page.id) for page in self.layout().pages if page.id not in page_ids]
        for position, row in enumerate([*rows, *others]):
            row.position = position
        self._session.flush()

    def add_button(self, page_id: int | None, cart_id: int, label: str) -> WallButton:
        """Put a button behind the others of a page, or of the messages; raises WallFull."""
        held = self._rows(page_id)
        if page_id is not None:
            self._page(page_id)
        if len(held) >= (MESSAGES if page_id is None else BUTTONS):
            raise WallFull
        button = WallButton(secrets.token_hex(8), page_id, cart_id, label, page_id is None, 0.0, "")
        self._session.add(self._row(button, held[-1].position + 1 if held else 0))
        self._session.flush()
        return button

    def change_button(
        self,
        button_id: str,
        *,
        label: str,
        instead: bool,
        duck_db: float,
        colour: str,
        level: Level = Level.AWAS,
        words: str = "",
    ) -> WallButton:
        row = self._button(button_id)
        row.label, row.colour = label, colour
        if row.emergency:
            row.level, row.words = level, words
        else:
            row.instead, row.duck_db = instead, duck_db
        self._session.flush()
        return _button(row)

    def move_button(self, button_id: str, page_id: int) -> None:
        """Put a button behind those of another page; raises WallFull."""
        row = self._button(button_id)
        held = self._rows(self._page(page_id).id)
        if row.emergency or row.page_id == page_id:
            return
        if len(held) >= BUTTONS:
            raise WallFull
        row.page_id, row.position = page_id, held[-1].position + 1 if held else 0
        self._session.flush()

    def order_buttons(self, page_id: int | None, button_ids: Sequence[str]) -> None:
        """Put the named buttons first, in this order; buttons it does not name follow."""
        rows = {row.id: row for row in self._rows(page_id)}
        named = [button_id for button_id in dict.fromkeys(button_ids) if button_id in rows]
        others = [button_id for button_id in rows if button_id not in named]
        for position, button_id in enumerate([*named, *others]):
            rows[button_id].position = position
        self._session.flush()

    def remove_button(self, button_id: str) -> WallButton:
        row = self._button(button_id)
        removed = _button(row)
        self._session.delete(row)
        self._session.flush()
        return removed

    def restore(self, layout: Layout) -> None:
        """Make the wall what it was: every page and button under the id it had."""
        for table in (WallButtonRow, WallPageRow):
            for row in self._session.scalars(select(table).where(table.channel == self._channel)):
                self._session.delete(row)
            self._session.flush()
        for place, page in enumerate(layout.pages):
            self._session.add(
                WallPageRow(id=page.id, channel=self._channel, position=place, name=page.name)
            )
        self._session.flush()
        for buttons in (*(page.buttons for page in layout.pages), layout.messages):
            for position, button in enumerate(buttons):
                self._session.add(self._row(button, position))
        self._session.flush()

    def _row(self, button: WallButton, position: int) -> WallButtonRow:
        return WallButtonRow(
            id=button.id,
            channel=self._channel,
            page_id=button.page_id,
            position=position,
            cart_id=button.cart_id,
            label=button.label,
            instead=button.instead,
            duck_db=button.duck_db,
            colour=button.colour,
            emergency=button.page_id is None,
            level=button.level,
            words=button.words,
        )

    def _buttons(self, page_id: int | None) -> tuple[WallButton, ...]:
        return tuple(_button(row) for row in self._rows(page_id))

    def _rows(self, page_id: int | None) -> Sequence[WallButtonRow]:
        """Return the buttons of a page in order; without a page, the messages."""
        return self._session.scalars(
            select(WallButtonRow)
            .where(WallButtonRow.channel == self._channel, WallButtonRow.page_id == page_id)
            .order_by(WallButtonRow.position, WallButtonRow.id)
        ).all()

    def _last_page(self) -> int:
        last = self._session.scalar(
            select(func.max(WallPageRow.position)).where(WallPageRow.channel == self._channel)
        )
        return -1 if last is None else last

    def _page(self, page_id: int) -> WallPageRow:
        row = self._session.get(WallPageRow, page_id)
        if row is None or row.channel != self._channel:
            raise WallEntryNotFound(page_id)
        return row

    def _button(self, button_id: str) -> WallButtonRow:
        row = self._session.get(WallButtonRow, button_id)
        if row is None or row.channel != self._channel:
            raise WallEntryNotFound(button_id)
        return row


def _button(row: WallButtonRow) -> WallButton:
    return WallButton(
        row.id, row.page_id, row.cart_id, row.label, row.instead, row.duck_db, row.colour,
        Level(row.level), row.words,
    )  # fmt: skip
