"""An evening of television as viewers decode it: live, an advert, the anthem, a warning, captions.

Pictures of everything are the same from top to bottom but for their graphics, so that whatever
stands over them is found by holding their rows against those in the middle.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import urlopen

import av
import numpy as np
from av.video.reformatter import VideoReformatter

from playout.pictures.cards import card
from station import commands, control, presenters, wall
from station import look as looks
from station.audio import BLOCK, RATE
from station.commands import Command, Request
from station.film_captions import captions_of
from station.kinds import Kind
from station.look import Look
from station.pictures import planes
from station.presenters import Presenter, key_sha256, new_key
from station.rundown import Item, read_current
from station.video import Shape
from station.wall import Button, Level, Wall
from station.webvtt import Cue, read, write
from tests.on_air.live_station import CLOCK, LiveStation
from tests.on_air.television_film import (
    LIVE_SIZE,
    PICTURE,
    Beep,
    Viewer,
    numbered_film,
)
from tests.unit.streaming.film_house import sending

CHANNEL = "tv"
WHO = "sari"
CUE_EVERY, CUE_FROM, CUE_UNTIL = 128, 16, 112
"""Of so many pictures, those from one to another have captions."""
STEADY = 0.3
"""Seconds for which no picture is between two clips that pass into each other, and looks like a
third one."""
GAP = 2.5
"""Pictures that are further apart do not follow each other."""
LARGE = Shape(256, 144)
_MIDDLE = slice(LARGE.height * 2 // 5, LARGE.height * 3 // 5)
_EDGE = slice(4, 16)
PLAIN = {
    "film": 30,
    "live": 16,
    "spot": 150,
    "anthem": 90,
    "alarm": float(planes(card(LARGE), LARGE)[0][_MIDDLE, _EDGE].mean()),
}
"""How bright the left edge of each is; what is only heard is seen as the card."""
PLAIN_SECONDS = {"spot": 2, "anthem": 3, "alarm": 2}
_ROWS = {"top": (0.04, 0.14), "captions": (0.76, 0.86), "crawl": (0.885, 0.94), "band": (0.74, 1.0)}
_COLUMNS = {"badge": (0.04, 0.2), "logo": (0.6, 0.96), "captions": (0.35, 0.65)}
REGIONS = {
    "badge": (*_ROWS["top"], *_COLUMNS["badge"]),
    "logo": (*_ROWS["top"], *_COLUMNS["logo"]),
    "captions": (*_ROWS["captions"], *_COLUMNS["captions"]),
    "crawl": (*_ROWS["crawl"], 0.0, 1.0),
    "band": (*_ROWS["band"], 0.0, 1.0),
}
"""Where each thing stands: first and last row, first and last column, as parts of the picture."""
LOOK = Look(
    captions=True, crawl_texts=("Air padam hari ini sampai pukul 15.00 di Kotagede. " * 8,),
    rest_seconds=0, title_seconds=0, strap_seconds=0, notice_seconds=0,
)  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """A decoded picture."""

    at: float
    number: int
    clip: str
    """Which of PLAIN it is of, empty for none."""
    shares: dict[str, float]
    """How much of each region has something over it."""


class Spectator(Viewer):
    """Looks at what stands over the pictures, too."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.seen: list[Seen] = []
        self._large = VideoReformatter()

    def look(self, frame: av.VideoFrame) -> int:
        number = super().look(frame)
        large = self._large.reformat(frame, LARGE.width, LARGE.height, "yuv420p").to_ndarray()
        large = planes(large.reshape(-1), LARGE)[0].astype(int)
        middle = np.median(large[_MIDDLE], axis=0)
        edge = middle[_EDGE].mean()
        clip = next((name for name, luma in PLAIN.items() if abs(edge - luma) < 7), "")
        over = np.abs(large - middle) > 25
        shares = {name: float(_part(over, *region).mean()) for name, region in REGIONS.items()}
        self.seen.append(Seen(frame.time, number, clip, shares))
        return number

    def clips(self) -> list[str]:
        """Return what was seen for more than a moment, in order."""
        found = runs(list(self.seen))
        return [clip for clip, _ in groupby(run[0].clip for run, ends in found if lasts(run, ends))]


def runs(seen: list[Seen]) -> Iterator[tuple[list[Seen], float]]:
    """Yield pictures that follow each other and are of one clip, and when they end."""
    run: list[Seen] = []
    for each in seen:
        follows = bool(run) and 0 < each.at - run[-1].at < GAP
        if run and not (follows and each.clip == run[0].clip):
            yield run, each.at if follows else run[-1].at + PICTURE
            run = []
        run.append(each)
    if run:
        yield run, run[-1].at + PICTURE


def lasts(run: list[Seen], ends: float) -> bool:
    return ends - run[0].at > STEADY


def _part(over: np.ndarray, top: float, bottom: float, left: float, right: float) -> np.ndarray:
    rows = slice(int(top * LARGE.height), int(bottom * LARGE.height))
    return over[rows, int(left * LARGE.width) : int(right * LARGE.width)]


@dataclass
class Captions:
    """A segment of what is said, in the times of the stream."""

    begins: float
    ends: float
    cues: list[tuple[float, float, int]] = field(default_factory=list)
    """When each begins and ends, and which of the film's it is."""


