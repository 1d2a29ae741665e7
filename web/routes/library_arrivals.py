"""/library/arrivals and /library/quarantine: what came in, and what may not go on air."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from fastapi import APIRouter
from sqlalchemy.orm import Session
from starlette.responses import Response

from media_library.ingest import Quarantined
from media_library.jobs import OPEN, IngestJob, JobState, JobStore
from media_library.quarantine import Quarantine
from media_library.uploads import Upload, Uploads
from station.kinds import LIBRARY_KINDS, SPOTS
from web.accounts import Account, Role
from web.deps import Audit, Database, Now, Operator, Staff, TheDesk
from web.library_words import trouble
from web.pages import Page, ThePage
from web.routes.ingest import delete_entry, try_again
from web.routes.uploads import TheUploads

router = APIRouter(prefix="/library", include_in_schema=False)

SHOWN = 30
_LATELY = timedelta(hours=12)


@router.get("/upload")
def upload(
    page: ThePage, account: Staff, session: Database, uploads: TheUploads, now: Now
) -> Response:
    """The door for files: what is sent, and what becomes of it."""
    return _arrivals(page, account, session, uploads, now, "library/upload.html")


@router.get("/arrivals")
def arrivals(
    page: ThePage, account: Staff, session: Database, uploads: TheUploads, now: Now
) -> Response:
    """The list of the upload page; it asks for itself again while something is under way."""
    return _arrivals(page, account, session, uploads, now, "library/arrivals.html")


@router.post("/arrivals/{job_id}/again")
def again(job_id: int, page: ThePage, _account: Operator, session: Database) -> Response:
    """Try a failed file once more."""
    jobs = JobStore(session)
    if jobs.get(job_id).state is JobState.FAILED:
        jobs.again(job_id)
    return page.redirect("/library/upload")


@router.post("/uploads/{upload_id}/discard")
def discard(upload_id: str, page: ThePage, account: Staff, uploads: TheUploads) -> Response:
    """Give up an upload that stopped half way."""
    if uploads.get(upload_id).owner == account.name:
        uploads.discard(upload_id)
    return page.redirect("/library/upload")


@router.get("/quarantine")
def quarantine(page: ThePage, account: Staff, session: Database, desk: TheDesk) -> Response:
    entries = Quarantine(session, desk.paths.quarantine).list(200)
    rows = [
        (entry, trouble(entry.fault, entry.about, page.language, page.times)) for entry in entries
    ]
    may_edit = account.has(Role.OPERATOR)
    return page.render("library/quarantine.html", rows=rows, may_edit=may_edit)


@router.post("/quarantine/{entry_id}/retry")
def retry(entry_id: int, page: ThePage, _account: Operator, desk: TheDesk) -> Response:
    outcome = try_again(desk, entry_id)
    if isinstance(outcome, Quarantined):
        entry = outcome.entry
        said = trouble(entry.fault, entry.about, page.language, page.times)
        text = page.gettext("It still cannot go on air. %(what)s", what=said.what)
        return page.redirect("/library/quarantine", text)
    text = page.gettext("“%(title)s” is in the library.", title=outcome.cart.title)
    return page.redirect(f"/library/carts/{outcome.cart.id}", text)


@router.post("/quarantine/{entry_id}/delete")
def delete(
    entry_id: int,
    page: ThePage,
    account: Operator,
    session: Database,
    desk: TheDesk,
    audit: Audit,
    now: Now,
) -> Response:
    found = Quarantine(session, desk.paths.quarantine)
    entry = delete_entry(found, entry_id, audit, account.name, now)
    text = page.gettext("“%(name)s” is deleted.", name=entry.original_name)
    return page.redirect("/library/quarantine", text)


def _arrivals(
    page: Page,
    account: Account,
    session: Session,
    uploads: Uploads,
    now: datetime,
    template: str,
) -> Response:
    jobs = JobStore(session)
    listed = jobs.newest(SHOWN)
    states = jobs.progress(now - _LATELY)
    kinds = LIBRARY_KINDS if account.has(Role.OPERATOR) else SPOTS
    return page.render(
        template,
        jobs=listed,
        troubles={job.id: _why(job, page, session) for job in listed if job.fault},
        open=sum(states[state] for state in OPEN),
        total=sum(states.values()),
        unfinished=_unfinished(uploads, account),
        kinds=[(kind.value, page.words.kind(kind)) for kind in kinds],
        guess=account.has(Role.OPERATOR),
        may_edit=account.has(Role.OPERATOR),
        largest=page.desk.config.media.max_bytes,
        sources=page.desk.paths.inbox,
    )


def _unfinished(uploads: Uploads, account: Account) -> list[tuple[Upload, int]]:
    own = (upload for upload in uploads.all() if upload.owner == account.name)
    return [(upload, uploads.offset(upload.id)) for upload in own]


def _why(job: IngestJob, page: Page, session: Session) -> str:
    assert job.fault is not None
    about: Mapping[str, str | int | float] = {}
    if job.quarantine_id is not None:
        about = Quarantine(session, page.desk.paths.quarantine).get(job.quarantine_id).about
    return trouble(job.fault, about, page.language, page.times).what
