"""The library and the first plan of a desk, made once and poured into the desk of each test."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from station.clock import VirtualClock
from station.database import engine_for, sessions_for
from station.paths import StatePaths
from station.rundown import Rundown, read_current
from tests.browser.desk import add_accounts, config_for
from tests.browser.doubles import NOON
from tests.browser.schedule_material import Material, add_material, publish


@dataclass(frozen=True)
class FirstPlan:
    """A database and a home to be copied."""

    database: Path
    home: Path
    material: Material

    @classmethod
    def made(cls, folder: Path, migrated: Path) -> "FirstPlan":
        """Plan in an empty folder, with a copy of a migrated database."""
        paths = StatePaths(folder / "home")
        paths.create()
        database = Path(shutil.copy(migrated, folder / "ready.db"))
        engine = engine_for(f"sqlite:///{database}")
        sessions = sessions_for(engine)
        add_accounts(sessions)
        material = add_material(sessions)
        publish(config_for(), paths, sessions, VirtualClock(NOON))
        engine.dispose()
        return cls(database, paths.home, material)

    def pour(self, engine: Engine, paths: StatePaths) -> Rundown:
        """Let a SQLite database hold what is here and nothing else; return what is published."""
        with closing(sqlite3.connect(self.database)) as ready, engine.connect() as here:
            ready.backup(here.connection.driver_connection)
        shutil.copytree(self.home, paths.home, symlinks=True, dirs_exist_ok=True)
        return read_current(paths.rundown("radio"))
