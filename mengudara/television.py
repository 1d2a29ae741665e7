"""Whether `up` runs television, which asks more of a machine than radio. Pure, but for `cores`."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from station.config import Config

WISH_VARIABLE = "MENGUDARA_DEMO_TV"
LEFT_OUT_VARIABLE = "MENGUDARA_LEFT_OUT"
"""Takes channels away from every process that is started with it."""
ENOUGH_CORES = 4
"""What decoding, encoding a ladder and the radio take together."""
_QUOTA = Path("/sys/fs/cgroup/cpu.max")
_BY_HAND = f"`mengudara up --tv`, or {WISH_VARIABLE}=1"


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be done about television."""

    makes: bool = False
    """Whether the demo gains its channel now."""
    leaves_out: bool = False
    """Whether the television channels of the settings are not started."""
    sentence: str = ""
    """What people are told, in the words of a terminal."""


def decide(
    wish: bool | None, *, cores: float, has_television: bool, demo: bool, fresh: bool
) -> Decision:
    """Decide by the wish of whoever starts the station, else by the machine.

    The machine decides for demo stations alone: what others have in their settings is wanted.
    `fresh`: the demo station has just been made.
    """
    if wish is None:
        return _by_machine(cores, has_television, fresh) if demo else Decision()
    if not wish:
        return Decision(leaves_out=has_television)
    if has_television or demo:
        return Decision(makes=not has_television)
    return Decision(
        sentence="Only a demo station can be given television like this; yours gets a channel of "
        'kind = "tv" in station.toml (docs/station-toml.md).'
    )


def _by_machine(cores: float, has_television: bool, fresh: bool) -> Decision:
    if cores < ENOUGH_CORES:
        said = (
            f"Television is left out: it needs {ENOUGH_CORES} processor cores, and there are "
            f"{cores:g}. To have it all the same: {_BY_HAND}."
        )
        return Decision(leaves_out=has_television, sentence=said)
    if has_television or fresh:
        return Decision(makes=not has_television)
    return Decision(sentence=f"This demo station can have television, too: {_BY_HAND}.")


def has_television(config: Config) -> bool:
    return any(channel.kind == "tv" for channel in config.channels)


def without_television(config: Config) -> str:
    """Return which channels to leave out, as the environment carries it; empty if that is all."""
    television = [each.slug for each in config.channels if each.kind == "tv"]
    return json.dumps(television) if len(television) < len(config.channels) else ""


def cores(quota: Path = _QUOTA) -> float:
    """Return how many cores this process may use, as scheduler and container allow."""
    allowed = float(len(os.sched_getaffinity(0)))
    try:
        granted, period = quota.read_text().split()
        return min(allowed, int(granted) / int(period))
    except (OSError, ValueError):
        return allowed
