"""What people do to a plan while it airs: the hands of a rehearsal."""

from datetime import datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from scheduler.stores import OverrideStore
from station.rundown import Item, Rundown, Start

SOON = timedelta(minutes=2)
WITHIN = timedelta(minutes=40)
BY = "rehearsal"


def edit(session: Session, rundown: Rundown, now: datetime, chance: int) -> str:
    """Take out, put in or move something of the next minutes; return what was done, or nothing."""
    coming = [
        item
        for item in rundown.items
        if now + SOON < item.begins < now + WITHIN and item.start is Start.SOFT
    ]
    if len(coming) < 3:
        return ""
    random = Random(chance)
    wishes = OverrideStore(session)
    item, other = random.sample(coming, 2)
    match random.randrange(3):
        case 0:
            wishes.remove(rundown.channel, item, by=BY, now=now)
            return f"removed {_named(item)}"
        case 1:
            wishes.insert_after(rundown.channel, other.cart_id, item, by=BY, now=now)
            return f"inserted {_named(other)} behind {_named(item)}"
        case _:
            wishes.move_after(rundown.channel, item, other, by=BY, now=now)
            return f"moved {_named(item)} behind {_named(other)}"


def _named(item: Item) -> str:
    return f"“{item.title}”"
