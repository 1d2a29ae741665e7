"""Commands from the desk to the air: sent, answered, and written into the audit trail."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from station.control import Answer, Command, Hold, Insert, Request, Skip, send
from station.errors import StationError
from station.paths import StatePaths
from web.accounts import Account
from web.audit import AuditLog


class CommandRefused(StationError):
    """The air answered no; `code` is in the message catalogue."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code


@dataclass(frozen=True, slots=True)
class AirCommands:
    """The hand of one person on the air of one channel."""

    paths: StatePaths
    channel: str
    account: Account
    audit: AuditLog
    now: datetime

    def send(self, command: Command) -> Answer:
        """Send a command; raises AirUnreachable or CommandRefused."""
        request = Request(command, by=self.account.name, id=secrets.token_hex(8))
        answer = send(self.paths.control_socket(self.channel), request)
        if not answer.ok:
            raise CommandRefused(answer.error or "bad_request", answer.detail)
        self.audit.record(
            self.now,
            self.account.name,
            f"air.{command.op}",
            channel=self.channel,
            **_about(command),
        )
        return answer


def _about(command: Command) -> dict[str, object]:
    match command:
        case Skip(item_key=key):
            return {"item": key}
        case Hold(on=on):
            return {"on": on}
        case Insert(item=item, when=when):
            return {"cart": item.cart_id, "title": item.title, "when": when}
        case _:
            return {}
