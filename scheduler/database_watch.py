"""Notices that the SQLite file has gone or is another one, before anything is written to it.

An open connection would go on writing to a file that was moved away, and a new connection would
make an empty database in its place; both are prevented by asking first.
"""

from pathlib import Path
from threading import Lock

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from station.errors import StationError


class DatabaseAway(StationError):
    """There is no database file where there was one."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is not there")


class DatabaseWatch:
    """Looks at the file; a server database needs no watch, its driver notices."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        engine = sessions.kw["bind"]
        self._engine: Engine = engine
        named = engine.url.database if engine.dialect.name == "sqlite" else None
        self._path = Path(named) if named and named != ":memory:" else None
        self._inode: int | None = None
        self._lock = Lock()

    def check(self) -> None:
        """Raise DatabaseAway without the file; drop all connections when it is another."""
        if self._path is None:
            return
        with self._lock:
            try:
                inode = self._path.stat().st_ino
            except FileNotFoundError:
                self._inode = None
                self._engine.dispose()
                raise DatabaseAway(self._path) from None
            if inode != self._inode:
                self._engine.dispose()
                self._inode = inode
