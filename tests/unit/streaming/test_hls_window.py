"""Lives of a channel: the playlist rules that must hold over every restart and every loss."""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streaming.hls import playlist
from streaming.hls.state_file import STATE, HlsFolder
from streaming.hls.window import (
    KEPT,
    SHORTEST_FRAMES,
    TARGET_SECONDS,
    WINDOW,
    Airing,
    first_life,
    publish,
)

NOW_US = 1_767_225_600_000_000
SECOND = 1_000_000
NAMES = ["aac", "aac-low"]


class Published:
    """What a player has seen, which is what must never be contradicted."""

    def __init__(self, target=TARGET_SECONDS):
        self.target = target
        self.entries = {}
        self.files = {}
        self.media_sequence = -1
        self.discontinuity_sequence = -1
        self.first = True

    def see(self, window):
        self.see_text(playlist.media(window))

    def see_text(self, text):
        sequence = int(re.search(r"MEDIA-SEQUENCE:(\d+)", text).group(1))
        discontinuity = int(re.search(r"DISCONTINUITY-SEQUENCE:(\d+)", text).group(1))
        assert sequence >= self.media_sequence
        assert discontinuity >= self.discontinuity_sequence
        assert f"#EXT-X-TARGETDURATION:{self.target}\n" in text
        assert "ENDLIST" not in text
        self.media_sequence, self.discontinuity_sequence = sequence, discontinuity
        self._see_entries(text, sequence, discontinuity)

    def _see_entries(self, text, msn, discontinuity):
        body = text[text.index("\n#EXT-X-PROGRAM") + 1 :] if "#EXTINF" in text else ""
        if body and "#EXT-X-DISCONTINUITY\n#EXT-X-PROGRAM" in text:
            body = text[re.search(r"(#EXT-X-DISCONTINUITY\n)?#EXT-X-PROGRAM", text).start() :]
        pattern = (
            r"(#EXT-X-DISCONTINUITY\n)?#EXT-X-PROGRAM-DATE-TIME:(\S+)\n#EXTINF:([\d.]+),\n(\S+)\n"
        )
        entries = re.findall(pattern, body)
        assert len(entries) == text.count("#EXTINF")
        if self.first and entries:
            assert not entries[0][0]
            self.first = False
        for tag, date, length, uri in entries:
            discontinuity += bool(tag)
            assert SHORTEST_FRAMES * 1024 / 48_000 <= float(length) <= self.target + 0.5
            entry = (uri, date, length, discontinuity)
            assert self.entries.setdefault(msn, entry) == entry
            assert self.files.setdefault(uri, msn) == msn
            msn += 1


events = st.lists(
    st.one_of(
        st.tuples(st.just("publish"), st.integers(1, 20), st.booleans()),
        st.tuples(st.just("restart"), st.integers(0, 400), st.booleans()),
        st.tuples(st.just("lose state"), st.integers(3, 40), st.booleans()),
        st.tuples(st.just("damage state"), st.integers(3, 40), st.booleans()),
        st.tuples(st.just("lose file"), st.integers(0, 30), st.booleans()),
        st.tuples(st.just("disk full"), st.integers(1, 12), st.booleans()),
    ),
    max_size=15,
)


def store(folder, window, count):
    for segment in window.segments[-count:]:
        for name in NAMES:
            folder.write(name, segment, b"x")
    folder.save(window)


@given(events)
def test_no_life_contradicts_what_an_earlier_life_published(tmp_path_factory, happenings):
    path = tmp_path_factory.mktemp("hls")
    now, seen = NOW_US, Published()
    folder = HlsFolder(path, NAMES)
    window = folder.open(now)
    for what, count, flag in happenings:
        if what in ("publish", "disk full"):
            for _ in range(count):
                now += 6_016_000
                window = publish(window, samples=282 * 1_024, utc_us=now - 6_016_000, joins=flag)
                seen.see(window)
            if what == "publish":
                store(folder, window, count)
            else:
                folder.disown()
        now += count * SECOND
        if what == "lose file":
            files = sorted(path.glob("aac/*.ts"))
            if files:
                files[count % len(files)].unlink()
        if what == "lose state" and not seen.first:
            (path / STATE).unlink(missing_ok=True)
        if what == "damage state" and not seen.first:
            (path / STATE).write_text("{")
        if what != "publish":
            folder = HlsFolder(path, NAMES)
            window = folder.open(now)
            if window.segments:
                seen.see(window)


def lived(segments: int, **more):
    window = first_life(NOW_US)
    for number in range(segments):
        window = publish(window, samples=282 * 1_024, utc_us=NOW_US + number * 6_016_000, **more)
    return window


def test_the_window_slides_and_keeps_what_has_just_left_it():
    window = lived(30)
    assert len(window.segments) == WINDOW
    assert len(window.expired) == KEPT >= 3
    assert window.segments[-1].msn == window.segments[0].msn + WINDOW - 1
    assert window.expired[-1].msn == window.segments[0].msn - 1


