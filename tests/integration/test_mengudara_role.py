"""How a process of the station ends when some of its work does not."""

import subprocess
import sys

import pytest

from mengudara.role import LEAVE_SECONDS
from mengudara.supervisor import GRACE_SECONDS
from tests.waiting import LIMIT_SECONDS

ENDLESS = "Thread(target=Event().wait).start()"
POOLED = "pool = ThreadPoolExecutor(); pool.submit(Event().wait); pool.shutdown(wait=False)"
DONE = "Thread(target=print, args=['done']).start()"
PROGRAM = """
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread
from mengudara.role import leave
{work}
leave(0.1)
"""


def left_with(work):
    program = PROGRAM.format(work=work)
    return subprocess.run(
        [sys.executable, "-c", program], timeout=LIMIT_SECONDS, capture_output=True, check=False
    )


@pytest.mark.parametrize("work", [ENDLESS, POOLED, DONE])
def test_a_process_ends_whatever_its_threads_do(work):
    assert left_with(work).returncode == 0


def test_it_ends_before_the_supervisor_loses_patience():
    assert GRACE_SECONDS > 2 * LEAVE_SECONDS
