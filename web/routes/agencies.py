"""/humas/agencies: who orders announcements, their limits, and how fairly they share the air."""

from datetime import date, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from scheduler.problem import Problem, ScheduleInvalid
from scheduler.stores import AgencyStore
from scheduler.traffic.agency import Agency
from station.broadcast_day import local_date
from web.accounts import Role
from web.agency_report import agency_lines
from web.channels import TheChannel
from web.csv_file import csv_text
from web.day_words import DayWords
from web.deps import Audit, Database, Humas, Now, Staff
from web.download import download
from web.pages import Page, ThePage
from web.replanning import Replans

router = APIRouter(prefix="/humas/agencies", include_in_schema=False)

PAGE = "/humas/agencies"
Month = Annotated[str, Query(pattern=r"^(\d{4}-(0[1-9]|1[0-2]))?$")]
Text = Annotated[str, Field(max_length=300)]


class AgencyForm(BaseModel):
    """The fields as they were typed."""

    name: Text = ""
    cap_per_day: Text = ""
    contact: Text = ""

    def agency(self, agency_id: int = 0) -> Agency:
        """Return what was typed; raises ScheduleInvalid."""
        cap = self.cap_per_day.strip()
        if cap and not (cap.isascii() and cap.isdecimal() and len(cap) <= 4):
            raise ScheduleInvalid(Problem.CAP_IMPOSSIBLE, "cap_per_day", cap)
        return Agency(self.name, int(cap) if cap else None, self.contact, id=agency_id)


@router.get("")
def agencies(
    page: ThePage,
    account: Staff,
    session: Database,
    channel: TheChannel,
    now: Now,
    month: Month = "",
) -> Response:
    first, last = _days(page, now, month)
    return page.render(
        "humas/agencies.html",
        channel=channel,
        lines=agency_lines(session, channel.slug, first, last, page.desk.config.zone),
        first=first,
        before=first - timedelta(days=1),
        after=last + timedelta(days=1),
        may_edit=account.has(Role.HUMAS),
        days=DayWords(page.language.locale),
    )


@router.get("/report.csv")
def as_csv(
    page: ThePage,
    _account: Staff,
    session: Database,
    channel: TheChannel,
    now: Now,
    month: Month = "",
) -> Response:
    """The fairness of a month for a spreadsheet."""
    first, last = _days(page, now, month)
    gettext = page.gettext
    head = [gettext("Agency"), gettext("Limit a day"), gettext("Ordered"), gettext("Aired"),
            gettext("Missing"), "%"]  # fmt: skip
    rows = [
        [
            line.agency.name,
            line.agency.cap_per_day,
            line.ordered,
            line.aired,
            line.missing,
            None if line.share is None else round(line.share * 100),
        ]
        for line in agency_lines(session, channel.slug, first, last, page.desk.config.zone)
    ]
    return download(f"instansi-{first:%Y-%m}.csv", csv_text([head, *rows], bom=True))


@router.post("")
def add(
    page: ThePage,
    account: Humas,
    session: Database,
    audit: Audit,
    now: Now,
    form: Annotated[AgencyForm, Form()],
) -> Response:
    stored = AgencyStore(session).save(form.agency())
    audit.record(now, account.name, "agency.added", agency=stored.id, name=stored.name)
    return page.redirect(PAGE, page.gettext("“%(name)s” is added.", name=stored.name))


@router.post("/{agency_id}")
def change(
    agency_id: int,
    page: ThePage,
    account: Humas,
    session: Database,
    audit: Audit,
    replan: Replans,
    now: Now,
    form: Annotated[AgencyForm, Form()],
) -> Response:
    stored = AgencyStore(session).save(form.agency(agency_id))
    audit.record(now, account.name, "agency.changed", agency=stored.id, name=stored.name)
    _replan_all(page, replan)
    return page.redirect(PAGE, page.gettext("“%(name)s” is changed.", name=stored.name))


@router.post("/{agency_id}/merge")
def merge(
    agency_id: int,
    page: ThePage,
    account: Humas,
    session: Database,
    audit: Audit,
    replan: Replans,
    now: Now,
    into: Annotated[int, Form()],
) -> Response:
    """Make one agency of two that are the same."""
    store = AgencyStore(session)
    gone = store.get(agency_id)
    kept = store.merge(agency_id, into)
    audit.record(now, account.name, "agency.merged", agency=kept.id, name=gone.name)
    _replan_all(page, replan)
    text = page.gettext("“%(gone)s” is now “%(name)s”.", gone=gone.name, name=kept.name)
    return page.redirect(PAGE, text)


@router.post("/{agency_id}/delete")
def delete(
    agency_id: int, page: ThePage, account: Humas, session: Database, audit: Audit, now: Now
) -> Response:
    store = AgencyStore(session)
    gone = store.get(agency_id)
    store.remove(agency_id)
    audit.record(now, account.name, "agency.removed", agency=agency_id, name=gone.name)
    return page.redirect(PAGE, page.gettext("“%(name)s” is deleted.", name=gone.name))


def _replan_all(page: Page, replan: Replans) -> None:
    """Agencies order on every channel."""
    for channel in page.desk.config.channels:
        replan(channel.slug)


def _days(page: Page, now: datetime, month: str) -> tuple[date, date]:
    """Return the first and the last day of a month, or of this one."""
    today = local_date(now, page.desk.config.zone)
    first = date.fromisoformat(f"{month}-01") if month else today.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return first, following - timedelta(days=1)
