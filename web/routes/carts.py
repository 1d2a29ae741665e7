"""/api/v1/carts: the recordings of the library."""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import FileResponse

from media_library.cart import TEMPOS, WEIGHTS, Cart, Mood
from media_library.film_store import FilmStore, House, Preview
from media_library.finding import MOST, Order
from media_library.store import CartStore
from station.daypart import Daypart
from station.kinds import Kind
from station.rating import FilmClass, Rating
from web.audition import proxy_of, sound_of, thumbnail_of
from web.cart_edit import change, interpreter
from web.deps import Audit, Database, Now, Operator, Staff, TheDesk
from web.library_waveform import Outline, outline
from web.waveform import peaks_of

router = APIRouter(prefix="/api/v1/carts", tags=["carts"])

_MILLISECOND = timedelta(milliseconds=1)


class CartOut(BaseModel):
    """One recording. Positions count frames at 48 kHz from the start of the file."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    kind: Kind
    title: str
    artist: str
    album: str
    composer: str
    isrc: str
    year: int | None
    language: str
    tags: tuple[str, ...]
    sha256: str
    original_name: str
    frames: int
    cue_in: int
    cue_out: int
    segue: int
    intro: int
    length_ms: int = 0
    """Time on the air before the next item may start."""
    loudness_lufs: float | None
    true_peak_db: float | None
    has_picture: bool
    has_sound: bool
    quiet: bool
    added_at: datetime
    archived_at: datetime | None
    valid_from: date | None
    valid_until: date | None
    rating: Rating
    dayparts: tuple[Daypart, ...]
    """Local hours in which the planner may choose it; weekdays from 0 Monday."""
    evergreen: bool
    weight: int
    tempo: int | None
    mood: Mood | None
    clearance: str
    """Number with which the film censors have cleared it (STLS); empty: none."""
    film_class: FilmClass
    """Whom they have cleared it for."""
    sign_path: str
    """The interpreter's film, relative to the media folder; empty: none."""


class FilmOut(BaseModel):
    """The pictures of a recording. Positions count frames at 48 kHz from its start."""

    pictures: int
    span: int
    """Where the last picture ends."""
    sound: int
    """Where the sound ends; 0 where there is none."""
    width: int
    height: int
    pixel_aspect: str
    """Width by height of one pixel, as `16/15`."""
    turned: int
    """Degrees, counter-clockwise, by which it is turned to stand upright."""
    rate: float
    steady: bool
    interlaced: bool
    sound_tracks: int
    black: tuple[tuple[int, int], ...]
    frozen: tuple[tuple[int, int], ...]
    silent: tuple[tuple[int, int], ...]
    preview: Preview
    """Where the thumbnails and the small copy stand."""
    thumbnails: int
    """How many there are."""
    house: House
    """Where its copy in the house's format stands; `none`: it needs none."""


class CartsOut(BaseModel):
    """One page of a search."""

    total: int
    carts: list[CartOut]


Line = Annotated[str, Field(max_length=300)]


class CartChanges(BaseModel):
    """What may be changed; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    kind: Kind = Kind.MUSIC
    title: Annotated[str, Field(min_length=1, max_length=300)] = ""
    artist: Line = ""
    album: Line = ""
    composer: Line = ""
    isrc: Annotated[str, Field(pattern=r"^([A-Z0-9]{12})?$")] = ""
    year: Annotated[int, Field(ge=1000, le=9999)] | None = None
    language: Annotated[str, Field(max_length=64)] = ""
    tags: Annotated[list[str], Field(max_length=50)] = []
    cue_in: int = 0
    cue_out: int = 0
    segue: int = 0
    intro: Annotated[int, Field(ge=0)] = 0
    quiet: bool = False
    valid_from: date | None = None
    valid_until: date | None = None
    rating: Rating = Rating.SU
    dayparts: Annotated[list[Daypart], Field(max_length=20)] = []
    evergreen: bool = False
    weight: Annotated[int, Field(ge=WEIGHTS.start, lt=WEIGHTS.stop)] = 1
    tempo: Annotated[int, Field(ge=TEMPOS.start, lt=TEMPOS.stop)] | None = None
    mood: Mood | None = None
    clearance: Annotated[str, Field(max_length=60)] = ""
    film_class: FilmClass = FilmClass.NONE
    sign: int | None = None
    """Number of the interpreter's film; null for none."""


