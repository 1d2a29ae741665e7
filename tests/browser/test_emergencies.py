"""Warnings that interrupt nothing, the all-clear that is said, and urgent texts, by hand."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from station import commands, urgent, wall
from station.wall import Level, Wall
from tests.browser.busy_air import busy, messages
from tests.browser.conftest import violations, wait_until
from tests.waiting import until

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture
def studio(open_page, air, address, paths):
    path = paths.wall("radio")
    until(path.exists)
    flood, over = messages().emergency
    flood = replace(flood, label="Hujan lebat", level=Level.WASPADA)
    over = replace(over, id="aman", label="Keadaan aman", level=Level.CLEAR)
    wall.publish(path, Wall(emergency=(flood, over)))
    air.snapshot = busy()
    page = open_page("/studio?lang=id", "operator", 1_366)
    wait_until(page, "document.querySelectorAll('#upcoming li').length >= 5")
    return page


def ordered(air):
    return [request.command for request in air.requests]


def test_a_warning_runs_as_text_and_the_all_clear_is_said_and_lifts_it(studio, air, paths):
    studio.locator("[data-alert]").click()
    question = studio.locator("#alert-dialog")
    expect(question.get_by_label("Jangan menyela")).to_be_checked()
    expect(question.get_by_label("Berapa kali")).to_be_disabled()
    expect(question).to_contain_text("Siaran tidak disela")
    assert violations(studio) == []
    question.get_by_role("button", name="Tampilkan sekarang").click()
    expect(question).to_be_hidden()
    (read,) = ordered(air)
    assert (read.when, read.item.title) == ("next", "Peringatan <tsunami>")
    assert [one.text for one in urgent.read(paths.rundown("radio"))] == ["Hujan lebat"]
    studio.locator("[data-clear]").click()
    sure = studio.locator("#confirm")
    expect(sure).to_contain_text("“Keadaan aman” dibacakan sekali")
    sure.get_by_role("button", name="Nyatakan aman").click()
    until(lambda: ordered(air)[-1] == commands.Alert("aman", times=1))
    until(lambda: [one.text for one in urgent.read(paths.rundown("radio"))] == ["Keadaan aman"])


def test_a_warning_may_interrupt_all_the_same_with_a_longer_pause(studio, air):
    studio.locator("[data-alert]").click()
    question = studio.locator("#alert-dialog")
    question.get_by_label("Jangan menyela").uncheck()
    question.get_by_label("Jeda").select_option("30")
    question.get_by_role("button", name="Siarkan sekarang").click()
    expect(question).to_be_hidden()
    assert ordered(air) == [commands.Alert("tsunami", times=3, pause_ms=30_000)]


def test_words_of_the_desk_are_shown_and_taken_back(studio, paths):
    studio.get_by_text("Tampilkan teks darurat").click()
    part = studio.locator("#running-texts")
    part.get_by_label("Teksnya").fill("Jalan ditutup")
    assert violations(studio) == []
    part.get_by_role("button", name="Tampilkan sekarang").click()
    shown = part.locator("#running-list")
    expect(shown).to_contain_text("Jalan ditutup")
    assert [one.text for one in urgent.read(paths.rundown("radio"))] == ["Jalan ditutup"]
    shown.get_by_role("button", name="Tarik").click()
    expect(part.locator("#running-list")).not_to_contain_text("Jalan ditutup")
    assert urgent.read(paths.rundown("radio")) == ()
