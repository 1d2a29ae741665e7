"""The library and the announcements in a real browser: by hand, by key, on a broken line."""

from datetime import time, timedelta

import pytest

from media_library.cart import Cart
from media_library.jobs import JobStore
from scheduler.stores import CampaignStore
from scheduler.traffic.campaign import AtTimes, Campaign, Portion, Portions, Spread
from scheduler.traffic.purpose import Priority, Purpose
from tests.browser.conftest import drawn, is_usable, next_page, ready, wait_until
from tests.browser.doubles import NOON
from tests.integration.web.library_material import add_cart, add_film, add_songs

pytestmark = pytest.mark.needs("chromium")

TODAY = NOON.date()


@pytest.fixture
def cart(desk_sessions, paths) -> Cart:
    add_songs(desk_sessions, paths.media, NOON, 6, artist="Orkes")
    cart = add_cart(desk_sessions, paths.media, NOON, "ILM Banjir")
    with desk_sessions.begin() as session:
        last = TODAY + timedelta(days=3)
        order = Campaign("radio", "Banjir", (cart.id,), TODAY, last, Spread(3), agency="BPBD")
        CampaignStore(session).save(order, NOON)
    return cart


@pytest.fixture
def film(desk_sessions, paths) -> Cart:
    spans = ((0, 72_000), (96_000, 240_000))
    return add_film(desk_sessions, paths.media, NOON, "Sawah", interlaced=True, black=spans)


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_pages_have_no_barriers_and_fit(open_page, address, cart, film, language):
    page = open_page("/library", "admin", 360)
    for path in (
        "/library",
        f"/library/carts/{cart.id}",
        "/library?film=1",
        f"/library/carts/{film.id}",
        "/library/upload",
        "/library/quarantine",
        "/humas",
        "/humas/new",
        "/humas/1",
        "/humas/1/edit",
        "/humas/1/proof",
        "/humas/agencies",
    ):
        page.goto(f"{address}{path}?lang={language}")
        drawn(page)
        is_usable(page, path)


def test_typing_narrows_the_table_and_the_address(open_page, cart):
    page = open_page("/library", "operator")
    page.get_by_role("searchbox").type("banjir")
    wait_until(page, "document.querySelectorAll('#carts tbody tr').length === 1")
    assert "text=banjir" in page.url
    page.go_back()
    wait_until(page, "document.querySelectorAll('#carts tbody tr').length === 7")


def test_a_marker_moves_by_key_and_by_hand(open_page, cart, desk_sessions):
    page = open_page(f"/library/carts/{cart.id}?lang=en", "operator")
    marker = page.get_by_role("slider", name="Cue-in")
    marker.focus()
    for key in ("ArrowRight", "Shift+ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    assert page.input_value("#cue_in") == "0:01.020"
    wave, segue = page.locator("[data-wave]").bounding_box(), page.get_by_role("slider").nth(1)
    box = segue.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(wave["x"] + wave["width"] / 2, box["y"] + 20)
    page.mouse.up()
    assert page.input_value("#segue").startswith(("0:04.9", "0:05.0"))
    with next_page(page):
        page.get_by_role("button", name="Save").click()
    assert page.input_value("#cue_in") == "0:01.020"


def test_an_upload_goes_on_after_the_line_broke(open_page, cart, desk_sessions, tmp_path):
    content = bytes(range(256)) * 80_000
    (tmp_path / "siaran pagi.mp3").write_bytes(content)
    page = open_page("/library/upload?lang=en", "operator")
    broken = []

    def cut_once(route):
        if route.request.method == "PATCH" and len(broken) == 1:
            broken.append(route)
            route.abort("connectionreset")
            return
        if route.request.method == "PATCH" and not broken:
            broken.append(None)
        route.continue_()

    page.route("**/api/v1/uploads/*", cut_once)
    page.set_input_files("input[type=file]", tmp_path / "siaran pagi.mp3")
    page.get_by_role("cell", name="siaran pagi.mp3").wait_for()
    assert len(broken) == 2
    with desk_sessions() as session:
        job = JobStore(session).newest()[0]
    assert job.path.read_bytes() == content


def test_the_form_shows_at_once_when_it_will_air(open_page, cart):
    page = open_page("/humas/new?lang=en", "humas")
    page.fill("#title", "Waspada banjir")
    page.get_by_label("ILM Banjir").first.check()
    page.get_by_text("At fixed times").click()
    page.fill("#times", "20.00")
    page.locator("#preview time", has_text="20:00:00").first.wait_for()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/humas/2")
    page.locator("#plays time", has_text="20:00:00").first.wait_for()


def test_a_dangerous_deed_asks_once(open_page, cart):
    page = open_page("/humas/1?lang=en", "humas")
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    page.reload()
    ready(page)
    assert page.get_by_role("button", name="Stop").is_visible()


def test_orders_with_every_wish_have_no_barriers_and_fit(open_page, address, cart, desk_sessions):
    local = (NOON + timedelta(hours=7)).time()
    duty = {"purpose": Purpose.CORRECTION, "reported_at": NOON - timedelta(hours=30)}
    read = {"live_read": True, "script": "Ayo ke posyandu hari ini!", "declared_s": 20}
    crisis = {"purpose": Purpose.CRISIS, "sequence": "Air keruh", "phase": 2}
    with desk_sessions.begin() as session:
        for cart_ids, plays, more in (
            ((cart.id,), Spread(3), duty | {"topic": "kesehatan", "priority": Priority.HIGH}),
            ((), AtTimes((local,)), read | {"paid": True}),
            ((cart.id,), Portions((Portion(3, time(6), time(9)), Portion(2))), crisis),
        ):
            order = Campaign("radio", "Pesanan", cart_ids, TODAY, TODAY, plays, **more)
            CampaignStore(session).save(order, NOON)
    page = open_page("/humas", "admin", 360)
    for path in ("/humas", "/humas/2", "/humas/2/edit", "/humas/3", "/humas/4/edit", "/studio"):
        page.goto(f"{address}{path}?lang=id")
        drawn(page)
        if path == "/studio":
            page.get_by_role("button", name="Sudah dibacakan").wait_for()
        is_usable(page, path)
    page.get_by_role("button", name="Sudah dibacakan").click()
    page.get_by_role("button", name="Batalkan centang").wait_for()
