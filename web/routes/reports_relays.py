"""/reports/relays: how long other stations were relayed on a day or in a month, by source."""

from datetime import timedelta

from fastapi import APIRouter
from sqlalchemy.orm import Session
from starlette.responses import Response

from scheduler.relay_account import RelayAccount, account
from scheduler.stores import AiringStore
from station.broadcast_day import day_bounds
from station.kinds import Kind
from web.channels import TheChannel
from web.csv_file import csv_text
from web.deps import Database, Now, Staff
from web.download import download
from web.i18n import N_
from web.pages import Page, ThePage
from web.rule_span import RuleSpan, TheRuleSpan

router = APIRouter(prefix="/reports/relays", include_in_schema=False)

_HEADS = (N_("Day"), N_("Source"), N_("Relays"), N_("Seconds"))
_LONGEST = timedelta(days=1)
"""A relay that reaches into the span began no longer before it than this."""


@router.get("")
def relays(
    page: ThePage,
    _account: Staff,
    session: Database,
    channel: TheChannel,
    span: TheRuleSpan,
    now: Now,
) -> Response:
    return page.render(
        "reports/relays.html",
        channel=channel,
        span=span,
        relayed=_relayed(page, session, channel.slug, span, now),
        address=lambda name: span.address("/reports/relays", channel.slug, name),
        csv_address=span.address("/reports/relays/account.csv", channel.slug, span.name),
    )


@router.get("/account.csv")
def account_csv(
    page: ThePage,
    _account: Staff,
    session: Database,
    channel: TheChannel,
    span: TheRuleSpan,
    now: Now,
    bom: bool = True,
) -> Response:
    """The same lines for a spreadsheet."""
    found = _relayed(page, session, channel.slug, span, now)
    heads = [page.gettext(head) for head in _HEADS]
    rows: list[list[str | int | float | None]] = [
        [f"{e.day}", e.source, e.times, round(e.heard.total_seconds())] for e in found.days
    ]
    return download(f"relays-{channel.slug}-{span.name}.csv", csv_text([heads, *rows], bom=bom))


def _relayed(page: Page, session: Session, channel: str, span: RuleSpan, now: Now) -> RelayAccount:
    zone = page.desk.config.zone
    begins, ends = day_bounds(span.first, zone)[0], day_bounds(span.last, zone)[1]
    found = AiringStore(session).between(channel, begins - _LONGEST, ends, kinds=[Kind.RELAY])
    return account(found, span.first, span.last, zone, now)
