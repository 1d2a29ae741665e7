"""A supervisor of one tiny role that waits to be killed: `… HOME COPIED`."""

import sys
from pathlib import Path
from threading import Event

from mengudara.child import Role
from mengudara.supervisor import AIR, Supervisor
from station.clock import SystemClock

home, copied = sys.argv[1:]
supervisor = Supervisor(Path(home, "logs"), SystemClock(), print)
arguments = ("tests.integration.tiny_role", home, "good")
supervisor.start([Role("tiny-good", arguments, AIR, copied=copied)])
Event().wait()
