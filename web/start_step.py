"""What every page of the first steps shares: how far one is, and the way on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends
from sqlalchemy.orm import Session
from starlette.responses import Response

from media_library.cart import Cart
from media_library.store import CartStore
from scheduler import ruling
from scheduler.observance.settings import Observances
from scheduler.rules.book import RuleBook
from scheduler.start.progress import Progress, Step, after
from scheduler.start.sound import AZAN_TAG, AZAN_WORDS, Songs, Supply, is_azan, songs_of, supplies
from scheduler.stores import ScheduleSettingStore
from station.config import Channel
from station.kinds import Kind
from web.channels import TheChannel
from web.deps import Database, Now, Operator
from web.pages import Page, ThePage
from web.schedule_words import ScheduleWords
from web.start_view import steps
from web.start_words import StartWords

HOME = "/schedule/start"
_LOOKED_AT = 60


@dataclass(frozen=True, slots=True)
class Starting:
    """One request to the first steps of a channel. The caller owns the transaction."""

    page: Page
    session: Session
    channel: Channel
    now: datetime

    @property
    def settings(self) -> ScheduleSettingStore:
        return ScheduleSettingStore(self.session)

    @property
    def progress(self) -> Progress:
        return self.settings.progress(self.channel.slug)

    @property
    def observances(self) -> Observances:
        return self.settings.observances(self.channel.slug)

    def keep(self, progress: Progress) -> None:
        self.settings.save_progress(self.channel.slug, progress, self.now)

    def address(self, step: Step | None = None) -> str:
        path = HOME if step is None else f"{HOME}/{step}"
        return f"{path}?channel={self.channel.slug}"

    def render(
        self, template: str, step: Step | None = None, status: int = 200, **context: object
    ) -> Response:
        progress = self.progress
        return self.page.render(
            f"start/{template}.html",
            status,
            channel=self.channel,
            progress=progress,
            steps=steps(progress, step),
            step=step,
            here=f"channel={self.channel.slug}",
            told=StartWords(self.page.language),
            said=ScheduleWords(self.page.language),
            **context,
        )

    def on(self, step: Step, *, progress: Progress | None = None) -> Response:
        """Note that a step is done and lead to the next one; no notice hides the way on."""
        self.keep((progress or self.progress).with_done(step))
        return self.page.redirect(self.address(after(step)))

    @property
    def book(self) -> RuleBook:
        """Return the rules that the channel is held to."""
        desk = self.page.desk
        return ruling.rule_book(self.session, desk.config, desk.paths, self.channel.slug)

    def songs(self) -> Songs:
        """Return the songs of the state in the library."""
        carts = CartStore(self.session).search(kind=Kind.ANTHEM, limit=_LOOKED_AT).carts
        return songs_of(carts, self.book)

    def azans(self) -> list[Cart]:
        """Return the calls to prayer in the library."""
        store = CartStore(self.session)
        pages = [store.search(tag=AZAN_TAG, limit=_LOOKED_AT)]
        pages += [store.search(word, limit=_LOOKED_AT) for word in AZAN_WORDS]
        found = {cart.id: cart for one in pages for cart in one.carts if is_azan(cart)}
        return sorted(found.values(), key=lambda cart: (cart.title.casefold(), cart.id))

    def supplies(self) -> list[Supply]:
        return supplies(CartStore(self.session).counts(), self.songs(), self.azans())


def _starting(
    page: ThePage, session: Database, channel: TheChannel, now: Now, _account: Operator
) -> Starting:
    return Starting(page, session, channel, now)


TheStart = Annotated[Starting, Depends(_starting, scope="function")]
