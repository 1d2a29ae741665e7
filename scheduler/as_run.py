"""Collects the air's journal into the database, each fact exactly once.

The facts, what they add up to and the place reached in the journal are stored in one
transaction: whatever dies, the next collection goes on where the last stored one ended.
"""

from contextlib import suppress
from itertools import islice
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from scheduler.airing import AiringStatus
from scheduler.tables.schedule import AiringRow, AsRunFactRow, JournalCursorRow
from station.audio import RATE
from station.journal import Act, Cursor, EndedBy, Fact, read
from station.kinds import SPOTS

BATCH = 500
"""Facts a transaction: a long absence of the database must not make a long lock."""
WHOLE = RATE
"""An item that lacks no more than a second was aired whole."""
_NATURAL = {EndedBy.FINISHED, EndedBy.TRIMMED}


def collect_all(
    sessions: sessionmaker[Session], channel: str, folder: Path, beside: str = ""
) -> int:
    """Collect what the journal holds, batch by batch; return how many facts were new.

    `beside`: names a journal that is not the air's own.
    """
    total = 0
    while True:
        with sessions.begin() as session:
            found = collect(session, channel, folder, beside)
        total += found
        if found < BATCH:
            return total


def collect(session: Session, channel: str, folder: Path, beside: str = "") -> int:
    """Collect the next facts within the caller's transaction; return how many were read."""
    cursor = _locked_cursor(session, f"{channel}/{beside}" if beside else channel)
    batch = list(islice(read(folder, Cursor(cursor.file, cursor.offset)), BATCH))
    if not batch:
        return 0
    ids = [fact.id for fact, _ in batch]
    known = set(
        session.scalars(
            select(AsRunFactRow.id).where(AsRunFactRow.channel == channel, AsRunFactRow.id.in_(ids))
        )
    )
    airings = _airings(session, channel, [fact for fact, _ in batch])
    for fact, _ in batch:
        if fact.id not in known:
            known.add(fact.id)
            _store(session, channel, fact, airings)
    reached = batch[-1][1]
    cursor.file, cursor.offset = reached.file, reached.offset
    session.flush()
    return len(batch)


def behind(session: Session, channel: str, folder: Path) -> int:
    """Return how many facts wait to be collected, counted up to two batches."""
    row = session.get(JournalCursorRow, channel)
    cursor = Cursor() if row is None else Cursor(row.file, row.offset)
    return sum(1 for _ in islice(read(folder, cursor), 2 * BATCH))


def _locked_cursor(session: Session, channel: str) -> JournalCursorRow:
    """Return the cursor of a journal, locked by writing to it before anything is read."""
    while not _touched(session, channel):
        with suppress(IntegrityError), session.begin_nested():  # another may be the first
            session.add(JournalCursorRow(channel=channel, file="", offset=0))
    return session.get_one(JournalCursorRow, channel, populate_existing=True)


def _touched(session: Session, channel: str) -> bool:
    found = session.execute(
        update(JournalCursorRow)
        .where(JournalCursorRow.channel == channel)
        .values(file=JournalCursorRow.file)
        .returning(JournalCursorRow.channel)
        .execution_options(synchronize_session=False)
    )
    return found.first() is not None


def _airings(session: Session, channel: str, facts: list[Fact]) -> dict[str, AiringRow]:
    """Return what is known of the airings of these facts, by their names."""
    names = {fact.airing for fact in facts if fact.airing}
    rows = session.scalars(
        select(AiringRow).where(AiringRow.channel == channel, AiringRow.airing.in_(names))
    )
    return {row.airing: row for row in rows}


def _store(session: Session, channel: str, fact: Fact, airings: dict[str, AiringRow]) -> None:
    session.add(
        AsRunFactRow(
            channel=channel,
            id=fact.id,
            at=fact.at,
            act=fact.act,
            airing=fact.airing,
            rung=int(fact.rung),
            by=fact.by,
            detail=fact.detail,
            title=fact.title,
            why=fact.why,
            over=fact.over,
        )
    )
    if fact.airing and fact.act in _APPLY:
        if fact.airing not in airings:
            airings[fact.airing] = _airing(channel, fact)
            session.add(airings[fact.airing])
        _APPLY[fact.act](airings[fact.airing], fact)


def _airing(channel: str, fact: Fact) -> AiringRow:
    """Return a new airing; one whose start was lost is begun by the first fact of it."""
    return AiringRow(
        channel=channel,
        airing=fact.airing,
        item_key=fact.item_key,
        cart_id=fact.cart_id,
        kind=fact.kind,
        title=fact.title,
        artist=fact.artist,
        programme=fact.programme,
        campaign_id=fact.campaign_id,
        rung=int(fact.rung),
        start=fact.start,
        planned=fact.planned,
        planned_frames=fact.planned_frames,
        started_at=fact.at,
        started_by=fact.started_by,
        frames=fact.frames,
        status=AiringStatus.ON_AIR,
        interruptions=0,
        rundown_version=fact.rundown_version,
        by=fact.by,
        over=fact.over,
    )


def _started(row: AiringRow, fact: Fact) -> None:
    row.started_at = fact.at


def _resumed(row: AiringRow, fact: Fact) -> None:
    row.interruptions += 1
    row.ended_at, row.ended_by, row.status = None, None, AiringStatus.ON_AIR


def _interrupted(row: AiringRow, fact: Fact) -> None:
    row.frames = max(row.frames, fact.frames)


def _ended(row: AiringRow, fact: Fact) -> None:
    row.ended_at = fact.at
    row.ended_by = fact.ended_by
    row.frames = max(row.frames, fact.frames)
    row.by = row.by or fact.by
    row.status = _how_it_went(row)


def _how_it_went(row: AiringRow) -> AiringStatus:
    """An announcement counts only when all of it was heard, however gently it was ended."""
    if row.ended_by == EndedBy.DROPPED:
        return AiringStatus.FAILED
    if row.planned_frames and row.frames >= row.planned_frames - WHOLE:
        return AiringStatus.OK
    paid_for = row.kind in SPOTS and row.planned_frames > 0
    return AiringStatus.OK if row.ended_by in _NATURAL and not paid_for else AiringStatus.CUT


def _failed(row: AiringRow, fact: Fact) -> None:
    row.ended_at = fact.at
    row.ended_by = fact.ended_by or EndedBy.FAULT
    row.frames = max(row.frames, fact.frames)
    row.status = AiringStatus.CUT if row.frames else AiringStatus.FAILED


_APPLY = {
    Act.STARTED: _started,
    Act.RESUMED: _resumed,
    Act.INTERRUPTED: _interrupted,
    Act.ENDED: _ended,
    Act.FAILED: _failed,
}
"""What a fact changes about its airing; other acts are kept as facts only."""
