"""Copies of a warm process are processes like any other: children of ours, with their own end."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from mengudara.child import Child, Role
from mengudara.copies import Copies
from mengudara.log_file import open_log
from mengudara.supervisor import WARM_AIR
from station.clock import SystemClock
from station.paths import HOME_VARIABLE
from tests.waiting import is_running, until

ROOT = Path(__file__).parents[2]
WAITS = ("tests.integration.told_and_waiting", "a b", "c")


@pytest.fixture
def log(tmp_path):
    with open_log(tmp_path / "copy.log") as log:
        yield log


@pytest.fixture
def copies(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    copies = Copies("gc:collect", tmp_path / "warm.log")
    yield copies
    copies.close()


@pytest.fixture
def copy(copies, log):
    """One that has said who it is and waits for its standard input, which is empty, no more."""
    copy = copies.start(WAITS, log)
    until(lambda: "here" in Path(log.name).read_text())
    yield copy
    os.kill(copy.pid, signal.SIGKILL)
    copy.wait()


def warm():
    """Return the number of our child that is warm."""
    tasks = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    children = [child for task in tasks for child in task.read_text().split()]
    return next(int(child) for child in children if b"mengudara.warm" in command_line(child))


def command_line(pid):
    return Path(f"/proc/{pid}/cmdline").read_bytes().rstrip(b"\0")


def test_a_copy_is_a_child_of_ours_in_a_group_and_a_session_of_its_own(copy):
    told = Path(f"/proc/{copy.pid}/stat").read_text().rpartition(")")[2].split()
    assert [int(number) for number in told[1:4]] == [os.getpid(), copy.pid, copy.pid]


def test_a_copy_is_called_what_it_runs(copy):
    assert command_line(copy.pid).split(b"\0")[1:] == [b"-m", *(word.encode() for word in WAITS)]


def test_a_copy_has_the_words_it_was_given_and_no_more_files_than_its_log(copy, log):
    told = Path(log.name).read_text()
    assert "['a b', 'c']" in told
    assert "files 0 1 2 " in told


def test_a_copy_ends_with_its_own_status(copies, log):
    ending = ("tests.integration.told_and_waiting", "ends", "7")
    assert copies.start(ending, log).wait() == 7
    killed = copies.start(WAITS, log)
    os.kill(killed.pid, signal.SIGKILL)
    assert killed.wait() == -signal.SIGKILL


def test_copies_outlive_the_warm_process_and_another_takes_its_place(copies, copy, log):
    first = warm()
    os.kill(first, signal.SIGKILL)
    until(lambda: not is_running(first))
    other = copies.start(WAITS, log)
    assert warm() != first
    assert is_running(copy.pid)
    os.kill(other.pid, signal.SIGKILL)
    other.wait()


def test_orphans_are_ours_only_while_a_copy_is_made(copies, copy):
    orphan = subprocess.run(
        ["sh", "-c", "sleep 600 >/dev/null 2>&1 & echo $!"],
        capture_output=True,
        text=True,
        check=True,
    )
    pid = int(orphan.stdout)
    told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    os.kill(pid, signal.SIGKILL)
    assert int(told[1]) != os.getpid()


def test_one_that_does_not_answer_is_not_waited_for_again(copies, copy, log):
    stopped = warm()
    os.kill(stopped, signal.SIGSTOP)
    copies._door.settimeout(0.1)
    assert copies.start(WAITS, log) is None
    until(lambda: not is_running(stopped))


def test_the_warm_process_ends_with_us_letting_go(copies, copy):
    ended = warm()
    copies.close()
    assert not is_running(ended)
    assert is_running(copy.pid)


def test_what_airs_are_copied_from_has_one_thread(tmp_path, monkeypatch, log):
    """Locks that another thread held would never be let go in a copy."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    copies = Copies(WARM_AIR, tmp_path / "warm.log")
    copy = copies.start(WAITS, log)
    assert len(list(Path(f"/proc/{warm()}/task").iterdir())) == 1
    os.kill(copy.pid, signal.SIGKILL)
    copy.wait()
    copies.close()


def test_where_nothing_can_be_copied_a_role_starts_alone(tmp_path, monkeypatch, log):
    monkeypatch.chdir(ROOT)
    copies = Copies("tests.integration.nowhere:load", tmp_path / "warm.log")
    assert copies.start(WAITS, log) is None
    role = Role("told", WAITS, 0, copied="tests.integration.nowhere:load")
    child = Child(role, tmp_path / "logs", SystemClock(), print, copies)
    child.start()
    told = tmp_path / "logs" / "told.log"
    until(lambda: told.exists() and "here" in told.read_text())
    child.kill()
    assert child.join(60)
    assert "No module named 'tests.integration.nowhere'" in (tmp_path / "warm.log").read_text()
