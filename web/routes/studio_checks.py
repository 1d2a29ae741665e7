"""/studio/checks: what was found ahead of the airings, for the studio page to ask now and then."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy.orm import Session

from media_library.soundness import Flaw
from media_library.store import CartStore
from scheduler import publishing
from scheduler.check import Check
from scheduler.stores import PreflightStore
from station import wall
from station.relays import read
from station.wall import Wall, WallUnreadable
from web.channels import TheChannel
from web.coming_checks import (
    FailedButton,
    FailedRecording,
    RelayCheck,
    failed_buttons,
    failed_recordings,
    relay_checks,
)
from web.deps import Database, Now, Operator, TheDesk
from web.pages import ThePage
from web.schedule_words import ScheduleWords

router = APIRouter(include_in_schema=False)


class FailedOut(BaseModel):
    """A recording that failed its check, in words."""

    item_key: str
    title: str
    begins: datetime
    why: str
    stand_in: str


class ButtonOut(BaseModel):
    """A button of the wall, or an emergency message, that would not be heard; in words."""

    button_id: str
    label: str
    why: str
    since: datetime
    emergency: bool


class ChecksOut(BaseModel):
    """What was found ahead of the airings of one channel."""

    relays: list[RelayCheck]
    recordings: list[FailedOut]
    buttons: list[ButtonOut]


@router.get("/studio/checks")
def studio_checks(
    page: ThePage,
    desk: TheDesk,
    _account: Operator,
    channel: TheChannel,
    session: Database,
    now: Now,
) -> ChecksOut:
    """What the last checks of the coming hours found."""
    published = publishing.current(desk.paths.rundown(channel.slug))
    items = published.items if published else ()
    said = ScheduleWords(page.language)
    checks = PreflightStore(session).failed()
    return ChecksOut(
        relays=relay_checks(items, read(desk.paths.relays), channel.slug, now),
        recordings=[
            _in_words(one, said) for one in failed_recordings(items, _flaws(session, checks), now)
        ],
        buttons=[
            _button_in_words(one, said)
            for one in failed_buttons(_wall(desk.paths.wall(channel.slug)), checks)
        ],
    )


def _wall(path: Path) -> Wall:
    try:
        return wall.read(path)
    except WallUnreadable:
        return Wall()


def _flaws(session: Session, checks: Mapping[int, Check]) -> dict[int, tuple[str, Flaw]]:
    carts = CartStore(session).get_many(checks)
    return {
        id: (carts[id].title, check.flaw)
        for id, check in checks.items()
        if id in carts and check.flaw is not None
    }


def _in_words(failed: FailedRecording, said: ScheduleWords) -> FailedOut:
    return FailedOut(
        item_key=failed.item_key,
        title=failed.title,
        begins=failed.begins,
        why=said.flaw(failed.flaw) if failed.flaw else "",
        stand_in=failed.stand_in,
    )


def _button_in_words(failed: FailedButton, said: ScheduleWords) -> ButtonOut:
    return ButtonOut(
        button_id=failed.button_id,
        label=failed.label,
        why=said.flaw(failed.flaw),
        since=failed.since,
        emergency=failed.emergency,
    )
