"""The film of a sign-language interpreter: a recording of its own, shown beside another one.

`NAME.sign.mp4` belongs to the film that arrived as `NAME` with any suffix, whichever comes first.
"""

from pathlib import PurePath

from sqlalchemy import select
from sqlalchemy.orm import Session

from media_library.cart import Cart
from media_library.store import CartStore, tidy_tags
from media_library.tables import CartRow

_CHANNEL = "channel:"
TAG = f"{_CHANNEL}isyarat"
"""Keeps an interpreter off every channel: he is only seen beside his film."""
_MARK = ".sign"


def pair(session: Session, cart: Cart) -> Cart:
    """Join a film that has just come with its other half, where that is there; return it."""
    if not cart.has_picture:
        return cart
    stem = PurePath(cart.original_name).stem
    if stem.endswith(_MARK):
        for number in _named(session, stem.removesuffix(_MARK), cart.id)[:1]:
            CartStore(session).update(number, sign_path=cart.path)
        return mark(session, cart)
    for number in _named(session, stem + _MARK, cart.id)[:1]:
        return CartStore(session).update(cart.id, sign_path=CartStore(session).get(number).path)
    return cart


def mark(session: Session, cart: Cart) -> Cart:
    """Have an interpreter's film chosen by no rotation."""
    others = [tag for tag in cart.tags if not tag.startswith(_CHANNEL)]
    if cart.tags == (wanted := tidy_tags((*others, TAG))):
        return cart
    return CartStore(session).update(cart.id, tags=wanted)


def of(session: Session, cart: Cart) -> Cart | None:
    """Return the interpreter's film of a recording."""
    if not cart.sign_path:
        return None
    number = session.scalar(select(CartRow.id).where(CartRow.path == cart.sign_path))
    return None if number is None else CartStore(session).get(number)


def _named(session: Session, stem: str, but: int) -> list[int]:
    """Return the films that arrived under a name with any suffix, the newest first."""
    query = select(CartRow.id, CartRow.original_name).where(
        CartRow.original_name.startswith(f"{stem}.", autoescape=True),
        CartRow.has_picture.is_(True),
        CartRow.archived.is_(False),
        CartRow.id != but,
    )
    rows = session.execute(query.order_by(CartRow.id.desc()))
    return [number for number, name in rows if PurePath(name).stem == stem]
