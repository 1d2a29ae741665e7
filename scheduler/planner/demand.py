"""Demands: single recordings that want the air at a time of their own, whatever the programme.

The plays of campaigns and the insertions and moves of operators become demands; the planner
meets the hard ones on their second and the soft ones at the end of an item.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from media_library.cart import Playable
from scheduler.override import Override, Wish
from scheduler.planner.airtime import MINUTE, frame_at
from scheduler.traffic.campaign import Campaign
from scheduler.traffic.play_key import campaign_of
from scheduler.traffic.purpose import Priority
from station.kinds import Kind
from station.rundown import Prefer, Reason, Start, Why

OVERRIDE_LATENESS = timedelta(hours=2)
"""How long after its time an operator's soft wish is still fulfilled."""
OVERRIDE_EARLINESS = timedelta(minutes=2)
"""How long before its time it may be, when an item ends there."""
_PRESSED = 30 * MINUTE


class Chance(NamedTuple):
    """A span in which a play may be made good, in frames since 1970."""

    opens: int
    closes: int
    day: date
    """Local day whose limits it counts for."""


@dataclass(frozen=True, slots=True)
class Demand:
    """One recording that wants the air."""

    key: str
    """Key of the item it becomes."""
    cart_id: int
    """The recording."""
    target: int
    """Frame since 1970 at which it should start."""
    earliest: int
    """Not before this frame."""
    latest: int
    """Not after this frame."""
    hard: bool
    """Whether it starts on its frame, cutting what is on the air."""
    reason: Reason
    """Why it is here."""
    campaign_id: int | None = None
    """The campaign it counts for."""
    gap: int = 0
    """Frames to the last play of the same campaign, at least."""
    after_key: str = ""
    """Directly behind this item, where there is one."""
    about: Mapping[str, str] = field(default_factory=dict)
    """What a finding about it needs."""
    closes: int | None = None
    """Frame at which its window closes: what is on the air is cut there; None: no window."""
    prefer: Prefer = Prefer.CLOSEST
    """Which join its window takes."""
    must_air: bool = False
    """Whether it outranks a live presenter, and is never cut."""
    least_gap: int = 0
    """What is left of `gap` when it runs late."""
    rank: Priority = Priority.NORMAL
    """Who is placed first where several want the same junction."""
    orderer: str = ""
    """Who shares the air fairly with the others."""
    day: date | None = None
    """Local day it counts for."""
    topic: str = ""
    """What it is about, folded; empty: nothing in particular."""
    topic_gap: int = 0
    """Frames to another spot of the topic, at least."""
    paid: bool = False
    """Whether it airs as a commercial, whatever the recording is kept as."""
    again: bool = False
    """Whether it makes good a play that was missed."""
    chances: tuple[Chance, ...] = ()
    """When it may start, if not at any time between `earliest` and `latest`."""

    def fits_at(self, frame: int) -> bool:
        """Whether it may start on a frame, as far as its own times say."""
        if not self.earliest <= frame <= self.latest:
            return False
        return not self.chances or any(one.opens <= frame <= one.closes for one in self.chances)

    def is_pressed(self, frame: int) -> bool:
        """Whether its last minutes have come, in which evenness and topics give way."""
        return frame > self.latest - min(_PRESSED, (self.latest - self.target) // 2)


def of_overrides(overrides: Iterable[Override], campaigns: Iterable[Campaign]) -> Iterator[Demand]:
    """Yield what operators want put somewhere; of several wishes for one item the last counts."""
    titles = {campaign.id: campaign.title for campaign in campaigns}
    last = {override.key: override for override in overrides if override.undone_at is None}
    for override in last.values():
        if override.places:
            yield _of_override(override, titles)


def _of_override(override: Override, titles: Mapping[int, str]) -> Demand:
    about = {"by": override.by, "override": str(override.id)}
    hard = override.start is Start.HARD
    campaign_id = campaign_of(override.item_key)
    if campaign_id is not None and campaign_id in titles:
        about["campaign"] = titles[campaign_id]
    return Demand(
        key=override.key,
        cart_id=override.cart_id,
        target=frame_at(override.at),
        earliest=frame_at(override.at) if hard else frame_at(override.at - OVERRIDE_EARLINESS),
        latest=frame_at(override.at + OVERRIDE_LATENESS),
        hard=hard,
        reason=Reason(Why.INSERTED if override.wish is Wish.INSERT else Why.MOVED, about),
        campaign_id=campaign_id,
        after_key=override.after_key,
        about=about,
    )


def aired_as(demand: Demand, cart: Playable) -> Playable:
    """Return a recording as it airs for a demand: what is paid for is a commercial."""
    return cart._replace(kind=Kind.COMMERCIAL) if demand.paid else cart
