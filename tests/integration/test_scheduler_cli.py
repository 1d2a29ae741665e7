"""`mengudara schedule` on a station in a folder of its own."""

import pytest
from typer.testing import CliRunner

from mengudara import schema
from scheduler.cli import app
from station.database import engine_for, sessions_for
from station.paths import HOME_VARIABLE, StatePaths
from tests.integration.test_scheduler_planning import add_carts
from tests.unit.scheduler.station import cart, library


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    paths = StatePaths(tmp_path)
    paths.create()
    engine = engine_for(f"sqlite:///{paths.database}")
    schema.upgrade(engine)
    with sessions_for(engine).begin() as session:
        add_carts(session, [*library(20), cart(900, 200, title="[bold]Kurung[/] siku")])
    engine.dispose()


def call(*arguments):
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == 0, result.output
    return result.output


def test_plan_publishes_and_show_lists_the_rundown():
    assert "version 1 published" in call("plan")
    assert "version 1 unchanged" in call("plan")
    shown = call("show", "--hours", "48")
    assert "no_programme" in shown
    assert "[bold]Kurung[/] siku" in shown


def test_show_before_any_planning_is_an_empty_table():
    assert "time" in call("show")


def test_as_run_says_what_is_planned_and_not_aired_yet():
    call("plan")
    assert "outcome" in call("as-run")


def test_an_unknown_channel_is_a_usage_error():
    result = CliRunner().invoke(app, ["plan", "--channel", "tv"])
    assert result.exit_code == 2
