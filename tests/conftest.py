"""Fixtures every test may use: databases, free ports, what is installed."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from argon2 import PasswordHasher, profiles
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session, sessionmaker

from mengudara import schema
from station.database import engine_for, sessions_for
from station.paths import StatePaths
from tests.ports import unused_port
from web import accounts

POSTGRES_BIN = max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)
UNTIMED = hypothesis.settings(
    deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
"""How long an example takes says only how busy the machine is."""
hypothesis.settings.register_profile("quick", UNTIMED, max_examples=10, derandomize=True)
hypothesis.settings.register_profile("thorough", UNTIMED, max_examples=300)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

HASHER_OF_THE_STATION = accounts._HASHER
"""Takes a quarter of a second for a password, and 64 MB; the tests store thousands."""
accounts._HASHER = PasswordHasher.from_parameters(profiles.CHEAPEST)
accounts._NOBODY = accounts._HASHER.hash("the password of nobody")

CHROMIUM = [
    "--no-sandbox",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--disable-gpu",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]

IN_CI = os.environ.get("CI") == "true"


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip by name what is not installed; in CI that is a failure."""
    for marker in item.iter_markers("needs"):
        absent = [name for name in marker.args if shutil.which(name) is None]
        if absent:
            lack(", ".join(absent))


def lack(what: str) -> None:
    """Skip the test for want of `what`, or fail it in CI."""
    if IN_CI:
        pytest.fail(f"not installed: {what}")
    pytest.skip(f"not installed: {what}")


@pytest.fixture
def free_port() -> int:
    return unused_port()


@pytest.fixture
def paths(tmp_path: Path) -> StatePaths:
    """The folder of a station that has just been made."""
    found = StatePaths(tmp_path / "home")
    found.create()
    return found


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server of our own on a Unix socket, with the migrated database `ready`."""
    if POSTGRES_BIN is None:
        lack("postgresql")
    folder = Path(tempfile.mkdtemp(prefix="mengudara-postgres-"))
    server_user = {"user": "postgres"} if os.geteuid() == 0 else {}
    if server_user:
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
    data = folder / "data"

    def run(tool: str, *arguments: str) -> None:
        subprocess.run(
            [str(POSTGRES_BIN / tool), *arguments],
            check=True,
            cwd="/",
            stdout=subprocess.DEVNULL,
            **server_user,
        )

    run("initdb", "-D", str(data), "-A", "trust", "-U", "postgres", "--no-sync")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=60"
    run("pg_ctl", "-D", str(data), "-w", "-o", options, "-l", str(folder / "log"), "start")
    try:
        url = f"postgresql+psycopg://postgres@/ready?host={folder}"
        _administer(folder, "CREATE DATABASE ready")
        engine = engine_for(url)
        schema.upgrade(engine)
        engine.dispose()
        yield url
    finally:
        run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _administer(folder: Path, statement: str) -> None:
    engine = create_engine(
        f"postgresql+psycopg://postgres@/postgres?host={folder}", isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the newest schema, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "ready.db"
    engine = engine_for(f"sqlite:///{path}")
    schema.upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture
def sqlite_engine(tmp_path: Path, migrated_sqlite: Path) -> Iterator[Engine]:
    copy = shutil.copy(migrated_sqlite, tmp_path / "mengudara.db")
    engine = engine_for(f"sqlite:///{copy}", create=False)
    yield engine
    engine.dispose()


@pytest.fixture
def postgres_engine(postgres_url: str) -> Iterator[Engine]:
    """A copy of the migrated database, dropped afterwards."""
    folder = Path(postgres_url.partition("host=")[2])
    name = f"test_{os.getpid()}"
    _administer(folder, f"CREATE DATABASE {name} TEMPLATE ready")
    engine = engine_for(postgres_url.replace("/ready", f"/{name}"))
    yield engine
    engine.dispose()
    _administer(folder, f"DROP DATABASE {name}")


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """A migrated database; the test runs once on each kind."""
    name = "sqlite_engine" if request.param == "sqlite" else "postgres_engine"
    found: Engine = request.getfixturevalue(name)
    return found


@pytest.fixture
def sessions(engine: Engine) -> sessionmaker[Session]:
    return sessions_for(engine)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's browser, one for all tests: a process can hold only one such driver at a time."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        yield found
        found.close()
