"""The migrations are the schema: they go up, come down, and match the tables in code."""

from sqlalchemy import Engine, inspect

from mengudara import schema


def test_migrations_and_tables_agree(engine: Engine):
    schema.check(engine)


def test_a_database_can_be_taken_back_to_nothing_and_up_again(engine: Engine):
    schema.downgrade(engine, "base")
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    schema.upgrade(engine)
    schema.check(engine)
