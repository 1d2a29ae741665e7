"""What tests ask of the station behind the desk: its plan, and the record of who did what."""

from fastapi import FastAPI
from sqlalchemy.orm import Session, sessionmaker

from station.rundown import Rundown, read_current
from web.audit import AuditEntry, AuditLog


def rundown(app: FastAPI) -> Rundown:
    """Return what is published for the radio."""
    return read_current(app.state.desk.paths.rundown("radio"))


def deeds(sessions: sessionmaker[Session]) -> list[AuditEntry]:
    """Return the audit trail, the newest first."""
    with sessions() as session:
        return AuditLog(session).newest()
