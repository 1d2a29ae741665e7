"""The form on a recording's page: what was typed, and what it asks the library to change."""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, Field

from media_library.cart import Cart
from station.kinds import LIBRARY_KINDS, Kind
from web import cue_times

Typed = Annotated[str, Field(max_length=300)]
_CUES = ("cue_in", "segue", "cue_out")
_DAYS = ("valid_from", "valid_until")


class CartFields(BaseModel):
    """The fields as they were typed."""

    title: Typed = ""
    artist: Typed = ""
    album: Typed = ""
    composer: Typed = ""
    kind: str = ""
    tags: Annotated[str, Field(max_length=1000)] = ""
    cue_in: Annotated[str, Field(max_length=20)] = ""
    segue: Annotated[str, Field(max_length=20)] = ""
    cue_out: Annotated[str, Field(max_length=20)] = ""
    intro: Annotated[str, Field(max_length=20)] = ""
    quiet: Annotated[str, Field(max_length=5)] = ""
    valid_from: Annotated[str, Field(max_length=10)] = ""
    valid_until: Annotated[str, Field(max_length=10)] = ""


@dataclass(frozen=True, slots=True)
class CartWish:
    """What the form asks for."""

    changes: dict[str, Any] = field(default_factory=dict)
    """For the store."""
    wrong: dict[str, str] = field(default_factory=dict)
    """Field name to a code of the catalogue; with any of them nothing is changed."""


def shown(cart: Cart) -> CartFields:
    """Return the form as it opens."""
    return CartFields(
        title=cart.title,
        artist=cart.artist,
        album=cart.album,
        composer=cart.composer,
        kind=cart.kind,
        tags=", ".join(cart.tags),
        cue_in=cue_times.written(cart.cue_in),
        segue=cue_times.written(cart.segue),
        cue_out=cue_times.written(cart.cue_out),
        intro=cue_times.written(cart.intro) if cart.intro else "",
        quiet="on" if cart.quiet else "",
        valid_from=str(cart.valid_from or ""),
        valid_until=str(cart.valid_until or ""),
    )


def read(fields: CartFields, cart: Cart) -> CartWish:
    wish = CartWish()
    for name in ("title", "artist", "album", "composer"):
        wish.changes[name] = getattr(fields, name).strip()
    wish.changes["kind"] = Kind(fields.kind) if fields.kind in LIBRARY_KINDS else cart.kind
    wish.changes["tags"] = fields.tags.split(",")
    for name in _CUES:
        _read_cue(wish, name, getattr(fields, name), getattr(cart, name))
    if fields.intro.strip():
        _read_cue(wish, "intro", fields.intro, cart.intro)
    else:
        wish.changes["intro"] = 0
    wish.changes["quiet"] = bool(fields.quiet)
    for name in _DAYS:
        _read_day(wish, name, getattr(fields, name))
    return wish


def _read_cue(wish: CartWish, name: str, typed: str, before: int) -> None:
    frames = cue_times.read(typed, before)
    if frames is None:
        wish.wrong[name] = "cart_cue_unreadable"
    else:
        wish.changes[name] = frames


def _read_day(wish: CartWish, name: str, typed: str) -> None:
    try:
        wish.changes[name] = date.fromisoformat(typed) if typed else None
    except ValueError:
        wish.wrong[name] = "cart_day_unreadable"
