"""The listener's page of a television channel in a real browser, with real pictures behind it."""

import subprocess

import pytest
from playwright.sync_api import expect

from station import ffmpeg
from station.config import Channel
from tests.browser.conftest import violations, wait_until
from tests.browser.desk import RADIO
from tests.browser.doubles import FakeAir

pytestmark = pytest.mark.needs("chromium")

CLIP = (
    "-f lavfi -i testsrc=s=320x180:r=25:d=12 -f lavfi -i sine=f=440:d=12:r=48000 "
    "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 50 -c:a aac -b:a 96k"
)
AS_HLS = "-f hls -hls_time 2 -hls_list_size 0"
MASTER = """#EXTM3U
#EXT-X-VERSION:6
#EXT-X-STREAM-INF:BANDWIDTH=900000,AVERAGE-BANDWIDTH=800000,CODECS="avc1.42c00d,mp4a.40.2",RESOLUTION=320x180
360p/live.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=140000,AVERAGE-BANDWIDTH=130000,CODECS="mp4a.40.2"
sound/live.m3u8
"""
PLAYS = "document.getElementById('video').currentTime > 0.05"
BRIGHTNESS = """() => {
    const video = document.getElementById("video");
    const canvas = Object.assign(document.createElement("canvas"), { width: 32, height: 18 });
    const pen = canvas.getContext("2d");
    pen.drawImage(video, 0, 0, 32, 18);
    const values = pen.getImageData(0, 0, 32, 18).data;
    return values.reduce((sum, one, n) => sum + (n % 4 === 3 ? 0 : one), 0) / (32 * 18 * 3);
}"""


@pytest.fixture(scope="module")
def ladder(tmp_path_factory):
    """A folder as the stream server shows it: a master, one rung and the sound alone."""
    folder = tmp_path_factory.mktemp("ladder")
    for name, without in (("360p", []), ("sound", ["-vn"])):
        rung = folder / "tv" / name
        rung.mkdir(parents=True)
        command = [ffmpeg.binary(), *ffmpeg.QUIET, *CLIP.split(), *without, *AS_HLS.split()]
        subprocess.run([*command, str(rung / "live.m3u8")], check=True)
    (folder / "tv" / "live.m3u8").write_text(MASTER)
    return folder


@pytest.fixture
def channels():
    television = Channel(slug="tv", kind="tv", name="TV Kota Contoh")
    return (television, RADIO)


@pytest.fixture
def tv_air(paths):
    fake = FakeAir(paths.control_socket("tv"), "tv")
    yield fake
    fake.close()


@pytest.fixture
def viewer(open_page, streams, ladder, tv_air):
    streams.hls = ladder
    return open_page("/?channel=tv", width=390, has_touch=True, is_mobile=True)


def test_pictures_play_at_a_tap_and_are_not_black(viewer):
    viewer.tap("#play")
    wait_until(viewer, PLAYS)
    expect(viewer.locator("#state")).to_have_text("Anda menonton siaran langsung")
    assert viewer.evaluate("() => document.getElementById('video').videoWidth") == 320
    assert viewer.evaluate(BRIGHTNESS) > 20
    expect(viewer.locator("#play")).to_be_hidden()
    assert viewer.evaluate("() => document.getElementById('video').controls")


def test_the_sound_alone_is_a_choice_that_is_taken_at_once_and_remembered(viewer):
    viewer.tap("#play")
    wait_until(viewer, PLAYS)
    viewer.check("input[value=sound]")
    expect(viewer.locator("#state")).to_have_text("Anda mendengarkan suaranya saja")
    wait_until(viewer, PLAYS)
    assert viewer.evaluate("() => document.getElementById('video').videoWidth") == 0
    viewer.reload()
    expect(viewer.locator("input[value=sound]")).to_be_checked()


def test_pictures_come_back_by_themselves_when_the_server_had_none(viewer, streams, ladder):
    streams.hls = ladder / "nothing"
    viewer.tap("#play")
    expect(viewer.locator("#state")).to_contain_text("menyambung lagi")
    streams.hls = ladder
    wait_until(viewer, PLAYS)


def test_a_size_that_is_left_out_gives_way_to_what_there_is(viewer):
    viewer.check("input[value='480p']")
    viewer.tap("#play")
    wait_until(viewer, PLAYS)
    assert viewer.evaluate("() => document.getElementById('video').videoWidth") == 320
    expect(viewer.locator("input[value='480p']")).to_be_checked()


