"""The command line as people meet it: sentences, exit codes, no tracebacks."""

import os
import shutil
import subprocess
import sys

import pytest

from mengudara.lock import PidFile
from station import presenters
from tests.ports import unused_port


def mengudara(home, *arguments, given=None, **environment):
    return subprocess.run(
        [sys.executable, "-m", "mengudara", *arguments],
        capture_output=True,
        text=True,
        check=False,
        input=given,
        timeout=120,
        env={**os.environ, "MENGUDARA_HOME": str(home), **environment},
    )


@pytest.mark.parametrize(
    "command", [("air", "radio"), ("stream",), ("live",), ("web",), ("plan",), ("up",)]
)
def test_wrong_settings_are_a_sentence_and_exit_2(tmp_path, command):
    (tmp_path / "station.toml").write_text("[web]\nport = 99999\n")
    done = mengudara(tmp_path, *command)
    assert done.returncode == 2
    assert "web.port" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_channel_is_told_with_the_known_ones(tmp_path):
    done = mengudara(tmp_path, "air", "tv")
    assert done.returncode == 2
    assert "radio" in done.stderr


@pytest.fixture
def free_ports():
    """Settings with which no station that runs beside the tests is met."""
    doors = ("WEB", "STREAMS", "LIVE")
    return {f"MENGUDARA_{door}__PORT": str(unused_port()) for door in doors}


def test_up_without_a_station_says_how_to_get_one(tmp_path, free_ports):
    done = mengudara(tmp_path, "up", **free_ports)
    assert done.returncode == 1
    assert "up --demo" in done.stdout


def test_a_second_up_refuses(tmp_path):
    (tmp_path / "station.toml").write_text("")
    lock = PidFile(tmp_path / "run", "up")
    lock.take()
    done = mengudara(tmp_path, "up")
    lock.release()
    assert done.returncode == 1
    assert f"up is already running as process {os.getpid()}" in done.stderr


def test_the_schema_can_be_upgraded_again_and_again(tmp_path):
    for _ in range(2):
        assert mengudara(tmp_path, "schema", "upgrade").returncode == 0
    assert (tmp_path / "mengudara.db").exists()


def test_users_are_added_listed_and_shut(tmp_path, migrated_sqlite):
    shutil.copy(migrated_sqlite, tmp_path / "mengudara.db")
    added = mengudara(
        tmp_path, "user", "add", "siti", "--role", "admin", "--role", "humas",
        given="rahasia sekali\n",
    )  # fmt: skip
    assert added.returncode == 0, added.stderr
    assert "admin, humas" in mengudara(tmp_path, "user", "list").stdout
    short = mengudara(tmp_path, "user", "password", "siti", given="pendek\n")
    assert short.returncode == 1
    assert "too short" in short.stderr
    assert presenters.read(tmp_path / "presenters.json") == ()
    last = mengudara(tmp_path, "user", "disable", "siti")
    assert last.returncode == 1
    assert "last admin" in last.stderr


def test_doctor_finds_an_empty_folder_ready_and_a_wrong_ffmpeg_not(tmp_path, free_ports):
    well = mengudara(tmp_path, "doctor", **free_ports)
    assert well.returncode == 0, well.stdout
    assert "Ready to go on air" in well.stdout
    ill = mengudara(tmp_path, "doctor", MENGUDARA_FFMPEG="/bin/false", **free_ports)
    assert ill.returncode == 1
    assert "FFmpeg cannot be run" in ill.stdout


def test_the_air_and_the_streams_start_without_desk_or_database():
    heavy = "{'sqlalchemy', 'fastapi', 'apscheduler', 'alembic', 'web', 'scheduler'}"
    program = (
        "import sys, mengudara.cli, mengudara.role, playout.process, streaming.process;"
        "import streaming.live.process;"
        f"print(sorted({heavy} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


TELEVISION_ALONE = '[[channels]]\nslug = "tv"\nkind = "tv"\n'


@pytest.mark.parametrize(("options", "environment"), [(["--no-tv"], {}), ([], {"TV": "0"})])
def test_a_station_of_television_alone_cannot_leave_it_out(
    tmp_path, free_ports, options, environment
):
    (tmp_path / "station.toml").write_text(TELEVISION_ALONE)
    wish = {f"MENGUDARA_DEMO_{name}": value for name, value in environment.items()}
    done = mengudara(tmp_path, "up", *options, **free_ports, **wish)
    assert done.returncode == 1
    assert "There is no other channel" in done.stdout
    assert (tmp_path / "station.toml").read_text() == TELEVISION_ALONE
