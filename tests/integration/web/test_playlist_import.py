"""Lists of other programs on the desk: looked at first, then taken over whole or not at all."""

import re

import pytest

from scheduler.stores import OverrideStore, ProgrammeStore
from scheduler.week.programme import Fixed

LIST = "#EXTM3U\n#EXTINF:181,Penampil 1 - Lagu 1\nD:\\x.mp3\n#EXTINF:1,Tak Dikenal\nD:\\y.mp3\n"

pytestmark = pytest.mark.usefixtures("material")


def look_at(operator, text, name="pagi.m3u8"):
    data = {"csrf": operator.token}
    files = {"file": (name, text.encode(), "audio/x-mpegurl")}
    return operator.client.post("/schedule/import?lang=en", data=data, files=files)


def test_a_list_is_looked_at_and_nothing_changes(operator, sessions, material):
    answer = look_at(operator, LIST)
    assert answer.status_code == 200
    assert re.search(rf'<option value="{material.songs[0]}" selected>Lagu 1 ', answer.text)
    assert "Nothing like it is in the library." in answer.text
    with sessions() as session:
        assert len(ProgrammeStore(session).all("radio")) == 2


def test_chosen_lines_become_a_new_programme(operator, sessions, material):
    first, second = material.songs[:2]
    operator.post(
        "/schedule/import/programme", cart=[str(first), "", str(second)], name="Nostalgia"
    )
    with sessions() as session:
        [made] = [each for each in ProgrammeStore(session).all("radio") if each.name == "Nostalgia"]
    assert made.content == Fixed((first, second))


def test_chosen_lines_go_behind_what_a_programme_has(operator, sessions, material):
    song = material.songs[0]
    operator.post(
        "/schedule/import/programme", cart=[str(song)], programme=material.news, append="true"
    )
    with sessions() as session:
        assert ProgrammeStore(session).get(material.news).content.cart_ids == (
            material.news_cart, song,
        )  # fmt: skip


def test_lines_with_times_are_inserted_on_their_day(operator, sessions, material):
    first, second = material.songs[:2]
    operator.post(
        "/schedule/import/times", cart=[str(first), str(second)], at=["08:00:00", "09:30:00"],
        day="2026-11-22", start="hard",
    )  # fmt: skip
    with sessions() as session:
        made = OverrideStore(session).newest("radio")
    assert [wish.at.isoformat() for wish in reversed(made)] == [
        "2026-11-22T01:00:00+00:00", "2026-11-22T02:30:00+00:00",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("carts", "times", "day"),
    [
        (["{}", "999999"], ["08:00:00", "09:00:00"], "2026-11-22"),
        (["{}", "{}"], ["08:00:00", ""], "2026-11-22"),
        (["{}", "{}"], ["08:00:00", "09:00:00"], "2026-11-20"),
    ],
    ids=["a recording is gone", "a time is missing", "the day is over"],
)
def test_nothing_is_half_done(operator, sessions, material, carts, times, day):
    named = [cart.format(material.songs[0]) for cart in carts]
    operator.post("/schedule/import/times", cart=named, at=times, day=day)
    with sessions() as session:
        assert OverrideStore(session).newest("radio") == []


@pytest.mark.parametrize("text", ["", "ID3\x00\x01"])
def test_a_file_that_is_no_list_is_refused_on_the_page(operator, text):
    assert look_at(operator, text).status_code == 422


def test_a_file_that_is_too_large_is_refused(operator):
    assert look_at(operator, "Lagu\n" * 300_000).status_code in (413, 422)
