"""The systemd units: locked in, and calling commands that exist."""

import re
import subprocess
from pathlib import Path

import pytest
from typer.main import get_command

from mengudara.cli import app

UNITS = Path(__file__).parents[2] / "systemd"
SERVICES = sorted(UNITS.glob("*.service"))


@pytest.mark.needs("systemd-analyze")
@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_every_unit_is_locked_in(unit):
    said = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.search(r"exposure level for \S+: ([\d.]+)", said.stdout)
    assert found, said.stderr
    assert float(found[1]) <= 2.0


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_every_unit_calls_a_command_that_exists(unit):
    line = re.search(r"^ExecStart=\S+/mengudara (.+)$", unit.read_text(), re.MULTILINE)
    words = line[1].split()
    group = get_command(app)
    assert words[0] in group.list_commands(None)


def test_every_process_of_the_station_has_a_unit():
    names = {unit.name for unit in SERVICES}
    assert {
        "mengudara-air@.service",
        "mengudara-stream.service",
        "mengudara-live.service",
        "mengudara-soundcard@.service",
        "mengudara-plan.service",
        "mengudara-web.service",
        "mengudara-schema.service",
    } == names


def test_the_air_waits_for_the_right_time_and_comes_back_at_once():
    unit = (UNITS / "mengudara-air@.service").read_text()
    assert "After=time-sync.target" in unit
    assert "Restart=always\nRestartSec=0\n" in unit
