"""What must be true before anything is started: no leftovers of an earlier life, free ports."""

from collections.abc import Iterator

from mengudara import ports
from mengudara.child import Role
from mengudara.lock import AlreadyRunning, PidFile
from station.config import Config
from station.paths import StatePaths

LEFTOVER_SECONDS = 10.0
"""How long the processes of a killed supervisor may take to end."""


def obstacles(config: Config, paths: StatePaths, roles: list[Role]) -> Iterator[str]:
    """Yield what keeps the station from starting, with what to do about it."""
    held = list(_held(paths, roles))
    yield from held
    if not held:
        yield from (str(problem) for problem in ports.taken(config))


def _held(paths: StatePaths, roles: list[Role]) -> Iterator[str]:
    for role in roles:
        leftover = PidFile(paths.run, role.name)
        try:
            leftover.take(LEFTOVER_SECONDS)
        except AlreadyRunning as error:
            yield f"{error}: end it first (kill {error.pid})."
        else:
            leftover.release()
