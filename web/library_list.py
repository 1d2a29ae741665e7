"""What the library's table shows: a search as the address has it, and links that change it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from media_library.cart import Page as Found
from media_library.store import CartStore, Order
from station.kinds import Kind

PER_PAGE = 50
ORDERS: Mapping[Order, bool] = {"added": True, "title": False, "artist": False, "length": False}
"""Whether an order begins with the greatest."""


@dataclass(frozen=True, slots=True)
class Search:
    """One search; every part of it is in the address."""

    text: str = ""
    kind: Kind | None = None
    tag: str = ""
    order: Order = "added"
    archived: bool = False
    page: int = 1
    film: bool = False
    """Only what has pictures."""

    def run(self, carts: CartStore) -> Found:
        return carts.search(
            self.text,
            self.kind,
            tag=self.tag,
            archived=self.archived,
            film=self.film,
            order=self.order,
            limit=PER_PAGE,
            offset=(self.page - 1) * PER_PAGE,
        )

    def pages(self, total: int) -> int:
        return max(1, -(-total // PER_PAGE))

    def first(self) -> int:
        """Return the number of the first line on this page."""
        return (self.page - 1) * PER_PAGE + 1

    @property
    def narrowed(self) -> bool:
        """Whether anything but the whole library is asked for."""
        return bool(self.text or self.kind or self.tag or self.archived or self.film)

    def with_kind(self, kind: Kind | None) -> str:
        return replace(self, kind=kind, page=1).address

    def with_order(self, order: Order) -> str:
        return replace(self, order=order, page=1).address

    def with_tag(self, tag: str) -> str:
        return replace(self, tag=tag, page=1).address

    def with_film(self, film: bool) -> str:
        return replace(self, film=film, page=1).address

    def with_page(self, page: int) -> str:
        return replace(self, page=page).address

    def put_away(self, archived: bool) -> str:
        return replace(self, archived=archived, page=1).address

    @property
    def address(self) -> str:
        parts = {
            "text": self.text,
            "kind": self.kind or "",
            "tag": self.tag,
            "order": "" if self.order == "added" else self.order,
            "film": "1" if self.film else "",
            "archived": "1" if self.archived else "",
            "page": str(self.page) if self.page > 1 else "",
        }
        query = urlencode({name: str(value) for name, value in parts.items() if value})
        return f"/library?{query}" if query else "/library"
