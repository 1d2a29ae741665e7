"""What is found of a recording, whatever happened while it was made."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from station.audio import from_utc_us, utc_us
from station.recordings import (
    INDEX,
    Begun,
    Stretch,
    begins_of,
    between,
    covered,
    hours,
    line,
    read_index,
    stem,
)

FIVE = datetime(2027, 3, 5, 5, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def stretch(second, seconds=2, size=10):
    return Stretch(utc_us(FIVE + second * SECOND), seconds * 1_000_000, 5 * second, size)


def written(folder, begins, *entries, suffix=".ts"):
    path = folder / (stem(begins) + suffix)
    path.touch()
    path.with_suffix(INDEX).write_bytes(b"".join(map(line, entries)))
    return path


def test_an_index_tells_what_was_written(tmp_path):
    begun = Begun(utc_us(FIVE), "Warta", programme="Warta Pagi", cart_id=7, item_key="k")
    path = written(tmp_path, FIVE, begun, stretch(0), stretch(2))
    index = read_index(path.with_suffix(INDEX))
    assert index.stretches == (stretch(0), stretch(2))
    assert index.begun == (begun,)
    assert index.size == 20


def test_a_recording_without_an_index_is_empty(tmp_path):
    assert read_index(tmp_path / "20270305T05Z.index").size == 0


@given(st.integers(0, 300), st.binary(max_size=4))
def test_whatever_a_power_cut_leaves_of_the_last_line_the_others_stand(tmp_path_factory, cut, dirt):
    path = tmp_path_factory.mktemp("r") / "20270305T05Z.index"
    lines = [line(stretch(second)) for second in (0, 2, 4)]
    whole = b"".join(lines)
    path.write_bytes(whole[: min(cut, len(whole))] + dirt.replace(b"\n", b""))
    found = read_index(path).stretches
    assert found == tuple(stretch(second) for second in (0, 2, 4))[: len(found)]
    assert len(found) == whole[:cut].count(b"\n")


def test_files_that_are_no_recordings_are_left_alone(tmp_path):
    for name in ("notes.txt", "20270305T05Z.index", "20270305T05Z.ts.part", "x0270305T05Z.ts",
                 "20271305T05Z.ts", "20270305T25Z.ts"):  # fmt: skip
        (tmp_path / name).touch()
    path = written(tmp_path, FIVE)
    assert hours(tmp_path) == [path]
    assert begins_of(path) == FIVE
    assert hours(tmp_path / "nothing") == []


def test_a_span_is_found_over_the_border_of_two_hours(tmp_path):
    late = Stretch(utc_us(FIVE - SECOND), 2_000_000, 100, 10)
    before = written(tmp_path, FIVE - SECOND, late)
    after = written(tmp_path, FIVE, stretch(1), stretch(3), stretch(5))
    written(tmp_path, FIVE + timedelta(hours=5), stretch(5 * 3600))
    found = between(tmp_path, FIVE, FIVE + 4 * SECOND)
    assert [(part.path, part.stretch) for part in found] == [
        (before, late),
        (after, stretch(1)),
        (after, stretch(3)),
    ]
    assert between(tmp_path, FIVE + 7 * SECOND, FIVE + 8 * SECOND) == []


def test_what_was_not_recorded_is_a_gap_and_a_corrected_clock_is_none():
    us = utc_us(FIVE)
    rows = [Stretch(us, 2_000_000, 0, 1), Stretch(us + 2_100_000, 2_000_000, 1, 1),
            Stretch(us + 9_000_000, 1_000_000, 2, 1)]  # fmt: skip
    assert covered(rows) == [
        (FIVE, from_utc_us(us + 4_100_000)),
        (FIVE + 9 * SECOND, FIVE + 10 * SECOND),
    ]
