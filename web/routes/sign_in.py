"""/sign-in and /sign-out."""

import math
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from web.browser_sessions import COOKIE, LIFETIME
from web.deps import PUBLIC, Member, Now, OpenSessions, SignedIn
from web.errors import local_path
from web.pages import Page, ThePage
from web.sign_in import MustWait, SignInRefused

router = APIRouter(include_in_schema=False)


@router.get("/sign-in", dependencies=[PUBLIC])
def sign_in_page(page: ThePage, account: SignedIn, next: str = "/") -> Response:
    if account is not None:
        return page.redirect(_home(next))
    return _form(page, next)


@router.post("/sign-in", dependencies=[PUBLIC])
def sign_in(
    page: ThePage,
    request: Request,
    name: Annotated[str, Form(max_length=64)] = "",
    password: Annotated[str, Form(max_length=1024)] = "",
    next: Annotated[str, Form(max_length=2048)] = "/",
) -> Response:
    address = request.client.host if request.client else ""
    try:
        token = page.desk.sign_in.attempt(name, password, address)
    except SignInRefused:
        return _form(page, next, 401, name, page.gettext("Wrong name or password."))
    except MustWait as wait:
        seconds = math.ceil(wait.wait.total_seconds())
        text = page.language.ngettext(
            "Too many tries. Wait %(num)s second.", "Too many tries. Wait %(num)s seconds.", seconds
        )
        response = _form(page, next, 429, name, text)
        response.headers["Retry-After"] = str(seconds)
        return response
    response = RedirectResponse(_home(next), 303)
    page.set_cookie(response, COOKIE, token, int(LIFETIME.total_seconds()))
    return response


@router.post("/sign-out")
def sign_out(request: Request, _account: Member, sessions: OpenSessions, now: Now) -> Response:
    sessions.close(request.cookies[COOKIE])
    response = RedirectResponse("/", 303)
    response.delete_cookie(COOKIE)
    return response


def _form(
    page: Page, next_path: str, status: int = 200, name: str = "", error: str = ""
) -> Response:
    page.expect_form()
    return page.render("sign_in.html", status, next=local_path(next_path), name=name, error=error)


def _home(next_path: str) -> str:
    """Return where to go after the door; the listener page is nobody's desk."""
    wanted = local_path(next_path)
    return "/home" if wanted == "/" else wanted
