"""/api/v1/channels/…/commands: what an operator does to the air."""

import secrets
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from media_library.cart import Cart
from media_library.loudness import static_gain_db
from media_library.store import CartStore
from scheduler.stores import OwedStore
from station import commands
from station.control import Answer
from station.rundown import Item, Reason, Start, Why
from web.air_commands import AirCommands, CommandRefused
from web.command_bodies import (
    AlertIn,
    AllClearIn,
    CommandIn,
    FadeOutIn,
    GoLiveIn,
    HoldIn,
    InsertIn,
    KickIn,
    PressIn,
    ReleaseIn,
    SkipIn,
    TakeIn,
)
from web.deps import Audit, Database, Now, Operator, TheDesk
from web.desk import Desk
from web.emergencies import Emergencies
from web.station_time import next_instant


class Refusal(BaseModel):
    """Why nothing has happened."""

    code: str
    """`dead_air`: nothing would be left to hear; sent again with `force` it applies. `not_on_air`,
    `unknown`, `unreadable`, `nothing_to_undo`, `too_late` …"""
    message: str
    """The same as a sentence."""


REFUSALS: dict[int | str, dict[str, Any]] = {
    409: {"model": Refusal, "description": "The air refuses it"},
    503: {"model": Refusal, "description": "The air does not answer"},
}
router = APIRouter(prefix="/api/v1/channels/{slug}/commands", tags=["commands"], responses=REFUSALS)


class Applied(BaseModel):
    """From which sample on the command is heard."""

    at: datetime | None
    """UTC."""
    sample: int | None
    """Counted from the first of this life of the air."""


def _air(slug: str, desk: TheDesk, account: Operator, audit: Audit, now: Now) -> AirCommands:
    if slug not in {channel.slug for channel in desk.config.channels}:
        raise HTTPException(404)
    return AirCommands(desk.paths, slug, account, audit, now)


TheAir = Annotated[AirCommands, Depends(_air, scope="function")]


@router.post("/skip")
def skip(body: SkipIn, air: TheAir) -> Applied:
    """End what is on the air, faded, and go on with the next item."""
    return _applied(air, body, commands.Skip(fade_ms=body.fade_ms, item_key=body.item_key))


@router.post("/hold")
def hold(body: HoldIn, air: TheAir) -> Applied:
    """Keep the next soft item from starting; filler keeps the air. Hard starts win."""
    return _applied(air, body, commands.Hold(on=body.on))


@router.post("/take")
def take(body: TakeIn, air: TheAir) -> Applied:
    """Start a coming item now; what is on is faded, what stood before it is left out."""
    return _applied(air, body, commands.Take(item_key=body.item_key, fade_ms=body.fade_ms))


@router.post("/fade-out")
def fade_out(body: FadeOutIn, air: TheAir) -> Applied:
    """Fade out what is on and hold: fillers keep the air until the hold is released."""
    return _applied(air, body, commands.FadeOut(fade_ms=body.fade_ms))


@router.post("/replay")
def replay(body: CommandIn, air: TheAir) -> Applied:
    """Air what is on, or what was on before a filler, again from its start."""
    return _applied(air, body, commands.Replay())


@router.post("/insert")
def insert(body: InsertIn, air: TheAir, session: Database, desk: TheDesk) -> Applied:
    """Air a recording now, interrupting what is on, or next, or at a time on its sample."""
    cart = CartStore(session).get(body.cart_id)
    if cart.id in (withdrawn := OwedStore(session).withdrawn(air.channel)):
        raise CommandRefused("withdrawn", withdrawn[cart.id])
    begins = _begins(body, desk, air.now)
    start = Start.HARD if body.when == "at" else Start.SOFT
    target = desk.config.media.target_lufs
    item = item_of(cart, target, air.account.display_name, begins, start)
    return _applied(air, body, commands.Insert(item, when=body.when))


@router.post("/clear")
def clear(body: CommandIn, air: TheAir) -> Applied:
    """Take back what operators have put before the plan: inserts that wait, and the hold."""
    return _applied(air, body, commands.Clear())


@router.post("/undo")
def undo(body: CommandIn, air: TheAir) -> Applied:
    """Take back the last command that can be, for ten minutes."""
    return _applied(air, body, commands.Undo())


@router.post("/go-live")
def go_live(body: GoLiveIn, air: TheAir) -> Applied:
    """Take a live input whatever the rules say, or go back to the plan."""
    return _applied(air, body, commands.GoLive(session=body.session, on=body.on))


@router.post("/kick")
def kick(body: KickIn, air: TheAir) -> Applied:
    """End the connection of a live input."""
    return _applied(air, body, commands.Kick(session=body.session))


@router.post("/press")
def press(body: PressIn, air: TheAir) -> Applied:
    """Press a button of the cart wall."""
    return _applied(air, body, commands.Press(button=body.button))


@router.post("/release")
def release(body: ReleaseIn, air: TheAir) -> Applied:
    """Fade out what one button has started, or all of them."""
    return _applied(air, body, commands.Release(button=body.button, fade_ms=body.fade_ms))


@router.post("/alert")
def alert(body: AlertIn, air: TheAir) -> Applied:
    """Put an emergency message on the air, above everything, at once."""
    wish = commands.Alert(body.button, times=body.times, pause_ms=body.pause_ms, drill=body.drill)
    return applied(Emergencies(air).alert(wish, why=body.why, force=body.force))


@router.post("/all-clear")
def all_clear(body: AllClearIn, air: TheAir) -> Applied:
    """Lift the warnings and end the emergency; what was interrupted goes on by its policy."""
    return applied(Emergencies(air).all_clear(body.message, why=body.why))


@router.post("/adopt")
def adopt(body: CommandIn, air: TheAir) -> Applied:
    """Have the air read the published rundown at once."""
    return _applied(air, body, commands.Adopt())


def item_of(
    cart: Cart, target_lufs: float, by: str, begins: datetime, start: Start = Start.SOFT
) -> Item:
    """Return an airing of a cart outside the rundown."""
    return Item(
        key=f"insert-{secrets.token_hex(6)}",
        cart_id=cart.id,
        kind=cart.kind,
        title=cart.title,
        artist=cart.artist,
        path=cart.path,
        begins=begins,
        start=start,
        cue_in=cart.cue_in,
        cue_out=cart.cue_out,
        segue=cart.segue,
        gain_db=static_gain_db(cart.loudness_lufs, cart.true_peak_db, target_lufs),
        reason=Reason(Why.INSERTED, {"by": by}),
        has_picture=cart.has_picture,
        has_sound=cart.has_sound,
        clearance=cart.clearance,
        film_class=cart.film_class,
        sign_path=cart.sign_path,
        quiet=cart.quiet,
        intro=cart.intro,
    )


def _begins(body: InsertIn, desk: Desk, now: datetime) -> datetime:
    """Return when an insert begins, UTC; without a time of its own, now."""
    if body.clock is not None:
        return next_instant(body.clock, now, desk.config.zone)
    if body.at is None:
        return now
    if body.at <= now:
        raise CommandRefused("too_late")
    return body.at.astimezone(UTC)


def _applied(air: AirCommands, body: CommandIn, command: commands.Command) -> Applied:
    return applied(air.send(command, why=body.why, force=body.force))


def applied(answer: Answer) -> Applied:
    return Applied(at=answer.at, sample=answer.sample)
