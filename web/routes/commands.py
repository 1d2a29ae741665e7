"""/api/v1/channels/…/commands: what an operator does to the air."""

import secrets
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from media_library.cart import Cart
from media_library.loudness import static_gain_db
from media_library.store import CartStore
from station.control import Answer, Command, Hold, Insert, Skip
from station.rundown import Item, Reason, Why
from web.air_commands import AirCommands
from web.deps import Audit, Database, Now, Operator, TheDesk

router = APIRouter(prefix="/api/v1/channels/{slug}/commands", tags=["commands"])


class SkipIn(BaseModel):
    """End what is on the air."""

    item_key: str = ""
    """Refused when something else is on by now."""
    fade_ms: Annotated[int, Field(ge=0, le=10_000)] = 300


class HoldIn(BaseModel):
    """Hold the rundown, or let it go on."""

    on: bool


class InsertIn(BaseModel):
    """Air a recording that is not in the rundown."""

    cart_id: int
    when: Literal["now", "next"] = "next"


class Applied(BaseModel):
    """From which sample on the command is heard."""

    at: datetime | None
    sample: int | None


def _air(slug: str, desk: TheDesk, account: Operator, audit: Audit, now: Now) -> AirCommands:
    if slug not in {channel.slug for channel in desk.config.channels}:
        raise HTTPException(404)
    return AirCommands(desk.paths, slug, account, audit, now)


TheAir = Annotated[AirCommands, Depends(_air, scope="function")]


@router.post("/skip")
def skip(body: SkipIn, air: TheAir) -> Applied:
    """End what is on the air, faded, and go on with the next item."""
    return _applied(air, Skip(fade_ms=body.fade_ms, item_key=body.item_key))


@router.post("/hold")
def hold(body: HoldIn, air: TheAir) -> Applied:
    """Keep the next soft item from starting; filler keeps the air. Hard starts win."""
    return _applied(air, Hold(on=body.on))


@router.post("/insert")
def insert(body: InsertIn, air: TheAir, session: Database, desk: TheDesk) -> Applied:
    """Air a recording now, interrupting what is on, or next."""
    cart = CartStore(session).get(body.cart_id)
    item = item_of(cart, desk.config.media.target_lufs, air.account.display_name, air.now)
    return _applied(air, Insert(item, when=body.when))


def item_of(cart: Cart, target_lufs: float, by: str, now: datetime) -> Item:
    """Return an airing of a cart outside the rundown."""
    return Item(
        key=f"insert-{secrets.token_hex(6)}",
        cart_id=cart.id,
        kind=cart.kind,
        title=cart.title,
        artist=cart.artist,
        path=cart.path,
        begins=now,
        cue_in=cart.cue_in,
        cue_out=cart.cue_out,
        segue=cart.segue,
        gain_db=static_gain_db(cart.loudness_lufs, cart.true_peak_db, target_lufs),
        reason=Reason(Why.INSERTED, {"by": by}),
        has_picture=cart.has_picture,
    )


def _applied(air: AirCommands, command: Command) -> Applied:
    answer: Answer = air.send(command)
    return Applied(at=answer.at, sample=answer.sample)
