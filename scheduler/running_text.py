"""Keeps in the as-run what was shown as running text instead of being heard."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.tables.schedule import AsRunFactRow
from station.journal import Act
from station.ladder import Rung
from station.rundown import Rundown, RunningText


def note_texts(
    session: Session, rundown: Rundown, now: datetime, urgent: tuple[RunningText, ...] = ()
) -> int:
    """Note each text whose time has come, once; return how many were new.

    `urgent`: what the desk shows besides the plan; the same message may be shown again.
    """
    texts = {f"text:{text.key}": text for text in rundown.texts}
    texts |= {f"text:{text.key}@{text.begins:%Y%m%dT%H%M%S}": text for text in urgent}
    due = {fact: text for fact, text in texts.items() if text.begins <= now}
    if not due:
        return 0
    known = set(
        session.scalars(
            select(AsRunFactRow.id).where(
                AsRunFactRow.channel == rundown.channel, AsRunFactRow.id.in_(due)
            )
        )
    )
    new = [
        AsRunFactRow(
            channel=rundown.channel,
            id=fact,
            at=text.begins,
            act=Act.TEXT,
            rung=int(Rung.SCHEDULE),
            title=text.title,
            detail=text.text,
        )
        for fact, text in due.items()
        if fact not in known
    ]
    session.add_all(new)
    session.flush()
    return len(new)
