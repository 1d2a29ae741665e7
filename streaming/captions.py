"""When a player that shows one title at a time shows a running text instead of it.

A text is told for half a minute when it begins, and again every ten minutes while it lasts, the
first time no sooner than five minutes later; several take turns. In between the title of what is
heard stands: it is cut into no more often than that.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from station.bus import Metadata
from station.ladder import Rung
from station.rundown import RunningText
from station.running_texts import RunningTexts

TOLD = timedelta(seconds=30)
EVERY = timedelta(minutes=10)
APART = timedelta(minutes=5)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Caption = Callable[[int, Metadata | None], str]
"""What to tell instead of the title at a station time in µs, empty for nothing; also given what
is heard then."""


def no_caption(_utc_us: int, _playing: Metadata | None) -> str:
    return ""


def captions(texts: RunningTexts) -> Caption:
    """Return the captions of a channel; the words of an emergency give way to no text."""

    def caption(utc_us: int, playing: Metadata | None) -> str:
        if playing is not None and playing.rung is Rung.EMERGENCY:
            return ""
        at = _EPOCH + timedelta(microseconds=utc_us)
        return chosen(texts.at(at), at)

    return caption


def chosen(on: Sequence[RunningText], at: datetime) -> str:
    """Return which of the texts that are on is told now, empty for none."""
    new = [text for text in on if at - text.begins < TOLD]
    if new:
        return _words(new[-1])
    into = (at - _EPOCH) % EVERY
    turn, since = into // TOLD, at - into % TOLD
    if turn < len(on) and since - on[turn].begins >= APART:
        return _words(on[turn])
    return ""


def _words(text: RunningText) -> str:
    return text.text or text.title
