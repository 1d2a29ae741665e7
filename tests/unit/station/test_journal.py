"""What aired is written once, read once, and survives torn lines and new days."""

import errno
from datetime import timedelta

import pytest

from station import journal
from station.journal import Act, Cursor, Fact, JournalWriter, StartedBy, read
from station.kinds import Kind
from station.ladder import Rung
from station.rundown import Start
from tests.unit.station.making import NOON

DAY = timedelta(days=1)


def a_fact(number, at=NOON, **more):
    return Fact(f"f{number}", Act.STARTED, at, airing=f"a{number}", **more)


BEGINNING = Cursor()


def ids(folder, after=BEGINNING):
    return [fact.id for fact, _ in read(folder, after)]


@pytest.fixture
def writer(tmp_path):
    writer = JournalWriter(tmp_path)
    yield writer
    writer.close()


def test_facts_come_back_as_they_were(writer, tmp_path):
    fact = a_fact(
        1,
        item_key="k",
        cart_id=4,
        kind=Kind.PSA,
        title="Judul é",
        campaign_id=2,
        rung=Rung.MUST_AIR,
        planned=NOON,
        start=Start.HARD,
        started_by=StartedBy.SCHEDULE,
        frames=3,
    )
    writer.append([fact])
    assert [found for found, _ in read(tmp_path)] == [fact]


def test_a_cursor_goes_on_where_it_was(writer, tmp_path):
    writer.append([a_fact(1), a_fact(2)])
    cursors = [cursor for _, cursor in read(tmp_path)]
    assert ids(tmp_path, cursors[0]) == ["f2"]
    assert ids(tmp_path, cursors[1]) == []
    writer.append([a_fact(3)])
    assert ids(tmp_path, cursors[1]) == ["f3"]


def test_a_new_utc_day_is_a_new_file_read_after_the_old_one(writer, tmp_path):
    writer.append([a_fact(1), a_fact(2, NOON + DAY)])
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "20261121.journal",
        "20261122.journal",
    ]
    (_, first), _ = read(tmp_path)
    assert ids(tmp_path) == ["f1", "f2"]
    assert ids(tmp_path, first) == ["f2"]


def test_cursors_are_ordered_over_days(writer, tmp_path):
    writer.append([a_fact(number, NOON + number * DAY) for number in range(3)])
    cursors = [cursor for _, cursor in read(tmp_path)]
    assert cursors == sorted(cursors)


def test_a_torn_last_line_waits_and_is_then_left_out(writer, tmp_path):
    writer.append([a_fact(1)])
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole + whole[: len(whole) // 2])
    assert ids(tmp_path) == ["f1"]
    after_restart = JournalWriter(tmp_path)
    after_restart.append([a_fact(2)])
    after_restart.close()
    assert ids(tmp_path) == ["f1", "f2"]


def test_a_cursor_taken_before_a_torn_line_reads_on_behind_it(writer, tmp_path):
    writer.append([a_fact(1)])
    ((_, cursor),) = read(tmp_path)
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes() + b"0123 torn")
    after_restart = JournalWriter(tmp_path)
    after_restart.append([a_fact(2)])
    after_restart.close()
    assert ids(tmp_path, cursor) == ["f2"]


def test_a_damaged_line_costs_only_itself(writer, tmp_path):
    writer.append([a_fact(1), a_fact(2), a_fact(3)])
    (path,) = tmp_path.iterdir()
    lines = path.read_bytes().splitlines(keepends=True)
    lines[1] = lines[1].replace(b"f2", b"f9")
    path.write_bytes(b"".join(lines))
    assert ids(tmp_path) == ["f1", "f3"]


def test_a_clock_set_back_does_not_hide_facts_from_a_reader_that_is_past(writer, tmp_path):
    writer.append([a_fact(1, NOON + DAY)])
    ((_, cursor),) = read(tmp_path)
    writer.append([a_fact(2, NOON)])
    after_restart = JournalWriter(tmp_path)
    after_restart.append([a_fact(3, NOON)])
    after_restart.close()
    assert ids(tmp_path, cursor) == ["f2", "f3"]


def test_a_failed_append_leaves_nothing_and_can_be_repeated(writer, tmp_path, monkeypatch):
    writer.append([a_fact(1)])

    def full(_number):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(journal.os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            writer.append([a_fact(2)])
    assert ids(tmp_path) == ["f1"]
    writer.append([a_fact(2), a_fact(3)])
    assert ids(tmp_path) == ["f1", "f2", "f3"]


def test_an_empty_or_absent_folder_holds_no_facts(tmp_path):
    assert ids(tmp_path) == []
    assert ids(tmp_path / "nowhere") == []
