"""Makes rundown items of recordings: placed, trimmed, with gain and reason."""

from collections.abc import Mapping
from dataclasses import replace

from media_library.cart import Playable
from media_library.loudness import static_gain_db
from scheduler.planner.airtime import SECOND, frame_at, instant_at
from station.kinds import Kind
from station.rundown import Item, Reason, Start, Why
from station.transition import Transition, hand_over, rule_for

FADE = 5 * SECOND // 2
"""How long a trimmed item falls."""


def made(
    cart: Playable,
    key: str,
    begins: int,
    *,
    reason: Reason,
    target_lufs: float,
    start: Start = Start.SOFT,
    programme: str = "",
    rating: str = "SU",
    campaign_id: int | None = None,
    cue_in: int | None = None,
) -> Item:
    """Return a whole airing of a recording, or of what is left of it from `cue_in` on."""
    return Item(
        key=key,
        cart_id=cart.id,
        kind=cart.kind,
        title=cart.title,
        artist=cart.artist,
        path=cart.path,
        begins=instant_at(begins),
        cue_in=cart.cue_in if cue_in is None else cue_in,
        cue_out=cart.cue_out,
        segue=cart.segue,
        programme=programme,
        start=start,
        reason=reason,
        gain_db=round(static_gain_db(cart.loudness_lufs, cart.true_peak_db, target_lufs), 2),
        campaign_id=campaign_id,
        rating=rating,
        has_picture=cart.has_picture,
        has_sound=cart.has_sound,
        clearance=cart.clearance,
        film_class=cart.film_class,
        sign_path=cart.sign_path,
        quiet=cart.quiet,
        intro=cart.intro if cue_in is None else 0,
    )


def ends_at(item: Item) -> int:
    """Return the frame at which the next item may start, by the segue alone."""
    return frame_at(item.begins) + item.frames


def handed_over_at(item: Item, after: Kind, rules: tuple[Transition, ...]) -> int:
    """Return the frame at which an item of a kind begins behind this one on the air."""
    rule = rule_for(item.kind, after, tuple(rules))
    return frame_at(item.begins) + hand_over(item, rule) - item.cue_in


def trimmed(item: Item, ends: int) -> Item:
    """Return the item faded to end exactly at the frame `ends`."""
    cut = ends_at(item) - ends
    out = item.segue - cut
    fade = min(FADE, (out - item.cue_in) // 2)
    reason = with_about(item.reason, {"trimmed_ms": str(cut * 1000 // SECOND)})
    return replace(item, cue_out=out, segue=out, fade_out=fade, reason=reason)


def stretched(item: Item, ends: int) -> Item | None:
    """Return the item with more of its tail heard, so that it ends at `ends`; None: it cannot."""
    later = item.segue + ends - ends_at(item)
    return replace(item, segue=later) if item.segue <= later <= item.cue_out else None


def with_about(reason: Reason, more: Mapping[str, str]) -> Reason:
    return Reason(reason.code, {**reason.about, **more})


def filler(cart: Playable, target_lufs: float) -> Item:
    """Return a recording for the air's own filler rung; its start is always the same instant."""
    return made(cart, f"filler:{cart.id}", 0, reason=Reason(Why.FILL), target_lufs=target_lufs)
