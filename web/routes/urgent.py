"""What cannot wait, shown as running text: warnings, and words of the desk."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from station.rundown import RunningText
from web.command_bodies import WarnIn
from web.deps import Audit, Now, Staff, TheDesk
from web.emergencies import Emergencies
from web.routes.commands import REFUSALS, Applied, TheAir, applied
from web.urgent_texts import LONGEST, UrgentTexts

router = APIRouter(prefix="/api/v1/channels/{slug}", tags=["running texts"])


class UrgentIn(BaseModel):
    """Words of the desk."""

    text: Annotated[str, Field(min_length=1, max_length=LONGEST, pattern=r"\S")]
    minutes: Annotated[int, Field(ge=1, le=24 * 60)] = 60
    """For how long."""


class UrgentOut(BaseModel):
    """One urgent text."""

    key: str
    text: str
    begins: datetime
    ends: datetime


@router.post("/commands/warn", tags=["commands"], responses=REFUSALS)
def warn(body: WarnIn, air: TheAir) -> Applied:
    """Show an emergency message as running text at once, and read it after the present item."""
    return applied(Emergencies(air).warn(body.button, drill=body.drill, why=body.why))


@router.get("/urgent-texts")
def shown(slug: str, desk: TheDesk, _account: Staff, now: Now) -> list[UrgentOut]:
    """The urgent texts that are shown now, those of emergencies too."""
    return [_out(text) for text in _texts(slug, desk, now).shown]


@router.post("/urgent-texts", status_code=201)
def add(
    slug: str, body: UrgentIn, desk: TheDesk, account: Staff, audit: Audit, now: Now
) -> UrgentOut:
    """Show words at once, before all other running texts, until their time is over."""
    text = _texts(slug, desk, now).add(body.text, body.minutes)
    about = {"channel": slug, "text": text.text, "minutes": body.minutes}
    audit.record(now, account.name, "text.urgent", **about)
    return _out(text)


@router.delete("/urgent-texts/{key}", status_code=204)
def remove(slug: str, key: str, desk: TheDesk, account: Staff, audit: Audit, now: Now) -> None:
    """Take a text back."""
    if not _texts(slug, desk, now).remove(key):
        raise HTTPException(404)
    audit.record(now, account.name, "text.urgent_removed", channel=slug, key=key)


def _texts(slug: str, desk: TheDesk, now: datetime) -> UrgentTexts:
    if slug not in {channel.slug for channel in desk.config.channels}:
        raise HTTPException(404)
    return UrgentTexts(desk.paths.rundown(slug), now)


def _out(text: RunningText) -> UrgentOut:
    return UrgentOut(key=text.key, text=text.text, begins=text.begins, ends=text.ends)
