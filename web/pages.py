"""`Page`: what a route needs to answer with a page in the visitor's language."""

import json
from functools import cached_property
from typing import Annotated

from fastapi import Depends, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from web.accounts import Account
from web.desk import Desk, desk_of
from web.forgery import VISITOR_COOKIE
from web.i18n import DEFAULT, Language
from web.navigation import entries_for
from web.times import Times
from web.words import Words

LANGUAGE_COOKIE = "lang"
THEME_COOKIE = "theme"
NOTICE_COOKIE = "notice"
_A_YEAR = 365 * 24 * 3600
_THEMES = {"light", "dark"}


class Page:
    """One answer to one visitor. `render` makes the HTML, `gettext` the words in Python."""

    def __init__(self, request: Request, desk: Desk) -> None:
        self.request = request
        self.desk = desk
        self._new_visitor = ""

    @property
    def account(self) -> Account | None:
        return getattr(self.request.state, "account", None)

    @cached_property
    def language(self) -> Language:
        """`?lang=`, else the browser's choice, else the account's, else the station's own."""
        wishes = (
            self.request.query_params.get("lang"),
            self.request.cookies.get(LANGUAGE_COOKIE),
            self.account.language if self.account else None,
            DEFAULT,
        )
        languages = self.desk.languages
        return next(languages[wish] for wish in wishes if wish and wish in languages)

    @property
    def times(self) -> Times:
        return Times(self.desk.config.zone, self.language.locale)

    @property
    def words(self) -> Words:
        return Words(self.language)

    def gettext(self, message: str, **values: object) -> str:
        return self.language.gettext(message, **values)

    def render(self, template: str, status: int = 200, **context: object) -> HTMLResponse:
        """Return a page or, for htmx, a part of one."""
        everywhere = {
            "page": self,
            "account": self.account,
            "csrf": self.csrf,
            "now": self.desk.clock.now(),
            "notice": self._notice(),
            "theme": self.theme,
            "navigation": entries_for(self.account, self.desk.addresses),
            "path": self.request.url.path,
        }
        html = self.desk.renderer.render(template, self.language, everywhere | context)
        return self._with_cookies(HTMLResponse(html, status))

    def redirect(self, to: str, notice: str = "") -> Response:
        """Go to another page of ours, which then shows `notice` once."""
        response = RedirectResponse(to, 303)
        if notice:
            text = str(self.desk.forgery.notices.dumps(notice))
            self.set_cookie(response, NOTICE_COOKIE, text, 60)
        return response

    def toast(self, response: Response, text: str, tone: str = "good") -> Response:
        """Have htmx show a passing message beside the answer."""
        response.headers["HX-Trigger"] = json.dumps({"toast": {"text": text, "tone": tone}})
        return response

    def set_cookie(self, response: Response, name: str, value: str, seconds: int) -> None:
        """Set a cookie that scripts cannot read and other sites cannot send along."""
        secure = self.desk.config.web.behind_https
        response.set_cookie(
            name, value, max_age=seconds, httponly=True, samesite="lax", secure=secure
        )

    @property
    def csrf(self) -> str:
        """The token for forms; a visitor's first form brings a cookie to bind it to."""
        if self._new_visitor:
            return self.desk.forgery.token_for(self._new_visitor)
        return self.desk.forgery.token(self.request)

    def expect_form(self) -> None:
        """Prepare for a form sent by someone who is not signed in."""
        if not self.csrf:
            self._new_visitor = self.desk.forgery.new_visitor()

    @property
    def theme(self) -> str:
        chosen = self.request.cookies.get(THEME_COOKIE, "")
        return chosen if chosen in _THEMES else ""

    def _notice(self) -> str:
        text = self.request.cookies.get(NOTICE_COOKIE, "")
        return self.desk.forgery.read_notice(text) if text else ""

    def _with_cookies(self, response: HTMLResponse) -> HTMLResponse:
        if self._new_visitor:
            self.set_cookie(response, VISITOR_COOKIE, self._new_visitor, 24 * 3600)
        if self.request.query_params.get("lang") == self.language.code:
            self.set_cookie(response, LANGUAGE_COOKIE, self.language.code, _A_YEAR)
        if NOTICE_COOKIE in self.request.cookies:
            response.delete_cookie(NOTICE_COOKIE)
        response.headers["Content-Language"] = self.language.code
        return response


def _page(request: Request, desk: Annotated[Desk, Depends(desk_of)]) -> Page:
    return Page(request, desk)


ThePage = Annotated[Page, Depends(_page)]
