"""The pages of what is kept beside a programme: its recording, and the words of a film."""

import hashlib
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from media_library import captions
from scheduler.as_run import collect_all
from station.audio import RATE, utc_us
from station.journal import Act, Fact, JournalWriter
from station.kinds import Kind
from station.recordings import INDEX, Begun, Copy, Stretch, hour_of, line, stem
from tests.browser.conftest import next_page, ready, violations
from tests.browser.doubles import NOON
from tests.integration.web.library_material import add_film

pytestmark = pytest.mark.needs("chromium")

WORDS = "WEBVTT\n\n00:01.000 --> 00:02.500\n- Selamat pagi\n- مرحبا\n".encode()


@pytest.fixture
def recorded(paths):
    """An hour with a gap, in both copies."""
    begins = hour_of(NOON - timedelta(hours=2))
    rows = [Stretch(utc_us(begins) + at * 1_000_000, 2_000_000, at, 1) for at in (0, 2, 60, 62)]
    for copy in Copy:
        folder = paths.recordings / "radio" / copy
        folder.mkdir(parents=True)
        (folder / f"{stem(begins)}.mp3").write_bytes(bytes(100))
        entries = [Begun(rows[0].at, "Warta"), *rows]
        (folder / f"{stem(begins)}{INDEX}").write_bytes(b"".join(map(line, entries)))
    return "/reports/recordings"


@pytest.fixture
def aired(recorded, paths, desk_sessions):
    """What aired in the first minutes of it."""
    begins = hour_of(NOON - timedelta(hours=2))
    writer = JournalWriter(paths.journal("radio"))
    about = {"airing": "a", "title": "Warta Kota dari Balai Kota", "kind": Kind.PROGRAMME}
    writer.append(
        [
            Fact("1", Act.STARTED, begins, **about),
            Fact("2", Act.ENDED, begins + timedelta(minutes=5), frames=300 * RATE, **about),
        ]
    )
    writer.close()
    collect_all(desk_sessions, "radio", paths.journal("radio"))


@pytest.fixture
def captioned(paths, desk_sessions):
    film = add_film(desk_sessions, paths.media, NOON, "Pekan Raya")
    for language in ("id", "ar"):
        captions.put(paths.media, film.path, WORDS, language)
    return f"/library/carts/{film.id}/captions"


def fits(page):
    assert violations(page) == []
    page.set_viewport_size({"width": 360, "height": 800})
    page.reload()
    ready(page)
    assert violations(page) == []
    wider = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    assert wider <= 0, f"{wider} px too wide"


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_recording_of_a_day_has_no_barriers_and_fits(recorded, open_page, language):
    page = open_page(f"{recorded}?lang={language}", "humas")
    assert page.locator("tbody tr").count() == 1
    assert page.locator(".holes li").count() == 2
    fits(page)


def test_an_item_is_found_fetched_and_certified_with_the_keyboard_alone(recorded, aired, open_page):
    page = open_page(recorded, "humas")
    with next_page(page):
        page.locator("tbody a").first.press("Enter")
    fetch = page.get_by_role("link", name="Ambil Warta Kota")
    with page.expect_download() as fetched:
        fetch.press("Enter")
    sha256 = hashlib.sha256(fetched.value.path().read_bytes()).hexdigest()
    expect(page.locator("code")).to_have_text(sha256)
    fits(page)
    with next_page(page):
        page.get_by_role("link", name="Keterangan").press("Enter")
    expect(page.locator("code")).to_have_text(sha256)
    expect(page.locator("tbody tr")).to_contain_text("Warta Kota")
    fits(page)


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_words_of_a_film_have_no_barriers_and_fit(captioned, open_page, language):
    page = open_page(f"{captioned}?lang={language}", "operator")
    assert page.locator("tbody tr").count() == 1
    fits(page)
