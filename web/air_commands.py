"""Commands from the desk to the air: sent, answered, and written into the audit trail."""

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime

from station.commands import Command, Forecast, Insert, Request
from station.control import Answer, send
from station.errors import StationError
from station.paths import StatePaths
from web.accounts import Account
from web.audit import AuditLog


class CommandRefused(StationError):
    """The air answered no; `code` is in the message catalogue."""

    def __init__(self, code: str, detail: str = "") -> None:
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

    def send(self, command: Command, *, why: str = "", force: bool = False) -> Answer:
        """Send a command; raises AirUnreachable or CommandRefused."""
        request = Request(
            command, by=self.account.name, id=secrets.token_hex(8), why=why, force=force
        )
        answer = _answered(self.paths, self.channel, request)
        about = {"channel": self.channel, **_about(command), **_why(request), **_applied(answer)}
        self.audit.record(self.now, self.account.name, f"air.{command.op}", **about)
        return answer


def forecast(paths: StatePaths, channel: str, minutes: int) -> Answer:
    """Ask what the air expects; raises AirUnreachable or CommandRefused."""
    return _answered(paths, channel, Request(Forecast(minutes), id=secrets.token_hex(8)))


def _answered(paths: StatePaths, channel: str, request: Request) -> Answer:
    answer = send(paths.control_socket(channel), request)
    if not answer.ok:
        raise CommandRefused(answer.error or "bad_request", answer.detail)
    return answer


def _about(command: Command) -> dict[str, object]:
    if isinstance(command, Insert):
        item, when = command.item, command.when
        starts = {"starts": item.begins.isoformat()} if when == "at" else {}
        return {"cart": item.cart_id, "title": item.title, "when": when, **starts}
    return {name: told for name, told in asdict(command).items() if name != "op" and told != ""}


def _why(request: Request) -> dict[str, object]:
    reason: dict[str, object] = {"why": request.why} if request.why else {}
    return reason | ({"forced": True} if request.force else {})


def _applied(answer: Answer) -> dict[str, object]:
    """Return from which sample on it is heard, in the air's count and in UTC."""
    applied: dict[str, object] = {"heard_at": answer.at.isoformat()} if answer.at else {}
    return applied | ({} if answer.sample is None else {"sample": answer.sample})
