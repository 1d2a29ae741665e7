"""Works off the jobs of files on their way into the library."""

import contextlib
import logging
import uuid
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from media_library.captions import NoFilm
from media_library.decoder import Interrupted
from media_library.files import DiskFull, FileUnreadable
from media_library.ingest import Added, Ingest, Wish, clear
from media_library.jobs import IngestJob, JobStore
from media_library.quarantine import Fault
from station.clock import Clock
from station.errors import StationError

logger = logging.getLogger(__name__)


class IngestQueue:
    """Works the queue off, one job at a call; for one process, any number of threads."""

    def __init__(
        self,
        sessions: sessionmaker[Session],
        ingest: Ingest,
        clock: Clock,
        rests: Callable[[], bool] = lambda: False,
    ) -> None:
        self._sessions = sessions
        self._ingest = ingest
        self._clock = clock
        self._rests = rests
        self._worker = uuid.uuid4().hex
        self._dropped: list[int] = []

    def resume(self) -> int:
        """Queue again what a former life left half done; call once, at the start."""
        with self._sessions.begin() as session:
            return JobStore(session).release(self._worker)

    def run_one(self) -> IngestJob | None:
        """Take the oldest waiting job through; return it as it ended, None when none waits.

        None too while the queue rests for the sake of the air: the jobs stay where they are.

        Raises Interrupted when the decoder was told to stop: the process is ending.
        """
        self._pick_up()
        if self._rests():
            return None
        with self._sessions.begin() as session:
            job = JobStore(session).claim(self._worker)
        if job is None:
            return None
        try:
            return self._run(job)
        except (Interrupted, SQLAlchemyError):
            self._dropped.append(job.id)
            with contextlib.suppress(SQLAlchemyError):
                self._pick_up()
            raise

    def _pick_up(self) -> None:
        """Queue again the jobs whose end could not be recorded, as when the database was away."""
        with self._sessions.begin() as session:
            for job_id in self._dropped:
                JobStore(session).wait_again(job_id)
        self._dropped.clear()

    def _run(self, job: IngestJob) -> IngestJob:
        wish = Wish(kind=job.kind, tags=job.tags, name=job.name)
        try:
            outcome = self._ingest.take(job.path, wish, copy=False)
        except (Interrupted, SQLAlchemyError):
            raise
        except Exception as error:
            return self._fail(job, error)
        with self._sessions.begin() as session:
            ended = JobStore(session).settle(job.id, outcome, self._clock.now())
            if isinstance(outcome, Added) and outcome.cart.has_picture:
                JobStore(session).film_came(job.name)
        clear(job.path, outcome)
        return ended

    def _fail(self, job: IngestJob, error: Exception) -> IngestJob:
        about = {"action": "ingest_failed", "job_id": job.id}
        unforeseen = None if isinstance(error, StationError) else error
        logger.error("%s was not taken in: %s", job.name, error, extra=about, exc_info=unforeseen)
        with self._sessions.begin() as session:
            return JobStore(session).fail(job.id, _fault(error), self._clock.now())


def _fault(error: Exception) -> Fault:
    if isinstance(error, DiskFull):
        return Fault.DISK_FULL
    if isinstance(error, NoFilm):
        return Fault.NO_FILM
    return Fault.UNREADABLE if isinstance(error, FileUnreadable) else Fault.DECODER_FAILED
