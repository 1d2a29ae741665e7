"""A log line is one JSON object, whatever is in it."""

import json
import logging
import sys

from station.logs import JsonFormatter


def line(message="halo %s", *arguments, **extra):
    record = logging.LogRecord("playout.engine", logging.INFO, "", 1, message, arguments, None)
    record.__dict__.update(extra)
    return JsonFormatter().format(record)


def test_facts_passed_in_extra_become_keys():
    fields = json.loads(line("halo %s", "dunia", action="slot_started", cart_id=3))
    assert fields["message"] == "halo dunia"
    assert (fields["action"], fields["cart_id"], fields["level"]) == ("slot_started", 3, "info")
    assert fields["at"].endswith("+00:00")


def test_a_line_stays_one_line():
    assert "\n" not in line("baris\nbaru", path="a\nb")


def test_what_is_not_json_is_written_as_text():
    assert json.loads(line("x", thing={1}, path=object))["thing"] == "{1}"


def test_a_traceback_is_a_key():
    try:
        raise ValueError("rusak")
    except ValueError:
        record = logging.LogRecord("a", logging.ERROR, "", 1, "m", (), sys.exc_info())
    assert "rusak" in json.loads(JsonFormatter().format(record))["traceback"]
