"""Installs the system packages that tests use, or says how. Run by `make test`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = Path(__file__).with_name("system-packages.txt").read_text().split()


def missing() -> list[str]:
    """Return the packages that dpkg does not know as installed."""
    listed = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *NAMES],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    installed = {line.split()[0] for line in listed.splitlines() if line.endswith(" installed")}
    return [name for name in NAMES if name not in installed]


def main() -> int:
    if shutil.which("dpkg-query") is None:
        sys.stdout.write("Not a Debian system: tests that need its packages are skipped by name.\n")
        return 0
    absent = missing()
    if not absent:
        return 0
    line = ["apt-get", "install", "--yes", "--no-install-recommends", *absent]
    if os.geteuid() != 0:
        sys.stdout.write(f"Some tests will be skipped. To run them all:\n  sudo {' '.join(line)}\n")
        return 0
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "--quiet=2"], check=False, env=environment)
    return subprocess.run(
        [line[0], "--quiet=2", *line[1:]], check=False, env=environment
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
