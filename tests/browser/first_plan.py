"""The library and the first plan of a desk, made once; the desk of each test begins with a copy."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from station.clock import VirtualClock
from station.database import sessions_for
from station.paths import StatePaths
from station.rundown import Rundown, read_current
from tests.browser.desk import add_accounts, config_for
from tests.browser.doubles import NOON
from tests.browser.schedule_material import Material, add_material, publish


@dataclass(frozen=True)
class FirstPlan:
    """A database and a home to be copied."""

    database: str
    """Of SQLite the file, of PostgreSQL the name."""
    home: Path
    material: Material

    @classmethod
    def made(cls, engine: Engine, database: str, home: Path) -> "FirstPlan":
        """Plan in an empty home, with a database in which there are accounts."""
        paths = StatePaths(home)
        paths.create()
        sessions = sessions_for(engine)
        material = add_material(sessions)
        publish(config_for(), paths, sessions, VirtualClock(NOON))
        engine.dispose()
        return cls(database, home, material)

    def publish(self, paths: StatePaths) -> Rundown:
        shutil.copytree(self.home, paths.home, symlinks=True, dirs_exist_ok=True)
        return read_current(paths.rundown("radio"))


def add_staff(engine: Engine) -> None:
    """Add one account a role, and let go of the database."""
    add_accounts(sessions_for(engine))
    engine.dispose()
