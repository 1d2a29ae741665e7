"""The form on a recording's page: what was typed, and what it asks the library to change."""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, Field

from media_library.cart import TEMPOS, WEIGHTS, Cart, Mood
from station.kinds import LIBRARY_KINDS, Kind
from station.rating import FilmClass, Rating
from web import cue_times, daypart_text

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
    rating: Annotated[str, Field(max_length=4)] = ""
    dayparts: Typed = ""
    evergreen: Annotated[str, Field(max_length=5)] = ""
    weight: Annotated[str, Field(max_length=4)] = "1"
    tempo: Annotated[str, Field(max_length=4)] = ""
    mood: Annotated[str, Field(max_length=16)] = ""
    planning: Annotated[str, Field(max_length=5)] = ""
    """Whether the fields from `rating` on were on the form."""
    clearance: Annotated[str, Field(max_length=60)] = ""
    film_class: Annotated[str, Field(max_length=4)] = ""
    sign: Annotated[str, Field(max_length=12)] = ""
    """Number of the interpreter's film; empty: none."""
    cleared: Annotated[str, Field(max_length=5)] = ""
    """Whether the three before it were on the form."""


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
        rating=cart.rating,
        dayparts=daypart_text.written(cart.dayparts),
        evergreen="on" if cart.evergreen else "",
        weight=str(cart.weight),
        tempo=str(cart.tempo or ""),
        mood=cart.mood or "",
        clearance=cart.clearance,
        film_class=cart.film_class,
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
    if fields.planning:
        _read_planning(wish, fields, cart)
    if fields.cleared:
        wish.changes["clearance"] = " ".join(fields.clearance.split())
        known = fields.film_class in set(FilmClass)
        wish.changes["film_class"] = FilmClass(fields.film_class) if known else cart.film_class
    return wish


def _read_planning(wish: CartWish, fields: CartFields, cart: Cart) -> None:
    """Read what rotations choose by."""
    known = fields.rating in set(Rating)
    wish.changes["rating"] = Rating(fields.rating) if known else cart.rating
    wish.changes["mood"] = Mood(fields.mood) if fields.mood in set(Mood) else None
    wish.changes["evergreen"] = bool(fields.evergreen)
    parts = daypart_text.read(fields.dayparts)
    if parts is None:
        wish.wrong["dayparts"] = "cart_dayparts_unreadable"
    else:
        wish.changes["dayparts"] = parts
    _read_number(wish, "weight", fields.weight or "1", WEIGHTS)
    if fields.tempo.strip():
        _read_number(wish, "tempo", fields.tempo, TEMPOS)
    else:
        wish.changes["tempo"] = None


def _read_number(wish: CartWish, name: str, typed: str, bounds: range) -> None:
    number = int(typed) if typed.strip().isdecimal() else -1
    if number in bounds:
        wish.changes[name] = number
    else:
        wish.wrong[name] = f"cart_{name}_range"


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
