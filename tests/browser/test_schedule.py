"""The schedule's pages in a real browser: drag, pull, draw; no barriers, at every width."""

import re
from dataclasses import replace
from datetime import time

import pytest
from playwright.sync_api import expect

from scheduler.calendar.attachment import Attachment, BringsProgramme, OnDates
from scheduler.stores import AttachmentStore
from tests.browser.conftest import keys_of, ready, violations, wait_until
from tests.browser.doubles import NOON

pytestmark = pytest.mark.needs("chromium")

SATURDAY = "/slots/{}/2026-11-21"
SETTLED = re.compile("is published|Nothing changes on the air")
"""What the line says in the end; a change and its undo may be planned at once."""


@pytest.fixture
def week(material, open_page):
    """The week as an operator sees it, the grid drawn."""
    page = open_page("/schedule?lang=en", "operator", 1280)
    page.set_viewport_size({"width": 1280, "height": 1200})
    page.locator(".ec-event").first.wait_for()
    return page


def block(page, slot, day="2026-11-21"):
    link = f'a[href="/schedule/slots/{slot}/{day}"]'
    return page.locator(".ec-event", has=page.locator(link))


def drag(page, start, end):
    """Press, move in steps as a hand does, let go."""
    page.mouse.move(*start)
    page.mouse.down()
    for step in range(1, 11):
        x, y = (a + (b - a) * step / 10 for a, b in zip(start, end, strict=True))
        page.mouse.move(x, y)
    page.mouse.up()


def middle(box):
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag_an_hour_down(page, slot, day="2026-11-21"):
    box = block(page, slot, day).bounding_box()
    hour = box["height"] / 2  # the block lasts two hours
    x, y = middle(box)
    drag(page, (x, y), (x, y + hour))


def test_a_dragged_occurrence_moves_alone_and_comes_back(week, material):
    drag_an_hour_down(week, material.morning_slot)
    week.get_by_role("button", name="Only this one").click()
    expect(block(week, material.morning_slot)).to_contain_text("09:00–11:00")
    expect(block(week, material.morning_slot, "2026-11-20")).to_contain_text("08:00–10:00")
    week.locator(".toast").get_by_role("button", name="Undo").click()
    expect(block(week, material.morning_slot)).to_contain_text("08:00–10:00")
    expect(week.locator("#publication")).to_have_text(SETTLED)


def test_what_the_calendar_brings_leads_to_its_rule(material, desk_sessions, open_page):
    brings, saturday = BringsProgramme(material.news), NOON.date()
    rule = Attachment("radio", "Sabtu ini", OnDates(saturday, saturday), brings, wall=time(13))
    with desk_sessions.begin() as session:
        number = AttachmentStore(session).save(rule).id
    page = open_page("/schedule?lang=en", "operator", 1280)
    brought = page.locator(f'.ec-event a[href="/schedule/calendar/rules/{number}"]')
    expect(brought).to_contain_text("13:00–14:00")
    expect(brought).to_contain_text("brought by the calendar")


def test_a_dragged_series_moves_on_every_day(week, material):
    drag_an_hour_down(week, material.morning_slot)
    week.get_by_role("button", name="The whole series").click()
    for day in ("2026-11-18", "2026-11-21"):
        expect(block(week, material.morning_slot, day)).to_contain_text("09:00–11:00")


def test_a_drag_that_is_thought_over_changes_nothing(week, material):
    drag_an_hour_down(week, material.morning_slot)
    week.get_by_role("button", name="Leave it").click()
    expect(block(week, material.morning_slot)).to_contain_text("08:00–10:00")
    assert week.url.endswith("/schedule?lang=en")


def test_the_lower_edge_makes_it_longer(week, material):
    found = block(week, material.morning_slot)
    box = found.bounding_box()
    found.hover()
    edge = (box["x"] + box["width"] / 2, box["y"] + box["height"] - 3)
    drag(week, edge, (edge[0], edge[1] + box["height"] / 4))
    week.get_by_role("button", name="Only this one").click()
    expect(block(week, material.morning_slot)).to_contain_text("08:00–10:30")


