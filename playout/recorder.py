"""Writes as-run facts to the journal: appended and synced by a thread, kept until that is done."""

import logging
import queue
import threading
from collections import deque
from pathlib import Path

from station.journal import Fact, JournalWriter

logger = logging.getLogger(__name__)

RETRY_SECONDS = 1.0
KEPT = 200_000
"""Facts held while the disk is full: months of radio."""


class Recorder:
    """`note` belongs to the tick and never waits."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._facts: queue.SimpleQueue[Fact | None] = queue.SimpleQueue()
        self._kept: deque[Fact] = deque(maxlen=KEPT)
        self._writer: JournalWriter | None = None
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
        self.last_error = ""

    def start(self) -> None:
        self._thread.start()

    def note(self, fact: Fact) -> None:
        self._facts.put(fact)

    def close(self) -> None:
        """Write what is left; a disk that is full still gets one try."""
        self._closing.set()
        self._facts.put(None)
        self._thread.join(5.0)

    def _run(self) -> None:
        while True:
            self._collect()
            if self._kept and not self._write():
                if self._closing.is_set():
                    logger.error("%d facts are lost", len(self._kept))
                    return
                self._closing.wait(RETRY_SECONDS)
            elif self._closing.is_set() and self._facts.empty():
                break
        if self._writer is not None:
            self._writer.close()

    def _collect(self) -> None:
        """Wait for a fact unless some are kept; then take all there are."""
        if not self._kept:
            first = self._facts.get()
            if first is not None:
                self._kept.append(first)
        while not self._facts.empty():
            fact = self._facts.get()
            if fact is not None:
                self._kept.append(fact)

    def _write(self) -> bool:
        try:
            if self._writer is None:
                self._writer = JournalWriter(self._folder)
            self._writer.append(list(self._kept))
        except OSError as error:
            self._failed(error)
            return False
        if self.last_error:
            logger.info("the journal is written again", extra={"action": "journal_recovered"})
        self.last_error = ""
        self._kept.clear()
        return True

    def _failed(self, error: OSError) -> None:
        """Say it once, and begin the next try on a fresh line of a fresh file handle."""
        if not self.last_error:
            logger.error(
                "the journal cannot be written: %s", error, extra={"action": "journal_failed"}
            )
        self.last_error = str(error)
        writer, self._writer = self._writer, None
        try:
            if writer is not None:
                writer.close()
        except OSError:
            logger.debug("the journal's file did not close cleanly")
