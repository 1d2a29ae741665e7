"""Uploads in pieces: resumed, refused, given up."""

import errno
import os
import shutil
from datetime import UTC, datetime, timedelta

import pytest

from media_library import uploads
from media_library.files import DiskFull
from media_library.uploads import (
    OffsetConflict,
    UploadBusy,
    UploadIncomplete,
    UploadNotFound,
    Uploads,
    UploadTooLarge,
)
from station.clock import VirtualClock
from station.config import Config, Media
from station.kinds import Kind
from station.paths import StatePaths


@pytest.fixture
def paths(tmp_path):
    return StatePaths(tmp_path)


@pytest.fixture
def clock():
    return VirtualClock(datetime.now(UTC))


def store(paths, clock, **media):
    settings = Media(**{"max_bytes": 1_000_000, "keep_free_bytes": 0, **media})
    return Uploads(paths, Config(media=settings), clock)


@pytest.fixture
def box(paths, clock):
    return store(paths, clock)


def left_in(paths):
    return sorted(path.name for path in paths.uploads.iterdir())


def test_an_upload_comes_in_pieces_and_survives_a_restart(paths, clock, box):
    upload = box.create(10, "Lagu.MP3", kind=Kind.MUSIC, owner="siti")
    assert box.append(upload.id, 0, [b"012", b"34"]) == 5
    again = store(paths, clock)
    assert again.get(upload.id) == upload
    assert again.offset(upload.id) == 5
    assert again.append(upload.id, 5, [b"56789"]) == 10
    path = again.finish(upload.id)
    assert path.read_bytes() == b"0123456789"
    assert path.suffix == ".mp3"


def test_a_piece_at_the_wrong_place_is_refused_and_changes_nothing(box):
    upload = box.create(10, "a.mp3")
    box.append(upload.id, 0, [b"01234"])
    for wrong in (0, 4, 6):
        with pytest.raises(OffsetConflict) as caught:
            box.append(upload.id, wrong, [b"xxxxx"])
        assert caught.value.expected == 5
    assert box.offset(upload.id) == 5


def test_what_came_before_the_line_broke_is_kept(box):
    upload = box.create(10, "a.mp3")

    def broken():
        yield b"0123"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        box.append(upload.id, 0, broken())
    assert box.offset(upload.id) == 4


def test_more_than_was_announced_is_refused(box):
    upload = box.create(4, "a.mp3")
    with pytest.raises(UploadTooLarge):
        box.append(upload.id, 0, [b"0123", b"4"])
    assert box.offset(upload.id) == 4


@pytest.mark.parametrize("length", [-1, 1_000_001])
def test_a_length_beyond_the_limit_is_refused_at_once(paths, box, length):
    with pytest.raises(UploadTooLarge):
        box.create(length, "a.mp3")
    assert left_in(paths) == []


def test_an_incomplete_upload_cannot_be_finished(box):
    upload = box.create(4, "a.mp3")
    box.append(upload.id, 0, [b"01"])
    with pytest.raises(UploadIncomplete) as caught:
        box.finish(upload.id)
    assert (caught.value.offset, caught.value.length) == (2, 4)


def test_two_requests_cannot_write_at_once(box):
    upload = box.create(4, "a.mp3")
    with box.piece(upload.id, 0), pytest.raises(UploadBusy):
        box.append(upload.id, 0, [b"01"])


def test_without_room_an_upload_does_not_begin(paths, clock):
    full = store(paths, clock, keep_free_bytes=1 << 60)
    with pytest.raises(DiskFull):
        full.create(10, "a.mp3")
    assert left_in(paths) == []


def test_the_room_that_other_uploads_still_need_is_counted(paths, clock):
    free = shutil.disk_usage(paths.home).free
    box = store(paths, clock, max_bytes=1 << 60, keep_free_bytes=0)
    box.create(free * 2 // 3, "a.mp3")
    with pytest.raises(DiskFull):
        box.create(free * 2 // 3, "b.mp3")


def test_a_disk_that_fills_up_gives_the_upload_up_and_leaves_nothing(paths, box, monkeypatch):
    upload = box.create(10, "a.mp3")

    def full(_descriptor):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(uploads.os, "fsync", full)
    with pytest.raises(DiskFull):
        box.append(upload.id, 0, [b"0123"])
    assert left_in(paths) == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "x.info.json", "x.json", "", "a\x00b.mp3"])
def test_no_name_leads_out_of_the_folder_or_clashes(paths, box, name):
    upload = box.create(2, name)
    box.append(upload.id, 0, [b"ab"])
    assert box.finish(upload.id).parent == paths.uploads
    assert box.get(upload.id).name == name
    assert len(left_in(paths)) == 2


@pytest.mark.parametrize("upload_id", ["", "..", "../x", "a" * 31, "A" * 32, "0" * 32])
def test_an_unknown_or_crooked_id_is_not_found(box, upload_id):
    with pytest.raises(UploadNotFound):
        box.append(upload_id, 0, [b""])


def test_abandoned_uploads_expire_and_growing_ones_do_not(paths, clock, box):
    abandoned, fresh = box.create(10, "a.mp3"), box.create(10, "b.mp3")
    clock.jump(timedelta(hours=25))
    moment = clock.now().timestamp()
    os.utime(paths.uploads / f"{fresh.id}.mp3", (moment, moment))
    assert box.expire() == 1
    assert [upload.id for upload in box.all()] == [fresh.id]
    with pytest.raises(UploadNotFound):
        box.get(abandoned.id)


def test_a_finished_upload_waits_for_the_library_and_goes_when_it_was_taken(clock, box):
    upload = box.create(0, "a.mp3")
    path = box.finish(upload.id)
    clock.jump(timedelta(days=3))
    assert box.expire() == 0
    path.unlink()
    assert box.expire() == 1
