"""Pre-flight: every coming recording is opened, decoded and heard before its airing.

An hour ahead it is decoded whole; from then on, each minute, its file is looked at. What fails
is not played: planning finds a substitute, until a later check finds it sound again. What can be
pressed at any moment, the emergency messages and the buttons of the cart wall, is always coming:
it is decoded at the start, when it changes, and once a day.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session, sessionmaker

from media_library.cart import Cart
from media_library.files import FileUnreadable, stamp
from media_library.soundness import Flaw, Found
from media_library.store import CartStore
from scheduler.check import GONE, Check, Mark
from scheduler.stores.preflights import PreflightStore
from station.clock import Clock
from station.rundown import Rundown
from station.wall import Wall

logger = logging.getLogger(__name__)

HORIZON = timedelta(hours=1)
"""How far ahead a recording is checked."""
FOLDER_AWAY = 3
"""So many recordings gone and none there: the media folder is away, not the recordings."""
MOST = 4
"""Recordings decoded in one round, one after the other: the air comes first."""

Examine = Callable[[Path, Cart], Found]


def coming(rundown: Rundown, now: datetime) -> list[int]:
    """Return the recordings that begin within the horizon, the next first, each once."""
    items = [*rundown.items, *(one.item for one in rundown.secondary)]
    items = sorted(items, key=lambda item: item.begins)
    ahead = (item.cart_id for item in items if now <= item.begins <= now + HORIZON)
    return list(dict.fromkeys(ahead))


def pressable(wall: Wall) -> list[int]:
    """Return the recordings that a press can put on the air, the emergency messages first."""
    buttons = [*wall.emergency, *(button for page in wall.pages for button in page.buttons)]
    return list(dict.fromkeys(button.item.cart_id for button in buttons))


def mark_of(path: Path) -> Mark:
    try:
        _, _, size, changed_ns = stamp(path)
    except FileUnreadable:
        return GONE
    return Mark(size, changed_ns)


class Preflight:
    """Checks what is coming; may be called each minute."""

    def __init__(
        self, media: Path, sessions: sessionmaker[Session], clock: Clock, examine: Examine
    ) -> None:
        self._media = media
        self._sessions = sessions
        self._clock = clock
        self._examine = examine

    def run(
        self, rundowns: Iterable[Rundown], walls: Iterable[Wall] = (), *, decode: bool = True
    ) -> bool:
        """Check what is coming and what failed before; return whether planning must know.

        Without `decode` only files that vanished are found.
        """
        now = self._clock.now()
        with self._sessions() as session:
            checks = PreflightStore(session).all()
            wanted = [cart_id for rundown in rundowns for cart_id in coming(rundown, now)]
            wanted += [cart_id for wall in walls for cart_id in pressable(wall)]
            wanted += [check.cart_id for check in checks.values() if check.flaw is not None]
            carts = CartStore(session).get_many(wanted)
        marks = {
            cart.id: mark_of(self._media / cart.path)
            for cart in carts.values()
            if cart.archived_at is None
        }
        if len(marks) >= FOLDER_AWAY and set(marks.values()) == {GONE}:
            logger.warning("no recording can be read", extra={"action": "preflight_media_away"})
            return False  # the folder is away; to plan without recordings would not bring it back
        doubtful = [
            cart_id
            for cart_id in dict.fromkeys(wanted)
            if cart_id in marks and _is_doubtful(checks.get(cart_id), marks[cart_id], now)
        ]
        gone = [cart_id for cart_id in doubtful if marks[cart_id] == GONE]
        news = [self._note(carts[id], GONE, Found(Flaw.MISSING), checks) for id in gone]
        present = [cart_id for cart_id in doubtful if marks[cart_id] != GONE]
        for cart_id in present[:MOST] if decode else ():
            cart = carts[cart_id]
            found = self._examine(self._media / cart.path, cart)
            news.append(self._note(cart, marks[cart_id], found, checks))
        return any(news)

    def _note(self, cart: Cart, mark: Mark, found: Found, checks: Mapping[int, Check]) -> bool:
        """Store a check; return whether the recording became unsound, or sound again."""
        before = checks.get(cart.id)
        check = Check(cart.id, cart.path, mark, self._clock.now(), found.flaw, found.detail)
        with self._sessions.begin() as session:
            PreflightStore(session).save(check)
        was_sound = before is None or before.flaw is None
        if was_sound == (found.flaw is None):
            return False
        action = "preflight_failed" if was_sound else "preflight_recovered"
        about = {"action": action, "cart_id": cart.id, "flaw": found.flaw}
        logger.warning("%s: %s", cart.title, found.flaw or "sound again", extra=about)
        return True


def _is_doubtful(check: Check | None, mark: Mark, now: datetime) -> bool:
    return check is None or not check.still_counts(mark, now)
