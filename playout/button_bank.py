"""Keeps the first moment of every button and emergency message in memory, to be heard at once.

A press plays that moment while a decoder opens behind it, at the very frame where it ends. One
background thread reads the published wall and loads what is new on it, one file at a time.
"""

import logging
import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from playout.source import OpenSource, Source
from station import wall
from station.audio import BYTES_PER_FRAME, RATE, Block, silence
from station.rundown import Item
from station.wall import Button, Wall, WallUnreadable

logger = logging.getLogger(__name__)

HEAD = RATE * 3 // 2
"""Frames of each item that are held: what a decoder may take to open."""
MOST_BYTES = 64 << 20
"""All heads together: 116 full ones. What is beyond waits for its decoder when it is pressed."""
LOOK_SECONDS = 1.0
POLL_SECONDS = 0.02
PATIENCE = 500
"""Polls after which a file that does not open is given up: 10 s."""
RETRY = 60
"""Looks after which files that failed are tried again."""
_NICE = 10

_Key = tuple[str, int, int]
"""File, first frame, and the frame behind the last."""


class HeldSource:
    """A head from memory, then the rest from a decoder; `read` never waits."""

    ready = True

    def __init__(self, head: Block, rest: Source | None) -> None:
        self._head = head
        self._rest = rest
        self._at = 0

    @property
    def ended(self) -> bool:
        return self._at >= len(self._head) and (self._rest is None or self._rest.ended)

    @property
    def fault(self) -> str:
        """Return what is wrong with the rest, once nothing is left of the head."""
        if self._rest is None or self._at < len(self._head):
            return ""
        return self._rest.fault

    def read(self, frames: int) -> Block:
        block = self._head[self._at : self._at + frames].copy()
        self._at += len(block)
        if len(block) == frames or self._rest is None:
            return block
        rest = self._rest.read(frames - len(block))
        return np.concatenate([block, rest]) if len(block) else rest

    def close(self) -> None:
        self._at = len(self._head)
        if self._rest is not None:
            self._rest.close()


class ButtonBank:
    """`open`, `wall` and `fault` may be used by the tick; all else belongs to the thread."""

    def __init__(self, path: Path, open_source: OpenSource) -> None:
        self._path = path
        self._open_source = open_source
        self._heads: dict[_Key, Block] = {}
        self._faults: dict[_Key, str] = {}
        self._stamp: tuple[int, ...] | None = None
        self._looks = 0
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="button bank", daemon=True)
        self.wall = Wall()
        """As last published and read."""
        self.last_error = ""
        """Why the newest wall is not in use; empty when it is."""

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._closing.set()
        self._thread.join(2.0)

    @property
    def held_bytes(self) -> int:
        """Return the memory that the heads take."""
        return sum(head.nbytes for head in list(self._heads.values()))

    def button(self, button_id: str) -> Button | None:
        return self.wall.button(button_id)

    def message(self, button_id: str) -> Button | None:
        return self.wall.message(button_id)

    def fault(self, button: Button) -> str:
        """Return why a button cannot be played, empty while nothing is known against it."""
        return self._faults.get(_key(button.item), "")

    def open(self, button: Button) -> Source:
        """Return what a press plays, from its first frame on; one not held opens like any item."""
        item = button.item
        head = self._heads.get(_key(item))
        if head is None:
            return self._open_source(item, item.cue_in)
        behind = item.cue_in + len(head)
        is_whole = len(head) < HEAD or behind >= item.cue_out
        return HeldSource(head, None if is_whole else self._open_source(item, behind))

    def look(self) -> None:
        """Read the wall if it has changed, and load what is new on it."""
        self._looks += 1
        if self._read():
            self._faults = {}
            self._load()
        elif self._faults and self._looks % RETRY == 0:
            self._load()

    def _run(self) -> None:
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
        while not self._closing.is_set():
            try:
                self.look()
            except Exception as error:
                logger.exception("the wall was not loaded", extra={"action": "wall_failed"})
                self.last_error = f"{type(error).__name__}: {error}"
            self._closing.wait(LOOK_SECONDS)

    def _read(self) -> bool:
        """Return whether another wall is in use from now on."""
        stamp = _stamp(self._path)
        if stamp == self._stamp:
            return False
        try:
            self.wall = wall.read(self._path)
        except WallUnreadable as error:
            if str(error) != self.last_error:
                logger.error("wall not taken up: %s", error, extra={"action": "wall_unreadable"})
            self.last_error = str(error)
            return False
        self._stamp = stamp
        self.last_error = ""
        return True

    def _load(self) -> None:
        """Let go of what is no longer on the wall; then load, messages first."""
        items = {_key(button.item): button.item for button in _buttons(self.wall)}
        self._heads = {key: head for key, head in self._heads.items() if key in items}
        for key, item in items.items():
            if key in self._heads or self._closing.is_set():
                continue
            if self.held_bytes + _frames(item) * BYTES_PER_FRAME > MOST_BYTES:
                continue
            head, fault = self._head(item)
            if self._closing.is_set():
                return
            if fault:
                self._fail(key, item, fault)
            else:
                self._heads[key] = head
                self._faults.pop(key, None)

    def _head(self, item: Item) -> tuple[Block, str]:
        """Decode the beginning of an item; return it, and why it cannot be played."""
        end = item.cue_in + _frames(item)
        source = self._open_source(
            replace(item, cue_out=end, segue=min(item.segue, end)), item.cue_in
        )
        try:
            blocks = list(self._decoded(source, _frames(item)))
        finally:
            source.close()
        head = np.concatenate(blocks) if blocks else silence(0)
        if source.fault:
            return head, source.fault
        has_all = len(head) == _frames(item) or source.ended
        return head, "" if has_all and len(head) else "no sound"

    def _decoded(self, source: Source, frames: int) -> Iterator[Block]:
        for _ in range(PATIENCE):
            while frames and len(block := source.read(frames)):
                frames -= len(block)
                yield block
            if not frames or source.ended or source.fault or self._closing.wait(POLL_SECONDS):
                return

    def _fail(self, key: _Key, item: Item, fault: str) -> None:
        if key not in self._faults:
            logger.warning(
                "%s cannot be put on the wall: %s", item.title, fault,
                extra={"action": "button_failed", "path": item.path},
            )  # fmt: skip
        self._faults[key] = fault


def _buttons(published: Wall) -> Iterator[Button]:
    yield from published.emergency
    for page in published.pages:
        yield from page.buttons


def _frames(item: Item) -> int:
    return min(HEAD, item.cue_out - item.cue_in)


def _key(item: Item) -> _Key:
    return item.path, item.cue_in, item.cue_in + _frames(item)


def _stamp(path: Path) -> tuple[int, ...]:
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_ino, found.st_mtime_ns, found.st_size
