"""Puts files where they belong, whole or not at all."""

import contextlib
import errno
import hashlib
import os
import re
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

from station.errors import StationError

INCOMING = ".incoming"
"""Folder of copies on their way, beside the finished ones so that a rename is atomic."""
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_EXTENSION = re.compile(r"\.[a-z0-9]{1,8}")


class DiskFull(StationError):
    """There is not enough room; nothing was left behind."""

    def __init__(self, needed: int, free: int, keep: int = 0) -> None:
        super().__init__(f"{needed} bytes needed, {free} free of which {keep} are kept free")
        self.needed = needed
        self.free = free
        self.keep = keep


class FileUnreadable(StationError):
    """A file cannot be read, or changed while it was."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path = path
        self.why = why


Stamp = tuple[int, int, int, int]
"""Device, inode, size and time of change in ns: together they tell whether a file is the same."""


def stamp(path: Path) -> Stamp:
    """Return what identifies the present content; raises FileUnreadable."""
    try:
        found = path.stat()
    except OSError as error:
        raise FileUnreadable(path, error.strerror or str(error)) from error
    if not path.is_file():
        raise FileUnreadable(path, "not a regular file")
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def sha256_of(path: Path) -> str:
    """Return the hash in hexadecimal; raises FileUnreadable."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise FileUnreadable(path, error.strerror or str(error)) from error


def text_of(name: str) -> str:
    """Return a file name as text: bytes that are no UTF-8 are read as Windows-1252."""
    raw = os.fsencode(name)
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


@contextlib.contextmanager
def under_a_name_of_text(path: Path) -> Iterator[Path]:
    """Yield the path, or a link to it where its own bytes are no text: command lines are."""
    if text_of(str(path)) == str(path):
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        link = Path(folder) / f"file{extension_of(path.name)}"
        link.symlink_to(path)
        yield link


def extension_of(name: str) -> str:
    """Return a harmless extension with its dot, or nothing."""
    suffix = Path(name).suffix.lower()
    return suffix if _EXTENSION.fullmatch(suffix) else ""


def require_room(folder: Path, needed: int, keep: int) -> None:
    """Raise DiskFull when `needed` bytes more would leave less than `keep` free."""
    free = shutil.disk_usage(folder).free
    if free - needed < keep:
        raise DiskFull(needed, free, keep)


@contextlib.contextmanager
def no_room_is_disk_full(folder: Path, needed: int) -> Iterator[None]:
    """Translate the errors of a full disk."""
    try:
        yield
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        raise DiskFull(needed, shutil.disk_usage(folder).free) from error


def place(source: Path, target: Path, *, base: Path, keep: int, link: bool) -> None:
    """Make `target` hold what `source` holds, in one step; `source` stays.

    With `link` the two share their bytes where the file system can do that, so that a move costs
    nothing and is undone by a crash. Copies are made in `base/.incoming` and synced.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    if link and _linked(source, target):
        return
    size = source.stat().st_size
    require_room(base, size, keep)
    incoming = base / INCOMING
    incoming.mkdir(exist_ok=True)
    temporary = incoming / f"{os.getpid()}-{uuid.uuid4().hex}"
    try:
        with no_room_is_disk_full(base, size):
            shutil.copyfile(source, temporary)
            sync(temporary)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    sync(target.parent)


def sync(path: Path) -> None:
    """Wait until a file or a folder is on the disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def tidy(base: Path) -> int:
    """Remove copies whose process has died; return how many there were."""
    left = 0
    for path in (base / INCOMING).glob("*-*"):
        owner = path.name.partition("-")[0]
        if owner.isdigit() and not _is_alive(int(owner)):
            path.unlink(missing_ok=True)
            left += 1
    return left


def _linked(source: Path, target: Path) -> bool:
    try:
        os.link(source, target)
    except FileExistsError:
        return target.samefile(source) or target.stat().st_size == source.stat().st_size
    except OSError:
        return False
    sync(target)
    sync(target.parent)
    return True


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
