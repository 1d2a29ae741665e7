"""A supervisor of one tiny role that waits to be killed: `… HOME`."""

import sys
from pathlib import Path
from threading import Event

from mengudara.child import Role
from mengudara.supervisor import AIR, Supervisor
from station.clock import SystemClock

home = sys.argv[1]
supervisor = Supervisor(Path(home, "logs"), SystemClock(), print)
supervisor.start([Role("tiny-good", ("tests.integration.tiny_role", home, "good"), AIR)])
Event().wait()
