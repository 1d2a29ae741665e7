"""A SQLite file is moved away, replaced and brought back under the engines that use it."""

from contextlib import closing

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from station.database import engine_for


def filled(path, number) -> None:
    engine = engine_for(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE songs (number INTEGER)"))
        connection.execute(text("INSERT INTO songs VALUES (:number)"), {"number": number})
    engine.dispose()


def read(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(text("SELECT number FROM songs")).scalar_one())


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "mengudara.db"
    filled(path, 1)
    return path


@pytest.fixture
def engine(path):
    engine = engine_for(f"sqlite:///{path}", create=False)
    assert read(engine) == 1
    yield engine
    engine.dispose()


@pytest.fixture
def away(path, tmp_path):
    """Everything that belongs to the file, moved to another folder."""
    folder = tmp_path / "away"
    folder.mkdir()
    for one in path.parent.glob("mengudara.db*"):
        one.rename(folder / one.name)
    return folder


def test_a_file_that_is_away_is_an_error_and_is_not_made_anew(engine, away, path):
    for _ in range(2):
        with pytest.raises(OperationalError, match="is not there"):
            read(engine)
    assert not path.exists()


def test_a_file_that_comes_back_is_used_again(engine, away, path):
    with pytest.raises(OperationalError):
        read(engine)
    for one in away.iterdir():
        one.rename(path.parent / one.name)
    assert read(engine) == 1


def test_a_file_that_is_no_database_is_an_error_of_the_same_sort(engine, away, path):
    path.write_bytes(b"Ini bukan basis data.\n" * 400)
    with pytest.raises(OperationalError):
        read(engine)


def test_another_database_in_its_place_is_read_at_once(engine, away, path):
    filled(path, 2)
    assert read(engine) == 2


def test_only_who_may_create_makes_a_file(tmp_path):
    path = tmp_path / "new.db"
    with pytest.raises(OperationalError):
        engine_for(f"sqlite:///{path}", create=False).connect()
    engine = engine_for(f"sqlite:///{path}")
    with closing(engine.connect()):
        assert path.exists()
    engine.dispose()
