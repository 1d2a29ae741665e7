"""/api/v1/rules and /api/v1/reports/rules: the rules in force, and what the air made of them."""

from datetime import date, datetime
from typing import Any, Self

from fastapi import APIRouter
from pydantic import BaseModel

from scheduler import ruling
from scheduler.rule_report import RuleReport, of_days
from scheduler.rules.advertising import AdTime, rounded
from scheduler.rules.rule import Rule, Severity
from scheduler.stores.rules import FoundBreach
from web.channels import TheChannel
from web.deps import Database, Now, Staff, TheDesk
from web.rule_span import TheRuleSpan

router = APIRouter(prefix="/api/v1", tags=["rules"])


class RuleOut(BaseModel):
    """One rule in force."""

    name: str
    title: dict[str, str]
    advice: dict[str, str]
    article: str
    source: str
    severity: Severity
    binding: bool
    verified: bool
    valid_from: date | None
    valid_until: date | None
    terms: dict[str, Any]

    @classmethod
    def of(cls, rule: Rule) -> Self:
        return cls(
            name=rule.name,
            title={"en": rule.title.en, "id": rule.title.id},
            advice={"en": rule.advice.en, "id": rule.advice.id},
            article=rule.article,
            source=rule.source,
            severity=rule.severity,
            binding=rule.binding,
            verified=rule.verified,
            valid_from=rule.valid_from,
            valid_until=rule.valid_until,
            terms=rule.terms.model_dump(mode="json"),
        )


class AdTimeOut(BaseModel):
    """The advertising of one local day; shares in percent, null where there is nothing."""

    day: date
    on_air_s: float
    commercial_s: float
    psa_s: float
    commercial_percent: str
    psa_of_ads_percent: str | None
    psa_of_commercials_percent: str | None

    @classmethod
    def of(cls, ads: AdTime) -> Self:
        of_ads, of_commercials = ads.psa_of_ads, ads.psa_of_commercials
        return cls(
            day=ads.day,
            on_air_s=ads.on_air.total_seconds(),
            commercial_s=ads.commercial.total_seconds(),
            psa_s=ads.psa.total_seconds(),
            commercial_percent=rounded(ads.commercial_percent, up=True),
            psa_of_ads_percent=None if of_ads is None else rounded(of_ads, up=False),
            psa_of_commercials_percent=None
            if of_commercials is None
            else rounded(of_commercials, up=False),
        )


class BreachOut(BaseModel):
    """One thing that broke a rule."""

    day: date
    rule: str
    article: str
    severity: Severity
    at: datetime
    seconds: float
    item_key: str
    item_title: str
    about: dict[str, str]

    @classmethod
    def of(cls, found: FoundBreach) -> Self:
        return cls(
            day=found.day,
            rule=found.rule,
            article=found.article,
            severity=found.severity,
            at=found.at,
            seconds=found.seconds,
            item_key=found.key,
            item_title=found.item_title,
            about=found.about,
        )


class ShareOut(BaseModel):
    """What one participant of an election had."""

    participant: str
    spots: int
    seconds: float


class RuleReportOut(BaseModel):
    """A day or a month on the air, held against the rules."""

    first: date
    last: date
    days: list[AdTimeOut]
    breaches: list[BreachOut]
    participants: list[ShareOut]

    @classmethod
    def of(cls, report: RuleReport) -> Self:
        return cls(
            first=report.first,
            last=report.last,
            days=[AdTimeOut.of(day) for day in report.days],
            breaches=[BreachOut.of(found) for found in report.breaches],
            participants=[
                ShareOut(
                    participant=share.participant,
                    spots=share.spots,
                    seconds=share.time.total_seconds(),
                )
                for share in report.shares
            ],
        )


@router.get("/rules")
def rules(session: Database, desk: TheDesk, channel: TheChannel, _account: Staff) -> list[RuleOut]:
    """Return the rules a channel is held to."""
    book = ruling.rule_book(session, desk.config, desk.paths, channel.slug)
    return [RuleOut.of(rule) for rule in book.rules]


@router.get("/reports/rules")
def rule_report(
    session: Database,
    desk: TheDesk,
    channel: TheChannel,
    _account: Staff,
    now: Now,
    span: TheRuleSpan,
) -> RuleReportOut:
    """Return what a day (`span=2026-11-23`) or a month (`span=2026-11`) made of the rules."""
    book = ruling.rule_book(session, desk.config, desk.paths, channel.slug)
    found = of_days(session, desk.config, book, channel.slug, span.first, span.last, now)
    return RuleReportOut.of(found)
