"""Uploads that come in pieces and may be resumed: the storage behind the tus 1.0 protocol.

Each upload is two files: the bytes so far, whose number is the offset, and a sidecar that says
what they will be. Both survive a restart of any process.
"""

import contextlib
import fcntl
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from pydantic import TypeAdapter, ValidationError

from media_library import files
from media_library.files import DiskFull
from station.clock import Clock
from station.config import Config
from station.errors import StationError
from station.kinds import Kind
from station.paths import StatePaths

ABANDONED = timedelta(hours=24)
"""An upload that has not grown for this long is deleted."""
_SIDECAR = ".info.json"
_ID = re.compile(r"[0-9a-f]{32}")


class UploadNotFound(StationError):
    """There is no such upload, or it was given up."""

    def __init__(self, upload_id: str) -> None:
        super().__init__(f"no upload {upload_id}")
        self.upload_id = upload_id


class UploadTooLarge(StationError):
    """More bytes than the library takes, or than were announced."""

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(f"{length} bytes, at most {limit} are taken")
        self.length = length
        self.limit = limit


class OffsetConflict(StationError):
    """The piece does not begin where the bytes so far end."""

    def __init__(self, given: int, expected: int) -> None:
        super().__init__(f"the piece begins at {given}, {expected} was expected")
        self.given = given
        self.expected = expected


class UploadBusy(StationError):
    """Another request is writing to this upload."""

    def __init__(self, upload_id: str) -> None:
        super().__init__(f"upload {upload_id} is being written")


class UploadIncomplete(StationError):
    """Not all bytes have come."""

    def __init__(self, offset: int, length: int) -> None:
        super().__init__(f"{offset} of {length} bytes have come")
        self.offset = offset
        self.length = length


@dataclass(frozen=True, slots=True)
class Upload:
    """One file on its way up."""

    id: str
    """Random; whoever knows it may go on with the upload."""
    name: str
    """File name on the sender's machine."""
    length: int
    """Bytes announced."""
    kind: Kind | None
    """The kind asked for."""
    owner: str
    """Who sends it."""
    created_at: datetime
    """When it began, UTC."""
    finished: bool = False
    """Whether it was handed on to the library."""


_UPLOAD: TypeAdapter[Upload] = TypeAdapter(Upload)


class Piece:
    """One request's hold on an upload: takes the bytes as they come."""

    def __init__(self, file: IO[bytes], upload: Upload, offset: int, folder: Path) -> None:
        self._file = file
        self._upload = upload
        self._folder = folder
        self.offset = offset

    def write(self, chunk: bytes) -> None:
        """Append; raises UploadTooLarge beyond the announced length, DiskFull without room."""
        length = self._upload.length
        if self.offset + len(chunk) > length:
            raise UploadTooLarge(self.offset + len(chunk), length)
        with files.no_room_is_disk_full(self._folder, length - self.offset):
            self._file.write(chunk)
        self.offset += len(chunk)


