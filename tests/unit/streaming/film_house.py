"""The live process of a television channel in a thread, an air that listens, and what is sent."""

import contextlib
import functools
import http.server
import os
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import av
import numpy as np

from station import ffmpeg
from station.audio import BLOCK, RATE
from station.config import Channel, Config, Picture
from station.paths import StatePaths
from station.pictures import PictureRing, slot_of
from station.presenters import Presenter, key_sha256, publish
from streaming.live.process import run
from tests.numbered_clips import make_clip, number_on
from tests.ports import unused_port
from tests.unit.streaming.live_air import Heard, LiveAir
from tests.unit.streaming.stream_process import children
from tests.waiting import LIMIT_SECONDS, until

SRI = Presenter("sri", "Sri", key_sha256("sesame"), ("tv", "radio"))
BEEP_EVERY = 25
"""Pictures from one beep to the next; each begins with its picture."""
EXE = ffmpeg.binary()


class FilmHouse:
    """Starts with its `with` block and ends with it."""

    def __init__(self, *, has_air: bool = True, always: bool = False, **live: object) -> None:
        """Without an air of its own somebody else listens; `always`: whether Sri takes it alone."""
        self.home = tempfile.TemporaryDirectory(prefix="film")
        self.paths = StatePaths(Path(self.home.name))
        self.paths.create()
        self.rtmp, self.srt = unused_port(), unused_port()
        publish(self.paths.presenters, (replace(SRI, always=always),))
        ports = {"rtmp": {"port": self.rtmp}, "srt": {"port": self.srt}}
        self.config = Config(
            channels=(Channel(slug="tv", kind="tv", picture=Picture(height=576)), Channel()),
            live={"port": unused_port(), **_merged(ports, live)},
        )
        self.air = LiveAir(self.paths.live_socket("tv")) if has_air else contextlib.nullcontext()
        self._stop = Event()
        self._thread = Thread(target=run, args=(self.config, self.paths, self._stop))

    def __enter__(self) -> "FilmHouse":
        self.air.__enter__()
        self._thread.start()
        until(lambda: self.paths.microphone_socket.exists())
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        until(lambda: not self.rings)
        self.air.__exit__(None, None, None)
        self.home.cleanup()

    @property
    def rings(self) -> list[Path]:
        """Return the rings of inputs that stand in memory."""
        pattern = self.paths.live_pictures("*")
        return list(pattern.parent.glob(pattern.name))

    def decoders(self) -> list[int]:
        """Return the children that decode what comes in."""
        found = []
        for pid in children(os.getpid()):
            with contextlib.suppress(OSError):
                line = Path(f"/proc/{pid}/cmdline").read_bytes()
                if b"live.film.child" in line:
                    found.append(pid)
        return found

    def showing(self, pictures: int = 60) -> Heard:
        """Wait for an input that has sent so many pictures."""
        return until(
            lambda: next((h for h in self.air.inputs if len(h.reader.pictures) >= pictures), None),
            f"{pictures} pictures of an input",
        )


def _merged(ports: dict[str, dict[str, object]], more: dict[str, object]) -> dict[str, object]:
    merged: dict[str, object] = {**ports}
    for name, value in more.items():
        own = ports.get(name)
        merged[name] = {**own, **value} if own and isinstance(value, dict) else value
    return merged


def beeping_clip(path: Path, pictures: int, **more: object) -> Path:
    """Write a clip of numbered pictures; every 25th comes with a beep."""
    wave = np.sin(2 * np.pi * 1000 * np.arange(pictures * BLOCK) / RATE)
    loud = np.where(np.arange(pictures * BLOCK) // BLOCK % BEEP_EVERY < 2, 0.5, 0.02)
    sound = np.repeat(np.round(wave * loud * 32_767).astype("<i2")[:, None], 2, axis=1)
    silent = make_clip(path.with_name(f"silent-{path.name}"), pictures, **more)
    with av.open(str(silent)) as read, av.open(str(path), "w") as written:
        seen = written.add_stream_from_template(read.streams.video[0])
        heard = written.add_stream("pcm_s16le", rate=RATE)
        for number, packet in enumerate(each for each in read.demux() if each.dts is not None):
            block = sound[number * BLOCK : (number + 1) * BLOCK]
            frame = av.AudioFrame.from_ndarray(block.reshape(1, -1), format="s16", layout="stereo")
            frame.sample_rate, frame.pts = RATE, number * BLOCK
            written.mux(heard.encode(frame))
            packet.stream = seen
            written.mux(packet)
    silent.unlink()
    return path


@contextlib.contextmanager
def sending(
    clip: Path, address: str, form: str, *options: str
) -> Iterator["subprocess.Popen[bytes]"]:
    """FFmpeg as a presenter's program; a clip again and again at its own pace."""
    encoding = (
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-g",
        "25",
        "-c:a",
        "aac",
        "-b:a",
        "128k",
    )
    command = [EXE, "-loglevel", "error", "-re", "-stream_loop", "-1", "-i", str(clip)]
    command += [*(options or encoding), "-f", form, address]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE) as child:
        try:
            yield child
        finally:
            child.kill()


class WebServer:
    """Another station: files served over HTTP, until it goes away."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        serve = functools.partial(_Quiet, directory=str(folder))
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), serve)
        self._thread = Thread(target=self._server.serve_forever)

    def __enter__(self) -> "WebServer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()

    def url(self, name: str) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/{name}"

    def hls(self, clip: Path) -> str:
        """Serve a clip as HLS and return its address."""
        encoding = ("-c:v", "copy", "-c:a", "aac", "-hls_time", "2", "-hls_playlist_type", "event")
        remade(clip, *encoding, "-f", "hls", str(self.folder / "live.m3u8"))
        return self.url("live.m3u8")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


def remade(clip: Path, *options: str) -> None:
    """Write a clip in another form."""
    command = [EXE, "-loglevel", "error", "-i", str(clip), *options]
    subprocess.run(command, check=True, timeout=LIMIT_SECONDS)


def beeps(sound: np.ndarray) -> list[int]:
    """Return the frames at which beeps begin."""
    loud = np.flatnonzero(np.abs(sound[:, 0]) > 0.1)
    return [int(at) for n, at in enumerate(loud) if n == 0 or at - loud[n - 1] > RATE // 4]


def numbers(heard: Heard) -> list[tuple[int, int]]:
    """Return the frame and the number of every picture that still stands."""
    assert heard.hello is not None
    ring = PictureRing(Path(heard.hello.pictures))
    found = []
    for seen in list(heard.reader.pictures):
        number = number_on(ring.picture(slot_of(seen.ticket)).copy(), ring.shape)
        if ring.holds(seen.ticket):
            found.append((seen.frame, number))
    return found


def offsets(heard: Heard) -> list[int]:
    """Return by how many samples each picture with a beep comes behind it."""
    began = beeps(heard.sound)
    marked = [frame for frame, number in numbers(heard) if number % BEEP_EVERY == 0]
    nearest = [(min(began, key=lambda at: abs(at - frame)), frame) for frame in marked]
    return [frame - at for at, frame in nearest if abs(frame - at) < RATE // 2]
