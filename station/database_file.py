"""A SQLite file that may be moved away, replaced and brought back while processes use it.

An open connection would go on with a file that was moved away and never see the one in its place;
a new connection would make an empty file where there is none. Both are prevented by a look at the
file whenever a connection is taken from the pool.
"""

import os
import sqlite3
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError


class DatabaseFile:
    """Guards the connections of one engine. Its errors are those of a server that is away."""

    def __init__(self, path: str, *, create: bool) -> None:
        self._path = path
        self._create = create

    def watch(self, engine: Engine) -> None:
        event.listen(engine, "do_connect", self._look)
        event.listen(engine, "connect", self._remember)
        event.listen(engine, "checkout", self._compare)

    def _look(self, *_: object) -> None:
        if not self._create and self._inode() is None:
            raise sqlite3.OperationalError(f"{self._path} is not there")

    def _remember(self, _connection: object, record: Any) -> None:  # noqa: ANN401 (pool internals)
        record.info["inode"] = self._inode()

    def _compare(self, _connection: object, record: Any, _proxy: object) -> None:  # noqa: ANN401
        """Have the pool replace a connection whose file is no longer the one at the path."""
        if record.info["inode"] != self._inode():
            raise DisconnectionError(f"{self._path} is another file")

    def _inode(self) -> int | None:
        try:
            return os.stat(self._path).st_ino
        except FileNotFoundError:
            return None
