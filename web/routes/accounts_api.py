"""/api/v1/accounts: who may sign in, for administrators."""

from datetime import datetime
from typing import Annotated, Self

from fastapi import APIRouter
from pydantic import BaseModel, Field

from web.accounts import Account, Role
from web.deps import Accounts, Admin, Audit, Now
from web.first_password import first_password

router = APIRouter(prefix="/api/v1/accounts", tags=["accounts"])

Name = Annotated[str, Field(max_length=64)]


class AccountOut(BaseModel):
    id: int
    name: str
    display_name: str
    roles: list[Role]
    disabled: bool
    must_change_password: bool
    created_at: datetime

    @classmethod
    def of(cls, account: Account) -> Self:
        values = {name: getattr(account, name) for name in cls.model_fields}
        return cls(**values | {"roles": sorted(account.roles)})


class AccountIn(BaseModel):
    name: Name
    display_name: Annotated[str, Field(max_length=200)] = ""
    roles: set[Role]


class Made(BaseModel):
    """A new account with its first password, which is told this once."""

    account: AccountOut
    password: str


class Changes(BaseModel):
    """What is left out stays."""

    display_name: Annotated[str, Field(max_length=200)] | None = None
    roles: set[Role] | None = None
    disabled: bool | None = None


@router.get("")
def list_accounts(accounts: Accounts, _account: Admin) -> list[AccountOut]:
    return [AccountOut.of(each) for each in accounts.list()]


@router.post("", status_code=201)
def create(body: AccountIn, accounts: Accounts, account: Admin, audit: Audit, now: Now) -> Made:
    password = first_password()
    made = accounts.create(
        body.name,
        password,
        body.roles,
        now=now,
        display_name=body.display_name,
        must_change_password=True,
    )
    audit.record(now, account.name, "account.created", name=made.name, roles=sorted(made.roles))
    return Made(account=AccountOut.of(made), password=password)


@router.patch("/{account_id}")
def change(
    account_id: int, body: Changes, accounts: Accounts, account: Admin, audit: Audit, now: Now
) -> AccountOut:
    name = accounts.get(account_id).name
    if body.roles is not None:
        accounts.set_roles(account_id, body.roles)
    if body.display_name is not None:
        accounts.set_display_name(account_id, body.display_name)
    if body.disabled is not None:
        (accounts.disable if body.disabled else accounts.enable)(account_id)
    about = body.model_dump(mode="json", exclude_none=True)
    audit.record(now, account.name, "account.changed", name=name, **about)
    return AccountOut.of(accounts.get(account_id))


@router.post("/{account_id}/password")
def reset_password(
    account_id: int, accounts: Accounts, account: Admin, audit: Audit, now: Now
) -> Made:
    """Give a new first password and sign the account out everywhere."""
    who, password = accounts.get(account_id), first_password()
    accounts.set_password(account_id, password, must_change_password=True)
    audit.record(now, account.name, "account.password_reset", name=who.name)
    return Made(account=AccountOut.of(accounts.get(account_id)), password=password)
