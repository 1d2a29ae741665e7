"""The studio in a real browser, with an air that speaks the protocol."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from station import recordings
from station.commands import Hold, Skip
from station.outputs import Output, OutputState, Trouble
from tests.browser.conftest import wait_until
from tests.browser.doubles import NOON

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture
def studio(open_page):
    page = open_page("/studio", "operator", 1366)
    expect(page.locator("#now-title")).to_have_text("Gending Pagi")
    wait_until(page, "document.querySelectorAll('#upcoming li').length === 5")
    return page


def commands(air):
    return [request.command for request in air.requests]


def test_it_shows_what_is_on_why_and_what_comes(studio):
    expect(studio.locator("#now-why")).to_have_text("Rotasi acara Pagi Ceria")
    expect(studio.locator("#ladder [aria-current]")).to_have_text("jadwal")
    expect(studio.locator("#onair")).to_have_attribute("data-tone", "good")
    expect(studio.locator("#upcoming li").last).to_contain_text("Warta Siang")
    expect(studio.locator("#outputs li")).to_have_count(5)
    expect(studio.locator("#listeners")).to_have_text("150 pendengar")
    expect(studio.locator("#output-list")).to_contain_text("Server menolak nama atau kata sandi")


def test_the_countdown_counts_without_a_reload(studio):
    before = studio.inner_text("#countdown")
    wait_until(studio, f"document.querySelector('#countdown').textContent !== '{before}'")


def test_it_is_an_alarm_that_nothing_is_recorded_until_it_is_well_again(
    studio, streams, monkeypatch
):
    trouble = Trouble(recordings.Alarm.FULL, NOON, "5")
    name, state = "recorder:radio/proxy", OutputState.STALLED
    one = Output(name, "recorder", "radio", state, NOON, trouble=trouble)
    other = replace(one, name="recorder:radio/programme")
    with monkeypatch.context() as full:
        full.setattr(streams, "outputs", [*streams.outputs, one, other])
        expect(studio.locator("#alarms li")).to_have_count(1)
        expect(studio.locator("#alarms li")).to_contain_text("ruang cakram tinggal 5 GB")
        expect(studio.locator("#warnings")).to_contain_text("di atas")
    expect(studio.locator("#alarms")).to_be_hidden()


def test_a_skip_is_asked_for_twice(studio, air):
    studio.keyboard.press("s")
    expect(studio.locator("#skip")).to_contain_text("Tekan lagi")
    assert commands(air) == []
    studio.keyboard.press("s")
    expect(studio.locator("#now-title")).to_have_text("Posyandu bulan ini")
    assert commands(air) == [Skip(item_key="song-1")]


def test_hold_is_one_key_and_shows_that_it_holds(studio, air):
    studio.keyboard.press("h")
    expect(studio.locator("#hold")).to_have_attribute("aria-pressed", "true")
    expect(studio.locator("#warnings")).to_contain_text("Ditahan")
    studio.keyboard.press("h")
    expect(studio.locator("#hold")).to_have_attribute("aria-pressed", "false")
    assert commands(air) == [Hold(on=True), Hold(on=False)]


def test_a_refusal_is_told_where_one_looks(studio, air):
    air.refuse = "not_on_air"
    studio.click("#skip")
    studio.click("#skip")
    expect(studio.locator("#toasts")).to_contain_text("Materi itu sudah tidak mengudara.")


def test_the_keys_are_listed_on_a_question_mark(studio):
    studio.keyboard.press("?")
    expect(studio.locator("#keys-dialog")).to_be_visible()
    studio.keyboard.press("s")
    expect(studio.locator("#skip [data-text]")).to_have_text("Lewati")


def test_keys_do_nothing_while_one_types(studio, air):
    studio.keyboard.press("i")
    studio.locator("#find-text").press_sequentially("shsh")
    assert commands(air) == []


def test_old_news_is_greyed_when_the_air_falls_silent_and_comes_back(studio, air, paths):
    air.close()
    expect(studio.locator("#studio")).to_have_attribute("data-stale", "")
    expect(studio.locator("#stale")).to_contain_text("Mesin siaran tidak menjawab sejak 10.4")
    expect(studio.locator("#onair")).to_have_attribute("data-tone", "bad")
    again = type(air)(Path(paths.control_socket("radio")))
    try:
        expect(studio.locator("#studio")).not_to_have_attribute("data-stale", "")
        expect(studio.locator("#onair")).to_have_attribute("data-tone", "good")
    finally:
        again.close()
