"""/home and /account: the first page of one's own, the own password and language."""

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from web.accounts import AccountUnacceptable
from web.browser_sessions import COOKIE, LIFETIME
from web.deps import PASSWORD_PAGE, Accounts, Audit, Member, Now, OpenSessions
from web.i18n import LANGUAGES
from web.navigation import entries_for
from web.pages import LANGUAGE_COOKIE, Page, ThePage

router = APIRouter(include_in_schema=False)


@router.get("/home")
def home(page: ThePage, account: Member) -> Response:
    """Lead to the first page of the menu that this account may open."""
    entries = entries_for(account, page.desk.addresses)
    return page.redirect(entries[0].path if entries else "/account")


@router.get("/account")
def account_page(page: ThePage, account: Member) -> Response:
    return page.render("account.html")


@router.post("/account/language")
def set_language(
    page: ThePage, account: Member, accounts: Accounts, language: Annotated[str, Form()]
) -> Response:
    accounts.set_language(account.id, language if language in LANGUAGES else None)
    response = page.redirect("/account")
    response.delete_cookie(LANGUAGE_COOKIE)
    return response


@router.get(PASSWORD_PAGE)
def password_page(page: ThePage, account: Member) -> Response:
    return page.render("password.html", errors={})


@router.post(PASSWORD_PAGE)
def change_password(
    page: ThePage,
    account: Member,
    accounts: Accounts,
    sessions: OpenSessions,
    audit: Audit,
    now: Now,
    *,
    old: Annotated[str, Form(max_length=1024)] = "",
    new: Annotated[str, Form(max_length=1024)] = "",
    again: Annotated[str, Form(max_length=1024)] = "",
) -> Response:
    """Change the password, sign out every other browser and keep this one."""
    if accounts.verify(account.name, old) is None:
        return _refused(page, "old", page.gettext("This is not your present password."))
    if new != again:
        return _refused(page, "again", page.gettext("The two new passwords differ."))
    try:
        accounts.set_password(account.id, new)
    except AccountUnacceptable as error:
        return _refused(page, "new", page.words.refusal(error.why))
    audit.record(now, account.name, "account.password")
    response = page.redirect("/home", page.gettext("Your password is changed."))
    token = sessions.open(account.id, now)
    page.set_cookie(response, COOKIE, token, int(LIFETIME.total_seconds()))
    return response


def _refused(page: Page, field: str, text: str) -> Response:
    return page.render("password.html", 422, errors={field: text})
