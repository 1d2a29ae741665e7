"""The running texts of what is published."""

from dataclasses import replace
from datetime import timedelta

from station import urgent
from station.rundown import CURRENT, RunningText, publish
from station.running_texts import RunningTexts
from tests.unit.station.making import NOON, a_rundown, an_item

MINUTE = timedelta(minutes=1)


def text(key, begins=0, ends=5):
    return RunningText(key, NOON + begins * MINUTE, NOON + ends * MINUTE, f"teks {key}")


def published(folder, *texts, version=1):
    publish(folder, replace(a_rundown(an_item(), version=version), texts=texts))


def shown(texts, minutes=0):
    return [one.key for one in texts.at(NOON + minutes * MINUTE)]


def test_a_text_is_shown_from_its_beginning_up_to_its_end(tmp_path):
    published(tmp_path, text("a"), text("b", 3, 9))
    texts = RunningTexts(tmp_path)
    texts.look()
    assert [shown(texts, at) for at in (-1, 0, 3, 5, 9)] == [[], ["a"], ["a", "b"], ["b"], []]


def test_another_version_is_read_and_a_damaged_one_changes_nothing(tmp_path):
    texts = RunningTexts(tmp_path)
    texts.look()
    assert shown(texts) == []
    published(tmp_path, text("a"))
    texts.look()
    (tmp_path / CURRENT).write_text("00000009.json 0000\n")
    texts.look()
    assert shown(texts) == ["a"]
    published(tmp_path, text("b"), version=2)
    texts.look()
    assert shown(texts) == ["b"]


def test_what_is_urgent_comes_first_with_or_without_a_rundown(tmp_path, caplog):
    texts = RunningTexts(tmp_path)
    urgent.publish(tmp_path, (replace(text("u", 2), urgent=True),))
    texts.look()
    assert [shown(texts, at) for at in (0, 2)] == [[], ["u"]]
    published(tmp_path, text("a"))
    texts.look()
    assert shown(texts, 3) == ["u", "a"]
    (tmp_path / urgent.NAME).write_text("{")
    for _ in range(3):
        texts.look()
    assert shown(texts, 3) == ["u", "a"]
    assert [record.action for record in caplog.records] == ["urgent_unreadable"]
    urgent.publish(tmp_path, ())
    texts.look()
    assert shown(texts, 3) == ["a"]
