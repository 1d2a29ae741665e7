"""Warnings, the all-clear and urgent texts: what the air is told, and which words run."""

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.feeds import board
from station import commands, urgent, wall
from station.kinds import Kind
from station.rundown import Item
from station.running_texts import RunningTexts
from station.wall import Button, Level, Wall
from tests.browser.doubles import NOON
from tests.integration.web.asking import deeds
from web.urgent_texts import DANGER

BASE = "/channels/radio/commands"
FLOOD = Button(
    "flood", "Banjir Kali Code", Item("wall:flood", 7, Kind.PSA, "Banjir", "a", NOON, 0, 9, 9),
    level=Level.SIAGA, words="Jauhi sungai",
)  # fmt: skip
OVER = replace(FLOOD, id="over", label="Aman", words="", level=Level.CLEAR)


@pytest.fixture(autouse=True)
def messages(paths):
    wall.publish(paths.wall("radio"), Wall(emergency=(FLOOD, OVER)))


@pytest.fixture
def shown(paths, clock):
    """Return the words that run on the radio now."""
    texts = RunningTexts(paths.rundown("radio"))

    def words():
        texts.look()
        return [text.text for text in texts.at(clock.now())]

    return words


def sent(air):
    return [request.command for request in air.requests]


def test_the_words_of_a_message_run_from_its_airing_to_the_all_clear(air, operator, shown, paths):
    operator.api("POST", f"{BASE}/alert", {"button": "flood"})
    assert shown() == ["Banjir Kali Code: Jauhi sungai"]
    (text,) = urgent.read(paths.rundown("radio"))
    assert (text.urgent, text.ends) == (True, NOON + DANGER)
    assert operator.api("POST", f"{BASE}/all-clear", {}).status_code == 200
    assert shown() == []
    assert sent(air)[-1] == commands.AllClear()


def test_words_do_not_run_where_the_air_refuses_the_message(air, operator, shown):
    air.refuse = "unreadable"
    assert operator.api("POST", f"{BASE}/alert", {"button": "flood"}).status_code == 409
    assert shown() == []


def test_the_all_clear_is_said_once_and_takes_the_place_of_the_warning(air, operator, shown, clock):
    operator.api("POST", f"{BASE}/alert", {"button": "flood", "times": 0, "drill": True})
    assert shown() == ["LATIHAN: Banjir Kali Code: Jauhi sungai"]
    operator.api("POST", f"{BASE}/all-clear", {"message": "over"})
    assert sent(air)[-1] == commands.Alert("over", times=1, drill=True)
    assert shown() == ["LATIHAN: Aman"]
    clock.sleep_until(NOON + timedelta(minutes=10))
    assert shown() == []


def test_only_a_message_of_that_level_says_the_all_clear(air, operator, shown):
    operator.api("POST", f"{BASE}/alert", {"button": "flood"})
    for wrong in ("flood", "gone"):
        answer = operator.api("POST", f"{BASE}/all-clear", {"message": wrong})
        assert (answer.status_code, answer.json()["code"]) == (409, "unknown")
    assert shown() == ["Banjir Kali Code: Jauhi sungai"]
    assert len(sent(air)) == 1


def test_a_warning_is_lifted_though_its_message_is_over(air, operator, shown, sessions):
    operator.api("POST", f"{BASE}/alert", {"button": "flood"})
    air.refuse = "not_on_air"
    answer = operator.api("POST", f"{BASE}/all-clear", {})
    assert (answer.status_code, shown()) == (200, [])
    assert "text.lifted" in {deed.action for deed in deeds(sessions)}
    air.refuse = "not_on_air"
    assert operator.api("POST", f"{BASE}/all-clear", {}).status_code == 409


@pytest.mark.parametrize("drill", [False, True])
def test_a_warning_may_run_as_text_and_be_read_next_interrupting_nothing(
    air, operator, shown, drill
):
    answer = operator.api("POST", f"{BASE}/warn", {"button": "flood", "drill": drill})
    assert answer.status_code == 200
    (insert,) = sent(air)
    mark = "LATIHAN: " if drill else ""
    assert (insert.when, insert.item.title, insert.item.path) == ("next", f"{mark}Banjir", "a")
    assert insert.item.key != FLOOD.item.key
    assert shown() == [f"{mark}Banjir Kali Code: Jauhi sungai"]


def test_what_is_withdrawn_or_unknown_is_not_read(air, operator, shown, paths):
    gone = replace(FLOOD, withdrawn="Klarifikasi")
    wall.publish(paths.wall("radio"), Wall(emergency=(gone,)))
    refused = operator.api("POST", f"{BASE}/warn", {"button": "flood"})
    assert (refused.status_code, refused.json()["code"]) == (409, "withdrawn")
    assert operator.api("POST", f"{BASE}/warn", {"button": "x"}).status_code == 409
    assert (sent(air), shown()) == ([], [])


