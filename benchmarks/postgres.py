"""A PostgreSQL server of our own on a Unix socket, where Debian's package is installed.

Starts processes: the server's tools.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import cpu_seconds


class Absent(Exception):
    """PostgreSQL is not installed."""

    def __init__(self) -> None:
        super().__init__("PostgreSQL is not installed")


class Server:
    """One that runs, with an empty database."""

    def __init__(self, folder: Path) -> None:
        self.url = f"postgresql+psycopg://postgres@/postgres?host={folder}"
        self._postmaster = int((folder / "data" / "postmaster.pid").read_text().split()[0])

    def cpu(self) -> float:
        """Return the CPU seconds of the server and of the connections that are open."""
        return cpu_seconds.running_of_tree(self._postmaster)


@contextmanager
def running() -> Iterator[Server]:
    """Yield a server that is removed afterwards; raises Absent."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        raise Absent
    tools = found[-1].parent
    folder = Path(tempfile.mkdtemp(prefix="mengudara-bench-postgres-"))
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        os.chown(folder, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)

    def tool(name: str, *arguments: str) -> None:
        command = [str(tools / name), "-D", str(folder / "data"), *arguments]
        subprocess.run(command, check=True, cwd="/", user=user, stdout=subprocess.DEVNULL)

    try:
        tool("initdb", "-A", "trust", "-U", "postgres", "--no-sync")
        options = f"-k {folder} -c listen_addresses=''"
        tool("pg_ctl", "-w", "-o", options, "-l", str(folder / "log"), "start")
        try:
            yield Server(folder)
        finally:
            tool("pg_ctl", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
