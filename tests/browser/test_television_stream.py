"""hls.js in a real browser on the ladder of a real streaming process, while its children die."""

import os
import signal
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import LIMIT_MS
from tests.integration.test_streaming_television import SETTINGS, air, encoder, published
from tests.unit.streaming.stream_process import StreamProcess
from tests.waiting import until

pytestmark = pytest.mark.needs("chromium")

PLAYER = Path(__file__).parents[2] / "node_modules" / "hls.js" / "dist" / "hls.min.js"
SCREEN = "<video id='video' muted autoplay playsinline></video>"
PLAY = """(address) => {
    const player = new Hls();
    player.on(Hls.Events.ERROR, (event, said) => {
        if (!said.fatal) return;
        said.type === "networkError" ? player.startLoad() : player.recoverMediaError();
    });
    player.loadSource(address);
    player.attachMedia(document.getElementById("video"));
}"""
SEEN = "document.getElementById('video').getVideoPlaybackQuality().totalVideoFrames"


@pytest.fixture
def stream(tmp_path: Path, free_port: int) -> Iterator[StreamProcess]:
    process = StreamProcess(tmp_path, free_port, SETTINGS)
    with air(process), process:
        until(lambda: published(process, 3))
        yield process


def goes_on(page: Page, pictures: int = 100) -> None:
    """Wait until so many more pictures were shown."""
    wanted = page.evaluate(SEEN) + pictures
    page.wait_for_function(f"{SEEN} >= {wanted}", timeout=LIMIT_MS)


def test_it_plays_on_when_the_encoder_and_the_streaming_process_are_killed(
    stream: StreamProcess, browser: Browser
) -> None:
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{stream.port}/healthz")
    page.set_content(SCREEN)
    page.add_script_tag(path=PLAYER)
    page.evaluate(PLAY, f"http://127.0.0.1:{stream.port}/tv/live.m3u8")
    goes_on(page)
    for _ in range(2):
        os.kill(until(partial(encoder, stream)), signal.SIGKILL)
        goes_on(page)
    stream.kill()
    stream.start()
    goes_on(page, 400)
    page.close()
