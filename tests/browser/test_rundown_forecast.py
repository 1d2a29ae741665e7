"""The rundown page with what the air expects: drawn beside the plan, kept fresh, honest without."""

from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from station.kinds import Kind
from station.rundown import Reason, Start, Why
from station.snapshot import Fate, FixedPoint, Upcoming
from tests.browser.conftest import keys_of, violations, wait_until
from tests.browser.doubles import NOON

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture
def coming(planned):
    """The items of the hour that have not begun."""
    ends = NOON.replace(minute=0, second=0) + timedelta(hours=1)
    return [item for item in planned.items if NOON < item.begins < ends]


def expected(item, **changes):
    told = Upcoming(
        item_key=item.key,
        cart_id=item.cart_id,
        kind=item.kind,
        title=item.title,
        artist=item.artist,
        programme=item.programme,
        begins=item.begins,
        length_ms=item.frames // 48,
        start=item.start,
        deck="empty",
        reason=item.reason,
        planned=item.begins,
    )
    return replace(told, **changes)


def row(page, item):
    return page.locator(f'.rundown > li[data-key="{item.key}"]')


@pytest.fixture
def forecast(air, coming):
    """The first is 42 s late, the second faded, the third left out; a filler and a fixed point."""
    late, faded, dropped, last = coming[:4]
    at = last.begins
    air.expected = (
        expected(late, begins=late.begins + timedelta(seconds=42)),
        expected(faded, fate=Fate.FADED, cut_ms=100_000),
        expected(dropped, fate=Fate.DROPPED),
        Upcoming(
            "fill-1", 9, Kind.FILLER, "Gamelan <lembut>", "", "", at - timedelta(seconds=30),
            30_000, Start.SOFT, "empty", Reason(Why.FILL), fate=Fate.FILLED,
        ),
        expected(last),
    )  # fmt: skip
    air.marks = (FixedPoint(last.key, at, last.title, -70_000, faded.key, (dropped.key,)),)
    return air


def test_fates_and_other_times_are_drawn_beside_the_plan(open_page, forecast, coming):
    page = open_page("/schedule/rundown", "operator", 1366)
    late, faded, dropped, last = coming[:4]
    expect(row(page, late).locator("[data-expected]")).to_contain_text("+0.42")
    expect(row(page, faded)).to_contain_text("−1.40 ↘ Dipudarkan 1.40 sebelum habis")
    expect(row(page, dropped)).to_contain_text(f"dilewati, agar “{last.title}” mulai pukul")
    expect(page.locator('[data-guess="filled"]')).to_contain_text("Gamelan <lembut>")
    ruler = page.locator('[data-guess="mark"]')
    expect(ruler).to_contain_text(
        f"{last.title} · lebih 1.10: “{faded.title}” dipudarkan, “{dropped.title}” dilewati"
    )
    keys = keys_of(page.locator(".rundown > li"))
    assert keys[keys.index(last.key) - 2 : keys.index(last.key)] == [None, None]
    expect(page.locator("#forecast-note")).to_contain_text("Menurut perkiraan mesin siaran")


def test_what_an_operator_put_before_the_plan_is_drawn_where_it_will_air(open_page, air, coming):
    first = expected(coming[0])
    reason = Reason(Why.INSERTED, {"by": "Sari"})
    begins = first.begins - timedelta(seconds=1)
    told = replace(first, item_key="insert-1", title="Sisipan", begins=begins, reason=reason)
    air.expected = (told, first)
    page = open_page("/schedule/rundown", "operator", 1366)
    drawn = page.locator('[data-guess="more"]')
    expect(drawn).to_contain_text("Sisipan")
    expect(drawn).to_contain_text("Disisipkan oleh Sari")
    expect(drawn.locator("+ li")).to_have_attribute("data-key", coming[0].key)


def test_a_command_to_the_air_brings_a_new_forecast(open_page, forecast, coming):
    page = open_page("/schedule/rundown", "operator", 1366)
    expect(row(page, coming[1])).to_contain_text("Dipudarkan")
    forecast.expected = tuple(expected(item) for item in coming[:4])
    forecast.marks = ()
    forecast.snapshot = replace(forecast.snapshot, hold=True)
    expect(row(page, coming[1])).not_to_contain_text("Dipudarkan")
    expect(page.locator("[data-guess]")).to_have_count(0)


def test_without_an_air_the_plan_stands_and_the_page_says_so(open_page, air, coming):
    air.close()
    page = open_page("/schedule/rundown", "operator", 1366)
    expect(page.locator("#forecast-note")).to_contain_text("Mesin siaran tidak menjawab")
    expect(row(page, coming[0])).to_be_visible()


def test_after_a_drag_the_new_times_come_without_a_reload(open_page, air, coming):
    page = open_page("/schedule/rundown?lang=en", "operator", 1280)
    expect(page.locator("#forecast-note")).to_contain_text("As the air expects it")
    moved, behind = coming[0], coming[2]
    page.evaluate("() => { window.sameDocument = true }")
    before = row(page, moved).locator("time").inner_text()
    grip = row(page, moved).locator("[data-draggable]").bounding_box()
    target = row(page, behind).bounding_box()
    x, y = grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 11):
        page.mouse.move(x, y + (target["y"] + target["height"] - y) * step / 10)
    page.mouse.up()
    expect(page.locator(".toast")).to_contain_text("Moved")
    expect(row(page, moved).locator("time")).not_to_have_text(before)
    keys = keys_of(page.locator(".rundown > li[data-key]"))
    assert keys.index(moved.key) > keys.index(coming[1].key)
    times = page.locator(".rundown > li[data-key] time").all_inner_texts()
    assert times == sorted(times)
    expect(page.locator("#by-hand .overrides")).to_be_visible()
    assert page.evaluate("() => window.sameDocument")
    page.locator("[data-draggable]").first.wait_for()


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_drawn_forecast_has_no_barriers_and_fits(open_page, forecast, language):
    page = open_page(f"/schedule/rundown?lang={language}", "operator", 1280)
    page.locator('[data-guess="mark"]').wait_for()
    assert violations(page) == []
    page.set_viewport_size({"width": 360, "height": 800})
    wait_until(page, "innerWidth === 360")
    assert violations(page) == []
    wider = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    assert wider <= 0, f"{wider} px too wide"