@dataclass
class Evening:
    """What viewers saw and heard."""

    beeps: dict[str, list[Beep]] = field(default_factory=dict)
    seen: dict[str, list[Seen]] = field(default_factory=dict)
    captions: list[Captions] = field(default_factory=list)

    def spend(self, station: LiveStation, viewers: dict[str, Viewer]) -> None:
        """Have it happen, and take note of what came of it."""
        hls, rtmp = viewers["HLS"], viewers["RTMP"]
        assert isinstance(hls, Spectator)
        assert isinstance(rtmp, Spectator)
        address, live = _prepare(station)
        station.wait(lambda: _beeps(rtmp) == [False], "the film")
        with sending(live, address, "flv"):
            station.wait(lambda: _beeps(rtmp) == [False, True], "what is live")
        station.wait(lambda: _beeps(rtmp) == [False, True, False], "the plan")
        _order(station, commands.Insert(_item(station, "spot", Kind.COMMERCIAL), "now"))
        station.wait(lambda: rtmp.clips()[-2:] == ["spot", "film"], "the film behind the advert")
        _order(station, commands.Insert(_item(station, "anthem", Kind.ANTHEM), "now"))
        station.wait(lambda: rtmp.clips()[-2:] == ["anthem", "film"], "the film behind the anthem")
        _order(station, commands.Alert("flood", times=1))
        station.wait(lambda: hls.clips()[-2:] == ["alarm", "film"], "the film behind the alarm")
        for name, viewer in (("HLS", hls), ("RTMP", rtmp)):
            self.beeps[name], self.seen[name] = viewer.offsets(), list(viewer.seen)
        self.captions = list(_captions(station))
        looks.publish(station.paths.look(CHANNEL), Look())


def _beeps(viewer: Viewer, enough: int = 2) -> list[bool]:
    """Return whether beeps are live or not, in turn; those that are few do not count yet."""
    turns = [(kind, len(list(some))) for kind, some in groupby(b.is_live for b in viewer.offsets())]
    return [kind for kind, _ in groupby(kind for kind, count in turns if count >= enough)]


def _prepare(station: LiveStation) -> tuple[str, Path]:
    """Publish what the evening needs; return where to send what is live, and what."""
    paths, key = station.paths, new_key()
    looks.publish(paths.look(CHANNEL), LOOK)
    presenter = Presenter(WHO, "Sari", key_sha256(key), (CHANNEL,), always=True)
    presenters.publish(paths.presenters, (presenter,))
    for name, seconds in PLAIN_SECONDS.items():
        _plain(paths.media / f"{name}.mov", PLAIN[name], seconds * 25)
    message = Button(
        "flood", "Banjir", _item(station, "alarm", Kind.PSA), level=Level.SIAGA, words="Awas"
    )
    wall.publish(paths.wall(CHANNEL), Wall(emergency=(message,)))
    film = read_current(paths.rundown(CHANNEL)).items[0]
    cues = [
        Cue((first + CUE_FROM) * 40, (first + CUE_UNTIL) * 40, f"kata {first // CUE_EVERY}")
        for first in range(0, film.cue_out // BLOCK, CUE_EVERY)
    ]
    (paths.media / captions_of(film.path)).write_bytes(write(cues))
    address = f"rtmp://127.0.0.1:{station.config.live.rtmp.port}/{CHANNEL}/{key}"
    return address, numbered_film(paths.home / "live.mov", 1, LIVE_SIZE)


def _plain(path: Path, luma: int, pictures: int) -> None:
    """Write a clip of one even picture, and a tone."""
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=25, options={"preset": "ultrafast"})
        video.width, video.height, video.pix_fmt = 320, 180, "yuv420p"
        audio = container.add_stream("pcm_s16le", rate=RATE)
        whole = np.full((270, 320), 128, np.uint8)
        whole[:180] = luma
        wave = 2_000 * np.sin(2 * np.pi * 300 * np.arange(BLOCK) / RATE)
        for number in range(pictures):
            picture = av.VideoFrame.from_ndarray(whole, format="yuv420p")
            picture.pts = number
            container.mux(video.encode(picture))
            block = np.repeat(wave.astype("<i2"), 2).reshape(1, -1)
            sound = av.AudioFrame.from_ndarray(block, format="s16", layout="stereo")
            sound.sample_rate, sound.pts = RATE, number * BLOCK
            container.mux(audio.encode(sound))
        container.mux(video.encode(None))
        container.mux(audio.encode(None))


def _item(station: LiveStation, name: str, kind: Kind) -> Item:
    frames = PLAIN_SECONDS[name] * RATE
    return Item(
        key=name, cart_id=1, kind=kind, title=name, path=f"{name}.mov", begins=CLOCK.now(),
        cue_in=0, segue=frames, cue_out=frames, has_picture=True,
    )  # fmt: skip


def _order(station: LiveStation, command: Command) -> None:
    answer = control.send(station.paths.control_socket(CHANNEL), Request(command, by="rina"))
    assert answer.ok, answer


def _captions(station: LiveStation) -> Iterator[Captions]:
    """Fetch the captions that players are told of."""
    master = station.stream(f"/{CHANNEL}/live.m3u8")
    told = re.search(r'TYPE=SUBTITLES.*URI="([^"]+)"', _fetched(master))
    assert told
    playlist = urljoin(master, told[1])
    for length, name in re.findall(r"#EXTINF:([\d.]+),\n(\S+)", _fetched(playlist)):
        text = _fetched(urljoin(playlist, name))
        mapped = re.search(r"MPEGTS:(\d+)", text)
        assert mapped
        zero = int(mapped[1]) / 90_000
        found = Captions(zero, zero + float(length))
        for cue in read(text.partition("\n\n")[2].encode()) if "-->" in text else ():
            times = zero + cue.begins / 1000, zero + cue.ends / 1000
            found.cues.append((*times, int(cue.text.split()[1])))
        yield found


def _fetched(url: str) -> str:
    with urlopen(url, timeout=30) as answer:
        return answer.read().decode()
