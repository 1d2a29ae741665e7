"""/api/v1/ingest-jobs and /api/v1/quarantine: files on their way in, and files that may not."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException

from media_library.ingest import Ingest, Outcome, Taken
from media_library.jobs import IngestJob, JobState, JobStore, Origin, state_of
from media_library.quarantine import Entry, Fault, Quarantine
from station.kinds import Kind
from web.deps import Audit, Database, Now, Operator, Staff, TheDesk
from web.library_words import trouble
from web.pages import Page, ThePage

router = APIRouter(prefix="/api/v1", tags=["ingest"])


class JobOut(BaseModel):
    """One file on its way into the library."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    source: Origin
    kind: Kind | None
    bytes: int
    by: str
    state: JobState
    fault: Fault | None
    cart_id: int | None
    quarantine_id: int | None
    created_at: datetime
    finished_at: datetime | None
    trouble: str = ""
    """Why it failed, as a sentence."""


class EntryOut(BaseModel):
    """One quarantined file."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    fault: Fault
    original_name: str
    sha256: str
    bytes: int
    kind: Kind | None
    first_seen: datetime
    last_seen: datetime
    times: int
    what: str = ""
    """What is wrong, as a sentence."""
    advice: str = ""
    """What to do about it, as a sentence."""


class RetryOut(BaseModel):
    """What became of a file that was tried again."""

    state: JobState
    cart_id: int | None = None
    fault: Fault | None = None


@router.get("/ingest-jobs")
def jobs(
    session: Database,
    page: ThePage,
    account: Staff,
    mine: bool = False,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> list[JobOut]:
    """The newest files, of everybody or of the one who asks."""
    found = JobStore(session).newest(limit, by=account.name if mine else None)
    return [_job_out(job, page) for job in found]


@router.get("/ingest-jobs/{job_id}")
def job(job_id: int, session: Database, page: ThePage, _account: Staff) -> JobOut:
    return _job_out(JobStore(session).get(job_id), page)


@router.post("/ingest-jobs/{job_id}/again")
def again(job_id: int, session: Database, page: ThePage, _account: Operator) -> JobOut:
    """Try a failed file once more."""
    try:
        return _job_out(JobStore(session).again(job_id), page)
    except ValueError:
        raise HTTPException(409) from None


@router.get("/quarantine")
def quarantine(
    session: Database,
    desk: TheDesk,
    page: ThePage,
    _account: Staff,
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> list[EntryOut]:
    entries = Quarantine(session, desk.paths.quarantine).list(limit, offset)
    return [_entry_out(entry, page) for entry in entries]


@router.post("/quarantine/{entry_id}/retry")
def retry(entry_id: int, desk: TheDesk, account: Operator) -> RetryOut:
    """Look at a quarantined file once more; answers when that is done."""
    outcome = try_again(desk, entry_id)
    if isinstance(outcome, Taken):
        return RetryOut(state=state_of(outcome), cart_id=outcome.cart.id)
    return RetryOut(state=JobState.QUARANTINED, fault=outcome.entry.fault)


@router.delete("/quarantine/{entry_id}", status_code=204)
def forget(
    entry_id: int, session: Database, desk: TheDesk, account: Operator, audit: Audit, now: Now
) -> None:
    """Delete a quarantined file for good."""
    delete_entry(Quarantine(session, desk.paths.quarantine), entry_id, audit, account.name, now)


def try_again(desk: TheDesk, entry_id: int) -> Outcome:
    return Ingest(desk.config, desk.paths, desk.sessions, desk.clock).retry(entry_id)


def delete_entry(
    quarantine: Quarantine, entry_id: int, audit: Audit, by: str, now: datetime
) -> Entry:
    """Delete an entry with its file, and note who did."""
    entry = quarantine.get(entry_id)
    quarantine.forget(entry_id)
    audit.record(now, by, "quarantine.delete", name=entry.original_name, sha256=entry.sha256)
    return entry


def _job_out(job: IngestJob, page: Page) -> JobOut:
    out = JobOut.model_validate(job)
    if job.fault is None:
        return out
    said = trouble(job.fault, {}, page.language, page.times)
    return out.model_copy(update={"trouble": said.what})


def _entry_out(entry: Entry, page: Page) -> EntryOut:
    said = trouble(entry.fault, entry.about, page.language, page.times)
    out = EntryOut.model_validate(entry)
    return out.model_copy(update={"what": said.what, "advice": said.advice})