def test_a_pause_gives_the_button_back_and_leads_on_live(viewer):
    viewer.tap("#play")
    wait_until(viewer, PLAYS)
    viewer.evaluate("() => document.getElementById('video').pause()")
    expect(viewer.locator("#state")).to_have_text("Ketuk untuk menonton")
    viewer.tap("#play")
    wait_until(viewer, PLAYS)


def test_everything_works_by_keyboard(open_page, streams, ladder, tv_air):
    streams.hls = ladder
    page = open_page("/?channel=tv")
    page.focus("#play")
    page.keyboard.press("Enter")
    wait_until(page, PLAYS)
    page.keyboard.press("f")
    wait_until(page, "document.fullscreenElement?.id === 'video'")
    page.keyboard.press("f")
    wait_until(page, "!document.fullscreenElement")
    page.focus("input[value=auto]")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("input[value='720p']")).to_be_checked()


def test_captions_that_come_with_the_stream_are_switched_and_remembered(viewer):
    expect(viewer.locator("#captions")).to_be_hidden()
    viewer.evaluate(
        "() => document.getElementById('video').addTextTrack('subtitles', 'Teks', 'id')"
    )
    viewer.tap("#captions")
    expect(viewer.locator("#captions")).to_have_attribute("aria-pressed", "true")
    assert viewer.evaluate("() => document.getElementById('video').textTracks[0].mode") == "showing"
    assert viewer.evaluate("() => localStorage.getItem('captions')") == "on"


def test_the_button_of_captions_goes_through_their_languages_to_none(viewer):
    viewer.evaluate(
        """() => {
            const video = document.getElementById("video");
            video.addTextTrack("subtitles", "Bahasa Indonesia", "id");
            video.addTextTrack("subtitles", "English", "en");
        }"""
    )
    modes = "() => [...document.getElementById('video').textTracks].map((one) => one.mode)"
    button = viewer.locator("#captions")
    for told, shown in (
        ("Bahasa Indonesia", ["showing", "disabled"]),
        ("English", ["disabled", "showing"]),
        ("", ["disabled", "disabled"]),
    ):
        viewer.tap("#captions")
        expect(button.locator("[data-language]")).to_have_text(told)
        assert viewer.evaluate(modes) == shown


def test_now_and_next_are_those_of_the_channel(viewer, tv_air):
    expect(viewer.locator("[data-now-title]")).to_have_text("Gending Pagi")
    tv_air.change(title="Wayang Kota", item_key="film-2")
    expect(viewer.locator("[data-now-title]")).to_have_text("Wayang Kota")


def test_an_old_phone_that_plays_hls_itself_gets_the_playlist(open_page, streams, ladder, tv_air):
    streams.hls = ladder
    page = open_page("/?channel=tv")
    page.add_init_script(
        """delete window.MediaSource; delete window.ManagedMediaSource;
        HTMLMediaElement.prototype.canPlayType = () => "maybe";"""
    )
    page.reload()
    page.click("#play")
    wait_until(page, "document.getElementById('video').src.includes('/tv/live.m3u8')")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_screen_has_no_barriers_and_fits(open_page, tv_air, language, width):
    page = open_page(f"/?channel=tv&lang={language}", width=width)
    assert violations(page) == []
    wider = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    assert wider <= 0, f"{wider} px too wide"
    assert page.locator(".channels a").all_text_contents() == ["Kota Contoh FM", "TV Kota Contoh"]


def test_the_studio_shows_small_silent_pictures_beside_the_meters(
    open_page, streams, ladder, tv_air
):
    streams.hls = ladder
    page = open_page("/studio?channel=tv", "operator", 360)
    wait_until(page, "document.querySelector('.confidence video').currentTime > 0.05")
    assert page.evaluate("() => document.querySelector('.confidence video').muted")
    expect(page.locator("#facts dt", has_text="Gambar ditahan")).to_have_count(1)
    assert violations(page) == []
    wider = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    assert wider <= 0, f"{wider} px too wide"


def test_the_studio_of_a_radio_shows_none(open_page):
    page = open_page("/studio?channel=radio", "operator")
    wait_until(page, "document.querySelectorAll('#facts dt').length")
    expect(page.locator(".confidence")).to_have_count(0)
    expect(page.locator("#facts dt", has_text="Gambar ditahan")).to_have_count(0)
