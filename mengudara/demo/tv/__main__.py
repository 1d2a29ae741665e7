"""Adds television to the demo station; `mengudara up --tv` runs it when there is none."""

from mengudara.demo.progress import Progress
from mengudara.demo.tv.adding import add
from station.clock import SystemClock
from station.config import load
from station.errors import StationError
from station.paths import StatePaths, state_home


def main() -> None:
    paths = StatePaths(state_home())
    clock = SystemClock()
    began = clock.now()
    print(f"Adding television to the demo station in {paths.home}", flush=True)
    try:
        add(load(paths), paths, clock, Progress())
    except StationError as error:
        raise SystemExit(str(error)) from None
    except KeyboardInterrupt:
        raise SystemExit("\nInterrupted; `mengudara up --tv` goes on with it.") from None
    print(f"  Ready after {(clock.now() - began).total_seconds():.0f} s.", flush=True)


if __name__ == "__main__":
    main()
