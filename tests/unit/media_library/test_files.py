"""Files arrive whole or not at all."""

import errno
import os
import shutil

import pytest

from media_library import files
from media_library.files import DiskFull, FileUnreadable


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "song.mp3"
    path.write_bytes(b"sound" * 1_000)
    return path


@pytest.fixture
def base(tmp_path):
    folder = tmp_path / "media"
    folder.mkdir()
    return folder


def everything(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("link", [True, False])
def test_a_placed_file_is_whole_and_the_source_stays(source, base, link):
    files.place(source, base / "ab" / "x.mp3", base=base, keep=0, link=link)
    assert everything(base) == [base / "ab" / "x.mp3"]
    assert (base / "ab" / "x.mp3").read_bytes() == source.read_bytes()


@pytest.mark.parametrize("link", [True, False])
def test_placing_the_same_again_changes_nothing(source, base, link):
    for _ in range(2):
        files.place(source, base / "x.mp3", base=base, keep=0, link=link)
    assert (base / "x.mp3").read_bytes() == source.read_bytes()


def test_a_disk_with_too_little_room_refuses_before_anything_is_written(source, base):
    with pytest.raises(DiskFull) as caught:
        files.place(source, base / "x.mp3", base=base, keep=1 << 60, link=False)
    assert caught.value.needed == 5_000
    assert everything(base) == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_disk_that_fills_up_on_the_way_leaves_nothing(source, base, monkeypatch, number):
    def half(origin, target):
        target.write_bytes(origin.read_bytes()[:100])
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(shutil, "copyfile", half)
    with pytest.raises(DiskFull):
        files.place(source, base / "x.mp3", base=base, keep=0, link=False)
    assert everything(base) == []


def test_another_error_is_not_taken_for_a_full_disk(source, base, monkeypatch):
    def broken(origin, target):
        raise OSError(errno.EIO, "input/output error")

    monkeypatch.setattr(shutil, "copyfile", broken)
    with pytest.raises(OSError, match="input/output"):
        files.place(source, base / "x.mp3", base=base, keep=0, link=False)


def test_copies_of_dead_processes_are_tidied_away_and_those_of_living_ones_are_not(base):
    incoming = base / files.INCOMING
    incoming.mkdir()
    dead, alive = incoming / "4194305-aa", incoming / f"{os.getpid()}-bb"
    dead.touch()
    alive.touch()
    assert files.tidy(base) == 1
    assert everything(base) == [alive]


@pytest.mark.parametrize(
    ("name", "extension"),
    [
        ("a.MP3", ".mp3"),
        ("a.tar.gz", ".gz"),
        ("a", ""),
        ("a.m p", ""),
        ("a./../x", ""),
        ("a.é", ""),
        ("a.verylongone", ""),
    ],
)
def test_only_harmless_extensions_are_kept(name, extension):
    assert files.extension_of(name) == extension


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"Lagu \xe9.mp3", "Lagu é.mp3"),
        ("Lagu é 🎶.mp3".encode(), "Lagu é 🎶.mp3"),
        (b"\x81.mp3", "\ufffd.mp3"),
    ],
)
def test_a_file_name_becomes_text_whatever_its_bytes(raw, text):
    assert files.text_of(os.fsdecode(raw)) == text


def test_a_path_that_is_no_text_is_reached_under_one_that_is(tmp_path):
    path = tmp_path / os.fsdecode(b"\xff.mp3")
    path.write_bytes(b"sound")
    with files.under_a_name_of_text(path) as link:
        assert str(link).isprintable()
        assert link.suffix == ".mp3"
        assert link.read_bytes() == b"sound"
    assert not link.exists()
    plain = tmp_path / "a.mp3"
    with files.under_a_name_of_text(plain) as same:
        assert same == plain


def test_what_is_no_regular_file_is_unreadable(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "absent", tmp_path / "pipe"):
        with pytest.raises(FileUnreadable):
            files.stamp(path)


def test_a_changed_file_has_another_stamp(source):
    before = files.stamp(source)
    assert files.stamp(source) == before
    source.write_bytes(b"other")
    assert files.stamp(source) != before
