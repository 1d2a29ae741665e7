"""Keeps all processes of the station running, and ends them in the right order."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from itertools import groupby
from pathlib import Path

from mengudara.child import Child, Ended, Role
from mengudara.copies import Copies
from station.clock import Clock
from station.config import Config

GRACE_SECONDS = 8.0
"""How long a process may take to end: more than any of them gives what it waits for itself."""
UNDERSTUDY_AFTER = timedelta(seconds=15)
"""So that it does not compete with the start of the station."""
LIVE_AFTER = timedelta(seconds=2)
"""Presenters come when the programme is on."""
WARM_AIR = "mengudara.air_loading:load_air"
"""There are many airs, and one that died must be back at once: they are copies of one process."""
DESK, AIR, STREAMS = range(3)
"""Waves of stopping: whoever gives orders, then the air, then what listeners are connected to."""


def roles(config: Config, soundcard: bool = False) -> list[Role]:
    """Return what a station runs, in order of starting.

    The air of a channel stands twice: one process plays, the other has loaded everything and waits
    for the role, which the kernel hands over the moment the first one dies.
    """
    airs = [_air(channel.slug) for channel in config.channels]
    understudies = [_air(channel.slug, after=UNDERSTUDY_AFTER) for channel in config.channels]
    cards = [
        Role(f"soundcard-{channel.slug}", ("mengudara", "soundcard", channel.slug), STREAMS)
        for channel in config.channels
        if soundcard
    ]
    return [
        *airs,
        Role("stream", ("mengudara", "stream"), STREAMS),
        *cards,
        Role("live", ("mengudara", "live"), DESK, first_rest=LIVE_AFTER),
        Role("web", ("mengudara", "web"), DESK),
        Role("plan", ("mengudara", "plan"), DESK),
        *understudies,
    ]


def is_demo(home: Path) -> bool:
    """Return whether the demo has made this station."""
    return (home / "neighbour.mp3").exists()


def neighbours(home: Path) -> list[Role]:
    """Return the station next door, where the demo has made one to relay."""
    if not is_demo(home):
        return []
    return [Role("neighbour", ("mengudara.demo.neighbour",), DESK, first_rest=UNDERSTUDY_AFTER)]


def _air(channel: str, after: timedelta = timedelta(0)) -> Role:
    arguments = ("mengudara", "air", channel)
    return Role(f"air-{channel}", arguments, AIR, timedelta(0), after, copied=WARM_AIR)


class Supervisor:
    """The parent of every process that `up` starts."""

    def __init__(
        self,
        logs: Path,
        clock: Clock,
        on_end: Callable[[Ended], None],
        *,
        grace_seconds: float = GRACE_SECONDS,
    ) -> None:
        self._logs = logs
        self._clock = clock
        self._on_end = on_end
        self._grace = grace_seconds
        self._children: list[Child] = []
        self._copies: dict[str, Copies] = {}

    def start(self, roles: Iterable[Role]) -> None:
        for role in roles:
            copies = self._copies_for(role)
            child = Child(role, self._logs, self._clock, self._on_end, copies)
            self._children.append(child)
            child.start()

    def stop(self) -> list[str]:
        """End everything, wave by wave; return the roles that had to be killed."""
        killed: list[str] = []
        in_order = sorted(self._children, key=_wave)
        for _, wave in groupby(in_order, _wave):
            killed += self._end(list(wave))
        self._children.clear()
        self._let_go()
        return killed

    def kill(self) -> None:
        """End everything without ceremony."""
        for child in self._children:
            child.kill()
        self._let_go()

    def _copies_for(self, role: Role) -> Copies | None:
        """Return where such a role is copied; None: it starts by itself."""
        if role.copied and role.copied not in self._copies:
            self._copies[role.copied] = Copies(role.copied, self._logs / "warm.log")
        return self._copies.get(role.copied)

    def _let_go(self) -> None:
        for copies in self._copies.values():
            copies.close()

    def _end(self, children: list[Child]) -> list[str]:
        for child in children:
            child.ask()
        late = [child for child in children if not child.join(self._grace)]
        for child in late:
            child.kill()
            child.join(self._grace)
        return [child.role.name for child in late]


def _wave(child: Child) -> int:
    return child.role.wave
