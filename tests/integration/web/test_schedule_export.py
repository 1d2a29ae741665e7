"""The schedule as files: CSV, PDF, XMLTV and iCal."""

import csv
import io

import pytest
from icalendar import Calendar

from media_library.store import CartStore
from tests.browser.desk import config_for
from tests.browser.schedule_material import publish

pytestmark = pytest.mark.usefixtures("formulas")


@pytest.fixture
def formulas(material, paths, sessions, clock):
    """A plan of songs whose titles a spreadsheet could take for formulas."""
    with sessions.begin() as session:
        for number in material.songs:
            CartStore(session).update(number, title=f"=SUM({number})")
    publish(config_for(), paths, sessions, clock)


def export(operator, form, **query):
    answer = operator.get("/schedule/export/file", form=form, day="2026-11-22", **query)
    assert answer.status_code == 200
    return answer


def test_the_rundown_is_exported_for_spreadsheets_and_no_title_is_a_formula(operator):
    answer = export(operator, "csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="radio-2026-11-22.csv"'
    head, *rows = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert len(rows) > 100
    assert {row[0] for row in rows} == {"2026-11-22"}
    titles = {row[5] for row in rows}
    assert any(title.startswith("'=SUM(") for title in titles)
    assert not any(title.startswith("=") for title in titles)
    assert all(len(row) == len(head) for row in rows)


def test_the_rundown_is_exported_to_print(operator):
    answer = export(operator, "pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_the_week_is_exported_for_guides_and_calendars(operator):
    guide = export(operator, "xmltv", days=7).text
    assert guide.count("<programme ") == 12
    assert 'start="20261122080000 +0700"' in guide
    events = Calendar.from_ical(export(operator, "ics", days=7).content).walk("VEVENT")
    assert len(events) == 12
    assert len({str(event["uid"]) for event in events}) == 12


@pytest.mark.parametrize(("form", "days"), [("doc", 1), ("csv", 0), ("csv", 32)])
def test_what_cannot_be_exported_is_refused(operator, form, days):
    assert operator.get("/schedule/export/file", form=form, days=days).status_code == 422


def test_the_page_offers_the_four_forms(operator):
    page = operator.page("/schedule/export?lang=id")
    assert page.count('name="form"') == 4
    assert "%(" not in page
