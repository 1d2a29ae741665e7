"""Runs the airs and the streams of a station as `mengudara up` does, without its desk.

The desk would plan, and publish over what is measured. `python -m benchmarks.supervised`.
"""

from mengudara.cli import station
from mengudara.role import stop_on_signals
from mengudara.supervisor import DESK, Supervisor, roles
from station.clock import SystemClock


def main() -> None:
    """Run until told to stop."""
    config, paths = station()
    supervisor = Supervisor(paths.home / "logs", SystemClock(), print)
    stop = stop_on_signals()
    supervisor.start(role for role in roles(config) if role.wave != DESK)
    stop.wait()
    supervisor.stop()


if __name__ == "__main__":
    main()
