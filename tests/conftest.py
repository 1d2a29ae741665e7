"""Fixtures every test may use: databases, free ports, what is installed."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from argon2 import PasswordHasher, profiles
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from mengudara import schema
from station.database import engine_for, sessions_for
from station.paths import StatePaths
from tests.ports import unused_port
from tests.postgres import BIN, Server, server
from web import accounts

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
def postgres() -> Iterator[Server]:
    """A PostgreSQL server of our own, with the migrated database `migrated`."""
    if BIN is None:
        lack("postgresql")
    with server(BIN) as found:
        engine = found.create("migrated")
        schema.upgrade(engine)
        engine.dispose()
        yield found


@pytest.fixture
def postgres_ready(postgres: Server) -> str:
    """The name of the database that the one of a test is a copy of."""
    return "migrated"


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the newest schema, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "ready.db"
    engine = engine_for(f"sqlite:///{path}")
    schema.upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture
def sqlite_ready(migrated_sqlite: Path) -> Path:
    """The file that the database of a test is a copy of."""
    return migrated_sqlite


@pytest.fixture
def sqlite_engine(tmp_path: Path, sqlite_ready: Path) -> Iterator[Engine]:
    copy = shutil.copy(sqlite_ready, tmp_path / "mengudara.db")
    engine = engine_for(f"sqlite:///{copy}", create=False)
    yield engine
    engine.dispose()


@pytest.fixture
def postgres_engine(postgres: Server, postgres_ready: str) -> Iterator[Engine]:
    """Dropped afterwards."""
    engine = postgres.create("test", postgres_ready)
    yield engine
    engine.dispose()
    postgres.drop("test")


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
