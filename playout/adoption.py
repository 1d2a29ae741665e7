"""Watches the published rundown and hands new versions to the tick."""

import logging
import queue
import threading
from collections.abc import Callable
from pathlib import Path

from playout.answers import Reply
from playout.commands import Adoption
from station.commands import Request
from station.control import Answer
from station.rundown import CURRENT, Rundown, RundownUnreadable, read_current

logger = logging.getLogger(__name__)

LOOK_SECONDS = 1.0

Submit = Callable[[Adoption, Reply], None]


class Adopter:
    """Looks at the pointer every second, and at once when asked."""

    def __init__(self, folder: Path, submit: Submit) -> None:
        self._folder = folder
        self._submit = submit
        self._asked: queue.SimpleQueue[tuple[Request, Reply] | None] = queue.SimpleQueue()
        self._seen = ""
        self._thread = threading.Thread(target=self._run, name="adopter", daemon=True)
        self.last_error = ""

    def first(self) -> Rundown | None:
        """Return what is published now, None when there is nothing that can be read."""
        self._seen = self._pointer()
        return self._read()

    def start(self) -> None:
        self._thread.start()

    def ask(self, request: Request, reply: Reply) -> None:
        """Look now; the answer says from which frame the version counts."""
        self._asked.put((request, reply))

    def close(self) -> None:
        self._asked.put(None)
        self._thread.join(2.0)

    def _run(self) -> None:
        while True:
            try:
                asked = self._asked.get(timeout=LOOK_SECONDS)
            except queue.Empty:
                self._look()
                continue
            if asked is None:
                return
            self._answer(*asked)

    def _look(self) -> None:
        pointer = self._pointer()
        if pointer == self._seen:
            return
        self._seen = pointer
        rundown = self._read()
        if rundown is not None:
            self._submit(Adoption(rundown), lambda _answer: None)

    def _answer(self, request: Request, reply: Reply) -> None:
        self._seen = self._pointer()
        rundown = self._read()
        if rundown is None:
            reply(Answer(request.id, ok=False, error="unreadable", detail=self.last_error))
        else:
            self._submit(Adoption(rundown, request=request), reply)

    def _pointer(self) -> str:
        try:
            return (self._folder / CURRENT).read_text(errors="replace")
        except OSError:
            return ""

    def _read(self) -> Rundown | None:
        """Return the published rundown; what cannot be read leaves the old one in force."""
        try:
            rundown = read_current(self._folder)
        except RundownUnreadable as error:
            if self._seen:
                logger.error(
                    "rundown not adopted: %s", error, extra={"action": "rundown_unreadable"}
                )
            self.last_error = str(error)
            return None
        self.last_error = ""
        return rundown