def _store(session: Database) -> CartStore:
    return CartStore(session)


Carts = Annotated[CartStore, Depends(_store, scope="function")]


def cart_out(cart: Cart) -> CartOut:
    out = CartOut.model_validate(cart)
    return out.model_copy(update={"length_ms": cart.length // _MILLISECOND})


@router.get("")
def find(
    carts: Carts,
    _account: Staff,
    text: Annotated[str, Query(max_length=200)] = "",
    kind: Kind | None = None,
    tag: Annotated[str, Query(max_length=64)] = "",
    archived: bool = False,
    film: bool = False,
    order: Order = "added",
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> CartsOut:
    """Return the recordings that contain every word of `text`; with `film` those with pictures."""
    page = carts.search(
        text, kind, tag=tag, archived=archived, film=film, order=order, limit=limit, offset=offset
    )
    return CartsOut(total=page.total, carts=[cart_out(cart) for cart in page.carts])


@router.get("/{cart_id}")
def show(cart_id: int, carts: Carts, _account: Staff) -> CartOut:
    return cart_out(carts.get(cart_id))


@router.patch("/{cart_id}")
def edit(
    cart_id: int,
    body: CartChanges,
    carts: Carts,
    session: Database,
    account: Operator,
    audit: Audit,
    now: Now,
) -> CartOut:
    """Change what is given."""
    given: dict[str, Any] = body.model_dump(exclude_unset=True)
    if "sign" in given:
        number = given.pop("sign")
        typed = "" if number is None else number
        given["sign_path"] = interpreter(session, carts.get(cart_id), typed)
    return cart_out(change(carts, audit, cart_id, given, by=account.name, now=now))


@router.post("/{cart_id}/archive")
def archive(cart_id: int, carts: Carts, account: Operator, audit: Audit, now: Now) -> CartOut:
    """Put a recording away: it stays on record and is never planned."""
    audit.record(now, account.name, "cart.archive", cart=cart_id)
    return cart_out(carts.archive(cart_id, now))


@router.post("/{cart_id}/restore")
def restore(cart_id: int, carts: Carts, account: Operator, audit: Audit, now: Now) -> CartOut:
    """Bring a recording back that was put away."""
    audit.record(now, account.name, "cart.restore", cart=cart_id)
    return cart_out(carts.restore(cart_id))


@router.get("/{cart_id}/sound", response_class=FileResponse)
def sound(cart_id: int, carts: Carts, _account: Staff, desk: TheDesk) -> FileResponse:
    """The recording's file, for listening; ranges are honoured."""
    return sound_of(carts.get(cart_id), desk.paths.media)


@router.get("/{cart_id}/proxy", response_class=FileResponse)
def proxy(cart_id: int, carts: Carts, _account: Staff, desk: TheDesk) -> FileResponse:
    """A small copy of a film that browsers play; ranges are honoured."""
    return proxy_of(carts.get(cart_id), desk.paths.media)


@router.get("/{cart_id}/thumbnails/{number}", response_class=FileResponse)
def thumbnail(
    cart_id: int,
    number: Annotated[int, Path(ge=1, le=9)],
    carts: Carts,
    _account: Staff,
    desk: TheDesk,
) -> FileResponse:
    """A small picture out of a film, counted from 1."""
    return thumbnail_of(carts.get(cart_id), desk.paths.media, number)


@router.get("/{cart_id}/film")
def film(cart_id: int, carts: Carts, session: Database, _account: Staff) -> FilmOut | None:
    """What is known of the pictures of a recording; null where it has none."""
    cart, films = carts.get(cart_id), FilmStore(session)
    found = films.get(cart.id)
    if found is None:
        return None
    about = {
        "preview": films.preview(cart.id),
        "thumbnails": films.thumbnails([cart.id])[cart.id],
        "house": films.house(cart.id),
        "pixel_aspect": str(found.pixel_aspect),
    }
    return FilmOut.model_validate({**asdict(found), **about})


@router.get("/{cart_id}/waveform")
def waveform(cart_id: int, carts: Carts, _account: Staff, desk: TheDesk) -> Outline:
    """The shape of the whole file, cues not applied; empty while the machine is overloaded."""
    return outline(carts.get(cart_id), peaks_of(cart_id, carts, desk))
