"""The supervisor with real, tiny processes: restarts, order, no orphans."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from mengudara.child import Role
from mengudara.lock import holder
from mengudara.supervisor import AIR, DESK, STREAMS, Supervisor
from station.clock import SystemClock
from tests.waiting import LIMIT_SECONDS, is_running, until

ROOT = Path(__file__).parents[2]


class Tiny:
    """A folder with tiny roles under a supervisor."""

    def __init__(self, home, grace_seconds, copied=""):
        self.home = home
        self.copied = copied
        self.ends = []
        self.supervisor = Supervisor(
            home / "logs", SystemClock(), self.ends.append, grace_seconds=grace_seconds
        )

    def start(self, **waves):
        arguments = ("tests.integration.tiny_role", str(self.home))
        self.supervisor.start(
            Role(f"tiny-{mode}", (*arguments, mode), wave, timedelta(0), copied=self.copied)
            for mode, wave in waves.items()
        )
        for mode in waves:
            until(lambda mode=mode: self.pid(mode) and f"began {mode}" in self.told())

    def pid(self, mode):
        return holder(self.home / "run" / f"tiny-{mode}.pid")

    def waiting(self, mode, playing):
        """Return the pids of living processes of a role that do not hold it."""
        found = Path("/proc").glob("[0-9]*/cmdline")
        pids = [int(path.parent.name) for path in found if self.plays(path, mode)]
        return [pid for pid in pids if pid != playing]

    def plays(self, command_line, mode):
        try:
            told = command_line.read_bytes().rstrip(b"\0")
            return told.endswith(f"{self.home}\0{mode}".encode())
        except OSError:
            return False

    def grandchild(self, mode):
        return int((self.home / f"grandchild-{mode}").read_text())

    def told(self):
        path = self.home / "told"
        return path.read_text() if path.exists() else ""


@pytest.fixture
def grace_seconds():
    """Who is not stubborn is given all the time he needs."""
    return LIMIT_SECONDS


@pytest.fixture(params=["", "gc:collect"], ids=["started alone", "copied"])
def tiny(request, tmp_path, monkeypatch, grace_seconds):
    monkeypatch.chdir(ROOT)
    tiny = Tiny(tmp_path, grace_seconds, request.param)
    yield tiny
    tiny.supervisor.kill()


def test_a_killed_child_comes_back_and_its_own_child_does_not_stay(tiny):
    tiny.start(good=AIR)
    first, orphan = tiny.pid("good"), tiny.grandchild("good")
    os.kill(first, signal.SIGKILL)
    until(lambda: tiny.told().count("began") == 2)
    assert tiny.pid("good") not in (first, None)
    until(lambda: not is_running(orphan))
    (end,) = tiny.ends
    assert (end.role, end.status, end.rest) == ("tiny-good", -signal.SIGKILL, timedelta(0))
    assert tiny.supervisor.stop() == []


def test_stopping_goes_wave_by_wave_and_leaves_nothing(tiny):
    tiny.start(streams=STREAMS, air=AIR, desk=DESK)
    everyone = [tiny.pid(mode) for mode in ("desk", "air", "streams")]
    everyone += [tiny.grandchild(mode) for mode in ("desk", "air", "streams")]
    assert tiny.supervisor.stop() == []
    ended = [line.split()[1] for line in tiny.told().splitlines() if line.startswith("ended")]
    assert ended == ["desk", "air", "streams"]
    until(lambda: not any(is_running(pid) for pid in everyone))


@pytest.mark.parametrize("grace_seconds", [0.5])
def test_a_child_that_will_not_end_is_killed_and_named(tiny):
    tiny.start(stubborn=AIR)
    pid = tiny.pid("stubborn")
    assert tiny.supervisor.stop() == ["tiny-stubborn"]
    until(lambda: not is_running(pid) and not is_running(tiny.grandchild("stubborn")))


def test_children_end_with_a_supervisor_that_was_killed(tiny):
    supervisor = subprocess.Popen(
        [sys.executable, "-m", "tests.integration.tiny_supervisor", str(tiny.home), tiny.copied]
    )
    until(lambda: "began good" in tiny.told())
    child = tiny.pid("good")
    supervisor.kill()
    supervisor.wait()
    until(lambda: not is_running(child))
    assert "ended good" in tiny.told()


def test_a_second_process_of_one_role_refuses_and_says_who_has_it(tiny):
    tiny.start(good=AIR)
    second = subprocess.run(
        [sys.executable, "-m", "tests.integration.tiny_role", str(tiny.home), "good"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode != 0
    assert f"tiny-good is already running as process {tiny.pid('good')}" in second.stderr
    assert tiny.told().count("began") == 1


def test_what_a_child_says_is_in_its_log(tiny):
    tiny.start(good=AIR)
    assert (tiny.home / "logs" / "tiny-good.log").exists()


def test_an_understudy_takes_the_role_over_at_once(tiny):
    """A fresh copy may be there before the understudy looks again; one of them has it."""
    arguments = ("tests.integration.tiny_role", str(tiny.home), "understudied")
    role = Role("tiny-understudied", arguments, AIR, timedelta(0), copied=tiny.copied)
    tiny.supervisor.start([role, role])
    until(lambda: tiny.told().count("began understudied") == 1)
    first = tiny.pid("understudied")
    until(lambda: len(tiny.waiting("understudied", first)) == 1)
    (second,) = tiny.waiting("understudied", first)
    os.kill(first, signal.SIGKILL)
    until(lambda: tiny.pid("understudied") not in (first, None))
    assert tiny.copied or tiny.pid("understudied") == second
    assert tiny.supervisor.stop() == []
