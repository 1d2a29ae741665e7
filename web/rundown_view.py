"""The rundown of one stretch of air: what was planned, what is coming, what one may change."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from scheduler.airing import PlannedItem
from scheduler.stores import PublishedStore
from station.audio import span_of
from station.kinds import Kind
from station.paths import StatePaths
from station.rundown import Item, Rundown, RundownUnreadable, Start, read_current
from web.schedule_words import ScheduleWords
from web.words import Words


@dataclass(frozen=True, slots=True)
class Line:
    """One item as the page shows it."""

    key: str
    begins: datetime
    length: timedelta
    kind: Kind
    title: str
    artist: str
    programme: str
    start: Start
    cart_id: int
    why: str
    """The reason in words."""
    fade: timedelta = timedelta(0)
    """How long it fades out where the plan trims it."""
    rating: str = ""
    item: Item | None = None
    """The published item, which one may still change; None: it is history."""
    above: str = ""
    """Key of the item behind which it goes when it is moved up; empty: it cannot."""
    below: str = ""
    """Key of the item behind which it goes when it is moved down; empty: it cannot."""

    @property
    def ends(self) -> datetime:
        return self.begins + self.length


def published(paths: StatePaths, channel: str) -> Rundown | None:
    """Return what the air plays from, None when there is nothing to be trusted."""
    try:
        return read_current(paths.rundown(channel))
    except RundownUnreadable:
        return None


def lines(
    session: Session,
    channel: str,
    rundown: Rundown | None,
    *,
    begins: datetime,
    ends: datetime,
    now: datetime,
    words: Words,
    said: ScheduleWords,
) -> list[Line]:
    """Return what is planned to be heard in the span, in order."""
    items = () if rundown is None else rundown.items
    held = {item.key for item in items}
    before = PublishedStore(session).between(channel, begins - timedelta(hours=1), ends)
    shown = [_history(each, said) for each in before if each.item_key not in held]
    shown += _coming(items, now, words)
    shown = [line for line in shown if line.begins < ends and line.ends > begins]
    return sorted(shown, key=lambda line: line.begins)


def _history(planned: PlannedItem, said: ScheduleWords) -> Line:
    return Line(
        key=planned.item_key,
        begins=planned.begins,
        length=span_of(planned.frames),
        kind=planned.kind,
        title=planned.title,
        artist=planned.artist,
        programme=planned.programme,
        start=planned.start,
        cart_id=planned.cart_id,
        why=said.why(planned.why, planned.programme),
    )


def _coming(items: tuple[Item, ...], now: datetime, words: Words) -> list[Line]:
    found = []
    for place, item in enumerate(items):
        open_to_change = item.begins > now
        above = items[place - 2] if place >= 2 and items[place - 1].begins > now else None
        below = items[place + 1] if place + 1 < len(items) else None
        found.append(
            Line(
                key=item.key,
                begins=item.begins,
                length=span_of(item.frames),
                kind=item.kind,
                title=item.title,
                artist=item.artist,
                programme=item.programme,
                start=item.start,
                cart_id=item.cart_id,
                why=words.reason(item.reason),
                fade=span_of(item.fade_out),
                rating=item.rating,
                item=item if open_to_change else None,
                above=above.key if above and open_to_change else "",
                below=below.key if below and open_to_change else "",
            )
        )
    return found
