"""The core pages in a real browser: usable by everyone, at every width, in both languages."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import is_usable, violations, wait_until
from tests.browser.desk import PASSWORD

pytestmark = pytest.mark.needs("chromium")

PAGES = [
    ("/", ""),
    ("/sign-in", ""),
    ("/nothing-here", ""),
    ("/account", "operator"),
    ("/account/password", "operator"),
    ("/studio", "operator"),
]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(("path", "role"), PAGES)
def test_a_page_has_no_barriers_and_fits(open_page, path, role, language):
    page = open_page(f"{path}?lang={language}", role, 360)
    if path == "/studio":
        wait_until(page, "document.querySelectorAll('#upcoming li').length === 5")
    assert page.get_attribute("html", "lang") == language
    is_usable(page)


@pytest.mark.parametrize(("path", "role"), PAGES)
def test_the_other_theme_has_no_barriers_either(open_page, path, role):
    page = open_page(path, role, color_scheme="dark")
    if path == "/studio":
        wait_until(page, "document.querySelectorAll('#upcoming li').length === 5")
        page.click("[data-theme-switch]")
        assert page.get_attribute("html", "data-theme") == "light"
    assert violations(page) == []


def test_one_signs_in_by_hand(open_page):
    page = open_page("/sign-in?next=/account")
    page.fill("#name", "operator")
    page.fill("#password", PASSWORD)
    page.click("main button.main")
    page.wait_for_url("**/account")
    expect(page.locator("h1")).to_be_visible()


def test_targets_are_large_enough_for_a_thumb(open_page):
    page = open_page("/", width=360, has_touch=True, is_mobile=True)
    small = page.evaluate(
        """() => [...document.querySelectorAll("a, button, input")]
            .filter((one) => one.checkVisibility() && !one.matches(".skip, .brand"))
            .map((one) => [one.outerHTML.slice(0, 60), one.getBoundingClientRect()])
            .filter(([, box]) => box.height < 44 || box.width < 44)
            .map(([html]) => html)"""
    )
    assert small == []


def test_the_documentation_of_the_api_needs_no_other_site(open_page):
    page = open_page("/api/docs")
    page.get_by_text("/api/v1/now").first.wait_for()
