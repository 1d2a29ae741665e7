"""Errors become answers in one place: JSON for the API, a page for people."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import InterfaceError, OperationalError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from media_library.cart import CartNotFound
from media_library.files import DiskFull, FileUnreadable
from media_library.jobs import JobNotFound
from media_library.quarantine import EntryNotFound
from media_library.uploads import (
    OffsetConflict,
    UploadBusy,
    UploadIncomplete,
    UploadNotFound,
    UploadTooLarge,
)
from station.control import AirUnreachable
from station.errors import StationError
from web.accounts import AccountNotFound, AccountUnacceptable
from web.air_commands import CommandRefused
from web.audition import PreviewMissing, RecordingMissing
from web.campaign_editing import CampaignAired
from web.cart_edit import CartUnacceptable, KindNotAllowed
from web.deps import PASSWORD_PAGE, Forbidden, NotSignedIn, PasswordMustChange
from web.desk import desk_of
from web.forgery import ForgeryRefused
from web.headers import content_policy
from web.live import TooManyStreams
from web.pages import Page
from web.wall import WallEntryNotFound

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Meaning:
    """How an error is told: an HTTP status and a code of the message catalogue."""

    status: int
    code: str


MEANINGS: Mapping[type[Exception], Meaning] = {
    Forbidden: Meaning(403, "forbidden"),
    ForgeryRefused: Meaning(403, "forgery"),
    AirUnreachable: Meaning(503, "air_unreachable"),
    TooManyStreams: Meaning(503, "too_many_streams"),
    CartNotFound: Meaning(404, "not_found"),
    AccountNotFound: Meaning(404, "not_found"),
    EntryNotFound: Meaning(404, "not_found"),
    JobNotFound: Meaning(404, "not_found"),
    WallEntryNotFound: Meaning(404, "not_found"),
    RecordingMissing: Meaning(404, "recording_missing"),
    PreviewMissing: Meaning(404, "not_found"),
    FileUnreadable: Meaning(409, "file_unreadable"),
    KindNotAllowed: Meaning(403, "kind_not_allowed"),
    UploadNotFound: Meaning(404, "upload_gone"),
    UploadTooLarge: Meaning(413, "upload_too_large"),
    OffsetConflict: Meaning(409, "upload_offset"),
    UploadIncomplete: Meaning(409, "upload_offset"),
    UploadBusy: Meaning(423, "upload_busy"),
    CampaignAired: Meaning(409, "campaign_aired"),
    DiskFull: Meaning(507, "disk_full"),
    OperationalError: Meaning(503, "database_away"),
    InterfaceError: Meaning(503, "database_away"),
    RequestValidationError: Meaning(422, "invalid"),
    StationError: Meaning(400, "invalid"),
    Exception: Meaning(500, "error"),
}
"""A new domain error that a route may meet gets its line here."""

_BY_STATUS = {401: "not_signed_in", 403: "forbidden", 404: "not_found", 500: "error"}


def add_handlers(app: FastAPI) -> None:
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(NotSignedIn, _not_signed_in)
    app.add_exception_handler(PasswordMustChange, _password_must_change)
    app.add_exception_handler(CommandRefused, _refused)
    app.add_exception_handler(AccountUnacceptable, _unacceptable)
    app.add_exception_handler(CartUnacceptable, _cart_unacceptable)
    for kind in MEANINGS:
        app.add_exception_handler(kind, _by_meaning)


def wants_json(request: Request) -> bool:
    return request.url.path.startswith("/api/")


def local_path(text: str) -> str:
    """Return the address when it is a path of ours, else `/`: nobody is led to another site."""
    inside = text.startswith("/") and not text.startswith(("//", "/\\"))
    return text if inside and text.isprintable() and "\\" not in text else "/"


def answer(request: Request, status: int, code: str, **details: object) -> Response:
    """Return the error as JSON or as a page, in the visitor's language."""
    page = Page(request, desk_of(request))
    if wants_json(request):
        return JSONResponse({"code": code, "message": page.words.refusal(code), **details}, status)
    return page.render("error.html", status, number=status, code=code)


def _by_meaning(request: Request, error: Exception) -> Response:
    meaning = next(MEANINGS[kind] for kind in type(error).__mro__ if kind in MEANINGS)
    if meaning.status >= 500:
        logger.error("%s %s: %s", request.method, request.url.path, error, exc_info=error)
    details = {"fields": _fields(error)} if isinstance(error, RequestValidationError) else {}
    response = answer(request, meaning.status, meaning.code, **details)
    # an unforeseen error is answered outside the middleware that adds the headers
    response.headers["Content-Security-Policy"] = content_policy("")
    return response


def _fields(error: RequestValidationError) -> list[str]:
    return [".".join(str(part) for part in problem["loc"]) for problem in error.errors()]


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = _BY_STATUS.get(error.status_code, "invalid")
    response = answer(request, error.status_code, code)
    response.headers.update(error.headers or {})
    return response


def _not_signed_in(request: Request, _error: Exception) -> Response:
    if wants_json(request):
        return answer(request, 401, "not_signed_in")
    return _go(request, f"/sign-in?next={quote(_wanted(request))}")


def _password_must_change(request: Request, _error: Exception) -> Response:
    if wants_json(request):
        return answer(request, 403, "password_must_change")
    return _go(request, PASSWORD_PAGE)


def _go(request: Request, address: str) -> Response:
    """Redirect a page; have htmx load a whole page instead of swapping one into a part."""
    if "hx-request" in request.headers:
        return Response(status_code=401, headers={"HX-Redirect": address})
    return RedirectResponse(address, 303)


def _wanted(request: Request) -> str:
    if request.method != "GET":
        return "/"
    query = f"?{request.url.query}" if request.url.query else ""
    return local_path(request.url.path + query)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, CommandRefused)
    return answer(request, 409, error.code)


def _unacceptable(request: Request, error: Exception) -> Response:
    assert isinstance(error, AccountUnacceptable)
    return answer(request, 422, error.why)


def _cart_unacceptable(request: Request, error: Exception) -> Response:
    assert isinstance(error, CartUnacceptable)
    return answer(request, 422, error.code, fields=[error.field])
