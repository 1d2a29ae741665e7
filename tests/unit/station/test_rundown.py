"""A rundown is published whole or not at all, and read only when it can be trusted."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from station import atomic_file
from station.audio import RATE
from station.rundown import (
    CURRENT,
    FORMAT,
    Reason,
    RundownUnreadable,
    Start,
    Why,
    newest_version,
    prune,
    publish,
    read_current,
)
from tests.unit.station.making import NOON, a_rundown, an_item


def test_what_was_published_is_what_is_read(tmp_path):
    reason = Reason(Why.SPOT_TIME, {"campaign": "112"})
    made = a_rundown(
        an_item("a", reason=reason, start=Start.HARD, gain_db=-3.25, fade_out=480),
        an_item("b", NOON + timedelta(seconds=10), segue=9 * RATE, must_air=True),
    )
    publish(tmp_path, made)
    assert read_current(tmp_path) == made


def test_an_item_ends_where_the_next_may_start():
    item = an_item(seconds=10, cue_in=RATE, segue=9 * RATE)
    assert item.frames == 8 * RATE
    assert item.ends == NOON + timedelta(seconds=8)


@pytest.mark.parametrize(
    "wrong",
    [
        {"cue_in": -1},
        {"cue_in": 10 * RATE},
        {"segue": 10 * RATE + 1},
        {"begins": datetime(2026, 11, 21, 12)},  # noqa: DTZ001
        {"begins": datetime(2026, 11, 21, 12, tzinfo=timezone(timedelta(hours=7)))},
    ],
)
def test_an_item_that_makes_no_sense_cannot_be_made(wrong):
    with pytest.raises(ValueError, match="a: "):
        an_item("a", **wrong)


def test_items_stand_in_order_and_each_once():
    later = an_item("b", NOON + timedelta(seconds=1))
    with pytest.raises(ValueError, match="order"):
        a_rundown(later, an_item("a"))
    with pytest.raises(ValueError, match="same key"):
        a_rundown(an_item("a"), an_item("a"))


def test_the_pointer_moves_to_the_newest_and_old_versions_stay(tmp_path):
    publish(tmp_path, a_rundown(an_item("a"), version=1))
    publish(tmp_path, a_rundown(an_item("b"), version=2))
    assert read_current(tmp_path).version == 2
    assert newest_version(tmp_path) == 2
    assert sorted(path.name for path in tmp_path.glob("*.json")) == [
        "00000001.json",
        "00000002.json",
    ]


def test_nothing_half_written_is_left_behind(tmp_path):
    publish(tmp_path, a_rundown(an_item()))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["00000001.json", CURRENT]


def test_an_interrupted_publication_leaves_the_old_one_current(tmp_path, monkeypatch):
    publish(tmp_path, a_rundown(an_item("a"), version=1))

    def refuse(_number):
        raise OSError("the disk went away")

    monkeypatch.setattr(atomic_file.os, "fsync", refuse)
    with pytest.raises(OSError, match="went away"):
        publish(tmp_path, a_rundown(an_item("b"), version=2))
    assert read_current(tmp_path).version == 1


def test_nothing_published_is_unreadable(tmp_path):
    with pytest.raises(RundownUnreadable):
        read_current(tmp_path)


@pytest.mark.parametrize(
    "pointer",
    ["", "\n", "00000001.json\n", "00000009.json 00\n", "../../etc/passwd 00\n", "\x00 \x00\n"],
)
def test_a_damaged_pointer_is_unreadable(tmp_path, pointer):
    publish(tmp_path, a_rundown(an_item()))
    (tmp_path / CURRENT).write_text(pointer)
    with pytest.raises(RundownUnreadable):
        read_current(tmp_path)


def test_a_pointer_that_is_no_text_is_unreadable(tmp_path):
    (tmp_path / CURRENT).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RundownUnreadable):
        read_current(tmp_path)


def test_one_flipped_byte_is_noticed(tmp_path):
    path = publish(tmp_path, a_rundown(an_item()))
    text = bytearray(path.read_bytes())
    text[len(text) // 2] ^= 1
    path.write_bytes(text)
    with pytest.raises(RundownUnreadable, match="checksum"):
        read_current(tmp_path)


def test_a_format_of_the_future_is_refused(tmp_path):
    publish(tmp_path, replace(a_rundown(an_item()), format=FORMAT + 1))
    with pytest.raises(RundownUnreadable, match="format"):
        read_current(tmp_path)


def test_pruning_keeps_the_newest(tmp_path):
    for version in range(1, 6):
        publish(tmp_path, a_rundown(an_item(), version=version))
    prune(tmp_path, keep=2)
    assert newest_version(tmp_path) == 5
    assert len(list(tmp_path.glob("*.json"))) == 2
    assert read_current(tmp_path).version == 5
