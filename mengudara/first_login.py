"""The first login: a random password, shown until its owner has changed it.

Run as a module it shows the login, or forgets it once it is no longer valid.
"""

import secrets
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from mengudara.cli import station
from station.database import engine_for, sessions_for
from station.paths import StatePaths
from web.accounts import AccountStore, Role

NAME = "admin"
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def path_of(paths: StatePaths) -> Path:
    return paths.home / "first-login.txt"


def create(session: Session, paths: StatePaths, now: datetime) -> None:
    """Add the first admin and write the login where only its owner can read it."""
    password = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
    AccountStore(session).create(NAME, password, [Role.ADMIN], now=now, must_change_password=True)
    path = path_of(paths)
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(f"{NAME} {password}\n")


def still_valid(session: Session, paths: StatePaths) -> tuple[str, str] | None:
    """Return name and password while nobody has changed it; then forget it."""
    try:
        name, password = path_of(paths).read_text().split()
    except (OSError, ValueError):
        return None
    account = AccountStore(session).named(name)
    if account is not None and account.must_change_password and not account.disabled:
        return name, password
    path_of(paths).unlink(missing_ok=True)
    return None


def main() -> None:
    config, paths = station()
    engine = engine_for(config.database_at(paths))
    with sessions_for(engine)() as session:
        login = still_valid(session, paths)
    engine.dispose()
    if login:
        name, password = login
        print(
            f"  First login    {name} / {password}   (to be changed after signing in)", flush=True
        )


if __name__ == "__main__":
    main()
