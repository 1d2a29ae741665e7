"""The watched folder: files that have come to rest are queued for the library."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, count
from pathlib import Path

from sqlalchemy.orm import Session, sessionmaker

from media_library import files, kinds
from media_library.files import FileUnreadable, Stamp
from media_library.jobs import IngestJob, JobStore, Origin
from station.kinds import Kind

REST = timedelta(seconds=3)
"""A file that has not changed for this long is complete."""
RETRY_AFTER = timedelta(minutes=5)
"""A file that failed is tried again after this."""
_ON_THEIR_WAY = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart", ".download", "~")


@dataclass(frozen=True, slots=True)
class _Sight:
    stamp: Stamp
    since: datetime


class Inbox:
    """Looks into the folder at each scan; a sub-folder named for a kind gives that kind.

    Files stay where they are until their job has stored or quarantined them.
    """

    def __init__(self, folder: Path, sessions: sessionmaker[Session]) -> None:
        self._folder = folder.absolute()
        self._sessions = sessions
        self._seen: dict[Path, _Sight] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def scan(self, now: datetime) -> list[IngestJob]:
        """Queue what has come to rest since the scans before; return the new jobs."""
        self._seen = dict(self._sights(now))
        rested = [path for path, sight in self._seen.items() if now - sight.since >= REST]
        if not rested:
            return []
        with self._sessions.begin() as session:
            store = JobStore(session)
            last = {job.path: job for job in store.unsettled(Origin.INBOX)}
            due = [path for path in rested if _is_due(last.get(path), now)]
            return [job for path in due if (job := self._submit(store, path, now))]

    def _sights(self, now: datetime) -> Iterator[tuple[Path, _Sight]]:
        for path in sorted(_waiting(self._folder)):
            try:
                stamp = files.stamp(path)
            except FileUnreadable:
                continue
            before = self._seen.get(path)
            unchanged = before is not None and before.stamp == stamp
            yield path, before if before is not None and unchanged else _Sight(stamp, now)

    def _submit(self, store: JobStore, path: Path, now: datetime) -> IngestJob | None:
        try:
            return store.submit(path, Origin.INBOX, now, kind=self._kind_of(path))
        except FileUnreadable:
            return None

    def _kind_of(self, path: Path) -> Kind:
        folders = path.relative_to(self._folder).parts[:-1]
        named = (kinds.of_folder(name) for name in reversed(folders))
        return next((kind for kind in named if kind is not None), Kind.MUSIC)


def _waiting(folder: Path) -> Iterator[Path]:
    for path in list(folder.iterdir()):
        if path.name.startswith(".") or path.name.lower().endswith(_ON_THEIR_WAY):
            continue
        if path.is_symlink():
            continue
        path = _named_in_text(path)
        if path.is_dir():
            yield from _waiting(path)
        elif path.is_file():
            yield path


def _named_in_text(path: Path) -> Path:
    """Rename what the database could not write down."""
    named = path.with_name(files.text_of(path.name))
    if named == path:
        return path
    others = (named.with_stem(f"{named.stem} ({number})") for number in count(2))
    return path.rename(next(one for one in chain([named], others) if not one.exists()))


def _is_due(last: IngestJob | None, now: datetime) -> bool:
    if last is None:
        return True
    return last.finished_at is not None and now - last.finished_at >= RETRY_AFTER
