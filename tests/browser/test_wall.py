"""The cart wall in a real browser: set up by hand and by key, pressed in the studio."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from station.commands import Press, Release
from station.snapshot import Playing
from tests.browser.conftest import drawn, is_usable, next_page, violations, wait_until
from tests.integration.web.wall_material import add_recordings
from tests.waiting import until
from web.wall import WallStore

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture
def carts(desk_sessions):
    return add_recordings(desk_sessions)


@pytest.fixture
def wall(desk_sessions, address, carts):
    """Two pages and an emergency message; return the ids of the first page's buttons."""
    with desk_sessions.begin() as session:
        store = WallStore(session, "radio")
        page = store.add_page("Pagi")
        titles = ("Jingle Pagi", "Tepuk Tangan", "Indonesia Raya")
        ids = [store.add_button(page.id, carts[title], title).id for title in titles]
        store.change_button(ids[1], label="Tepuk!", instead=False, duck_db=-9.0, colour="#1d7a3a")
        other = store.add_page("Olahraga")
        store.add_button(other.id, carts["Tepuk Tangan"], "Gol")
        store.add_button(None, carts["Banjir: menjauhlah dari sungai"], "Banjir")
    return ids


@pytest.fixture
def studio(open_page, wall):
    page = open_page("/studio", "operator", 1366)
    expect(page.locator(".wall [data-press]")).to_have_count(4)
    return page


def commands(air):
    return [request.command for request in air.requests]


def sounds(air, **milliseconds):
    """Let buttons sound from now on."""
    playing = tuple(Playing(button, ms) for button, ms in milliseconds.items())
    air.snapshot = replace(air.snapshot, playing=playing)


def test_a_wall_is_set_up_from_nothing(open_page, carts):
    page = open_page("/wall", "operator")
    page.fill("#new-name", "Pagi")
    with next_page(page):
        page.click(".new-page button")
    page.get_by_role("searchbox").type("tepuk")
    wait_until(page, "document.querySelectorAll('#found li').length === 1")
    page.click("#found li button")
    expect(page.locator(".buttons li")).to_contain_text("F1")
    page.click(".buttons li a[href*='/wall/buttons/']")
    page.fill("#label", "Tepuk!")
    page.get_by_label("Siaran disela").check()
    page.locator(".swatch", has_text="hijau").click()
    page.click("form.card button.main")
    expect(page.locator(".buttons li strong")).to_have_text("Tepuk!")
    expect(page.locator(".buttons li")).to_contain_text("menyela siaran")
    page.get_by_role("button", name="Urungkan").click()
    expect(page.locator(".buttons li strong")).to_have_text("Tepuk Tangan")


def test_buttons_are_ordered_by_dragging_and_by_key(open_page, wall):
    page = open_page("/wall", "operator")
    order = page.locator(".buttons li strong")
    with next_page(page):
        page.locator(".buttons .grip").nth(2).drag_to(page.locator(".buttons li").nth(0))
    expect(order.first).to_have_text("Indonesia Raya")
    page.get_by_role("button", name="Mundurkan: Indonesia Raya").press("Enter")
    expect(order.first).to_have_text("Jingle Pagi")
    expect(order.nth(1)).to_have_text("Indonesia Raya")


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_pages_have_no_barriers_and_fit(open_page, address, wall, language):
    page = open_page("/wall", "operator", 360)
    for path in ("/wall", "/wall?shown=emergency", f"/wall/buttons/{wall[1]}", "/wall?text=qqq"):
        joint = "&" if "?" in path else "?"
        page.goto(f"{address}{path}{joint}lang={language}")
        drawn(page)
        is_usable(page, path)


