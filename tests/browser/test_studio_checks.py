"""What the checks ahead of the airings found, seen in the studio."""

from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from media_library.soundness import Flaw
from media_library.store import CartStore
from scheduler.check import GONE, Check
from scheduler.stores import PreflightStore
from station import relays, rundown, wall
from station.kinds import Kind
from station.relays import Relay, RelayState
from station.rundown import Item, Reason, Rundown, Why
from station.wall import Button, Wall
from tests.browser.conftest import is_usable
from tests.browser.doubles import NOON, upcoming
from tests.integration.web.wall_material import add_recordings

pytestmark = pytest.mark.needs("chromium")

ADDRESS = "https://user:rahasia@relai.example/warta"


@pytest.fixture
def found(paths, air, desk_sessions):
    """Two coming relays, one that failed; a stand-in for a recording that is gone."""
    gone = add_recordings(desk_sessions)["Tepuk Tangan"]
    with desk_sessions.begin() as session:
        path = CartStore(session).get(gone).path
        PreflightStore(session).save(Check(gone, path, GONE, NOON, Flaw.MISSING))
    coming = upcoming(NOON + timedelta(seconds=83))
    waiting = [replace(each, relay="waiting") for each in coming[:2]]
    air.snapshot = replace(air.snapshot, upcoming=(*waiting, *coming[2:]))
    first, second, third = (_item(each) for each in coming[:3])
    items = (
        replace(first, relay=ADDRESS),
        replace(second, relay="https://lain.example/"),
        replace(third, reason=Reason(Why.SUBSTITUTE, {"replaces": "Tepuk Tangan"})),
    )
    rundown.publish(paths.rundown("radio"), Rundown("radio", 1, NOON, NOON, third.ends, items))
    message = Button("m1", "Banjir", replace(first, cart_id=gone))
    wall.publish(paths.wall("radio"), Wall(emergency=(message,)))
    tried = NOON - timedelta(minutes=1)
    relays.publish(
        paths.relays,
        (
            Relay(ADDRESS, "radio", tried, RelayState.FAILED, f"{ADDRESS}: 404 Not Found"),
            Relay("https://lain.example/", "radio", tried, RelayState.READY),
        ),
    )


def _item(coming):
    return Item(
        key=coming.item_key, cart_id=1, kind=Kind.MUSIC, title=coming.title, path="a.flac",
        begins=coming.begins, cue_in=0, cue_out=48_000, segue=48_000,
    )  # fmt: skip


def test_an_emergency_message_that_would_not_be_heard_is_an_alarm(open_page, found):
    page = open_page("/studio", "operator", 1366)
    alarm = page.locator("#alarms li[data-code=wall_message]")
    expect(alarm).to_contain_text(
        "Pesan darurat “Banjir” · berkasnya hilang atau tidak terbaca tidak dapat disiarkan"
    )


def test_a_relay_that_failed_its_trial_is_an_alarm_and_a_mark_of_its_item(open_page, found):
    page = open_page("/studio", "operator", 1366)
    alarm = page.locator("#alarms li[data-code=relay]")
    expect(alarm).to_contain_text("Posyandu bulan ini")
    expect(alarm).to_contain_text("“Posyandu bulan ini” · relai.example/warta: 404 Not Found")
    expect(alarm).to_contain_text("pukul 10.43.40")
    failed, ready = (page.locator("#upcoming li").nth(number) for number in (0, 1))
    expect(failed).to_contain_text("✗ relai 10.41")
    expect(failed).to_contain_text(
        "relai gagal saat dicoba pukul 10.41.17: relai.example/warta: 404 Not Found"
    )
    expect(ready).to_contain_text("✓ relai 10.41")
    expect(ready).to_contain_text("relai dicoba pukul 10.41.17")
    assert "rahasia" not in page.content()


def test_a_relay_that_sounds_by_now_is_no_alarm(open_page, air, found):
    first, *others = air.snapshot.upcoming
    air.snapshot = replace(air.snapshot, upcoming=(replace(first, relay="ready"), *others))
    page = open_page("/studio", "operator", 1366)
    expect(page.locator("#upcoming li").nth(1)).to_contain_text("✓")
    expect(page.locator("#upcoming li").nth(0)).to_contain_text("relai siap")
    expect(page.locator("#alarms li[data-code=relay]")).to_have_count(0)


def test_what_failed_its_check_is_told_with_what_stands_in(open_page, found):
    page = open_page("/studio", "operator", 1366)
    expect(page.locator("#warnings li[data-tone=bad]")).to_contain_text(
        "“Tepuk Tangan” tidak lulus pemeriksaan: berkasnya hilang atau tidak terbaca. "
        "“Ini Radio Kota Contoh” menggantikannya."
    )


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_page_has_no_barriers_and_fits(open_page, found, language):
    page = open_page(f"/studio?lang={language}", "operator", 360)
    expect(page.locator("#alarms li[data-code=relay]")).to_be_visible()
    expect(page.locator("#warnings li[data-tone=bad]")).to_be_visible()
    is_usable(page, widths=(360, 1366))
