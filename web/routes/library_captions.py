"""/library/carts/…/captions: the words of a film, looked at, put in and taken away."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import Response

from media_library import captions
from media_library.cart import Cart
from media_library.store import CartStore
from station.film_captions import captions_of, languages_of
from station.languages import LANGUAGES, OWN, known
from station.webvtt import LARGEST, CaptionsInvalid
from web.accounts import Role
from web.deps import Audit, Database, Now, Operator, Staff
from web.library_words import CAPTION_FAULTS
from web.pages import Page, ThePage

router = APIRouter(prefix="/library/carts/{cart_id}/captions", include_in_schema=False)

_BODY = LARGEST + 100_000
Code = Annotated[str, Query(max_length=16)]
Chosen = Annotated[str, Form(max_length=16)]


@router.get("")
def look(
    cart_id: int, page: ThePage, _account: Staff, session: Database, language: Code = ""
) -> Response:
    return _page(page, _film(session, cart_id), known(language))


@router.get("/captions.vtt")
def fetch(
    cart_id: int, page: ThePage, _account: Staff, session: Database, language: Code = OWN
) -> Response:
    """The captions as they are kept, to be changed elsewhere and put in again."""
    code = known(language) or OWN
    path = page.desk.paths.media / captions_of(_film(session, cart_id).path, code)
    try:
        text = path.read_bytes()
    except OSError:
        raise HTTPException(404) from None
    headers = {"Content-Disposition": f'attachment; filename="{cart_id}.{code}.vtt"'}
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
    language: Chosen = "",
) -> Response:
    """What cannot be read is refused, and the film keeps the captions it had."""
    film = _film(session, cart_id)
    data = file.file.read(LARGEST + 1)
    code = known(language) or captions.language_of(file.filename or "", data)
    try:
        captions.put(page.desk.paths.media, film.path, data, code)
    except CaptionsInvalid as wrong:
        words = page.gettext(CAPTION_FAULTS[wrong.fault])
        where = page.gettext("Line %(line)s:", line=wrong.line) if wrong.line else ""
        return _page(page, film, code, f"{where} {words}".strip())
    audit.record(now, account.name, "cart.captioned", cart=cart_id, language=code)
    return page.redirect(_address(cart_id, code), page.gettext("Saved."))


@router.post("/remove")
def remove(
    cart_id: int,
    page: ThePage,
    account: Operator,
    session: Database,
    audit: Audit,
    now: Now,
    language: Chosen = OWN,
) -> Response:
    film, code = _film(session, cart_id), known(language) or OWN
    captions.remove(page.desk.paths.media, film.path, code)
    audit.record(now, account.name, "cart.captions_removed", cart=cart_id, language=code)
    text = page.gettext("The captions are taken away.")
    return page.redirect(_address(cart_id), text)


def _address(cart_id: int, language: str = "") -> str:
    query = f"?language={language}" if language else ""
    return f"/library/carts/{cart_id}/captions{query}"


def _film(session: Database, cart_id: int) -> Cart:
    found = CartStore(session).get(cart_id)
    if not found.has_picture:
        raise HTTPException(404)
    return found


def _page(page: Page, film: Cart, language: str, problem: str = "") -> Response:
    """Return the page with the captions of one language: the first there are, if none is named."""
    media = page.desk.paths.media
    there = languages_of(media, film.path)
    shown = language if language in there else next(iter(there), OWN)
    return page.render(
        "library/captions.html",
        422 if problem else 200,
        cart=film,
        cues=captions.of(media, film.path, shown),
        spoken=shown,
        there=[each for each in LANGUAGES if each.code in there],
        choices=LANGUAGES,
        problem=problem,
        may_edit=page.account is not None and page.account.has(Role.OPERATOR),
    )
