"""HLS of a real streaming process: what FFmpeg and a watchful player see of it over restarts."""

import re
import subprocess
import urllib.error
from pathlib import Path
from threading import Event, Thread

import numpy as np
import pytest

from station import ffmpeg
from streaming.frames import Codec, FrameParser
from streaming.hls.transport_stream import Muxer
from streaming.hls.window import SEGMENT_FRAMES
from tests.unit.streaming.fake_air import FakeAir, titled
from tests.unit.streaming.stream_process import CLOCK, StreamProcess, decoded
from tests.unit.streaming.test_hls_window import Published
from tests.waiting import LIMIT_SECONDS, until


@pytest.fixture
def stream(tmp_path, free_port):
    process = StreamProcess(tmp_path, free_port)
    with FakeAir(process.paths.bus_socket("radio"), CLOCK), process:
        yield process


def playlist(stream: StreamProcess, rendition: str = "aac") -> str:
    return stream.get(f"/radio/{rendition}/live.m3u8").decode()


def segments(text: str) -> list[str]:
    return re.findall(r"^\S+\.ts$", text, re.M)


def published(stream: StreamProcess, count: int) -> bool:
    return len(segments(playlist(stream))) >= count


class Watcher:
    """Reloads the playlist all the time, as players do, and checks that nothing is taken back."""

    def __init__(self, stream: StreamProcess) -> None:
        self.seen = Published()
        self.failures: list[str] = []
        self._stream = stream
        self._stop = Event()
        self._thread = Thread(target=self._run)

    def __enter__(self) -> "Watcher":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(0.1):
            try:
                self.seen.see_text(playlist(self._stream))
            except urllib.error.HTTPError as error:
                self.failures.append(str(error))
            except OSError:
                continue
            except AssertionError as error:
                self.failures.append(str(error))


def test_the_first_playlist_comes_soon_and_both_renditions_hold_the_same_air(stream):
    until(lambda: published(stream, 1))
    until(lambda: published(stream, 4))
    master = stream.get("/radio/live.m3u8").decode()
    assert re.findall(r"^\S+/live.m3u8$", master, re.M) == ["aac/live.m3u8", "aac-low/live.m3u8"]
    assert 'X-TITLE="Bengawan Solo"' in playlist(stream)
    assert playlist(stream) == playlist(stream, "aac-low")


@pytest.mark.parametrize("rendition", ["aac", "aac-low"])
def test_segments_decode_to_the_very_samples_of_the_stream_they_were_cut_from(rendition):
    time = np.arange(20 * 48_000) / 48_000
    tone = np.repeat((0.25 * np.sin(2 * np.pi * 440 * time)).astype("<f4")[:, None], 2, axis=1)
    command = ffmpeg.encode(ffmpeg.binary(), {rendition: 1})
    adts = subprocess.run(command, input=tone.tobytes(), stdout=subprocess.PIPE, check=True).stdout
    frames = FrameParser(Codec.ADTS).feed(adts)
    muxer = Muxer()
    segments = [
        muxer.segment(frames[at : at + SEGMENT_FRAMES], at)
        for at in range(0, len(frames), SEGMENT_FRAMES)
    ]
    assert len(segments) == 4
    assert np.array_equal(decoded(b"".join(segments), "mpegts"), decoded(adts, "aac"))


def test_nothing_is_taken_back_over_a_killed_streaming_process_and_all_of_it_plays(
    stream, tmp_path
):
    until(lambda: published(stream, 3))
    with Watcher(stream) as watcher:
        until(lambda: published(stream, 4))
        stream.kill()
        stream.start()
        until(lambda: published(stream, 6))
    assert watcher.failures == []
    assert "#EXT-X-DISCONTINUITY\n" in playlist(stream)
    assert heard(stream, tmp_path / "heard.f32", seconds=24) >= 23


def heard(stream: StreamProcess, target: Path, seconds: int) -> float:
    """Let FFmpeg play from the oldest segment on; return the seconds that it decoded."""
    address = f"http://127.0.0.1:{stream.port}/radio/live.m3u8"
    player = [ffmpeg.binary(), "-v", "error", "-live_start_index", "0", "-i", address]
    output = ["-map", "0:a:0", "-t", str(seconds), "-f", "f32le", "-y", str(target)]
    subprocess.run([*player, *output], check=True, timeout=LIMIT_SECONDS)
    return target.stat().st_size / 384_000


def test_a_killed_encoder_gives_one_discontinuity(stream):
    until(lambda: published(stream, 2))
    with Watcher(stream) as watcher:
        stream.kill_encoder()
        until(lambda: "#EXT-X-DISCONTINUITY\n" in playlist(stream))
    assert watcher.failures == []
    assert playlist(stream).count("#EXT-X-DISCONTINUITY\n") == 1


def test_every_segment_in_the_playlist_is_there_and_stays_for_a_while(stream):
    until(lambda: published(stream, 2))
    first = segments(playlist(stream))[0]
    until(lambda: published(stream, 4))
    for name in {first, *segments(playlist(stream))}:
        assert len(stream.get(f"/radio/aac/{name}")) > 10_000


def test_now_playing_reaches_the_playlist(tmp_path, free_port):
    stream = StreamProcess(tmp_path, free_port)
    with FakeAir(stream.paths.bus_socket("radio"), CLOCK) as air, stream:
        until(lambda: published(stream, 1))
        air.play(titled('Berita "pagi"\n#EXT-X-ENDLIST', programme="Warta"))
        until(lambda: "Berita" in playlist(stream))
        (line,) = [line for line in playlist(stream).split("\n") if "Berita" in line]
    assert line.endswith('X-TITLE="Berita ”pagi” #EXT-X-ENDLIST",X-PROGRAM="Warta"')


def test_a_playlist_is_not_sent_again_to_who_has_it(stream):
    until(lambda: published(stream, 1))
    with stream.listener("/radio/live.m3u8") as ear:
        until(lambda: "ETag" in ear.head)
    assert "max-age=3" in ear.head
