"""Another name for `tests.waiting`."""

from tests.waiting import is_running, until

__all__ = ["is_running", "until"]
