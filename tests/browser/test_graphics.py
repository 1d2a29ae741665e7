"""What stands over a television channel's pictures, chosen in a real browser."""

import pytest
from playwright.sync_api import expect

from station.config import Channel
from station.look import read
from tests.browser.conftest import drawn, next_page, violations
from tests.browser.desk import RADIO
from tests.waiting import until

pytestmark = pytest.mark.needs("chromium")

PAGE = "/studio/graphics"


@pytest.fixture
def channels():
    return RADIO, Channel(slug="tv", name="Batik TV", kind="tv")


def source(page):
    return page.locator("#preview img").get_attribute("src")


def test_a_draft_is_seen_at_once_and_airs_when_it_is_saved(open_page, paths):
    page = open_page(PAGE, "operator")
    drawn(page)
    before = source(page)
    page.select_option("#clock", "bottom_left")
    until(lambda: "clock=bottom_left" in source(page))
    assert source(page) != before
    until(lambda: page.evaluate("document.querySelector('#preview img').naturalWidth") == 960)
    assert not paths.look("tv").exists()
    with next_page(page):
        page.get_by_role("button", name="Simpan").click()
    assert read(paths.look("tv")).clock == "bottom_left"
    expect(page.locator("#clock")).to_have_value("bottom_left")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_has_no_barriers_and_fits(open_page, width):
    page = open_page(PAGE, "operator", width)
    drawn(page)
    assert violations(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
