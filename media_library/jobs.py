"""The jobs of files on their way into the library, kept in the database for all to see."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from media_library import files
from media_library.captions import are_captions
from media_library.ingest import Duplicate, Outcome, Taken
from media_library.quarantine import Fault
from media_library.store import tidy_tags
from media_library.tables import IngestJobRow
from station.errors import StationError
from station.film_captions import film_names
from station.kinds import Kind


class JobState(enum.StrEnum):
    """Where a file stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    """It is a new cart."""
    DUPLICATE = "duplicate"
    """It was a cart already."""
    QUARANTINED = "quarantined"
    """It cannot go on air."""
    FAILED = "failed"
    """It could not be tried; `fault` says why, and it may be tried again."""


OPEN = (JobState.WAITING, JobState.RUNNING)


class Origin(enum.StrEnum):
    """Which door a file came in by."""

    UPLOAD = "upload"
    INBOX = "inbox"
    CLI = "cli"


class JobNotFound(StationError):
    """No ingest job has that number."""

    def __init__(self, job_id: int) -> None:
        super().__init__(f"no ingest job numbered {job_id}")
        self.job_id = job_id


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestJob:
    """One file on its way into the library."""

    id: int
    """Number of the job."""
    name: str
    """File name as it arrived."""
    source: Origin
    """Which door it came in by."""
    path: Path
    """Where it waits."""
    kind: Kind | None
    """The kind asked for; None: to be guessed."""
    tags: tuple[str, ...]
    """Words to put on it."""
    bytes: int
    """Size."""
    by: str
    """Who brought it; empty for the watched folder."""
    state: JobState
    """Where it stands."""
    fault: Fault | None
    """Why it was quarantined or failed."""
    cart_id: int | None
    """The cart it became or was already."""
    quarantine_id: int | None
    """The quarantined file it became."""
    created_at: datetime
    """When it arrived, UTC."""
    finished_at: datetime | None
    """When it was dealt with, UTC."""


