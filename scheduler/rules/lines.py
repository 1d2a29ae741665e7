"""Makes lines for the rules: of a plan, of what aired, and of a recording about to be laid."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from media_library.cart import Cart, Playable
from scheduler.airing import Airing, AiringStatus
from scheduler.planner.airtime import instant_at
from scheduler.rules.line import PRAYER, Airtime
from scheduler.traffic.campaign import Campaign
from scheduler.traffic.play_key import campaign_of
from scheduler.traffic.purpose import Purpose
from station.audio import span_of
from station.kinds import Kind
from station.rating import Rating, stricter
from station.rundown import Item

_PRAYERS = "event:azan"


def of_item(item: Item, orders: Mapping[int, Campaign], carts: Mapping[int, Playable]) -> Airtime:
    """Return an item of a plan."""
    cart = carts.get(item.cart_id)
    return _line(
        orders.get(item.campaign_id or 0),
        key=item.key,
        begins=item.begins,
        ends=item.ends,
        kind=item.kind,
        title=item.title,
        programme=item.programme,
        rating=item.rating if cart is None else stricter(Rating(item.rating), cart.rating),
        tags=() if cart is None else cart.tags,
    )


def of_cart(
    cart: Playable, key: str, begins: int, order: Campaign | None = None, programme: str = ""
) -> Airtime:
    """Return a recording as it would be heard from a frame on, its tail included."""
    return _line(
        order,
        key=key,
        begins=instant_at(begins),
        ends=instant_at(begins + cart.cue_out - cart.cue_in),
        kind=cart.kind,
        title=cart.title,
        programme=programme,
        rating=cart.rating,
        tags=cart.tags,
    )


def of_airing(
    airing: Airing,
    orders: Mapping[int, Campaign],
    carts: Mapping[int, Cart],
    rating: str,
    now: datetime,
) -> Airtime | None:
    """Return what aired, None where nothing was heard; `rating`: of its programme."""
    cart = carts.get(airing.cart_id or 0)
    on_air = airing.status is AiringStatus.ON_AIR
    ends = now if on_air else airing.started_at + span_of(airing.frames)
    if airing.ended_at is not None and not airing.interruptions:
        ends = max(airing.ended_at, ends) if not airing.frames else min(airing.ended_at, ends)
    if ends <= airing.started_at:
        return None
    return _line(
        orders.get(airing.campaign_id or campaign_of(airing.item_key) or 0),
        key=airing.item_key or airing.airing,
        begins=airing.started_at,
        ends=ends,
        kind=airing.kind or Kind.FILLER,
        title=airing.title,
        programme=airing.programme,
        rating=rating if cart is None else stricter(Rating(rating), cart.rating),
        tags=() if cart is None else cart.tags,
    )


def _line(
    order: Campaign | None,
    *,
    key: str,
    begins: datetime,
    ends: datetime,
    kind: Kind,
    title: str,
    programme: str,
    rating: str,
    tags: Iterable[str],
) -> Airtime:
    return Airtime(
        key=key,
        begins=begins,
        ends=ends,
        kind=kind,
        title=title,
        programme=programme,
        rating=str(rating),
        paid=order is not None and order.paid,
        purpose=PRAYER if key.startswith(_PRAYERS) else purpose_of(order),
        participant="" if order is None else order.participant,
        tags=frozenset(tags),
        campaign_id=None if order is None else order.id,
    )


def purpose_of(order: Campaign | None) -> str:
    """Return what an order is for; an ordinary one is for nothing special."""
    if order is None or order.purpose is Purpose.ANNOUNCEMENT:
        return ""
    return str(order.purpose)
