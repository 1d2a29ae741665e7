"""The desk as its tests meet it: database, clock, library, plan, and who is signed in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker
from starlette.testclient import TestClient

from station.clock import VirtualClock
from station.database import sessions_for
from station.paths import StatePaths
from station.rundown import Rundown
from tests.browser import start_material
from tests.browser.desk import add_accounts, config_for, make_app
from tests.browser.doubles import NOON, FakeAir
from tests.browser.first_plan import FirstPlan
from tests.browser.schedule_material import Material, add_material, publish
from tests.integration.web.visitor import Visitor


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(NOON)


@pytest.fixture
def database(sqlite_engine: Engine) -> Engine:
    """SQLite; a file whose tests are for both kinds has `engine` instead."""
    return sqlite_engine


@pytest.fixture
def sessions(database: Engine) -> sessionmaker[Session]:
    """One account a role is there."""
    found = sessions_for(database)
    add_accounts(found)
    return found


@pytest.fixture(scope="session")
def first_plan(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> FirstPlan:
    return FirstPlan.made(tmp_path_factory.mktemp("planned"), migrated_sqlite)


@pytest.fixture
def material(
    request: pytest.FixtureRequest, database: Engine, sessions: sessionmaker[Session]
) -> Material:
    """A library and a grid; where the plan is asked for, it brings them."""
    if "planned" in request.fixturenames and _is_file(database):
        plan: FirstPlan = request.getfixturevalue("first_plan")
        return plan.material
    return add_material(sessions)


@pytest.fixture
def planned(
    first_plan: FirstPlan,
    material: Material,
    paths: StatePaths,
    database: Engine,
    sessions: sessionmaker[Session],
    clock: VirtualClock,
) -> Rundown:
    """The first plan of the material, published; ask for it before anybody signs in."""
    if _is_file(database):
        return first_plan.pour(database, paths)
    return publish(config_for(), paths, sessions, clock)


def _is_file(database: Engine) -> bool:
    return database.dialect.name == "sqlite"


@pytest.fixture
def demo(sessions: sessionmaker[Session]) -> None:
    """The recordings of the demo station."""
    start_material.add_demo(sessions)


@pytest.fixture
def app(paths: StatePaths, sessions: sessionmaker[Session], clock: VirtualClock) -> FastAPI:
    return make_app(paths.home, sessions, clock)


@pytest.fixture
def air(paths: StatePaths) -> Iterator[FakeAir]:
    fake = FakeAir(paths.control_socket("radio"))
    yield fake
    fake.close()


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    """A browser that nobody has signed in with."""
    return TestClient(app, follow_redirects=False)


@pytest.fixture
def admin(app: FastAPI) -> Visitor:
    return Visitor.signed_in(app, "admin")


@pytest.fixture
def operator(app: FastAPI) -> Visitor:
    return Visitor.signed_in(app, "operator")


@pytest.fixture
def humas(app: FastAPI) -> Visitor:
    return Visitor.signed_in(app, "humas")


@pytest.fixture
def presenter(app: FastAPI) -> Visitor:
    return Visitor.signed_in(app, "presenter")
