"""Gathers from the database what the planner needs, in a fixed number of queries."""

import hashlib
import zlib
from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from media_library.film_store import FilmStore
from media_library.store import CartStore
from scheduler.days import with_calendar
from scheduler.drift import Heard
from scheduler.planner.inputs import HOUSE, PlanInputs
from scheduler.planner.planner import BEYOND
from scheduler.stores import (
    AgencyStore,
    AiringStore,
    CampaignStore,
    EpisodeStore,
    GridStore,
    HourTemplateStore,
    OverrideStore,
    OwedStore,
    PreflightStore,
    ProgrammeStore,
    PublishedStore,
    SeasonStore,
    TransitionStore,
)
from scheduler.week.hour_template import HourTemplate
from scheduler.week.programme import Programme, Rotation
from station.broadcast_day import local_date
from station.config import Config
from station.kinds import Kind
from station.rundown import Rundown

PAST = timedelta(days=2)
"""How far back keys are known: longer than any occurrence that may still be on the air."""
MEMORY = timedelta(days=60)
"""How far back a rotation remembers what it played."""
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
    templates = HourTemplateStore(session).all(channel)
    carts = CartStore(session)
    stock = carts.stock()
    library = fingerprint(carts.revisions(), rotations(programmes, templates))
    owed = OwedStore(session)
    withdrawn = owed.withdrawn(channel)
    failed = PreflightStore(session).failed().keys() | withdrawn.keys()
    first, last = local_date(now - timedelta(days=1), zone), local_date(ends + BEYOND, zone)
    orders = CampaignStore(session).airing_between(channel, first, last)
    published = PublishedStore(session)
    inputs = PlanInputs(
        channel=channel,
        begins=now,
        ends=ends,
        zone=zone,
        carts=stock.without(failed | _mute(session, config, channel)),
        failed={number: cart for number in failed if (cart := stock.get(number)) is not None},
        programmes=programmes,
        slots=GridStore(session).slots(channel),
        exceptions=GridStore(session).exceptions(channel),
        seasons=SeasonStore(session).all(channel),
        templates=templates,
        open_hours=HourTemplateStore(session).open_hours(channel),
        episodes=EpisodeStore(session).of_channel(channel),
        aired_episodes=EpisodeStore(session).aired(channel, now),
        campaigns=orders,
        overrides=OverrideStore(session).for_planning(channel, now),
        previous=previous,
        heard=heard,
        same_library=previous is not None
        and published.library_of(channel, previous.version) == library,
        missed=owed.missed(channel, orders, zone, now=now),
        caps=AgencyStore(session).caps(),
        unopened=[number for number, at in owed.opened(channel, orders).items() if at is None],
        withdrawn=withdrawn.keys(),
        last_aired=_last_aired(session, channel, now),
        past={item.item_key: item.begins for item in published.between(channel, now - PAST, now)},
        transitions=tuple(TransitionStore(session).all(channel)),
        target_lufs=config.media.target_lufs,
        seed=zlib.crc32(channel.encode()),
    )
    return with_calendar(inputs, session, config), library


def _mute(session: Session, config: Config, channel: str) -> Set[int]:
    """Return the recordings that are nothing on this channel: on radio, films without sound."""
    seen = any(known.slug == channel and known.kind == "tv" for known in config.channels)
    return frozenset() if seen else FilmStore(session).mute()


def fingerprint(revisions: Mapping[str, int], rotated: Iterable[Rotation]) -> str:
    """Return what changes when rotations would choose from other recordings than before."""
    kinds = set(_ALWAYS_ROTATED)
    for rotation in rotated:
        kinds |= {kind for share in rotation.shares for kind in share.kinds}
    told = " ".join(f"{kind}:{revisions.get(kind, 0)}" for kind in sorted(kinds))
    return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()


def rotations(
    programmes: Iterable[Programme], templates: Iterable[HourTemplate]
) -> Iterator[Rotation]:
    """Yield every rotation of the schedule."""
    for programme in programmes:
        if isinstance(programme.content, Rotation):
            yield programme.content
    for template in templates:
        for element in template.elements:
            if element.rotation is not None:
                yield element.rotation


def _last_aired(session: Session, channel: str, now: datetime) -> dict[int, datetime]:
    """Return when each recording was last on, by the plan or outside it."""
    since = now - MEMORY
    last = PublishedStore(session).last_planned(channel, since, now)
    for cart_id, at in AiringStore(session).last_aired(channel, since).items():
        last[cart_id] = max(at, last.get(cart_id, at))
    return last
