"""/admin/presenters: who may speak live, and with which key."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from starlette.responses import Response

from station.config import RtmpDoor, SrtDoor
from web.accounts import Account
from web.deps import Accounts, Admin, Audit, Database, Now
from web.pages import Page, ThePage
from web.presenter_keys import PRESENTING, PresenterKeys
from web.presenter_settings import (
    FilmSettings,
    PresenterSettings,
    film_settings,
    is_loopback,
    reached_at,
)

router = APIRouter(prefix="/admin/presenters", include_in_schema=False)


def _keys(session: Database) -> PresenterKeys:
    return PresenterKeys(session)


Keys = Annotated[PresenterKeys, Depends(_keys, scope="function")]
ChannelNames = Annotated[list[str], Form(max_length=32)]
Ticked = Annotated[bool, Form()]


@dataclass(frozen=True, slots=True)
class Fresh:
    """A key that has just been made."""

    who: Account
    key: str
    channels: list[str]
    interprets: bool


@router.get("")
def presenters_page(page: ThePage, _account: Admin, keys: Keys) -> Response:
    return _list(page, keys)


@router.post("/{account_id}/key")
def make_key(
    page: ThePage,
    account: Admin,
    accounts: Accounts,
    keys: Keys,
    audit: Audit,
    now: Now,
    *,
    account_id: int,
    channels: ChannelNames = [],  # noqa: B006 (FastAPI copies it)
    always: Ticked = False,
    interprets: Ticked = False,
) -> Response:
    """Make a key; it is shown in this answer and nowhere else. The one before it ends."""
    who = accounts.get(account_id)
    chosen = _known(page, channels, interprets=interprets)
    if not chosen or not who.has(*PRESENTING):
        return _list(page, keys, wrong=_too_few(page, interprets=interprets))
    key = keys.make(who.id, chosen, always=always, now=now, interprets=interprets)
    about = {"channels": chosen, "always": always, "interprets": interprets}
    audit.record(now, account.name, "presenter.key_made", name=who.name, **about)
    return _list(page, keys, fresh=Fresh(who, key, chosen, interprets))


@router.post("/{account_id}")
def change(
    page: ThePage,
    account: Admin,
    accounts: Accounts,
    keys: Keys,
    audit: Audit,
    now: Now,
    *,
    account_id: int,
    channels: ChannelNames = [],  # noqa: B006 (FastAPI copies it)
    always: Ticked = False,
    interprets: Ticked = False,
) -> Response:
    """Let the key open other channels, at other times."""
    who = accounts.get(account_id)
    chosen = _known(page, channels, interprets=interprets)
    if not chosen:
        return _list(page, keys, wrong=_too_few(page, interprets=interprets))
    if keys.change(who.id, chosen, always=always, interprets=interprets):
        about = {"channels": chosen, "always": always, "interprets": interprets}
        audit.record(now, account.name, "presenter.changed", name=who.name, **about)
    return page.redirect("/admin/presenters", page.gettext("Saved."))


@router.post("/{account_id}/revoke")
def revoke(
    page: ThePage, account: Admin, accounts: Accounts, keys: Keys, audit: Audit, now: Now, *,
    account_id: int,
) -> Response:  # fmt: skip
    who = accounts.get(account_id)
    if keys.revoke(who.id, now):
        audit.record(now, account.name, "presenter.key_ended", name=who.name)
    text = page.gettext("The key of %(name)s no longer opens anything.", name=who.display_name)
    return page.redirect("/admin/presenters", text)


def _known(page: Page, channels: list[str], *, interprets: bool) -> list[str]:
    """Return the channels that there are; an interpreter is for those that are seen."""
    known = [each for each in page.desk.config.channels if each.slug in channels]
    return [each.slug for each in known if each.shape or not interprets]


def _too_few(page: Page, *, interprets: bool) -> str:
    if interprets:
        return page.gettext("Choose a television channel: an interpreter is seen, not heard.")
    return page.gettext("Choose at least one channel.")


def _list(
    page: Page, keys: PresenterKeys, *, wrong: str = "", fresh: Fresh | None = None
) -> Response:
    live = page.desk.config.live
    return page.render(
        "admin/presenters.html",
        422 if wrong else 200,
        presenters=keys.presenters(),
        wrong=wrong,
        fresh=fresh,
        sounds=[] if fresh is None or fresh.interprets else _settings(page, fresh),
        films=[] if fresh is None else _films(page, fresh),
        live=live,
        loopback=is_loopback(live.host),
        inside=_doors_inside(page),
    )


def _settings(page: Page, fresh: Fresh) -> list[PresenterSettings]:
    live = page.desk.config.live
    host = reached_at(page.request.headers.get("host", ""), live.host)
    name, key = fresh.who.name, fresh.key
    return [PresenterSettings(host, live.port, f"/{each}", name, key) for each in fresh.channels]


def _films(page: Page, fresh: Fresh) -> list[FilmSettings]:
    config = page.desk.config
    host = reached_at(page.request.headers.get("host", ""), config.live.rtmp.host)
    channels = [config.channel(slug) for slug in fresh.channels]
    found = (film_settings(each, config.live, host, fresh.key) for each in channels)
    return [each for each in found if each is not None]


def _doors_inside(page: Page) -> str:
    """Return which doors of television only this computer can reach, empty for none."""
    config, live = page.desk.config, page.desk.config.live
    if not live.enabled or not any(channel.shape for channel in config.channels):
        return ""
    doors: dict[str, RtmpDoor | SrtDoor] = {"RTMP": live.rtmp, "SRT": live.srt}
    names = [name for name, each in doors.items() if each.enabled and is_loopback(each.host)]
    return ", ".join(names)
