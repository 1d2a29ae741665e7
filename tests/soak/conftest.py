"""How long the long tests are, and their figures, told at the end whether they passed or not.

`make soak SOAK_SCALE=0.05` is a quick look; the figures say so.
"""

import os

import pytest

_FIGURES = pytest.StashKey[dict[str, str]]()
SCALE = float(os.environ.get("SOAK_SCALE", "1"))


def scaled(full: int, least: int) -> int:
    """Return how many of something this run takes."""
    return max(least, round(full * SCALE))


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_FIGURES] = {}


@pytest.fixture(scope="session")
def figures(pytestconfig: pytest.Config) -> dict[str, str]:
    """What each long test has to tell, by its name."""
    return pytestconfig.stash[_FIGURES]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    found = terminalreporter.config.stash[_FIGURES]
    if found:
        at = "" if SCALE == 1 else f" at {SCALE:g} of the full length"
        terminalreporter.section(f"figures{at}")
        for name, told in found.items():
            terminalreporter.write_line(f"{name}: {told}")
