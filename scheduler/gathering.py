"""Gathers from the database what the planner needs, in a fixed number of queries."""

import hashlib
import zlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from media_library.cart import Playable
from media_library.store import CartStore
from scheduler.drift import Heard
from scheduler.inputs import HOUSE, PlanInputs
from scheduler.planner import BEYOND
from scheduler.programme import Programme, Rotation
from scheduler.stores import (
    AiringStore,
    CampaignStore,
    GridStore,
    OverrideStore,
    PreflightStore,
    ProgrammeStore,
    PublishedStore,
    TransitionStore,
)
from station.broadcast_day import local_date
from station.config import Config
from station.kinds import Kind
from station.rundown import Rundown

PAST = timedelta(days=2)
"""How far back keys are known: longer than any occurrence that may still be on the air."""
CUT_PAST = timedelta(days=1)
"""How far back plays that were cut are made good."""
MEMORY = timedelta(days=60)
"""How far back a rotation remembers what it played."""
_CHOSEN_BY = Playable._fields.index("intro")
"""Fields behind these decide nothing: marking an intro must not shuffle the week."""
_ALWAYS_ROTATED = {Kind.FILLER, Kind.JINGLE, Kind.STATION_ID, *HOUSE.kinds}


def gathered(
    session: Session,
    config: Config,
    channel: str,
    *,
    previous: Rundown | None,
    heard: Heard | None,
    now: datetime,
) -> tuple[PlanInputs, str]:
    """Return the planner's inputs, and the fingerprint of the library they were made from."""
    zone = config.zone
    ends = now + timedelta(hours=config.plan_hours)
    programmes = ProgrammeStore(session).all(channel)
    stock = CartStore(session).playable()
    library = fingerprint(stock, programmes)
    failed = PreflightStore(session).failed()
    published = PublishedStore(session)
    inputs = PlanInputs(
        channel=channel,
        begins=now,
        ends=ends,
        zone=zone,
        carts=[cart for cart in stock if cart.id not in failed],
        failed={cart.id: cart for cart in stock if cart.id in failed},
        programmes=programmes,
        slots=GridStore(session).slots(channel),
        exceptions=GridStore(session).exceptions(channel),
        campaigns=CampaignStore(session).airing_between(
            channel,
            local_date(now - timedelta(days=1), zone),
            local_date(ends + BEYOND, zone),
        ),
        overrides=OverrideStore(session).for_planning(channel, now),
        previous=previous,
        heard=heard,
        same_library=previous is not None
        and published.library_of(channel, previous.version) == library,
        cut=AiringStore(session).cut_plays(channel, now - CUT_PAST),
        last_aired=_last_aired(session, channel, now),
        past={item.item_key: item.begins for item in published.between(channel, now - PAST, now)},
        transitions=tuple(TransitionStore(session).all(channel)),
        target_lufs=config.media.target_lufs,
        seed=zlib.crc32(channel.encode()),
    )
    return inputs, library


def fingerprint(carts: Iterable[Playable], programmes: Iterable[Programme]) -> str:
    """Return what changes when rotations would choose from other recordings than before."""
    rotated = set(_ALWAYS_ROTATED)
    for programme in programmes:
        if isinstance(programme.content, Rotation):
            rotated |= set(programme.content.kinds)
    digest = hashlib.blake2b(digest_size=16)
    for cart in carts:
        if cart.kind in rotated:
            digest.update(repr(cart[:_CHOSEN_BY]).encode())
    return digest.hexdigest()


def _last_aired(session: Session, channel: str, now: datetime) -> dict[int, datetime]:
    """Return when each recording was last on, by the plan or outside it."""
    since = now - MEMORY
    last = PublishedStore(session).last_planned(channel, since, now)
    for cart_id, at in AiringStore(session).last_aired(channel, since).items():
        last[cart_id] = max(at, last.get(cart_id, at))
    return last
