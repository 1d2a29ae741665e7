"""A PostgreSQL server of the tests' own, and copies of its databases."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import Engine

from station.database import engine_for

_FOLDERS = Path("/usr/lib/postgresql").glob("*/bin")
BIN = max(_FOLDERS, default=None, key=lambda folder: int(folder.parent.name))
OPTIONS = "-c listen_addresses='' -c max_connections=60 -c fsync=off -c full_page_writes=off"


class Server:
    """Listens on a Unix socket only."""

    def __init__(self, folder: Path, tools: Path) -> None:
        self._folder = folder
        self._how = "STRATEGY FILE_COPY" if int(tools.parent.name) >= 15 else ""
        """Older ones know no other way; the other way of newer ones takes four times as long."""
        self._administrator = psycopg.connect(
            host=str(folder), user="postgres", dbname="postgres", autocommit=True
        )

    def create(self, name: str, template: str = "template1") -> Engine:
        """Make a database out of another one, which nobody may be connected to."""
        self._administrator.execute(f"CREATE DATABASE {name} TEMPLATE {template} {self._how}")
        return engine_for(f"postgresql+psycopg://postgres@/{name}?host={self._folder}")

    def drop(self, name: str) -> None:
        self._administrator.execute(f"DROP DATABASE {name}")

    def close(self) -> None:
        self._administrator.close()


@contextmanager
def server(tools: Path) -> Iterator[Server]:
    """Run one, out of an empty folder, until nobody needs it."""
    folder = Path(tempfile.mkdtemp(prefix="mengudara-postgres-"))
    server_user = {"user": "postgres"} if os.geteuid() == 0 else {}
    if server_user:
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
    data = folder / "data"

    def run(tool: str, *arguments: str) -> None:
        subprocess.run(
            [str(tools / tool), *arguments],
            check=True,
            cwd="/",
            stdout=subprocess.DEVNULL,
            **server_user,
        )

    run("initdb", "-D", str(data), "-A", "trust", "-U", "postgres", "--no-sync")
    log = str(folder / "log")
    run("pg_ctl", "-D", str(data), "-w", "-o", f"-k {folder} {OPTIONS}", "-l", log, "start")
    try:
        with closing(Server(folder, tools)) as found:
            yield found
    finally:
        run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
