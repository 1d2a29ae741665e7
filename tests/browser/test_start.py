"""The first steps in a real browser: from an empty schedule to a legal day, counted."""

import pytest
from playwright.sync_api import expect

from media_library.ingest import Ingest
from media_library.ingest_queue import IngestQueue
from media_library.jobs import JobStore
from scheduler.planning import Planning
from station.clock import VirtualClock
from station.rundown import read_current
from tests.browser import start_material
from tests.browser.conftest import is_usable, ready
from tests.browser.desk import config_for
from tests.browser.doubles import NOON
from tests.browser.newcomer import Newcomer
from tests.browser.schedule_material import publish
from tests.waiting import until
from web.start_findings import LOOKED_AT, Weight, first_day

pytestmark = pytest.mark.needs("chromium")

MOST_MINUTES = 30
MOST_PRESSES = 12
MOST_FIELDS = 5
SONGS = ("Indonesia Raya", "Bagimu Negeri")


@pytest.fixture
def fresh(desk_sessions, paths):
    """A station with the demo's material, no grid, and its own rotation on the air."""
    start_material.add_demo(desk_sessions)
    publish(config_for(), paths, desk_sessions, VirtualClock(NOON))


@pytest.fixture
def songs(sound, tmp_path):
    """Two recordings of the newcomer's own; here only their names are those of songs."""
    files = [tmp_path / f"{title}.mp3" for title in SONGS]
    for title, file in zip(SONGS, files, strict=True):
        tag = b"TAG" + title.encode().ljust(30, b"\0") + bytes(94) + b"\xff"
        file.write_bytes(sound + tag)
    return files


def take_in(sessions, paths, count):
    """Do what the plan process does: bring what was sent into the library."""
    clock = VirtualClock(NOON)
    until(lambda: len(_jobs(sessions)) == count)
    queue = IngestQueue(sessions, Ingest(config_for(), paths, sessions, clock), clock)
    while queue.run_one() is not None:
        pass


def _jobs(sessions):
    with sessions() as session:
        return JobStore(session).newest()


def first_24_hours(sessions, paths):
    with sessions() as session:
        planning = Planning(config_for(), paths, sessions, VirtualClock(NOON))
        return first_day(planning.draft(session, "radio"), NOON)


@pytest.mark.usefixtures("fresh")
def test_a_newcomer_has_a_legal_day_on_the_air_in_less_than_half_an_hour(
    open_page, desk_sessions, paths, songs
):
    page = open_page("/schedule?lang=en", "admin")
    newcomer = Newcomer(page)
    newcomer.reads()
    newcomer.goes(page.get_by_role("link", name="Set up the first week"), "**/schedule/start?*")
    newcomer.goes(page.get_by_role("link", name="Begin"), "**/start/station?*")
    newcomer.types("#name", "Radio Suara Pekalongan")
    newcomer.chooses("#town", "Kota Pekalongan · Asia/Jakarta")
    newcomer.goes(page.get_by_role("button", name="Keep and go on"), "**/start/sound?*")
    newcomer.chooses("#upload-kind", "Anthem")
    newcomer.brings(songs)
    take_in(desk_sessions, paths, len(songs))
    newcomer.goes(page.get_by_role("link", name="Count again"), "**/start/sound?*")
    for need in ("anthem", "national_song"):
        expect(page.locator(f"[data-need={need}]")).to_contain_text("1 there")
    newcomer.goes(page.get_by_role("button", name="Go on", exact=True), "**/start/week?*")
    for week in ("City station around the school day", "Music and information, 24 hours"):
        newcomer.goes(page.get_by_role("link", name=week), "**/start/week?*week=*")
    newcomer.goes(page.get_by_role("button", name="Use this week"), "**/start/law?*")
    newcomer.goes(page.get_by_role("button", name="Keep and go on"), "**/start/air?*")
    newcomer.goes(page.get_by_role("button", name="Publish this schedule"), "**/start/air?*")
    expect(page.get_by_role("heading", name="Your schedule is on the air")).to_be_visible()
    expect(page.get_by_role("link", name="To the studio")).to_be_visible()
    expect(page.locator("#publication")).to_contain_text("is published")

    assert newcomer.presses <= MOST_PRESSES, newcomer
    assert newcomer.fields <= MOST_FIELDS, newcomer
    assert newcomer.minutes < MOST_MINUTES, newcomer

    published = read_current(paths.rundown("radio"))
    programmes = {item.programme for item in published.items}
    assert {"Kabar Kota", "Selamat Bekerja", "Teman Malam"} <= programmes
    day = first_24_hours(desk_sessions, paths)
    assert [each for each in day.found if each.weight is not Weight.REMARK] == []
    assert day.silent.total_seconds() == 0
    assert {song.title for song in day.songs} == set(SONGS)
    assert all(song.begins.minute == song.begins.second == 0 for song in day.songs)
    assert day.announcements >= 12
    assert published.items[-1].ends >= NOON + LOOKED_AT


@pytest.mark.usefixtures("fresh")
def test_the_steps_have_no_barriers_and_fit(open_page, address):
    page = open_page("/schedule/start", "admin", 360)
    for step in ("", "/station", "/sound", "/week", "/law", "/air"):
        page.goto(f"{address}/schedule/start{step}")
        ready(page)
        is_usable(page, step, (360, 1366))
