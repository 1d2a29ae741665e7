"""A television channel beside its HLS: players of the network, datagrams, recording, captions."""

import os
import re
import signal
import socket
from collections import Counter
from contextlib import closing
from datetime import datetime
from itertools import pairwise

import pytest

from station import recordings
from station.audio import utc_us
from station.recordings import INDEX, Copy, read_index
from station.webvtt import Cue, read, write
from tests.integration.test_streaming_television import (
    GOP,
    PICTURE,
    SETTINGS,
    Seen,
    air,
    encoder,
    published,
)
from tests.ports import unused_port
from tests.unit.streaming.fake_air import titled
from tests.unit.streaming.fake_television import NUMBERS
from tests.unit.streaming.stream_process import CLOCK, StreamProcess
from tests.waiting import until

FILM = "ab/film.mp4"
KEPT = "\n[channels.recording]\nprogramme_days = 1\nproxy_days = 1\nkeep_free_bytes = 0\n"


@pytest.fixture(scope="module")
def process(tmp_path_factory):
    """One channel for all tests: what they kill comes back."""
    process = StreamProcess(tmp_path_factory.mktemp("tv"), unused_port(), SETTINGS + KEPT)
    fake = air(process)
    process.began = utc_us(CLOCK.now())
    fake.playing = titled("Pekan Raya", path=FILM, file_us=process.began)
    with fake, process:
        until(lambda: published(process, 1))
        yield process


def leads(pictures):
    """Count how far, in pictures, the time runs ahead of what is seen.

    A busy encoder leaves pictures out, and one that has just begun shows the slate: number 0.
    """
    return Counter(
        (round(at / PICTURE) - number) % NUMBERS for at, number, _ in pictures if number
    ).most_common()


def in_time(pictures):
    """Whether most of the pictures are seen when they should be; return their lead."""
    (lead, count), *_ = leads(pictures)
    assert 2 * count > sum(each for _, each in leads(pictures))
    return lead


def in_step(seen, at_least=2):
    """Check that tones come with their pictures; number 0 may be a slate, which has none."""
    seen.pictures = [each for each in seen.pictures if each[1]]
    offsets = seen.offsets()
    assert len(offsets) >= at_least
    assert all(abs(offset) <= PICTURE for offset in offsets), offsets


def test_a_player_of_the_network_joins_at_a_key_picture_and_sees_every_one(process):
    with process.listener("/tv-360p.ts", titles=True) as ear:
        until(lambda: len(ear.body) > 500_000)
        assert "video/mp2t" in ear.head
        assert "icy-metaint:" not in ear.head
        whole = Seen(ear.body[: len(ear.body) // 188 * 188])
    assert whole.pictures[0][2], "a key picture comes first"
    in_time(whole.pictures)
    in_step(whole)
    assert process.output("tv-360p.ts").kind == "ts"


def test_a_player_of_the_network_outlives_the_encoder(process):
    with process.listener("/tv.ts") as ear:
        until(lambda: len(ear.body) > 400_000)
        before = Seen(ear.body[: len(ear.body) // 188 * 188])
        os.kill(until(lambda: encoder(process)), signal.SIGKILL)
        size = len(ear.body)
        until(lambda: len(ear.body) > size + 800_000)
        assert not ear.ended
        whole = Seen(ear.body[: len(ear.body) // 188 * 188])
    at = [time for time, _, _ in whole.pictures]
    assert all(after > before for before, after in pairwise(at))
    in_step(whole, 3)
    gone = (in_time(whole.pictures[-100:]) - in_time(before.pictures)) % NUMBERS
    assert gone in (NUMBERS - 1, 0, 1), "time went on over the gap"


def test_a_receiver_of_datagrams_sees_the_same(process):
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as receiver:
        receiver.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_000_000)
        receiver.bind(("127.0.0.1", 0))
        receiver.settimeout(60)
        port = receiver.getsockname()[1]
        push = f'\n[[push]]\nname = "hotel"\nurl = "udp://127.0.0.1:{port}"\n'
        process.configure(SETTINGS + KEPT + push)
        data = b""
        while len(data) < 500_000:
            data += receiver.recv(2_000)
    seen = Seen(data)
    in_time(seen.pictures)
    in_step(seen)


def test_what_airs_is_recorded_as_it_was_encoded_and_the_encoder_may_die(process):
    folder = process.paths.recordings / "tv"

    def recorded(copy):
        return sum(
            len(read_index(path.with_suffix(INDEX)).stretches)
            for path in recordings.hours(folder / copy)
        )

    until(lambda: recorded(Copy.PROGRAMME) >= 3)
    os.kill(until(lambda: encoder(process)), signal.SIGKILL)
    before = recorded(Copy.PROXY)
    until(lambda: recorded(Copy.PROXY) >= before + 4)
    for copy in Copy:
        (first, *_) = recordings.hours(folder / copy)
        index = read_index(first.with_suffix(INDEX))
        data = first.read_bytes()[: index.size]
        whole = Seen(data)
        assert whole.pictures[-1][0] - whole.pictures[0][0] > 8
        in_step(whole)
        assert [each.title for each in index.begun][:1] == ["Pekan Raya"]
        one = index.stretches[0]
        alone = Seen(data[one.offset :][: one.size])
        assert alone.pictures[0][2], "each can be decoded by itself"
        assert len(alone.pictures) <= GOP


def captions(process):
    """Return the playlist, and each segment by its name."""
    listed = process.get("/tv/captions/live.m3u8").decode()
    names = re.findall(r"^\S+\.vtt$", listed, re.M)
    return listed, {name: process.get(f"/tv/captions/{name}").decode() for name in names}


def has_words(process):
    return sum("-->" in text for text in captions(process)[1].values()) >= 2


def test_captions_are_in_the_times_of_their_pictures(process):
    file = process.paths.media / "ab" / "film.vtt"
    file.parent.mkdir()
    said = [Cue(at * 1_000, at * 1_000 + 600, f"detik {at}") for at in range(300)]
    file.write_bytes(write(said))
    until(lambda: has_words(process))
    listed, found = captions(process)
    begun = 0
    for name, text in found.items():
        if "-->" not in text:
            continue
        seen = Seen(process.get(f"/tv/576p/{name.replace('.vtt', '.ts')}"))
        mapped = int(re.search(r"MPEGTS:(\d+)", text)[1]) / 90_000
        assert mapped == pytest.approx(seen.pictures[0][0], abs=1e-3)
        date = re.search(rf"DATE-TIME:(\S+)\n#EXTINF:\S+\n{re.escape(name)}", listed)[1]
        begins = utc_us(datetime.fromisoformat(date.replace("Z", "+00:00")))
        for cue in read(text.partition("\n\n")[2].encode()):
            is_said = process.began + int(cue.text.split()[1]) * 1_000_000
            if cue.begins > 0:
                begun += 1
                assert begins + cue.begins * 1_000 == pytest.approx(is_said, abs=2_000)
    assert begun >= 2
