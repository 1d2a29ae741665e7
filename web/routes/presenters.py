"""/admin/presenters: who may speak live, and with which key."""

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
Always = Annotated[bool, Form()]


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
    always: Always = False,
) -> Response:
    """Make a key; it is shown in this answer and nowhere else. The one before it ends."""
    who = accounts.get(account_id)
    chosen = _known(page, channels)
    if not chosen or not who.has(*PRESENTING):
        return _list(page, keys, wrong=page.gettext("Choose at least one channel."))
    key = keys.make(who.id, chosen, always=always, now=now)
    audit.record(
        now, account.name, "presenter.key_made", name=who.name, channels=chosen, always=always
    )
    return _list(page, keys, fresh=(who, key, chosen))


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
    always: Always = False,
) -> Response:
    """Let the key open other channels, at other times."""
    who = accounts.get(account_id)
    chosen = _known(page, channels)
    if not chosen:
        return _list(page, keys, wrong=page.gettext("Choose at least one channel."))
    if keys.change(who.id, chosen, always=always):
        audit.record(
            now, account.name, "presenter.changed", name=who.name, channels=chosen, always=always
        )
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


def _known(page: Page, channels: list[str]) -> list[str]:
    return [each.slug for each in page.desk.config.channels if each.slug in channels]


def _list(
    page: Page,
    keys: PresenterKeys,
    *,
    wrong: str = "",
    fresh: tuple[Account, str, list[str]] | None = None,
) -> Response:
    live = page.desk.config.live
    return page.render(
        "admin/presenters.html",
        422 if wrong else 200,
        presenters=keys.presenters(),
        wrong=wrong,
        fresh=None if fresh is None else _settings(page, *fresh),
        films=[] if fresh is None else _films(page, *fresh[1:]),
        who=fresh[0] if fresh else None,
        live=live,
        loopback=is_loopback(live.host),
        inside=_doors_inside(page),
    )


def _settings(page: Page, who: Account, key: str, channels: list[str]) -> list[PresenterSettings]:
    live = page.desk.config.live
    host = reached_at(page.request.headers.get("host", ""), live.host)
    return [PresenterSettings(host, live.port, f"/{slug}", who.name, key) for slug in channels]


def _films(page: Page, key: str, channels: list[str]) -> list[FilmSettings]:
    config = page.desk.config
    host = reached_at(page.request.headers.get("host", ""), config.live.rtmp.host)
    found = (film_settings(config.channel(slug), config.live, host, key) for slug in channels)
    return [each for each in found if each is not None]


def _doors_inside(page: Page) -> str:
    """Return which doors of television only this computer can reach, empty for none."""
    config, live = page.desk.config, page.desk.config.live
    if not live.enabled or not any(channel.shape for channel in config.channels):
        return ""
    doors: dict[str, RtmpDoor | SrtDoor] = {"RTMP": live.rtmp, "SRT": live.srt}
    names = [name for name, each in doors.items() if each.enabled and is_loopback(each.host)]
    return ", ".join(names)
