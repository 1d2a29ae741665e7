"""The listener's page in a real browser, with real sound behind it."""

import subprocess

import pytest
from playwright.sync_api import expect

from station import ffmpeg
from tests.browser.conftest import MP3_BYTES_PER_SECOND, ready, wait_until
from tests.browser.doubles import FakeStreams

pytestmark = pytest.mark.needs("chromium")

TONE = "-f lavfi -i sine=f=440:d=12:r=48000 -c:a aac -b:a 96k"
AS_HLS = "-f hls -hls_time 2 -hls_list_size 0"
PLAYS = "document.getElementById('audio').currentTime > 0.05"


@pytest.fixture(scope="module")
def hls(tmp_path_factory):
    """A folder with a playlist and its segments, AAC in TS."""
    folder = tmp_path_factory.mktemp("hls")
    command = [ffmpeg.binary(), *ffmpeg.QUIET, *TONE.split(), *AS_HLS.split()]
    subprocess.run([*command, str(folder / "live.m3u8")], check=True)
    return folder


@pytest.fixture
def listener(open_page):
    return open_page("/", width=390, has_touch=True, is_mobile=True)


def test_programme_plays_at_a_tap(listener):
    listener.tap("#play")
    wait_until(listener, PLAYS)
    expect(listener.locator("#state")).to_have_text("Anda mendengarkan siaran langsung")


def test_a_second_tap_ends_the_connection(listener):
    listener.tap("#play")
    wait_until(listener, PLAYS)
    listener.tap("#play")
    expect(listener.locator("#state")).to_have_text("Ketuk untuk mendengarkan")
    assert not listener.evaluate("() => document.getElementById('audio').hasAttribute('src')")


def test_the_choice_of_quality_is_taken_at_once_and_remembered(listener):
    listener.tap("#play")
    listener.check("input[value=aac-low]")
    wait_until(listener, "document.getElementById('audio').src.includes('-low.aac')")
    wait_until(listener, PLAYS)
    listener.reload()
    ready(listener)
    expect(listener.locator("input[value=aac-low]")).to_be_checked()


def test_sound_comes_back_by_itself_when_the_server_dropped_it(listener, streams):
    listener.tap("#play")
    wait_until(listener, PLAYS)
    streams.dropped.set()
    expect(listener.locator("#state")).to_contain_text("menyambung lagi")
    streams.dropped.clear()
    expect(listener.locator("#state")).to_have_text("Anda mendengarkan siaran langsung")
    assert streams.connections >= 2


def test_sound_comes_back_by_itself_after_the_server_was_away(listener, streams, sound):
    listener.tap("#play")
    wait_until(listener, PLAYS)
    streams.close()
    expect(listener.locator("#state")).to_contain_text("menyambung lagi")
    again = FakeStreams(sound, MP3_BYTES_PER_SECOND, port=streams.port)
    try:
        expect(listener.locator("#state")).to_have_text("Anda mendengarkan siaran langsung")
        wait_until(listener, PLAYS)
    finally:
        again.close()


def test_where_the_endless_stream_cannot_pass_hls_takes_over(listener, streams, hls):
    streams.hls = hls
    listener.tap("#play")
    wait_until(listener, PLAYS)
    assert listener.evaluate("() => document.getElementById('audio').src.startsWith('blob:')")


def test_now_and_next_follow_the_air(listener, air):
    expect(listener.locator("[data-now-title]")).to_have_text("Gending Pagi")
    expect(listener.locator("[data-next-title]")).to_have_text("Posyandu bulan ini")
    item = air.snapshot.upcoming[1]
    air.change(title=item.title, artist=item.artist, item_key=item.item_key)
    expect(listener.locator("[data-now-title]")).to_have_text("Bengawan di Kala Senja")


def test_the_lock_screen_names_the_title(listener):
    listener.tap("#play")
    wait_until(listener, "navigator.mediaSession.metadata?.title === 'Gending Pagi'")


def test_without_script_there_is_a_plain_player(listener, open_page):
    expect(listener.locator("[data-now-title]")).to_have_text("Gending Pagi")
    page = open_page("/", java_script_enabled=False)
    expect(page.locator("#audio")).to_be_visible()
    expect(page.locator("#play")).to_be_hidden()
    expect(page.locator("[data-now-title]")).to_have_text("Gending Pagi")


def test_the_page_is_light(listener):
    loaded = listener.evaluate(
        """() => performance.getEntriesByType("resource")
            .filter((one) => !one.name.includes("/api/"))
            .reduce((sum, one) => sum + one.encodedBodySize, 0)"""
    )
    assert loaded < 80_000


def test_the_page_begins_at_its_top_and_the_list_of_the_day_at_what_is_on(listener):
    row = '<li data-begins="{}" data-ends="{}"><time>00.00</time><span>Acara</span></li>'
    hours = "".join(row.format(year, year + 1) for year in range(2000, 3000, 20))
    on = row.format(2000, 3000).replace("<li", '<li id="on"')
    today = f'<section class="today"><ol>{hours}{on}{hours}</ol></section></main>'

    def with_a_long_day(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("</main>", today))

    listener.route("**/", with_a_long_day)
    listener.reload()
    ready(listener)
    assert listener.evaluate("scrollY") == 0
    assert listener.evaluate(
        """() => {
            const row = document.getElementById('on').getBoundingClientRect();
            const list = document.querySelector('.today ol').getBoundingClientRect();
            return list.top < row.top && row.bottom < list.bottom;
        }"""
    )
