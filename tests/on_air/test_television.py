"""The demo's television, on the air: what a browser sees of it, and that it ends cleanly.

The one station with television that the tests start; whoever needs one shares it.
"""

import pytest
from playwright.sync_api import expect

from mengudara.demo.progress import Progress
from mengudara.demo.tv import grid
from mengudara.demo.tv.adding import add
from station.config import load
from station.kinds import Kind
from tests.on_air.live_station import CLOCK, live_station
from tests.on_air.tones import write_tone
from tests.tiny_television import TINY
from tests.waiting import LIMIT_SECONDS, until
from web.station_file import StationFile

pytestmark = pytest.mark.needs("chromium")

WATCHED_SECONDS = 6
HEIGHTS = (576, 480, 360)
DARK = 20
NAMES = {stretch.name for stretch in grid.stretches({grid.HOUR: 1, grid.CINEMA: 2})}
SEEN = """() => {
    const video = document.getElementById("video");
    const canvas = Object.assign(document.createElement("canvas"), { width: 32, height: 18 });
    const pen = canvas.getContext("2d");
    pen.drawImage(video, 0, 0, 32, 18);
    return [...pen.getImageData(0, 0, 32, 18).data].filter((_, n) => n % 4 !== 3);
}"""


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    folder = tmp_path_factory.mktemp("television")
    with live_station(folder / "var") as found:
        found.take_in(write_tone(folder / "a.flac", 440, 20, title="Nada"), Kind.MUSIC)
        found.always_on("Nada")
        add(found.config, found.paths, CLOCK, Progress(), TINY)
        small = {"height": 576, "preset": "ultrafast"}
        StationFile(found.paths).set_channel("tv", {"picture": small})
        found.config = load(found.paths)
        found.start()
        yield found


def time_of(page):
    return page.evaluate("() => document.getElementById('video').currentTime")


def bright(page):
    """Return what is seen, in small, unless it is dark: clips come from black and go back."""
    seen = page.evaluate(SEEN)
    return seen if sum(seen) / len(seen) > DARK else None


@pytest.fixture
def page(station, browser):
    page = browser.new_page()
    page.set_default_timeout(1000 * LIMIT_SECONDS)
    page.goto(station.web("/?channel=tv"))
    yield page
    page.close()


def test_a_viewer_sees_moving_pictures_that_are_not_black(station, page):
    station.wait(lambda: station.answers(station.stream("/tv/live.m3u8")), "the ladder")
    page.locator("#play").click()
    station.wait(lambda: time_of(page) > 0, "pictures that move")
    began = time_of(page)
    first = until(lambda: bright(page))
    station.wait(lambda: time_of(page) > began + WATCHED_SECONDS, "time that passes")
    until(lambda: (later := bright(page)) and later != first)
    assert page.evaluate("() => document.getElementById('video').videoHeight") in HEIGHTS


def test_the_page_tells_what_is_on(page):
    expect(page.locator("#air")).to_have_attribute("data-state", "on")
    said = page.locator("[data-now-title]").text_content()
    assert said in {clip.title for clip in TINY} | NAMES


def test_it_stops_when_told_and_says_so(station):
    assert station.stop() == 0
    assert "Stopping …" in (station.paths.home / "up.log").read_text()
