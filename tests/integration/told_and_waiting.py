"""A process that says what it was given and which files it has, and waits; `ends N` ends it."""

import os
import sys
from threading import Event

if sys.argv[1] == "ends":
    raise SystemExit(int(sys.argv[2]))
files = sorted(int(name) for name in os.listdir("/proc/self/fd"))
sys.stdout.write(f"here {sys.argv[1:]} files {' '.join(map(str, files))}\n")
sys.stdout.flush()
Event().wait()
