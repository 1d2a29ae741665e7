"""What cannot wait, as running text: written by the desk, of emergencies too, until it is over."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock

from station import urgent
from station.rundown import RunningText
from station.snapshot import DRILL
from station.urgent import UrgentUnreadable
from station.wall import Button, Level

LONGEST = 240
"""Letters of a text."""
MOST = 12
"""Texts besides warnings."""
DANGER = timedelta(hours=6)
"""A warning stands no longer without being said again."""
CLEARED = timedelta(minutes=10)
"""For so long it is shown that a danger is over."""
_ALERT, _DESK = "alert:", "desk:"
_CHANGING = Lock()


@dataclass(frozen=True, slots=True)
class UrgentTexts:
    """Those of one channel."""

    folder: Path
    """Where its rundown is published."""
    now: datetime

    @property
    def shown(self) -> tuple[RunningText, ...]:
        """Return what is not over; nothing where it cannot be read."""
        try:
            published = urgent.read(self.folder)
        except UrgentUnreadable:
            return ()
        return tuple(text for text in published if text.ends > self.now)

    @property
    def warnings(self) -> tuple[RunningText, ...]:
        """Return the warnings that have not been lifted."""
        return tuple(one for one in self.shown if _warns(one))

    @property
    def is_drill(self) -> bool:
        """Whether all that is warned of is an exercise."""
        warnings = self.warnings
        return bool(warnings) and all(one.text.startswith(DRILL) for one in warnings)

    def warn(self, message: Button, *, drill: bool) -> None:
        """Show the words of an emergency message; those of an all-clear lift all warnings."""
        words = f"{message.label}: {message.words}" if message.words else message.label
        words = f"{DRILL}: {words}" if drill else words
        over = message.level is Level.CLEAR
        key = f"clear:{message.id}" if over else f"{_ALERT}{message.id}"
        text = self._text(key, words, CLEARED if over else DANGER, message.label)
        gone = (lambda one: one.key == key or _warns(one)) if over else (lambda one: one.key == key)
        self._change(gone, text)

    def lift(self) -> bool:
        """Take back all warnings; return whether there were any."""
        return self._change(_warns)

    def add(self, words: str, minutes: int, *, urgent: bool = True) -> RunningText:
        """Show words of the desk; those that are not urgent run with the others."""
        key = _DESK + secrets.token_hex(4)
        text = self._text(key, " ".join(words.split()), timedelta(minutes=minutes))
        text = replace(text, urgent=urgent)
        self._change(lambda _one: False, text)
        return text

    def remove(self, key: str) -> bool:
        """Take one back; return whether it was there."""
        return self._change(lambda one: one.key == key)

    def _text(self, key: str, words: str, lasts: timedelta, title: str = "") -> RunningText:
        return RunningText(key, self.now, self.now + lasts, words, title, urgent=True)

    def _change(self, gone: Callable[[RunningText], bool], *more: RunningText) -> bool:
        """Publish the others and `more`; return whether any was gone. No words of the desk push a
        warning out."""
        with _CHANGING:
            before = self.shown
            kept = tuple(one for one in before if not gone(one))
            if more or len(kept) < len(before):
                texts = (*kept, *more)
                others = [one for one in texts if not _warns(one)]
                urgent.publish(self.folder, (*filter(_warns, texts), *others[-MOST:]))
            return len(kept) < len(before)


def _warns(text: RunningText) -> bool:
    return text.key.startswith(_ALERT)
