"""A process as small as the station's: plays a role, has a child, ends when asked (or will not).

`python -m tests.integration.tiny_role HOME MODE`; it writes what it does to HOME/told.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Event

from mengudara.role import FOREVER, PATIENCE_SECONDS, playing
from station.config import Config
from station.paths import StatePaths

home, mode = Path(sys.argv[1]), sys.argv[2]


def tell(word):
    with (home / "told").open("a") as file:
        file.write(f"{word} {mode} {os.getpid()}\n")


patience = FOREVER if mode == "understudied" else PATIENCE_SECONDS
with playing(f"tiny-{mode}", Config(), StatePaths(home), patience_seconds=patience) as stop:
    grandchild = subprocess.Popen(["sleep", "600"])
    (home / f"grandchild-{mode}").write_text(str(grandchild.pid))
    tell("began")
    if mode == "stubborn":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        Event().wait()
    stop.wait()
    tell("ended")
