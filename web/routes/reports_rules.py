"""/reports/rules: advertising, breaches, songs, prayers and elections of a day or a month."""

from fastapi import APIRouter
from starlette.responses import Response

from scheduler import ruling
from scheduler.rule_report import RuleReport, of_days
from scheduler.rules.advertising import rounded
from web.channels import TheChannel
from web.csv_file import csv_text
from web.deps import Database, Now, Staff
from web.download import download
from web.i18n import N_
from web.pages import ThePage
from web.rule_span import TheRuleSpan
from web.rule_words import RuleWords

router = APIRouter(prefix="/reports/rules", include_in_schema=False)

_HEADS = (
    N_("Day"), N_("Time"), N_("Rule"), N_("Article"), N_("What it does"), N_("Item"),
    N_("Seconds too many"), N_("Details"),
)  # fmt: skip
_SHOWN = 300


@router.get("")
def rules_report(
    page: ThePage,
    _account: Staff,
    session: Database,
    channel: TheChannel,
    span: TheRuleSpan,
    now: Now,
) -> Response:
    book = ruling.rule_book(session, page.desk.config, page.desk.paths, channel.slug)
    report = of_days(session, page.desk.config, book, channel.slug, span.first, span.last, now)
    return page.render(
        "reports/rules.html",
        channel=channel,
        span=span,
        report=report,
        shown=_SHOWN,
        rounded=rounded,
        rule_words=RuleWords(page.language),
        code=page.language.code,
        address=lambda name: span.address("/reports/rules", channel.slug, name),
        csv_address=span.address("/reports/rules/breaches.csv", channel.slug, span.name),
    )


@router.get("/breaches.csv")
def breaches_csv(
    page: ThePage,
    _account: Staff,
    session: Database,
    channel: TheChannel,
    span: TheRuleSpan,
    now: Now,
    bom: bool = True,
) -> Response:
    """The breaches for a spreadsheet; times are local, with their offset from UTC."""
    book = ruling.rule_book(session, page.desk.config, page.desk.paths, channel.slug)
    report = of_days(session, page.desk.config, book, channel.slug, span.first, span.last, now)
    heads = [page.gettext(head) for head in _HEADS]
    text = csv_text([heads, *_rows(page, report)], bom=bom)
    return download(f"rules-{channel.slug}-{span.name}.csv", text)


def _rows(page: ThePage, report: RuleReport) -> list[list[str | int | float | None]]:
    words = RuleWords(page.language)
    return [
        [
            f"{found.day}",
            found.at.astimezone(page.desk.config.zone).isoformat(" ", "seconds"),
            found.title.said(page.language.code),
            found.article,
            words.severity(found.severity),
            found.item_title,
            found.seconds,
            words.detail(found.about),
        ]
        for found in report.breaches
    ]
