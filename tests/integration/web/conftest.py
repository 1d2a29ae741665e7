"""The desk as its tests meet it: database, clock, library, plan, and who is signed in."""

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker
from starlette.testclient import TestClient

from media_library.cart import Cart
from station.clock import VirtualClock
from station.database import sessions_for
from station.paths import StatePaths
from tests.browser import start_material
from tests.browser.desk import make_app
from tests.browser.desk_fixtures import (
    air,
    planned,
    planned_postgresql,
    planned_sqlite,
    postgres_ready,
    sqlite_ready,
    staffed_postgres,
    staffed_sqlite,
)
from tests.browser.doubles import NOON
from tests.browser.first_plan import FirstPlan
from tests.browser.schedule_material import Material, add_material
from tests.integration.web.library_material import add_cart
from tests.integration.web.visitor import Visitor

__all__ = [
    "air",
    "planned",
    "planned_postgresql",
    "planned_sqlite",
    "postgres_ready",
    "sqlite_ready",
    "staffed_postgres",
    "staffed_sqlite",
]


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
    return sessions_for(database)


@pytest.fixture
def first_plan(request: pytest.FixtureRequest, database: Engine) -> FirstPlan:
    """The one whose copy the database is."""
    found: FirstPlan = request.getfixturevalue(f"planned_{database.dialect.name}")
    return found


@pytest.fixture
def material(request: pytest.FixtureRequest, sessions: sessionmaker[Session]) -> Material:
    """A library and a grid; where the plan is asked for, it brings them."""
    if "planned" in request.fixturenames:
        plan: FirstPlan = request.getfixturevalue("first_plan")
        return plan.material
    return add_material(sessions)


@pytest.fixture
def cart(sessions: sessionmaker[Session], paths: StatePaths) -> Cart:
    """An announcement in the library."""
    return add_cart(sessions, paths.media, NOON)


@pytest.fixture
def demo(sessions: sessionmaker[Session]) -> None:
    """The recordings of the demo station."""
    start_material.add_demo(sessions)


@pytest.fixture
def app(paths: StatePaths, sessions: sessionmaker[Session], clock: VirtualClock) -> FastAPI:
    return make_app(paths.home, sessions, clock)


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
