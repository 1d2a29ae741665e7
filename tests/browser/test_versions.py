"""Versions, draft, import, export and board in a real browser: no barriers, at every width."""

import pytest
from playwright.sync_api import expect

from scheduler.idea import Idea, Source
from scheduler.stores.board import BoardStore
from tests.browser.conftest import ready, violations
from tests.browser.doubles import NOON

pytestmark = pytest.mark.needs("chromium")

PAGES = [
    ("/schedule/versions", "id"),
    ("/schedule/versions/1", "en"),
    ("/schedule/versions/compare?before=1&after=1", "id"),
    ("/schedule/draft", "en"),
    ("/schedule/import", "id"),
    ("/schedule/export", "en"),
    ("/schedule/board", "id"),
    ("/schedule/board/1", "en"),
]


@pytest.fixture
def material(material, desk_sessions):
    with desk_sessions.begin() as session:
        idea = Idea("radio", "Panen raya", NOON.date(), Source.LEADER, made_at=NOON)
        BoardStore(session).save(idea)
    return material


def test_the_pages_have_no_barriers_and_fit_a_phone(material, open_page, address):
    page = open_page("/schedule/versions", "operator", 1280)
    wrong = []
    for path, language in PAGES:
        joint = "&" if "?" in path else "?"
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(f"{address}{path}{joint}lang={language}")
        ready(page)
        wrong += [(path, found) for found in violations(page)]
        page.set_viewport_size({"width": 360, "height": 800})
        wrong += [(path, "phone", found) for found in violations(page)]
        wider = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        wrong += [(path, f"{wider} px too wide")] if wider > 0 else []
    assert wrong == []


def test_changes_are_collected_and_published_with_the_keyboard(material, open_page):
    page = open_page("/schedule?lang=en", "operator", 1280)
    page.get_by_role("button", name="Collect changes").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Changes are being collected")).to_be_visible()
    page.get_by_role("button", name="Publish").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Changes are being collected")).to_have_count(0)
