"""Warnings and the all-clear: what is heard goes to the air, the words run until it is over."""

import logging
import secrets
from dataclasses import dataclass, replace

from station import wall
from station.commands import Alert, AllClear, Insert
from station.control import Answer
from station.rundown import Reason, Why
from station.snapshot import DRILL
from station.wall import Button, Level, WallUnreadable
from web.air_commands import AirCommands, CommandRefused
from web.urgent_texts import UrgentTexts

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Emergencies:
    """The hand of one person on the emergencies of one channel."""

    air: AirCommands

    def alert(self, alert: Alert, *, why: str = "", force: bool = False) -> Answer:
        """Interrupt everything with a message; raises AirUnreachable or CommandRefused."""
        answer = self.air.send(alert, why=why, force=force)
        self._show(alert.button, drill=alert.drill)
        return answer

    def warn(self, button: str, *, drill: bool, why: str = "") -> Answer:
        """Show a message as running text and have it read next; raises as `alert`."""
        message = self._message(button)
        if message is None:
            raise CommandRefused("unknown")
        if message.withdrawn:
            raise CommandRefused("withdrawn", message.withdrawn)
        self._show(button, drill=drill)
        title = f"{DRILL}: {message.item.title}" if drill else message.item.title
        reason = Reason(Why.INSERTED, {"by": self.air.account.display_name})
        key = f"insert-{secrets.token_hex(6)}"
        item = replace(message.item, key=key, title=title, reason=reason)
        return self.air.send(Insert(item, when="next"), why=why)

    def all_clear(self, message: str = "", *, why: str = "") -> Answer:
        """Lift all warnings and end what has the air, with a message where one is given."""
        drill = self._texts.is_drill
        if message:
            button = self._message(message)
            if button is None or button.level is not Level.CLEAR:
                raise CommandRefused("unknown")
            return self.alert(Alert(message, times=1, drill=drill), why=why)
        lifted = self._texts.lift()
        if lifted:
            about = {"channel": self.air.channel}
            self.air.audit.record(self.air.now, self.air.account.name, "text.lifted", **about)
        try:
            return self.air.send(AllClear(), why=why)
        except CommandRefused as refused:
            if lifted and refused.code == "not_on_air":
                return Answer("", ok=True)
            raise

    @property
    def _texts(self) -> UrgentTexts:
        return UrgentTexts(self.air.paths.rundown(self.air.channel), self.air.now)

    def _message(self, button: str) -> Button | None:
        try:
            return wall.read(self.air.paths.wall(self.air.channel)).message(button)
        except WallUnreadable:
            logger.exception("no emergency messages", extra={"action": "wall_unreadable"})
            return None

    def _show(self, button: str, *, drill: bool) -> None:
        """Let the words run; a disk that fails costs the words and not the message."""
        message = self._message(button)
        try:
            if message is not None:
                self._texts.warn(message, drill=drill)
        except OSError:
            logger.exception("no running text", extra={"action": "urgent_text_failed"})