def test_words_of_the_desk_run_for_their_time_and_are_taken_back(humas, shown, clock, sessions):
    at = "/channels/radio/urgent-texts"
    made = humas.api("POST", at, {"text": "  Jalan  Malioboro ditutup ", "minutes": 30})
    assert made.status_code == 201
    humas.api("POST", at, {"text": "Listrik padam", "minutes": 15})
    assert set(shown()) == {"Jalan Malioboro ditutup", "Listrik padam"}
    clock.sleep_until(NOON + timedelta(minutes=15))
    assert [one["text"] for one in humas.api("GET", at).json()] == ["Jalan Malioboro ditutup"]
    key = made.json()["key"]
    assert humas.api("DELETE", f"{at}/{key}").status_code == 204
    assert humas.api("DELETE", f"{at}/{key}").status_code == 404
    assert shown() == []
    assert {"text.urgent", "text.urgent_removed"} <= {deed.action for deed in deeds(sessions)}


def test_words_of_the_desk_are_words(humas, presenter):
    at = "/channels/radio/urgent-texts"
    for wrong in ({"text": "  "}, {"text": "x" * 241}, {"text": "x", "minutes": 0}):
        assert humas.api("POST", at, wrong).status_code == 422
    assert humas.api("POST", "/channels/tv/urgent-texts", {"text": "x"}).status_code == 404
    assert presenter.api("POST", at, {"text": "x"}).status_code == 403


def test_the_all_clear_does_not_take_back_words_of_the_desk(air, operator, shown):
    operator.api("POST", "/channels/radio/urgent-texts", {"text": "Listrik padam"})
    operator.api("POST", f"{BASE}/alert", {"button": "flood"})
    operator.api("POST", f"{BASE}/all-clear", {})
    assert shown() == ["Listrik padam"]


def test_the_studio_shows_urgent_texts_and_takes_them_back(operator, shown, paths):
    page = operator.post("/studio/texts", urgent_words="<b>Air</b> padam", minutes="15").text
    assert "&lt;b&gt;Air&lt;/b&gt; padam" in page
    assert shown() == ["<b>Air</b> padam"]
    (text,) = urgent.read(paths.rundown("radio"))
    operator.post("/studio/texts/remove", key=text.key)
    assert shown() == []
    assert "Tulis 1 sampai 240 huruf." in operator.post("/studio/texts", urgent_words=" ").text


def test_the_studio_has_the_all_clear_beside_the_messages(operator, paths):
    page = operator.page("/studio")
    assert 'data-alert="flood" data-level="siaga"' in page
    assert 'data-clear="over"' in page
    assert 'data-alert="over"' not in page
    wall.publish(paths.wall("radio"), Wall(emergency=(FLOOD,)))
    assert 'data-clear=""' in operator.page("/studio/messages")


def test_a_damaged_file_of_texts_is_begun_anew(operator, shown, paths):
    folder = paths.rundown("radio")
    folder.mkdir(parents=True)
    (folder / urgent.NAME).write_text("{")
    operator.api("POST", "/channels/radio/urgent-texts", {"text": "Listrik padam"})
    assert shown() == ["Listrik padam"]


def test_headlines_of_feeds_are_offered_and_run_when_the_desk_says_so(operator, shown, paths):
    folder = paths.rundown("radio")
    told = b"<rss><channel><item><title>Jalan &lt;b&gt; ditutup</title></item></channel></rss>"
    board.collect(folder, ("a",), lambda _address: told, NOON)
    page = operator.page("/studio/texts")
    assert "Jalan &lt;b&gt; ditutup" in page
    assert shown() == []
    operator.post("/studio/texts/headline", text="Bukan dari umpan")
    assert shown() == []
    page = operator.post("/studio/texts/headline", text="Jalan <b> ditutup").text
    assert shown() == ["Jalan <b> ditutup"]
    assert "/studio/texts/headline" not in page
    (text,) = urgent.read(folder)
    assert (text.urgent, text.ends) == (False, NOON + timedelta(hours=1))


def test_no_words_of_the_desk_push_a_warning_out(air, operator, shown):
    operator.api("POST", f"{BASE}/alert", {"button": "flood"})
    for number in range(15):
        operator.api("POST", "/channels/radio/urgent-texts", {"text": f"Teks {number}"})
    newest = {f"Teks {number}" for number in range(3, 15)}
    assert set(shown()) == {"Banjir Kali Code: Jauhi sungai", *newest}