def test_an_empty_place_is_drawn_into_a_new_slot(week, material):
    box = block(week, material.morning_slot).bounding_box()
    hour = box["height"] / 2
    x, below = box["x"] + box["width"] / 2, box["y"] + box["height"] + hour / 4 + 2
    drag(week, (x, below), (x, below + hour))
    week.wait_for_url("**/schedule/slots/new?**")
    assert week.input_value("#day") == "2026-11-21"
    assert week.input_value("#wall").startswith("10:")


def test_a_block_is_a_link_for_the_keyboard(week, material):
    block(week, material.morning_slot).get_by_role("link").focus()
    week.keyboard.press("Enter")
    week.wait_for_url(f"**/schedule/slots/{material.morning_slot}/2026-11-21")
    expect(week.get_by_role("heading", name="Pagi Ceria")).to_be_visible()


def test_without_a_script_the_week_is_a_list_with_links(browser, address, material, open_page):
    signed_in = open_page("/schedule", "operator")
    state = signed_in.context.storage_state()
    context = browser.new_context(java_script_enabled=False, storage_state=state)
    page = context.new_page()
    page.goto(f"{address}/schedule?lang=en")
    page.get_by_role("link", name="Pagi Ceria", exact=True).last.click()
    page.get_by_label("Starts at").fill("13:15")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.locator(".airtimes .span", has_text="13:15–15:15")).to_be_visible()
    context.close()


def test_an_item_of_the_rundown_is_dragged_behind_another(material, open_page, address):
    page = open_page("/schedule/rundown?lang=en", "operator", 1280)
    expect(page.locator("#forecast-note")).to_contain_text("As the air expects it")
    rows = page.locator(".rundown > li[data-coming]")
    first, key = keys_of(rows)[:2]
    start = middle(rows.nth(1).locator("[data-draggable]").bounding_box())
    end = middle(rows.nth(4).bounding_box())
    drag(page, start, (start[0], end[1] + 10))
    expect(page.locator(".toast")).to_contain_text("Moved")
    behind = key_before(page, key)
    assert behind != first
    expect(page.locator("#publication")).to_contain_text("is published")
    page.reload()
    ready(page)
    assert key_before(page, key) == behind


def key_before(page, key):
    """Return the key of the item above the one of `key`."""
    keys = keys_of(page.locator(".rundown > li"))
    return keys[keys.index(key) - 1]


def test_the_item_on_the_air_is_marked_as_it_happens(material, open_page, air):
    page = open_page("/schedule/rundown", "operator", 1280)
    row = page.locator(".rundown > li").nth(2)
    key = row.get_attribute("data-key")
    air.snapshot = replace(air.snapshot, on_air=replace(air.snapshot.on_air, item_key=key))
    expect(page.locator(".rundown > li[data-on-air]")).to_have_attribute("data-key", key)


PAGES = [
    ("/schedule", "operator"),
    ("/schedule", "humas"),
    ("/schedule/programmes", "operator"),
    ("/schedule/programmes/1", "operator"),
    ("/schedule/programmes/2", "operator"),
    ("/schedule/slots/2", "operator"),
    ("/schedule/slots/1/2026-11-21", "operator"),
    ("/schedule/rundown", "operator"),
    ("/reports", "humas"),
    ("/schedule/transitions", "operator"),
    ("/schedule/transitions/new", "operator"),
    ("/schedule/rules", "admin"),
    ("/reports/rules", "humas"),
    ("/admin", "admin"),
    ("/admin/accounts/1", "admin"),
    ("/admin/outputs", "admin"),
    ("/admin/outputs/new", "admin"),
    ("/admin/station", "admin"),
    ("/admin/system", "admin"),
]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(("path", "role"), PAGES)
def test_a_page_has_no_barriers_and_fits(material, open_page, path, role, language):
    page = open_page(f"{path}?lang={language}", role, 1280)
    if path == "/schedule":
        page.locator(".ec-event").first.wait_for()
    assert violations(page) == []
    page.set_viewport_size({"width": 360, "height": 800})
    page.reload()
    ready(page)
    wait_until(page, "document.readyState === 'complete'")
    assert violations(page) == []
    wider = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    assert wider <= 0, f"{wider} px too wide"


@pytest.mark.parametrize(("path", "role"), PAGES[:1] + PAGES[7:8] + PAGES[8:9])
def test_the_dark_theme_has_no_barriers_either(material, open_page, path, role):
    page = open_page(path, role, color_scheme="dark")
    assert violations(page) == []
