"""A real browser with a camera: what it sends to a television channel is heard and seen."""

import threading

import pytest
from playwright.sync_api import expect

from station.config import Channel
from station.video import Shape
from streaming.live.film.decoding import decoded
from tests.browser.conftest import violations, wait_until
from tests.browser.desk import RADIO
from tests.integration.web.fake_live import FakeLive

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture
def channels():
    return (Channel(slug="tv", kind="tv", name="TV Kota Contoh"), RADIO)


@pytest.fixture
def live(paths):
    found = FakeLive(paths.microphone_socket)
    yield found
    found.close()


@pytest.fixture
def page(open_page):
    return open_page("/studio/microphone?lang=en", "operator", 1280)


class Heard:
    """What a call has sent, for a decoder that reads it as it comes."""

    def __init__(self, call):
        self._call = call
        self.size = 0

    def read(self, size):
        data = self._call._stream.read1(size)
        self.size += len(data)
        return data


def test_a_camera_is_heard_and_seen_by_the_station_and_by_the_presenter_himself(page, live):
    page.get_by_role("button", name="Connect").click()
    call = live.call()
    assert call.hello.channel == "tv"
    assert call.hello.mime.startswith("video/webm")
    kinds = {"picture": 0, "sound": 0}
    for _, what in decoded(Heard(call), "matroska", Shape(320, 180)):
        kinds["sound" if hasattr(what, "ndim") else "picture"] += 1
        if min(kinds.values()) > 5:
            break
    threading.Thread(target=call.hear, args=(-1,), daemon=True).start()
    wait_until(page, "document.getElementById('own-view').videoWidth > 0")
    assert violations(page) == []


def test_the_camera_is_offered_where_there_are_pictures_and_can_be_left_out(page, live):
    page.select_option("#channel", "radio")
    expect(page.locator("#camera-row")).to_be_hidden()
    page.select_option("#channel", "tv")
    expect(page.locator("#camera-device")).to_be_visible()
    page.uncheck("#camera")
    expect(page.locator("#camera-device")).to_be_hidden()
    page.get_by_role("button", name="Connect").click()
    assert live.call().hello.mime == "audio/webm;codecs=opus"
    expect(page.locator("#own-view")).to_be_hidden()
