"""Has a look drawn by the drawing code of the streaming process, in a child with an end."""

import logging
import os
import subprocess
import sys
from collections.abc import Sequence
from threading import Lock

from station.errors import StationError
from station.look import Preview

logger = logging.getLogger(__name__)

SECONDS = 30.0
"""A drawing that takes longer is ended."""
_NICENESS = 10
"""The air comes first."""
COMMAND = (sys.executable, "-m", "streaming.graphics.preview")
_ONE_AT_A_TIME = Lock()


class NotDrawn(StationError):
    """There is no preview."""

    def __init__(self, why: str) -> None:
        super().__init__(f"no preview: {why}")


def drawn(wanted: Preview, command: Sequence[str] = COMMAND) -> bytes:
    """Return a PNG; raises NotDrawn. One at a time is drawn, whoever asks."""
    if not _ONE_AT_A_TIME.acquire(timeout=SECONDS):
        raise NotDrawn("others are being drawn")
    try:
        return _drawn(wanted.model_dump_json().encode(), command)
    finally:
        _ONE_AT_A_TIME.release()


def _drawn(wanted: bytes, command: Sequence[str]) -> bytes:
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        try:
            os.setpriority(os.PRIO_PROCESS, child.pid, _NICENESS)
            png, words = child.communicate(wanted, timeout=SECONDS)
        except (OSError, subprocess.TimeoutExpired) as error:
            child.kill()
            raise NotDrawn(str(error)) from error
    if child.returncode != 0 or not png.startswith(b"\x89PNG"):
        last = words.decode(errors="replace").strip().splitlines()[-1:]
        logger.error("no preview: %s", last, extra={"action": "preview_failed"})
        raise NotDrawn("the child failed")
    return png
