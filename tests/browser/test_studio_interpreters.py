"""Interpreters who are live, on the desk: shown while they are there, and no output."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from station.outputs import Output, OutputState
from tests.browser.conftest import violations
from tests.browser.doubles import NOON

pytestmark = pytest.mark.needs("chromium")


def test_an_interpreter_who_is_live_is_shown_and_is_no_output(open_page, streams):
    studio = open_page("/studio", "operator", 1366)
    expect(studio.locator("#interpreters")).to_be_hidden()
    told = Output("interpreter:radio/wati", "interpreter", "radio", OutputState.UP, NOON)
    streams.outputs = [*streams.outputs, told]
    expect(studio.locator("#interpreters li")).to_contain_text("wati")
    expect(studio.locator("#interpreters .light")).to_have_attribute("data-tone", "good")
    assert violations(studio) == []
    streams.outputs = [*streams.outputs[:-1], replace(told, state=OutputState.STALLED)]
    expect(studio.locator("#interpreters .light")).to_have_attribute("data-tone", "warn")
    expect(studio.locator("#outputs li")).to_have_count(5)
