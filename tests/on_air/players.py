"""Three kinds of player, as listeners have them, and how far each has got at any moment."""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.request import urlopen

import numpy as np
from playwright.sync_api import Browser, Page

from station import ffmpeg
from station.audio import CHANNELS, RATE, Block
from tests.on_air.live_station import CLOCK

PCM = ["-f", "s16le", "-ar", str(RATE), "-ac", str(CHANNELS), "-flush_packets", "1", "pipe:1"]
VLC_PCM = f"#transcode{{acodec=s16l,channels={CHANNELS},samplerate={RATE}}}"


@dataclass
class Progress:
    """When a player was seen to have got further."""

    moved: list[datetime] = field(default_factory=list)

    def longest_stall(self, since: datetime, until: datetime) -> float:
        """Return the longest time without progress that overlaps a span, in seconds."""
        inside = [instant for instant in self.moved if since <= instant <= until]
        before = [instant for instant in self.moved if instant < since][-1:]
        edges = [*(before or [since]), *inside, until]
        return max((two - one).total_seconds() for one, two in pairwise(edges))


class Decoder:
    """A player in a process of its own that writes what it plays to a file."""

    def __init__(self, command: list[str], file: Path, **options: Any) -> None:
        self._file = file
        with file.open("wb") as out, file.with_suffix(".log").open("wb") as log:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=log, **options
            )

    @property
    def bytes(self) -> int:
        return self._file.stat().st_size

    @property
    def is_playing(self) -> bool:
        """Whether it is still the same connection: neither player comes back by itself."""
        return self._process.poll() is None

    @property
    def sound(self) -> Block:
        whole = np.fromfile(self._file, "<i2")
        return whole[: len(whole) // CHANNELS * CHANNELS].reshape(-1, CHANNELS) / np.float32(32768)

    def close(self) -> None:
        self._process.kill()
        self._process.wait()


def ffmpeg_player(url: str, file: Path) -> Decoder:
    """FFmpeg without its reconnecting options: a lost connection ends it."""
    return Decoder([ffmpeg.binary(), "-hide_banner", "-loglevel", "error", "-i", url, *PCM], file)


def vlc_player(url: str, file: Path) -> Decoder:
    """VLC as it is; it refuses to run as root."""
    sink = f"{VLC_PCM}:std{{access=file,mux=dummy,dst=-}}"
    command = ["cvlc", "--quiet", "--play-and-exit", "--sout", sink, url]
    owner = {"user": "nobody"} if os.geteuid() == 0 else {}
    return Decoder(command, file, env={"PATH": os.environ["PATH"], "HOME": "/nonexistent"}, **owner)


class PageOnHls:
    """The station's own listener page, in a network where only HLS passes."""

    ENDLESS = ("*.mp3*", "*.aac*")

    def __init__(self, page: Page) -> None:
        self._page = page

    def play(self, address: str) -> None:
        network = self._page.context.new_cdp_session(self._page)
        network.send("Network.enable")
        network.send("Network.setBlockedURLs", {"urls": list(self.ENDLESS)})
        self._page.goto(address)
        self._page.evaluate(
            """() => {
                const audio = document.getElementById("audio");
                let place = 0;
                window.moved = [];
                setInterval(() => {
                    if (audio.currentTime === place) return;
                    place = audio.currentTime;
                    window.moved.push(Date.now());
                }, 100);
            }"""
        )
        self._page.click("#play")

    @property
    def is_on_hls(self) -> bool:
        """Whether what plays comes from hls.js; only that plays from an object of the page."""
        source: str = self._page.evaluate("() => document.getElementById('audio').currentSrc")
        return source.startswith("blob:")

    def moved(self, ahead: timedelta) -> list[datetime]:
        """Return when its time went on; `ahead`: of the browser's clock, how much ours is."""
        told: list[int] = self._page.evaluate("() => window.moved")
        epoch = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
        return [epoch + timedelta(milliseconds=instant) + ahead for instant in told]

    def clock_lag(self) -> timedelta:
        """Return how far our clock is ahead of the browser's."""
        now: int = self._page.evaluate("() => Date.now()")
        epoch = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
        return CLOCK.now() - epoch - timedelta(milliseconds=now)


@contextmanager
def page_on_hls(browser: Browser) -> Iterator[PageOnHls]:
    page = browser.new_page()
    yield PageOnHls(page)
    page.close()


@dataclass(frozen=True, slots=True)
class Segment:
    """One entry of a playlist, with the sound it points to."""

    number: int
    name: str
    breaks: bool
    began: datetime
    content: bytes


@dataclass
class PlaylistReader:
    """Reads a playlist every second, as a strict player does, and keeps every segment."""

    base: str
    segments: dict[int, Segment] = field(default_factory=dict)
    renamed: list[int] = field(default_factory=list)
    """Media sequence numbers that were seen under two names."""
    sequences: list[tuple[int, int]] = field(default_factory=list)
    """Media and discontinuity sequence of each reading."""
    _stop: Event = field(default_factory=Event)

    def start(self) -> "PlaylistReader":
        self._thread = Thread(target=self._run, name="playlist reader")
        self._thread.start()
        return self

    def finish(self) -> None:
        self._stop.set()
        self._thread.join(10)

    def _run(self) -> None:
        while not self._stop.wait(1.0):
            with suppress(OSError):
                self._read(_get(self.base + "live.m3u8").decode())

    def _read(self, playlist: str) -> None:
        number, broken = (
            int(re.findall(rf"#EXT-X-{name}-SEQUENCE:(\d+)", playlist)[0])
            for name in ("MEDIA", "DISCONTINUITY")
        )
        self.sequences.append((number, broken))
        entry = r"(#EXT-X-DISCONTINUITY\n)?#EXT-X-PROGRAM-DATE-TIME:(\S+)\n#EXTINF:\S+\n(\S+)"
        for breaks, began, name in re.findall(entry, playlist):
            known = self.segments.get(number)
            if known is None:
                at = datetime.fromisoformat(began)
                content = _get(self.base + name)
                self.segments[number] = Segment(number, name, bool(breaks), at, content)
            elif known.name != name:
                self.renamed.append(number)
            number += 1


def _get(url: str) -> bytes:
    with urlopen(url, timeout=3) as answer:
        content: bytes = answer.read()
        return content
