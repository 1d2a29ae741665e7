"""Makes the demo station in the state folder; `mengudara up --demo` runs it when there is none."""

from mengudara.demo.create import create
from mengudara.demo.progress import Progress
from station.clock import SystemClock
from station.config import load
from station.errors import StationError
from station.paths import StatePaths, state_home


def main() -> None:
    paths = StatePaths(state_home())
    paths.home.mkdir(parents=True, exist_ok=True)
    clock = SystemClock()
    began = clock.now()
    print(f"Making a demo station in {paths.home}", flush=True)
    try:
        create(load(paths), paths, clock, Progress())
    except StationError as error:
        raise SystemExit(str(error)) from None
    except KeyboardInterrupt:
        raise SystemExit("\nInterrupted; the next start makes the station anew.") from None
    print(f"  Ready after {(clock.now() - began).total_seconds():.0f} s.", flush=True)


if __name__ == "__main__":
    main()
