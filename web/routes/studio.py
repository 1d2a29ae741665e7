"""/studio: what is on and next, and the hands of the operator."""

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from media_library.store import CartStore
from station.kinds import Kind
from station.ladder import Rung
from web.air_view import studio_of
from web.deps import Database, Operator
from web.pages import ThePage
from web.waveform import Waveform, waveform
from web.words import KINDS

router = APIRouter(include_in_schema=False)

INSERTED_KINDS = (Kind.PSA, Kind.JINGLE, Kind.STATION_ID, Kind.MUSIC)


@router.get("/studio")
def studio(page: ThePage, _account: Operator, channel: str = "") -> Response:
    config = page.desk.config
    slug = channel or config.channels[0].slug
    if slug not in {known.slug for known in config.channels}:
        raise HTTPException(404)
    return page.render(
        "studio.html",
        channel=config.channel(slug),
        air=studio_of(page.desk.hub.view(slug), page.words),
        kinds={kind: page.gettext(word) for kind, word in KINDS.items()},
        rungs=sorted(Rung, reverse=True),
        inserted_kinds=INSERTED_KINDS,
    )


@router.get("/studio/carts")
def find_carts(
    page: ThePage, _account: Operator, session: Database, text: str = "", kind: str = "psa"
) -> Response:
    """The list inside the dialog that puts a recording on the air."""
    wanted = Kind(kind) if kind in INSERTED_KINDS else Kind.PSA
    found = CartStore(session).search(text[:100], wanted, order="title", limit=30)
    return page.render("parts/carts_to_insert.html", found=found)


@router.get("/studio/waveform/{cart_id}")
def show_waveform(cart_id: int, _account: Operator, session: Database) -> Waveform:
    """The shape of a recording between its cues, as 240 columns."""
    store = CartStore(session)
    return waveform(store.get(cart_id), store.peaks(cart_id))
