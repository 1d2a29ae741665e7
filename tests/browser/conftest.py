"""A real desk with doubles behind it, and Debian's browser in front of it."""

import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from station import ffmpeg
from station.clock import SystemClock
from station.config import Channel
from station.database import sessions_for
from station.paths import StatePaths
from station.rundown import Rundown
from tests.browser.desk import RADIO, config_for
from tests.browser.desk_fixtures import air, planned, planned_sqlite, sqlite_ready, staffed_sqlite
from tests.browser.doubles import NOON, FakeAir, FakeStreams
from tests.browser.first_plan import FirstPlan
from tests.browser.schedule_material import Material
from tests.waiting import LIMIT_SECONDS, until
from web import process
from web.accounts import AccountStore
from web.browser_sessions import COOKIE, BrowserSessions

__all__ = ["air", "planned", "planned_sqlite", "sqlite_ready", "staffed_sqlite"]

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
MP3_BYTES_PER_SECOND = 16_000
LIMIT_MS = 1000 * LIMIT_SECONDS
UNHURRIED = """(() => {
    const own = window.setTimeout;
    const stays = (ms) => !window.hurried && [3000, 6000, 12000].includes(ms);
    const patience = (ms) => stays(ms) ? 20 * ms : ms;
    window.setTimeout = (act, ms, ...more) => own.call(window, act, patience(ms), ...more);
})()"""
"""A question and a message stay until a slow machine has come to them, unless a page is hurried."""

expect.set_options(timeout=LIMIT_MS)

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Half a minute of a tone as MP3, 128 kb/s."""
    path = tmp_path_factory.mktemp("sound") / "tone.mp3"
    tone = ["-f", "lavfi", "-i", "sine=f=330:d=30:r=48000", "-b:a", "128k", str(path)]
    subprocess.run([ffmpeg.binary(), *ffmpeg.QUIET, *tone], check=True)
    return path.read_bytes()


@pytest.fixture
def streams(sound: bytes) -> Iterator[FakeStreams]:
    fake = FakeStreams(sound, MP3_BYTES_PER_SECOND)
    yield fake
    fake.close()


@pytest.fixture
def desk_sessions(sqlite_engine: Engine) -> sessionmaker[Session]:
    """One account a role is there."""
    return sessions_for(sqlite_engine)


@pytest.fixture
def first_plan(planned_sqlite: FirstPlan) -> FirstPlan:
    """The one whose copy the database is."""
    return planned_sqlite


@pytest.fixture
def material(planned: Rundown, first_plan: FirstPlan) -> Material:
    return first_plan.material


@pytest.fixture
def channels() -> tuple[Channel, ...]:
    """What the station of the desk sends."""
    return (RADIO,)


@pytest.fixture
def address(
    paths: StatePaths,
    channels: tuple[Channel, ...],
    desk_sessions: sessionmaker[Session],
    air: FakeAir,
    streams: FakeStreams,
    free_port: int,
) -> Iterator[str]:
    """The address of a web process that runs in a thread of the test."""
    stop = threading.Event()
    config = config_for(free_port, streams.port, channels)
    clock = SystemClock(wall=lambda: NOON)
    arguments = (config, paths, desk_sessions, clock, stop)
    thread = threading.Thread(target=process.run, args=arguments, name="web under test")
    thread.start()
    until(lambda: socket.create_connection(("127.0.0.1", free_port))).close()
    yield f"http://localhost:{free_port}"
    stop.set()
    thread.join(LIMIT_SECONDS)
    assert not thread.is_alive(), "the web process does not end while pages are open"


@pytest.fixture
def open_page(
    browser: Browser, address: str, desk_sessions: sessionmaker[Session]
) -> Iterator[Open]:
    """Open a page of the desk, signed in as `role` if one is given; script errors fail the test."""
    contexts = []
    errors: list[str] = []

    def open_at(path: str, role: str = "", width: int = 1280, **options: object) -> Page:
        viewport = {"width": width, "height": 800}
        context = browser.new_context(viewport=viewport, bypass_csp=False, **options)
        contexts.append(context)
        context.set_default_timeout(LIMIT_MS)
        context.add_init_script(UNHURRIED)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        if role:
            cookie = {"name": COOKIE, "value": _signed_in(desk_sessions, role), "url": address}
            context.add_cookies([cookie])
        page.goto(address + path)
        if options.get("java_script_enabled", True):
            ready(page)
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert errors == []


def _signed_in(sessions: sessionmaker[Session], role: str) -> str:
    """Return the cookie of a browser that has signed in."""
    with sessions.begin() as session:
        account = AccountStore(session).named(role)
        assert account is not None
        return BrowserSessions(session).open(account.id, NOON)


def ready(page: Page) -> None:
    """Wait until every part of a page answers."""
    wait_until(page, "'ready' in document.documentElement.dataset")


@contextmanager
def next_page(page: Page) -> Iterator[None]:
    """Do what leads to another page, and go on when that one answers."""
    with page.expect_navigation():
        yield
    ready(page)


def drawn(page: Page) -> None:
    """Wait until all that a page fetches for itself is there."""
    ready(page)
    wait_until(page, "document.readyState === 'complete'")
    wait_until(page, "!document.querySelector('.htmx-request')")


def wait_until(page: Page, claim: str) -> None:
    """Wait for a claim about the page; the page's own policy forbids evaluating strings in it."""
    until(lambda: page.evaluate(f"() => Boolean({claim})"), claim)


def keys_of(rows: Locator) -> list[str | None]:
    """Return the items of all rows at one moment: a new plan may come in at the next."""
    found: list[str | None] = rows.evaluate_all(
        "rows => rows.map((row) => row.dataset.key ?? null)"
    )
    return found


def is_usable(page: Page, what: str = "", widths: tuple[int, ...] = (360, 1280)) -> None:
    """Assert that a page has no barriers and fits, on a phone and, grown wider, at a desk."""
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        assert violations(page) == [], (what, width)
        wider = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0, f"{what}: {wider} px too wide for {width}"


def violations(page: Page) -> list[str]:
    """Return what axe-core finds wrong, in one line each."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text())
    found = page.evaluate("() => axe.run({resultTypes: ['violations']})")
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in found["violations"]
        for node in each["nodes"]
    ]
