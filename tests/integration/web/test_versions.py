"""Published versions on the desk: seen, compared, brought back and held; changes that gather."""

from datetime import timedelta

import pytest

from scheduler.comparing import compare
from scheduler.pin import Purpose
from scheduler.stores import ChannelPlanningStore, GridStore, PinStore, PublishedStore
from tests.browser.desk import config_for
from tests.browser.doubles import NOON
from tests.browser.schedule_material import publish
from tests.integration.web.asking import rundown
from tests.integration.web.visitor import Visitor
from web.i18n import LANGUAGES

pytestmark = pytest.mark.usefixtures("planned")


def move_the_morning(operator, material, wall):
    slot = material.morning_slot
    body = {"begins": f"2026-11-22T{wall}:00", "duration_ms": 3_600_000, "scope": "one"}
    assert operator.api("PUT", f"/slots/{slot}/occurrences/2026-11-22", body).status_code == 200


def keys_of(rundown, slot):
    return {item.key: item.begins for item in rundown.items if item.key.startswith(f"slot:{slot}:")}


def test_every_version_is_listed_with_who_and_why(operator, app, clock, material):
    clock.jump(timedelta(minutes=1))
    move_the_morning(operator, material, "13:30")
    page = operator.page("/schedule/versions?lang=en")
    assert "a change of the grid or of an order" in page
    assert "<td>operator</td>" in page
    assert rundown(app).version == 2


def test_two_versions_are_compared_in_words_and_side_by_side(operator, app, clock, material):
    clock.jump(timedelta(minutes=1))
    move_the_morning(operator, material, "13:30")
    page = operator.page("/schedule/versions/compare?lang=en&before=1&after=2")
    assert "What differs" in page
    assert 'data-change="' in page
    shown = operator.page("/schedule/versions/2?lang=en")
    assert "Against version 1" in shown


def test_a_roll_back_brings_the_old_choices_back_and_holds_them(
    operator, app, clock, material, sessions
):
    first = rundown(app)
    clock.jump(timedelta(minutes=1))
    move_the_morning(operator, material, "13:30")
    clock.jump(timedelta(minutes=1))
    assert operator.post("/schedule/versions/1/roll-back", hours=0).status_code == 303
    back = rundown(app)
    assert back.version == 3
    assert keys_of(back, material.morning_slot) == keys_of(first, material.morning_slot)
    with sessions() as session:
        entry = PublishedStore(session).version("radio", 3)
        assert (entry.cause, entry.by, entry.restored) == ("roll_back", "operator", 1)
        pin = PinStore(session).in_force("radio", clock.now())
        assert (pin.version, pin.until) == (1, first.ends)
    clock.jump(timedelta(minutes=1))
    publish(config_for(), app.state.desk.paths, sessions, clock)
    since = clock.now() + timedelta(minutes=30)
    assert compare(back, rundown(app), since) == ()


def test_a_roll_back_is_undone(operator, app, clock, material):
    clock.jump(timedelta(minutes=1))
    move_the_morning(operator, material, "13:30")
    edited = rundown(app)
    clock.jump(timedelta(minutes=1))
    operator.post("/schedule/versions/1/roll-back", hours=3)
    clock.jump(timedelta(minutes=1))
    operator.post("/schedule/undo")
    after = rundown(app)
    assert keys_of(after, material.morning_slot) == keys_of(edited, material.morning_slot)
    assert 'id="held-title"' not in operator.page("/schedule/versions?lang=en")


def test_a_held_version_is_let_go(operator, app, clock, material):
    clock.jump(timedelta(minutes=1))
    move_the_morning(operator, material, "13:30")
    operator.post("/schedule/versions/1/roll-back", hours=0)
    assert "is held" in operator.page("/schedule?lang=en")
    clock.jump(timedelta(minutes=1))
    operator.post("/schedule/versions/release")
    begins = min(keys_of(rundown(app), material.morning_slot).values())
    assert begins.astimezone(app.state.desk.config.zone).hour == 13


@pytest.mark.parametrize("version", [7, 99])
def test_a_version_that_is_not_kept_cannot_come_back(operator, version):
    operator.post(f"/schedule/versions/{version}/roll-back", hours=0)
    assert 'id="held-title"' not in operator.page("/schedule/versions?lang=en")
    assert operator.get(f"/schedule/versions/{version}").status_code == 404


def test_collected_changes_wait_and_are_published_together(
    operator, app, clock, material, sessions
):
    before = rundown(app)
    operator.post("/schedule/versions/collect")
    clock.jump(timedelta(minutes=1))
    move_the_morning(operator, material, "13:30")
    assert keys_of(rundown(app), material.morning_slot) == keys_of(before, material.morning_slot)
    clock.jump(timedelta(minutes=1))
    operator.post("/schedule/versions/publish")
    begins = min(keys_of(rundown(app), material.morning_slot).values())
    assert begins.astimezone(app.state.desk.config.zone).hour == 13
    with sessions() as session:
        assert PinStore(session).in_force("radio", clock.now()) is None


def test_collected_changes_are_thrown_away(operator, app, clock, material, sessions):
    with sessions() as session:
        slots = GridStore(session).slots("radio")
    operator.post("/schedule/versions/collect")
    move_the_morning(operator, material, "13:30")
    operator.api("DELETE", f"/slots/{material.news_slot}")
    operator.post("/schedule/versions/throw-away")
    with sessions() as session:
        assert GridStore(session).slots("radio") == slots
        assert GridStore(session).exceptions("radio") == []


def test_nothing_goes_back_while_changes_gather(operator, clock, sessions, material):
    clock.jump(timedelta(minutes=1))
    move_the_morning(operator, material, "13:30")
    operator.post("/schedule/versions/collect")
    operator.post("/schedule/versions/1/roll-back", hours=0)
    with sessions() as session:
        pin = PinStore(session).in_force("radio", clock.now())
    assert pin.purpose is Purpose.COLLECTING


def test_the_lock_is_set_for_a_channel(operator, sessions):
    operator.post("/schedule/versions/lock", minutes=45)
    with sessions() as session:
        assert ChannelPlanningStore(session).lock("radio") == timedelta(minutes=45)
    assert operator.post("/schedule/versions/lock", minutes=721).status_code == 422
    until = (NOON + timedelta(minutes=45)).astimezone(config_for().zone)
    assert f"Locked until {until:%H:%M}" in operator.page("/schedule?lang=en")


def test_the_draft_says_what_publishing_would_change(operator, clock, material):
    assert "the plan is what is published" in operator.page("/schedule/draft?lang=en")
    operator.post("/schedule/versions/collect")
    clock.jump(timedelta(minutes=1))
    move_the_morning(operator, material, "13:30")
    page = operator.page("/schedule/draft?lang=en")
    assert "the plan is what is published" not in page
    assert 'data-change="' in page
    assert "Nothing was rehearsed yet" in page
    for path in ("/schedule/draft", "/schedule/draft/rehearsal"):
        assert "%(" not in operator.page(f"{path}?lang=id")


def test_humas_looks_and_changes_nothing(app, operator):
    humas = Visitor.signed_in(app, "humas")
    assert "roll-back" not in humas.page("/schedule/versions/1")
    assert humas.post("/schedule/versions/1/roll-back", hours=0).status_code == 403
    assert humas.post("/schedule/versions/lock", minutes=5).status_code == 403


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["", "/1", "/compare?before=1&after=1"])
def test_the_pages_stand_in_both_languages(operator, path, language):
    joint = "&" if "?" in path else "?"
    assert "%(" not in operator.page(f"/schedule/versions{path}{joint}lang={language}")