class JobStore:
    """One session's view of the ingest jobs. The caller owns the transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def submit(
        self,
        path: Path,
        source: Origin,
        now: datetime,
        *,
        name: str = "",
        kind: Kind | None = None,
        tags: Iterable[str] = (),
        by: str = "",
    ) -> IngestJob:
        """Queue a file, to be taken from `path` in its turn; raises FileUnreadable."""
        row = IngestJobRow(
            name=name or path.name,
            source=source,
            path=str(path.absolute()),
            kind=kind,
            tags="\n".join(tidy_tags(tags)),
            bytes=files.stamp(path)[2],
            by=by,
            state=JobState.WAITING,
            worker="",
            fault="",
            created_at=now,
        )
        self._session.add(row)
        self._session.flush()
        return _job(row)

    def get(self, job_id: int) -> IngestJob:
        """Return a job; raises JobNotFound."""
        return _job(self._row(job_id))

    def newest(self, limit: int = 50, by: str | None = None) -> list[IngestJob]:
        """Return the newest jobs, of everyone or of one person."""
        query = select(IngestJobRow).order_by(IngestJobRow.id.desc()).limit(limit)
        if by is not None:
            query = query.where(IngestJobRow.by == by)
        return [_job(row) for row in self._session.scalars(query)]

    def progress(self, since: datetime) -> dict[JobState, int]:
        """Return how many jobs are in each state: all open ones, others that came since then."""
        query = (
            select(IngestJobRow.state, func.count())
            .where(IngestJobRow.state.in_(OPEN) | (IngestJobRow.created_at >= since))
            .group_by(IngestJobRow.state)
        )
        found = {JobState(state): count for state, count in self._session.execute(query)}
        return {state: found.get(state, 0) for state in JobState}

    def unsettled(self, source: Origin) -> list[IngestJob]:
        """Return the jobs of one door that are open or failed, oldest first."""
        query = select(IngestJobRow).where(
            IngestJobRow.state.in_([*OPEN, JobState.FAILED]), IngestJobRow.source == source
        )
        return [_job(row) for row in self._session.scalars(query.order_by(IngestJobRow.id))]

    def again(self, job_id: int) -> IngestJob:
        """Put a failed job back in the queue; raises ValueError for any other."""
        row = self._row(job_id)
        if row.state != JobState.FAILED:
            raise ValueError(f"job {job_id} is {row.state}")
        row.state, row.fault, row.finished_at = JobState.WAITING, "", None
        self._session.flush()
        return _job(row)

    def film_came(self, name: str) -> int:
        """Put captions that waited for a film back in the queue; return how many there were."""
        waited = select(IngestJobRow).where(
            IngestJobRow.state == JobState.FAILED, IngestJobRow.fault == Fault.NO_FILM
        )
        found = [row for row in self._session.scalars(waited) if _belongs(row.name, name)]
        for row in found:
            row.state, row.fault, row.finished_at = JobState.WAITING, "", None
        return len(found)

    def prune(self, before: datetime) -> int:
        """Forget finished jobs older than `before`; return how many there were."""
        old = select(IngestJobRow).where(
            IngestJobRow.state.not_in(OPEN), IngestJobRow.finished_at < before
        )
        rows = self._session.scalars(old).all()
        for row in rows:
            self._session.delete(row)
        return len(rows)

    def claim(self, worker: str) -> IngestJob | None:
        """Take the oldest waiting job for `worker`; two workers never get the same."""
        oldest = (
            select(IngestJobRow.id)
            .where(IngestJobRow.state == JobState.WAITING)
            .order_by(IngestJobRow.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        taken = (
            update(IngestJobRow)
            .where(
                IngestJobRow.id == oldest.scalar_subquery(),
                IngestJobRow.state == JobState.WAITING,
            )
            .values(state=JobState.RUNNING, worker=worker)
            .returning(IngestJobRow.id)
        )
        job_id = self._session.scalar(taken)
        return None if job_id is None else self.get(job_id)

    def release(self, worker: str) -> int:
        """Return to the queue what any other worker left running; return how many there were."""
        left = (
            update(IngestJobRow)
            .where(IngestJobRow.state == JobState.RUNNING, IngestJobRow.worker != worker)
            .values(state=JobState.WAITING, worker="")
            .returning(IngestJobRow.id)
        )
        return len(self._session.scalars(left).all())

    def wait_again(self, job_id: int) -> None:
        """Put a running job back in the queue as if it had not been taken."""
        row = self._row(job_id)
        row.state, row.worker = JobState.WAITING, ""

    def settle(self, job_id: int, outcome: Outcome, now: datetime) -> IngestJob:
        row = self._row(job_id)
        if isinstance(outcome, Taken):
            row.state = state_of(outcome)
            row.cart_id = outcome.cart.id
        else:
            row.state, row.fault = JobState.QUARANTINED, outcome.entry.fault
            row.quarantine_id = outcome.entry.id
        row.finished_at = now
        return _job(row)

    def fail(self, job_id: int, fault: Fault, now: datetime) -> IngestJob:
        row = self._row(job_id)
        row.state, row.fault, row.finished_at = JobState.FAILED, fault, now
        return _job(row)

    def _row(self, job_id: int) -> IngestJobRow:
        row = self._session.get(IngestJobRow, job_id)
        if row is None:
            raise JobNotFound(job_id)
        return row


def state_of(outcome: Taken) -> JobState:
    return JobState.DUPLICATE if isinstance(outcome, Duplicate) else JobState.DONE


def _belongs(captions: str, film: str) -> bool:
    names = [each.casefold() for each in film_names(captions)]
    return are_captions(captions) and Path(film).stem.casefold() in names


def _job(row: IngestJobRow) -> IngestJob:
    return IngestJob(
        id=row.id,
        name=row.name,
        source=Origin(row.source),
        path=Path(row.path),
        kind=None if row.kind is None else Kind(row.kind),
        tags=tuple(row.tags.splitlines()),
        bytes=row.bytes,
        by=row.by,
        state=JobState(row.state),
        fault=Fault(row.fault) if row.fault else None,
        cart_id=row.cart_id,
        quarantine_id=row.quarantine_id,
        created_at=row.created_at,
        finished_at=row.finished_at,
    )
