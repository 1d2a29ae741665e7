"""Fixtures of a desk, whether a browser or a client in the same process looks at it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.database import engine_for
from station.paths import StatePaths
from station.rundown import Rundown
from tests.browser.doubles import FakeAir
from tests.browser.first_plan import FirstPlan, add_staff
from tests.postgres import Server


@pytest.fixture(scope="session")
def staffed_sqlite(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with one account a role."""
    path = Path(shutil.copy(migrated_sqlite, tmp_path_factory.mktemp("staffed") / "ready.db"))
    add_staff(engine_for(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def planned_sqlite(staffed_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> FirstPlan:
    folder = tmp_path_factory.mktemp("planned")
    path = Path(shutil.copy(staffed_sqlite, folder / "ready.db"))
    return FirstPlan.made(engine_for(f"sqlite:///{path}"), str(path), folder / "home")


@pytest.fixture(scope="session")
def staffed_postgres(postgres: Server) -> str:
    add_staff(postgres.create("staffed", "migrated"))
    return "staffed"


@pytest.fixture(scope="session")
def planned_postgresql(
    postgres: Server, staffed_postgres: str, tmp_path_factory: pytest.TempPathFactory
) -> FirstPlan:
    engine = postgres.create("planned", staffed_postgres)
    return FirstPlan.made(engine, "planned", tmp_path_factory.mktemp("planned") / "home")


@pytest.fixture
def sqlite_ready(request: pytest.FixtureRequest) -> Path:
    """With accounts, and with the first plan where a test asks for `planned`."""
    if "planned" in request.fixturenames:
        return Path(request.getfixturevalue("planned_sqlite").database)
    staffed: Path = request.getfixturevalue("staffed_sqlite")
    return staffed


@pytest.fixture
def postgres_ready(request: pytest.FixtureRequest) -> str:
    """The same."""
    if "planned" in request.fixturenames:
        return str(request.getfixturevalue("planned_postgresql").database)
    staffed: str = request.getfixturevalue("staffed_postgres")
    return staffed


@pytest.fixture
def planned(first_plan: FirstPlan, paths: StatePaths) -> Rundown:
    """A library, a grid and their first plan, published."""
    return first_plan.publish(paths)


@pytest.fixture
def air(paths: StatePaths) -> Iterator[FakeAir]:
    fake = FakeAir(paths.control_socket("radio"))
    yield fake
    fake.close()
