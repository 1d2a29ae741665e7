"""The demo station's presenter: an account nobody has the password of.

An administrator gives it one, or makes a key for a program: both are shown to him once.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from web.accounts import AccountStore, Role
from web.first_password import first_password

PRESENTER = "penyiar"


def store(session: Session, now: datetime) -> None:
    """Add the presenter; the caller commits."""
    AccountStore(session).create(
        PRESENTER,
        first_password(),
        [Role.PRESENTER],
        now=now,
        display_name="Penyiar Percobaan",
        must_change_password=True,
    )
