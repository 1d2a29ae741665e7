"""What the air and the live process read of the desk: written anew after every change of it.

The cart wall and the list of presenters are files in the state folder, so that neither process
needs the database. They follow the database: a commit that touches one of the tables they are made
of writes them, whichever page or command it came from.
"""

import logging
from dataclasses import dataclass, field
from threading import Lock

from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, UOWTransaction, sessionmaker

from media_library.cart import Cart, Playable
from media_library.store import CartStore
from scheduler.planner.items import made
from scheduler.stores import OwedStore
from station import presenters
from station import wall as station_wall
from station.config import Config
from station.errors import StationError
from station.paths import StatePaths
from station.rundown import Item, Reason, Why
from web.presenter_keys import PresenterKeys
from web.wall import WallButton, WallStore

logger = logging.getLogger(__name__)

_WALLS = {"wall_page", "wall_button", "cart", "campaign"}
"""A correction or a clarification withdraws recordings."""
_PRESENTERS = {"presenter_key", "account"}
_NOTED = "tables changed"


@dataclass(frozen=True, slots=True)
class PublishedFiles:
    """Writes the files of all channels."""

    config: Config
    paths: StatePaths
    sessions: sessionmaker[Session]
    _lock: Lock = field(default_factory=Lock)

    def follow(self) -> None:
        """Write after every commit that changes what a file is made of."""
        event.listen(self.sessions, "after_flush", _note)
        event.listen(self.sessions, "after_rollback", _forget)
        event.listen(self.sessions, "after_commit", self._committed)

    def write_all(self) -> None:
        """Write every file, so that a wiped state folder heals."""
        self._write(_WALLS | _PRESENTERS)

    def _committed(self, session: Session) -> None:
        changed: set[str] = session.info.pop(_NOTED, set())
        if changed & (_WALLS | _PRESENTERS):
            self._write(changed)

    def _write(self, changed: set[str]) -> None:
        try:
            with self._lock, self.sessions() as session:
                if changed & _WALLS:
                    for channel in self.config.channels:
                        self._write_wall(session, channel.slug)
                if changed & _PRESENTERS:
                    presenters.publish(self.paths.presenters, PresenterKeys(session).published())
        # what is stored stays stored; the next change or start of the desk writes the file again
        except (OSError, DBAPIError, StationError) as error:
            logger.error("not published: %s", error, extra={"action": "publish_failed"})

    def _write_wall(self, session: Session, channel: str) -> None:
        made_wall = published_wall(session, channel, self.config.media.target_lufs)
        station_wall.publish(self.paths.wall(channel), made_wall)


def published_wall(session: Session, channel: str, target_lufs: float) -> station_wall.Wall:
    """Return the wall as the air needs it; a button whose recording is gone is left out."""
    layout = WallStore(session, channel).layout()
    carts = CartStore(session).get_many(layout.cart_ids)
    withdrawn = OwedStore(session).withdrawn(channel)

    def buttons(found: tuple[WallButton, ...]) -> tuple[station_wall.Button, ...]:
        return tuple(
            _button(button, carts[button.cart_id], target_lufs, withdrawn.get(button.cart_id, ""))
            for button in found
            if button.cart_id in carts
        )

    return station_wall.Wall(
        pages=tuple(station_wall.Page(page.name, buttons(page.buttons)) for page in layout.pages),
        emergency=buttons(layout.messages),
    )


def _button(
    button: WallButton, cart: Cart, target_lufs: float, withdrawn: str
) -> station_wall.Button:
    return station_wall.Button(
        id=button.id,
        label=button.label,
        item=_item(button.id, cart, target_lufs),
        instead=button.instead,
        duck_db=button.duck_db,
        colour=button.colour,
        withdrawn=withdrawn,
        level=button.level,
        words=button.words,
    )


def _item(button_id: str, cart: Cart, target_lufs: float) -> Item:
    playable = Playable(**{name: getattr(cart, name) for name in Playable._fields})
    reason = Reason(Why.INSERTED)
    return made(playable, f"wall:{button_id}", 0, reason=reason, target_lufs=target_lufs)


def _note(session: Session, _context: UOWTransaction) -> None:
    changed = session.info.setdefault(_NOTED, set())
    for row in (*session.new, *session.dirty, *session.deleted):
        changed.add(row.__tablename__)


def _forget(session: Session) -> None:
    session.info.pop(_NOTED, None)
