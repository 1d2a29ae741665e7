"""/library/carts/…/captions: the words of a film, looked at, put in and taken away."""

from fastapi import APIRouter, UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import Response

from media_library import captions
from media_library.cart import Cart
from media_library.store import CartStore
from station.film_captions import captions_of
from station.webvtt import LARGEST, CaptionsInvalid
from web.accounts import Role
from web.deps import Audit, Database, Now, Operator, Staff
from web.library_words import CAPTION_FAULTS
from web.pages import Page, ThePage

router = APIRouter(prefix="/library/carts/{cart_id}/captions", include_in_schema=False)

_BODY = LARGEST + 100_000


@router.get("")
def look(cart_id: int, page: ThePage, _account: Staff, session: Database) -> Response:
    return _page(page, _film(session, cart_id))


@router.get("/captions.vtt")
def fetch(cart_id: int, page: ThePage, _account: Staff, session: Database) -> Response:
    """The captions as they are kept, to be changed elsewhere and put in again."""
    path = page.desk.paths.media / captions_of(_film(session, cart_id).path)
    try:
        text = path.read_bytes()
    except OSError:
        raise HTTPException(404) from None
    headers = {"Content-Disposition": f'attachment; filename="{cart_id}.vtt"'}
    return Response(text, media_type="text/vtt; charset=utf-8", headers=headers)


@router.post("", max_body_size=_BODY)
def put(
    cart_id: int,
    page: ThePage,
    account: Operator,
    session: Database,
    audit: Audit,
    now: Now,
    file: UploadFile,
) -> Response:
    """What cannot be read is refused, and the film keeps the captions it had."""
    film = _film(session, cart_id)
    try:
        captions.put(page.desk.paths.media, film.path, file.file.read(LARGEST + 1))
    except CaptionsInvalid as wrong:
        words = page.gettext(CAPTION_FAULTS[wrong.fault])
        where = page.gettext("Line %(line)s:", line=wrong.line) if wrong.line else ""
        return _page(page, film, f"{where} {words}".strip())
    audit.record(now, account.name, "cart.captioned", cart=cart_id)
    return page.redirect(f"/library/carts/{cart_id}/captions", page.gettext("Saved."))


@router.post("/remove")
def remove(
    cart_id: int, page: ThePage, account: Operator, session: Database, audit: Audit, now: Now
) -> Response:
    film = _film(session, cart_id)
    captions.remove(page.desk.paths.media, film.path)
    audit.record(now, account.name, "cart.captions_removed", cart=cart_id)
    text = page.gettext("The captions are taken away.")
    return page.redirect(f"/library/carts/{cart_id}/captions", text)


def _film(session: Database, cart_id: int) -> Cart:
    found = CartStore(session).get(cart_id)
    if not found.has_picture:
        raise HTTPException(404)
    return found


def _page(page: Page, film: Cart, problem: str = "") -> Response:
    return page.render(
        "library/captions.html",
        422 if problem else 200,
        cart=film,
        cues=captions.of(page.desk.paths.media, film.path),
        problem=problem,
        may_edit=page.account is not None and page.account.has(Role.OPERATOR),
    )