class Uploads:
    """All uploads of the station. Holds nothing in memory: any process may continue any upload."""

    def __init__(self, paths: StatePaths, config: Config, clock: Clock) -> None:
        self._folder = paths.uploads
        self._media = config.media
        self._clock = clock
        self._folder.mkdir(parents=True, exist_ok=True)

    def create(
        self, length: int, name: str, *, kind: Kind | None = None, owner: str = ""
    ) -> Upload:
        """Begin an upload; raises UploadTooLarge, or DiskFull counting what others still owe."""
        if not 0 <= length <= self._media.max_bytes:
            raise UploadTooLarge(length, self._media.max_bytes)
        owed = sum(upload.length - self.offset(upload.id) for upload in self.all())
        files.require_room(self._folder, length + owed, self._media.keep_free_bytes)
        upload = Upload(
            id=secrets.token_hex(16),
            name=name[:255],
            length=length,
            kind=kind,
            owner=owner,
            created_at=self._clock.now(),
        )
        with files.no_room_is_disk_full(self._folder, length):
            self._bytes_of(upload).touch()
            self._write(upload)
        return upload

    def get(self, upload_id: str) -> Upload:
        """Return an upload; raises UploadNotFound for anything that is not one."""
        if not _ID.fullmatch(upload_id):
            raise UploadNotFound(upload_id)
        try:
            return _UPLOAD.validate_json(self._sidecar(upload_id).read_bytes())
        except (FileNotFoundError, ValidationError) as error:
            raise UploadNotFound(upload_id) from error

    def all(self) -> list[Upload]:
        """Return the uploads that are still coming in."""
        found = []
        for sidecar in sorted(self._folder.glob(f"*{_SIDECAR}")):
            with contextlib.suppress(UploadNotFound):
                found.append(self.get(sidecar.name.removesuffix(_SIDECAR)))
        return [upload for upload in found if not upload.finished]

    def offset(self, upload_id: str) -> int:
        """Return how many bytes have come; raises UploadNotFound."""
        try:
            return self._bytes_of(self.get(upload_id)).stat().st_size
        except FileNotFoundError as error:
            raise UploadNotFound(upload_id) from error

    @contextlib.contextmanager
    def piece(self, upload_id: str, offset: int) -> Iterator[Piece]:
        """Open an upload for one request; what came is kept when the sender goes away.

        Raises OffsetConflict, UploadBusy, UploadNotFound. When the disk is full the upload is
        given up, so that nothing half stored takes room.
        """
        upload = self.get(upload_id)
        try:
            with self._locked(upload) as file:
                expected = file.seek(0, os.SEEK_END)
                if offset != expected:
                    raise OffsetConflict(offset, expected)
                try:
                    yield Piece(file, upload, offset, self._folder)
                finally:
                    with files.no_room_is_disk_full(self._folder, upload.length):
                        file.flush()
                        os.fsync(file.fileno())
        except DiskFull:
            self.discard(upload_id)
            raise

    def append(self, upload_id: str, offset: int, chunks: Iterable[bytes]) -> int:
        """Write one piece; return the new offset."""
        with self.piece(upload_id, offset) as piece:
            for chunk in chunks:
                piece.write(chunk)
        return piece.offset

    def finish(self, upload_id: str) -> Path:
        """Return the complete file, for the library to take; raises UploadIncomplete."""
        upload = self.get(upload_id)
        offset = self.offset(upload_id)
        if offset != upload.length:
            raise UploadIncomplete(offset, upload.length)
        self._write(replace(upload, finished=True))
        return self._bytes_of(upload)

    def discard(self, upload_id: str) -> None:
        """Give an upload up; raises UploadNotFound."""
        upload = self.get(upload_id)
        self._bytes_of(upload).unlink(missing_ok=True)
        self._sidecar(upload_id).unlink(missing_ok=True)

    def expire(self) -> int:
        """Delete what was abandoned, and the sidecars of what the library took; count them."""
        gone = 0
        for sidecar in sorted(self._folder.glob(f"*{_SIDECAR}")):
            with contextlib.suppress(UploadNotFound):
                upload = self.get(sidecar.name.removesuffix(_SIDECAR))
                if self._is_over(upload):
                    self.discard(upload.id)
                    gone += 1
        return gone

    def _is_over(self, upload: Upload) -> bool:
        try:
            grew = self._bytes_of(upload).stat().st_mtime
        except FileNotFoundError:
            return True
        return not upload.finished and self._clock.now().timestamp() - grew > (
            ABANDONED.total_seconds()
        )

    @contextlib.contextmanager
    def _locked(self, upload: Upload) -> Iterator[IO[bytes]]:
        try:
            file = self._bytes_of(upload).open("r+b")
        except FileNotFoundError as error:
            raise UploadNotFound(upload.id) from error
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise UploadBusy(upload.id) from error
            yield file

    def _bytes_of(self, upload: Upload) -> Path:
        return self._folder / (upload.id + files.extension_of(upload.name))

    def _sidecar(self, upload_id: str) -> Path:
        return self._folder / (upload_id + _SIDECAR)

    def _write(self, upload: Upload) -> None:
        temporary = self._folder / f".{upload.id}"
        temporary.write_bytes(_UPLOAD.dump_json(upload))
        files.sync(temporary)
        temporary.replace(self._sidecar(upload.id))
        files.sync(self._folder)
