"""Runs the streaming process on the settings of a state folder, until it is terminated."""

import signal
import sys
from pathlib import Path
from threading import Event

from station import config, logs
from station.paths import StatePaths
from streaming.process import run

if __name__ == "__main__":
    logs.set_up("stream", as_json=True)
    paths = StatePaths(Path(sys.argv[1]))
    stop = Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    run(config.load(paths), paths, stop)