def test_a_state_that_counted_codec_frames_is_gone_on_with(tmp_path):
    folder = HlsFolder(tmp_path, NAMES)
    window = replace(lived(3), epoch=folder.open(NOW_US).epoch)
    store(folder, window, 3)
    state = json.loads((tmp_path / STATE).read_text())
    for segment in state["segments"]:
        segment["frames"] = segment.pop("samples") // 1_024
    (tmp_path / STATE).write_text(json.dumps(state | {"format": 1}))
    assert HlsFolder(tmp_path, NAMES).open(NOW_US + 20 * SECOND).segments == window.segments


def test_a_discontinuity_is_counted_when_it_leaves():
    window = publish(lived(1), samples=282 * 1_024, utc_us=NOW_US + 6_016_000, joins=False)
    for number in range(2, WINDOW + 1):
        window = publish(window, samples=282 * 1_024, utc_us=NOW_US + number * 6_016_000)
    assert window.segments[0].discontinuity
    assert window.discontinuity_sequence == 0
    window = publish(window, samples=282 * 1_024, utc_us=NOW_US + 9 * 6_016_000)
    assert window.discontinuity_sequence == 1


def test_a_restart_goes_on_with_one_discontinuity_and_a_new_epoch(tmp_path):
    folder = HlsFolder(tmp_path, NAMES)
    window = folder.open(NOW_US)
    for number in range(3):
        window = publish(window, samples=282 * 1_024, utc_us=NOW_US + number * 6_016_000)
        for name in NAMES:
            folder.write(name, window.segments[-1], b"x")
        folder.save(window)
    again = HlsFolder(tmp_path, NAMES).open(NOW_US + 22 * SECOND)
    assert again.segments == window.segments
    assert again.epoch == window.epoch + 1
    after = publish(again, samples=94 * 1_024, utc_us=NOW_US + 23 * SECOND)
    assert after.segments[-1].discontinuity
    assert (
        not publish(after, samples=94 * 1_024, utc_us=NOW_US + 25 * SECOND)
        .segments[-1]
        .discontinuity
    )


def test_a_channel_that_never_published_still_begins_without_a_break(tmp_path):
    HlsFolder(tmp_path, NAMES).open(NOW_US)
    window = HlsFolder(tmp_path, NAMES).open(NOW_US + SECOND)
    assert not publish(window, samples=282 * 1_024, utc_us=NOW_US).segments[0].discontinuity


def test_files_that_nobody_may_ask_for_any_more_are_deleted(tmp_path):
    folder = HlsFolder(tmp_path, NAMES)
    window = folder.open(NOW_US)
    for number in range(40):
        window = publish(window, samples=282 * 1_024, utc_us=NOW_US + number * 6_016_000)
        for name in NAMES:
            folder.write(name, window.segments[-1], b"x")
        folder.save(window)
    assert len(list(tmp_path.glob("aac/*.ts"))) == WINDOW + KEPT
    assert json.loads((tmp_path / STATE).read_text())["next_msn"] == window.next_msn


def test_what_is_on_is_told_from_before_the_window_until_now():
    window = first_life(NOW_US)
    for number in range(20):
        at = NOW_US + number * 6_016_000
        window = publish(
            window, samples=282 * 1_024, utc_us=at, airings=[Airing(at + 1, f"item {number}")]
        )
    titles = [airing.title for airing in window.airings]
    assert titles == [f"item {number}" for number in range(11, 20)]


def test_the_same_item_is_not_announced_twice_after_an_encoder_restart():
    window = publish(
        first_life(NOW_US), samples=282 * 1_024, utc_us=NOW_US, airings=[Airing(NOW_US, "a")]
    )
    window = publish(window, samples=282 * 1_024, utc_us=NOW_US, airings=[Airing(NOW_US + 9, "a")])
    assert len(window.airings) == 1


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_title_escapes_its_date_range(title, artist):
    window = publish(
        first_life(NOW_US),
        samples=282 * 1_024,
        utc_us=NOW_US,
        airings=[Airing(NOW_US, title, artist)],
    )
    lines = playlist.media(window).split("\n")
    ranges = [line for line in lines if line.startswith("#EXT-X-DATERANGE")]
    assert len(ranges) == 1
    attributes = r'(,?[A-Z-]+=("[^"\x00-\x1f]*"|[^",]+))+'
    assert re.fullmatch(attributes, ranges[0].removeprefix("#EXT-X-DATERANGE:"))


@pytest.mark.parametrize("tag", ["INDEPENDENT-SEGMENTS", "START:TIME-OFFSET=-18", "VERSION:6"])
def test_the_playlist_says_how_to_play_it(tag):
    assert f"#EXT-X-{tag}\n" in playlist.media(lived(2))
