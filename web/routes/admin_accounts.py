"""/admin: who may sign in."""

from typing import Annotated

from fastapi import APIRouter, Form
from pydantic import BaseModel, Field
from starlette.responses import Response

from web.accounts import AccountUnacceptable, Role
from web.deps import Accounts, Admin, Audit, Now
from web.first_password import first_password
from web.pages import Page, ThePage

router = APIRouter(prefix="/admin", include_in_schema=False)

Text = Annotated[str, Field(max_length=200)]


class AccountForm(BaseModel):
    """What an admin says of an account."""

    name: Text = ""
    display_name: Text = ""
    roles: list[Text] = []

    @property
    def chosen(self) -> list[Role]:
        return [role for role in Role if role in self.roles]


TheForm = Annotated[AccountForm, Form()]


@router.get("")
def accounts_page(page: ThePage, _account: Admin, accounts: Accounts) -> Response:
    return _list(page, accounts)


@router.post("/accounts")
def create(
    page: ThePage,
    account: Admin,
    accounts: Accounts,
    audit: Audit,
    now: Now,
    form: TheForm,
) -> Response:
    """Add an account; its first password is shown in this answer and nowhere else."""
    password = first_password()
    try:
        made = accounts.create(
            form.name,
            password,
            form.chosen,
            now=now,
            display_name=form.display_name,
            must_change_password=True,
        )
    except AccountUnacceptable as error:
        return _list(page, accounts, wrong=page.words.refusal(error.why), form=form)
    audit.record(now, account.name, "account.created", name=made.name, roles=sorted(made.roles))
    return _list(page, accounts, fresh=(made.name, password))


@router.get("/accounts/{account_id}")
def account_page(page: ThePage, account_id: int, _account: Admin, accounts: Accounts) -> Response:
    return page.render("admin/account.html", who=accounts.get(account_id), wrong="")


@router.post("/accounts/{account_id}")
def change(
    page: ThePage,
    account_id: int,
    account: Admin,
    accounts: Accounts,
    audit: Audit,
    now: Now,
    form: TheForm,
) -> Response:
    who = accounts.get(account_id)
    try:
        accounts.set_roles(account_id, form.chosen)
    except AccountUnacceptable as error:
        wrong = page.words.refusal(error.why)
        return page.render("admin/account.html", 422, who=who, wrong=wrong)
    accounts.set_display_name(account_id, form.display_name)
    audit.record(now, account.name, "account.changed", name=who.name, roles=sorted(form.chosen))
    return page.redirect("/admin", page.gettext("%(name)s is changed.", name=who.name))


@router.post("/accounts/{account_id}/password")
def reset_password(
    page: ThePage, account_id: int, account: Admin, accounts: Accounts, audit: Audit, now: Now
) -> Response:
    """Give a new first password and sign the account out everywhere."""
    who, password = accounts.get(account_id), first_password()
    accounts.set_password(account_id, password, must_change_password=True)
    audit.record(now, account.name, "account.password_reset", name=who.name)
    return _list(page, accounts, fresh=(who.name, password))


@router.post("/accounts/{account_id}/disable")
def disable(
    page: ThePage, account_id: int, account: Admin, accounts: Accounts, audit: Audit, now: Now
) -> Response:
    who = accounts.get(account_id)
    try:
        accounts.disable(account_id)
    except AccountUnacceptable as error:
        return page.redirect("/admin", page.words.refusal(error.why))
    audit.record(now, account.name, "account.disabled", name=who.name)
    return page.redirect("/admin", page.gettext("%(name)s can no longer sign in.", name=who.name))


@router.post("/accounts/{account_id}/enable")
def enable(
    page: ThePage, account_id: int, account: Admin, accounts: Accounts, audit: Audit, now: Now
) -> Response:
    who = accounts.get(account_id)
    accounts.enable(account_id)
    audit.record(now, account.name, "account.enabled", name=who.name)
    return page.redirect("/admin", page.gettext("%(name)s can sign in again.", name=who.name))


def _list(
    page: Page,
    accounts: Accounts,
    *,
    wrong: str = "",
    form: AccountForm | None = None,
    fresh: tuple[str, str] | None = None,
) -> Response:
    return page.render(
        "admin/accounts.html",
        422 if wrong else 200,
        accounts=accounts.list(),
        wrong=wrong,
        form=form or AccountForm(roles=[Role.OPERATOR]),
        fresh=fresh,
    )
