"""The public calendar file."""

from datetime import UTC, datetime, timedelta

from web.calendar_file import Event, calendar

NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)


def test_a_calendar_escapes_texts_and_folds_long_lines_between_letters():
    title = "Musik; pagi, \\ " + "é" * 60
    text = calendar("Radio", [Event("slot-1", NOW, NOW + timedelta(hours=1), title)], NOW)
    lines = text.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    unfolded = text.replace("\r\n ", "")
    assert "SUMMARY:Musik\\; pagi\\, \\\\ " + "é" * 60 in unfolded
    assert "DTSTART:20261121T030000Z" in lines


def test_a_line_break_in_a_title_cannot_add_a_property():
    text = calendar("Radio", [Event("1", NOW, NOW, "a\r\nATTENDEE:x")], NOW)
    assert "\r\nATTENDEE" not in text