@pytest.mark.parametrize("width", [360, 1366])
def test_the_studio_with_its_buttons_has_no_barriers_and_fits(open_page, wall, air, width):
    page = open_page("/studio", "operator", width)
    sounds(air, **{wall[0]: 5_000})
    expect(page.locator(".wall [aria-pressed=true]")).to_have_count(1)
    assert violations(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
    sizes = page.evaluate(
        "() => [...document.querySelectorAll('.wall button')].filter((b) => b.offsetParent)"
        ".map((b) => Math.min(b.offsetWidth, b.offsetHeight))"
    )
    assert min(sizes) >= 44


@pytest.mark.parametrize("language", ["id", "en"])
def test_both_stops_stay_inside_the_panel(open_page, wall, language):
    page = open_page(f"/studio?lang={language}", "operator", 360)
    for width in (360, 1024, 1366, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        beyond = page.evaluate(
            "() => { const panel = document.querySelector('.panel.wall').getBoundingClientRect();"
            " return [...document.querySelectorAll('.wall-stops .button')].map((button) =>"
            " Math.max(button.getBoundingClientRect().right - panel.right,"
            " button.scrollWidth - button.clientWidth)); }"
        )
        assert len(beyond) == 2
        assert max(beyond) <= 0, width


def test_the_keys_of_the_wall_are_listed(studio):
    studio.keyboard.press("?")
    keys = studio.locator("#keys-dialog dt").all_inner_texts()
    assert {"F1–F12", "Shift F1–F12", "1–9", "Esc"} <= set(keys)


def test_a_key_plays_and_a_second_press_fades(studio, air, wall):
    studio.keyboard.press("F2")
    wait_for(air, 1)
    sounds(air, **{wall[1]: 4_000})
    expect(studio.locator(f"[data-press='{wall[1]}']")).to_have_attribute("aria-pressed", "true")
    expect(studio.locator(f"[data-press='{wall[1]}'] [data-time]")).to_have_text("00.04")
    studio.keyboard.press("F2")
    wait_for(air, 2)
    assert commands(air) == [Press(wall[1]), Release(wall[1], fade_ms=300)]


def test_shift_fades_whatever_the_screen_knows(studio, air, wall):
    studio.keyboard.press("Shift+F1")
    wait_for(air, 1)
    assert commands(air) == [Release(wall[0], fade_ms=300)]


def test_several_sound_at_once_and_all_are_faded_or_stopped(studio, air, wall):
    studio.locator(f"[data-press='{wall[0]}']").click()
    studio.keyboard.press("F3")
    wait_for(air, 2)
    sounds(air, **{wall[0]: 4_000, wall[2]: 90_000})
    expect(studio.locator(".wall [aria-pressed=true]")).to_have_count(2)
    studio.keyboard.press("Escape")
    wait_for(air, 3)
    studio.get_by_role("button", name="Hentikan semua").click()
    wait_for(air, 4)
    assert commands(air) == [Press(wall[0]), Press(wall[2]), Release(), Release(fade_ms=0)]


def test_keys_press_what_the_page_in_front_shows(studio, air, wall):
    studio.get_by_role("tab", name="Olahraga").click()
    studio.keyboard.press("F1")
    studio.keyboard.press("F9")
    wait_for(air, 1)
    (pressed,) = commands(air)
    assert pressed.button not in wall
    studio.get_by_role("tab", name="Olahraga").press("ArrowLeft")
    expect(studio.get_by_role("tab", name="Pagi")).to_have_attribute("aria-selected", "true")


def test_keys_do_nothing_while_a_dialog_is_open(studio, air, wall):
    studio.keyboard.press("?")
    expect(studio.locator("#keys-dialog")).to_be_visible()
    studio.keyboard.press("F1")
    studio.evaluate("() => document.getElementById('keys-dialog').close()")
    studio.keyboard.press("F3")
    wait_for(air, 1)
    assert commands(air) == [Press(wall[2])]


def test_a_refusal_is_told(studio, air):
    air.refuse = "unknown"
    studio.keyboard.press("F1")
    expect(studio.locator("#toasts .bad")).to_be_visible()


def test_an_empty_wall_leads_to_its_page(open_page, carts):
    page = open_page("/studio", "operator", 1366)
    page.get_by_role("link", name="Siapkan tombol").click()
    expect(page.locator("h1")).to_have_text("Tombol")


def wait_for(air, count):
    """Wait until so many commands have reached the air."""
    until(lambda: len(air.requests) >= count, f"{count} commands")
