"""Changing a recording: checked, stored, written into the audit trail."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from media_library import signs
from media_library.cart import Cart
from media_library.store import CartStore
from station.errors import StationError
from web.audit import AuditLog


class CartUnacceptable(StationError):
    """A recording cannot be as asked; `field` is what is wrong, `code` is in the catalogue."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code}")
        self.field = field
        self.code = code


class KindNotAllowed(StationError):
    """The account may bring announcements only."""

    def __init__(self) -> None:
        super().__init__("the account may bring announcements only")


def change(
    carts: CartStore,
    audit: AuditLog,
    cart_id: int,
    wanted: Mapping[str, Any],
    *,
    by: str,
    now: datetime,
) -> Cart:
    """Change what is given and return the cart; raises CartUnacceptable or CartNotFound."""
    before = carts.get(cart_id)
    _check(before, wanted)
    after = carts.update(cart_id, **wanted)
    changed = [name for name in wanted if getattr(before, name) != getattr(after, name)]
    if changed:
        audit.record(now, by, "cart.change", cart=cart_id, fields=changed)
    return after


def interpreter(session: Session, cart: Cart, number: str | int) -> str:
    """Return the path of an interpreter's film, empty for none; raises CartUnacceptable."""
    typed = str(number).strip()
    if not typed:
        return ""
    found = CartStore(session).get_many([int(typed)] if typed.isdecimal() else [])
    film = next(iter(found.values()), None)
    if film is None or not film.has_picture or film.id == cart.id:
        raise CartUnacceptable("sign", "cart_sign_unknown")
    return signs.mark(session, film).path


def _check(cart: Cart, wanted: Mapping[str, Any]) -> None:
    """Look first: the store's own refusal would leave a half-changed row in the session."""
    if not str(wanted.get("title", cart.title)).strip():
        raise CartUnacceptable("title", "cart_title_empty")
    cue_in, segue, cue_out = (
        wanted.get(name, getattr(cart, name)) for name in ("cue_in", "segue", "cue_out")
    )
    if not 0 <= cue_in < cue_out <= cart.frames:
        raise CartUnacceptable("cue_out", "cart_cues_order")
    if not cue_in < segue <= cue_out:
        raise CartUnacceptable("segue", "cart_segue_order")
    intro = wanted.get("intro", 0)
    if intro and not cue_in < intro <= cue_out:
        raise CartUnacceptable("intro", "cart_intro_order")
    first = wanted.get("valid_from", cart.valid_from)
    last = wanted.get("valid_until", cart.valid_until)
    if first is not None and last is not None and last < first:
        raise CartUnacceptable("valid_until", "cart_days_reversed")
