"""The calendar and the prayer times in a real browser: by keyboard, without barriers, at 360 px."""

import pytest
from playwright.sync_api import expect

from scheduler.calendar.occasion import OccasionKind, OwnDay
from scheduler.observance.settings import AzanSettings, Location, Observances
from scheduler.prayer.times import PRAYERS
from scheduler.stores import CalendarStore, ScheduleSettingStore
from tests.browser.conftest import ready, violations, wait_until
from tests.browser.doubles import NOON

pytestmark = pytest.mark.needs("chromium")

HERE = Location(name="Kota Pekalongan", latitude=-6.8886, longitude=109.6753)


@pytest.fixture
def observed(desk_sessions):
    with desk_sessions.begin() as session:
        azan = AzanSettings(prayers=PRAYERS)
        store = ScheduleSettingStore(session)
        store.save_observances("radio", Observances(location=HERE, azan=azan), NOON)
        day = NOON.date()
        CalendarStore(session).save(OwnDay(day, day, OccasionKind.LOCAL, "Pekan Batik"))


def test_the_pages_have_no_barriers_and_fit_in_both_languages(observed, open_page):
    page = open_page("/schedule/calendar", "operator", 1280)
    paths = ["", "/rules/new", "/days/new", "/settings", "/import"]
    addresses = [f"/schedule/calendar{path}" for path in paths]
    addresses += ["/schedule/prayer", "/schedule/prayer/settings"]
    origin = page.url.partition("/schedule")[0]
    for number, path in enumerate(addresses):
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(f"{origin}{path}?lang={'id' if number % 2 else 'en'}")
            ready(page)
            wait_until(page, "document.readyState === 'complete'")
            assert violations(page) == [], path
            wider = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
            assert wider <= 0, f"{path}: {wider} px too wide"


def test_a_rule_is_made_with_the_keyboard_and_asks_only_what_it_needs(observed, open_page):
    page = open_page("/schedule/calendar/rules/new?lang=en", "operator", 1280)
    expect(page.get_by_label("Hijri month", exact=True)).to_be_hidden()
    page.get_by_label("a holiday, a theme or a day of the station").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("Hijri month", exact=True)).to_be_visible()
    expect(page.get_by_label("Occasion", exact=True)).to_be_hidden()
    page.get_by_role("button", name="Store the rule").last.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".error").first).to_be_visible()
