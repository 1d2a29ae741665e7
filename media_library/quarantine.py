"""Files that cannot go on air: kept, with the reason why."""

import enum
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from media_library.tables import QuarantineRow
from station.errors import StationError
from station.kinds import Kind


class Fault(enum.StrEnum):
    """Why a file cannot go on air; the words come from the message catalogue."""

    NOT_MEDIA = "not_media"
    """It holds no sound or picture that FFmpeg knows."""
    EMPTY = "empty"
    """It has no bytes at all."""
    TRUNCATED = "truncated"
    """Its end is missing. `stated`, `decoded`: seconds."""
    NO_SOUND = "no_sound"
    """It has neither a sound track nor moving pictures."""
    STILL_IMAGE = "still_image"
    """It is a single picture, which has no length. `format`."""
    SILENT = "silent"
    """Its sound track holds only silence. `seconds`."""
    TOO_SHORT = "too_short"
    """`seconds` of sound are too few to air."""
    TOO_LARGE = "too_large"
    """`bytes` are more than `limit`."""
    REFERS_ELSEWHERE = "refers_elsewhere"
    """A playlist, or a container whose media lie in other files. `format`."""
    UNREADABLE = "unreadable"
    """The file cannot be read. `error`."""
    DECODER_FAILED = "decoder_failed"
    """The decoder gave up or had to be stopped. `error`."""
    CAPTIONS = "captions"
    """Captions that cannot be read. `problem`, `line`."""
    NO_FILM = "no_film"
    """Captions of a film that is not here yet; never a reason for quarantine, only for a failed
    job, which is tried again when the film comes."""
    DISK_FULL = "disk_full"
    """There is no room to store it; never a reason for quarantine, only for a failed job."""


class EntryNotFound(StationError):
    """No quarantined file has that number."""

    def __init__(self, entry_id: int) -> None:
        super().__init__(f"no quarantined file numbered {entry_id}")
        self.entry_id = entry_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One quarantined file."""

    id: int
    """Number in the quarantine."""
    fault: Fault
    """Why it is here."""
    about: Mapping[str, str | int | float] = field(default_factory=dict)
    """What the sentence needs."""
    original_name: str
    """File name as it arrived."""
    path: str
    """Relative to the quarantine folder; empty when the file was left where it was."""
    sha256: str
    """Of the file, in hexadecimal."""
    bytes: int
    """Size of the file."""
    kind: Kind | None = None
    """The kind that was asked for."""
    first_seen: datetime
    """When it came first, UTC."""
    last_seen: datetime
    """When it came last, UTC."""
    times: int = 1
    """How often it came."""


class Quarantine:
    """One session's view of the quarantine. The caller owns the transaction."""

    def __init__(self, session: Session, folder: Path) -> None:
        self._session = session
        self._folder = folder

    def list(self, limit: int = 100, offset: int = 0) -> list[Entry]:
        """Return the entries, newest first."""
        query = select(QuarantineRow).order_by(QuarantineRow.last_seen.desc(), QuarantineRow.id)
        return [_entry(row) for row in self._session.scalars(query.limit(limit).offset(offset))]

    def count(self) -> int:
        return self._session.scalar(select(func.count()).select_from(QuarantineRow)) or 0

    def get(self, entry_id: int) -> Entry:
        """Return an entry; raises EntryNotFound."""
        return _entry(self._row(entry_id))

    def by_sha256(self, sha256: str) -> Entry | None:
        row = self._session.scalar(select(QuarantineRow).where(QuarantineRow.sha256 == sha256))
        return None if row is None else _entry(row)

    def file_of(self, entry_id: int) -> Path | None:
        """Return where the file is kept, None when it was left where it was."""
        path = self._row(entry_id).path
        return self._folder / path if path else None

    def add(self, entry: Entry) -> Entry:
        """Store a new entry under a new number, or renew the one of the same file."""
        row = self._session.scalar(
            select(QuarantineRow).where(QuarantineRow.sha256 == entry.sha256)
        )
        if row is None:
            row = QuarantineRow(sha256=entry.sha256, first_seen=entry.first_seen, times=0, path="")
            self._session.add(row)
        row.fault, row.about = entry.fault, json.dumps(dict(entry.about))
        row.original_name, row.bytes, row.kind = entry.original_name, entry.bytes, entry.kind
        row.path = entry.path or row.path
        row.last_seen, row.times = entry.last_seen, row.times + 1
        self._session.flush()
        return _entry(row)

    def forget(self, entry_id: int) -> None:
        """Delete the entry and its file."""
        row = self._row(entry_id)
        if row.path:
            (self._folder / row.path).unlink(missing_ok=True)
        self._session.delete(row)
        self._session.flush()

    def _row(self, entry_id: int) -> QuarantineRow:
        row = self._session.get(QuarantineRow, entry_id)
        if row is None:
            raise EntryNotFound(entry_id)
        return row


def _entry(row: QuarantineRow) -> Entry:
    return Entry(
        id=row.id,
        fault=Fault(row.fault),
        about=json.loads(row.about),
        original_name=row.original_name,
        path=row.path,
        sha256=row.sha256,
        bytes=row.bytes,
        kind=None if row.kind is None else Kind(row.kind),
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        times=row.times,
    )
