"""`mengudara user …`: who may sign in at the desk."""

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from mengudara.cli import station
from station.clock import SystemClock
from station.database import engine_for, sessions_for
from web.accounts import Account, AccountStore, AccountUnacceptable, Role, Unacceptable
from web.published_files import PublishedFiles

app = typer.Typer(help="Who may sign in at the desk.", no_args_is_help=True)

_WORDS = {
    Unacceptable.NAME_INVALID: "The name may have small letters, digits, dots and dashes only.",
    Unacceptable.NAME_TAKEN: "There is already a user of that name.",
    Unacceptable.PASSWORD_SHORT: "The password is too short: ten characters at least.",
    Unacceptable.PASSWORD_LONG: "The password is too long.",
    Unacceptable.PASSWORD_IS_NAME: "The password must not be the name.",
    Unacceptable.NO_ROLE: "A user needs at least one role.",
    Unacceptable.LAST_ADMIN: "This is the last admin: make another one first.",
}

Name = Annotated[str, typer.Argument(help="Name to sign in with.")]


@app.command()
def add(
    name: Name,
    role: Annotated[list[Role], typer.Option(help="Repeat for several.")],
    display_name: Annotated[str, typer.Option(help="As colleagues see it.")] = "",
) -> None:
    """Add a user; the password is asked for, or read from standard input."""
    password = _ask()
    with _accounts() as accounts:
        accounts.create(name, password, role, now=SystemClock().now(), display_name=display_name)
    print(f"{name} may sign in.")


@app.command("list")
def list_users() -> None:
    """Show every user with roles."""
    with _accounts() as accounts:
        for account in accounts.list():
            state = "disabled" if account.disabled else ""
            roles = ", ".join(sorted(account.roles))
            print(f"{account.name:<20} {account.display_name:<28} {roles:<24} {state}".rstrip())


@app.command()
def password(name: Name) -> None:
    """Set a new password and sign the user out everywhere."""
    new = _ask()
    with _accounts() as accounts:
        accounts.set_password(_account(accounts, name).id, new)
    print(f"{name} has a new password.")


@app.command()
def disable(name: Name) -> None:
    """Keep a user from signing in; nothing they made is lost."""
    with _accounts() as accounts:
        accounts.disable(_account(accounts, name).id)
    print(f"{name} can no longer sign in.")


@contextmanager
def _accounts() -> Iterator[AccountStore]:
    config, paths = station()
    engine = engine_for(config.database_at(paths))
    sessions = sessions_for(engine)
    PublishedFiles(config, paths, sessions).follow()
    try:
        with sessions.begin() as session:
            yield AccountStore(session)
    except AccountUnacceptable as error:
        print(_WORDS[error.why], file=sys.stderr)
        raise SystemExit(1) from None
    finally:
        engine.dispose()


def _account(accounts: AccountStore, name: str) -> Account:
    account = accounts.named(name)
    if account is None:
        print(f"There is no user {name}.", file=sys.stderr)
        raise SystemExit(1)
    return account


def _ask() -> str:
    """Return a password typed twice, or one line of standard input when nobody types."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != first:
        print("The two differ.", file=sys.stderr)
        raise SystemExit(1)
    return first
